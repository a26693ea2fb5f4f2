import Database

/// The SQL of statistics: plain sums over what the other chapters have stored, of which nothing is written here.
struct StatisticsStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// What finds the rows of some days, and has most of the sums in it.
    ///
    /// A generation has its place in one of them, since each pays for it, and only once it has ended: places are added
    /// at the end of the index then.
    static let indexes = [
        "CREATE INDEX users_created ON users (created_at)",
        """
        CREATE INDEX orders_paid ON orders (paid_at, amount_fen, credits, method)
         WHERE paid_at IS NOT NULL AND method <> 'balance'
        """,
        """
        CREATE INDEX orders_paid_in_credits ON orders (paid_at, amount_fen, method)
         WHERE paid_at IS NOT NULL AND method = 'balance'
        """,
        """
        CREATE INDEX orders_payers ON orders (user_id, paid_at, method)
         WHERE paid_at IS NOT NULL AND method <> 'balance'
        """,
        """
        CREATE INDEX payment_refunds_done ON payment_refunds (ended_at, gateway, amount_fen, credits)
         WHERE state = 'done'
        """,
        "CREATE INDEX membership_periods_end ON membership_periods (ends_at, starts_at)",
        "CREATE INDEX generations_finished ON generations (finished_at) WHERE finished_at IS NOT NULL",
    ]

    // MARK: Users

    /// Accounts made within some moments.
    func countUsers(madeIn moments: Range<Int>) throws -> Int {
        try connection.value(
            """
            SELECT count(*)
              FROM users
             WHERE created_at >= \(moments.lowerBound) AND created_at < \(moments.upperBound)
            """
        ) ?? 0
    }

    func countUsers(before moment: Int) throws -> Int {
        try connection.value("SELECT count(*) FROM users WHERE created_at < \(moment)") ?? 0
    }

    /// Users who had paid money before a moment; that it was given back later changes nothing.
    func countPayers(before moment: Int) throws -> Int {
        try connection.value(
            """
            SELECT count(*)
              FROM users u
             WHERE u.created_at < \(moment)
               AND EXISTS (SELECT 1
                             FROM orders o
                            WHERE o.user_id = u.id AND o.paid_at < \(moment) AND o.paid_at IS NOT NULL
                              AND o.method <> 'balance')
            """
        ) ?? 0
    }

    /// Users whose membership runs at a moment.
    ///
    /// Periods of one user never overlap, so each that runs is another user's. A refund ends a period at its own moment
    /// and moves only what is yet to come, so the past stays as it was.
    func countMembers(at moment: Int) throws -> Int {
        try connection.value(
            "SELECT count(*) FROM membership_periods WHERE ends_at > \(moment) AND starts_at <= \(moment)"
        ) ?? 0
    }

    // MARK: Money

    /// What was paid within some moments, and what was given back in them, whenever it had been paid.
    ///
    /// An order counts when it was paid, a refund when the money was back. So what has been told of a day stays true,
    /// and days add up to months. Orders at the sandbox, and those that a bridge reports, count like all others. A
    /// membership that is paid from the balance brings no money; the credits that it costs were bought or given before.
    /// Credits that a coupon adds to an order came with it; what an activity gives did not. What came twice for one
    /// order is owed to its buyer, and no revenue.
    func takings(in moments: Range<Int>) throws -> Takings {
        let paid = try connection.first(
            """
            SELECT coalesce(sum(amount_fen), 0), coalesce(sum(credits), 0)
              FROM orders
             WHERE paid_at >= \(moments.lowerBound) AND paid_at < \(moments.upperBound) AND method <> 'balance'
            """
        ) { (fen: $0.int(0), credits: $0.int(1)) }!
        let perCredit = Quote.fenPerCredit
        let spent = try connection.value(
            """
            SELECT coalesce(sum((amount_fen + \(perCredit - 1)) / \(perCredit)), 0)
              FROM orders
             WHERE paid_at >= \(moments.lowerBound) AND paid_at < \(moments.upperBound) AND method = 'balance'
            """
        )!
        let back = try connection.first(
            """
            SELECT coalesce(sum(CASE WHEN gateway <> 'balance' THEN amount_fen ELSE 0 END), 0),
                   coalesce(sum(CASE WHEN gateway <> 'balance' THEN credits ELSE 0 END), 0),
                   coalesce(sum(CASE WHEN gateway = 'balance' THEN credits ELSE 0 END), 0)
              FROM payment_refunds
             WHERE state = 'done' AND ended_at >= \(moments.lowerBound) AND ended_at < \(moments.upperBound)
            """
        ) { (fen: $0.int(0), credits: $0.int(1), spent: $0.int(2)) }!
        return Takings(
            paidFen: paid.fen,
            refundedFen: back.fen,
            // A refund says what it has moved: credits that were bought leave, those that had paid come back.
            creditsSold: paid.credits + back.credits,
            creditsForMemberships: spent - back.spent
        )
    }

    // MARK: Generations

    /// How long a generation took, rounded up, so that a day has a hundred different times at most: to 50 ms in the
    /// first second, then to 250 ms, from ten seconds on to a second, from a minute on to ten.
    ///
    /// From the reservation to the result or the failure, so with every repeat of the call.
    private static let latency: SQL = """
        CASE WHEN finished_at <= started_at THEN 0
             WHEN finished_at - started_at <= 1000 THEN (finished_at - started_at + 49) / 50 * 50
             WHEN finished_at - started_at <= 10000 THEN (finished_at - started_at + 249) / 250 * 250
             WHEN finished_at - started_at <= 60000 THEN (finished_at - started_at + 999) / 1000 * 1000
             ELSE (finished_at - started_at + 9999) / 10000 * 10000 END
        """

    /// Those that ended on a day; a condition, since every question about them begins with it.
    private func ended(on day: WireDay) -> SQL {
        let moments = DayRange(day).moments
        return "finished_at >= \(moments.lowerBound) AND finished_at < \(moments.upperBound)"
    }

    func countGenerations(endedOn day: WireDay) throws -> Int {
        try connection.value("SELECT count(*) FROM generations WHERE \(ended(on: day))") ?? 0
    }

    /// Users of whom a generation ended on a day.
    func countActiveUsers(on day: WireDay) throws -> Int {
        try connection.value("SELECT count(DISTINCT user_id) FROM generations WHERE \(ended(on: day))") ?? 0
    }

    /// What failed before kinds of failure were kept is `unknown`.
    func groups(endedOn day: WireDay) throws -> [GenerationGroup] {
        try connection.all(
            """
            SELECT kind, coalesce(tool_type, '') AS tool, model_id,
                   CASE state WHEN 'completed' THEN '' ELSE coalesce(failure_kind, 'unknown') END AS failure,
                   count(*), sum(CASE state WHEN 'completed' THEN cost ELSE 0 END),
                   sum(CASE WHEN state = 'completed' AND finished_at > started_at THEN finished_at - started_at
                            ELSE 0 END)
              FROM generations
             WHERE \(ended(on: day))
             GROUP BY kind, tool, model_id, failure
            """
        ) { group($0, of: day, from: 0) }
    }

    func latencies(endedOn day: WireDay) throws -> [GenerationLatency] {
        try connection.all(
            """
            SELECT model_id, \(StatisticsStore.latency) AS latency, count(*)
              FROM generations
             WHERE \(ended(on: day)) AND state = 'completed'
             GROUP BY model_id, latency
            """
        ) { GenerationLatency(day: day, model: $0.int(0), milliseconds: $0.int(1), generations: $0.int(2)) }
    }

    func group(_ row: Row, of day: WireDay, from column: Int) -> GenerationGroup {
        let failure = row.string(column + 3)
        return GenerationGroup(
            day: day,
            kind: AIModel.Kind(rawValue: row.string(column)) ?? .text,
            tool: row.string(column + 1),
            model: row.int(column + 2),
            failure: failure.isEmpty ? nil : failure,
            generations: row.int(column + 4),
            credits: row.int(column + 5),
            milliseconds: row.int(column + 6)
        )
    }

    /// The day on which the first generation ended; nil where there is none.
    func firstDay() throws -> WireDay? {
        try connection.value(
            "SELECT finished_at FROM generations WHERE finished_at > 0 ORDER BY finished_at LIMIT 1"
        ).map(WireDay.init(of:))
    }

    /// Models by their number, deleted ones included.
    func models() throws -> [ModelStatistics.Model] {
        try connection.all("SELECT id, name, provider, kind FROM ai_models ORDER BY id") { row in
            ModelStatistics.Model(
                id: row.int(0),
                name: row.string(1),
                provider: row.string(2),
                kind: AIModel.Kind(rawValue: row.string(3)) ?? .text
            )
        }
    }
}
