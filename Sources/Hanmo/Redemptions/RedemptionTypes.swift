import JSON

/// What a code brings.
enum RedemptionGift: Sendable, Equatable {
    case credits(Int)
    case membershipDays(Int)

    var credits: Int? {
        if case .credits(let amount) = self { amount } else { nil }
    }

    var membershipDays: Int? {
        if case .membershipDays(let days) = self { days } else { nil }
    }
}

/// What an administrator asks for.
struct RedemptionDraft: Sendable {
    let name: String
    let gift: RedemptionGift
    /// How many codes.
    let count: Int
    /// The first moment at which no code can be redeemed any more; UTC milliseconds.
    let endsAt: Int
}

/// Codes that were made together.
struct RedemptionBatch: Sendable {
    enum Status: String, Sendable, CaseIterable {
        case active
        case expired
        case revoked
    }

    let id: Int
    let name: String
    let gift: RedemptionGift
    let count: Int
    /// Counted from the codes themselves.
    let redeemed: Int
    /// The first moment at which no code can be redeemed any more: a second after `expires_at`, which names the last
    /// one.
    let endsAt: Int
    let revokedAt: Int?
    let createdAt: Int

    func status(at now: Int) -> Status {
        if revokedAt != nil { .revoked } else if endsAt <= now { .expired } else { .active }
    }
}

/// A batch as administrators see it; with its codes only in the reply to whoever had it made.
struct RedemptionBatchReceipt: WireValue {
    let batch: RedemptionBatch
    let now: Int
    var codes: [RedemptionCode]? = nil

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", batch.id)
            json.field("name", batch.name)
            json.field("credits", batch.gift.credits)
            json.field("membership_days", batch.gift.membershipDays)
            json.field("count", batch.count)
            json.field("redeemed", batch.redeemed)
            json.field("status", batch.status(at: now).rawValue)
            json.field("expires_at", WireTime.lastSecond(before: batch.endsAt))
            json.field("revoked_at", batch.revokedAt.map(WireTime.text))
            json.field("created_at", WireTime.text(batch.createdAt))
            guard let codes else { return }
            json.key("codes")
            json.array { json in for code in codes { json.value(code.text) } }
        }
    }

    /// The same as a table (RFC 4180), a line a code.
    var csv: String {
        let credits = batch.gift.credits.map(String.init) ?? ""
        let days = batch.gift.membershipDays.map(String.init) ?? ""
        let rest = ",\(credits),\(days),\(WireTime.lastSecond(before: batch.endsAt))\r\n"
        return "code,credits,membership_days,expires_at\r\n" + (codes ?? []).map { $0.text + rest }.joined()
    }
}

/// What a code has brought somebody.
struct Redemption: Sendable {
    let name: String
    let gift: RedemptionGift
    let redeemedAt: Int
}

extension Redemption: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { writeFields(to: &$0) }
    }

    func writeFields(to json: inout JSONWriter) {
        json.field("name", name)
        json.field("credits", gift.credits)
        json.field("membership_days", gift.membershipDays)
        json.field("redeemed_at", WireTime.text(redeemedAt))
    }
}

/// The same, with what its redeemer has now.
struct RedemptionReceipt: WireValue {
    let redemption: Redemption
    let user: User
    let now: Int

    func write(to json: inout JSONWriter) {
        let isMember = user.isMember(at: now)
        json.object { json in
            redemption.writeFields(to: &json)
            json.field("credit_balance", user.creditBalance)
            json.field("is_member", isMember)
            json.field("membership_type", isMember ? user.membershipType : nil)
            json.field("membership_end_date", isMember ? user.membershipEndAt.map(WireTime.text) : nil)
        }
    }
}
