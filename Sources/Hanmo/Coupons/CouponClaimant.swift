import JSON

/// One who has claimed a coupon, as administrators see it.
struct CouponClaimant: Sendable {
    /// What has become of the claim, whatever has become of the coupon.
    enum Status: String, Sendable, CaseIterable {
        case unused
        /// An order holds it that can still be paid.
        case held
        case used
    }

    let id: Int
    let user: Int
    let username: String
    /// The order that has used it, or held it last.
    let order: String?
    let heldUntil: Int?
    let claimedAt: Int
    let usedAt: Int?

    func status(at now: Int) -> Status {
        if usedAt != nil { return .used }
        return heldUntil.map { now < $0 } ?? false ? .held : .unused
    }
}

/// The same in a reply.
struct CouponClaimantReceipt: WireValue {
    let claimant: CouponClaimant
    let now: Int

    func write(to json: inout JSONWriter) {
        let status = claimant.status(at: now)
        json.object { json in
            json.field("id", claimant.id)
            json.field("user_id", claimant.user)
            json.field("username", claimant.username)
            json.field("status", status.rawValue)
            json.field("order_id", status == .unused ? nil : claimant.order)
            json.field("held_until", status == .held ? claimant.heldUntil.map(WireTime.text) : nil)
            json.field("claimed_at", WireTime.text(claimant.claimedAt))
            json.field("used_at", claimant.usedAt.map(WireTime.text))
        }
    }
}
