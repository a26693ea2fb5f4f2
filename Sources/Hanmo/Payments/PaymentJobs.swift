/// Closes an order that nobody has paid in its time, where no gateway outside has to be asked; those are looked at.
struct OrderExpiry: Job {
    static let kind = JobKind("orders.expire")

    let number: String
}

/// Looks at a gateway whether orders were paid that nobody has reported, and closes those whose time is over.
///
/// The orders' rows say which; a job says only that there are some. What fails of an order is tried again a little
/// later, and a gateway that is silent costs no attempt.
struct OrderLooks: Job {
    /// The longest look: a run of questions, each of which takes as long as a gateway that hangs.
    static let kind = JobKind("payments.look", timeLimit: .seconds(600))

    /// As ``PaymentMethod``.
    let method: String
    /// Whether it comes back to a gateway that was silent.
    let isReturn: Bool
}

/// Follows a refund until it has ended, also where the process died that began it.
///
/// A gateway that does not answer costs no attempt: it is asked until it does, at last every ten minutes.
struct RefundPursuit: Job {
    static let kind = JobKind("refunds.pursue")
    /// Longer than whoever begins one waits for the gateway.
    static let patienceMilliseconds = 30_000
    /// How long it waits for other refunds' turns.
    static let turnPause = Duration.seconds(1)
    /// How often a merchant is looked for that is not set up in this process.
    static let strangerPause = Duration.seconds(600)

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
