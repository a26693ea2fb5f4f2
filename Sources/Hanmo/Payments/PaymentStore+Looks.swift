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
        "CREATE INDEX orders_look ON orders (method, look_at, id) WHERE look_at IS NOT NULL",
        "CREATE INDEX orders_compare ON orders (method, compare_at, id) WHERE compare_at IS NOT NULL",
        """
        UPDATE orders
           SET look_at = expires_at
         WHERE status IN ('pending', 'closed', 'failed')
           AND id IN (SELECT order_id FROM payment_attempts WHERE gateway IN ('alipay', 'wechat'))
        """,
        """
        UPDATE orders
           SET compare_at = paid_at
         WHERE status IN ('paid', 'refunded')
           AND id IN (SELECT order_id FROM payment_attempts WHERE gateway IN ('alipay', 'wechat') AND state = 'paid')
        """,
        "DELETE FROM jobs WHERE kind = 'orders.look' AND state IN ('queued', 'running')",
    ]

    /// Orders of a method whose look is due, the longest overdue first; nobody else takes them meanwhile.
    func listDue(_ method: PaymentMethod, limit: Int) throws -> [Order] {
        try connection.all(
            """
            SELECT \(PaymentStore.columns)
              FROM orders o
             WHERE o.method = \(method) AND o.look_at <= \(connection.now)
             ORDER BY o.look_at, o.id
             LIMIT \(limit) \(SQL.skipLocked)
            """,
            order
        )
    }

    /// - Parameter moment: nil: no more.
    func look(at order: Int, on moment: Int?) throws {
        try connection.execute("UPDATE orders SET look_at = \(moment) WHERE id = \(order)")
    }

    /// Has an order looked at now that still may be paid.
    func lookNow(at order: Int) throws {
        try connection.execute(
            """
            UPDATE orders
               SET look_at = \(connection.now)
             WHERE id = \(order) AND status IN ('pending', 'closed', 'failed')
            """
        )
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
