import Database
import Logging

extension Payments {
    /// Books what a gateway or bridge reports; repeats, in any order and at once, hand over exactly once.
    ///
    /// Five things have to be so before anything is handed over. That there is a key, and that the signature is right,
    /// whoever calls has made sure; that method, amount and state are right is found here, in the transaction that
    /// hands over and writes the notice down.
    ///
    /// What does not fit an order is logged: somebody's money may have arrived.
    func settle(_ report: PaymentReport, _ notice: PaymentNotice) async throws -> PaymentNotice.Outcome {
        let outcome = try await database.write { connection in
            let outcome = try book(report, over: notice.channel, in: connection)
            try PaymentStore(connection).record(notice, outcome, PaymentNotice.Content(report))
            try noteMoney(report, outcome, in: connection)
            return outcome
        }
        switch outcome {
        case .unknownOrder, .otherMethod, .otherAmount, .olderPayment:
            warn("a payment was reported that fits no order", report, outcome)
        case .surplus:
            warn("an order was paid twice: the second payment is owed to its buyer", report, outcome)
        case .creditedPlainly:
            warn("an order was paid when its coupon had gone to another: it brought what was paid", report, outcome)
        default: break
        }
        return outcome
    }

    private func warn(_ message: Logger.Message, _ report: PaymentReport, _ outcome: PaymentNotice.Outcome) {
        logger.warning(
            message,
            metadata: [
                "order": "\(report.order)", "method": "\(report.method.rawValue)", "outcome": "\(outcome.rawValue)",
                "transaction": "\(report.transaction)",
            ]
        )
    }

    /// Writes down a notice that changes nothing.
    ///
    /// - Parameter content: what it says, where that can be read and believed.
    /// - Returns: whether it has a row of its own: of what anybody can send a few have.
    @discardableResult
    func refuse(
        _ notice: PaymentNotice,
        as outcome: PaymentNotice.Outcome,
        _ content: PaymentNotice.Content? = nil
    ) async throws -> Bool {
        let turn: UnsignedAllowance.Turn = outcome.isProven ? .writeDown : unsigned.take(notice.channel, at: clock.now)
        guard turn != .count else { return false }
        try await database.write { connection in
            let store = PaymentStore(connection)
            try store.record(notice, outcome, content)
            guard case .writeDownAfter(let missed) = turn else { return }
            let others = PaymentNotice(missedOver: notice.channel, at: connection.now)
            try store.record(others, .unsigned, nil, copies: missed)
        }
        return true
    }

    private func book(
        _ report: PaymentReport,
        over channel: PaymentNotice.Channel,
        in connection: Connection
    ) throws -> PaymentNotice.Outcome {
        let store = PaymentStore(connection)
        guard let order = try store.hold(report.order) else { return .unknownOrder }
        guard order.method == report.method else { return .otherMethod }
        guard report.amountFen.map({ $0 == order.amountFen }) ?? true else { return .otherAmount }
        switch report.status {
        case .success where report.paidAt.map { $0 < order.createdAt - Payments.doubtMilliseconds } == true:
            return .olderPayment
        case .success: return try bookSuccess(report, of: order, over: channel, in: connection)
        case .failed:
            return try end(order, as: .failed, transaction: report.transaction, in: connection) ? .failed : .late
        case .closed:
            return try end(order, as: .closed, transaction: report.transaction, in: connection) ? .closed : .late
        }
    }

    private func bookSuccess(
        _ report: PaymentReport,
        of order: Order,
        over channel: PaymentNotice.Channel,
        in connection: Connection
    ) throws -> PaymentNotice.Outcome {
        let store = PaymentStore(connection)
        let isElsewhere = channel == .bridge && order.gateway?.isOutside == true
        let gateway = isElsewhere ? .bridge : order.gateway ?? .sandbox
        guard order.storedStatus.isPayable else {
            guard try !store.hasPayment(report.transaction, of: order.id) else { return .repeated }
            try store.insertAttempt(of: order, at: gateway, .surplus, transaction: report.transaction)
            return .surplus
        }
        // What a bridge has taken its gateway knows nothing of, and can't pay back.
        if isElsewhere { try store.endAttempt(of: order.id, as: .closed, transaction: nil) }
        // After a failure this is another attempt, which the payer has begun by themselves.
        if try isElsewhere || !store.payAttempt(of: order.id, transaction: report.transaction) {
            try store.insertAttempt(of: order, at: gateway, .paid, transaction: report.transaction)
        }
        try store.update(order, to: .paid)
        guard let coupon = order.coupon,
            try !coupons.use(coupon, of: order.user, for: order.number, in: connection)
        else {
            try deliver(order, in: connection)
            return .credited
        }
        try store.update(order, to: Quote.recharge(of: order.amountFen))
        try deliver(store.fetch(order.id), in: connection)
        return .creditedPlainly
    }

    /// How long after its end a gateway is not believed that it has not heard of an order, and how long before its
    /// beginning it may have been paid: clocks differ, and Alipay hears of an order only when its payer comes.
    static let doubtMilliseconds = 5 * 60_000

    func expire(_ job: OrderExpiry) async throws {
        // A gateway outside is asked where orders are looked at; jobs of earlier versions are left.
        guard let order = try await find(job.number), order.gateway?.isOutside != true else { return }
        try await expire(job.number)
    }

    /// Closes an order whose time is over, first at its gateway; a payment that comes later is credited all the same.
    ///
    /// - Errors: `JobFailure.notYet` where the moment has not come, as after a clock was set back, and where the
    ///   gateway has not heard of the order yet; ``GatewayError`` where it does not say whether it was paid.
    func expire(_ number: String) async throws {
        guard let order = try await find(number), order.storedStatus == .pending, let expiresAt = order.expiresAt else {
            return
        }
        guard expiresAt <= clock.now else {
            throw JobFailure.notYet(after: .milliseconds(expiresAt - clock.now))
        }
        // WeChat Pay has opened it: where it is not known there, another merchant may be asked. So the order stays open
        // while it is looked at, and is closed when nobody could pay it any more.
        let wasOpened = order.gateway == .wechat && order.paymentURL != nil
        switch try await closeAtGateway(order) {
        case .booked: return
        case .absent where wasOpened && order.nextLook(after: clock.now) != nil:
            logger.warning("a gateway does not know an order that was opened there", metadata: ["order": "\(number)"])
            throw JobFailure.notYet(after: .milliseconds(Payments.doubtMilliseconds))
        case .absent where clock.now < expiresAt + Payments.doubtMilliseconds:
            throw JobFailure.notYet(after: .milliseconds(expiresAt + Payments.doubtMilliseconds - clock.now))
        case .absent, .closed: break
        }
        try await database.write { connection in
            guard let held = try PaymentStore(connection).hold(number) else { return }
            _ = try end(held, as: .closed, in: connection)
        }
    }

    /// Ends an open order and its attempt without a payment; false where it was not open any more.
    private func end(
        _ order: Order,
        as status: Order.Status,
        transaction: String? = nil,
        in connection: Connection
    ) throws -> Bool {
        guard order.storedStatus == .pending else { return false }
        let store = PaymentStore(connection)
        try coupons.free(order.number, in: connection)
        try store.endAttempt(of: order.id, as: status == .failed ? .failed : .closed, transaction: transaction)
        try store.update(order, to: status)
        try events.emit(
            status == .failed ? .paymentFailed : .paymentClosed,
            UnpaidOrder(order: order),
            to: order.user,
            in: connection
        )
        return true
    }

    func listNotices(_ filter: RecordedNotice.Filter, _ page: PageRequest) async throws -> Page<RecordedNotice> {
        try await database.read { try PaymentStore($0).listNotices(filter, page) }
    }

    /// Forgets notices that are old; returns how many there were.
    func sweepNotices(limit: Int) async throws -> Int {
        try await database.write { try PaymentStore($0).deleteNotices(keptUntil: $0.now, limit: limit) }
    }
}
