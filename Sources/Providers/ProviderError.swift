/// Why a provider gave no answer.
public struct ProviderError: Error, Sendable, Hashable {
    /// What went wrong, told so that the caller knows what to do next.
    public enum Kind: String, Sendable, CaseIterable {
        /// No connection, or it broke before an answer began.
        case unreachable
        /// No answer, or no next piece of it, in time.
        case timedOut
        /// Too many requests or tokens at the moment.
        case rateLimited
        /// The account has nothing left to pay with; waiting does not help.
        case billing
        /// The key is wrong, or may not use this model.
        case unauthorized
        /// There is no such model or address.
        case notFound
        /// The order or its answer was stopped by moderation.
        case refused
        /// The provider does not understand the request.
        case invalidRequest
        /// The provider fails or is overloaded.
        case unavailable
        /// The answer is not what the protocol promises.
        case badResponse
        /// The answer holds no text.
        case empty
        /// The answer broke off before its end.
        case truncatedStream
        /// The request, or the answer, is longer than what is accepted.
        case tooLarge
        /// This provider can't do what was asked.
        case unsupported
        /// The caller cancelled the task.
        case cancelled

        /// Whether the same request may well succeed a little later.
        var usuallyPasses: Bool {
            switch self {
            case .unreachable, .timedOut, .rateLimited, .unavailable: true
            // An answer that had begun has been worked for, and may have been charged.
            case .billing, .unauthorized, .notFound, .refused, .invalidRequest, .badResponse, .empty, .truncatedStream,
                .tooLarge, .unsupported, .cancelled:
                false
            }
        }
    }

    /// The longest message kept, in characters: enough to understand it, too little to fill a log with.
    public static let messageLimit = 500

    public var kind: Kind
    /// The HTTP status, where there was an answer.
    public var status: Int?
    /// The provider's own code, such as `Throttling.RateQuota`.
    public var code: String?
    /// The provider's own words, at most ``messageLimit`` characters; never holds the key.
    public var message: String
    /// How long the provider asks to wait.
    public var retryAfter: Duration?
    /// The provider's own name of this exchange.
    public var requestID: String?
    /// Whether the same request may well succeed a little later; the provider's `x-should-retry` decides where present.
    public var isRetryable: Bool
    /// Why the built-in engine refuses, which its users are told in its own words.
    public var refusal: Draft.Refusal?

    public init(
        _ kind: Kind,
        status: Int? = nil,
        code: String? = nil,
        message: String,
        retryAfter: Duration? = nil,
        requestID: String? = nil,
        isRetryable: Bool? = nil
    ) {
        self.kind = kind
        self.status = status
        self.code = code
        self.message = String(message.prefix(ProviderError.messageLimit))
        self.retryAfter = retryAfter
        self.requestID = requestID
        self.isRetryable = isRetryable ?? kind.usuallyPasses
    }
}

extension ProviderError: CustomStringConvertible {
    public var description: String {
        var parts = [kind.rawValue]
        if let status { parts.append("status \(status)") }
        if let code { parts.append(code) }
        if !message.isEmpty { parts.append(message) }
        if let requestID { parts.append("request \(requestID)") }
        return parts.joined(separator: ", ")
    }
}
