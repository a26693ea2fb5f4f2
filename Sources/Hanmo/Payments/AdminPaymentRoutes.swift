/// `/api/v1/admin`: payments, as the people who run the site see to them.
struct AdminPaymentRoutes: Sendable {
    let payments: Payments

    /// Pays a whole order back, and takes back what it brought.
    ///
    /// `POST /admin/orders/{order_id}/refund` · administrators · 60 a minute (Beyond)
    ///
    /// - Body: `reason` (1–26 characters, shown to the payer); `force` lets go of credits that are spent.
    /// - Errors: 40004 no such order; 400 it is not paid; 40001 its credits are spent; 40005 the gateway refuses.
    func refund(_ request: Request, admin: User) async throws -> Reply {
        var form = try Form(request)
        let reason = form.text("reason", OrderRefund.reasonLength)
        let isForced = form.optionalBool("force") ?? false
        try form.check()
        let reply = try await payments.refund(
            String(request.parameters.first ?? ""),
            RefundTerms(reason: reason, isForced: isForced, administrator: Administrator(admin, in: request)),
            IdempotencyKey(request, by: admin)
        ) { request.successEnvelope($0) }
        return Reply(reply)
    }

    /// Lists what was reported of payments and what became of it, newest first; the newest 10,000 at most.
    ///
    /// `GET /admin/payment-notices` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`, `outcome`, `order_id`.
    func notices(_ request: Request, admin: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        let filter = RecordedNotice.Filter(
            outcome: query.choice("outcome", of: PaymentNotice.Outcome.self),
            order: query.text("order_id", atMost: Order.numberLimit)
        )
        try query.check()
        return request.success(try await payments.listNotices(filter, page))
    }

    /// Lists refunds, newest first; the newest 10,000 at most.
    ///
    /// `GET /admin/refunds` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`, `state`, `order_id`.
    func refunds(_ request: Request, admin: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        let state = query.choice("state", of: OrderRefund.State.self)
        let order = query.text("order_id", atMost: Order.numberLimit)
        try query.check()
        return request.success(try await payments.listRefunds(state, of: order, page))
    }

    /// Ends by hand a refund that its gateway does not bring to an end.
    ///
    /// `POST /admin/refunds/{refund_id}/settle` · administrators · 60 a minute (Beyond)
    ///
    /// - Body: `settlement` (`paid_back`: the money is back by another way; `withdrawn`: it stays); `reason` (1–200
    ///   characters).
    /// - Errors: 404 no such refund; 400 it has ended, or its gateway may still be working at it.
    func settle(_ request: Request, admin: User) async throws -> Reply {
        var form = try Form(request)
        form.require("settlement")
        let settlement = form.choice("settlement", of: OrderRefund.Settlement.self)
        let reason = form.text("reason", OrderRefund.settlementLength)
        try form.check()
        let refund = try await payments.endRefund(
            String(request.parameters.first ?? ""),
            as: settlement ?? .withdrawn,
            because: reason,
            by: Administrator(admin, in: request)
        )
        return request.success(refund)
    }

    /// Lists where a gateway's books differ from ours, newest first; the newest 10,000 at most.
    ///
    /// `GET /admin/reconciliation` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`, `state` (`open`, `resolved`), `order_id`.
    func differences(_ request: Request, admin: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        let state = query.choice("state", of: Difference.State.self)
        let order = query.text("order_id", atMost: Order.numberLimit)
        try query.check()
        return request.success(try await payments.listDifferences(state, of: order, page))
    }

    /// Puts a difference down as seen to.
    ///
    /// `POST /admin/reconciliation/{id}/resolve` · administrators · 60 a minute (Beyond)
    ///
    /// - Body: `reason` (1–200 characters).
    /// - Errors: 404 no such difference; 400 it is resolved already.
    func resolve(_ request: Request, admin: User) async throws -> Reply {
        let id = try request.idParameter()
        var form = try Form(request)
        let reason = form.text("reason", Difference.resolutionLength)
        try form.check()
        let difference = try await payments.resolve(id, because: reason, by: Administrator(admin, in: request))
        return request.success(difference)
    }
}
