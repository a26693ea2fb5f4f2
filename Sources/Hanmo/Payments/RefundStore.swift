import Database
import Gateways

/// The SQL of refunds; whoever writes holds the order.
struct RefundStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Tries to pay an order back; one at most is open or done.
    static let schema = [
        """
        CREATE TABLE payment_refunds (
            id IDENTITY,
            number TEXT NOT NULL UNIQUE,
            order_id BIGINT NOT NULL REFERENCES orders (id),
            gateway TEXT NOT NULL,
            amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
            credits BIGINT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('begun', 'pending', 'stuck', 'done', 'refused')),
            reason TEXT NOT NULL,
            problem TEXT,
            actor_id BIGINT NOT NULL,
            gateway_transaction TEXT,
            created_at BIGINT NOT NULL,
            ended_at BIGINT
        )
        """,
        "CREATE INDEX payment_refunds_order ON payment_refunds (order_id, id)",
        "CREATE UNIQUE INDEX payment_refunds_once ON payment_refunds (order_id) WHERE state <> 'refused'",
    ]

    /// Requests that a gateway may be working at though it has not answered them, and how people end a refund.
    static let doubts = [
        "ALTER TABLE payment_refunds ADD COLUMN unanswered BIGINT NOT NULL DEFAULT 0 CHECK (unanswered >= 0)",
        "ALTER TABLE payment_refunds ADD COLUMN doubted_at BIGINT",
        "ALTER TABLE payment_refunds ADD COLUMN is_refused BIGINT NOT NULL DEFAULT 0 CHECK (is_refused IN (0, 1))",
        "ALTER TABLE payment_refunds ADD COLUMN settlement TEXT CHECK (settlement IN ('paid_back', 'withdrawn'))",
        "ALTER TABLE payment_refunds ADD COLUMN settlement_reason TEXT",
        // Nobody knows what was sent for those that an earlier version had begun.
        "UPDATE payment_refunds SET unanswered = 1, doubted_at = created_at WHERE state = 'begun'",
        "CREATE INDEX payment_refunds_state ON payment_refunds (state, id)",
    ]

    private static let columns: SQL = """
        r.id, r.number, o.number, r.gateway, r.amount_fen, r.credits, r.state, r.reason, r.problem, r.created_at,
               r.ended_at, r.unanswered, r.doubted_at, r.settlement, r.settlement_reason, r.is_refused
        """

    private func refund(_ row: Row) -> OrderRefund {
        OrderRefund(
            id: row.int(0),
            number: row.string(1),
            orderNumber: row.string(2),
            gateway: PaymentAttempt.Gateway(rawValue: row.string(3)) ?? .sandbox,
            amountFen: row.int(4),
            credits: row.int(5),
            state: OrderRefund.State(rawValue: row.string(6)) ?? .stuck,
            reason: row.string(7),
            problem: row.stringOrNil(8),
            isRefused: row.bool(15),
            unanswered: row.int(11),
            doubtedAt: row.intOrNil(12),
            settlement: row.stringOrNil(13).flatMap(OrderRefund.Settlement.init),
            settledBecause: row.stringOrNil(14),
            createdAt: row.int(9),
            endedAt: row.intOrNil(10)
        )
    }

    /// Begins a refund, which has moved nothing yet.
    ///
    /// - Errors: `DatabaseError.unique` where one is open or done.
    func insert(of order: Order, from gateway: PaymentAttempt.Gateway, _ terms: RefundTerms) throws -> OrderRefund {
        let before = try connection.value("SELECT count(*) FROM payment_refunds WHERE order_id = \(order.id)") ?? 0
        let number = "\(order.number)F\(before + 1)"
        try connection.execute(
            """
            INSERT INTO payment_refunds
                   (number, order_id, gateway, amount_fen, credits, state, reason, actor_id, created_at)
            VALUES (\(number), \(order.id), \(gateway), \(order.amountFen), 0, 'begun', \(terms.reason),
                    \(terms.administrator.id), \(connection.now))
            """
        )
        return try find(number)!
    }

    func find(_ number: String) throws -> OrderRefund? {
        try connection.first(
            """
            SELECT \(RefundStore.columns)
              FROM payment_refunds r
              JOIN orders o ON o.id = r.order_id
             WHERE r.number = \(number)
            """,
            refund
        )
    }

    /// The refund of an order that is open or done.
    func find(of order: Int) throws -> OrderRefund? {
        try connection.first(
            """
            SELECT \(RefundStore.columns)
              FROM payment_refunds r
              JOIN orders o ON o.id = r.order_id
             WHERE r.order_id = \(order) AND r.state <> 'refused'
            """,
            refund
        )
    }

    /// Tries to pay an order back, the last one first.
    func list(of order: Int) throws -> [OrderRefund] {
        try connection.all(
            """
            SELECT \(RefundStore.columns)
              FROM payment_refunds r
              JOIN orders o ON o.id = r.order_id
             WHERE r.order_id = \(order)
             ORDER BY r.id DESC
             LIMIT \(RefundStore.triesShown)
            """,
            refund
        )
    }

    /// Tries of one order that are shown; nobody has come near.
    private static let triesShown = 50

    func update(_ refund: OrderRefund, moving credits: Int) throws {
        try connection.execute("UPDATE payment_refunds SET credits = \(credits) WHERE id = \(refund.id)")
    }

    func update(
        _ refund: OrderRefund,
        to state: OrderRefund.State,
        transaction: String? = nil,
        problem: String? = nil
    ) throws {
        try connection.execute(
            """
            UPDATE payment_refunds
               SET state = \(state), unanswered = 0, is_refused = 0,
                   gateway_transaction = coalesce(\(transaction), gateway_transaction),
                   problem = \(problem), ended_at = \(state.isOpen ? nil : connection.now)
             WHERE id = \(refund.id)
            """
        )
    }

    // MARK: Requests

    /// Notes that the gateway is asked to make a refund, before it is; false where the refund has ended.
    func beginRequest(_ refund: Int) throws -> Bool {
        try connection.change(
            """
            UPDATE payment_refunds
               SET unanswered = unanswered + 1, doubted_at = \(connection.now)
             WHERE id = \(refund) AND state IN ('begun', 'pending', 'stuck')
            """
        ) > 0
    }

    /// Notes what became of a request.
    ///
    /// - Parameters:
    ///   - isAnswered: false where the gateway may be working at it.
    ///   - isRefused: whether the gateway has looked at it and does not make it.
    func endRequest(_ refund: Int, isAnswered: Bool, isRefused: Bool, problem: String) throws {
        let doubtedAt: SQL = isAnswered ? "doubted_at" : "\(connection.now)"
        let refused: SQL = isRefused ? "1" : "is_refused"
        try connection.execute(
            """
            UPDATE payment_refunds
               SET unanswered = unanswered - \(isAnswered ? 1 : 0), doubted_at = \(doubtedAt),
                   is_refused = \(refused), problem = \(problem)
             WHERE id = \(refund) AND unanswered > 0 AND state IN ('begun', 'pending', 'stuck')
            """
        )
    }

    /// Notes that nothing will come of requests without an answer, unless there was another one since.
    func forgetRequests(of refund: OrderRefund) throws {
        try connection.execute(
            """
            UPDATE payment_refunds
               SET unanswered = 0, is_refused = 0, problem = NULL
             WHERE id = \(refund.id) AND unanswered = \(refund.unanswered) AND doubted_at = \(refund.doubtedAt)
            """
        )
    }

    /// Notes why nothing is known of an open refund at present.
    func note(problem: String, of refund: Int) throws {
        try connection.execute(
            "UPDATE payment_refunds SET problem = \(problem) WHERE id = \(refund) AND state IN ('begun', 'pending')"
        )
    }

    // MARK: People

    /// Notes how an administrator has ended a refund.
    func settle(_ refund: Int, as settlement: OrderRefund.Settlement, because reason: String) throws {
        try connection.execute(
            """
            UPDATE payment_refunds
               SET settlement = \(settlement), settlement_reason = \(reason)
             WHERE id = \(refund)
            """
        )
    }

    /// Refunds, newest first.
    func list(
        _ state: OrderRefund.State?,
        of order: String?,
        _ page: PageRequest
    ) throws -> Page<OrderRefund> {
        var condition: SQL = "r.id > 0"
        if let order { condition += " AND r.order_id = (SELECT id FROM orders WHERE number = \(order))" }
        if let state { condition += " AND r.state = \(state)" }
        return try PageStore(connection).list(
            page,
            RefundStore.columns,
            from: "payment_refunds r",
            joining: "JOIN orders o ON o.id = r.order_id",
            where: condition,
            newest: "r.id DESC",
            refund
        )
    }

    /// Who took the money of an order that is paid.
    func payer(of order: Int) throws -> PaymentAttempt.Gateway? {
        try connection.string(
            "SELECT gateway FROM payment_attempts WHERE order_id = \(order) AND state = 'paid'"
        ).flatMap(PaymentAttempt.Gateway.init)
    }
}
