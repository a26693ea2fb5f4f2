// Interim only: replaced by Builtin/ when that is complete.
public struct BuiltinText: TextProvider {
    public init() {}
    public func complete(_ request: TextRequest) async throws(ProviderError) -> TextResult {
        guard request.brief?.tool != "translation" else { throw ProviderError(.unsupported, message: "内置引擎不能翻译,请在模型管理中添加模型") }
        return TextResult(text: "# \(request.brief?.title ?? "")\n\n草稿(AI生成)" + String(repeating: "内容", count: 800))
    }
    public func stream(_ request: TextRequest, _ onDelta: @escaping @Sendable (String) -> Void) async throws(ProviderError) -> TextResult {
        let result = try await complete(request)
        onDelta(result.text)
        return result
    }
}
