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
        draft.apiBase = "https://dashscope.aliyuncs.com/api/v1"
        return draft
    }
}

extension Form {
    /// Most options that a model's `config` may have.
    private static let configLimit = 50

    /// Reads a model's fields.
    ///
    /// - Parameter isNew: a new model needs its name, provider, model name and price; a change only what changes.
    mutating func modelDraft(isNew: Bool) -> ModelDraft {
        var draft = ModelDraft()
        draft.name = isNew ? text("name", 1...100) : optionalText("name", 1...100)
        draft.provider = isNew ? text("provider", 1...40) : optionalText("provider", 1...40)
        draft.modelName = isNew ? text("model_name", 1...200) : optionalText("model_name", 1...200)
        draft.kind = choice("kind", of: AIModel.Kind.self)
        draft.apiKey = optionalText("api_key", 1...500)
        draft.apiBase = optionalText("api_base", 1...500)
        draft.takesKeyAway = isNull("api_key")
        draft.takesBaseAway = isNull("api_base")
        let price = 0...1_000_000
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
        if let key = draft.apiKey, !key.unicodeScalars.allSatisfy({ 0x21...0x7E ~= $0.value }) {
            fault("api_key", "只能包含可见的 ASCII 字符", "may have visible ASCII characters only")
        }
        if let config = draft.config { check(config: config) }
    }

    private mutating func check(config: JSON) {
        let members = config.members ?? []
        if members.count > Form.configLimit { fault("config", "选项过多", "has too many options") }
        for member in members {
            let isFine =
                switch (member.name, member.value) {
                case (_, .null): true
                case ("temperature", let value): value.double.map { 0 <= $0 && $0 < 2 } ?? false
                case ("max_tokens", let value): value.int.map { 1...200_000 ~= $0 } ?? false
                case ("member_price", let value): value.int.map { 0...1_000_000 ~= $0 } ?? false
                case ("thinking", let value): value.bool != nil
                case (_, .string(let text)): text.utf8.count <= 2000 && !text.utf8.contains(0)
                case (_, .bool), (_, .int), (_, .double): true
                default: false
                }
            if !isFine || member.name.utf8.count > 100 {
                fault("config.\(member.name.prefix(40))", "值无效", "has a value that can't be used")
            }
        }
    }
}
