import JSON

/// One movement of credits: what the ledger is made of.
///
/// The API document calls it a transaction.
struct LedgerEntry: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case recharge
        case consume
        case refund
        case gift
        case referral
        case membership
        case adjustment
    }

    let id: Int
    let kind: Kind
    /// Credits, negative where they leave.
    let amount: Int
    let balanceAfter: Int
    let description: String
    let createdAt: Int
}

extension LedgerEntry: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { writeFields(to: &$0) }
    }

    fileprivate func writeFields(to json: inout JSONWriter) {
        json.field("id", id)
        json.field("type", kind.rawValue)
        json.field("amount", amount)
        json.field("balance_after", balanceAfter)
        json.field("description", description)
        json.field("created_at", WireTime.text(createdAt))
    }
}

/// An entry, with whose it is.
struct LedgerMovement: Sendable {
    let user: Int
    let entry: LedgerEntry
}

extension LedgerMovement: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("user_id", user)
            entry.writeFields(to: &json)
        }
    }
}

/// What an administrator's adjustment answers.
struct AdjustmentReceipt: WireValue {
    let entry: LedgerEntry
    let user: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", entry.id)
            json.field("user_id", user)
            json.field("amount", entry.amount)
            json.field("balance_after", entry.balanceAfter)
            json.field("credit_balance", entry.balanceAfter)
        }
    }
}
