import Synchronization

/// Hands pieces on and remembers that there were any, if only empty ones: from then on no other answer is asked for.
final class Delivery: Sendable {
    private let onDelta: @Sendable (String) -> Void
    private let state = Mutex(false)

    init(_ onDelta: @escaping @Sendable (String) -> Void) {
        self.onDelta = onDelta
    }

    var hasDelivered: Bool { state.withLock { $0 } }

    func deliver(_ piece: String) {
        state.withLock { $0 = true }
        // PostgreSQL has no texts with NUL in them, so the whole text loses it, too.
        let piece = piece.utf8.contains(0) ? piece.replacing("\0", with: "") : piece
        guard !piece.isEmpty else { return }
        onDelta(piece)
    }
}
