import JSON

/// What the people who run the site offer for a while.
struct Activity: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case creditGift = "credit_gift"
        case membershipDiscount = "membership_discount"
        case referralBonus = "referral_bonus"
        case firstPurchase = "first_purchase"
    }

    /// How it stands at a moment; nothing but an administrator's switch is stored.
    enum Status: String, Sendable, CaseIterable {
        case scheduled
        case active
        case ended
        /// Switched off by an administrator, who may switch it on again.
        case disabled
    }

    let id: Int
    var name: String
    var description: String
    var terms: ActivityTerms
    /// The first moment at which it runs.
    var startsAt: Int
    /// The first moment at which it runs no more.
    var endsAt: Int
    var isDisabled: Bool
    let createdAt: Int
    /// How many have got something of it; of a bonus for bringing others, how many were brought.
    let participants: Int

    static let nameLength = 1...100
    static let descriptionLength = 0...2_000

    func status(at now: Int) -> Status {
        if isDisabled { return .disabled }
        if now < startsAt { return .scheduled }
        return now < endsAt ? .active : .ended
    }

    /// - Errors: 40010 it has not begun, or is over or switched off.
    func checkRuns(at now: Int) throws(Failure) {
        switch status(at: now) {
        case .active: return
        case .scheduled: throw Activities.notStarted
        case .ended, .disabled: throw Activities.over
        }
    }
}

/// One who has got something of an activity, or whose referrer has.
struct Grant: Sendable {
    /// The referral's, where somebody was brought.
    let id: Int
    let activity: Int
    let user: Int
    let username: String
    /// 0 where it made something cheaper, or is for the referrer alone.
    let credits: Int
    /// What of them a refund has taken back.
    let takenBack: Int
    /// The number of the order that brought it.
    let orderNumber: String?
    let createdAt: Int
    /// Who has brought this user, and the credits that they have got for it and kept; 0 while those wait.
    var referrer: (id: Int, username: String, credits: Int)? = nil
}

/// An activity as lists show it to somebody at a moment.
struct ActivityView: WireValue {
    let activity: Activity
    /// Whether whoever asks has got something of it.
    let hasParticipated: Bool
    let now: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", activity.id)
            json.field("name", activity.name)
            json.field("type", activity.terms.kind.rawValue)
            json.field("description", activity.description)
            json.key("config")
            activity.terms.write(to: &json)
            json.field("start_time", WireTime.text(activity.startsAt))
            json.field("end_time", WireTime.lastSecond(before: activity.endsAt))
            json.field("status", activity.status(at: now).rawValue)
            json.field("participants", activity.participants)
            json.field("participated", hasParticipated)
            json.field("created_at", WireTime.text(activity.createdAt))
        }
    }
}

extension Grant: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", id)
            json.field("user_id", user)
            json.field("username", username)
            json.field("credits", credits)
            json.field("taken_back", takenBack)
            json.field("order_id", orderNumber)
            json.field("created_at", WireTime.text(createdAt))
            json.field("referrer_id", referrer?.id)
            json.field("referrer", referrer?.username)
            json.field("referrer_credits", referrer?.credits)
        }
    }
}

/// What somebody gets who takes part.
struct ParticipationReceipt: WireValue {
    let activity: Int
    let entry: LedgerEntry

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("activity_id", activity)
            json.field("credits", entry.amount)
            json.field("credit_balance", entry.balanceAfter)
            json.field("participated_at", WireTime.text(entry.createdAt))
        }
    }
}
