import Database
import Gateways
import Logging

/// When a gateway is asked about an order whose payment nobody has reported.
extension Order {
    /// A payer needs about as long; most payments are reported sooner.
    private static let firstLookMilliseconds = 30_000
    private static let dayMilliseconds = 86_400_000
    /// How many days after its end a payment may still come: as long as gateways report one, and some more.
    private static let lateLooks = 7

    /// The next look after a moment, in UTC milliseconds; nil after the last one.
    ///
    /// While it can be paid, 30 seconds after it was opened and then after twice as long each time; at its end, and once
    /// a day for a week after that. What was missed while nobody ran is not made up for.
    ///
    /// - Parameter isOverdue: it should have ended and could not be closed: that is tried again after five minutes, and
    ///   then after twice as long each time, for a day.
    func nextLook(after now: Int, isOverdue: Bool = false) -> Int? {
        guard let expiresAt else { return nil }
        let early = sequence(first: Order.firstLookMilliseconds) { $0 * 2 }.lazy.map { createdAt + $0 }
        if let look = early.prefix(while: { $0 < expiresAt }).first(where: { $0 > now }) { return look.wholeSecond }
        if expiresAt > now { return expiresAt.wholeSecond }
        let overdue = sequence(first: Payments.doubtMilliseconds) { $0 * 2 }.lazy
            .prefix { $0 < Order.dayMilliseconds }.map { expiresAt + $0 }
        if isOverdue, let look = overdue.first(where: { $0 > now }) { return look.wholeSecond }
        let late = (1...Order.lateLooks).lazy.map { expiresAt + $0 * Order.dayMilliseconds }
        return late.first { $0 > now }?.wholeSecond
    }
}

extension Int {
    /// This moment or the next that is a whole second, so that orders of one second share a job.
    fileprivate var wholeSecond: Int { (self + 999) / 1000 * 1000 }
}

extension Payments {
    /// Orders taken in one transaction.
    private static let looksInBatch = 32
    /// Questions to one gateway at once.
    private static let looksAtOnce = 8
    /// Batches that one run takes; then others get its place for a moment.
    private static let batchesInRun = 20
    /// How long one that is to come back waits for its turn.
    private static let turnPause = Duration.seconds(5)
    /// How often a merchant is looked for that is not set up in this process.
    private static let strangerPause = Duration.seconds(600)

    /// Has an order looked at when its next moment comes, in the transaction that opens it or ends a look.
    func lookLater(at order: Order, isOverdue: Bool = false, in connection: Connection) throws {
        let moment = order.nextLook(after: connection.now, isOverdue: isOverdue)
        try PaymentStore(connection).look(at: order.id, on: moment)
        guard let moment, let method = PaymentMethod.outside.first(where: { $0 == order.method }) else { return }
        try enqueueLooks(method, at: moment, key: "\(method.rawValue) \(moment)", in: connection)
    }

    private func enqueueLooks(
        _ method: PaymentMethod,
        at moment: Int? = nil,
        key: String,
        in connection: Connection
    ) throws {
        let job = OrderLooks(method: method.rawValue, isReturn: false)
        try jobs.enqueue(job, at: moment, key: key, in: connection)
    }

    /// Looks at every order of a method whose moment has come.
    ///
    /// Each order's next moment is written down before its gateway is asked, so that whatever fails or dies here breaks
    /// no chain; where there was no answer the look is due again.
    ///
    /// - Errors: `JobFailure.notYet` where its gateway is silent or not set up, and where others are to get the place.
    func look(_ job: OrderLooks) async throws {
        guard let method = PaymentMethod(rawValue: job.method), let gateway = PaymentAttempt.Gateway(method) else {
            return
        }
        guard merchants[gateway] != nil else { throw JobFailure.notYet(after: Payments.strangerPause) }
        guard turns.take(gateway, .looks) else {
            // Whoever is at it finds these, too.
            if job.isReturn { throw JobFailure.notYet(after: Payments.turnPause) }
            return
        }
        do {
            repeat { try await lookAround(method, gateway, job) } while !turns.end(gateway, .looks)
        } catch {
            turns.drop(gateway, .looks)
            throw error
        }
    }

    private func lookAround(
        _ method: PaymentMethod,
        _ gateway: PaymentAttempt.Gateway,
        _ job: OrderLooks
    ) async throws {
        for _ in 0..<Payments.batchesInRun {
            if let moment = turns.silence(of: gateway, at: clock.now) { return try await comeBack(job, at: moment) }
            let due = try await takeDue(method)
            guard !due.isEmpty else { return }
            do {
                let missed = try await inGroups(of: Payments.looksAtOnce, due) { order in
                    try await look(at: order, of: gateway)
                }
                if !missed.isEmpty { try await putBack(missed) }
            } catch {
                // Nobody knows which of them were asked; the process may be about to stop.
                try await putBack(due)
                throw error
            }
        }
        throw JobFailure.notYet(after: .zero)
    }

    private func putBack(_ orders: [Order]) async throws {
        try await database.write { connection in
            for id in orders.map(\.id).sorted() { try PaymentStore(connection).lookNow(at: id) }
        }
    }

    /// Takes the orders that are due, each with its next moment.
    private func takeDue(_ method: PaymentMethod) async throws -> [Order] {
        try await database.write { connection in
            let due = try PaymentStore(connection).listDue(method, limit: Payments.looksInBatch)
            for order in due { try lookLater(at: order, in: connection) }
            return due
        }
    }

    /// Sees to it that somebody looks when a silence is over; one job a method does, however many have met it.
    private func comeBack(_ job: OrderLooks, at moment: Int) async throws {
        guard !job.isReturn else { throw JobFailure.notYet(after: .milliseconds(max(moment - clock.now, 0))) }
        try await database.write { connection in
            let job = OrderLooks(method: job.method, isReturn: true)
            try jobs.enqueue(job, at: moment, key: "\(job.method) return", in: connection)
        }
    }

    /// Asks the gateway of an order that can still be paid, and closes the order where its time is over.
    ///
    /// - Returns: whether there was an answer; a refusal is one.
    private func look(at order: Order, of gateway: PaymentAttempt.Gateway) async throws -> Bool {
        guard order.storedStatus.isPayable else { return true }
        // Others have met the silence meanwhile.
        guard turns.silence(of: gateway, at: clock.now) == nil else { return false }
        let isOver = order.storedStatus == .pending && order.expiresAt.map { $0 <= clock.now } ?? false
        do {
            if isOver { try await expire(order.number) } else { _ = try await ask(order) }
        } catch let error as GatewayError where error.kind != .cancelled {
            warn("a gateway could not be asked about an order", order, error)
            if error.usuallyPasses { return false }
        } catch JobFailure.notYet {
            // It is not over yet, as far as its gateway knows.
        }
        guard isOver else { return true }
        try await database.write { connection in
            guard let held = try PaymentStore(connection).hold(order.number), held.storedStatus == .pending else {
                return
            }
            try lookLater(at: held, isOverdue: true, in: connection)
        }
        return true
    }

    /// Calls `body` for each element, several at once; returns those for which it was false.
    func inGroups<Element: Sendable>(
        of size: Int,
        _ elements: [Element],
        _ body: @escaping @Sendable (Element) async throws -> Bool
    ) async throws -> [Element] {
        try await withThrowingTaskGroup(of: Element?.self) { group in
            for element in elements.prefix(size) { group.addTask { try await body(element) ? nil : element } }
            var rest = elements.dropFirst(size)
            var failed: [Element] = []
            while let element = try await group.next() {
                if let element { failed.append(element) }
                if let element = rest.popFirst() { group.addTask { try await body(element) ? nil : element } }
            }
            return failed
        }
    }

    /// Has every open order looked at as soon as jobs run, since a payment may have been reported to nobody, and whatever
    /// else is due.
    ///
    /// Gateways wait for minutes before they repeat a report that a process took with it.
    func lookAtOpenOrders() async throws {
        try await database.write { connection in
            for method in PaymentMethod.outside {
                try PaymentStore(connection).lookNowAtOpenOrders(method)
                guard try !PaymentStore(connection).listDue(method, limit: 1).isEmpty else { continue }
                try enqueueLooks(method, key: "\(method.rawValue) start", in: connection)
            }
        }
    }

    func warn(_ message: Logger.Message, _ order: Order, _ error: GatewayError) {
        logger.warning(message, metadata: ["order": "\(order.number)", "cause": "\(error)"])
    }
}
