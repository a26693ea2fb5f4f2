import JSON
import Providers
import Synchronization
import Wire

/// Makes the services behind models, and keeps each until its model changes.
final class ProviderFactory: Sendable {
    /// What a service is made of; a model that changed any of it gets another one.
    private struct Key: Hashable {
        let model: Int
        let provider: String
        let apiBase: String?
        let sealedKey: [UInt8]?
    }

    /// Services kept; more models than that are made anew when used.
    private static let limit = 200

    private let http: HTTP
    private let meter: ProviderMeter
    private let builtin: any TextProvider
    /// Stands in for the services of some models: how tests rehearse failures.
    private let standIn: @Sendable (AIModel) -> (any TextProvider)?
    private let made = Mutex<[Key: any TextProvider]>([:])

    init(
        http: HTTP,
        meter: ProviderMeter,
        builtin: any TextProvider,
        standIn: @escaping @Sendable (AIModel) -> (any TextProvider)? = { _ in nil }
    ) {
        self.http = http
        self.meter = meter
        self.builtin = builtin
        self.standIn = standIn
    }

    /// The service behind a text model.
    ///
    /// - Parameter open: unseals the model's key.
    func text(_ model: AIModel, open: ([UInt8]) throws -> String) throws -> any TextProvider {
        if let standIn = standIn(model) { return MeteredText(standIn, of: model.provider, meter) }
        let key = Key(
            model: model.id,
            provider: model.provider,
            apiBase: model.apiBase,
            sealedKey: model.sealedKey
        )
        if let known = made.withLock({ $0[key] }) { return known }
        let provider = MeteredText(
            try make(model, key: model.sealedKey.map(open) ?? ""),
            of: model.provider,
            meter
        )
        made.withLock { made in
            made = made.filter { $0.key.model != model.id }
            if made.count >= ProviderFactory.limit { made.removeAll() }
            made[key] = provider
        }
        return provider
    }

    private func make(_ model: AIModel, key: String) throws -> any TextProvider {
        switch model.provider {
        case "builtin":
            return builtin
        case "qwen":
            return DashScopeText(http: http, base: model.apiBase ?? ProviderFactory.dashScope, key: key)
        default:
            guard let base = model.apiBase ?? ProviderFactory.bases[model.provider] else {
                throw ProviderFactory.noBase
            }
            return OpenAIText(http: http, base: base, key: key, provider: model.provider)
        }
    }

    // MARK: What is known of providers

    /// All that are known by name.
    static let names = ["builtin", "qwen"] + bases.keys.sorted()

    static let dashScope = "https://dashscope.aliyuncs.com/api/v1"

    /// Where the known OpenAI-compatible services answer (their own pages, read 2026-11).
    private static let bases = [
        "openai": "https://api.openai.com/v1",
        "deepseek": "https://api.deepseek.com",
        "moonshot": "https://api.moonshot.cn/v1",
        "zhipu": "https://open.bigmodel.cn/api/paas/v4",
        "doubao": "https://ark.cn-beijing.volces.com/api/v3",
        "siliconflow": "https://api.siliconflow.cn/v1",
        "ollama": "http://localhost:11434/v1",
    ]

    /// Where a provider that is known by name answers.
    static func base(of provider: String) -> String? {
        provider == "qwen" ? dashScope : bases[provider]
    }

    private static let noBase = Failure.invalid(
        "api_base",
        "不能为空：未知的服务商需要填写地址",
        "is required for a provider that is not known"
    )

    /// - Errors: 400 where nobody could tell where that provider is.
    static func check(provider: String, apiBase: String?) throws(Failure) {
        guard provider == "builtin" || provider == "qwen" || apiBase != nil || bases[provider] != nil else {
            throw noBase
        }
    }

    /// True for an absolute http or https URL with a host and without anything that splits a request line.
    static func isURL(_ text: String) -> Bool {
        for scheme in ["http://", "https://"] where text.lowercased().hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            let host = rest.prefix { $0 != "/" }
            return isHost(host) && WebAddress.hasUsablePort(text) && rest.unicodeScalars.allSatisfy(isPath)
        }
        return false
    }

    /// Whether it is a name or a number with or without a port; brackets stand around an IPv6 address and nowhere else.
    private static func isHost(_ host: Substring) -> Bool {
        guard host.hasPrefix("["), let end = host.firstIndex(of: "]") else {
            return !host.isEmpty && host.unicodeScalars.allSatisfy(isName)
        }
        let port = host[host.index(after: end)...]
        return host[..<end].dropFirst().unicodeScalars.allSatisfy { isName($0) && $0 != "-" && $0 != "_" }
            && (port.isEmpty || port.hasPrefix(":") && port.unicodeScalars.allSatisfy(isName))
    }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789.-_:".unicodeScalars.contains(scalar))
    }

    private static func isPath(_ scalar: Unicode.Scalar) -> Bool {
        0x21...0x7E ~= scalar.value && !"\"<>\\^`{|}?#".unicodeScalars.contains(scalar)
    }

    /// An order in the form that providers take, with the model's own options.
    static func request(_ model: AIModel, system: String, user: String, brief: Brief) -> TextRequest {
        var extra: [String: JSON] = [:]
        for member in model.config.members ?? [] where !known.contains(member.name) && !member.value.isNull {
            extra[member.name] = member.value
        }
        return TextRequest(
            model: model.modelName,
            messages: [.init(.system, system), .init(.user, user)],
            brief: brief,
            temperature: model.config["temperature"]?.double,
            maxTokens: model.config["max_tokens"]?.int,
            thinking: model.config["thinking"]?.bool ?? false,
            extra: extra
        )
    }

    /// The options that mean something here; whatever else a model's `config` has goes to its provider as it is.
    private static let known: Set<String> = ["temperature", "max_tokens", "thinking", "member_price"]

    /// Whether a model's `config` may have that option: not what each request sets by itself.
    static func takes(option name: String) -> Bool {
        known.contains(name) || !TextRequest.reserved.contains(name)
    }
}
