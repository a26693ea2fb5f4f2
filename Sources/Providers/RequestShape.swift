/// The forms of a request that models differ in.
///
/// Which path a model is served at, whether it takes a switch for thinking and whether it answers only in streams is
/// not told by its name for good: new names come every month. So a first guess is sent, and the provider's refusal,
/// which costs nothing, says which form it wants.
struct RequestShape: Sendable, Equatable {
    /// Native DashScope only: whether the model is served at the multimodal path.
    var isMultimodal = false
    /// Whether the request says if the model may think.
    var saysThinking = true
    /// Whether the answer comes as a stream.
    var streams: Bool

    private var hasChangedPath = false

    init(isMultimodal: Bool = false, streams: Bool) {
        self.isMultimodal = isMultimodal
        self.streams = streams
    }

    /// The form that a refusal asks for, or nil where it is about something else or was tried already.
    ///
    /// Each form changes at most once, so this ends after three refusals.
    func adapted(to error: ProviderError) -> RequestShape? {
        guard error.kind == .invalidRequest, error.status == 400 || error.status == 422 else { return nil }
        let message = error.message.lowercased()
        var shape = self
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
}
