import JSON

/// One code of a batch, as administrators see it: never what it says, which nobody can tell any more.
struct BatchCode: Sendable {
    enum State: String, Sendable, CaseIterable {
        case unused
        case redeemed
        case expired
        case revoked
    }

    let batch: Int
    /// Its place among the codes of its batch, from 1: the line of the table that came when they were made.
    let number: Int
    let redeemer: Int?
    let redeemerName: String?
    let redeemedAt: Int?
    let revokedAt: Int?
    /// The first moment at which its batch is over.
    let endsAt: Int

    func state(at now: Int) -> State {
        if redeemedAt != nil { return .redeemed }
        if revokedAt != nil { return .revoked }
        return endsAt <= now ? .expired : .unused
    }
}

/// The same in a reply.
struct BatchCodeReceipt: WireValue {
    let code: BatchCode
    let now: Int

    func write(to json: inout JSONWriter) {
        json.object { writeFields(to: &$0) }
    }

    func writeFields(to json: inout JSONWriter) {
        json.field("number", code.number)
        json.field("state", code.state(at: now).rawValue)
        json.field("user_id", code.redeemer)
        json.field("username", code.redeemerName)
        json.field("redeemed_at", code.redeemedAt.map(WireTime.text))
        json.field("revoked_at", code.revokedAt.map(WireTime.text))
    }
}

/// A code that was looked up, with its batch.
struct FoundCodeReceipt: WireValue {
    let code: BatchCode
    let batch: RedemptionBatch
    let now: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            BatchCodeReceipt(code: code, now: now).writeFields(to: &json)
            json.key("batch")
            RedemptionBatchReceipt(batch: batch, now: now).write(to: &json)
        }
    }
}
