import Database

/// The SQL of activities; who has got something of one stands beside it.
struct ActivityStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// `participant_count` is kept for gifts, which it holds to their limit, and is 0 for all others.
    static let schema = [
        """
        CREATE TABLE activities (
            id IDENTITY,
            name TEXT NOT NULL,
            type TEXT NOT NULL
                CHECK (type IN ('credit_gift', 'membership_discount', 'referral_bonus', 'first_purchase')),
            description TEXT NOT NULL,
            config TEXT NOT NULL,
            starts_at BIGINT NOT NULL,
            ends_at BIGINT NOT NULL,
            disabled_at BIGINT,
            participant_limit BIGINT CHECK (participant_limit > 0),
            participant_count BIGINT NOT NULL DEFAULT 0 CHECK (participant_count >= 0),
            created_at BIGINT NOT NULL,
            CHECK (ends_at >= starts_at),
            CHECK (participant_limit IS NULL OR participant_count <= participant_limit)
        )
        """,
        "CREATE INDEX activities_running ON activities (type, ends_at) WHERE disabled_at IS NULL",
    ]

    /// Activities of one type that run at once; younger ones are not looked at.
    private static let runningLimit = 100

    private static let columns: SQL = """
        a.id, a.name, a.type, a.description, a.config, a.starts_at, a.ends_at, a.disabled_at, a.created_at
        """

    private static let participants: SQL = """
        CASE a.type
                      WHEN 'credit_gift' THEN a.participant_count
                      WHEN 'referral_bonus' THEN (SELECT count(*) FROM referrals r WHERE r.activity_id = a.id)
                      ELSE (SELECT count(*) FROM activity_grants g WHERE g.activity_id = a.id)
                      END
        """

    /// - Parameter row: the columns, and how many have got something of it.
    private func activity(_ row: Row) throws -> Activity {
        let kind = Activity.Kind(rawValue: row.string(2)) ?? .creditGift
        return Activity(
            id: row.int(0),
            name: row.string(1),
            description: row.string(3),
            terms: try ActivityTerms(stored: row.string(4), of: kind),
            startsAt: row.int(5),
            endsAt: row.int(6),
            isDisabled: row.intOrNil(7) != nil,
            createdAt: row.int(8),
            participants: row.int(9)
        )
    }

    func insert(_ draft: ActivityDraft) throws -> Int {
        try connection.insert(
            """
            INSERT INTO activities
                   (name, type, description, config, starts_at, ends_at, participant_limit, created_at)
            VALUES (\(draft.name), \(draft.terms.kind), \(draft.description), \(draft.terms.text), \(draft.startsAt),
                    \(draft.endsAt), \(draft.terms.places), \(connection.now))
            """
        )
    }

    /// How often a user has got something of an activity, as whoever takes part or as whoever brings others.
    private func participations(of user: Int) -> SQL {
        """
        (SELECT count(*) FROM activity_grants g WHERE g.activity_id = a.id AND g.user_id = \(user))
                   + (SELECT count(*) FROM referrals r WHERE r.activity_id = a.id AND r.referrer_id = \(user))
        """
    }

    func find(_ id: Int) throws -> Activity? {
        try connection.first(
            "SELECT \(ActivityStore.columns), \(ActivityStore.participants) FROM activities a WHERE a.id = \(id)",
            activity
        )
    }

    /// The activity, and nobody else changes it until the transaction ends.
    func hold(_ id: Int) throws -> Activity? {
        _ = try connection.value("SELECT id FROM activities WHERE id = \(id) \(SQL.forUpdate)")
        return try find(id)
    }

    /// The activity as a user sees it at a moment.
    func view(_ id: Int, for user: Int, at now: Int) throws -> ActivityView? {
        try connection.first(
            """
            SELECT \(ActivityStore.columns), \(ActivityStore.participants), \(participations(of: user))
              FROM activities a
             WHERE a.id = \(id)
            """
        ) { row in
            ActivityView(activity: try activity(row), hasParticipated: row.int(10) > 0, now: now)
        }
    }

    /// Grants among which the latest is looked for: far more than transactions are under way at once, since of two of
    /// those the one with the later moment may come first.
    private static let latestGrants = 1_000

    /// The moment of what an activity has given last; nil where it has given nothing.
    func lastGrantAt(of id: Int) throws -> Int? {
        let grant = try connection.value(
            """
            SELECT max(g.created_at)
              FROM (SELECT created_at
                      FROM activity_grants
                     WHERE activity_id = \(id)
                     ORDER BY id DESC
                     LIMIT \(ActivityStore.latestGrants)) AS g
            """
        )
        let referral = try connection.value("SELECT max(earned_at) FROM referrals WHERE activity_id = \(id)")
        return [grant, referral].compactMap { $0 }.max()
    }

    /// Changes an activity that is held.
    func update(_ activity: Activity) throws {
        let disabledAt: SQL = activity.isDisabled ? "coalesce(disabled_at, \(connection.now))" : "NULL"
        try connection.execute(
            """
            UPDATE activities
               SET name = \(activity.name), description = \(activity.description), config = \(activity.terms.text),
                   participant_limit = \(activity.terms.places), starts_at = \(activity.startsAt),
                   ends_at = \(activity.endsAt), disabled_at = \(disabledAt)
             WHERE id = \(activity.id)
            """
        )
    }

    /// Activities, newest first.
    ///
    /// - Parameter hidesDisabled: leaves out those that are switched off.
    func list(
        _ kind: Activity.Kind?,
        _ status: Activity.Status?,
        hidesDisabled: Bool,
        for user: Int,
        _ page: PageRequest
    ) throws -> Page<ActivityView> {
        var condition: SQL = hidesDisabled ? "a.disabled_at IS NULL" : "a.id > 0"
        if let kind { condition += " AND a.type = \(kind)" }
        let now = connection.now
        switch status {
        case nil: break
        case .scheduled: condition += " AND a.disabled_at IS NULL AND a.starts_at > \(now)"
        case .active: condition += " AND a.disabled_at IS NULL AND a.starts_at <= \(now) AND a.ends_at > \(now)"
        case .ended: condition += " AND a.disabled_at IS NULL AND a.ends_at <= \(now)"
        case .disabled: condition += " AND a.disabled_at IS NOT NULL"
        }
        let items = try connection.all(
            """
            SELECT \(ActivityStore.columns), \(ActivityStore.participants), \(participations(of: user))
              FROM activities a
             WHERE \(condition)
             ORDER BY a.id DESC
             LIMIT \(page.size) OFFSET \(page.offset)
            """
        ) { row in
            ActivityView(activity: try activity(row), hasParticipated: row.int(10) > 0, now: now)
        }
        let total = try connection.value("SELECT count(*) FROM activities a WHERE \(condition)") ?? 0
        return Page(request: page, total: total, items: items)
    }

    /// Activities of a type that run at this moment, the oldest first.
    func listRunning(_ kind: Activity.Kind) throws -> [Activity] {
        try connection.all(
            """
            SELECT \(ActivityStore.columns), a.participant_count
              FROM activities a
             WHERE a.type = \(kind) AND a.disabled_at IS NULL AND a.ends_at > \(connection.now)
               AND a.starts_at <= \(connection.now)
             ORDER BY a.id
             LIMIT \(ActivityStore.runningLimit)
            """,
            activity
        )
    }

    /// Takes one of a gift's places, and returns the gift as it is then; nil where it does not run, or is full.
    ///
    /// One statement both asks and takes, so no place is taken twice, and whoever changes the gift waits.
    func takePlace(in id: Int) throws -> Activity? {
        let taken = try connection.change(
            """
            UPDATE activities
               SET participant_count = participant_count + 1
             WHERE id = \(id) AND type = 'credit_gift' AND disabled_at IS NULL AND starts_at <= \(connection.now)
               AND ends_at > \(connection.now)
               AND (participant_limit IS NULL OR participant_count < participant_limit)
            """
        )
        return taken == 1 ? try find(id) : nil
    }
}
