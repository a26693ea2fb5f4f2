import Database
import Gateways
import JSON
import Logging

/// How an order is paid back: what it brought is taken first, then its gateway pays, then both are booked as done.
///
/// Credits could be spent while the money is on its way, so they are taken before the gateway is asked, and given back
/// if it refuses. Months of a membership can't be spent faster than they pass: they are cut when the money is back.
extension Payments {
    static let notRefundable = Failure(
        400,
        "只有已支付的订单可以退款",
        "Only an order that is paid can be refunded"
    )
    static let creditsSpent = Failure(
        40001,
        "该订单的积分已被使用，不能退款",
        "The credits of this order have been spent, so it can't be refunded"
    )

    private enum Beginning: Sendable {
        case begun(OrderRefund)
        /// A repeat, with the reply that the first request got.
        case answered(StoredReply)
    }

    /// Pays a whole order back, and returns the reply that `answer` makes of it.
    ///
    /// A refund that is under way is asked about again; one that is done is answered as it is.
    ///
    /// - Errors: 40004 no such order; 400 it is not paid; 40001 what it brought is spent, unless forced; 40005 the
    ///   gateway refuses, and everything is as it was. Where the gateway does not answer, or an earlier request may
    ///   still bring about what it refuses now, the refund stays `begun`, and ``RefundPursuit`` asks again.
    func refund(
        _ number: String,
        _ terms: RefundTerms,
        _ key: IdempotencyKey?,
        answer: @escaping @Sendable (OrderRefund) -> [UInt8]
    ) async throws -> StoredReply {
        let begun: OrderRefund
        switch try await begin(number, terms, key) {
        case .answered(let reply): return reply
        case .begun(let refund): begun = refund
        }
        var refund = begun
        do {
            refund = try await pursue(begun, at: merchants[begun.gateway])
        } catch let error as GatewayError {
            logger.warning(
                "a gateway could not be asked to pay an order back; it will be asked again",
                metadata: ["refund": "\(begun.number)", "cause": "\(error)"]
            )
            refund = try await fetch(begun)
        }
        let reply = StoredReply(status: 200, body: answer(refund))
        let isRefused = refund.state == .refused
        if key != nil {
            try await database.write { connection in
                if isRefused {
                    try Idempotency.forget(key, in: connection)
                } else {
                    try Idempotency.answer(key, with: reply, in: connection)
                }
            }
        }
        guard !isRefused else { throw Payments.failed.because(RefusedRefund(refund: refund)) }
        return reply
    }

    /// Writes a refund down, takes back what can be spent, and enqueues the job for the case that this process dies.
    private func begin(_ number: String, _ terms: RefundTerms, _ key: IdempotencyKey?) async throws -> Beginning {
        try await database.write { connection in
            switch try Idempotency.claim(key, in: connection) {
            case .answered(let reply): return .answered(reply)
            case .running: throw Idempotency.underWay
            case .first: break
            }
            guard let order = try PaymentStore(connection).hold(number) else { throw Payments.unknownOrder }
            let store = RefundStore(connection)
            if let known = try store.find(of: order.id) {
                // Its gateway is asked at once, and its job may have been parked or cancelled.
                if known.state.isOpen {
                    try noteAsking(known, terms, in: connection)
                    try pursueLater(known, in: connection)
                }
                return .begun(known)
            }
            guard order.storedStatus == .paid, let gateway = try store.payer(of: order.id) else {
                throw Payments.notRefundable
            }
            if gateway.isOutside, merchants[gateway] == nil { throw Payments.failed }
            let refund = try store.insert(of: order, from: gateway, terms)
            try note(refund, terms, in: connection)
            try store.update(refund, moving: try move(order, refund, terms, in: connection))
            if gateway.isOutside {
                try pursueLater(refund, in: connection)
            } else {
                try finish(refund, order, transaction: nil, in: connection)
            }
            return .begun(try store.find(refund.number)!)
        }
    }

    /// Tells the audit log, which names whoever moved the credits also where the gateway refuses later.
    private func note(_ refund: OrderRefund, _ terms: RefundTerms, in connection: Connection) throws {
        try Audit.record(
            .refundOrder,
            AuditTarget(.order, refund.orderNumber),
            by: terms.administrator,
            [
                "refund_id": .string(refund.number), "amount_fen": .int(refund.amountFen),
                "reason": .string(terms.reason), "force": .bool(terms.isForced),
            ],
            in: connection
        )
    }

    /// Tells the audit log that the gateway is asked again about a refund under way, whatever its job does.
    private func noteAsking(_ refund: OrderRefund, _ terms: RefundTerms, in connection: Connection) throws {
        try Audit.record(
            .askRefund,
            AuditTarget(.order, refund.orderNumber),
            by: terms.administrator,
            [
                "refund_id": .string(refund.number), "state": .string(refund.state.rawValue),
                "reason": .string(terms.reason),
            ],
            in: connection
        )
    }

    /// Has a refund followed by a job, of which there is one at most.
    func pursueLater(_ refund: OrderRefund, in connection: Connection) throws {
        try jobs.enqueue(
            RefundPursuit(number: refund.number),
            at: connection.now + RefundPursuit.patienceMilliseconds,
            key: refund.number,
            in: connection
        )
    }

    /// Takes back the credits that an order brought, or gives back those that had paid for it.
    ///
    /// - Returns: the movement in the ledger.
    private func move(
        _ order: Order,
        _ refund: OrderRefund,
        _ terms: RefundTerms,
        in connection: Connection
    ) throws -> Int {
        let movement = Credits.RefundMovement(user: order.user, refund: refund.id, actor: terms.administrator.id)
        if order.method == .balance {
            return try credits.repay(Quote.credits(toPay: order.amountFen), movement, in: connection)
        }
        guard case .credits(let amount) = order.goods else { return 0 }
        guard let taken = try credits.takeBack(amount, orWhatIsLeft: terms.isForced, movement, in: connection) else {
            throw Payments.creditsSpent
        }
        return -taken
    }

    /// The money is back: the order is refunded, and what is left of its membership ends.
    func finish(
        _ refund: OrderRefund,
        _ order: Order,
        transaction: String?,
        in connection: Connection
    ) throws {
        let store = RefundStore(connection)
        try store.update(refund, to: .done, transaction: transaction)
        try PaymentStore(connection).update(order, to: .refunded)
        try memberships.cut(order.user, of: order.id, in: connection)
        try takeBackRewards(of: order, in: connection)
        let done = try store.find(refund.number) ?? refund
        try events.emit(.paymentRefunded, RefundedOrder(refund: done, order: order), to: order.user, in: connection)
    }
}

/// Why a refund was answered 40005, for the log.
private struct RefusedRefund: Error, CustomStringConvertible {
    let refund: OrderRefund

    var description: String { "the gateway refuses \(refund.number): \(refund.problem ?? "it does not say why")" }
}
