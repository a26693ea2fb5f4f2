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
        guard let key else { return nil }
        return try await database.read { try Idempotency.find(key, in: $0) }
    }

    /// Takes one of the caller's generations and the credits, unless this repeats a request; then waits for its reply.
    ///
    /// - Parameter allowance: nil where the caller has no limit.
    /// - Errors: 429 nothing left of it, or too many running at once; 40001, 40002 too few credits; 400 the idempotency
    ///   key had another body; 500 the first request has ended, and that can't be written now. Nothing is taken then.
    func begin(_ order: GenerationOrder, taking allowance: GenerationAllowance?) async throws -> Beginning {
        var allowance = allowance
        do {
            try await allowance?.take()
        } catch {
            // The repeat of a request under way takes nothing, so it needs nothing to be left.
            guard let key = order.idempotencyKey, try await database.read({ try Idempotency.isKnown(key, in: $0) })
            else { throw error }
            allowance = nil
        }
        do {
            for _ in 0..<Generations.repeatLimit {
                switch try await reserve(order) {
                case .reserved(let reservation): return .reserved(reservation)
                case .running(let generation):
                    // As the first request was told; it takes a disk with room to tell more.
                    if let generation, unwritten.withLock({ $0.contains(generation) }) { throw Failure.unexpected }
                    try await Task.sleep(for: Generations.repeatPause)
                case .answered(let reply):
                    try await allowance?.giveBack()
                    return .answered(reply)
                }
            }
            throw Idempotency.underWay
        } catch {
            try await allowance?.giveBack()
            throw error
        }
    }
}
