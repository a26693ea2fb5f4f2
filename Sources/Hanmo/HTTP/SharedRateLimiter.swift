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
        let counting = RateStore.count(rate, by: caller, at: now, windowMilliseconds: seconds * 1000)
        // The statement has a row for whatever happens.
        let window = try await database.writeOne(counting)!
        if counted.add(1, ordering: .relaxed).newValue.isMultiple(of: SharedRateLimiter.countsPerSweep) {
            try await database.writeOne(RateStore.delete(endedBefore: now))
        }
        return RateVerdict(
            limit: requests,
            remaining: max(0, requests - window.count),
            resetSeconds: max(1, (window.endsAt - now + 999) / 1000),
            isAllowed: window.count <= requests
        )
    }

    func giveBack(_ rate: RateClass, by caller: String, at now: Int) async throws {
        try await database.writeOne(RateStore.giveBack(rate, by: caller, at: now))
    }
}
