import Database

/// The books as a whole.
struct LedgerAudit: Equatable, Sendable {
    let users: Int
    let entries: Int
    /// Sum of all entries, in credits.
    let total: Int
    /// Users whose balance is not the sum of their entries, the first ones of them by id.
    let wrong: [Int]

    var holds: Bool { wrong.isEmpty }
}

extension CreditStore {
    /// How many users are named whose balance is wrong.
    static let auditLimit = 100

    /// Adds up the whole ledger; takes its time.
    func audit() throws -> LedgerAudit {
        LedgerAudit(
            users: try connection.value("SELECT count(*) FROM users") ?? 0,
            entries: try connection.value("SELECT count(*) FROM credit_entries") ?? 0,
            total: try connection.value("SELECT coalesce(sum(amount), 0) FROM credit_entries") ?? 0,
            wrong: try connection.all(
                """
                SELECT u.id
                  FROM users u
                  LEFT JOIN (SELECT user_id, sum(amount) AS amount FROM credit_entries GROUP BY user_id) e
                    ON e.user_id = u.id
                 WHERE u.credit_balance <> coalesce(e.amount, 0)
                 ORDER BY u.id
                 LIMIT \(CreditStore.auditLimit)
                """
            ) { $0.int(0) }
        )
    }
}
