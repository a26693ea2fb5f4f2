/// Which service speaks: they share a protocol, but not their codes nor the switch for thinking.
enum Dialect: String, Sendable, CaseIterable {
    case dashScope, deepSeek, moonshot, zhipu, ark, siliconFlow
    /// OpenAI itself, Ollama, vLLM and whoever is not known: only what the protocol says.
    case plain

    /// - Parameters:
    ///   - provider: the name in the operator's settings; decides where it is known.
    ///   - base: the address; its host decides otherwise.
    init(provider: String, base: String) {
        switch provider.lowercased() {
        case "qwen", "dashscope", "aliyun", "bailian", "tongyi": self = .dashScope
        case "deepseek": self = .deepSeek
        case "moonshot", "kimi": self = .moonshot
        case "zhipu", "glm", "bigmodel": self = .zhipu
        case "doubao", "ark", "volcengine": self = .ark
        case "siliconflow": self = .siliconFlow
        case "ollama", "vllm": self = .plain
        default: self = Dialect(host: base)
        }
    }

    private init(host base: String) {
        let hosts: [(String, Dialect)] = [
            (".aliyuncs.com", .dashScope), ("api.deepseek.com", .deepSeek), ("api.moonshot.", .moonshot),
            ("open.bigmodel.cn", .zhipu), (".volces.com", .ark), ("api.siliconflow.", .siliconFlow),
        ]
        let authority = base.split(separator: "/").dropFirst().first ?? ""
        self = hosts.first { authority.contains($0.0) }?.1 ?? .plain
    }

    /// How a model is told to think or not; nil where no switch is known, since unknown fields are refused by some.
    var thinkingSwitch: ThinkingSwitch? {
        switch self {
        case .dashScope, .siliconFlow: .flag
        case .deepSeek, .zhipu, .ark: .type
        case .moonshot, .plain: nil
        }
    }

    enum ThinkingSwitch: Sendable {
        /// `"enable_thinking": false`
        case flag
        /// `"thinking": {"type": "disabled"}`
        case type
    }
}
