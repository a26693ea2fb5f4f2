/// Why a gateway did not do what it was asked.
public struct GatewayError: Error, Sendable, Hashable {
    /// What went wrong, told so that the caller knows what to do next.
    public enum Kind: String, Sendable, CaseIterable {
        /// A key, a number or an address among the settings can't be right; found before anything is sent.
        case misconfigured
        /// The gateway refuses the merchant: signature, application, contract or permission.
        case unauthorized
        /// The gateway does not take such an order, or does not understand the request.
        case invalidRequest
        /// This gateway has no such checkout.
        case unsupported
        /// The number was used before, for something else.
        case conflict
        /// Somebody has paid the order.
        case alreadyPaid
        /// The order was closed.
        case alreadyClosed
        /// There is no such order.
        case notFound
        /// The payment can't be paid back: too late, too much, too often, or not paid.
        case notRefundable
        /// The merchant's account does not have the money.
        case notEnoughFunds
        /// The gateway refuses, for a reason of its own.
        case refused
        /// Too many requests at the moment.
        case rateLimited
        /// No connection, or it broke.
        case unreachable
        /// No answer in time.
        case timedOut
        /// The gateway fails or is overloaded.
        case unavailable
        /// The answer is not what the protocol promises.
        case badResponse
        /// The answer does not bear the gateway's signature; nothing in it was believed.
        case untrusted
        /// The answer is longer than what is accepted.
        case tooLarge
        /// The caller cancelled the task.
        case cancelled
        /// The HTTP client was shut down.
        case closed
    }

    /// The longest message kept, in characters: enough to understand it, too little to fill a log with.
    public static let messageLimit = 500

    public var kind: Kind
    /// The HTTP status, where there was an answer.
    public var status: Int?
    /// The gateway's own code, such as `ACQ.TRADE_NOT_EXIST`.
    public var code: String?
    /// What happened, at most ``messageLimit`` characters; never holds a key.
    public var message: String
    /// The gateway's own name of this exchange.
    public var requestID: String?
    /// What of the merchant can't be right, where that is why.
    public var part: MerchantPart?
    /// True where the act may have been done whatever this answer says: an earlier attempt at it got none, or the
    /// answer is one that nobody has told us of.
    public var mayBeDone = false
    /// True where the gateway answers in its own words for what it was asked about, and not something in front of it.
    public var isAboutOrder = false

    public init(
        _ kind: Kind,
        status: Int? = nil,
        code: String? = nil,
        message: String,
        requestID: String? = nil
    ) {
        self.kind = kind
        self.status = status
        self.code = code
        self.message = String(message.prefix(GatewayError.messageLimit))
        self.requestID = requestID
    }

    /// Whether the same act may well succeed a little later.
    public var usuallyPasses: Bool {
        switch kind {
        case .rateLimited, .unreachable, .timedOut, .unavailable: true
        case .misconfigured, .unauthorized, .invalidRequest, .unsupported, .conflict, .alreadyPaid, .alreadyClosed,
            .notFound, .notRefundable, .notEnoughFunds, .refused, .badResponse, .untrusted, .tooLarge, .cancelled,
            .closed:
            false
        }
    }

    /// Whether the gateway as a whole does not answer at present.
    ///
    /// What it says of one order is an answer, also where that may pass: others may fare better.
    public var isSilence: Bool { usuallyPasses && (kind == .rateLimited || !isAboutOrder) }

    /// Whether the gateway may have done it all the same; to be asked before anything is concluded.
    public var leavesDoubt: Bool {
        if mayBeDone { return true }
        return switch kind {
        case .unreachable, .timedOut, .unavailable, .badResponse, .untrusted, .tooLarge, .cancelled: true
        case .misconfigured, .unauthorized, .invalidRequest, .unsupported, .conflict, .alreadyPaid, .alreadyClosed,
            .notFound, .notRefundable, .notEnoughFunds, .refused, .rateLimited, .closed:
            false
        }
    }
}

extension GatewayError: CustomStringConvertible {
    public var description: String {
        var parts = [kind.rawValue]
        if let status { parts.append("status \(status)") }
        if let code { parts.append(code) }
        if !message.isEmpty { parts.append(message) }
        if let requestID { parts.append("request \(requestID)") }
        return parts.joined(separator: ", ")
    }
}
