import NIOCore
import NIOHTTP1

/// What came in at the address for a gateway's reports, untouched.
public struct GatewayNotification: Sendable {
    public var headers: HTTPHeaders
    /// The bytes that were signed.
    public var body: ByteBuffer

    public init(headers: HTTPHeaders, body: ByteBuffer) {
        self.headers = headers
        self.body = body
    }

    /// The longest body that is looked at: gateways send some 3 KiB.
    static let bodyLimitBytes = 64 << 10

    func checkLength() throws(Refusal) {
        guard body.readableBytes <= GatewayNotification.bodyLimitBytes else {
            throw .tooLarge(limitBytes: GatewayNotification.bodyLimitBytes)
        }
    }
}

/// What a gateway reports, once its signature and its merchant were found right.
public struct GatewayReport: Hashable, Sendable {
    public enum Event: Hashable, Sendable {
        case payment(Payment)
        case refund(Refund)
        /// Something that is no concern of an order, by the gateway's own word; to be answered as recorded.
        case other(String)
    }

    /// The gateway's own name of this report; the same when it is sent again.
    public var id: String
    public var channel: PaymentChannel
    public var event: Event

    public init(id: String, channel: PaymentChannel, event: Event) {
        self.id = id
        self.channel = channel
        self.event = event
    }

    /// Whether the report tells of the payment of just this order.
    ///
    /// - Errors: `otherChannel`, `otherOrder` or `otherAmount`. A report that names no amount has to be one of no
    ///   payment or come from a bridge, whose signature vouches for it.
    public func check(_ order: ExpectedPayment) throws(Refusal) {
        guard channel == order.channel else { throw .otherChannel(channel) }
        guard case .payment(let payment) = event else { return }
        guard payment.number == order.number else { throw .otherOrder(payment.number) }
        guard let amountFen = payment.amountFen else { return }
        guard amountFen == order.amountFen else { throw .otherAmount(fen: amountFen) }
    }
}

/// What the merchant's books say of the order that a report names.
public struct ExpectedPayment: Hashable, Sendable {
    public var number: String
    public var channel: PaymentChannel
    public var amountFen: Int

    public init(number: String, channel: PaymentChannel, amountFen: Int) {
        self.number = number
        self.channel = channel
        self.amountFen = amountFen
    }
}

/// Why a notification is not believed.
///
/// Texts are for the log; they quote what a stranger may have written, in short.
public enum Refusal: Error, Hashable, Sendable {
    /// It carries no signature, or no complete one.
    case unsigned
    /// The signature is not the gateway's.
    case forged
    /// It was signed too long ago, or in the future; says by how many seconds the clocks differ.
    case stale(seconds: Int)
    /// It was signed by a key that is not the gateway's, as far as is known here.
    case unknownKey(String)
    /// It can't be read, so that nobody knows who sent it; says what is wrong.
    case malformed(String)
    /// The gateway has signed it, and it is not what is expected of one; says what is wrong.
    case unintelligible(String)
    case tooLarge(limitBytes: Int)
    /// Its content can't be decrypted: the key for it is another merchant's or was changed.
    case undecryptable
    /// It is meant for another merchant.
    case otherMerchant(String)
    /// It is meant for another application of the merchant.
    case otherApplication(String)
    /// The order is paid in another way.
    case otherChannel(PaymentChannel)
    case otherOrder(String)
    case otherAmount(fen: Int)
    /// The gateway's keys can't be had at the moment; it should send the notification again.
    case unavailable(GatewayError)

    /// Whether its origin was in doubt, rather than what it says.
    var isOfUnknownOrigin: Bool {
        switch self {
        case .unsigned, .forged, .stale, .unknownKey: true
        case .malformed, .unintelligible, .tooLarge, .undecryptable, .otherMerchant, .otherApplication, .otherChannel,
            .otherOrder, .otherAmount, .unavailable:
            false
        }
    }
}

extension NotificationOutcome {
    /// The HTTP status that says it: 401 for a stranger's words, 400 for wrong ones, 503 for "later".
    var refusalStatus: Int? {
        switch self {
        case .recorded: nil
        case .failed, .refused(.unavailable): 503
        case .refused(let refusal): refusal.isOfUnknownOrigin ? 401 : 400
        }
    }
}
