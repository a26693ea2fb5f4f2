import JSON

extension TextRequest {
    /// The members of a request that nobody's ``extra`` can set: what is asked, and the form of the answer.
    ///
    /// One answer is one text, so how many there are to be (`n`) is not open either.
    public static let reserved: Set<String> = [
        "model", "messages", "input", "n", "stream", "stream_options", "result_format", "incremental_output",
        "enable_thinking", "thinking", "temperature", "max_tokens",
    ]

    /// Room for thoughts, in tokens, where a provider counts them as part of the answer.
    ///
    /// A model that has thought up its limit answers nothing at all, so this is generous: models think about a text of
    /// some pages in 2,000 to 8,000 tokens.
    private static let thoughtTokens = 16_384

    /// How much a request takes besides its messages, in bytes; the writer's buffer then rarely grows.
    private static let roomBytes = 512

    /// A writer with room for this request.
    var writer: JSONWriter {
        JSONWriter(capacity: messages.reduce(TextRequest.roomBytes) { $0 + $1.content.utf8.count + 64 })
    }

    /// Whether the limit of the answer is ours: the operator's own is sent as it is, whatever the provider says to it.
    var choosesLength: Bool { maxTokens == nil && expectedTokens != nil }

    /// The limit of an answer, in tokens; nil where none is ours to choose, or the provider takes none.
    func limit(in shape: RequestShape, countingThoughts: Bool) -> Int? {
        guard shape.saysLength, let expectedTokens else { return nil }
        return expectedTokens + (countingThoughts ? TextRequest.thoughtTokens : 0)
    }

    /// Writes the options that are set, as members of the object being written.
    ///
    /// - Parameter limit: how many tokens the answer may take where ``maxTokens`` says nothing.
    func writeOptions(to json: inout JSONWriter, limit: Int?) {
        if let temperature, temperature.isFinite {
            json.key("temperature")
            json.value(temperature)
        }
        if let limit = maxTokens ?? (extra["max_completion_tokens"] == nil ? limit : nil) {
            json.field("max_tokens", limit)
        }
        let others = extra.filter { !TextRequest.reserved.contains($0.key) }
        guard !others.isEmpty else { return }
        var object = JSONWriter()
        object.value(.object(others.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) }))
        json.raw(json: object.bytes.dropFirst().dropLast())
    }
}
