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
        "CREATE UNIQUE INDEX payment_differences_once ON payment_differences (order_id, kind) WHERE resolved_at IS NULL",
        "CREATE INDEX payment_differences_open ON payment_differences (id) WHERE resolved_at IS NULL",
        "CREATE INDEX payment_differences_resolved ON payment_differences (id) WHERE resolved_at IS NOT NULL",
        "CREATE INDEX payment_attempts_paid_at ON payment_attempts (ended_at, id) WHERE state = 'paid'",
    ]

    /// How many differences a list counts, and how far back it goes.
    static let listLimit = 10_000

    /// A place among paid attempts, which are compared in the order in which they were paid.
    struct Place: Sendable {
        var paidAt: Int
        var id = 0
    }

    /// Orders whose money a gateway took, behind a place.
    func listPaid(after place: Place, limit: Int) throws -> [(place: Place, number: String)] {
        try connection.all(
            """
            SELECT a.ended_at, a.id, o.number
              FROM payment_attempts a
              JOIN orders o ON o.id = a.order_id
             WHERE a.state = 'paid' AND (a.ended_at, a.id) > (\(place.paidAt), \(place.id))
               AND a.gateway IN ('alipay', 'wechat')
             ORDER BY a.ended_at, a.id
             LIMIT \(limit)
            """
        ) { (Place(paidAt: $0.int(0), id: $0.int(1)), $0.string(2)) }
    }

    /// Orders that differ, behind a difference.
    func listDiffering(after id: Int, limit: Int) throws -> [(id: Int, number: String)] {
        try connection.all(
            """
            SELECT d.id, o.number
              FROM payment_differences d
              JOIN orders o ON o.id = d.order_id
             WHERE d.resolved_at IS NULL AND d.id > \(id)
             ORDER BY d.id
             LIMIT \(limit)
            """
        ) { ($0.int(0), $0.string(1)) }
    }

    /// Who took an order's money, and the gateway's own number of that payment.
    func payment(of order: Int) throws -> (gateway: PaymentAttempt.Gateway, transaction: String?)? {
        try connection.first(
            "SELECT gateway, gateway_transaction FROM payment_attempts WHERE order_id = \(order) AND state = 'paid'"
        ) { row in
            PaymentAttempt.Gateway(rawValue: row.string(0)).map { ($0, row.stringOrNil(1)) }
        } ?? nil
    }

    /// Notes what a comparison has found of an order, and that whatever else was found before is over.
    ///
    /// - Returns: whether it is news.
    func record(_ kind: Difference.Kind?, of order: Int, _ payment: Payment) throws -> Bool {
        try connection.execute(
            """
            UPDATE payment_differences
               SET resolved_at = \(connection.now)
             WHERE order_id = \(order) AND resolved_at IS NULL AND kind <> \(kind?.rawValue ?? "")
            """
        )
        guard let kind else { return false }
        let seen = try connection.execute(
            """
            UPDATE payment_differences
               SET gateway_state = \(payment.state), gateway_fen = \(payment.amountFen),
                   gateway_transaction = \(payment.transaction), last_seen_at = \(connection.now)
             WHERE order_id = \(order) AND resolved_at IS NULL AND kind = \(kind)
            """
        )
        guard seen == 0 else { return false }
        try connection.execute(
            """
            INSERT INTO payment_differences
                   (order_id, kind, gateway_state, gateway_fen, gateway_transaction, found_at, last_seen_at)
            VALUES (\(order), \(kind), \(payment.state), \(payment.amountFen), \(payment.transaction),
                    \(connection.now), \(connection.now))
            """
        )
        return true
    }

    /// Differences, newest first, ``listLimit`` of them at most.
    ///
    /// The words `id > 0` are what lets SQLite see a range of an index in it.
    func list(_ state: Difference.State?, _ page: PageRequest) throws -> Page<Difference> {
        let condition: SQL =
            switch state {
            case nil: "d.id > 0"
            case .open: "d.resolved_at IS NULL AND d.id > 0"
            case .resolved: "d.resolved_at IS NOT NULL AND d.id > 0"
            }
        let total =
            try connection.value(
                """
                SELECT count(*)
                  FROM (SELECT 1
                          FROM payment_differences d
                         WHERE \(condition)
                         ORDER BY d.id DESC
                         LIMIT \(DifferenceStore.listLimit)) AS counted
                """
            ) ?? 0
        let size = min(page.size, DifferenceStore.listLimit - page.offset)
        guard size > 0 else { return Page(request: page, total: total, items: []) }
        let items = try connection.all(
            """
            SELECT d.id, o.number, o.user_id, d.kind, o.status, o.amount_fen, o.method, d.gateway_state, d.gateway_fen,
                   d.gateway_transaction, d.found_at, d.last_seen_at, d.resolved_at
              FROM payment_differences d
              JOIN orders o ON o.id = d.order_id
             WHERE \(condition)
             ORDER BY d.id DESC
             LIMIT \(size) OFFSET \(page.offset)
            """,
            difference
        )
        return Page(request: page, total: total, items: items)
    }

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
            resolvedAt: row.intOrNil(12)
        )
    }
}
