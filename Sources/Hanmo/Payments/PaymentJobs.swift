/// Closes an order that nobody has paid in its time.
struct OrderExpiry: Job {
    static let kind = JobKind("orders.expire")

    let number: String
}

/// Forgets payment notices that are old.
struct NoticeSweep: Job {
    static let kind = JobKind("payments.sweep", every: .seconds(3600))

    /// Notices forgotten in one transaction.
    private static let batch = 500

    static func run(in payments: Payments) async throws {
        try await Sweep.inBatches(of: batch) { try await payments.sweepNotices(limit: $0) }
    }
}
