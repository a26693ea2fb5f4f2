import JSON

extension TextResult {
    /// True where the model stopped because it had reached its limit, not because the text had come to its end.
    public var isTruncated: Bool {
        finishReason == "length" || finishReason == "max_tokens"
    }

    /// The error that the reason for stopping stands for; nil for `stop`, `length` and whatever is not known.
    var failure: ProviderError? {
        switch finishReason {
        case "content_filter", "sensitive":
            error(.refused, "the text was stopped by moderation")
        case "network_error", "insufficient_system_resource", "aborted":
            error(.unavailable, "the provider broke the text off: \(finishReason!)")
        case "model_context_window_exceeded":
            error(.tooLarge, "the request and its answer exceed what the model can hold")
        default:
            nil
        }
    }

    /// Refuses what is no text.
    func check() throws(ProviderError) {
        if let failure { throw failure }
        if text.unicodeScalars.allSatisfy(\.isNothing) {
            throw error(.empty, "the answer holds no text, finish reason: \(finishReason ?? "none")")
        }
    }

    private func error(_ kind: ProviderError.Kind, _ message: String) -> ProviderError {
        ProviderError(kind, code: finishReason, message: message, requestID: requestID)
    }
}

extension Unicode.Scalar {
    /// Whether it leaves no mark on paper by itself: blanks, controls, marks of order and joiners.
    fileprivate var isNothing: Bool {
        properties.isWhitespace || properties.isDefaultIgnorableCodePoint || properties.generalCategory == .control
    }
}

extension JSON {
    /// A message's content: a string, or parts of which the texts are joined.
    var joinedText: String? {
        switch self {
        case .string(let text): text
        case .array(let parts): parts.compactMap { $0.string ?? $0["text"]?.string }.joined()
        default: nil
        }
    }
}
