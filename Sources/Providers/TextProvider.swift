import JSON

/// A service that writes texts: a model on the network, or the engine that is built in.
///
/// Implementations hold no state of a conversation; one value may serve any number of requests at once. Cancelling the
/// calling task ends the request on the wire too.
public protocol TextProvider: Sendable {
    /// Why this provider can't write what was ordered, as far as that is known without asking it; nil where it can, and
    /// where only a call will show.
    func refusal(of brief: Brief) -> ProviderError?

    /// Asks for a text and answers it whole.
    ///
    /// - Errors: ``ProviderError``; never with half a text.
    func complete(_ request: TextRequest) async throws(ProviderError) -> TextResult

    /// Delivers the text piece by piece as it arrives, then answers it whole.
    ///
    /// - Parameter onDelta: called with each piece in order, never with reasoning and never with an empty piece, and
    ///   for the last time before this method returns. It may run on the connection's event loop, so it must not wait.
    /// - Errors: ``ProviderError``; pieces delivered before it are void.
    func stream(
        _ request: TextRequest,
        _ onDelta: @escaping @Sendable (String) -> Void
    ) async throws(ProviderError) -> TextResult
}

extension TextProvider {
    public func refusal(of brief: Brief) -> ProviderError? { nil }
}

/// One order for a text.
public struct TextRequest: Sendable {
    /// One turn of the conversation that the model continues.
    public struct Message: Sendable, Hashable {
        public enum Role: String, Sendable, CaseIterable { case system, user, assistant }

        public var role: Role
        public var content: String

        public init(_ role: Role, _ content: String) {
            self.role = role
            self.content = content
        }
    }

    /// The provider's own name of the model, such as `qwen-plus`.
    public var model: String
    public var messages: [Message]
    /// The order as it was given, for an engine that drafts from it; providers on the network read only `messages`.
    public var brief: Brief?
    /// Sent only when set: providers differ in their ranges and defaults.
    public var temperature: Double?
    /// How long the answer may be, in tokens, where the operator has decided that.
    public var maxTokens: Int?
    /// How many tokens the text itself will hardly exceed; where ``maxTokens`` says nothing, providers on the network
    /// are told to stop there, with room on top for thoughts where those count.
    public var expectedTokens: Int?
    /// Whether the model may think before it answers; its thoughts are never delivered.
    public var thinking: Bool
    /// Further options by the provider's own names (`top_p`, `seed`, …); names that the request sets itself are
    /// ignored.
    public var extra: [String: JSON]
    /// How long the answer may take in all, attempts and pauses between them included.
    public var timeout: Duration
    /// The trace that the order belongs to, told to providers on the network; each attempt is a step of it.
    public var trace: TraceContext?

    /// The ceiling that DashScope and Zhipu keep themselves for a text.
    public static let usualTimeout = Duration.seconds(300)

    public init(
        model: String,
        messages: [Message],
        brief: Brief? = nil,
        temperature: Double? = nil,
        maxTokens: Int? = nil,
        expectedTokens: Int? = nil,
        thinking: Bool = false,
        extra: [String: JSON] = [:],
        timeout: Duration = usualTimeout,
        trace: TraceContext? = nil
    ) {
        self.model = model
        self.messages = messages
        self.brief = brief
        self.temperature = temperature
        self.maxTokens = maxTokens
        self.expectedTokens = expectedTokens
        self.thinking = thinking
        self.extra = extra
        self.timeout = timeout
        self.trace = trace
    }
}

/// What a user ordered, before it became a prompt.
public struct Brief: Sendable, Hashable {
    /// The writing tool's name, such as `wechat_article`.
    public var tool: String
    public var title: String
    public var keywords: [String]
    public var requirements: String
    /// The source text, where the tool rewrites or translates one.
    public var content: String
    public var language: String?
    public var tone: String?
    /// How many characters the text should have.
    public var length: Int?

    public init(
        tool: String,
        title: String,
        keywords: [String] = [],
        requirements: String = "",
        content: String = "",
        language: String? = nil,
        tone: String? = nil,
        length: Int? = nil
    ) {
        self.tool = tool
        self.title = title
        self.keywords = keywords
        self.requirements = requirements
        self.content = content
        self.language = language
        self.tone = tone
        self.length = length
    }
}

/// A finished text and what the provider said about it.
public struct TextResult: Sendable, Hashable {
    /// Never empty.
    public var text: String
    public var inputTokens: Int?
    public var outputTokens: Int?
    /// Why the model stopped, in the provider's own word: `stop`, or `length` when the text was cut at `maxTokens`.
    public var finishReason: String?
    /// The model that answered, where the provider says so.
    public var model: String?
    /// The provider's own name of this exchange, to quote when asking its support.
    public var requestID: String?

    public init(
        text: String,
        inputTokens: Int? = nil,
        outputTokens: Int? = nil,
        finishReason: String? = nil,
        model: String? = nil,
        requestID: String? = nil
    ) {
        self.text = text
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.finishReason = finishReason
        self.model = model
        self.requestID = requestID
    }
}
