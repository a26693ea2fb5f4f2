/// Pays rewards that had to wait for another day, and those of an earlier version.
struct ReferralPayout: Job {
    static let kind = JobKind("referrals.pay", timeLimit: .seconds(600), every: .seconds(3600))
}

/// Forgets from where people came long ago.
struct NetworkSweep: Job {
    static let kind = JobKind("referrals.sweep", every: .seconds(3600))

    /// Networks forgotten in one transaction.
    private static let batch = 500

    static func run(in referrals: Referrals) async throws {
        try await Sweep.inBatches(of: batch) { try await referrals.sweepNetworks(limit: $0) }
    }
}
