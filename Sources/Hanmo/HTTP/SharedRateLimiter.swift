import Database
import Synchronization

/// Counts for all processes on one database, in that database: one statement a request.
final class SharedRateLimiter: RateCounter {
    private let database: Database
    private let counted = Atomic(0)

    /// Requests after which windows that have ended are dropped.
    private static let countsPerSweep = 1_000

    init(database: Database) {
        self.database = database
    }

    func count(_ rate: RateClass, by caller: String, at now: Int) async throws -> RateVerdict? {
        guard let (requests, seconds) = rate.allowance else { return nil }
        let window = try await database.writeOne { connection in
            try RateStore(connection).count(rate, by: caller, at: now, windowMilliseconds: seconds * 1000)
        }
        if counted.add(1, ordering: .relaxed).newValue.isMultiple(of: SharedRateLimiter.countsPerSweep) {
            try await database.writeOne { try RateStore($0).delete(endedBefore: now) }
        }
        return RateVerdict(
            limit: requests,
            remaining: max(0, requests - window.count),
            resetSeconds: max(1, (window.endsAt - now + 999) / 1000),
            isAllowed: window.count <= requests
        )
    }

    func giveBack(_ rate: RateClass, by caller: String, at now: Int) async throws {
        try await database.writeOne { try RateStore($0).giveBack(rate, by: caller, at: now) }
    }
}
