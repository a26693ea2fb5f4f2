/// One order to an AI service: reserved before the call, kept or refunded after it.
struct GenerationOrder: Sendable {
    let user: User
    let kind: AIModel.Kind
    let toolType: String?
    let title: String
    let model: AIModel
    let idempotencyKey: IdempotencyKey?

    /// What the ledger says of it.
    var description: String { title.count > 50 ? "生成: \(title.prefix(50))…" : "生成: \(title)" }
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
    let inputTokens: Int?
    let outputTokens: Int?
}
