import Gateways
import JSON

/// The money of a whole order on its way back to its buyer.
struct OrderRefund: Sendable {
    enum State: String, Sendable, CaseIterable {
        /// Written down, and what the order had brought is taken back; the gateway may have heard of it or not.
        case begun
        /// The gateway has accepted it; the money is not there yet.
        case pending
        /// The gateway can't get rid of the money; somebody has to see to it in the merchant's console.
        case stuck
        /// The money is back.
        case done
        /// The gateway has refused; what was taken back is the buyer's again.
        case refused

        /// Whether the gateway has to be asked what becomes of it.
        var isOpen: Bool { [.begun, .pending, .stuck].contains(self) }
    }

    /// How an administrator ends a refund by hand.
    enum Settlement: String, Sendable, CaseIterable {
        /// The money is back, by another way than this refund.
        case paidBack = "paid_back"
        /// There will be no refund; what was taken back is the buyer's again.
        case withdrawn
    }

    let id: Int
    /// The order's number and which try it is, `R202601221000001F1`: gateways pay a number back once.
    let number: String
    let orderNumber: String
    let gateway: PaymentAttempt.Gateway
    let amountFen: Int
    /// What it has moved in the ledger: negative where credits were taken back.
    let credits: Int
    let state: State
    let reason: String
    /// What the gateway has or had against it, or why nothing is known of it at present.
    let problem: String?
    /// Whether the gateway has refused a request to make it, though nobody knows yet what becomes of the others.
    let isRefused: Bool
    /// How many requests to make it were sent whose answer nobody knows.
    let unanswered: Int
    /// When the gateway was last asked to make it.
    let doubtedAt: Int?
    /// How an administrator has ended it, and why; nil where its gateway has.
    let settlement: Settlement?
    let settledBecause: String?
    let createdAt: Int
    let endedAt: Int?

    /// How long after a request without an answer a gateway is believed that it does not know the refund: Alipay asks
    /// for ten seconds, and clocks differ.
    private static let doubtMilliseconds = 30_000

    /// Whether what the gateway knows of the requests without an answer is all that will ever come of them.
    func isDoubtOver(at now: Int) -> Bool {
        // A clock that was set back prolongs no doubt.
        unanswered == 0 || doubtedAt.map { abs(now - $0) >= OrderRefund.doubtMilliseconds } ?? true
    }

    /// Characters of a reason: what fits into the 80 bytes that WeChat Pay shows to the payer.
    static let reasonLength = 1...26
    /// Characters of why one is ended by hand.
    static let settlementLength = 1...200
}

/// What an administrator decides of a refund.
struct RefundTerms: Sendable {
    let reason: String
    /// Whether credits that are spent already are let go.
    let isForced: Bool
    let administrator: Administrator
}

extension OrderRefund: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("refund_id", number)
            json.field("order_id", orderNumber)
            json.field("amount", fen: amountFen)
            json.field("credits", credits)
            json.field("status", state.rawValue)
            json.field("reason", reason)
            json.field("problem", problem)
            json.field("asked_at", doubtedAt.map(WireTime.text))
            json.field("settlement", settlement?.rawValue)
            json.field("settlement_reason", settledBecause)
            json.field("created_at", WireTime.text(createdAt))
            json.field("ended_at", endedAt.map(WireTime.text))
        }
    }
}

/// What an event tells of an order whose money has gone back.
struct RefundedOrder: WireValue {
    let refund: OrderRefund
    let order: Order

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("order_id", order.number)
            json.field("amount", fen: refund.amountFen)
            json.field("credits", refund.credits)
            json.field("payment_method", order.method.rawValue)
        }
    }
}
