import Database

/// The SQL of single codes, for administrators.
extension RedemptionStore {
    /// What finds the codes of a batch in the order in which they were made.
    static let places = ["CREATE INDEX redemption_codes_place ON redemption_codes (batch_id, id)"]

    /// The place is counted, since codes of two batches that are made at the same moment may take turns at ids.
    private static let codeColumns: SQL = """
        c.batch_id, c.redeemer_id, u.username, c.redeemed_at, c.revoked_at,
               (SELECT b.expires_at FROM redemption_batches b WHERE b.id = c.batch_id),
               (SELECT count(*) FROM redemption_codes p WHERE p.batch_id = c.batch_id AND p.id <= c.id)
        """

    private func code(_ row: Row) -> BatchCode {
        BatchCode(
            batch: row.int(0),
            number: row.int(6),
            redeemer: row.intOrNil(1),
            redeemerName: row.stringOrNil(2),
            redeemedAt: row.intOrNil(3),
            revokedAt: row.intOrNil(4),
            endsAt: row.int(5)
        )
    }

    /// The codes of a batch in the order in which they were made.
    func listCodes(of batch: RedemptionBatch, _ state: BatchCode.State?, _ page: PageRequest) throws -> Page<BatchCode>
    {
        let isOver = batch.endsAt <= connection.now
        var condition: SQL = "c.batch_id = \(batch.id)"
        switch state {
        case nil: break
        case .redeemed: condition += " AND c.redeemed_at IS NOT NULL"
        case .revoked: condition += " AND c.revoked_at IS NOT NULL"
        case .unused where isOver, .expired where !isOver: return Page(request: page, total: 0, items: [])
        case .unused, .expired: condition += " AND c.redeemed_at IS NULL AND c.revoked_at IS NULL"
        }
        return try PageStore(connection).list(
            page,
            RedemptionStore.codeColumns,
            from: "redemption_codes c",
            joining: "LEFT JOIN users u ON u.id = c.redeemer_id",
            where: condition,
            newest: "c.id",
            code
        )
    }

    func findCode(_ hash: [UInt8]) throws -> BatchCode? {
        try connection.first(
            """
            SELECT \(RedemptionStore.codeColumns)
              FROM redemption_codes c
              LEFT JOIN users u ON u.id = c.redeemer_id
             WHERE c.code_hash = \(hash)
            """,
            code
        )
    }
}
