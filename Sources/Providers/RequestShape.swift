/// The forms of a request that models differ in.
///
/// Which path a model is served at, whether it takes a switch for thinking, how long its answers may be and whether it
/// answers only in streams is not told by its name for good: new names come every month. So a first guess is sent, and
/// the provider's refusal, which costs nothing, says which form it wants.
struct RequestShape: Sendable, Equatable {
    /// Native DashScope only: whether the model is served at the multimodal path.
    var isMultimodal = false
    /// Whether the request says if the model may think.
    var saysThinking = true
    /// Whether the request limits the answer's length where the operator does not.
    ///
    /// A limit above what the model can write is refused by most, and some models of OpenAI's take none by the name
    /// `max_tokens`.
    var saysLength = true
    /// Whether the answer comes as a stream.
    var streams: Bool

    private var hasChangedPath = false

    init(isMultimodal: Bool = false, streams: Bool, saysLength: Bool = true) {
        self.isMultimodal = isMultimodal
        self.streams = streams
        self.saysLength = saysLength
    }

    /// The form that a refusal asks for, or nil where it is about something else or was tried already.
    ///
    /// Each form changes at most once, so this ends after four refusals.
    func adapted(to error: ProviderError) -> RequestShape? {
        guard error.status == 400 || error.status == 422 else { return nil }
        let message = error.message.lowercased()
        var shape = self
        let isOfLength = error.kind == .invalidRequest || error.kind == .tooLarge
        if saysLength, isOfLength, RequestShape.lengthPhrases.contains(where: message.contains) {
            shape.saysLength = false
            return shape
        }
        guard error.kind == .invalidRequest else { return nil }
        if message.contains("url error") || message.contains("input content must be a string") {
            guard !hasChangedPath else { return nil }
            shape.isMultimodal.toggle()
            shape.hasChangedPath = true
        } else if message.contains("only support stream mode") || message.contains("for non-streaming calls") {
            guard !streams else { return nil }
            shape.streams = true
        } else if message.contains("thinking") {
            guard saysThinking else { return nil }
            shape.saysThinking = false
        } else {
            return nil
        }
        return shape
    }

    /// What refusals of a limit speak of: DashScope, DeepSeek, OpenAI and vLLM name the field, Moonshot and older
    /// servers the context that request and answer have to share.
    private static let lengthPhrases = ["max_tokens", "max_completion_tokens", "token limit", "maximum context length"]
}
