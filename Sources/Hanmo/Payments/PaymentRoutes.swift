import Gateways
import NIOCore
import NIOHTTP1

/// `/api/v1/credit`: buying credits and memberships.
struct PaymentRoutes: Sendable {
    let payments: Payments
    let clock: Clock

    // MARK: Opening

    /// Answers what something would cost, and what would arrive; nothing is ordered, claimed or held.
    ///
    /// `GET /credit/quote` (Beyond) · any user · 100 a minute
    ///
    /// - Query: either `amount` and, where there is one, `coupon_code`; or `membership_type`.
    /// - Errors: as the order's would be: 400 amount out of range; 40003 the coupon can't be used.
    func quote(_ request: Request, user: User) async throws -> Reply {
        var query = Query(request)
        let purchase = try query.purchase()
        return request.success(try await payments.quote(purchase, for: user))
    }

    /// Opens a recharge order and answers where to pay for it.
    ///
    /// `POST /credit/recharge` · any user · 60 a minute
    ///
    /// - Body: `amount` (yuan, at most two decimals), `payment_method`, `coupon_code` (optional; claimed where it is
    ///   not), `checkout` (Beyond, optional: `page`, `code`, `phone`).
    /// - Errors: 400 amount out of range; 40003 the coupon can't be used; 40005 nobody takes this payment.
    /// - Source: API document, "credit/recharge".
    func recharge(_ request: Request, user: User) async throws -> Reply {
        var form = try Form(request)
        let amountFen = form.fen("amount", Quote.rechargesFen)
        let payer = form.payer(request, among: PaymentMethod.outside)
        let coupon = form.optionalText("coupon_code", Form.couponCodeLength)
        try form.check()
        return try await open(
            .recharge(fen: amountFen, coupon: coupon),
            payer,
            request,
            user,
            Message("订单创建成功", "Order created")
        )
    }

    /// Opens a membership order and answers where to pay for it, or pays it from the balance at once.
    ///
    /// `POST /credit/membership` · any user · 60 a minute
    ///
    /// - Body: `membership_type`, `payment_method`, `checkout` (Beyond, optional: `page`, `code`, `phone`).
    /// - Errors: 400 unknown type or method; 40001, 40002 too few credits for `balance`; 40005 nobody takes this
    ///   payment.
    /// - Source: API document, "credit/membership".
    func membership(_ request: Request, user: User) async throws -> Reply {
        var form = try Form(request)
        let type = form.choice("membership_type", of: MembershipType.self)
        form.require("membership_type")
        let payer = form.payer(request, among: PaymentMethod.allCases)
        try form.check()
        return try await open(
            .membership(type ?? .monthly),
            payer,
            request,
            user,
            Message("会员订单创建成功", "Membership order created")
        )
    }

    private func open(
        _ purchase: Purchase,
        _ payer: Payer,
        _ request: Request,
        _ user: User,
        _ message: Message
    ) async throws -> Reply {
        let key = try IdempotencyKey(request, by: user)
        let reply = try await payments.open(purchase, paidBy: payer, as: user, key) {
            request.successEnvelope($0, message)
        }
        return Reply(reply)
    }

    // MARK: Looking

    /// Lists one's recharge orders, newest first.
    ///
    /// `GET /credit/recharge/orders` · any user · 100 a minute
    ///
    /// - Query: `page`, `page_size`, `status` (Beyond).
    func rechargeOrders(_ request: Request, user: User) async throws -> Reply {
        try await list(.recharge, request, user)
    }

    /// Lists one's membership orders, newest first.
    ///
    /// `GET /credit/membership/orders` · any user · 100 a minute
    ///
    /// - Query: `page`, `page_size`, `status` (Beyond).
    func membershipOrders(_ request: Request, user: User) async throws -> Reply {
        try await list(.membership, request, user)
    }

    private func list(_ kind: Order.Kind, _ request: Request, _ user: User) async throws -> Reply {
        var query = Query(request)
        let page = query.page()
        let status = query.choice("status", of: Order.Status.self)
        try query.check()
        return request.success(try await payments.list(kind, of: user.id, status: status, page))
    }

    /// Answers one order of one's own, as the lists have it, after asking the gateway where it is open.
    ///
    /// `GET /credit/orders/{order_id}` (Beyond) · any user · 100 a minute
    ///
    /// - Errors: 40004 no such order, or somebody else's.
    func order(_ request: Request, user: User) async throws -> Reply {
        request.success(try await payments.fetch(String(request.parameters.first ?? ""), of: user))
    }

    // MARK: Reports

    /// Takes the report of a trusted payment bridge.
    ///
    /// `POST /credit/payment/callback` · whoever signs · not limited
    ///
    /// - Body: `order_id`, `payment_method`, `transaction_id`, `status` (`success`, `failed`, `closed`), `amount`
    ///   (optional).
    /// - Errors: 401 not signed, and nothing changes; 40004 no such order; 40005 another method or amount.
    /// - Source: API document, "credit/payment/callback"; the signature is ours, because an open one would give money
    ///   away.
    func callback(_ request: Request) async throws -> Reply {
        let notice = PaymentNotice(
            request,
            over: .bridge,
            signedBy: [BridgeSignature.timestampHeader, BridgeSignature.header]
        )
        do throws(Refusal) {
            try payments.bridge.check(request.body.readableBytesView, request.headers, at: clock.now)
        } catch {
            try await payments.refuse(notice, error)
            throw Failure.unauthorized
        }
        let report: PaymentReport
        do {
            report = try read(request)
        } catch {
            try await payments.refuse(notice, as: .malformed)
            throw error
        }
        switch try await payments.settle(report, notice) {
        case .unknownOrder: throw Payments.unknownOrder
        case .otherMethod, .otherAmount, .olderPayment: throw Payments.failed
        default: return request.success(Nothing())
        }
    }

    private func read(_ request: Request) throws(Failure) -> PaymentReport {
        var form = try Form(request)
        let order = form.text("order_id", 1...64)
        let method = form.method(among: PaymentMethod.outside)
        let transaction = form.text("transaction_id", 1...128)
        let status = form.choice("status", of: PaymentReport.Status.self)
        form.require("status")
        let amountFen = form.optionalFen("amount", Quote.rechargesFen)
        try form.check()
        return PaymentReport(
            order: order,
            method: method,
            transaction: transaction,
            status: status ?? .failed,
            amountFen: amountFen
        )
    }
}

extension Query {
    /// What is asked the price of: credits or a membership, one of them.
    ///
    /// - Errors: 400 naming what is wrong by itself, or else what does not go together.
    fileprivate mutating func purchase() throws(Failure) -> Purchase {
        let fen = fen("amount", Quote.rechargesFen)
        let coupon = text("coupon_code", atMost: Form.couponCodeLength.upperBound)
        let type = choice("membership_type", of: MembershipType.self)
        try check()
        if let type {
            for other in ["amount", "coupon_code"] where text(other) != nil {
                fault(other, "不能与 membership_type 同时使用", "can't stand beside membership_type")
            }
            try check()
            return .membership(type)
        }
        guard let fen else { throw .invalid("amount", "与 membership_type 须填其一", "is required, or membership_type") }
        return .recharge(fen: fen, coupon: coupon)
    }
}

extension Form {
    /// How somebody wants to pay, from where the request comes.
    fileprivate mutating func payer(_ request: Request, among methods: [PaymentMethod]) -> Payer {
        Payer(
            method: method(among: methods),
            checkout: choice("checkout", of: CheckoutKind.self) ?? .page,
            address: request.address
        )
    }

    /// A method of payment that has to be there.
    fileprivate mutating func method(among methods: [PaymentMethod]) -> PaymentMethod {
        let method = choice("payment_method", among: methods)
        require("payment_method")
        return method ?? .alipay
    }
}
