import Database

/// The SQL of memberships, and the only SQL that writes a user's membership.
struct MembershipStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static let schema = [
        """
        CREATE TABLE membership_periods (
            id IDENTITY,
            user_id BIGINT NOT NULL REFERENCES users (id),
            order_id BIGINT NOT NULL UNIQUE REFERENCES orders (id),
            type TEXT NOT NULL,
            starts_at BIGINT NOT NULL,
            ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
            told_at BIGINT
        )
        """,
        "CREATE INDEX membership_periods_user ON membership_periods (user_id, ends_at)",
    ]

    /// A period comes from an order or from a redemption code, and from each of them one.
    ///
    /// SQLite can't let a column be NULL that was not, so the table is made anew.
    static let ofRedemptions = [
        "DROP INDEX membership_periods_user",
        "ALTER TABLE membership_periods RENAME TO earlier_membership_periods",
        """
        CREATE TABLE membership_periods (
            id IDENTITY,
            user_id BIGINT NOT NULL REFERENCES users (id),
            order_id BIGINT UNIQUE REFERENCES orders (id),
            redemption_id BIGINT UNIQUE REFERENCES redemption_codes (id),
            type TEXT NOT NULL,
            starts_at BIGINT NOT NULL,
            ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
            told_at BIGINT,
            CHECK ((order_id IS NULL) <> (redemption_id IS NULL))
        )
        """,
        """
        INSERT INTO membership_periods (user_id, order_id, type, starts_at, ends_at, told_at)
        SELECT user_id, order_id, type, starts_at, ends_at, told_at
          FROM earlier_membership_periods
         ORDER BY id
        """,
        "DROP TABLE earlier_membership_periods",
        "CREATE INDEX membership_periods_user ON membership_periods (user_id, ends_at)",
    ]

    /// When a user's last membership ends or has ended; nobody else changes it until the transaction ends.
    func holdEnd(of user: Int) throws -> Int? {
        try connection.first("SELECT membership_end_at FROM users WHERE id = \(user) \(SQL.forUpdate)") {
            $0.intOrNil(0)
        } ?? nil
    }

    /// - Errors: `DatabaseError.unique` where the order or the code has brought its period already.
    func insert(_ period: MembershipPeriod, of user: Int, from source: MembershipPeriod.Source) throws {
        var order: Int?
        var redemption: Int?
        switch source {
        case .order(let id): order = id
        case .redemption(let id): redemption = id
        }
        try connection.execute(
            """
            INSERT INTO membership_periods (user_id, order_id, redemption_id, type, starts_at, ends_at)
            VALUES (\(user), \(order), \(redemption), \(period.type), \(period.startsAt), \(period.endsAt))
            """
        )
    }

    /// The period that an order has added.
    func find(of order: Int) throws -> MembershipPeriod? {
        try connection.first(
            "SELECT type, starts_at, ends_at FROM membership_periods WHERE order_id = \(order)",
            period
        )
    }

    /// A user's period that ends last.
    func findLast(of user: Int) throws -> MembershipPeriod? {
        try connection.first(
            """
            SELECT type, starts_at, ends_at
              FROM membership_periods
             WHERE user_id = \(user)
             ORDER BY ends_at DESC
             LIMIT 1
            """,
            period
        )
    }

    private func period(_ row: Row) -> MembershipPeriod {
        MembershipPeriod(
            type: MembershipType(rawValue: row.string(0)) ?? .monthly,
            startsAt: row.int(1),
            endsAt: row.int(2)
        )
    }

    /// Ends a period that runs.
    func end(periodOf order: Int) throws {
        try connection.execute(
            "UPDATE membership_periods SET ends_at = \(connection.now) WHERE order_id = \(order)"
        )
    }

    /// Takes away a period that has not begun.
    func delete(periodOf order: Int) throws {
        try connection.execute("DELETE FROM membership_periods WHERE order_id = \(order)")
    }

    /// Has the periods that begin at a moment, or later, begin and end so much earlier.
    func moveForward(by milliseconds: Int, periodsOf user: Int, from moment: Int) throws {
        try connection.execute(
            """
            UPDATE membership_periods
               SET starts_at = starts_at - \(milliseconds), ends_at = ends_at - \(milliseconds)
             WHERE user_id = \(user) AND ends_at > \(moment) AND starts_at >= \(moment)
            """
        )
    }

    func update(_ user: Int, to type: MembershipType, until end: Int) throws {
        try connection.execute(
            "UPDATE users SET membership_type = \(type), membership_end_at = \(end) WHERE id = \(user)"
        )
    }

    /// Notes that a user knows of an end, and returns what has ended; nil where they know already.
    func markTold(of user: Int, endedAt end: Int) throws -> String? {
        try connection.string(
            """
            UPDATE membership_periods
               SET told_at = \(connection.now)
             WHERE user_id = \(user) AND ends_at = \(end) AND told_at IS NULL
            RETURNING type
            """
        )
    }
}
