import JSON

/// That somebody has signed up with another's code, and what becomes of the reward for it.
struct Referral: Sendable {
    enum State: String, Sendable {
        /// Nothing has happened yet that is rewarded.
        case waiting
        /// The reward is due: it waits for an administrator, or for a day on which it may be paid.
        case earned
        case paid
        /// The payment went back to its payer, or an administrator has said no.
        case cancelled
    }

    /// Why it is doubtful that these are two people.
    enum Flag: String, Sendable {
        /// They came from the address from which the referrer had come.
        case referrer
        /// They came from the address of another whom the same referrer has brought.
        case ring
    }

    enum Review: String, Sendable, CaseIterable {
        /// An administrator has to look at it.
        case open
        case approved
        case rejected
    }

    /// As whoever has brought somebody sees it.
    enum Status: String, Sendable {
        case pending
        case completed
        case cancelled
    }

    let id: Int
    let referrer: Int
    let referrerName: String
    let referred: Int
    let referredName: String
    let state: State
    let flag: Flag?
    /// Nil where there is no flag.
    let review: Review?
    /// The referrer's credits, decided when they were earned; 0 before.
    let reward: Int
    /// What of them a refund has taken back.
    let takenBack: Int
    /// The credits of the one who was brought.
    let referredCredits: Int
    let activity: Int?
    /// The order whose payment has earned it; nil where signing up has.
    let order: Int?
    let createdAt: Int
    let paidAt: Int?
    let reviewedAt: Int?

    /// For the first payment of somebody one has brought, where no activity says otherwise.
    ///
    /// Source: API document, "operation/referral" (500 for 10).
    static let usualReward = 50

    var status: Status {
        switch state {
        case .waiting, .earned: .pending
        case .paid: .completed
        case .cancelled: .cancelled
        }
    }

    /// Whether nothing may be paid before an administrator has looked at it.
    var isHeld: Bool { flag != nil && review != .approved }

    /// What the referrer has got, or may get.
    ///
    /// - Parameter usual: what a first payment would earn now.
    func amount(usually usual: Int) -> Int {
        switch state {
        case .waiting: usual
        case .earned: reward
        case .paid, .cancelled: paidAt == nil ? 0 : reward - takenBack
        }
    }
}

/// Where to send whoever one wants to bring.
struct ReferralInvitation: WireValue {
    let code: String
    let publicURL: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("referral_code", code)
            json.field("referral_url", "\(publicURL)/register?ref=\(code)")
        }
    }
}

/// One's own referrals, and what they have brought in all.
struct ReferralPage: WireValue {
    let page: Page<Referral>
    let totalRewards: Int
    /// What a first payment would earn now.
    let usualReward: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("total", page.total)
            json.field("total_rewards", totalRewards)
            json.field("page", page.request.page)
            json.field("page_size", page.request.size)
            json.key("items")
            json.array { json in
                for referral in page.items {
                    json.object { json in
                        json.field("id", referral.id)
                        json.field("referred_user", referral.referredName)
                        json.field("reward_amount", referral.amount(usually: usualReward))
                        json.field("status", referral.status.rawValue)
                        json.field("created_at", WireTime.text(referral.createdAt))
                        json.field("completed_at", referral.paidAt.map(WireTime.text))
                    }
                }
            }
        }
    }
}

/// A doubtful referral, as administrators see it.
struct FlaggedReferral: WireValue {
    let referral: Referral

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", referral.id)
            json.field("referrer_id", referral.referrer)
            json.field("referrer", referral.referrerName)
            json.field("referred_id", referral.referred)
            json.field("referred_user", referral.referredName)
            json.field("flag", referral.flag?.rawValue)
            json.field("review", referral.review?.rawValue)
            json.field("status", referral.status.rawValue)
            json.field("reward_amount", referral.amount(usually: 0))
            json.field("created_at", WireTime.text(referral.createdAt))
            json.field("reviewed_at", referral.reviewedAt.map(WireTime.text))
        }
    }
}
