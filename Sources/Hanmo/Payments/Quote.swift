/// What an order is for, and so what arrives once it is paid.
enum Goods: Sendable, Equatable {
    case credits(Int)
    case membership(MembershipType)

    var kind: Order.Kind {
        switch self {
        case .credits: .recharge
        case .membership: .membership
        }
    }

    /// As people are told of it.
    var title: String {
        switch self {
        case .credits(let amount): "\(amount) 积分"
        case .membership(let type): type.title
        }
    }
}

/// What somebody wants to buy, before its price is known.
enum Purchase: Sendable, Equatable {
    case recharge(fen: Int, coupon: String? = nil)
    case membership(MembershipType)
}

/// What something costs and what arrives for it: the one place where prices are made.
///
/// Fen and credits are whole. What a percentage leaves to be paid is rounded to the nearest fen, half a fen up (10 %
/// off 0.05 yuan leave 0.045, which is 0.05). All else is rounded in favour of the books: what arrives is rounded
/// down (9.99 yuan bring 99 credits), what is to be paid in credits is rounded up. Whatever is taken off, a fen is
/// left.
///
/// What arrives for a price is what the full price brings: a reduction takes nothing from it.
struct Quote: Sendable {
    /// 1 yuan is 10 credits, so a credit is 10 fen.
    ///
    /// Source: API document, "credit/recharge" (10.00 is 100); the membership's 99 credits for 9.90 agree.
    static let fenPerCredit = 10
    /// 0.01 to 50,000 yuan.
    static let rechargesFen = 1...5_000_000
    /// What has to be left: gateways take no payment of nothing.
    static let lowestFen = 1
    /// A hundred percent, in hundredths of one.
    static let wholeHundredths = 10_000

    /// Credits with those that come on top.
    let goods: Goods
    /// Before anything is taken off.
    let originalFen: Int
    /// What is to be paid.
    let amountFen: Int
    /// Credits that come on top of those that the price buys.
    let bonusCredits: Int
    /// What made it cheaper, or brings more; one at most, since coupons are for credits and activities for memberships.
    let reduction: Reduction?

    var takenFen: Int { originalFen - amountFen }

    private init(_ goods: Goods, at priceFen: Int, reducedBy reduction: Reduction?, bonusCredits: Int = 0) {
        self.goods = goods
        originalFen = priceFen
        amountFen = Quote.left(of: priceFen, after: reduction?.effect)
        self.bonusCredits = bonusCredits
        self.reduction = reduction
    }

    static func recharge(of amountFen: Int, reducedBy reduction: Reduction? = nil) -> Quote {
        var bonus = 0
        if case .bonusCredits(let credits) = reduction?.effect { bonus = credits }
        return Quote(
            .credits(amountFen / fenPerCredit + bonus),
            at: amountFen,
            reducedBy: reduction,
            bonusCredits: bonus
        )
    }

    static func membership(_ type: MembershipType, reducedBy reduction: Reduction? = nil) -> Quote {
        Quote(.membership(type), at: type.priceFen, reducedBy: reduction)
    }

    /// What the same amount is in credits, for whoever pays from the balance.
    static func credits(toPay amountFen: Int) -> Int {
        (amountFen + fenPerCredit - 1) / fenPerCredit
    }

    /// What is to be paid of a price.
    private static func left(of priceFen: Int, after effect: Reduction.Effect?) -> Int {
        let left =
            switch effect {
            case .percentOff(let hundredths):
                (priceFen * (wholeHundredths - hundredths) + wholeHundredths / 2) / wholeHundredths
            case .fenOff(let fen): priceFen - fen
            case .bonusCredits, nil: priceFen
            }
        return max(lowestFen, left)
    }
}
