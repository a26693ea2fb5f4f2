import Database

/// The SQL of all orders, for administrators.
extension PaymentStore {
    /// What finds the newest orders of each sort.
    ///
    /// Without statistics SQLite takes an equation for the best way in there is. So that it goes on finding what was
    /// paid from the balance by the moment, methods are indexed by an expression that only the list of orders has; and
    /// what was never paid is asked for in words that fit no other index.
    static let lists = [
        "CREATE INDEX orders_created ON orders (created_at, id)",
        "CREATE INDEX orders_kind ON orders (kind, created_at, id)",
        "CREATE INDEX orders_status ON orders (status, created_at, id)",
        "CREATE INDEX orders_method ON orders ((method || ''), created_at, id)",
        "CREATE INDEX orders_buyer ON orders (user_id, created_at, id)",
        """
        CREATE INDEX orders_unpaid ON orders (created_at, id)
         WHERE status NOT IN ('paid', 'failed', 'refunded')
        """,
    ]

    /// Tries of one order that are shown; nobody has come near.
    private static let attemptsShown = 50

    private static let recordColumns: SQL = """
        \(columns), u.username,
               (SELECT a.gateway_transaction FROM payment_attempts a WHERE a.order_id = o.id AND a.state = 'paid'),
               (SELECT r.ended_at FROM payment_refunds r WHERE r.order_id = o.id AND r.state = 'done')
        """

    private func record(_ row: Row) -> OrderRecord {
        OrderRecord(
            order: order(row),
            username: row.string(19),
            transaction: row.stringOrNil(20),
            refundedAt: row.intOrNil(21)
        )
    }

    /// Behind every number that begins with a text.
    private static let last = "\u{10FFFF}"

    /// Orders, newest first.
    ///
    /// A number is the best way in, and then a user; where one leads, the rest is asked in words that no index has.
    /// Numbers that begin alike are of one kind, so that their order is that in which they were drawn.
    func list(_ filter: OrderRecord.Filter, _ page: PageRequest) throws -> Page<OrderRecord> {
        let isLed = filter.number != nil || filter.user != nil
        var condition: SQL
        if let number = filter.number {
            condition = """
                o.number >= \(number) AND o.number < \(number + PaymentStore.last)
                AND coalesce(o.created_at, 0) >= \(filter.from) AND coalesce(o.created_at, 0) < \(filter.to)
                """
            if let user = filter.user { condition += " AND coalesce(o.user_id, 0) = \(user)" }
        } else {
            condition = "o.created_at >= \(filter.from) AND o.created_at < \(filter.to)"
            if let user = filter.user { condition += " AND o.user_id = \(user)" }
        }
        if let kind = filter.kind {
            let stored: SQL = isLed ? "coalesce(o.kind, '')" : "o.kind"
            condition += " AND \(stored) = \(kind)"
        }
        if let method = filter.method {
            let stored: SQL = isLed ? "coalesce(o.method, '')" : "o.method || ''"
            condition += " AND \(stored) = \(method)"
        }
        if let status = filter.status { condition += " AND \(self.condition(status, isLed: isLed))" }
        return try PageStore(connection).list(
            page,
            PaymentStore.recordColumns,
            from: "orders o",
            joining: "JOIN users u ON u.id = o.user_id",
            where: condition,
            newest: filter.number == nil ? "o.created_at DESC, o.id DESC" : "o.number DESC",
            record
        )
    }

    /// As orders are at this moment: those whose time is over are closed, whenever the job comes that notes it.
    private func condition(_ status: Order.Status, isLed: Bool) -> SQL {
        let stored: SQL = isLed ? "coalesce(o.status, '')" : "o.status"
        return switch status {
        case .pending: "\(stored) = 'pending' AND o.expires_at > \(connection.now)"
        case .closed:
            """
            o.status NOT IN ('paid', 'failed', 'refunded')
            AND (o.status = 'closed' OR o.expires_at <= \(connection.now))
            """
        case .paid, .failed, .refunded: "\(stored) = \(status)"
        }
    }

    func findRecord(_ number: String) throws -> OrderRecord? {
        try connection.first(
            """
            SELECT \(PaymentStore.recordColumns)
              FROM orders o
              JOIN users u ON u.id = o.user_id
             WHERE o.number = \(number)
            """,
            record
        )
    }

    /// Tries to pay an order, the last one first.
    func listAttempts(of order: Int) throws -> [RecordedAttempt] {
        try connection.all(
            """
            SELECT gateway, amount_fen, state, gateway_transaction, created_at, ended_at
              FROM payment_attempts
             WHERE order_id = \(order)
             ORDER BY id DESC
             LIMIT \(PaymentStore.attemptsShown)
            """
        ) { row in
            RecordedAttempt(
                gateway: row.string(0),
                amountFen: row.int(1),
                state: row.string(2),
                transaction: row.stringOrNil(3),
                createdAt: row.int(4),
                endedAt: row.intOrNil(5)
            )
        }
    }
}
