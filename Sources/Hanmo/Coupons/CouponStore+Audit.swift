import Database

/// The book of coupons as a whole.
extension CouponStore {
    func countClaims() throws -> (claimed: Int, used: Int) {
        try connection.first(
            "SELECT coalesce(sum(claim_count), 0), coalesce(sum(use_count), 0) FROM coupons"
        ) { ($0.int(0), $0.int(1)) } ?? (0, 0)
    }

    /// Codes of coupons that were claimed or used more often than they may be, or than they say.
    func listMiscounted(limit: Int) throws -> [String] {
        try connection.all(
            """
            SELECT c.code
              FROM coupons c
              LEFT JOIN (SELECT coupon_id, count(*) AS claimed, count(used_at) AS used
                           FROM coupon_claims
                          GROUP BY coupon_id) k
                ON k.coupon_id = c.id
             WHERE c.claim_count > c.max_usage
                OR c.claim_count <> coalesce(k.claimed, 0)
                OR c.use_count <> coalesce(k.used, 0)
             ORDER BY c.id
             LIMIT \(limit)
            """
        ) { $0.string(0) }
    }

    /// Numbers of orders that hold a coupon and are not open.
    func listStrayHolds(limit: Int) throws -> [String] {
        try connection.all(
            """
            SELECT k.order_number
              FROM coupon_claims k
              JOIN orders o ON o.number = k.order_number
             WHERE k.held_until IS NOT NULL AND o.status <> 'pending'
             ORDER BY k.id
             LIMIT \(limit)
            """
        ) { $0.string(0) }
    }
}
