import Database
import Gateways
import Logging

/// The rules of payment: an order is opened by its buyer and settled by a report that is signed; exactly once.
struct Payments: Sendable {
    let database: Database
    let credits: Credits
    let memberships: Memberships
    let events: Events
    let jobs: Jobs
    let signatures: PaymentSignatures
    /// Where orders can be paid in development; nil in production, where no merchant is set up.
    let cashierURL: String?
    let clock: Clock
    let logger: Logger
    let unsigned = UnsignedAllowance()

    static let unknownOrder = Failure(40004, "订单不存在", "There is no such order")
    static let failed = Failure(40005, "支付失败", "The payment failed")
    static let couponUnusable = Failure(40003, "优惠券无效", "The coupon can't be used")

    // MARK: Opening

    /// Opens an order and returns the reply that `answer` makes of it; for a repeat the one sent first.
    ///
    /// What is paid from the balance is handed over in the same transaction.
    ///
    /// - Errors: 40005 where nobody could take the payment; 40001 where the balance does not suffice; 400 the
    ///   idempotency key had another body.
    func open(
        _ quote: Quote,
        paidWith method: PaymentMethod,
        by user: User,
        _ key: IdempotencyKey?,
        answer: @escaping @Sendable (OrderReceipt) -> [UInt8]
    ) async throws -> StoredReply {
        guard method == .balance || cashierURL != nil else { throw Payments.failed }
        return try await database.write { connection in
            try Idempotency.once(key, in: connection) {
                let store = PaymentStore(connection)
                let day = WireTime.text(connection.now).prefix(10).filter { $0 != "-" }
                let number = try store.nextNumber(of: quote.goods.kind, on: day)
                let lifetime = method == .balance ? nil : Order.lifetimeMilliseconds
                let id = try store.insert(quote, number, of: user.id, method, lifetimeMilliseconds: lifetime)
                let order = try store.fetch(id)
                if method == .balance {
                    try payFromBalance(order, in: connection)
                } else {
                    try begin(order, in: connection)
                }
                return answer(receipt(try store.fetch(id)))
            }
        }
    }

    /// Begins to have an order paid: there is an attempt, a place where to pay, and a job for the case that nobody does.
    private func begin(_ order: Order, in connection: Connection) throws {
        try PaymentStore(connection).insertAttempt(
            of: order,
            at: .sandbox,
            .open,
            paymentURL: cashierURL.map { "\($0)/\(order.number)?key=\(cashierKey(of: order.number))" }
        )
        try jobs.enqueue(OrderExpiry(number: order.number), at: order.expiresAt, key: order.number, in: connection)
    }

    /// - Errors: 40001 where the balance does not suffice, also for whoever renews: a recharge is what helps then.
    private func payFromBalance(_ order: Order, in connection: Connection) throws {
        try credits.pay(
            Quote.credits(toPay: order.amountFen),
            of: order.user,
            for: order.id,
            order.goods.title,
            in: connection
        )
        let store = PaymentStore(connection)
        try store.insertAttempt(of: order, at: .balance, .paid)
        try store.update(order, to: .paid)
        try deliver(order, in: connection)
    }

    /// Hands over what an order is for, in the transaction in which it was paid.
    ///
    /// - Errors: `DatabaseError.unique` where that has been done, and nothing changes.
    func deliver(_ order: Order, in connection: Connection) throws {
        var membershipEndsAt: Int?
        switch order.goods {
        case .credits(let amount):
            let description = "充值\(Yuan.plain(order.amountFen))元"
            try credits.recharge(amount, of: order.user, for: order.id, description, in: connection)
        case .membership(let type):
            membershipEndsAt = try memberships.extend(order.user, by: type, for: order.id, in: connection).endsAt
        }
        let paid = PaidOrder(order: order, membershipEndsAt: membershipEndsAt)
        try events.emit(.paymentCompleted, paid, to: order.user, in: connection)
    }

    // MARK: Looking

    func list(
        _ kind: Order.Kind,
        of user: User,
        status: Order.Status?,
        _ page: PageRequest
    ) async throws -> Page<OrderReceipt> {
        let orders = try await database.read { try PaymentStore($0).list(kind, of: user.id, status: status, page) }
        return Page(request: page, total: orders.total, items: orders.items.map(receipt))
    }

    /// - Errors: 40004 no such order of this user.
    func fetch(_ number: String, of user: User) async throws -> OrderReceipt {
        let receipt = try await fetch(number)
        guard receipt.order.user == user.id else { throw Payments.unknownOrder }
        return receipt
    }

    /// - Errors: 40004 no such order.
    func fetch(_ number: String) async throws -> OrderReceipt {
        guard let order = try await database.read({ try PaymentStore($0).find(number) }) else {
            throw Payments.unknownOrder
        }
        return receipt(order)
    }

    /// What makes an order's cashier page its own: numbers can be guessed.
    func cashierKey(of number: String) -> String {
        String(signatures.sign("cashier \(number)".utf8, at: 0).prefix(32))
    }

    private func receipt(_ order: Order) -> OrderReceipt {
        OrderReceipt(order: order, now: clock.now)
    }
}
