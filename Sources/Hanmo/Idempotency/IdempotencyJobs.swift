import Database

/// Forgets idempotency keys that are older than a day.
struct IdempotencySweep: Job {
    static let kind = JobKind("idempotency.sweep", every: .seconds(3600))

    /// Keys forgotten in one transaction; each has a whole reply with it.
    private static let batch = 200

    static func run(in database: Database) async throws {
        try await Sweep.inBatches(of: batch) { limit in
            try await database.write { try Idempotency.sweep(limit: limit, in: $0) }
        }
    }
}
