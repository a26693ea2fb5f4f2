import Database
import ServiceLifecycle
import Synchronization

/// The rules of generations: credits are reserved before the provider is called, settled when the result is stored,
/// refunded when it fails; exactly one of the two, whatever dies in between.
final class Generations: Sendable {
    let database: Database
    let credits: Credits
    let creations: Creations
    let events: Events
    /// Nil where `HANMO_RATE_LIMITS=off`.
    let runningLimit: Int?
    /// This process, among others that may work on the same database.
    let owner: String
    let meter: GenerationMeter
    let running = RunningGenerations()
    let repeats = WaitingRepeats()
    /// What has come to an end here that could not be written yet.
    let unwritten = Mutex<Set<Int>>([])

    /// Generations that one user may have running at once.
    static let defaultRunningLimit = 10
    /// Seconds after which a user over that limit may try again.
    private static let busyRetrySeconds = 5
    /// 429: as many run already; it is no limit of requests, so what is left of that does not tell.
    private static let crowded: Failure = {
        var failure = Failure(
            429,
            "请求过于频繁：同时进行的生成已达上限，请稍后再试",
            "Too many generations are running at once; try again in a moment"
        )
        failure.retryAfterSeconds = busyRetrySeconds
        return failure
    }()
    /// Between attempts to write a refund, twice as long each time.
    private static let firstRefundPause = Duration.seconds(1)
    private static let longestRefundPause = Duration.seconds(60)
    /// Orphans refunded in one transaction at start.
    private static let recoveryBatch = 500

    init(
        database: Database,
        credits: Credits,
        creations: Creations,
        events: Events,
        runningLimit: Int?,
        owner: String,
        meter: GenerationMeter
    ) {
        self.database = database
        self.credits = credits
        self.creations = creations
        self.events = events
        self.runningLimit = runningLimit
        self.owner = owner
        self.meter = meter
    }

    enum Start: Sendable {
        case reserved(Reservation)
        /// A repeat of a request that has been answered.
        case answered(StoredReply)
        /// A repeat of a request that is being worked on.
        case running(generation: Int?)
    }

    /// Takes the credits and records the generation as running.
    ///
    /// - Errors: 40001, 40002 too few credits; 429 too many running at once; 400 the idempotency key had another body.
    func reserve(_ order: GenerationOrder) async throws -> Start {
        let owner = "\(owner)/\(String(UInt64.random(in: .min ... .max), radix: 16))"
        do {
            return try await reserve(order, as: owner)
        } catch DatabaseError.lost(let message) {
            // It may have been committed all the same, and nobody will work on it.
            Task { try await untilWritten { try await withdraw(owner) } }
            throw DatabaseError.lost(message)
        }
    }

    /// - Parameter owner: this process and this reservation, so that it can be found if nobody knows what became of it.
    private func reserve(_ order: GenerationOrder, as owner: String) async throws -> Start {
        try await database.write(isBrief: true) { [self] connection in
            switch try Idempotency.claim(order.idempotencyKey, in: connection) {
            case .answered(let reply): return .answered(reply)
            case .running(let generation): return .running(generation: generation)
            case .first: break
            }
            let store = GenerationStore(connection)
            if let runningLimit {
                // Two orders at the same moment must not both find the last place free.
                try credits.hold(order.user, in: connection)
                guard try store.countRunning(of: order.user.id) < runningLimit else {
                    throw Generations.crowded
                }
            }
            let cost = order.model.price(for: order.user, at: connection.now)
            let generation = try store.insert(order, cost: cost, owner: owner)
            try Idempotency.belongs(order.idempotencyKey, to: generation, in: connection)
            if cost > 0 {
                try credits.consume(cost, of: order.user, for: generation, order.description, in: connection)
            }
            return .reserved(Reservation(generation: generation, order: order, cost: cost))
        }
    }

    /// Stores the product as a creation and returns the reply that `answer` makes of it.
    func settle(
        _ reservation: Reservation,
        _ product: Product,
        answer: @escaping @Sendable (_ creation: Int) -> [UInt8]
    ) async throws -> [UInt8] {
        let order = reservation.order
        let reply = try await database.write(isBrief: true) { [self] connection in
            let creation = try creations.insert(
                order,
                product,
                creditsUsed: reservation.cost,
                generation: reservation.generation,
                in: connection
            )
            guard
                try GenerationStore(connection).complete(
                    reservation.generation,
                    creation: creation,
                    inputTokens: product.inputTokens,
                    outputTokens: product.outputTokens
                )
            else { throw Failure.unexpected }
            try events.emit(
                .completed(Creation.Kind(order.kind)),
                CompletedGeneration(
                    creation: creation,
                    title: order.title,
                    toolType: order.toolType,
                    creditsUsed: reservation.cost,
                    isTruncated: product.isTruncated
                ),
                to: order.user.id,
                in: connection
            )
            let reply = answer(creation)
            try Idempotency.answer(order.idempotencyKey, with: StoredReply(status: 200, body: reply), in: connection)
            return reply
        }
        meter.count(.completed, order.kind, tool: order.toolType)
        if product.isTruncated { meter.countTruncated(order.kind, tool: order.toolType) }
        return reply
    }

    /// Gives the credits back and remembers the failure as the answer; where that can't be written now, because the
    /// disk is full or the database is away, goes on trying in the background.
    func failSurely(_ reservation: Reservation, _ failure: Failure, language: Language) async throws {
        do {
            try await fail(reservation, failure, language: language)
        } catch DatabaseError.closed {
            throw DatabaseError.closed
        } catch {
            unwritten.withLock { _ = $0.insert(reservation.generation) }
            Task {
                defer { unwritten.withLock { _ = $0.remove(reservation.generation) } }
                try await untilWritten { try await fail(reservation, failure, language: language) }
            }
            throw error
        }
    }

    /// Tries again and again, until it is done or the database is closed.
    private func untilWritten(_ refund: () async throws -> Void) async throws {
        var pause = Generations.firstRefundPause
        while true {
            try await Task.sleep(for: pause)
            do {
                return try await refund()
            } catch DatabaseError.closed {
                return
            } catch {
                pause = min(pause * 2, Generations.longestRefundPause)
            }
        }
    }

    /// Gives the credits back and remembers the failure as the answer.
    func fail(_ reservation: Reservation, _ failure: Failure, language: Language) async throws {
        let order = reservation.order
        let isOurs = try await database.write { [self] connection in
            guard
                try GenerationStore(connection).fail(
                    reservation.generation,
                    code: failure.code,
                    kind: failure.generationFailureKind
                )
            else { return false }
            try refund(reservation.cost, to: order.user.id, for: reservation.generation, in: connection)
            try events.emit(
                .failed(Creation.Kind(order.kind)),
                FailedGeneration(
                    title: order.title,
                    toolType: order.toolType,
                    code: failure.code,
                    creditsRefunded: reservation.cost
                ),
                to: order.user.id,
                in: connection
            )
            let reply = StoredReply(status: failure.status, body: failure.envelope(in: language))
            try Idempotency.answer(order.idempotencyKey, with: reply, in: connection)
            return true
        }
        if isOurs { meter.count(.init(failure), order.kind, tool: order.toolType) }
    }

    /// Refunds what was running in a process that died.
    ///
    /// Where one process has the database to itself, that is whatever runs when it starts, so there this is called
    /// once, before it serves. Where there are several, it is whatever nobody has renewed for a while.
    ///
    /// - Returns: how many generations were found.
    func recover() async throws -> Int {
        let isShared = database.isShared
        var count = 0
        while true {
            let batch = try await database.write { [self] connection in
                let store = GenerationStore(connection)
                if isShared { try store.shortenLeases() }
                let orphans =
                    isShared
                    ? try store.listAbandoned(limit: Generations.recoveryBatch)
                    : try store.listRunning(limit: Generations.recoveryBatch)
                let refunded = try orphans.filter { try giveUp($0, in: connection) }
                return (found: orphans.count, refunded: refunded)
            }
            for orphan in batch.refunded { meter.count(.abandoned, orphan.kind, tool: orphan.toolType) }
            count += batch.found
            if batch.found < Generations.recoveryBatch { return count }
        }
    }

    /// Refunds a reservation of this process that nobody works on, because nobody knew whether it was committed.
    func withdraw(_ owner: String) async throws {
        let refunded = try await database.write { [self] connection in
            try GenerationStore(connection).listRunning(of: owner).filter { try giveUp($0, in: connection) }
        }
        for orphan in refunded { meter.count(.abandoned, orphan.kind, tool: orphan.toolType) }
    }

    /// Refunds a generation that nobody works on any more, and frees its key.
    ///
    /// - Returns: false where it has come to an end meanwhile.
    private func giveUp(_ orphan: GenerationStore.Orphan, in connection: Connection) throws -> Bool {
        let code = Failure.providerFailed.code
        guard try GenerationStore(connection).fail(orphan.generation, code: code, kind: Failure.abandonedKind) else {
            return false
        }
        try refund(orphan.cost, to: orphan.user, for: orphan.generation, in: connection)
        try events.emit(
            .failed(Creation.Kind(orphan.kind)),
            FailedGeneration(
                title: nil,
                toolType: orphan.toolType,
                code: code,
                creditsRefunded: orphan.cost
            ),
            to: orphan.user,
            in: connection
        )
        try Idempotency.forget(unansweredOf: orphan.generation, in: connection)
        return true
    }

    /// Says that this process is alive and works on what it has begun.
    ///
    /// That may not be all it has reserved: where the connection was lost while a reservation was committed, nobody
    /// works on it, so its lease has to end.
    func renewLeases() async throws {
        var ids = running.ids[...]
        while !ids.isEmpty {
            let batch = Array(ids.prefix(GenerationStore.renewalBatch))
            ids = ids.dropFirst(batch.count)
            try await database.writeOne(GenerationStore.renewal(of: batch))
        }
    }

    private func refund(_ cost: Int, to user: Int, for generation: Int, in connection: Connection) throws {
        guard cost > 0 else { return }
        try credits.refund(cost, to: user, for: generation, "生成失败退还", in: connection)
    }
}

/// The generations that this process works on: their leases are renewed, and a graceful stop waits for them.
final class RunningGenerations: Service {
    /// How often a stop looks whether all is done.
    private static let pause = Duration.milliseconds(50)

    private let known = Mutex<Set<Int>>([])

    func enter(_ generation: Int) {
        known.withLock { _ = $0.insert(generation) }
    }

    func leave(_ generation: Int) {
        known.withLock { _ = $0.remove(generation) }
    }

    var ids: [Int] { known.withLock { Array($0) } }

    /// Lasts until the process is to stop and nothing is under way any more, or it is cancelled.
    func run() async throws {
        try? await gracefulShutdown()
        while !known.withLock({ $0.isEmpty }) { try await Task.sleep(for: RunningGenerations.pause) }
    }
}
