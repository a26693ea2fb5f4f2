import Crypto
import Database
import JSON

/// The rules of referral: who has brought whom, and that each is rewarded once, for people who are two.
///
/// The verbs that take a connection are parts of a larger act. Each holds the users it moves credits of from the
/// youngest to the oldest; a referrer is always older than whom they have brought, so that no two acts wait for one
/// another.
struct Referrals: Sendable {
    let database: Database
    let accounts: Accounts
    let activities: Activities
    let credits: Credits
    let networkKey: SymmetricKey
    let publicURL: String
    /// Rewards of one referrer on one day in Beijing; what is beyond waits for the next.
    let dailyLimit: Int
    /// What a payment has to be for it to earn the usual reward, in fen.
    let leastFen: Int
    let blindness: Blindness

    static let reviewed = Failure(400, "该推荐已审核", "This referral has been decided")

    // MARK: Inviting

    /// The user's own code, the same at every call.
    func invite(_ user: User, from address: String) async throws -> ReferralInvitation {
        try await see(user.id, from: address)
        return ReferralInvitation(code: user.referralCode, publicURL: publicURL)
    }

    func list(of user: User, _ page: PageRequest) async throws -> ReferralPage {
        try await database.read { connection in
            let found = try ReferralStore(connection).list(of: user.id, page)
            let bonus = try activities.referralBonuses(on: .firstPurchase, in: connection).first?.bonus
            return ReferralPage(
                page: found.page,
                totalRewards: found.totalRewards,
                usualReward: bonus?.referrerCredits ?? Referral.usualReward
            )
        }
    }

    // MARK: Earning

    /// Writes down who has brought a new user, and what that earns at once.
    func begin(_ user: Int, from address: String, in connection: Connection) throws {
        let store = ReferralStore(connection)
        if let referrer = try accounts.referrer(of: user, in: connection) { try store.insert(user, by: referrer) }
        let referral = try store.find(of: user)
        try noteArrival(of: user, referral, from: address, in: connection)
        guard let referral, let bonus = try activities.referralBonuses(on: .register, in: connection).first else {
            return
        }
        try earn(referral, bonus, with: nil, in: connection)
    }

    /// Writes down that somebody has paid, which earns their referrer a reward the first time that it is enough.
    ///
    /// What is enough says the best bonus that runs and asks for no more, or, where none runs at all, the setting. A
    /// smaller payment earns nothing, and the reward goes on waiting for a larger one.
    func paid(_ fen: Int, by user: Int, with order: Int, in connection: Connection) throws {
        guard let referral = try ReferralStore(connection).find(of: user), referral.state == .waiting else { return }
        let bonuses = try activities.referralBonuses(on: .firstPurchase, in: connection)
        let bonus = bonuses.first { $0.bonus.counts(fen) }
        guard bonus != nil || (bonuses.isEmpty && fen >= leastFen) else { return }
        try credits.hold(referral.referrer, in: connection)
        try doubt(referral, in: connection)
        try earn(referral, bonus, with: order, in: connection)
    }

    private func earn(
        _ referral: Referral,
        _ bonus: (activity: Activity, bonus: ReferralBonus)?,
        with order: Int?,
        in connection: Connection
    ) throws {
        let store = ReferralStore(connection)
        let hasEarned = try store.earn(
            referral.id,
            bonus?.bonus.referrerCredits ?? Referral.usualReward,
            bonus?.bonus.referredCredits ?? 0,
            activity: bonus?.activity.id,
            order: order
        )
        guard hasEarned, let earned = try store.find(referral.id) else { return }
        try release(earned, in: connection)
    }

    /// Pays what a referral has earned, unless an administrator has to look at it first.
    private func release(_ referral: Referral, in connection: Connection) throws {
        guard referral.state == .earned, !referral.isHeld else { return }
        if let activity = referral.activity {
            try activities.rewardReferred(
                referral.referred,
                referral.referredCredits,
                by: activity,
                for: referral.order,
                in: connection
            )
        }
        try payDue(to: referral.referrer, in: connection)
    }

    /// Pays a referrer who is held what is due, the oldest first, as far as this day allows.
    ///
    /// Whoever is disabled gets nothing: what is due to them waits until they are not.
    private func payDue(to referrer: Int, in connection: Connection) throws {
        guard try !accounts.isDisabled(referrer, in: connection) else { return }
        let store = ReferralStore(connection)
        let paid = try store.countPaid(to: referrer, since: WireDay(of: connection.now).startsAt)
        guard paid < dailyLimit else { return }
        for due in try store.listDue(to: referrer, limit: dailyLimit - paid) {
            let entry = try credits.award(
                due.reward,
                .referral,
                to: referrer,
                because: "推荐奖励：\(due.referredName)",
                in: connection
            )
            try store.update(due.id, paidBy: entry)
        }
    }

    /// Creditors whom one transaction looks for.
    private static let batch = 100

    /// Pays what has waited for another day, or for its referrer not to be disabled any more.
    func payOut() async throws {
        var last = 0
        while true {
            try Task.checkCancellation()
            let creditors = try await database.read { [last] connection in
                try ReferralStore(connection).listCreditors(after: last, limit: Referrals.batch)
            }
            for referrer in creditors {
                try await database.write { connection in
                    try credits.hold(referrer, in: connection)
                    try payDue(to: referrer, in: connection)
                }
            }
            guard creditors.count == Referrals.batch, let end = creditors.last else { return }
            last = end
        }
    }

    /// Takes a reward away whose payment goes back: one that is due is not paid any more, one that was paid is taken
    /// back as far as it is there.
    func takeBack(of order: Int, by user: Int, in connection: Connection) throws {
        let store = ReferralStore(connection)
        guard let seen = try store.find(of: user), seen.order == order else { return }
        try credits.hold(seen.referrer, in: connection)
        guard let referral = try store.find(seen.id) else { return }
        switch referral.state {
        case .waiting, .cancelled: return
        case .earned: try store.cancel(referral.id, takenBackBy: nil)
        case .paid:
            let entry = try credits.takeBackAward(
                referral.reward,
                from: referral.referrer,
                because: "被推荐人退款，收回推荐奖励",
                in: connection
            )
            try store.cancel(referral.id, takenBackBy: entry)
        }
    }

    /// The entries of the ledger by which a user's order has rewarded their referrer, and a refund has taken that back.
    func listEntries(of order: Int, by user: Int, in connection: Connection) throws -> [Int] {
        try ReferralStore(connection).listEntries(of: order, by: user)
    }

    // MARK: Deciding

    func listFlagged(_ review: Referral.Review?, _ page: PageRequest) async throws -> Page<FlaggedReferral> {
        let found = try await database.read { try ReferralStore($0).listFlagged(review, page) }
        return Page(request: page, total: found.total, items: found.items.map(FlaggedReferral.init))
    }

    /// Decides a doubtful referral: what it has earned, or will earn, is paid or is not.
    ///
    /// - Errors: 404 no such referral, or nobody doubts it; 400 it has been decided.
    func decide(_ id: Int, as review: Referral.Review, by administrator: Administrator) async throws -> FlaggedReferral
    {
        try await database.write { connection in
            let store = ReferralStore(connection)
            guard let seen = try store.find(id) else { throw Failure.notFound }
            // Both may get credits: the younger one first.
            try credits.hold(seen.referred, in: connection)
            try credits.hold(seen.referrer, in: connection)
            guard let referral = try store.find(id), let before = referral.review else { throw Failure.notFound }
            guard before == .open else { throw Referrals.reviewed }
            try store.update(id, to: review, by: administrator.id)
            try Audit.record(
                review == .rejected ? .rejectReferral : .approveReferral,
                AuditTarget(.referral, id),
                by: administrator,
                ["referrer": .string(referral.referrerName), "referred": .string(referral.referredName)],
                in: connection
            )
            if review == .rejected {
                try store.cancel(id, takenBackBy: nil)
            } else if let approved = try store.find(id) {
                try release(approved, in: connection)
            }
            guard let decided = try store.find(id) else { throw Failure.notFound }
            return FlaggedReferral(referral: decided)
        }
    }
}
