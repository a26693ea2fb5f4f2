import NIOPosix

/// The text provider that needs no key and no network: it drafts from the order itself, see ``Draft``.
public struct BuiltinText: TextProvider {
    /// The name that results give as their model.
    public static let model = "hanmo-draft"

    public init() {}

    public func refusal(of brief: Brief) -> ProviderError? {
        do throws(Draft.Refusal) {
            try Draft.check(brief)
            return nil
        } catch {
            return BuiltinText.error(error)
        }
    }

    public func complete(_ request: TextRequest) async throws(ProviderError) -> TextResult {
        guard let brief = request.brief else {
            throw ProviderError(.unsupported, message: "内置草稿引擎只接受写作任务，不能对话：请在“模型管理”中添加一个真实模型后再试")
        }
        switch await BuiltinText.draft(brief) {
        case .success(let text):
            return TextResult(text: text, finishReason: "stop", model: BuiltinText.model)
        case .failure(let problem):
            throw BuiltinText.error(problem)
        }
    }

    private static func error(_ problem: Draft.Refusal) -> ProviderError {
        var error = ProviderError(problem == .noContent ? .invalidRequest : .unsupported, message: problem.message)
        error.refusal = problem
        return error
    }

    /// Drafts on a thread of its own: a long text takes some 25 ms, and the caller's thread has connections to serve.
    private static func draft(_ brief: Brief) async -> Result<String, Draft.Refusal> {
        let compose: @Sendable () -> Result<String, Draft.Refusal> = {
            Result { () throws(Draft.Refusal) in try Draft.compose(brief) }
        }
        // The pool refuses only while the process ends.
        return (try? await NIOThreadPool.singleton.runIfActive(compose)) ?? compose()
    }

    /// Delivers the draft a sentence at a time, as fast as the caller takes it.
    public func stream(
        _ request: TextRequest,
        _ onDelta: @escaping @Sendable (String) -> Void
    ) async throws(ProviderError) -> TextResult {
        let result = try await complete(request)
        for piece in BuiltinText.pieces(of: result.text) {
            if Task.isCancelled { throw ProviderError(.cancelled, message: "已取消") }
            onDelta(piece)
            await Task.yield()
        }
        return result
    }

    /// Cuts a text after each sentence and each line; the pieces joined are the text.
    static func pieces(of text: String) -> [String] {
        var result: [String] = []
        var piece = ""
        for character in text {
            piece.append(character)
            if character == "\n" || character == "。" || character == "！" || character == "？" {
                result.append(piece)
                piece = ""
            }
        }
        if !piece.isEmpty { result.append(piece) }
        return result
    }
}
