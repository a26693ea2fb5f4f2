import JSON

/// Reads DashScope's native answers, whole or frame by frame.
///
/// Frames are increments, as asked for. Some models ignore that and repeat the whole text so far in each frame, and
/// nothing in the answer says so. One frame that begins with all that came before proves nothing ("ha", then "haha"),
/// so such a second frame is held back: if the next one begins with it again and goes on, the frames are repetitions
/// and only what is new is delivered; if not, both were increments. A text whose first three increments each begin with
/// the one before and are longer is taken for a repetition, which a text in a human language does not produce.
struct DashScopeReader: TextStreamReader {
    private enum Mode { case undecided, increments, repetitions }

    private var mode = Mode.undecided
    private(set) var text = ""
    /// The second frame, while it could be either.
    private var heldBack: String?
    private(set) var last = TextResult(text: "")
    private(set) var isFinished = false

    /// Reads an answer that came whole.
    static func result(of json: JSON) throws(ProviderError) -> TextResult {
        try check(json, status: nil)
        guard let output = json["output"], output.members != nil else {
            throw ProviderError(
                .badResponse,
                message: "the answer has no output",
                requestID: json["request_id"]?.string
            )
        }
        var result = TextResult(text: content(of: output) ?? "")
        note(json, output, in: &result)
        try result.check()
        return result
    }

    mutating func read(_ event: ServerSentEvent) throws(ProviderError) -> String? {
        if event.data.elementsEqual("[DONE]".utf8) { return nil }
        guard let json = try? JSON(parsing: event.data) else {
            if event.name == "error" {
                throw ProviderError(
                    .badResponse,
                    status: event.status,
                    message: String(decoding: event.data, as: UTF8.self)
                )
            }
            throw ProviderError(.badResponse, message: "an event of the stream is no JSON")
        }
        if event.name == "error" { throw DashScopeReader.error(json, status: event.status) }
        try DashScopeReader.check(json, status: event.status)
        guard let output = json["output"] else { return nil }
        DashScopeReader.note(json, output, in: &last)
        let isLast = last.finishReason != nil
        if isLast, let kind = last.failure { throw kind }
        let delta = add(DashScopeReader.content(of: output) ?? "", isLast: isLast)
        if isLast { isFinished = true }
        return delta
    }

    /// Takes in a frame's content and returns what it adds.
    private mutating func add(_ content: String, isLast: Bool) -> String? {
        switch mode {
        case .increments:
            text += content
            return content
        case .repetitions:
            guard content.utf8.count >= text.utf8.count, content.hasExactPrefix(text) else { return nil }
            let new = content.dropExactPrefix(text)
            text = content
            return new
        case .undecided:
            return addUndecided(content, isLast: isLast)
        }
    }

    private mutating func addUndecided(_ content: String, isLast: Bool) -> String? {
        if let held = heldBack {
            heldBack = nil
            if content.hasExactPrefix(held), isLast || content.utf8.count > held.utf8.count {
                mode = .repetitions
                return add(content, isLast: isLast)
            }
            mode = .increments
            text += held + content
            return held + content
        }
        // While the model thinks, and where it has nothing to add, frames are empty: they tell nothing.
        guard !text.isEmpty, !content.isEmpty else {
            if !text.isEmpty { mode = .increments }
            text += content
            return content
        }
        guard content.hasExactPrefix(text), content.utf8.count > text.utf8.count || isLast else {
            mode = .increments
            return add(content, isLast: isLast)
        }
        if isLast {
            // The whole text is in the last frame only if all frames repeat it.
            mode = .repetitions
            return add(content, isLast: true)
        }
        heldBack = content
        return nil
    }

    // MARK: Members

    private static func check(_ json: JSON, status: Int?) throws(ProviderError) {
        if Failure.code(json["code"]) != nil { throw error(json, status: status) }
    }

    private static func error(_ json: JSON, status: Int?) -> ProviderError {
        var failure = Failure(json)
        failure.status = status == 200 ? nil : status
        return ProviderError(failure, dialect: .dashScope)
    }

    private static func content(of output: JSON) -> String? {
        guard let choice = output["choices"]?[0] else { return output["text"]?.string }
        return choice["message"]?["content"]?.joinedText
    }

    private static func note(_ json: JSON, _ output: JSON, in result: inout TextResult) {
        let reason = (output["choices"]?[0]?["finish_reason"] ?? output["finish_reason"])?.string
        if let reason, reason != "null", !reason.isEmpty { result.finishReason = reason }
        if let usage = json["usage"] {
            result.inputTokens = usage["input_tokens"]?.int ?? result.inputTokens
            result.outputTokens = usage["output_tokens"]?.int ?? result.outputTokens
        }
        result.requestID = json["request_id"]?.string ?? result.requestID
    }
}

extension String {
    /// Compares bytes, not characters: a piece may end in the midst of one that a reader sees as whole.
    fileprivate func hasExactPrefix(_ prefix: String) -> Bool {
        utf8.starts(with: prefix.utf8)
    }

    fileprivate func dropExactPrefix(_ prefix: String) -> String {
        String(decoding: utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    }
}
