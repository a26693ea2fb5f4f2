import Gateways
import JSON

/// Where a gateway's books say something else of a paid order than ours.
struct Difference: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        /// Paid here, not there.
        case notPaid = "not_paid"
        /// Another amount was paid than was to be paid.
        case otherAmount = "other_amount"
        /// Somebody has paid, and in another way than the order says.
        case otherMethod = "other_method"
        /// Paid once more, and owed to the buyer.
        case surplus
        /// Paid here, and there by another payment.
        case otherTransaction = "other_transaction"
        /// Paid back there, not here: somebody did that in the merchant's console.
        case refunded
        /// Paid back here, not there.
        case notRefunded = "not_refunded"
        /// Paid back by another way, as an administrator has said, and then by the gateway, too.
        case refundedTwice = "refunded_twice"
    }

    enum State: String, Sendable, CaseIterable {
        case open
        /// A later comparison has found both alike, or an administrator has seen to it.
        case resolved
    }

    let id: Int
    let order: String
    let user: Int
    let kind: Kind
    let orderStatus: Order.Status
    let amountFen: Int
    let method: PaymentMethod
    /// What the gateway said when it was last asked.
    let gatewayState: String
    let gatewayAmountFen: Int?
    let gatewayTransaction: String?
    let foundAt: Int
    let lastSeenAt: Int
    let resolvedAt: Int?
    /// What an administrator has written who has seen to it.
    let resolution: String?

    /// Characters of a resolution.
    static let resolutionLength = 1...200
}

extension Difference.Kind {
    /// Those that a comparison finds, and finds to be over; others are told once, by who has the money.
    static let compared: [Difference.Kind] = [.notPaid, .otherAmount, .otherTransaction, .refunded, .notRefunded]

    /// What it means for money that it was not booked; nil where there is none, or no order of that number.
    init?(_ outcome: PaymentNotice.Outcome) {
        switch outcome {
        case .otherAmount: self = .otherAmount
        case .otherMethod: self = .otherMethod
        case .surplus: self = .surplus
        default: return nil
        }
    }

    /// What differs; nil where both books agree.
    ///
    /// - Parameters:
    ///   - transaction: the gateway's number of the payment as it stands here.
    ///   - isOnItsWayBack: whether a refund is under way, which the gateway may have made already.
    ///   - isSettledByHand: whether it was paid back by another way than the gateway's.
    init?(
        _ order: Order,
        _ transaction: String?,
        _ payment: Payment,
        isOnItsWayBack: Bool,
        isSettledByHand: Bool = false
    ) {
        let isPaidBack = payment.state == .refunded || payment.refundedFen ?? 0 > 0
        switch order.storedStatus {
        case .paid where payment.state != .paid && !isPaidBack: self = .notPaid
        case .paid where isPaidBack && !isOnItsWayBack: self = .refunded
        case .refunded where !isPaidBack && !isSettledByHand: self = .notRefunded
        case .paid, .refunded:
            if let amountFen = payment.amountFen, amountFen != order.amountFen {
                self = .otherAmount
            } else if let theirs = payment.transaction, let transaction, theirs != transaction {
                self = .otherTransaction
            } else {
                return nil
            }
        case .pending, .closed, .failed: return nil
        }
    }
}

extension Difference: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", id)
            json.field("order_id", order)
            json.field("user_id", user)
            json.field("kind", kind.rawValue)
            json.field("payment_method", method.rawValue)
            json.field("status", orderStatus.rawValue)
            json.field("amount", fen: amountFen)
            json.field("gateway_status", gatewayState)
            if let gatewayAmountFen {
                json.field("gateway_amount", fen: gatewayAmountFen)
            } else {
                json.key("gateway_amount")
                json.null()
            }
            json.field("gateway_transaction", gatewayTransaction)
            json.field("found_at", WireTime.text(foundAt))
            json.field("last_seen_at", WireTime.text(lastSeenAt))
            json.field("resolved_at", resolvedAt.map(WireTime.text))
            json.field("resolution", resolution)
        }
    }
}
