import Synchronization

/// The searches under way: each reads all of its user's texts, so nobody has many of them at once.
final class Searches: Sendable {
    private let running = Mutex<[Int: Int]>([:])

    /// For whoever types on while the last search still runs.
    private static let limit = 2

    /// False where the user has to wait for one of theirs.
    func begin(by user: Int) -> Bool {
        running.withLock { running in
            guard running[user, default: 0] < Searches.limit else { return false }
            running[user, default: 0] += 1
            return true
        }
    }

    func end(by user: Int) {
        running.withLock { running in
            let left = running[user, default: 1] - 1
            running[user] = left > 0 ? left : nil
        }
    }
}
