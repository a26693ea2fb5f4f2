import JSON

/// What administrators do, each by one word: a thing, and what was done to it.
enum AuditAct: String, Sendable, CaseIterable {
    case createUser = "user.create"
    case changeUser = "user.change"
    case disableUser = "user.disable"
    case enableUser = "user.enable"
    case adjustCredits = "credits.adjust"
    case refundOrder = "order.refund"
    case askRefund = "refund.ask"
    case settleRefund = "refund.settle"
    case resolveDifference = "difference.resolve"
    case createModel = "model.create"
    case changeModel = "model.change"
    case deleteModel = "model.delete"
    case testModel = "model.test"
    case createCoupon = "coupon.create"
    case changeCoupon = "coupon.change"
    case disableCoupon = "coupon.disable"
    case enableCoupon = "coupon.enable"
    case retryJob = "job.retry"
    case cancelJob = "job.cancel"
    case createRedemptionBatch = "redemption_batch.create"
    case revokeRedemptionBatch = "redemption_batch.revoke"
    case findRedemptionCode = "redemption_code.find"
    case createActivity = "activity.create"
    case changeActivity = "activity.change"
    case endActivity = "activity.end"
    case approveReferral = "referral.approve"
    case rejectReferral = "referral.reject"
}

/// What an act was done to: `user:5`, `order:R202601221000001`.
struct AuditTarget: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
        case user
        case order
        case model
        case coupon
        case job
        case redemptionBatch = "redemption_batch"
        case activity
        case referral
    }

    let kind: Kind
    /// As the API knows it: a number, or an order's number.
    let id: String

    init(_ kind: Kind, _ id: Int) {
        self.init(kind, String(id))
    }

    init(_ kind: Kind, _ id: String) {
        self.kind = kind
        self.id = id
    }

    /// Nil where a text does not name one.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])) else { return nil }
        self.init(kind, String(parts[1]))
    }
}

/// Whoever acts for the site: an administrator in a request, or the installation itself.
struct Administrator: Sendable {
    /// 0 where the installation acts.
    let id: Int
    /// As it was at that moment.
    let name: String
    /// Nil where no request came.
    let requestID: String?

    init(_ user: User, in request: Request) {
        self.init(id: user.id, name: user.username, requestID: request.id)
    }

    private init(id: Int, name: String, requestID: String?) {
        self.id = id
        self.name = name
        self.requestID = requestID
    }

    /// A command such as `hanmo user create`.
    static let command = Administrator(id: 0, name: Accounts.installationName, requestID: nil)
    /// The settings with which the program was started, such as `HANMO_ADMIN_USERNAME`.
    static let settings = Administrator(id: 0, name: "settings", requestID: nil)
}

/// What an act has changed, field by field, in a few words.
///
/// Never a secret: of a key or a password it is only told that there is another one.
struct AuditDetails: Sendable, ExpressibleByDictionaryLiteral {
    /// Characters of a text that are kept.
    private static let textLimit = 200

    private var members: [JSON.Member] = []

    init(dictionaryLiteral elements: (String, JSON?)...) {
        for (field, value) in elements { add(field, value) }
    }

    /// True where an act has changed nothing that is told of.
    var isEmpty: Bool { members.isEmpty }

    /// Tells what a field is; nothing where there is none.
    mutating func add(_ field: String, _ value: JSON?) {
        if let value { members.append(.init(field, AuditDetails.short(value))) }
    }

    /// Tells what has become of a field; nothing where it is the same.
    mutating func change(_ field: String, from old: JSON, to new: JSON) {
        if old != new { add(field, ["from": old, "to": new]) }
    }

    /// Tells that a field is another one, but not which.
    mutating func conceal(_ field: String, isChanged: Bool) {
        if isChanged { add(field, "changed") }
    }

    private static func short(_ value: JSON) -> JSON {
        switch value {
        case .string(let text) where text.unicodeScalars.count > textLimit:
            .string(String(String.UnicodeScalarView(text.unicodeScalars.prefix(textLimit))) + "…")
        case .array(let elements): .array(elements.map(short))
        case .object(let members): .object(members.map { .init($0.name, short($0.value)) })
        default: value
        }
    }

    var text: String {
        var json = JSONWriter()
        json.value(JSON.object(members))
        return json.text
    }
}

/// One act, as it is remembered.
struct AuditEntry: Sendable {
    let id: Int
    let act: String
    let actor: Int
    let actorName: String
    let targetKind: String
    let target: String
    /// JSON.
    let details: String
    let requestID: String?
    let createdAt: Int
}

extension AuditEntry: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", id)
            json.field("act", act)
            json.field("actor_id", actor)
            json.field("actor_name", actorName)
            json.field("target_type", targetKind)
            json.field("target_id", target)
            json.key("details")
            json.raw(json: details.utf8)
            json.field("request_id", requestID)
            json.field("created_at", WireTime.text(createdAt))
        }
    }
}

/// Which acts are wanted.
struct AuditFilter: Sendable {
    /// 0: those of the installation itself.
    var actor: Int?
    var act: AuditAct?
    var target: AuditTarget?
    /// UTC milliseconds; the first moment, and the one after the last.
    var from = 0
    var to = Int.max
}
