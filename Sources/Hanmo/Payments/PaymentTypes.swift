import JSON

/// How an order is paid.
enum PaymentMethod: String, Sendable, CaseIterable {
    case alipay
    case wechat
}

/// An order for credits: what is to be paid, and what arrives for it.
struct RechargeOrder: Sendable {
    enum Status: String, Sendable, CaseIterable {
        case pending
        case paid
        /// Nobody paid in time; a payment that comes later is credited all the same.
        case closed
        case failed
    }

    /// `R`, the Beijing date and the day's running number from 1000001.
    let number: String
    let user: Int
    let amountFen: Int
    let credits: Int
    let method: PaymentMethod
    let storedStatus: Status
    let createdAt: Int
    let paidAt: Int?

    /// How long a payer may take: half an hour.
    static let lifetimeMilliseconds = 30 * 60_000
    /// 0.01 to 50,000 yuan.
    static let amountsFen = 1...5_000_000
    /// 1 yuan is 10 credits, so 10 fen are one; what is left of a fen is not rounded up.
    static func credits(for amountFen: Int) -> Int { amountFen / 10 }

    var expiresAt: Int { createdAt + RechargeOrder.lifetimeMilliseconds }

    func status(at now: Int) -> Status {
        storedStatus == .pending && expiresAt <= now ? .closed : storedStatus
    }
}

/// An order as its buyer sees it.
struct RechargeReceipt: WireValue {
    let order: RechargeOrder
    /// Where to pay; nil once there is nothing to pay.
    let paymentURL: String?
    let now: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("order_id", order.number)
            json.field("amount", fen: order.amountFen)
            json.field("original_amount", fen: order.amountFen)
            json.field("credits", order.credits)
            json.field("payment_method", order.method.rawValue)
            json.field("status", order.status(at: now).rawValue)
            json.field("payment_url", paymentURL)
            json.field("expires_at", WireTime.text(order.expiresAt))
            json.field("created_at", WireTime.text(order.createdAt))
            json.field("paid_at", order.paidAt.map(WireTime.text))
        }
    }
}

/// What an event tells of an order whose payment has arrived.
struct PaidOrder: WireValue {
    let order: RechargeOrder

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("order_id", order.number)
            json.field("amount", fen: order.amountFen)
            json.field("credits", order.credits)
            json.field("payment_method", order.method.rawValue)
        }
    }
}

/// What a payment bridge reports.
struct PaymentReport: Sendable {
    enum Status: String, Sendable, CaseIterable {
        case success
        case failed
        case closed
    }

    let order: String
    let method: PaymentMethod
    let transaction: String
    let status: Status
    let amountFen: Int?
}

extension JSONWriter {
    /// Money on the wire: yuan with two decimals, as a number.
    mutating func field(_ name: StaticString, fen: Int) {
        key(name)
        raw(json: Yuan.text(fen).utf8)
    }
}

/// Yuan, at the edge only; inside, money is an integer of fen.
enum Yuan {
    /// `10.00` for 1000 fen; never negative here.
    static func text(_ fen: Int) -> String {
        let rest = fen % 100
        return "\(fen / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// `10` or `9.90`: as people write it.
    static func plain(_ fen: Int) -> String {
        fen % 100 == 0 ? String(fen / 100) : text(fen)
    }
}

extension Form {
    /// An amount of yuan with at most two decimals, as fen.
    mutating func fen(_ field: String, _ range: ClosedRange<Int>) -> Int {
        guard let amount = optionalFen(field, range) else {
            if !has(field) { fault(field, "不能为空", "is required") }
            return range.lowerBound
        }
        return amount
    }

    mutating func optionalFen(_ field: String, _ range: ClosedRange<Int>) -> Int? {
        guard let yuan = optionalNumber(field) else { return nil }
        let fen = (yuan * 100).rounded()
        // Yuan with two decimals are rarely exact in binary; a third decimal is a thousand times further off than that.
        guard abs(yuan * 100 - fen) < 1e-6, Double(range.lowerBound)...Double(range.upperBound) ~= fen else {
            let lowest = Yuan.text(range.lowerBound)
            let highest = Yuan.text(range.upperBound)
            fault(
                field,
                "应在 \(lowest) 与 \(highest) 之间，最多两位小数",
                "should be between \(lowest) and \(highest), with at most two decimals"
            )
            return nil
        }
        return Int(fen)
    }
}
