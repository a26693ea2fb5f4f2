import Synchronization

/// Hands pieces on and remembers that it did: from then on the answer can't be replaced by another.
final class Delivery: Sendable {
    private let onDelta: @Sendable (String) -> Void
    private let state = Mutex(false)

    init(_ onDelta: @escaping @Sendable (String) -> Void) {
        self.onDelta = onDelta
    }

    var hasDelivered: Bool { state.withLock { $0 } }

    func deliver(_ piece: String) {
        state.withLock { $0 = true }
        onDelta(piece)
    }
}
