import Database

/// What activities do by themselves; each is a part of the act that brings it about, in its transaction and at its
/// moment.
///
/// Where several apply to one order, the best one for the user counts alone; where those are equally good, the oldest.
extension Activities {
    /// Gives a new user every gift for signing up that runs and has a place left; each was promised by itself.
    ///
    /// Where a gift is full, they have signed up without it.
    func welcome(_ user: Int, in connection: Connection) throws {
        let store = ActivityStore(connection)
        // In the order of their numbers, so that two who sign up never wait for one another.
        for running in try store.listRunning(.creditGift) {
            guard case .creditGift(let gift) = running.terms, gift.trigger == .register,
                let activity = try store.takePlace(in: running.id),
                case .creditGift(let gift) = activity.terms
            else { continue }
            try grant(gift.credits, of: activity, to: user, in: connection)
        }
    }

    /// What makes a membership cheaper at this moment; nil where nothing does.
    func discount(for type: MembershipType, in connection: Connection) throws -> Reduction? {
        let best = try best(.membershipDiscount, in: connection) { terms in
            guard case .membershipDiscount(let discount) = terms, discount.covers(type) else { return nil }
            return discount.percentOff
        }
        return best.map { activity, percentOff in
            Reduction(
                source: .init(kind: .activity, id: activity.id, name: activity.name),
                effect: .percentOff(hundredths: percentOff * Activities.hundredthsOfPercent)
            )
        }
    }

    private static let hundredthsOfPercent = 100

    /// Counts whoever has paid a price that an activity had lowered among those that have taken part.
    func noteDiscount(of activity: Int, to user: Int, for order: Int, in connection: Connection) throws {
        let store = GrantStore(connection)
        // It holds for every order; the first one is noted.
        guard try !store.exists(of: activity, to: user) else { return }
        try store.insert(activity, to: user, nil, order: order)
    }

    /// Gives the bonus of a first purchase, of which nobody ever gets two.
    ///
    /// For an activity that asks for an amount the first payment of at least that much is the first one: smaller ones
    /// before it are none, and one that was large enough was the first, whether the activity ran then or not.
    ///
    /// - Parameters:
    ///   - worth: the credits that the order is worth.
    ///   - hasPaid: whether this user has paid as much, in fen, by another order.
    func rewardFirstPurchase(
        of user: Int,
        with order: Int,
        paidFen: Int,
        worth: Int,
        in connection: Connection,
        unless hasPaid: (_ fen: Int) throws -> Bool
    ) throws {
        let best = try best(.firstPurchase, in: connection) { terms in
            guard case .firstPurchase(let bonus) = terms, paidFen >= bonus.countedFen, try !hasPaid(bonus.countedFen)
            else { return nil }
            return bonus.credits(onTopOf: worth)
        }
        guard let (activity, bonus) = best, bonus > 0,
            try !GrantStore(connection).exists(ofAny: .firstPurchase, to: user)
        else { return }
        try grant(bonus, of: activity, to: user, for: order, in: connection)
    }

    /// The bonuses for bringing somebody that run at this moment.
    ///
    /// The best one for the referrer comes first, and between equals that for whoever was brought.
    func referralBonuses(
        on trigger: ReferralBonus.Trigger,
        in connection: Connection
    ) throws -> [(activity: Activity, bonus: ReferralBonus)] {
        try ActivityStore(connection).listRunning(.referralBonus)
            .compactMap { activity in
                guard case .referralBonus(let bonus) = activity.terms, bonus.trigger == trigger else { return nil }
                return (activity, bonus)
            }
            .sorted { (left: (Activity, ReferralBonus), right: (Activity, ReferralBonus)) in
                (left.1.referrerCredits, left.1.referredCredits, -left.0.id)
                    > (right.1.referrerCredits, right.1.referredCredits, -right.0.id)
            }
    }

    /// Gives the one who was brought their part, once.
    func rewardReferred(
        _ user: Int,
        _ amount: Int,
        by activity: Int,
        for order: Int?,
        in connection: Connection
    ) throws {
        guard amount > 0, try !GrantStore(connection).exists(of: activity, to: user),
            let activity = try ActivityStore(connection).find(activity)
        else { return }
        try grant(amount, of: activity, to: user, .referral, for: order, in: connection)
    }

    /// Takes back what is left of the credits that activities gave to an order's buyer, since the order is paid back.
    func takeBack(of order: Int, from user: Int, in connection: Connection) throws {
        let store = GrantStore(connection)
        for grant in try store.list(of: order, to: user) {
            let entry = try credits.takeBackAward(grant.credits, from: user, because: "订单退款，收回活动积分", in: connection)
            if let entry { try store.update(grant.id, takenBackBy: entry) }
        }
    }

    /// The entries of the ledger by which an order has brought credits of activities, and a refund has taken them back.
    func listEntries(of order: Int, in connection: Connection) throws -> [Int] {
        try GrantStore(connection).listEntries(of: order)
    }

    /// Of the activities of a type that run, the one with the highest value; nil where none has one.
    private func best(
        _ kind: Activity.Kind,
        in connection: Connection,
        _ value: (ActivityTerms) throws -> Int?
    ) throws -> (Activity, Int)? {
        try ActivityStore(connection).listRunning(kind)
            .compactMap { activity in try value(activity.terms).map { (activity, $0) } }
            .max { ($0.1, -$0.0.id) < ($1.1, -$1.0.id) }
    }
}
