import Synchronization

/// How many bytes of large replies this process holds for those who are reading them.
final class Outgoing: Sendable {
    private let count = Mutex(0)

    /// False where there would be more than `limit` of them; else ``give(_:)`` has to follow.
    func take(_ bytes: Int, of limit: Int) -> Bool {
        count.withLock { count in
            guard count + bytes <= limit else { return false }
            count += bytes
            return true
        }
    }

    func give(_ bytes: Int) {
        count.withLock { $0 -= bytes }
    }
}
