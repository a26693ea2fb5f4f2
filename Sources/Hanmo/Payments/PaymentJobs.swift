/// Closes an order that nobody has paid in its time.
struct OrderExpiry: Job {
    /// As often as it takes to outlast two hours in which the gateway does not answer.
    static let kind = JobKind("orders.expire", attempts: 20)

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
