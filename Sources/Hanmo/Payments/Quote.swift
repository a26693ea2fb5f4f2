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

/// What something costs and what arrives for it: the one place where prices are made.
///
/// Fen and credits are whole, and a division that leaves a rest is rounded in favour of the books: what arrives is
/// rounded down (9.99 yuan bring 99 credits), what is to be paid in credits is rounded up.
struct Quote: Sendable {
    /// 1 yuan is 10 credits, so a credit is 10 fen.
    ///
    /// Source: API document, "credit/recharge" (10.00 is 100); the membership's 99 credits for 9.90 agree.
    static let fenPerCredit = 10
    /// 0.01 to 50,000 yuan.
    static let rechargesFen = 1...5_000_000

    let goods: Goods
    /// Before anything is taken off.
    let originalFen: Int
    /// What is to be paid; nothing lowers a price yet, and what does will leave a fen at least.
    let amountFen: Int

    private init(_ goods: Goods, at priceFen: Int) {
        self.goods = goods
        originalFen = priceFen
        amountFen = priceFen
    }

    static func recharge(of amountFen: Int) -> Quote {
        Quote(.credits(amountFen / fenPerCredit), at: amountFen)
    }

    static func membership(_ type: MembershipType) -> Quote {
        Quote(.membership(type), at: type.priceFen)
    }

    /// What the same amount is in credits, for whoever pays from the balance.
    static func credits(toPay amountFen: Int) -> Int {
        (amountFen + fenPerCredit - 1) / fenPerCredit
    }
}
