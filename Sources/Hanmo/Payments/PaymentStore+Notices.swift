import Database

/// The SQL of the book of notifications.
extension PaymentStore {
    static let notices = [
        """
        CREATE TABLE payment_notices (
            id IDENTITY,
            channel TEXT NOT NULL,
            fingerprint BLOB NOT NULL,
            outcome TEXT NOT NULL,
            address TEXT NOT NULL,
            order_number TEXT,
            method TEXT,
            gateway_transaction TEXT,
            status TEXT,
            amount_fen BIGINT,
            seen BIGINT NOT NULL,
            first_at BIGINT NOT NULL,
            last_at BIGINT NOT NULL,
            keep_until BIGINT NOT NULL,
            UNIQUE (fingerprint, outcome)
        )
        """,
        "CREATE INDEX payment_notices_end ON payment_notices (keep_until)",
    ]

    /// Writes a notice down; a copy that came to the same is counted where the first one stands.
    ///
    /// - Parameter report: what it says; nil where nobody knows who says it, or it can't be read.
    func record(_ notice: PaymentNotice, _ outcome: PaymentNotice.Outcome, _ report: PaymentReport?) throws {
        let memory =
            outcome.isProven ? PaymentNotice.memoryMilliseconds : PaymentNotice.unsignedMemoryMilliseconds
        try connection.execute(
            """
            INSERT INTO payment_notices
                   (channel, fingerprint, outcome, address, order_number, method, gateway_transaction, status,
                    amount_fen, seen, first_at, last_at, keep_until)
            VALUES (\(notice.channel), \(notice.fingerprint), \(outcome), \(notice.address), \(report?.order),
                    \(report?.method), \(report?.transaction), \(report?.status), \(report?.amountFen), 1,
                    \(connection.now), \(connection.now), \(connection.now + memory))
            ON CONFLICT (fingerprint, outcome)
            DO UPDATE SET seen = payment_notices.seen + 1, last_at = excluded.last_at
            """
        )
    }

    /// Forgets what is kept no longer; returns how many there were.
    func deleteNotices(keptUntil moment: Int, limit: Int) throws -> Int {
        try connection.execute(
            """
            DELETE FROM payment_notices
             WHERE id IN (SELECT id FROM payment_notices WHERE keep_until <= \(moment) ORDER BY keep_until LIMIT \(limit))
            """
        )
    }
}
