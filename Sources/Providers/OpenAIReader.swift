import JSON

/// Reads answers in the form of OpenAI's chat completions, whole or chunk by chunk.
///
/// Reasoning comes in fields of its own (`reasoning_content`, `reasoning`), which are not looked at, or ahead of the
/// text in tags, see ``Thoughts``.
struct OpenAIReader: TextStreamReader {
    private let dialect: Dialect
    private(set) var text = ""
    private(set) var last = TextResult(text: "")
    private(set) var isFinished = false
    private var thoughts = Thoughts()

    init(dialect: Dialect) {
        self.dialect = dialect
    }

    /// Reads an answer that came whole.
    static func result(of json: JSON, _ dialect: Dialect) throws(ProviderError) -> TextResult {
        try check(json, status: nil, dialect)
        guard let choices = json["choices"]?.array else {
            throw ProviderError(.badResponse, message: "the answer has no choices", requestID: json["id"]?.string)
        }
        let choice = OpenAIReader.first(of: choices)
        let message = choice?["message"]
        var result = TextResult(text: Thoughts.removed(from: message?["content"]?.joinedText ?? ""))
        note(json, choice, in: &result)
        if result.text.isEmpty, let refusal = message?["refusal"]?.string, !refusal.isEmpty {
            throw ProviderError(.refused, message: refusal, requestID: result.requestID)
        }
        try result.check()
        return result
    }

    mutating func read(_ event: ServerSentEvent) throws(ProviderError) -> String? {
        if event.data.elementsEqual("[DONE]".utf8) {
            isFinished = true
            return add(thoughts.finish())
        }
        guard let json = try? JSON(parsing: event.data) else {
            throw ProviderError(.badResponse, message: "an event of the stream is no JSON")
        }
        if event.name == "error" { throw OpenAIReader.error(json, status: event.status, dialect) }
        try OpenAIReader.check(json, status: event.status, dialect)
        let choice = json["choices"]?.array.flatMap(OpenAIReader.first)
        OpenAIReader.note(json, choice, in: &last)
        if let failure = last.failure { throw failure }
        if last.finishReason != nil { isFinished = true }
        let delta = choice?["delta"]
        let piece = delta?["content"]?.joinedText ?? choice?["message"]?["content"]?.joinedText
        let thought = delta?["reasoning_content"]?.string ?? delta?["reasoning"]?.string
        // Thoughts are paid for, too.
        let hasBegun = [piece, thought].contains { $0?.isEmpty == false }
        let added = add((piece.map { thoughts.read($0) } ?? "") + (last.finishReason == nil ? "" : thoughts.finish()))
        return added ?? (hasBegun ? "" : nil)
    }

    private mutating func add(_ piece: String) -> String? {
        text += piece
        return piece.isEmpty ? nil : piece
    }

    // MARK: Members

    /// The one text that was asked for, where a service gives several.
    private static func first(of choices: [JSON]) -> JSON? {
        choices.first { ($0["index"]?.int ?? 0) == 0 }
    }

    /// Finds a failure in an answer whose status is a success: an `error`, or a flat one where there are no choices.
    private static func check(_ json: JSON, status: Int?, _ dialect: Dialect) throws(ProviderError) {
        let hasError =
            switch json["error"] {
            case .object(let members): !members.isEmpty
            case .string(let text): !text.isEmpty
            default: false
            }
        let isFlat = json["choices"] == nil && Failure.code(json["code"]) != nil
        if hasError || isFlat { throw error(json, status: status, dialect) }
    }

    private static func error(_ json: JSON, status: Int?, _ dialect: Dialect) -> ProviderError {
        var failure = Failure(json)
        failure.status = status == 200 ? nil : status
        return ProviderError(failure, dialect: dialect)
    }

    private static func note(_ json: JSON, _ choice: JSON?, in result: inout TextResult) {
        if let reason = choice?["finish_reason"]?.string, !reason.isEmpty, reason != "null" {
            result.finishReason = reason
        }
        if let usage = json["usage"] {
            result.inputTokens = usage["prompt_tokens"]?.int ?? result.inputTokens
            result.outputTokens = usage["completion_tokens"]?.int ?? result.outputTokens
        }
        result.model = json["model"]?.string ?? result.model
        result.requestID = json["id"]?.string ?? result.requestID
    }
}
