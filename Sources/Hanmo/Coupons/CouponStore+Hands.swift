import Database

/// The SQL of one coupon's claims, for administrators.
extension CouponStore {
    /// What finds a coupon's claims, and those few of them that are used or held.
    static let hands = [
        "CREATE INDEX coupon_claims_coupon ON coupon_claims (coupon_id, id)",
        "CREATE INDEX coupon_claims_used ON coupon_claims (coupon_id, id) WHERE used_at IS NOT NULL",
        "CREATE INDEX coupon_claims_held ON coupon_claims (coupon_id, id) WHERE held_until IS NOT NULL",
    ]

    /// Who has claimed a coupon, the last one first.
    func listClaimants(
        of coupon: Int,
        _ status: CouponClaimant.Status?,
        _ page: PageRequest
    ) throws -> Page<CouponClaimant> {
        var condition: SQL = "k.coupon_id = \(coupon)"
        switch status {
        case nil: break
        case .used: condition += " AND k.used_at IS NOT NULL"
        case .held: condition += " AND k.held_until IS NOT NULL AND k.held_until > \(connection.now)"
        case .unused: condition += " AND k.used_at IS NULL AND coalesce(k.held_until, 0) <= \(connection.now)"
        }
        return try PageStore(connection).list(
            page,
            "k.id, k.user_id, u.username, k.order_number, k.held_until, k.claimed_at, k.used_at",
            from: "coupon_claims k",
            joining: "JOIN users u ON u.id = k.user_id",
            where: condition,
            newest: "k.id DESC"
        ) { row in
            CouponClaimant(
                id: row.int(0),
                user: row.int(1),
                username: row.string(2),
                order: row.stringOrNil(3),
                heldUntil: row.intOrNil(4),
                claimedAt: row.int(5),
                usedAt: row.intOrNil(6)
            )
        }
    }
}
