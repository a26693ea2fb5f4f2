import JSON

/// What a generation made: a text now, a picture, a film or a deck later.
struct Creation: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case writing
        case image
        case video
        case ppt
    }

    let id: Int
    let kind: Kind
    let toolType: String?
    let title: String
    let content: String
    let model: String
    let creditsUsed: Int
    let createdAt: Int
    let updatedAt: Int
}

extension Creation: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", id)
            json.field("type", kind.rawValue)
            json.field("tool_type", toolType)
            json.field("title", title)
            json.field("content", content)
            json.field("model", model)
            json.field("credits_used", creditsUsed)
            json.field("created_at", WireTime.text(createdAt))
            json.field("updated_at", WireTime.text(updatedAt))
        }
    }
}

/// What a list of creations is narrowed to.
struct CreationFilter: Sendable {
    var kind: Creation.Kind?
    var toolType: String?
    /// In the title or in the content.
    var keyword: String?
}

/// A page of creations, written straight from the database's rows: texts are long, and copying them is the cost.
struct CreationList: WireValue {
    let json: [UInt8]

    func write(to json: inout JSONWriter) {
        json.raw(json: self.json)
    }
}
