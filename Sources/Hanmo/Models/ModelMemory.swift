import Synchronization

/// Models that generations have asked for, as the database has them.
///
/// Only for a process that has the database to itself: another one would change a model unseen. A generation is spared
/// a read, a twentieth of what it costs.
final class ModelMemory: Sendable {
    enum Key: Hashable {
        case id(Int)
        /// The default model of a kind.
        case first(AIModel.Kind)
    }

    private struct State {
        /// How often all was forgotten.
        var turn = 0
        var models: [Key: AIModel] = [:]
    }

    private let state = Mutex(State())

    /// What is remembered, or else what `read` finds.
    func find(_ key: Key, or read: () async throws -> AIModel?) async throws -> AIModel? {
        let (known, turn) = state.withLock { ($0.models[key], $0.turn) }
        if let known { return known }
        guard let found = try await read() else { return nil }
        // What was read before a change may be told after it.
        state.withLock { if $0.turn == turn { $0.models[key] = found } }
        return found
    }

    /// To be called when a change of any model is committed.
    func forget() {
        state.withLock { state in
            state.turn += 1
            state.models = [:]
        }
    }
}
