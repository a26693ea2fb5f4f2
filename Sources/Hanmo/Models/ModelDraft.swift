import JSON

/// What a form says of a model; nil where it says nothing.
struct ModelDraft: Sendable {
    var name: String?
    var provider: String?
    var modelName: String?
    var kind: AIModel.Kind?
    var apiKey: String?
    var apiBase: String?
    /// `null` takes a key or an address away, and so does another provider, whose they are not.
    var takesKeyAway = false
    var takesBaseAway = false
    var config: JSON?
    var creditsCost: Int?
    var isActive: Bool?

    static let nameLength = 1...100
    static let providerLength = 1...40
    static let modelNameLength = 1...200
    static let keyLength = 1...500
    static let baseLength = 1...500
    /// Credits.
    static let priceRange = 0...1_000_000
    /// Tokens of an answer.
    static let tokenRange = 1...200_000
    /// Above what a model's temperature may be.
    static let temperatureEnd = 2.0
    /// Options that a `config` may have, and how long in bytes their names and texts may be.
    static let optionLimit = 50
    static let optionNameBytes = 100
    static let optionBytes = 2000
    /// Characters of an option's name that a refusal repeats.
    static let shownNameLength = 40

    /// A model with this draft's fields, and `model`'s where it has none.
    func applied(to model: AIModel?, sealing seal: (String) throws -> [UInt8]) throws -> AIModel {
        // A key is for whom it was given: who may change models must not have it sent to a host of their own.
        let provider = provider ?? model?.provider ?? ""
        let isOther = provider != model?.provider
        let base = apiBase ?? (isOther || takesBaseAway ? nil : model?.apiBase)
        let isMoved = isOther || ModelDraft.origin(provider, base) != ModelDraft.origin(provider, model?.apiBase)
        return AIModel(
            id: model?.id ?? 0,
            name: name ?? model?.name ?? "",
            provider: provider,
            modelName: modelName ?? model?.modelName ?? "",
            kind: kind ?? model?.kind ?? .text,
            apiBase: base,
            sealedKey: try apiKey.map(seal) ?? (isMoved || takesKeyAway ? nil : model?.sealedKey),
            config: config ?? model?.config ?? .object([]),
            creditsCost: creditsCost ?? model?.creditsCost ?? 0,
            isActive: isActive ?? model?.isActive ?? true,
            createdAt: model?.createdAt ?? 0,
            updatedAt: 0
        )
    }

    /// Whether a header can hold it, as every key of a provider is sent.
    static func isKey(_ text: String) -> Bool {
        text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }

    /// Whom a model's key is sent to: its address's origin, or that of its provider.
    private static func origin(_ provider: String, _ base: String?) -> String {
        origin(of: base ?? ProviderFactory.base(of: provider) ?? "").lowercased()
    }

    /// Scheme, host and port of an address.
    static func origin(of address: String) -> Substring {
        let slashes = address.utf8.indices.filter { address.utf8[$0] == UInt8(ascii: "/") }
        return slashes.count > 2 ? address[..<slashes[2]] : address[...]
    }

    // MARK: A new installation's

    static let builtin = [
        ModelDraft(name: "内置草稿引擎", provider: "builtin", modelName: "hanmo-draft", kind: .text, creditsCost: 10),
        ModelDraft(name: "内置排版图", provider: "builtin", modelName: "hanmo-card", kind: .image, creditsCost: 20),
        ModelDraft(name: "内置解说短片", provider: "builtin", modelName: "hanmo-film", kind: .video, creditsCost: 50),
        ModelDraft(name: "内置演示文稿", provider: "builtin", modelName: "hanmo-deck", kind: .ppt, creditsCost: 30),
    ]

    /// `wan2.2-t2i-flash` is chosen because it still draws 1024 × 1024, the API document's default.
    static let qwen = [
        ModelDraft(name: "通义千问Max", modelName: "qwen-max", kind: .text, creditsCost: 10),
        ModelDraft(name: "通义万相文生图", modelName: "wan2.2-t2i-flash", kind: .image, creditsCost: 20),
        ModelDraft(name: "通义万相文生视频", modelName: "wan2.6-t2v", kind: .video, creditsCost: 50),
        ModelDraft(name: "通义千问演示文稿", modelName: "qwen-max", kind: .ppt, creditsCost: 30),
    ].map { draft in
        var draft = draft
        draft.provider = "qwen"
        draft.apiKey = ""
        draft.apiBase = ProviderFactory.dashScope
        return draft
    }
}

extension Form {
    /// Reads a model's fields.
    ///
    /// - Parameter isNew: a new model needs its name, provider, model name and price; a change only what changes.
    mutating func modelDraft(isNew: Bool) -> ModelDraft {
        var draft = ModelDraft()
        draft.name = isNew ? text("name", ModelDraft.nameLength) : optionalText("name", ModelDraft.nameLength)
        let provider = ModelDraft.providerLength
        draft.provider = isNew ? text("provider", provider) : optionalText("provider", provider)
        let modelName = ModelDraft.modelNameLength
        draft.modelName = isNew ? text("model_name", modelName) : optionalText("model_name", modelName)
        draft.kind = choice("kind", of: AIModel.Kind.self)
        draft.apiKey = optionalText("api_key", ModelDraft.keyLength)
        draft.apiBase = optionalText("api_base", ModelDraft.baseLength)
        draft.takesKeyAway = isNull("api_key")
        draft.takesBaseAway = isNull("api_base")
        let price = ModelDraft.priceRange
        draft.creditsCost = isNew ? integer("credits_cost", price) : optionalInteger("credits_cost", price)
        draft.isActive = optionalBool("is_active")
        draft.config = optionalObject("config")
        check(draft)
        return draft
    }

    private mutating func check(_ draft: ModelDraft) {
        let isName: (Unicode.Scalar) -> Bool = { "a"..."z" ~= $0 || "0"..."9" ~= $0 || $0 == "_" || $0 == "-" }
        if let provider = draft.provider, !provider.unicodeScalars.allSatisfy(isName) {
            fault("provider", "只能包含小写字母、数字、_ 和 -", "may have lower-case letters, digits, _ and - only")
        }
        if let base = draft.apiBase, !ProviderFactory.isURL(base) {
            fault("api_base", "应为 http(s) 地址", "should be an http(s) URL")
        }
        if let key = draft.apiKey, !ModelDraft.isKey(key) {
            fault("api_key", "只能包含可见的 ASCII 字符", "may have visible ASCII characters only")
        }
        if let config = draft.config { check(config: config) }
    }

    private mutating func check(config: JSON) {
        let members = config.members ?? []
        if members.count > ModelDraft.optionLimit {
            let limit = ModelDraft.optionLimit
            fault("config", "最多 \(limit) 个选项", "has at most \(limit) options")
        }
        for member in members {
            let field = "config.\(member.name.prefix(ModelDraft.shownNameLength))"
            if member.name.utf8.count > ModelDraft.optionNameBytes {
                let limit = ModelDraft.optionNameBytes
                fault(field, "名称最多 \(limit) 字节", "has a name of more than \(limit) bytes")
            } else if !ProviderFactory.takes(option: member.name) {
                fault(field, "由系统设定，不能更改", "is set by Hanmo itself")
            } else if let problem = ModelDraft.problem(of: member) {
                fault(field, problem.chinese, problem.english)
            }
        }
    }
}

extension ModelDraft {
    /// Why an option can't have that value; nil where it can.
    fileprivate static func problem(of option: JSON.Member) -> Message? {
        func range(_ range: ClosedRange<Int>) -> Message? {
            if option.value.int.map(range.contains) ?? false { return nil }
            let (least, most) = (range.lowerBound, range.upperBound)
            return Message("应为 \(least) 与 \(most) 之间的整数", "should be an integer between \(least) and \(most)")
        }
        switch (option.name, option.value) {
        case (_, .null): return nil
        case ("temperature", let value):
            if value.double.map((0..<temperatureEnd).contains) ?? false { return nil }
            return Message("应为不小于 0、小于 2 的数", "should be a number from 0 to below 2")
        case ("max_tokens", _): return range(tokenRange)
        case ("member_price", _): return range(priceRange)
        case ("thinking", let value):
            return value.bool == nil ? Message("应为 true 或 false", "should be true or false") : nil
        case (_, .string(let text)):
            if text.utf8.contains(0) { return Message("不能包含空字符", "must not contain NUL") }
            guard text.utf8.count > optionBytes else { return nil }
            return Message("最多 \(optionBytes) 字节", "has at most \(optionBytes) bytes")
        case (_, .bool), (_, .int), (_, .double): return nil
        default: return Message("应为字符串、数字或布尔值", "should be a string, a number or a boolean")
        }
    }
}
