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

    static let noticeLists = [
        "CREATE INDEX payment_notices_outcome ON payment_notices (outcome, id)",
        "CREATE INDEX payment_notices_order ON payment_notices (order_number, id)",
    ]

    /// Writes a notice down; a copy that came to the same is counted where the first one stands.
    ///
    /// - Parameters:
    ///   - content: what it says; nil where nobody knows who says it, or it can't be read.
    ///   - copies: how many came.
    func record(
        _ notice: PaymentNotice,
        _ outcome: PaymentNotice.Outcome,
        _ content: PaymentNotice.Content?,
        copies: Int = 1
    ) throws {
        let memory =
            outcome.isProven ? PaymentNotice.memoryMilliseconds : PaymentNotice.unsignedMemoryMilliseconds
        try connection.execute(
            """
            INSERT INTO payment_notices
                   (channel, fingerprint, outcome, address, order_number, method, gateway_transaction, status,
                    amount_fen, seen, first_at, last_at, keep_until)
            VALUES (\(notice.channel), \(notice.fingerprint), \(outcome), \(notice.address), \(content?.order),
                    \(content?.method), \(content?.transaction), \(content?.status), \(content?.amountFen), \(copies),
                    \(connection.now), \(connection.now), \(connection.now + memory))
            ON CONFLICT (fingerprint, outcome)
            DO UPDATE SET seen = payment_notices.seen + excluded.seen, last_at = excluded.last_at
            """
        )
    }

    /// Notices, newest first.
    func listNotices(_ filter: RecordedNotice.Filter, _ page: PageRequest) throws -> Page<RecordedNotice> {
        // A range of the table's own key, where nothing else picks an index.
        var condition: SQL = "id > 0"
        if let outcome = filter.outcome { condition += " AND outcome = \(outcome)" }
        if let order = filter.order { condition += " AND order_number = \(order)" }
        return try PageStore(connection).list(
            page,
            """
            id, channel, outcome, address, order_number, method, gateway_transaction, status, amount_fen, seen,
                   first_at, last_at
            """,
            from: "payment_notices",
            where: condition,
            newest: "id DESC"
        ) { row in
            RecordedNotice(
                id: row.int(0),
                channel: row.string(1),
                outcome: row.string(2),
                address: row.string(3),
                order: row.stringOrNil(4),
                method: row.stringOrNil(5),
                transaction: row.stringOrNil(6),
                status: row.stringOrNil(7),
                amountFen: row.intOrNil(8),
                seen: row.int(9),
                firstAt: row.int(10),
                lastAt: row.int(11)
            )
        }
    }

    /// Forgets what is kept no longer; returns how many there were.
    func deleteNotices(keptUntil moment: Int, limit: Int) throws -> Int {
        try connection.change(
            """
            DELETE FROM payment_notices
             WHERE id IN (SELECT id FROM payment_notices
                           WHERE keep_until <= \(moment)
                           ORDER BY keep_until
                           LIMIT \(limit))
            """
        )
    }
}
