import Gateways
import JSON

/// How an order is paid.
enum PaymentMethod: String, Sendable, CaseIterable {
    case alipay
    case wechat
    /// In credits, at once.
    case balance

    /// Those that bring money from outside.
    static let outside: [PaymentMethod] = [.alipay, .wechat]

    init(_ channel: PaymentChannel) {
        switch channel {
        case .alipay: self = .alipay
        case .wechat: self = .wechat
        }
    }

    /// As gateways know it.
    var channel: PaymentChannel { self == .wechat ? .wechat : .alipay }

    /// As the cashier writes it.
    var title: String {
        switch self {
        case .alipay: "支付宝"
        case .wechat: "微信支付"
        case .balance: "积分余额"
        }
    }
}

/// How whoever buys gets to the gateway.
enum CheckoutKind: String, Sendable, CaseIterable {
    /// By its own page in a browser; by a code at WeChat Pay, which has no such page.
    case page
    /// By a code that is scanned with the gateway's app.
    case code
    /// From a phone's browser into the gateway's app.
    case phone
}

/// Who pays, by what and from where.
struct Payer: Sendable {
    let method: PaymentMethod
    var checkout = CheckoutKind.page
    /// The network address, which WeChat Pay asks for on phones.
    var address = ""
}

/// An order: what is to be paid, and what arrives for it, once.
struct Order: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case recharge
        case membership

        /// The letter that an order's number begins with.
        var letter: String {
            switch self {
            case .recharge: "R"
            case .membership: "M"
            }
        }
    }

    enum Status: String, Sendable, CaseIterable {
        case pending
        case paid
        /// Nobody paid in time; a payment that comes later is credited all the same.
        case closed
        case failed
        /// Was paid, and the money went back.
        case refunded

        /// Those in which a payment is still taken.
        var isPayable: Bool { [.pending, .closed, .failed].contains(self) }
    }

    let id: Int
    /// Letter, Beijing date and the day's running number from 1000001: `R202601221000001`.
    let number: String
    let user: Int
    let goods: Goods
    let originalFen: Int
    let amountFen: Int
    /// Those of its credits that come on top of what its price buys.
    let bonusCredits: Int
    /// What made it cheaper, or brings more.
    let reducedBy: Reduction.Source?
    let method: PaymentMethod
    let storedStatus: Status
    let createdAt: Int
    /// Nil where it was paid at once.
    let expiresAt: Int?
    let paidAt: Int?
    /// Who takes, or was to take, the money of its last attempt; nil where it has none yet.
    let gateway: PaymentAttempt.Gateway?
    /// Where its open attempt is paid.
    let paymentURL: String?
    /// What a code shows with which it is paid.
    let qrCode: String?

    /// The coupon that made it cheaper, or brings more.
    var coupon: Int? { reducedBy?.kind == .coupon ? reducedBy?.id : nil }

    /// Characters of a number that is looked for; ours have sixteen.
    static let numberLimit = 64
    /// How long a payer may take: half an hour.
    static let lifetimeMilliseconds = 30 * 60_000

    /// As it is at a moment: an order closes when its time is over, whenever the job comes that notes it.
    func status(at now: Int) -> Status {
        storedStatus == .pending && expiresAt.map { $0 <= now } ?? false ? .closed : storedStatus
    }
}

/// One try to pay an order at a gateway.
///
/// An order has one open attempt at most, and one that is paid at most.
enum PaymentAttempt {
    /// Who takes the money.
    enum Gateway: String, Sendable {
        case alipay
        case wechat
        /// A trusted payment bridge has reported that somebody did, for an order that was opened elsewhere.
        case bridge
        /// Nobody does: the cashier page of a development server.
        case sandbox
        /// The buyer's own credits.
        case balance

        /// Who takes money by a method where its merchant is set up; nil for the balance.
        init?(_ method: PaymentMethod) {
            switch method {
            case .alipay: self = .alipay
            case .wechat: self = .wechat
            case .balance: return nil
            }
        }

        /// Whether somebody outside knows more of a payment than stands here.
        var isOutside: Bool { self == .alipay || self == .wechat }
    }

    enum State: String, Sendable {
        case open
        case paid
        case failed
        case closed
        /// Money that came for an order that had been paid already: it is owed to the buyer.
        case surplus
    }
}

/// An order as its buyer sees it.
struct OrderReceipt: WireValue {
    let order: Order
    let now: Int

    func write(to json: inout JSONWriter) {
        let status = order.status(at: now)
        json.object { json in
            json.field("order_id", order.number)
            if case .membership(let type) = order.goods { json.field("membership_type", type.rawValue) }
            json.field("amount", fen: order.amountFen)
            json.field("original_amount", fen: order.originalFen)
            if case .credits(let amount) = order.goods { json.field("credits", amount) }
            if let source = order.reducedBy {
                json.field(source.kind == .coupon ? "coupon_code" : "activity", source.name)
                json.field("discount_amount", fen: order.originalFen - order.amountFen)
                json.field("bonus_credits", order.bonusCredits)
            }
            json.field("payment_method", order.method.rawValue)
            json.field("status", status.rawValue)
            json.field("payment_url", status == .pending ? order.paymentURL : nil)
            json.field("qr_code", status == .pending ? order.qrCode : nil)
            json.field("expires_at", order.expiresAt.map(WireTime.text))
            json.field("created_at", WireTime.text(order.createdAt))
            json.field("paid_at", order.paidAt.map(WireTime.text))
        }
    }
}

/// A price as it is shown before anything is ordered.
extension Quote: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            if case .membership(let type) = goods { json.field("membership_type", type.rawValue) }
            json.field("amount", fen: amountFen)
            json.field("original_amount", fen: originalFen)
            switch goods {
            case .credits(let amount): json.field("credits", amount)
            case .membership: json.field("credits_cost", Quote.credits(toPay: amountFen))
            }
            json.key("reductions")
            json.array { json in
                guard let source = reduction?.source else { return }
                json.object { json in
                    json.field("source", source.kind.rawValue)
                    json.field("name", source.name)
                    json.field("discount_amount", fen: takenFen)
                    json.field("bonus_credits", bonusCredits)
                }
            }
        }
    }
}

/// What an event tells of an order whose payment has arrived.
struct PaidOrder: WireValue {
    let order: Order
    /// When the membership ends that it is for.
    let membershipEndsAt: Int?

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("order_id", order.number)
            json.field("amount", fen: order.amountFen)
            switch order.goods {
            case .credits(let amount): json.field("credits", amount)
            case .membership(let type):
                json.field("membership_type", type.rawValue)
                json.field("membership_end_date", membershipEndsAt.map(WireTime.text))
            }
            json.field("payment_method", order.method.rawValue)
        }
    }
}

/// What an event tells of an order that was not paid.
struct UnpaidOrder: WireValue {
    let order: Order

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("order_id", order.number)
            json.field("amount", fen: order.amountFen)
            json.field("payment_method", order.method.rawValue)
        }
    }
}
