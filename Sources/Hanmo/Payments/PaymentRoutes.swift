import NIOCore
import NIOHTTP1

/// `/api/v1/credit`: buying credits.
struct PaymentRoutes: Sendable {
    let payments: Payments
    let clock: Clock

    /// Opens a recharge order and answers where to pay for it.
    ///
    /// `POST /credit/recharge` · any user · 60 a minute
    ///
    /// - Body: `amount` (yuan, at most two decimals), `payment_method`, `coupon_code` (optional).
    /// - Errors: 400 amount out of range; 40003 no coupon can be used yet; 40005 nobody takes this payment.
    /// - Source: API document, "credit/recharge"; 10 credits a yuan is read off its example (10.00 is 100).
    func recharge(_ request: Request, user: User) async throws -> Reply {
        var form = try Form(request)
        let amountFen = form.fen("amount", RechargeOrder.amountsFen)
        let method = form.choice("payment_method", of: PaymentMethod.self)
        if !form.has("payment_method") { form.fault("payment_method", "不能为空", "is required") }
        let coupon = form.optionalText("coupon_code", 1...64)
        try form.check()
        guard coupon == nil else { throw Payments.couponUnusable }
        let reply = try await payments.openRecharge(
            of: amountFen,
            paidWith: method ?? .alipay,
            by: user,
            IdempotencyKey(request, by: user)
        ) { request.successEnvelope($0, Message("订单创建成功", "Order created")) }
        return Reply(reply)
    }

    /// Lists one's recharge orders, newest first.
    ///
    /// `GET /credit/recharge/orders` · any user · 100 a minute
    ///
    /// - Query: `page`, `page_size`, `status` (Beyond).
    func orders(_ request: Request, user: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        let status = query.choice("status", of: RechargeOrder.Status.self)
        try query.check()
        return request.success(try await payments.list(of: user, status: status, page))
    }

    /// Takes the report of a trusted payment bridge.
    ///
    /// `POST /credit/payment/callback` · whoever signs · not limited
    ///
    /// - Body: `order_id`, `payment_method`, `transaction_id`, `status` (`success`, `failed`, `closed`), `amount` (optional).
    /// - Errors: 401 not signed, and nothing changes; 40004 no such order; 40005 another method or amount.
    /// - Source: API document, "credit/payment/callback"; the signature is ours, because an open one would give money away.
    func callback(_ request: Request) async throws -> Reply {
        guard
            payments.signatures.isValid(
                request.headers.first(name: "x-hanmo-signature"),
                timestamp: request.headers.first(name: "x-hanmo-timestamp"),
                of: request.body.readableBytesView,
                at: clock.now
            )
        else { throw Failure.unauthorized }
        var form = try Form(request)
        let order = form.text("order_id", 1...64)
        let method = form.choice("payment_method", of: PaymentMethod.self)
        if !form.has("payment_method") { form.fault("payment_method", "不能为空", "is required") }
        let transaction = form.text("transaction_id", 1...128)
        let status = form.choice("status", of: PaymentReport.Status.self)
        if !form.has("status") { form.fault("status", "不能为空", "is required") }
        let amountFen = form.optionalFen("amount", RechargeOrder.amountsFen)
        try form.check()
        try await payments.settle(
            PaymentReport(
                order: order,
                method: method ?? .alipay,
                transaction: transaction,
                status: status ?? .failed,
                amountFen: amountFen
            )
        )
        return request.success(Nothing())
    }
}
