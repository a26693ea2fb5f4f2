import Synchronization

/// The searches under way: each reads all of its user's texts, so nobody has many of them at once.
final class Searches: Sendable {
    private let running = Mutex<[Int: Int]>([:])

    private let limit: Int

    /// One for whoever types on while the last search still runs.
    static let usualLimit = 2

    /// - Parameter limit: how many each user has at most; nil for any number.
    init(limit: Int?) {
        self.limit = limit ?? .max
    }

    /// False where the user has to wait for one of theirs.
    func begin(by user: Int) -> Bool {
        running.withLock { running in
            guard running[user, default: 0] < limit else { return false }
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
