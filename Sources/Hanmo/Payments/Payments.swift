import Database
import Gateways
import Logging

/// The rules of payment: an order is opened by its buyer and settled by a report that is signed; exactly once.
struct Payments: Sendable {
    let database: Database
    let credits: Credits
    let memberships: Memberships
    let coupons: Coupons
    let activities: Activities
    let referrals: Referrals
    let events: Events
    let jobs: Jobs
    let bridge: BridgeSignature
    let merchants: Merchants
    let cashier: Cashier
    let clock: Clock
    let logger: Logger
    let unsigned = UnsignedAllowance()
    let turns = GatewayTurns()

    static let unknownOrder = Failure(40004, "订单不存在", "There is no such order")
    static let failed = Failure(40005, "支付失败", "The payment failed")
    /// Nobody takes this way of paying here.
    static let notSetUp = Failure(
        40005,
        "该支付方式尚未开通，请换一种方式或联系管理员",
        "This way of paying is not set up here; choose another, or ask the administrator"
    )

    /// Hands over what an order is for, in the transaction in which it was paid.
    ///
    /// - Errors: `DatabaseError.unique` where that has been done, and nothing changes.
    func deliver(_ order: Order, in connection: Connection) throws {
        var membershipEndsAt: Int?
        switch order.goods {
        case .credits(let amount):
            let coupon = order.reducedBy.map { "，优惠券 \($0.name)" } ?? ""
            let description = "充值\(Yuan.plain(order.originalFen))元\(coupon)"
            try credits.recharge(amount, of: order.user, for: order.id, description, in: connection)
        case .membership(let type):
            membershipEndsAt = try memberships.extend(order.user, by: type, for: order.id, in: connection).endsAt
        }
        try reward(order, in: connection)
        let paid = PaidOrder(order: order, membershipEndsAt: membershipEndsAt)
        try events.emit(.paymentCompleted, paid, to: order.user, in: connection)
    }

    // MARK: Looking

    /// A user's orders of one kind or of both, newest first; of both no more than the newest 10,000.
    func list(
        _ kind: Order.Kind?,
        of user: Int,
        status: Order.Status?,
        _ page: PageRequest
    ) async throws -> Page<OrderReceipt> {
        let orders = try await database.read { connection in
            let store = PaymentStore(connection)
            guard let kind else { return try store.list(of: user, status: status, page) }
            return try store.list(kind, of: user, status: status, page)
        }
        return Page(request: page, total: orders.total, items: orders.items.map(receipt))
    }

    func count(of user: Int) async throws -> Int {
        try await database.read { try PaymentStore($0).count(of: user) }
    }

    /// - Errors: 40004 no such order of this user.
    func fetch(_ number: String, of user: User) async throws -> OrderReceipt {
        guard let order = try await find(number), order.user == user.id else { throw Payments.unknownOrder }
        return receipt(try await upToDate(order))
    }

    func find(_ number: String) async throws -> Order? {
        try await database.read { try PaymentStore($0).find(number) }
    }

    func receipt(_ order: Order) -> OrderReceipt {
        OrderReceipt(order: order, now: clock.now)
    }
}
