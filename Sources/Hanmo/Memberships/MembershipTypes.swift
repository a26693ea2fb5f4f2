import JSON

/// The memberships that can be bought.
enum MembershipType: String, Sendable, CaseIterable {
    case monthly
    case quarterly
    case yearly

    /// Source: API document, "membership types".
    var priceFen: Int {
        switch self {
        case .monthly: 990
        case .quarterly: 2500
        case .yearly: 9900
        }
    }

    /// Calendar months in Beijing.
    var months: Int {
        switch self {
        case .monthly: 1
        case .quarterly: 3
        case .yearly: 12
        }
    }

    /// As the ledger and the cashier write it.
    var title: String {
        switch self {
        case .monthly: "月度会员"
        case .quarterly: "季度会员"
        case .yearly: "年度会员"
        }
    }
}

extension MembershipType {
    /// The one among those that can be bought that is nearest in length, since the API knows no others.
    init(nearestTo days: Int) {
        self =
            switch days {
            case ..<60: .monthly
            case ..<200: .quarterly
            default: .yearly
            }
    }
}

/// What one paid order or one redemption code has added to a membership, in UTC milliseconds.
struct MembershipPeriod: Sendable {
    enum Source: Sendable {
        case order(Int)
        case redemption(Int)
    }

    let type: MembershipType
    let startsAt: Int
    let endsAt: Int
}

/// What an event tells of a membership that has run out.
struct EndedMembership: WireValue {
    let type: String
    let endedAt: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("membership_type", type)
            json.field("membership_end_date", WireTime.text(endedAt))
        }
    }
}
