/// `/api/v1/admin/orders`: what everybody has ordered, and what came of it.
struct OrderRoutes: Sendable {
    let payments: Payments

    /// Lists all orders of both kinds, newest first; the newest 10,000 at most.
    ///
    /// `GET /admin/orders` · administrators · 100 a minute (Beyond)
    ///
    /// - Query: `page`, `page_size`, `kind` (`recharge`, `membership`), `status`, `payment_method`, `user_id`,
    ///   `order_id` (a number or what it begins with, such as `R20260122`), `from`, `to` (when it was opened; both
    ///   belong to the range).
    func list(_ request: Request, admin: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        var filter = OrderRecord.Filter()
        filter.kind = query.choice("kind", of: Order.Kind.self)
        filter.status = query.choice("status", of: Order.Status.self)
        filter.method = query.choice("payment_method", of: PaymentMethod.self)
        filter.user = query.integer("user_id", OrderRoutes.users)
        filter.number = query.text("order_id", atMost: Order.numberLimit)?.uppercased()
        (filter.from, filter.to) = query.moments()
        try query.check()
        return request.success(try await payments.list(filter, page), capacity: 8192)
    }

    /// Shows one order with its attempts, refunds, notices and what it moved in the ledger.
    ///
    /// `GET /admin/orders/{order_id}` · administrators · 100 a minute (Beyond)
    ///
    /// - Errors: 40004 no such order.
    func get(_ request: Request, admin: User) async throws -> Reply {
        let sheet = try await payments.fetchSheet(of: String(request.parameters.first ?? ""))
        return request.success(sheet, capacity: 4096)
    }

    /// Ids as every JSON reader keeps them exact.
    private static let users = 1...(1 << 53 - 1)
}
