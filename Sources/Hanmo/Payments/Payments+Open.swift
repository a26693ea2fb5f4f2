import Database
import Gateways

/// How an order is opened: here, then at the gateway, then with its reply; nobody outside is called in a transaction.
extension Payments {
    private enum Opening: Sendable {
        case begun(Order)
        /// A repeat, with the reply that the first request got.
        case answered(StoredReply)
    }

    /// Opens an order and returns the reply that `answer` makes of it; for a repeat the one sent first.
    ///
    /// What is paid from the balance is handed over at once. From where the order comes is seen before it is opened.
    ///
    /// - Errors: 40003 where its coupon can't be used; 40005 where nobody takes the payment, or the gateway does not;
    ///   40001, 40002 where the balance does not suffice; 400 the idempotency key had another body.
    func open(
        _ purchase: Purchase,
        paidBy payer: Payer,
        as user: User,
        _ key: IdempotencyKey?,
        answer: @escaping @Sendable (OrderReceipt) -> [UInt8]
    ) async throws -> StoredReply {
        guard let taker = merchants.taker(of: payer.method) else { throw Payments.notSetUp }
        try await referrals.see(user.id, from: payer.address)
        guard let gateway = merchants[taker] else { return try await payFromBalance(purchase, by: user, key, answer) }
        let order: Order
        switch try await begin(purchase, paidWith: payer.method, at: taker, by: user, key) {
        case .answered(let reply): return reply
        case .begun(let begun): order = begun
        }
        let invitation: Invitation
        do {
            invitation = try await gateway.create(paymentOrder(order, for: payer))
        } catch {
            try await giveUp(order, key)
            throw Payments.failed.because(error)
        }
        return try await database.write { connection in
            try note(invitation, for: order, in: connection)
            let reply = StoredReply(status: 200, body: answer(receipt(try PaymentStore(connection).fetch(order.id))))
            try Idempotency.answer(key, with: reply, in: connection)
            return reply
        }
    }

    /// Inserts an order, an attempt to pay it, and what happens to it where nobody does.
    private func begin(
        _ purchase: Purchase,
        paidWith method: PaymentMethod,
        at taker: PaymentAttempt.Gateway,
        by user: User,
        _ key: IdempotencyKey?
    ) async throws -> Opening {
        try await database.write { connection in
            switch try Idempotency.claim(key, in: connection) {
            case .answered(let reply): return .answered(reply)
            case .running: throw Idempotency.underWay
            case .first: break
            }
            let quote = try quote(purchase, for: user, isOrdered: true, in: connection)
            let order = try insert(quote, paidWith: method, by: user, for: Order.lifetimeMilliseconds, in: connection)
            let store = PaymentStore(connection)
            if let coupon = order.coupon {
                let end = order.expiresAt ?? connection.now
                try coupons.hold(coupon, of: user, for: order.number, until: end, in: connection)
            }
            try store.insertAttempt(of: order, at: taker, .open)
            let begun = try store.fetch(order.id)
            if taker.isOutside {
                try lookLater(at: begun, in: connection)
            } else {
                let expiry = OrderExpiry(number: order.number)
                try jobs.enqueue(expiry, at: order.expiresAt, key: order.number, in: connection)
            }
            return .begun(begun)
        }
    }

    private func insert(
        _ quote: Quote,
        paidWith method: PaymentMethod,
        by user: User,
        for lifetimeMilliseconds: Int?,
        in connection: Connection
    ) throws -> Order {
        let store = PaymentStore(connection)
        let day = WireTime.text(connection.now).prefix(10).filter { $0 != "-" }
        let number = try store.nextNumber(of: quote.goods.kind, on: day)
        return try store.fetch(
            store.insert(quote, number, of: user.id, method, lifetimeMilliseconds: lifetimeMilliseconds)
        )
    }

    /// What a gateway is told of an order; the same each time.
    func paymentOrder(_ order: Order, for payer: Payer) -> PaymentOrder {
        let channel = order.method.channel
        return PaymentOrder(
            number: order.number,
            channel: channel,
            amountFen: order.amountFen,
            subject: order.goods.title,
            notifyURL: cashier.notifyURL(channel),
            expiresAt: order.expiresAt ?? order.createdAt,
            checkout: checkout(order, for: payer)
        )
    }

    private func checkout(_ order: Order, for payer: Payer) -> Checkout {
        let returnURL = cashier.page(of: order.number)
        switch payer.checkout {
        case .page: return order.gateway == .wechat ? .code : .page(returnURL: returnURL)
        case .code: return .code
        case .phone: return .phone(address: payer.address, returnURL: returnURL)
        }
    }

    private func note(_ invitation: Invitation, for order: Order, in connection: Connection) throws {
        let store = PaymentStore(connection)
        switch invitation {
        case .url(let url): try store.update(attemptOf: order.id, paymentURL: url, qrCode: nil)
        case .code(let code):
            try store.update(attemptOf: order.id, paymentURL: cashier.page(of: order.number), qrCode: code)
        }
    }

    /// Ends an order that the gateway did not take; its buyer hears of that by the reply.
    private func giveUp(_ order: Order, _ key: IdempotencyKey?) async throws {
        try await database.write { connection in
            try Idempotency.forget(key, in: connection)
            let store = PaymentStore(connection)
            guard let held = try store.hold(order.number), held.storedStatus == .pending else { return }
            try coupons.free(held.number, in: connection)
            try store.endAttempt(of: order.id, as: .failed, transaction: nil)
            try store.update(held, to: .failed)
            // Nobody was shown where to pay it.
            try store.look(at: order.id, on: nil)
        }
    }

    /// - Errors: 40001 where the balance does not suffice, 40002 where a membership has run out besides.
    private func payFromBalance(
        _ purchase: Purchase,
        by user: User,
        _ key: IdempotencyKey?,
        _ answer: @escaping @Sendable (OrderReceipt) -> [UInt8]
    ) async throws -> StoredReply {
        try await database.write { connection in
            try Idempotency.once(key, in: connection) {
                let quote = try quote(purchase, for: user, isOrdered: true, in: connection)
                let order = try insert(quote, paidWith: .balance, by: user, for: nil, in: connection)
                try credits.pay(
                    Quote.credits(toPay: order.amountFen),
                    of: user,
                    for: order.id,
                    order.goods.title,
                    in: connection
                )
                let store = PaymentStore(connection)
                try store.insertAttempt(of: order, at: .balance, .paid)
                try store.update(order, to: .paid)
                try deliver(order, in: connection)
                return answer(receipt(try store.fetch(order.id)))
            }
        }
    }
}
