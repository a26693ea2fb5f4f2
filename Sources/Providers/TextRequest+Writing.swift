import JSON

extension TextRequest {
    /// How much a request takes besides its messages, in bytes; the writer's buffer then rarely grows.
    private static let roomBytes = 512

    /// A writer with room for this request.
    var writer: JSONWriter {
        JSONWriter(capacity: messages.reduce(TextRequest.roomBytes) { $0 + $1.content.utf8.count + 64 })
    }

    /// Writes the options that are set, as members of the object being written.
    ///
    /// - Parameter reserved: names in ``extra`` that the request sets itself.
    func writeOptions(to json: inout JSONWriter, reserved: Set<String>) {
        if let temperature, temperature.isFinite {
            json.key("temperature")
            json.value(temperature)
        }
        if let maxTokens { json.field("max_tokens", maxTokens) }
        let others = extra.filter { !reserved.contains($0.key) && $0.key != "temperature" && $0.key != "max_tokens" }
        guard !others.isEmpty else { return }
        var object = JSONWriter()
        object.value(.object(others.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) }))
        json.raw(json: object.bytes.dropFirst().dropLast())
    }
}
