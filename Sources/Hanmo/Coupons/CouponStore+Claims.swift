import Database

/// The SQL of coupons in users' hands; whoever claims, holds or uses one holds the coupon.
extension CouponStore {
    /// A claim is free, held by an order until a moment, or used by one.
    static let claims = [
        """
        CREATE TABLE coupon_claims (
            id IDENTITY,
            coupon_id BIGINT NOT NULL REFERENCES coupons (id),
            user_id BIGINT NOT NULL REFERENCES users (id),
            order_number TEXT UNIQUE REFERENCES orders (number),
            held_until BIGINT,
            claimed_at BIGINT NOT NULL,
            used_at BIGINT,
            UNIQUE (coupon_id, user_id),
            CHECK (CASE
                   WHEN order_number IS NULL THEN held_until IS NULL AND used_at IS NULL
                   ELSE (held_until IS NULL) <> (used_at IS NULL)
                   END)
        )
        """,
        "CREATE INDEX coupon_claims_user ON coupon_claims (user_id, id)",
    ]

    /// The columns of a coupon come first.
    private static let claimColumns: SQL = """
        \(columns), k.id, k.order_number, k.held_until, k.claimed_at, k.used_at
        """

    private func claim(_ row: Row) -> ClaimedCoupon {
        ClaimedCoupon(
            id: row.int(14),
            coupon: coupon(row),
            order: row.stringOrNil(15),
            heldUntil: row.intOrNil(16),
            claimedAt: row.int(17),
            usedAt: row.intOrNil(18)
        )
    }

    func findClaim(of coupon: Int, by user: Int) throws -> ClaimedCoupon? {
        try connection.first(
            """
            SELECT \(CouponStore.claimColumns)
              FROM coupon_claims k
              JOIN coupons c ON c.id = k.coupon_id
             WHERE k.coupon_id = \(coupon) AND k.user_id = \(user)
            """,
            claim
        )
    }

    /// A user's claims, the last one first.
    func listClaims(
        of user: Int,
        _ status: ClaimedCoupon.Status?,
        _ page: PageRequest
    ) throws -> Page<ClaimedCoupon> {
        let isOver: SQL = "(c.disabled_at IS NOT NULL OR c.ends_at <= \(connection.now))"
        var condition: SQL = "k.user_id = \(user)"
        switch status {
        case nil: break
        case .used: condition += " AND k.used_at IS NOT NULL"
        case .expired: condition += " AND k.used_at IS NULL AND \(isOver)"
        case .unused: condition += " AND k.used_at IS NULL AND NOT \(isOver)"
        }
        let rows: SQL = "coupon_claims k JOIN coupons c ON c.id = k.coupon_id"
        let items = try connection.all(
            """
            SELECT \(CouponStore.claimColumns)
              FROM \(rows)
             WHERE \(condition)
             ORDER BY k.id DESC
             LIMIT \(page.size) OFFSET \(page.offset)
            """,
            claim
        )
        let total = try connection.value("SELECT count(*) FROM \(rows) WHERE \(condition)") ?? 0
        return Page(request: page, total: total, items: items)
    }

    /// Takes one of the claims that are left; false where there is none.
    func takeClaim(of coupon: Int) throws -> Bool {
        try connection.change(
            "UPDATE coupons SET claim_count = claim_count + 1 WHERE id = \(coupon) AND claim_count < max_usage"
        ) > 0
    }

    /// - Errors: `DatabaseError.unique` where the user has claimed it already.
    func insertClaim(of coupon: Int, by user: Int) throws {
        try connection.execute(
            """
            INSERT INTO coupon_claims (coupon_id, user_id, claimed_at)
            VALUES (\(coupon), \(user), \(connection.now))
            """
        )
    }

    /// Has an order hold what a user has claimed.
    func holdClaim(of coupon: Int, by user: Int, for order: String, until moment: Int) throws {
        try connection.execute(
            """
            UPDATE coupon_claims
               SET order_number = \(order), held_until = \(moment)
             WHERE coupon_id = \(coupon) AND user_id = \(user) AND used_at IS NULL
            """
        )
    }

    /// Ends the hold of an order that brought nothing.
    func freeClaim(of order: String) throws {
        try connection.execute(
            """
            UPDATE coupon_claims
               SET order_number = NULL, held_until = NULL
             WHERE order_number = \(order) AND used_at IS NULL
            """
        )
    }

    /// Has a paid order use what its user has claimed; false where another order has used it or holds it.
    func useClaim(of coupon: Int, by user: Int, for order: String) throws -> Bool {
        try connection.change(
            """
            UPDATE coupon_claims
               SET order_number = \(order), held_until = NULL, used_at = \(connection.now)
             WHERE coupon_id = \(coupon) AND user_id = \(user) AND used_at IS NULL
               AND (order_number IS NULL OR order_number = \(order) OR held_until <= \(connection.now))
            """
        ) > 0
    }

    func countUse(of coupon: Int) throws {
        try connection.execute("UPDATE coupons SET use_count = use_count + 1 WHERE id = \(coupon)")
    }
}
