import Database
import Synchronization

/// How a generation begins, or turns out to be the repeat of another.
extension Generations {
    /// How often the repeat of a request under way looks whether it has been answered.
    private static let repeatPause = Duration.milliseconds(100)
    /// How often it looks in all: for longer than any generation may take.
    private static let repeatLimit = 3600

    enum Beginning: Sendable {
        case reserved(Reservation)
        /// A repeat, with the reply that the first request got.
        case answered(StoredReply)
    }

    /// The reply that the first request of a key got.
    ///
    /// To be asked for before anything is looked at that may have changed since.
    ///
    /// - Errors: 400 the key had another body.
    func findReply(of key: IdempotencyKey?) async throws -> StoredReply? {
        guard let key, case .answered(let reply) = try await look(for: key) else { return nil }
        return reply
    }

    /// Takes one of the caller's generations and the credits, unless this repeats a request; then waits for its reply.
    ///
    /// - Parameters:
    ///   - allowance: nil where the caller has no limit.
    ///   - onUnderWay: called once, when the credits are taken, now or by the request that this repeats; where that one
    ///     turns out to have come to nothing, this one may fail all the same.
    /// - Errors: 429 nothing left of it, or too many running or waiting at once; 40001, 40002 too few credits; 400 the
    ///   idempotency key had another body; 500 the first request has ended, and that can't be written now. Nothing is
    ///   taken then.
    func begin(
        _ order: GenerationOrder,
        taking allowance: GenerationAllowance?,
        onUnderWay: () -> Void
    ) async throws -> Beginning {
        let allowance = try await take(allowance, for: order)
        do {
            let start = try await reserve(order)
            if case .running = start { try repeats.enter(order.user, atMost: runningLimit) }
            onUnderWay()
            switch start {
            case .reserved(let reservation): return .reserved(reservation)
            case .answered(let reply):
                await allowance?.giveBack()
                return .answered(reply)
            case .running:
                defer { repeats.leave(order.user) }
                let end = try await waitForFirst(of: order)
                if case .answered = end { await allowance?.giveBack() }
                return end
            }
        } catch {
            await allowance?.giveBack()
            throw error
        }
    }

    /// - Returns: nil where nothing was to be taken: the repeat of a request under way takes nothing, so it needs
    ///   nothing to be left.
    private func take(
        _ allowance: GenerationAllowance?,
        for order: GenerationOrder
    ) async throws -> GenerationAllowance? {
        do {
            try await allowance?.take()
            return allowance
        } catch {
            guard let key = order.idempotencyKey else { throw error }
            if case .first = try await look(for: key) { throw error }
            return nil
        }
    }

    /// Looks now and then what has become of the request that an order repeats; where it has died, takes its place.
    ///
    /// Looking writes nothing, so that those who wait leave the writer to others.
    private func waitForFirst(of order: GenerationOrder) async throws -> Beginning {
        guard let key = order.idempotencyKey else { throw Idempotency.underWay }
        for _ in 0..<Generations.repeatLimit {
            try await Task.sleep(for: Generations.repeatPause)
            switch try await look(for: key) {
            case .answered(let reply): return .answered(reply)
            case .running(let generation):
                // As the first request was told; it takes a disk with room to tell more.
                if let generation, unwritten.withLock({ $0.contains(generation) }) { throw Failure.unexpected }
            case .first:
                switch try await reserve(order) {
                case .reserved(let reservation): return .reserved(reservation)
                case .answered(let reply): return .answered(reply)
                case .running: continue
                }
            }
        }
        throw Idempotency.underWay
    }

    private func look(for key: IdempotencyKey) async throws -> Idempotency.Claim {
        try await database.read(isBrief: true) { try Idempotency.look(for: key, in: $0) }
    }
}

/// The repeats that wait for what their first requests get.
final class WaitingRepeats: Sendable {
    private let counts = Mutex<[Int: Int]>([:])

    /// - Parameter limit: how many of one user's may wait at once.
    /// - Errors: 429 as many wait already.
    func enter(_ user: User, atMost limit: Int?) throws {
        try counts.withLock { counts in
            let count = counts[user.id, default: 0]
            if let limit, count >= limit { throw Idempotency.underWay }
            counts[user.id] = count + 1
        }
    }

    func leave(_ user: User) {
        counts.withLock { counts in
            let count = counts[user.id, default: 0]
            counts[user.id] = count > 1 ? count - 1 : nil
        }
    }
}
