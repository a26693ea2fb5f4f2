import Database
import Gateways

/// What becomes of a coupon with an order; the verbs that take a connection are parts of a larger act.
extension Coupons {
    /// What a code would do to the price of an order now; nothing is claimed or held.
    ///
    /// - Errors: 40003 an order with it would be refused.
    func fetch(_ code: String, for fen: Int, by user: User, in connection: Connection) throws -> Reduction {
        let store = CouponStore(connection)
        guard let coupon = try store.find(code: code) else { throw Coupons.unusable }
        let claim = try store.findClaim(of: coupon.id, by: user.id)
        try coupon.check(claim, for: fen, at: connection.now)
        return coupon.reduction
    }

    /// What a code does to the price of an order that is opened in this transaction; claimed where it was not.
    ///
    /// Nobody else uses this coupon until the transaction ends; ``hold(_:of:for:until:in:)`` keeps it for the order.
    ///
    /// - Errors: 40003 it can't be used, and nothing changes.
    func take(_ code: String, for fen: Int, by user: User, in connection: Connection) throws -> Reduction {
        let store = CouponStore(connection)
        guard let coupon = try store.hold(code: code) else { throw Coupons.unusable }
        let claimed = try store.findClaim(of: coupon.id, by: user.id)
        try coupon.check(claimed, for: fen, at: connection.now)
        if claimed == nil { try claim(coupon, by: user, in: connection) }
        return coupon.reduction
    }

    /// Keeps a coupon that was taken in this transaction for an order, until it ends or its time is over.
    func hold(
        _ coupon: Int,
        of user: User,
        for order: String,
        until moment: Int,
        in connection: Connection
    ) throws {
        try CouponStore(connection).holdClaim(of: coupon, by: user.id, for: order, until: moment)
    }

    /// Gives back what an order held that ends without a payment; nothing where another order holds it already.
    func free(_ order: String, in connection: Connection) throws {
        try CouponStore(connection).freeClaim(of: order)
    }

    /// Uses a coupon up for an order that is paid; also one that had let go of it, if nobody else has it now.
    ///
    /// Whether it is valid is not asked again: the price was promised when the order was opened.
    ///
    /// - Returns: false where another order of the same user holds it or has used it, and nothing changes.
    func use(_ coupon: Int, of user: Int, for order: String, in connection: Connection) throws -> Bool {
        let store = CouponStore(connection)
        guard try store.hold(coupon) != nil, try store.useClaim(of: coupon, by: user, for: order) else { return false }
        try store.countUse(of: coupon)
        return true
    }
}

// MARK: Why not

extension Coupons {
    static let unusable = Failure(40003, "优惠券无效", "The coupon can't be used")
    static let claimed = unusable("您已领取过", "you have claimed it already")
    static let exhausted = unusable("已被领完", "no more of it are left")

    fileprivate static func unusable(_ chinese: String, _ english: String) -> Failure {
        Failure(40003, "优惠券无效：\(chinese)", "The coupon can't be used: \(english)")
    }
}

extension Coupon {
    fileprivate func check(_ claim: ClaimedCoupon?, for fen: Int, at now: Int) throws(Failure) {
        try checkIsActive(at: now)
        if let claim {
            if claim.usedAt != nil { throw Coupons.unusable("已使用", "it has been used") }
            if claim.isHeld(at: now) {
                throw Coupons.unusable("已用于另一个待支付订单", "another order that is open holds it")
            }
        } else if claimCount >= terms.maxUsage {
            throw Coupons.exhausted
        }
        guard fen >= terms.leastFen else {
            let least = Yuan.text(terms.leastFen)
            throw Coupons.unusable("金额未达到 \(least) 元", "the amount has to be \(least) yuan at least")
        }
    }

    func checkIsActive(at now: Int) throws(Failure) {
        switch status(at: now) {
        case .active: return
        case .scheduled: throw Coupons.unusable("尚未生效", "its time has not come")
        case .expired: throw Coupons.unusable("已过期", "it has expired")
        case .disabled: throw Coupons.unusable("已停用", "it has been taken out of use")
        }
    }
}
