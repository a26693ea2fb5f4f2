/// A way of paying, as the payer chooses it.
public enum PaymentChannel: String, Hashable, Sendable, CaseIterable {
    case alipay
    case wechat
}

/// What somebody is going to pay.
public struct PaymentOrder: Hashable, Sendable {
    /// The merchant's own number: 6 to 32 letters and digits are fine with every gateway.
    public var number: String
    public var channel: PaymentChannel
    public var amountFen: Int
    /// What is paid for, as the payer sees it; shortened, and cleared of what a gateway does not take.
    public var subject: String
    /// Where the gateway reports the payment.
    public var notifyURL: String
    /// When the order ends, in UTC milliseconds; the same at each repetition.
    public var expiresAt: Int
    public var checkout: Checkout

    public init(
        number: String,
        channel: PaymentChannel,
        amountFen: Int,
        subject: String,
        notifyURL: String,
        expiresAt: Int,
        checkout: Checkout
    ) {
        self.number = number
        self.channel = channel
        self.amountFen = amountFen
        self.subject = subject
        self.notifyURL = notifyURL
        self.expiresAt = expiresAt
        self.checkout = checkout
    }
}

/// How the payer gets to the gateway.
public enum Checkout: Hashable, Sendable {
    /// By a code that is scanned with the gateway's app.
    case code
    /// By the gateway's own page in a browser, which leads back to `returnURL`; Alipay only.
    case page(returnURL: String?)
    /// From a phone's browser into the gateway's app; `address` is the payer's own.
    case phone(address: String, returnURL: String?)
}

/// What the payer needs.
public enum Invitation: Hashable, Sendable {
    /// An address to go to.
    case url(String)
    /// The content of a QR code to show.
    case code(String)
}

/// What a gateway says of an order.
public struct Payment: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// The gateway does not know the order, or not yet.
        case absent
        /// Nobody has paid yet.
        case open
        case paid
        /// Paid, and since paid back: wholly at Alipay, at least in part at WeChat Pay.
        case refunded
        /// Ended without a payment.
        case closed
        /// An attempt to pay failed.
        case failed
    }

    /// The merchant's own number of the order.
    public var number: String
    public var state: State
    /// The gateway's own number of the payment.
    public var transaction: String?
    /// The price of the whole order, whatever discounts the payer had; always there where somebody has paid.
    public var amountFen: Int?
    /// What has been paid back so far, where the gateway says so: in its answers Alipay does once that is the whole,
    /// in its notifications always; WeChat Pay never does.
    public var refundedFen: Int?
    /// In UTC milliseconds.
    public var paidAt: Int?

    public init(
        number: String,
        state: State,
        transaction: String? = nil,
        amountFen: Int? = nil,
        refundedFen: Int? = nil,
        paidAt: Int? = nil
    ) {
        self.number = number
        self.state = state
        self.transaction = transaction
        self.amountFen = amountFen
        self.refundedFen = refundedFen
        self.paidAt = paidAt
    }
}

/// How closing an order went.
public enum Closing: Hashable, Sendable {
    /// It is closed, now or from before.
    case closed
    /// The gateway does not know it, or not yet: a code that was shown may still be scanned until it ends.
    case absent
}

/// Money to pay back.
public struct RefundOrder: Hashable, Sendable {
    /// The refund's own number; the same at each repetition, so that nothing is paid back twice.
    public var number: String
    /// The order it belongs to.
    public var order: String
    public var amountFen: Int
    /// The price of the whole order.
    public var orderAmountFen: Int
    /// Shown to the payer; may be empty.
    public var reason: String
    /// Where WeChat Pay reports the refund; Alipay reports it where it reported the payment.
    public var notifyURL: String?

    public init(
        number: String,
        order: String,
        amountFen: Int,
        orderAmountFen: Int,
        reason: String = "",
        notifyURL: String? = nil
    ) {
        self.number = number
        self.order = order
        self.amountFen = amountFen
        self.orderAmountFen = orderAmountFen
        self.reason = reason
        self.notifyURL = notifyURL
    }
}

/// What a gateway says of a refund.
public struct Refund: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// The gateway does not know the refund.
        case absent
        /// Accepted, and not done yet.
        case pending
        /// The gateway knows the refund, and does not say what has become of it; making it once more finds out, and
        /// pays nothing twice.
        case unclear
        case done
        /// It won't happen; the money stays with the merchant.
        case closed
        /// The payer's account does not take it; somebody has to see to it in the merchant's console.
        case stuck
    }

    /// The refund's own number.
    public var number: String
    /// The order it belongs to.
    public var order: String
    public var state: State
    /// The gateway's own number of the refund, where it has one.
    public var transaction: String?
    public var amountFen: Int?
    /// In UTC milliseconds.
    public var doneAt: Int?

    public init(
        number: String,
        order: String,
        state: State,
        transaction: String? = nil,
        amountFen: Int? = nil,
        doneAt: Int? = nil
    ) {
        self.number = number
        self.order = order
        self.state = state
        self.transaction = transaction
        self.amountFen = amountFen
        self.doneAt = doneAt
    }
}
