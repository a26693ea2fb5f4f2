import JSON

/// Credits that nobody has bought, less what of them was taken back, each on its own day.
///
/// The ledger alone says what was given; the books of those who gave it say who did.
struct Giveaways: Sendable, Equatable {
    /// By gifts of activities.
    var activities = 0
    /// By bonuses of first purchases.
    var firstPurchases = 0
    /// To those who brought others, and to those whom they brought.
    var referrals = 0
    /// By redemption codes.
    var codes = 0
    /// By administrators and commands, less what they took by hand.
    var administrators = 0

    static func += (left: inout Giveaways, right: Giveaways) {
        left.activities += right.activities
        left.firstPurchases += right.firstPurchases
        left.referrals += right.referrals
        left.codes += right.codes
        left.administrators += right.administrators
    }
}

/// What made paid orders cheaper, or added to them, less what of it went back with a refund.
///
/// An order counts on the day on which it was paid, a refund on the day on which the money was back, as in ``Takings``.
struct PriceCuts: Sendable, Equatable {
    /// What coupons took off, in fen.
    var couponFen = 0
    /// What activities took off, in fen, also of what was paid in credits.
    var activityFen = 0
    /// Credits that coupons added.
    var couponCredits = 0
}

/// The giveaways of a day that is over, added up once.
struct GiveawayDay: Sendable {
    let day: WireDay
    /// Entries of the ledger that were looked at.
    let entries: Int
    let giveaways: Giveaways
}

/// What promotions have cost.
struct Promotions: WireValue {
    var giveaways = Giveaways()
    var cuts = PriceCuts()

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("activity_credits", giveaways.activities)
            json.field("first_purchase_credits", giveaways.firstPurchases)
            json.field("referral_credits", giveaways.referrals)
            json.field("redemption_credits", giveaways.codes)
            json.field("administrator_credits", giveaways.administrators)
            json.field("coupon_credits", cuts.couponCredits)
            json.field("coupon_discounts", fen: cuts.couponFen)
            json.field("activity_discounts", fen: cuts.activityFen)
        }
    }

    static let columns = [
        Message("活动赠送积分", "activity_credits"), Message("首充赠送积分", "first_purchase_credits"),
        Message("推荐奖励积分", "referral_credits"), Message("兑换码积分", "redemption_credits"),
        Message("人工发放积分", "administrator_credits"), Message("优惠券加赠积分", "coupon_credits"),
        Message("优惠券优惠（元）", "coupon_discounts"), Message("活动优惠（元）", "activity_discounts"),
    ]

    var cells: [SheetCell] {
        [
            .number(giveaways.activities), .number(giveaways.firstPurchases), .number(giveaways.referrals),
            .number(giveaways.codes), .number(giveaways.administrators), .number(cuts.couponCredits),
            .yuan(cuts.couponFen), .yuan(cuts.activityFen),
        ]
    }
}
