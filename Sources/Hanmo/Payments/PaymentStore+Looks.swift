import Database

/// The SQL of what gateways are asked later: whether an order was paid, and whether what was paid still is.
///
/// Each order has its next moment in its own row: nothing else has to be kept for it to be asked about.
extension PaymentStore {
    /// When an order's gateway is asked next: `look_at` while it may still be paid, `compare_at` once it was.
    ///
    /// Jobs of earlier versions that each asked about one order are replaced by the moments.
    static let moments = [
        "ALTER TABLE orders ADD COLUMN look_at BIGINT",
        "ALTER TABLE orders ADD COLUMN compare_at BIGINT",
        "CREATE INDEX orders_look ON orders (method, status, look_at, id) WHERE look_at IS NOT NULL",
        "CREATE INDEX orders_compare ON orders (method, compare_at, id) WHERE compare_at IS NOT NULL",
        // Of what has ended gateways are asked for a week, counted from the newest order.
        """
        UPDATE orders
           SET look_at = expires_at
         WHERE status IN ('pending', 'closed', 'failed')
           AND (status = 'pending' OR expires_at > (SELECT max(created_at) FROM orders) - 604800000)
           AND id IN (SELECT order_id FROM payment_attempts WHERE gateway IN ('alipay', 'wechat'))
        """,
        // Half a year is compared each week, a part of it each day; what was paid this week at once.
        """
        UPDATE orders
           SET compare_at = CASE
               WHEN paid_at > (SELECT max(created_at) FROM orders) - 604800000 THEN paid_at
               ELSE (SELECT max(created_at) FROM orders) + (id % 7 + 1) * 86400000
               END
         WHERE status IN ('paid', 'refunded')
           AND paid_at > (SELECT max(created_at) FROM orders) - 15552000000
           AND id IN (SELECT order_id FROM payment_attempts WHERE gateway IN ('alipay', 'wechat') AND state = 'paid')
        """,
        "DELETE FROM jobs WHERE kind = 'orders.look' AND state IN ('queued', 'running')",
    ]

    /// Orders of a method whose look is due, open ones first and then the longest overdue; nobody else takes them
    /// meanwhile.
    func listDue(_ method: PaymentMethod, limit: Int) throws -> [Order] {
        var due: [Order] = []
        for status in [Order.Status.pending, .closed, .failed] where due.count < limit {
            due += try connection.all(
                """
                SELECT \(PaymentStore.columns)
                  FROM orders o
                 WHERE o.method = \(method) AND o.status = \(status) AND o.look_at <= \(connection.now)
                 ORDER BY o.look_at, o.id
                 LIMIT \(limit - due.count) \(SQL.skipLocked)
                """,
                order
            )
        }
        return due
    }

    /// - Parameter moment: nil: no more.
    func look(at order: Int, on moment: Int?) throws {
        try connection.execute("UPDATE orders SET look_at = \(moment) WHERE id = \(order)")
    }

    /// Has every open order looked at now that waits for a moment.
    func lookNowAtOpenOrders(_ method: PaymentMethod) throws {
        try connection.execute(
            """
            UPDATE orders
               SET look_at = \(connection.now)
             WHERE method = \(method) AND look_at > \(connection.now) AND status = 'pending'
            """
        )
    }

    // MARK: Comparing

    /// A place among orders that are to be compared.
    struct Place: Sendable {
        var moment = 0
        var id = 0
    }

    /// Orders of a method that are to be compared by a moment, behind a place.
    func listToCompare(
        _ method: PaymentMethod,
        by moment: Int,
        after place: Place,
        limit: Int
    ) throws -> [(place: Place, number: String)] {
        try connection.all(
            """
            SELECT compare_at, id, number
              FROM orders
             WHERE method = \(method) AND compare_at <= \(moment) AND (compare_at, id) > (\(place.moment), \(place.id))
             ORDER BY compare_at, id
             LIMIT \(limit)
            """
        ) { (Place(moment: $0.int(0), id: $0.int(1)), $0.string(2)) }
    }

    /// - Parameter moment: nil: no more.
    func compare(_ order: Int, at moment: Int?) throws {
        try connection.execute("UPDATE orders SET compare_at = \(moment) WHERE id = \(order)")
    }
}
