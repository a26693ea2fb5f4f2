import Database
import JSON

/// What administrators learn of single codes.
extension Redemptions {
    /// The codes of a batch in the order in which they were made.
    ///
    /// - Errors: 404 no such batch.
    func listCodes(
        of id: Int,
        _ state: BatchCode.State?,
        _ page: PageRequest
    ) async throws -> Page<BatchCodeReceipt> {
        let codes = try await database.readLong { connection in
            let store = RedemptionStore(connection)
            guard let batch = try store.find(id) else { throw Failure.notFound }
            return try store.listCodes(of: batch, state, page)
        }
        let now = clock.now
        return Page(request: page, total: codes.total, items: codes.items.map { BatchCodeReceipt(code: $0, now: now) })
    }

    /// What has become of a code that somebody shows.
    ///
    /// This is told to the audit log, though it changes nothing: a code is worth what it brings to whoever has it, so
    /// one that is redeemed by another after an administrator had it in hand leads to that administrator. Guesses that
    /// hit nothing leave no entry; at 60 a minute nobody hits one of 80 bits.
    ///
    /// - Errors: 400 it is no code; 404 it is not known.
    func find(_ text: String, by administrator: Administrator) async throws -> FoundCodeReceipt {
        guard let code = RedemptionCode(text) else { throw Redemptions.malformed }
        let hash = code.hash(under: key)
        return try await database.write { connection in
            let store = RedemptionStore(connection)
            guard let found = try store.findCode(hash), let batch = try store.find(found.batch) else {
                throw Failure.notFound
            }
            try Audit.record(
                .findRedemptionCode,
                AuditTarget(.redemptionBatch, found.batch),
                by: administrator,
                ["number": .int(found.number), "state": .string(found.state(at: connection.now).rawValue)],
                in: connection
            )
            return FoundCodeReceipt(code: found, batch: batch, now: connection.now)
        }
    }
}
