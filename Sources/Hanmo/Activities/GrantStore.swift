import Database

/// The SQL of grants: who has got what of which activity, and where that stands in the ledger.
struct GrantStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// One grant of each activity for each user, and one entry of the ledger for each that brings credits.
    static let schema = [
        """
        CREATE TABLE activity_grants (
            id IDENTITY,
            activity_id BIGINT NOT NULL REFERENCES activities (id),
            user_id BIGINT NOT NULL REFERENCES users (id),
            credits BIGINT NOT NULL CHECK (credits >= 0),
            entry_id BIGINT UNIQUE REFERENCES credit_entries (id),
            order_id BIGINT REFERENCES orders (id),
            taken_back BIGINT NOT NULL DEFAULT 0 CHECK (taken_back >= 0 AND taken_back <= credits),
            taken_entry_id BIGINT UNIQUE REFERENCES credit_entries (id),
            created_at BIGINT NOT NULL,
            UNIQUE (activity_id, user_id),
            CHECK ((credits > 0) = (entry_id IS NOT NULL)),
            CHECK ((taken_back > 0) = (taken_entry_id IS NOT NULL))
        )
        """,
        "CREATE INDEX activity_grants_activity ON activity_grants (activity_id, id)",
        "CREATE INDEX activity_grants_order ON activity_grants (order_id) WHERE order_id IS NOT NULL",
    ]

    /// What one user has got of all activities.
    static let userIndex = ["CREATE INDEX activity_grants_user ON activity_grants (user_id, activity_id)"]

    /// - Errors: `DatabaseError.unique` where this user has got something of this activity already.
    func insert(_ activity: Int, to user: Int, _ entry: LedgerEntry?, order: Int?) throws {
        try connection.execute(
            """
            INSERT INTO activity_grants (activity_id, user_id, credits, entry_id, order_id, created_at)
            VALUES (\(activity), \(user), \(entry?.amount ?? 0), \(entry?.id), \(order), \(connection.now))
            """
        )
    }

    func exists(of activity: Int, to user: Int) throws -> Bool {
        try connection.value(
            "SELECT id FROM activity_grants WHERE activity_id = \(activity) AND user_id = \(user)"
        ) != nil
    }

    /// Whether a user has got something of any activity of a type, also of one that is over.
    func exists(ofAny kind: Activity.Kind, to user: Int) throws -> Bool {
        try connection.value(
            """
            SELECT g.id
              FROM activity_grants g
              JOIN activities a ON a.id = g.activity_id
             WHERE g.user_id = \(user) AND a.type = \(kind)
             ORDER BY g.activity_id
             LIMIT 1
            """
        ) != nil
    }

    /// Grants by one order to its buyer: the bonus of a first purchase, and that of whoever was brought.
    private static let orderLimit = 10

    /// Credits that an order has brought to a user by an activity, and that nobody has taken back.
    func list(of order: Int, to user: Int) throws -> [(id: Int, credits: Int)] {
        try connection.all(
            """
            SELECT id, credits
              FROM activity_grants
             WHERE order_id = \(order) AND user_id = \(user) AND credits > 0 AND taken_entry_id IS NULL
             ORDER BY id
             LIMIT \(GrantStore.orderLimit)
            """
        ) { ($0.int(0), $0.int(1)) }
    }

    /// The entries of the ledger by which an order's credits came and went.
    func listEntries(of order: Int) throws -> [Int] {
        try connection.all(
            """
            SELECT entry_id, taken_entry_id
              FROM activity_grants
             WHERE order_id = \(order)
             ORDER BY id
             LIMIT \(GrantStore.orderLimit)
            """
        ) { row in
            [row.intOrNil(0), row.intOrNil(1)].compactMap { $0 }
        }.flatMap { $0 }
    }

    /// - Parameter entry: by which they were taken.
    func update(_ grant: Int, takenBackBy entry: LedgerEntry) throws {
        try connection.execute(
            """
            UPDATE activity_grants
               SET taken_back = \(-entry.amount), taken_entry_id = \(entry.id)
             WHERE id = \(grant)
            """
        )
    }

    /// Whoever has got something of an activity, the last one first.
    func list(of activity: Int, _ page: PageRequest) throws -> Page<Grant> {
        let items = try connection.all(
            """
            SELECT g.id, g.activity_id, g.user_id, u.username, g.credits, g.taken_back, o.number, g.created_at
              FROM activity_grants g
              JOIN users u ON u.id = g.user_id
              LEFT JOIN orders o ON o.id = g.order_id
             WHERE g.activity_id = \(activity)
             ORDER BY g.id DESC
             LIMIT \(page.size) OFFSET \(page.offset)
            """
        ) { grant($0) }
        let total =
            try connection.value("SELECT count(*) FROM activity_grants WHERE activity_id = \(activity)") ?? 0
        return Page(request: page, total: total, items: items)
    }

    private func grant(_ row: Row, referrer: (id: Int, username: String, credits: Int)? = nil) -> Grant {
        Grant(
            id: row.int(0),
            activity: row.int(1),
            user: row.int(2),
            username: row.string(3),
            credits: row.int(4),
            takenBack: row.int(5),
            orderNumber: row.stringOrNil(6),
            createdAt: row.int(7),
            referrer: referrer
        )
    }

    /// Those who were brought and for whom a bonus has been earned, the last one first: the referrer may have got
    /// something of it alone.
    func listReferrals(by activity: Int, _ page: PageRequest) throws -> Page<Grant> {
        let items = try connection.all(
            """
            SELECT r.id, r.activity_id, r.referred_id, u.username, coalesce(g.credits, 0), coalesce(g.taken_back, 0),
                   o.number, r.earned_at, r.referrer_id, w.username,
                   CASE WHEN r.paid_at IS NULL THEN 0 ELSE r.reward - r.taken_back END
              FROM referrals r
              JOIN users u ON u.id = r.referred_id
              JOIN users w ON w.id = r.referrer_id
              LEFT JOIN orders o ON o.id = r.order_id
              LEFT JOIN activity_grants g ON g.activity_id = r.activity_id AND g.user_id = r.referred_id
             WHERE r.activity_id = \(activity)
             ORDER BY r.earned_at DESC, r.id DESC
             LIMIT \(page.size) OFFSET \(page.offset)
            """
        ) { grant($0, referrer: (id: $0.int(8), username: $0.string(9), credits: $0.int(10))) }
        let total = try connection.value("SELECT count(*) FROM referrals WHERE activity_id = \(activity)") ?? 0
        return Page(request: page, total: total, items: items)
    }

    // MARK: Whether all is well

    /// Grants whose entries in the ledger are not theirs, or of another amount.
    func listWrong(limit: Int) throws -> [Int] {
        try connection.all(
            """
            SELECT g.id
              FROM activity_grants g
              LEFT JOIN credit_entries e ON e.id = g.entry_id
              LEFT JOIN credit_entries t ON t.id = g.taken_entry_id
             WHERE g.credits <> coalesce(e.amount, 0) OR g.user_id <> coalesce(e.user_id, g.user_id)
                OR g.taken_back <> -coalesce(t.amount, 0) OR g.user_id <> coalesce(t.user_id, g.user_id)
             ORDER BY g.id
             LIMIT \(limit)
            """
        ) { $0.int(0) }
    }

    /// Gifts that count other participants than they have.
    func listMiscounted(limit: Int) throws -> [Int] {
        try connection.all(
            """
            SELECT a.id
              FROM activities a
             WHERE a.type = 'credit_gift'
               AND a.participant_count <> (SELECT count(*) FROM activity_grants g WHERE g.activity_id = a.id)
             ORDER BY a.id
             LIMIT \(limit)
            """
        ) { $0.int(0) }
    }

    /// How many there are, and the credits that they have brought and kept.
    func totals() throws -> (grants: Int, credits: Int) {
        try connection.first("SELECT count(*), coalesce(sum(credits - taken_back), 0) FROM activity_grants") {
            ($0.int(0), $0.int(1))
        } ?? (0, 0)
    }
}
