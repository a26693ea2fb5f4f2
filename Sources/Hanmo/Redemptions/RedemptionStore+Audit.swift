import Database

/// Whether what was redeemed has arrived.
extension RedemptionStore {
    func countRedeemed() throws -> Int {
        try connection.value("SELECT count(*) FROM redemption_codes WHERE redeemed_at IS NOT NULL") ?? 0
    }

    /// Codes whose credits or months have not come as their batch says, and batches that have not as many codes as
    /// they say; the first ones of them by id.
    func listWrong(limit: Int) throws -> (codes: [Int], batches: [Int]) {
        let codes = try connection.all(
            """
            SELECT c.id
              FROM redemption_codes c
              JOIN redemption_batches b ON b.id = c.batch_id
              LEFT JOIN credit_entries e ON e.id = c.entry_id
              LEFT JOIN membership_periods p ON p.redemption_id = c.id
             WHERE CASE
                   WHEN c.redeemed_at IS NULL THEN c.entry_id IS NOT NULL OR p.id IS NOT NULL
                   WHEN b.credits IS NULL THEN p.id IS NULL OR p.user_id <> c.redeemer_id
                   ELSE e.id IS NULL OR e.user_id <> c.redeemer_id OR e.type <> 'gift' OR e.amount <> b.credits
                   END
             ORDER BY c.id
             LIMIT \(limit)
            """
        ) { $0.int(0) }
        let batches = try connection.all(
            """
            SELECT b.id
              FROM redemption_batches b
             WHERE b.code_count <> (SELECT count(*) FROM redemption_codes c WHERE c.batch_id = b.id)
             ORDER BY b.id
             LIMIT \(limit)
            """
        ) { $0.int(0) }
        return (codes, batches)
    }
}
