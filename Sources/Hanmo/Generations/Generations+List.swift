import Database
import JSON

/// One generation as administrators see it: everything but what was asked for and what came of it.
struct GenerationRecord: Sendable {
    let id: Int
    let kind: String
    let toolType: String?
    let modelID: Int
    /// As it is called now.
    let model: String
    let state: String
    /// Credits that it took; given back where it has failed.
    let cost: Int
    /// Nil where there is none yet, or none any more.
    let creation: Int?
    let inputTokens: Int?
    let outputTokens: Int?
    let failureCode: Int?
    let startedAt: Int
    let finishedAt: Int?
}

extension GenerationRecord: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", id)
            json.field("kind", kind)
            json.field("tool_type", toolType)
            json.field("model_id", modelID)
            json.field("model", model)
            json.field("status", state)
            json.field("credits_cost", cost)
            json.field("creation_id", creation)
            json.field("input_tokens", inputTokens)
            json.field("output_tokens", outputTokens)
            json.field("error_code", failureCode)
            json.field("started_at", WireTime.text(startedAt))
            json.field("finished_at", finishedAt.map(WireTime.text))
        }
    }
}

extension Generations {
    /// A user's generations, newest first, the newest 10,000 at most.
    ///
    /// There is no index of generations by user, for which each one would pay. Those that took credits are found by the
    /// ledger, and those that took none by the creations that came of them; what was free and has failed, or was
    /// deleted since, is in neither.
    func list(of user: Int, _ page: PageRequest) async throws -> Page<GenerationRecord> {
        try await database.readLong { [credits, creations] connection in
            let limit = PageStore.limit + 1
            let found = Set(try credits.listPaidGenerations(of: user, limit: limit, in: connection))
                .union(try creations.listGenerations(of: user, limit: limit, in: connection))
            let newest = found.sorted(by: >).prefix(PageStore.limit)
            let store = GenerationStore(connection)
            let items = try newest.dropFirst(page.offset).prefix(page.size).compactMap { try store.find($0) }
            return Page(request: page, total: try PageStore.total(found.count, for: page), items: items)
        }
    }
}
