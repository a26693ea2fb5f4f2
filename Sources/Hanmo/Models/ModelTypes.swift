import JSON

/// An AI service as this installation offers it: whose, which of theirs, at what price.
struct AIModel: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case text
        case image
        case video
        case ppt
    }

    let id: Int
    var name: String
    var provider: String
    var modelName: String
    var kind: Kind
    var apiBase: String?
    var sealedKey: [UInt8]?
    var config: JSON
    var creditsCost: Int
    var isActive: Bool
    let createdAt: Int
    var updatedAt: Int

    /// Without where and how it is reached, which is the operator's affair; with what it costs members.
    var shownToUsers: AIModel {
        var model = self
        model.apiBase = nil
        model.config = .object((config.members ?? []).filter { $0.name == "member_price" })
        return model
    }

    /// What a generation costs this user, in credits: members pay the operator's `member_price`, by default nothing.
    func price(for user: User, at now: Int) -> Int {
        user.isMember(at: now) ? config["member_price"]?.int ?? 0 : creditsCost
    }
}

extension AIModel: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", id)
            json.field("name", name)
            json.field("provider", provider)
            json.field("model_name", modelName)
            json.field("kind", kind.rawValue)
            json.field("is_active", isActive)
            json.field("credits_cost", creditsCost)
            json.field("has_api_key", sealedKey != nil)
            json.field("api_base", apiBase)
            json.field("config", config)
            json.field("created_at", WireTime.text(createdAt))
        }
    }
}

/// What a test call to a model's provider came to.
struct ModelTestReceipt: WireValue {
    var latencyMilliseconds: Int?
    var model: String?
    /// What went wrong, with the provider's own words, where it failed.
    var error: String?

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("ok", error == nil)
            json.field("latency_ms", latencyMilliseconds)
            json.field("model", model)
            json.field("error", error)
        }
    }
}
