import JSON
import Providers

/// One order to an AI service: reserved before the call, kept or refunded after it.
final class GenerationOrder: Sendable {
    let user: User
    let kind: AIModel.Kind
    let toolType: String?
    let title: String
    let model: AIModel
    let idempotencyKey: IdempotencyKey?

    init(
        user: User,
        kind: AIModel.Kind,
        toolType: String?,
        title: String,
        model: AIModel,
        idempotencyKey: IdempotencyKey?
    ) {
        self.user = user
        self.kind = kind
        self.toolType = toolType
        self.title = title
        self.model = model
        self.idempotencyKey = idempotencyKey
    }

    /// What the ledger says of it.
    var description: String {
        title.unicodeScalars.count > GenerationOrder.titleShown
            ? "生成: \(title.prefix(GenerationOrder.titleShown))…" : "生成: \(title)"
    }

    /// Characters of a title that the ledger shows.
    private static let titleShown = 50
}

/// An order whose credits have been taken.
struct Reservation: Sendable {
    let generation: Int
    let order: GenerationOrder
    /// Credits taken; 0 for members.
    let cost: Int
}

/// What an order brought.
struct Product: Sendable {
    let content: String
    /// Whether it broke off at the model's limit.
    let isTruncated: Bool
    let inputTokens: Int?
    let outputTokens: Int?
}

/// What an event tells of a generation whose result has been stored.
struct CompletedGeneration: WireValue {
    let creation: Int
    let title: String
    let toolType: String?
    let creditsUsed: Int
    /// Told only where it is so.
    let isTruncated: Bool

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("creation_id", creation)
            json.field("title", title)
            json.field("tool_type", toolType)
            json.field("credits_used", creditsUsed)
            if isTruncated { json.field("truncated", true) }
        }
    }
}

/// What an event tells of a generation that has failed.
struct FailedGeneration: WireValue {
    /// Nil where the process died that knew it.
    let title: String?
    let toolType: String?
    /// Why, as a reply tells it.
    let code: Int
    let creditsRefunded: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("title", title)
            json.field("tool_type", toolType)
            json.field("code", code)
            json.field("credits_refunded", creditsRefunded)
        }
    }
}

extension Failure {
    /// Why a generation failed, in one word: the provider's kind of error, or `error` where we failed.
    var generationFailureKind: String {
        (cause as? ProviderError)?.kind.rawValue ?? "error"
    }

    /// The process died that worked on it.
    static let abandonedKind = "abandoned"
}
