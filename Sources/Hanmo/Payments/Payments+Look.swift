import Database
import Gateways
import Logging

/// When a gateway is asked about an order whose payment nobody has reported.
extension Order {
    /// A payer needs about as long; most payments are reported sooner.
    private static let firstLookMilliseconds = 30_000
    /// How many days after its end a payment may still come: as long as gateways report one, and some more.
    private static let lateLooks = 7
    /// Before an order is asked about once more whose gateway failed of it, and how long an open one waits at most.
    private static let shortestPauseMilliseconds = 60_000
    private static let longestPauseMilliseconds = 600_000

    /// The next look after a moment, in UTC milliseconds; nil after the last one.
    ///
    /// While it can be paid, 30 seconds after it was opened and then after twice as long each time; at its end, and
    /// once a day for a week after that. What was missed while nobody ran is not made up for. One that should have
    /// ended and could not be closed is looked at after five minutes, and then after twice as long each time, for a
    /// day.
    func nextLook(after now: Int) -> Int? {
        guard let expiresAt else { return nil }
        let early = sequence(first: Order.firstLookMilliseconds) { $0 * 2 }.lazy.map { createdAt + $0 }
        if let look = early.prefix(while: { $0 < expiresAt }).first(where: { $0 > now }) { return look.wholeSecond }
        if expiresAt > now { return expiresAt.wholeSecond }
        let overdue = sequence(first: Payments.doubtMilliseconds) { $0 * 2 }.lazy
            .prefix { $0 < WireTime.dayMilliseconds }.map { expiresAt + $0 }
        if storedStatus == .pending, let look = overdue.first(where: { $0 > now }) { return look.wholeSecond }
        let late = (1...Order.lateLooks).lazy.map { expiresAt + $0 * WireTime.dayMilliseconds }
        return late.first { $0 > now }?.wholeSecond
    }

    /// The look after one of which the gateway could not say anything: sooner than the next one, the later the more
    /// slowly.
    func nextAttempt(after now: Int) -> Int? {
        guard let next = nextLook(after: now), let expiresAt else { return nil }
        let pause = max((now - expiresAt) / 4, Order.shortestPauseMilliseconds)
        let longest = storedStatus == .pending ? Order.longestPauseMilliseconds : pause
        return min(next, (now + min(pause, longest)).wholeSecond)
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
    /// Batches that one run takes before others get its place for a moment.
    ///
    /// As many as end before the job's time does where each question takes as long as it may.
    private static let batchesInRun = 4
    /// How long the orders of a batch are nobody else's, and due again should whoever took them die.
    private static let leaseMilliseconds = 120_000
    /// How long one that is to come back waits for its turn.
    private static let turnPause = Duration.seconds(5)
    /// How often a merchant is looked for that is not set up in this process.
    private static let strangerPauseMilliseconds = 600_000

    /// Has an order looked at when its next moment comes, in the transaction that opens it or ends a look.
    func lookLater(at order: Order, in connection: Connection) throws {
        try look(at: order, on: order.nextLook(after: connection.now), in: connection)
    }

    private func look(at order: Order, on moment: Int?, in connection: Connection) throws {
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
    /// Orders are taken for two minutes, and get their next moment once their gateway was asked: whatever fails or dies
    /// in between breaks no chain. Where there was no answer they stay due.
    ///
    /// - Errors: `JobFailure.notYet` where its gateway is silent or not set up, and where others are to get the place.
    func look(_ job: OrderLooks) async throws {
        guard let method = PaymentMethod(rawValue: job.method), let gateway = PaymentAttempt.Gateway(method) else {
            return
        }
        guard merchants[gateway] != nil else {
            return try await comeBack(job, at: clock.now + Payments.strangerPauseMilliseconds)
        }
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
            let looks = try await inGroups(of: Payments.looksAtOnce, due) { order in
                (order, try await look(at: order, of: gateway))
            }
            try await note(looks)
        }
        throw JobFailure.notYet(after: .zero)
    }

    /// Takes the orders that are due.
    func takeDue(_ method: PaymentMethod) async throws -> [Order] {
        try await database.write { connection in
            let store = PaymentStore(connection)
            let due = try store.listDue(method, limit: Payments.looksInBatch)
            guard !due.isEmpty else { return [] }
            let moment = (connection.now + Payments.leaseMilliseconds).wholeSecond
            for order in due { try store.look(at: order.id, on: moment) }
            try enqueueLooks(method, at: moment, key: "\(method.rawValue) \(moment)", in: connection)
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

    /// What came of a look.
    private enum Look: Sendable {
        case answered
        /// The gateway could not say anything of this order.
        case failed
        /// The gateway does not answer anybody.
        case silent
    }

    /// Asks the gateway of an order that can still be paid, and closes the order where its time is over.
    private func look(at order: Order, of gateway: PaymentAttempt.Gateway) async throws -> Look {
        // Others have met the silence meanwhile.
        guard turns.silence(of: gateway, at: clock.now) == nil else { return .silent }
        let isOver = order.storedStatus == .pending && order.expiresAt.map { $0 <= clock.now } ?? false
        do {
            if isOver { try await expire(order.number) } else { _ = try await ask(order) }
        } catch let error as GatewayError where error.kind != .cancelled {
            warn("a gateway could not be asked about an order", order, error)
            return error.isSilence ? .silent : .failed
        } catch JobFailure.notYet {
            // It is not over yet, as far as its gateway knows.
        } catch let error as DatabaseError {
            // The others of its batch have been asked, which is worth noting.
            logger.error(
                "a payment could not be looked up",
                metadata: ["order": "\(order.number)", "cause": "\(error)"]
            )
            return .failed
        }
        return .answered
    }

    /// Gives the orders that were asked about their next moments, in the order in which everybody holds several.
    private func note(_ looks: [(order: Order, look: Look)]) async throws {
        try await database.write { connection in
            for (order, look) in looks.sorted(by: { $0.order.id < $1.order.id }) {
                guard let held = try PaymentStore(connection).hold(order.number), held.storedStatus.isPayable else {
                    continue
                }
                switch look {
                case .answered: try lookLater(at: held, in: connection)
                case .failed: try self.look(at: held, on: held.nextAttempt(after: connection.now), in: connection)
                case .silent: try PaymentStore(connection).look(at: held.id, on: connection.now)
                }
            }
        }
    }

    /// Calls `body` for each element, several at once, and returns what it returned, in any order.
    func inGroups<Element: Sendable, Result: Sendable>(
        of size: Int,
        _ elements: [Element],
        _ body: @escaping @Sendable (Element) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: Result.self) { group in
            for element in elements.prefix(size) { group.addTask { try await body(element) } }
            var rest = elements.dropFirst(size)
            var results: [Result] = []
            while let result = try await group.next() {
                results.append(result)
                if let element = rest.popFirst() { group.addTask { try await body(element) } }
            }
            return results
        }
    }

    /// Has every open order looked at as soon as jobs run, since a payment may have been reported to nobody, and
    /// whatever else is due.
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
