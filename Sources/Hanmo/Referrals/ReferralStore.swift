import Database

/// The SQL of referrals; whoever writes holds the referrer.
struct ReferralStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// One referral for each user who was brought, and one entry of the ledger for each reward.
    ///
    /// Whoever signed up with a code in an earlier version comes along. Where they have paid since, and the money has
    /// stayed, the reward is due.
    static let schema = [
        """
        CREATE TABLE referrals (
            id IDENTITY,
            referrer_id BIGINT NOT NULL REFERENCES users (id),
            referred_id BIGINT NOT NULL UNIQUE REFERENCES users (id),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'earned', 'paid', 'cancelled')),
            flag TEXT CHECK (flag IN ('referrer', 'ring')),
            review TEXT CHECK (review IN ('open', 'approved', 'rejected')),
            reviewer_id BIGINT,
            reviewed_at BIGINT,
            reward BIGINT NOT NULL DEFAULT 0 CHECK (reward >= 0),
            referred_credits BIGINT NOT NULL DEFAULT 0 CHECK (referred_credits >= 0),
            activity_id BIGINT REFERENCES activities (id),
            order_id BIGINT REFERENCES orders (id),
            entry_id BIGINT UNIQUE REFERENCES credit_entries (id),
            taken_back BIGINT NOT NULL DEFAULT 0 CHECK (taken_back >= 0 AND taken_back <= reward),
            taken_entry_id BIGINT UNIQUE REFERENCES credit_entries (id),
            created_at BIGINT NOT NULL,
            earned_at BIGINT,
            paid_at BIGINT,
            CHECK (referrer_id <> referred_id),
            CHECK ((flag IS NULL) = (review IS NULL)),
            CHECK ((entry_id IS NULL) = (paid_at IS NULL)),
            CHECK (state <> 'paid' OR entry_id IS NOT NULL),
            CHECK ((taken_back > 0) = (taken_entry_id IS NOT NULL))
        )
        """,
        "CREATE INDEX referrals_referrer ON referrals (referrer_id, id)",
        "CREATE INDEX referrals_paid ON referrals (referrer_id, paid_at) WHERE paid_at IS NOT NULL",
        """
        CREATE INDEX referrals_due ON referrals (referrer_id, id)
         WHERE state = 'earned' AND (review IS NULL OR review = 'approved')
        """,
        "CREATE INDEX referrals_flagged ON referrals (id) WHERE review IS NOT NULL",
        """
        INSERT INTO referrals (referrer_id, referred_id, state, reward, order_id, created_at, earned_at)
        SELECT u.referrer_id, u.id,
               CASE WHEN o.id IS NULL THEN 'waiting' ELSE 'earned' END,
               CASE WHEN o.id IS NULL THEN 0 ELSE 50 END,
               o.id, u.created_at, o.paid_at
          FROM users u
          LEFT JOIN orders o ON o.id = (SELECT min(p.id)
                                          FROM orders p
                                         WHERE p.user_id = u.id AND p.status = 'paid' AND p.method <> 'balance')
         WHERE u.referrer_id IS NOT NULL
         ORDER BY u.id
        """,
    ]

    /// What an activity has earned, and for whom.
    static let activityIndexes = [
        "CREATE INDEX referrals_activity ON referrals (activity_id, earned_at, id) WHERE activity_id IS NOT NULL",
        "CREATE INDEX referrals_beneficiary ON referrals (activity_id, referrer_id) WHERE activity_id IS NOT NULL",
    ]

    private static let columns: SQL = """
        r.id, r.referrer_id, a.username, r.referred_id, b.username, r.state, r.flag, r.review, r.reward, r.taken_back,
               r.referred_credits, r.activity_id, r.order_id, r.created_at, r.paid_at, r.reviewed_at
        """

    private func referral(_ row: Row) -> Referral {
        Referral(
            id: row.int(0),
            referrer: row.int(1),
            referrerName: row.string(2),
            referred: row.int(3),
            referredName: row.string(4),
            state: Referral.State(rawValue: row.string(5)) ?? .cancelled,
            flag: row.stringOrNil(6).flatMap(Referral.Flag.init),
            review: row.stringOrNil(7).flatMap(Referral.Review.init),
            reward: row.int(8),
            takenBack: row.int(9),
            referredCredits: row.int(10),
            activity: row.intOrNil(11),
            order: row.intOrNil(12),
            createdAt: row.int(13),
            paidAt: row.intOrNil(14),
            reviewedAt: row.intOrNil(15)
        )
    }

    private func first(_ condition: SQL) throws -> Referral? {
        try connection.first(
            """
            SELECT \(ReferralStore.columns)
              FROM referrals r
              JOIN users a ON a.id = r.referrer_id
              JOIN users b ON b.id = r.referred_id
             WHERE \(condition)
            """,
            referral
        )
    }

    func find(_ id: Int) throws -> Referral? { try first("r.id = \(id)") }

    /// How somebody was brought.
    func find(of referred: Int) throws -> Referral? { try first("r.referred_id = \(referred)") }

    func insert(_ referred: Int, by referrer: Int) throws {
        try connection.execute(
            """
            INSERT INTO referrals (referrer_id, referred_id, state, created_at)
            VALUES (\(referrer), \(referred), 'waiting', \(connection.now))
            """
        )
    }

    /// Writes down what a referral has earned, once.
    ///
    /// - Returns: false where it was not waiting any more.
    func earn(_ id: Int, _ reward: Int, _ referredCredits: Int, activity: Int?, order: Int?) throws -> Bool {
        try connection.change(
            """
            UPDATE referrals
               SET state = 'earned', reward = \(reward), referred_credits = \(referredCredits),
                   activity_id = \(activity), order_id = \(order), earned_at = \(connection.now)
             WHERE id = \(id) AND state = 'waiting'
            """
        ) == 1
    }

    func update(_ id: Int, paidBy entry: LedgerEntry) throws {
        try connection.execute(
            """
            UPDATE referrals
               SET state = 'paid', entry_id = \(entry.id), paid_at = \(connection.now)
             WHERE id = \(id)
            """
        )
    }

    /// - Parameter entry: by which the reward was taken back, or what was left of it.
    func cancel(_ id: Int, takenBackBy entry: LedgerEntry?) throws {
        try connection.execute(
            """
            UPDATE referrals
               SET state = 'cancelled', taken_back = \(-(entry?.amount ?? 0)), taken_entry_id = \(entry?.id)
             WHERE id = \(id)
            """
        )
    }

    func update(_ id: Int, to review: Referral.Review, by reviewer: Int) throws {
        try connection.execute(
            """
            UPDATE referrals
               SET review = \(review), reviewer_id = \(reviewer), reviewed_at = \(connection.now)
             WHERE id = \(id)
            """
        )
    }

    // MARK: What is due

    /// Referrers to whom a reward is due that nobody has to look at, behind a user; those who are disabled wait.
    func listCreditors(after user: Int, limit: Int) throws -> [Int] {
        try connection.all(
            """
            SELECT DISTINCT referrer_id
              FROM referrals
             WHERE state = 'earned' AND (review IS NULL OR review = 'approved') AND referrer_id > \(user)
               AND NOT EXISTS (SELECT id FROM users u WHERE u.id = referrals.referrer_id AND u.disabled_at IS NOT NULL)
             ORDER BY referrer_id
             LIMIT \(limit)
            """
        ) { $0.int(0) }
    }

    /// What is due to a referrer, the oldest first.
    func listDue(to referrer: Int, limit: Int) throws -> [(id: Int, reward: Int, referredName: String)] {
        try connection.all(
            """
            SELECT r.id, r.reward, u.username
              FROM referrals r
              JOIN users u ON u.id = r.referred_id
             WHERE r.referrer_id = \(referrer) AND r.state = 'earned' AND (r.review IS NULL OR r.review = 'approved')
             ORDER BY r.id
             LIMIT \(limit)
            """
        ) { ($0.int(0), $0.int(1), $0.string(2)) }
    }

    func countPaid(to referrer: Int, since moment: Int) throws -> Int {
        try connection.value(
            "SELECT count(*) FROM referrals WHERE referrer_id = \(referrer) AND paid_at >= \(moment)"
        ) ?? 0
    }

    // MARK: Lists

    /// Whom a referrer has brought, the last one first.
    func list(of referrer: Int, _ page: PageRequest) throws -> (page: Page<Referral>, totalRewards: Int) {
        let items = try connection.all(
            """
            SELECT \(ReferralStore.columns)
              FROM referrals r
              JOIN users a ON a.id = r.referrer_id
              JOIN users b ON b.id = r.referred_id
             WHERE r.referrer_id = \(referrer)
             ORDER BY r.id DESC
             LIMIT \(page.size) OFFSET \(page.offset)
            """,
            referral
        )
        let total = try connection.value("SELECT count(*) FROM referrals WHERE referrer_id = \(referrer)") ?? 0
        let rewards =
            try connection.value(
                """
                SELECT coalesce(sum(reward - taken_back), 0)
                  FROM referrals
                 WHERE referrer_id = \(referrer) AND paid_at IS NOT NULL
                """
            ) ?? 0
        return (Page(request: page, total: total, items: items), rewards)
    }

    /// The entries of the ledger by which the reward for an order came and went.
    func listEntries(of order: Int, by user: Int) throws -> [Int] {
        try connection.first(
            "SELECT entry_id, taken_entry_id FROM referrals WHERE referred_id = \(user) AND order_id = \(order)"
        ) { [$0.intOrNil(0), $0.intOrNil(1)].compactMap { $0 } } ?? []
    }

    /// Doubtful referrals, newest first.
    ///
    /// The words `id > 0` are what lets SQLite see a range of an index in it.
    func listFlagged(_ review: Referral.Review?, _ page: PageRequest) throws -> Page<Referral> {
        var condition: SQL = "r.review IS NOT NULL AND r.id > 0"
        if let review { condition += " AND r.review = \(review)" }
        return try PageStore(connection).list(
            page,
            ReferralStore.columns,
            from: "referrals r",
            joining: """
                JOIN users a ON a.id = r.referrer_id
                JOIN users b ON b.id = r.referred_id
                """,
            where: condition,
            newest: "r.id DESC",
            referral
        )
    }

    // MARK: Whether all is well

    /// Referrals whose entries in the ledger are not the referrer's, or of another amount.
    func listWrong(limit: Int) throws -> [Int] {
        try connection.all(
            """
            SELECT r.id
              FROM referrals r
              LEFT JOIN credit_entries e ON e.id = r.entry_id
              LEFT JOIN credit_entries t ON t.id = r.taken_entry_id
             WHERE (r.paid_at IS NOT NULL AND r.reward <> coalesce(e.amount, 0))
                OR r.referrer_id <> coalesce(e.user_id, r.referrer_id)
                OR r.taken_back <> -coalesce(t.amount, 0) OR r.referrer_id <> coalesce(t.user_id, r.referrer_id)
             ORDER BY r.id
             LIMIT \(limit)
            """
        ) { $0.int(0) }
    }

    /// How many there are, and the credits that referrers have got and kept.
    func totals() throws -> (referrals: Int, credits: Int) {
        try connection.first(
            """
            SELECT count(*), coalesce(sum(CASE WHEN paid_at IS NULL THEN 0 ELSE reward - taken_back END), 0)
              FROM referrals
            """
        ) { ($0.int(0), $0.int(1)) } ?? (0, 0)
    }
}
