/// Drops sessions that have ended; a user's next sign-in would, but not everybody comes back.
struct SessionSweep: Job {
    static let kind = JobKind("sessions.sweep", every: .seconds(3600))

    /// Sessions dropped in one transaction.
    private static let batch = 500

    static func run(in accounts: Accounts) async throws {
        try await Sweep.inBatches(of: batch) { try await accounts.sweepSessions(limit: $0) }
    }
}
