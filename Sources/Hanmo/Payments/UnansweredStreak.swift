import Gateways
import Synchronization

/// How many questions to a gateway went without an answer, and whether it is worth asking on.
final class UnansweredStreak: Sendable {
    private struct State {
        var count = 0
        /// Those in a row that only silence explains.
        var silent = 0
        var isOver = false
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { state.withLock { $0.count } }
    var isOver: Bool { state.withLock { $0.isOver } }

    /// The gateway has answered.
    func end() {
        state.withLock { $0.silent = 0 }
    }

    func add(_ error: GatewayError) {
        state.withLock { state in
            state.count += 1
            guard error.isSilence else { return }
            state.silent += 1
            if state.silent >= limit { state.isOver = true }
        }
    }
}
