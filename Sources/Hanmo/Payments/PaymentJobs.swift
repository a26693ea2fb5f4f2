/// Closes an order that nobody has paid in its time.
struct OrderExpiry: Job {
    /// As often as it takes to outlast two hours in which the gateway does not answer.
    static let kind = JobKind("orders.expire", attempts: 20)

    let number: String
}

/// Looks at its gateway whether an order was paid that nobody has reported.
struct OrderLook: Job {
    static let kind = JobKind("orders.look")

    let number: String
}

/// Follows a refund until it has ended, also where the process died that began it.
struct RefundPursuit: Job {
    /// As often as it takes to outlast two hours in which the gateway does not answer.
    static let kind = JobKind("refunds.pursue", attempts: 20)
    /// Longer than whoever begins one waits for the gateway.
    static let patienceMilliseconds = 30_000

    let number: String
}

/// Lays our books beside the gateways' once a day.
struct PaymentComparison: Job {
    static let kind = JobKind("payments.compare", timeLimit: .seconds(3600), every: .seconds(86_400))
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
