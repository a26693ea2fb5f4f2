import Database
import Gateways

/// The SQL of comparisons: which orders are compared, and what was found.
struct DifferenceStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        """
        CREATE TABLE payment_differences (
            id IDENTITY,
            order_id BIGINT NOT NULL REFERENCES orders (id),
            kind TEXT NOT NULL,
            gateway_state TEXT NOT NULL,
            gateway_fen BIGINT,
            gateway_transaction TEXT,
            found_at BIGINT NOT NULL,
            last_seen_at BIGINT NOT NULL,
            resolved_at BIGINT
        )
        """,
        "CREATE INDEX payment_differences_order ON payment_differences (order_id)",
        """
        CREATE UNIQUE INDEX payment_differences_once ON payment_differences (order_id, kind)
         WHERE resolved_at IS NULL
        """,
        "CREATE INDEX payment_differences_open ON payment_differences (id) WHERE resolved_at IS NULL",
        "CREATE INDEX payment_differences_resolved ON payment_differences (id) WHERE resolved_at IS NOT NULL",
        "CREATE INDEX payment_attempts_paid_at ON payment_attempts (ended_at, id) WHERE state = 'paid'",
    ]

    /// What an administrator has written of one, and no index of payments that were compared one after the other.
    static let resolutions = [
        "ALTER TABLE payment_differences ADD COLUMN resolution TEXT",
        "ALTER TABLE payment_differences ADD COLUMN gateway_refunded_fen BIGINT",
        "ALTER TABLE payment_differences ADD COLUMN gateway_refund TEXT",
        "ALTER TABLE payment_differences ADD COLUMN is_seen_to BIGINT NOT NULL DEFAULT 0 CHECK (is_seen_to IN (0, 1))",
        "DROP INDEX payment_attempts_paid_at",
    ]

    /// Who took an order's money, and the gateway's own number of that payment.
    func payment(of order: Int) throws -> (gateway: PaymentAttempt.Gateway, transaction: String?)? {
        try connection.first(
            "SELECT gateway, gateway_transaction FROM payment_attempts WHERE order_id = \(order) AND state = 'paid'"
        ) { row in
            PaymentAttempt.Gateway(rawValue: row.string(0)).map { ($0, row.stringOrNil(1)) }
        } ?? nil
    }

    /// When an order's money last moved here, in UTC milliseconds.
    func lastMovement(of order: Int) throws -> Int? {
        let paidAt = try connection.value(
            "SELECT ended_at FROM payment_attempts WHERE order_id = \(order) AND state = 'paid'"
        )
        let refundedAt = try connection.value(
            "SELECT ended_at FROM payment_refunds WHERE order_id = \(order) AND state = 'done'"
        )
        return [paidAt, refundedAt].compactMap { $0 }.max()
    }

    /// What a look at an order has brought.
    enum Finding: Sendable {
        case news
        /// It stands there, and nobody has seen to it yet.
        case known
        /// An administrator has seen to just that.
        case seenTo
    }

    /// Notes what a comparison has found of an order, and that whatever else one found before is over.
    ///
    /// Money that came in another amount than it should is not over because the right one came as well.
    ///
    /// - Parameter seesRefunds: false where the gateway would not have said that a part was paid back.
    /// - Returns: nil where both books agree.
    func record(
        _ kind: Difference.Kind?,
        of order: Int,
        _ payment: Payment,
        seesRefunds: Bool = true
    ) throws -> Finding? {
        let over = Difference.Kind.compared.filter { $0 != kind && (seesRefunds || $0 != .refunded) }
        try connection.execute(
            """
            UPDATE payment_differences
               SET resolved_at = \(connection.now)
             WHERE order_id = \(order) AND resolved_at IS NULL AND kind IN \(list: over)
               AND (kind <> \(Difference.Kind.otherAmount)
                    OR gateway_transaction IS NOT DISTINCT FROM \(payment.transaction))
            """
        )
        // What agreed in between is news when it differs again.
        try connection.execute(
            """
            UPDATE payment_differences
               SET is_seen_to = 0
             WHERE order_id = \(order) AND is_seen_to = 1 AND kind IN \(list: over)
            """
        )
        guard let kind else { return nil }
        return try note(kind, of: order, payment)
    }

    /// Notes a difference; one of its kind that is open is brought up to date.
    ///
    /// So is one that somebody has seen to, for as long as the gateway says nothing else. A report and an answer each
    /// leave out what the other one tells.
    ///
    /// - Parameter refund: the gateway's refund that a report is about.
    func note(_ kind: Difference.Kind, of order: Int, _ payment: Payment, refund: String? = nil) throws -> Finding {
        let open = try connection.change(
            """
            UPDATE payment_differences
               SET gateway_state = \(payment.state), gateway_fen = \(payment.amountFen),
                   gateway_transaction = \(payment.transaction),
                   gateway_refunded_fen = coalesce(\(payment.refundedFen), gateway_refunded_fen),
                   gateway_refund = coalesce(\(refund), gateway_refund), last_seen_at = \(connection.now)
             WHERE order_id = \(order) AND resolved_at IS NULL AND kind = \(kind)
            """
        )
        guard open == 0 else { return .known }
        let seenTo = try connection.change(
            """
            UPDATE payment_differences
               SET last_seen_at = \(connection.now),
                   gateway_fen = coalesce(gateway_fen, \(payment.amountFen)),
                   gateway_transaction = coalesce(gateway_transaction, \(payment.transaction)),
                   gateway_refunded_fen = coalesce(gateway_refunded_fen, \(payment.refundedFen)),
                   gateway_refund = coalesce(gateway_refund, \(refund))
             WHERE id = (SELECT max(id) FROM payment_differences WHERE order_id = \(order) AND kind = \(kind))
               AND is_seen_to = 1 AND gateway_state = \(payment.state)
               AND coalesce(gateway_fen, \(payment.amountFen), 0) = coalesce(\(payment.amountFen), gateway_fen, 0)
               AND coalesce(gateway_transaction, \(payment.transaction), '')
                   = coalesce(\(payment.transaction), gateway_transaction, '')
               AND coalesce(gateway_refunded_fen, \(payment.refundedFen), 0)
                   = coalesce(\(payment.refundedFen), gateway_refunded_fen, 0)
               AND coalesce(gateway_refund, \(refund), '') = coalesce(\(refund), gateway_refund, '')
            """
        )
        guard seenTo == 0 else { return .seenTo }
        try connection.execute(
            """
            INSERT INTO payment_differences
                   (order_id, kind, gateway_state, gateway_fen, gateway_transaction, gateway_refunded_fen,
                    gateway_refund, found_at, last_seen_at)
            VALUES (\(order), \(kind), \(payment.state), \(payment.amountFen), \(payment.transaction),
                    \(payment.refundedFen), \(refund), \(connection.now), \(connection.now))
            """
        )
        return .news
    }

    /// - Returns: false where it is resolved already.
    func resolve(_ id: Int, because reason: String) throws -> Bool {
        try connection.change(
            """
            UPDATE payment_differences
               SET resolved_at = \(connection.now), resolution = \(reason), is_seen_to = 1
             WHERE id = \(id) AND resolved_at IS NULL
            """
        ) > 0
    }

    func find(_ id: Int) throws -> Difference? {
        try connection.first(
            """
            SELECT \(DifferenceStore.columns)
              FROM payment_differences d
              JOIN orders o ON o.id = d.order_id
             WHERE d.id = \(id)
            """,
            difference
        )
    }

    /// Differences, newest first.
    ///
    /// The words `id > 0` are what lets SQLite see a range of an index in it.
    func list(_ state: Difference.State?, of order: String?, _ page: PageRequest) throws -> Page<Difference> {
        var condition: SQL =
            switch state {
            case nil: "d.id > 0"
            case .open: "d.resolved_at IS NULL AND d.id > 0"
            case .resolved: "d.resolved_at IS NOT NULL AND d.id > 0"
            }
        if let order { condition += " AND d.order_id = (SELECT id FROM orders WHERE number = \(order))" }
        return try PageStore(connection).list(
            page,
            DifferenceStore.columns,
            from: "payment_differences d",
            joining: "JOIN orders o ON o.id = d.order_id",
            where: condition,
            newest: "d.id DESC",
            difference
        )
    }

    private static let columns: SQL = """
        d.id, o.number, o.user_id, d.kind, o.status, o.amount_fen, o.method, d.gateway_state, d.gateway_fen,
               d.gateway_transaction, d.found_at, d.last_seen_at, d.resolved_at, d.resolution
        """

    private func difference(_ row: Row) -> Difference {
        Difference(
            id: row.int(0),
            order: row.string(1),
            user: row.int(2),
            kind: Difference.Kind(rawValue: row.string(3)) ?? .notPaid,
            orderStatus: Order.Status(rawValue: row.string(4)) ?? .failed,
            amountFen: row.int(5),
            method: PaymentMethod(rawValue: row.string(6)) ?? .alipay,
            gatewayState: row.string(7),
            gatewayAmountFen: row.intOrNil(8),
            gatewayTransaction: row.stringOrNil(9),
            foundAt: row.int(10),
            lastSeenAt: row.int(11),
            resolvedAt: row.intOrNil(12),
            resolution: row.stringOrNil(13)
        )
    }
}
