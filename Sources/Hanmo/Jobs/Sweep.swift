/// What all sweeps share.
enum Sweep {
    /// Batches that one run deletes at most; the next run goes on.
    private static let mostBatches = 1_000

    /// Calls `delete` until it finds less than a batch, each time in a transaction of its own, so that others get their
    /// turn in between.
    static func inBatches(of limit: Int, _ delete: (_ limit: Int) async throws -> Int) async throws {
        for _ in 0..<mostBatches {
            try Task.checkCancellation()
            guard try await delete(limit) == limit else { return }
        }
    }
}

/// Forgets jobs that have ended long ago.
struct JobSweep: Job {
    static let kind = JobKind("jobs.sweep", every: .seconds(3600))
}
