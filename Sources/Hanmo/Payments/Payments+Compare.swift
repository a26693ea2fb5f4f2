import Database
import Gateways
import JSON
import Logging

/// When the books are laid beside the gateway's again, in the row of an order that was paid there.
extension Order {
    /// How long an order is compared each day: as long as it is most likely to be paid back elsewhere.
    private static let dailyMilliseconds = 7 * WireTime.dayMilliseconds
    /// How long it is compared each week after that: as long as payers have to dispute a charge.
    private static let weeklyMilliseconds = 180 * WireTime.dayMilliseconds

    /// The next comparison after one, in UTC milliseconds; nil after the last one.
    ///
    /// - Parameters:
    ///   - changedAt: when its money last moved here: it was paid, or paid back.
    ///   - isDifferent: nobody has seen to it yet, so it is looked at each day.
    func nextComparison(after now: Int, changedAt: Int, isDifferent: Bool) -> Int? {
        let age = now - changedAt
        guard age < Order.weeklyMilliseconds else { return nil }
        return now + (isDifferent || age < Order.dailyMilliseconds ? 1 : 7) * WireTime.dayMilliseconds
    }
}

/// Once a day our books are laid beside the gateways'.
extension Payments {
    /// Orders read in one go.
    private static let comparisonBatch = 100
    /// Questions to one gateway at once: a few, since nobody waits.
    private static let questionsAtOnce = 4
    /// Orders in a row without an answer, after which a gateway is asked no more for now.
    private static let unansweredLimit = 3
    /// How long a comparison waits for a gateway that fell silent.
    private static let comparisonPause = Duration.seconds(600)
    /// A run may begin a little before the moment that the last one of a day has noted.
    private static let slackMilliseconds = 3_600_000

    /// Compares what is due with what its gateway says; what has no answer stays due.
    ///
    /// Sandbox orders are left out: the sandbox forgets its own when the server stops.
    ///
    /// - Errors: `JobFailure.notYet` where a gateway is silent, whose rest is compared then.
    func compare() async throws {
        let moment = clock.now + Payments.slackMilliseconds
        let runs = try await withThrowingTaskGroup(of: (unanswered: Int, isSilent: Bool).self) { group in
            for method in PaymentMethod.outside {
                group.addTask { try await compare(method, by: moment) }
            }
            return try await group.reduce(into: [(unanswered: Int, isSilent: Bool)]()) { $0.append($1) }
        }
        // In case that no job looks at what is overdue.
        try await lookAtOpenOrders()
        let unanswered = runs.reduce(0) { $0 + $1.unanswered }
        if unanswered > 0 {
            logger.warning("\(unanswered) paid orders could not be compared with their gateway's books")
        }
        if runs.contains(where: \.isSilent) { throw JobFailure.notYet(after: Payments.comparisonPause) }
    }

    /// - Returns: of how many orders the gateway said nothing, and whether it was given up for now.
    private func compare(_ method: PaymentMethod, by moment: Int) async throws -> (unanswered: Int, isSilent: Bool) {
        guard let gateway = PaymentAttempt.Gateway(method), let merchant = merchants[gateway]?.hurried else {
            return (0, false)
        }
        let streak = UnansweredStreak(limit: Payments.unansweredLimit)
        var place = PaymentStore.Place()
        while !streak.isOver {
            let after = place
            let due = try await database.read {
                try PaymentStore($0).listToCompare(method, by: moment, after: after, limit: Payments.comparisonBatch)
            }
            guard let last = due.last else { break }
            _ = try await inGroups(of: Payments.questionsAtOnce, due.map(\.number)) { number in
                guard !streak.isOver else { return }
                do {
                    try await compare(number, at: gateway, merchant)
                    streak.end()
                } catch let error as GatewayError {
                    try Task.checkCancellation()
                    streak.add(error)
                }
            }
            place = last.place
        }
        return (streak.count, streak.isOver)
    }

    /// - Errors: ``GatewayError`` where the gateway does not say what it knows.
    private func compare(_ number: String, at gateway: PaymentAttempt.Gateway, _ merchant: any Gateway) async throws {
        guard let order = try await find(number) else { return }
        let payer = try await database.read { try DifferenceStore($0).payment(of: order.id)?.gateway }
        guard payer == gateway else {
            // What a bridge has taken its gateway knows nothing of.
            return try await database.write { try PaymentStore($0).compare(order.id, at: nil) }
        }
        let refund = try await database.read { try RefundStore($0).find(of: order.id) }
        if let refund, refund.settlement == .paidBack { try await askAgain(about: refund, at: merchant) }
        let payment = try await asking(gateway) { () throws(GatewayError) in try await merchant.query(number) }
        let found = try await database.write { connection -> Difference.Kind? in
            let store = PaymentStore(connection)
            // What has changed while the gateway was asked is compared when it is due again.
            guard let held = try store.hold(number), held.storedStatus == order.storedStatus else { return nil }
            let kind = try difference(of: held, payment, in: connection)
            // What Alipay answers does not tell that a part of a payment went back; its notifications do.
            let seesRefunds = held.method != .alipay || held.storedStatus != .paid
            let finding = try DifferenceStore(connection).record(kind, of: held.id, payment, seesRefunds: seesRefunds)
            let changedAt = try DifferenceStore(connection).lastMovement(of: held.id) ?? held.createdAt
            let next = held.nextComparison(
                after: connection.now,
                changedAt: changedAt,
                isDifferent: finding == .news || finding == .known
            )
            try store.compare(held.id, at: next)
            return finding == .news ? kind : nil
        }
        if let found { warn(of: found, number, payment) }
    }

    /// What a gateway says of an order that differs; nil where both books agree.
    private func difference(
        of order: Order,
        _ payment: Payment,
        in connection: Connection
    ) throws -> Difference.Kind? {
        let refund = try RefundStore(connection).find(of: order.id)
        return Difference.Kind(
            order,
            try DifferenceStore(connection).payment(of: order.id)?.transaction,
            payment,
            isOnItsWayBack: refund?.state.isOpen ?? false,
            isSettledByHand: refund?.settlement == .paidBack
        )
    }

    private func warn(of kind: Difference.Kind, _ number: String, _ payment: Payment) {
        logger.warning(
            "a gateway's books differ from ours",
            metadata: ["order": "\(number)", "difference": "\(kind.rawValue)", "gateway": "\(payment.state)"]
        )
    }

    // MARK: What is told

    /// Notes at once that a gateway has told of money which went back, unless that is our own refund.
    ///
    /// - Parameter refund: the gateway's refund, where it tells of one.
    func takePaidBack(_ payment: Payment, by method: PaymentMethod, refund: String? = nil) async throws {
        let found = try await database.write { connection -> Bool in
            guard let order = try PaymentStore(connection).hold(payment.number), order.method == method,
                order.storedStatus == .paid, try difference(of: order, payment, in: connection) == .refunded
            else { return false }
            return try DifferenceStore(connection).note(.refunded, of: order.id, payment, refund: refund) == .news
        }
        if found { warn(of: .refunded, payment.number, payment) }
    }

    /// Notes money that has come and fits no order, in the transaction that books its notice.
    func noteMoney(
        _ report: PaymentReport,
        _ outcome: PaymentNotice.Outcome,
        in connection: Connection
    ) throws {
        guard report.status == .success, let kind = Difference.Kind(outcome),
            let order = try PaymentStore(connection).hold(report.order)
        else { return }
        let payment = Payment(
            number: report.order,
            state: .paid,
            transaction: report.transaction,
            amountFen: report.amountFen
        )
        _ = try DifferenceStore(connection).note(kind, of: order.id, payment)
    }

    func listDifferences(
        _ state: Difference.State?,
        of order: String?,
        _ page: PageRequest
    ) async throws -> Page<Difference> {
        try await database.read { try DifferenceStore($0).list(state, of: order, page) }
    }

    static let notResolvable = Failure(
        400,
        "该差异已解决",
        "The difference has been resolved"
    )

    /// Puts a difference down as seen to, such as money that an administrator has paid back in a gateway's console.
    ///
    /// One that the next comparison finds again is told again.
    ///
    /// - Errors: 404 no such difference; 400 it is resolved already.
    func resolve(_ id: Int, because reason: String, by administrator: Administrator) async throws -> Difference {
        try await database.write { connection in
            let store = DifferenceStore(connection)
            guard let difference = try store.find(id) else { throw Failure.notFound }
            guard try store.resolve(id, because: reason) else { throw Payments.notResolvable }
            try Audit.record(
                .resolveDifference,
                AuditTarget(.order, difference.order),
                by: administrator,
                ["difference": .int(id), "kind": .string(difference.kind.rawValue), "reason": .string(reason)],
                in: connection
            )
            return try store.find(id) ?? difference
        }
    }
}
