import Database

/// The SQL of what promotions cost.
extension StatisticsStore {
    /// What finds it, and days that are over, added up once.
    ///
    /// What neither a generation nor an order has moved was given, or is a part of it that was taken back; so the
    /// entries that there are most of have no place in this index. Days of an earlier version have no sums of this: the
    /// job that adds days up finds them open and makes them, a day a transaction, ``Statistics/memoryDays`` at most;
    /// until then they are added up whenever somebody asks.
    static let promotions = [
        // It has the columns of its own condition, too: SQLite would look them up in each row.
        """
        CREATE INDEX credit_entries_given
            ON credit_entries (created_at, type, amount, actor_id, user_id, id, generation_id, order_id, refund_id)
         WHERE generation_id IS NULL AND order_id IS NULL AND refund_id IS NULL
        """,
        """
        CREATE INDEX orders_reduced ON orders (paid_at, reduced_by, original_fen, amount_fen, bonus_credits)
         WHERE paid_at IS NOT NULL AND reduced_by IS NOT NULL
        """,
        // Refunds by state were to be found by two indexes, and without statistics the one without moments was taken.
        "DROP INDEX payment_refunds_done",
        "CREATE INDEX payment_refunds_done ON payment_refunds (state, ended_at, gateway, amount_fen, credits, order_id)",
        // The indexes that keep each entry from being two grants' have all those that have none, and a planner that has
        // counted them takes them for useless.
        "CREATE INDEX activity_grants_entry ON activity_grants (entry_id) WHERE entry_id IS NOT NULL",
        "CREATE INDEX activity_grants_taken ON activity_grants (taken_entry_id) WHERE taken_entry_id IS NOT NULL",
        "CREATE INDEX referrals_taken ON referrals (taken_entry_id) WHERE taken_entry_id IS NOT NULL",
        """
        CREATE TABLE statistics_giveaways (
            day BIGINT NOT NULL PRIMARY KEY,
            entries BIGINT NOT NULL,
            activities BIGINT NOT NULL,
            first_purchases BIGINT NOT NULL,
            referrals BIGINT NOT NULL,
            codes BIGINT NOT NULL,
            administrators BIGINT NOT NULL
        )
        """,
    ]

    // MARK: Prices

    func priceCuts(in moments: Range<Int>) throws -> PriceCuts {
        let sums: SQL = """
            coalesce(sum(CASE o.reduced_by WHEN 'coupon' THEN o.original_fen - o.amount_fen ELSE 0 END), 0),
                   coalesce(sum(CASE o.reduced_by WHEN 'activity' THEN o.original_fen - o.amount_fen ELSE 0 END), 0),
                   coalesce(sum(o.bonus_credits), 0)
            """
        let cut = try connection.first(
            """
            SELECT \(sums)
              FROM orders o
             WHERE o.paid_at >= \(moments.lowerBound) AND o.paid_at < \(moments.upperBound)
               AND o.reduced_by IS NOT NULL
            """
        ) { (coupons: $0.int(0), activities: $0.int(1), credits: $0.int(2)) }!
        let back = try connection.first(
            """
            SELECT \(sums)
              FROM payment_refunds r
              JOIN orders o ON o.id = r.order_id
             WHERE r.state = 'done' AND r.ended_at >= \(moments.lowerBound) AND r.ended_at < \(moments.upperBound)
               AND coalesce(o.reduced_by, '') <> ''
            """
        ) { (coupons: $0.int(0), activities: $0.int(1), credits: $0.int(2)) }!
        return PriceCuts(
            couponFen: cut.coupons - back.coupons,
            activityFen: cut.activities - back.activities,
            couponCredits: cut.credits - back.credits
        )
    }

    // MARK: Credits

    /// Entries of a day of what was given, or taken back of it; a condition, since the index has its words.
    private func given(on day: WireDay) -> SQL {
        let moments = DayRange(day).moments
        return """
            e.created_at >= \(moments.lowerBound) AND e.created_at < \(moments.upperBound)
               AND e.generation_id IS NULL AND e.order_id IS NULL AND e.refund_id IS NULL
            """
    }

    private func countGiven(on day: WireDay) throws -> Int {
        try connection.value("SELECT count(*) FROM credit_entries e WHERE \(given(on: day))") ?? 0
    }

    /// A day as the ledger has it now.
    ///
    /// Who redeems a code is whose hand the entry has; an administrator's is another's, and an activity has none.
    func giveaways(on day: WireDay) throws -> GiveawayDay {
        func sum(_ source: String) -> SQL { "coalesce(sum(CASE source WHEN \(source) THEN amount ELSE 0 END), 0)" }
        return try connection.first(
            """
            SELECT count(*), \(sum("activities")), \(sum("first_purchases")), \(sum("referrals")), \(sum("codes")),
                   \(sum("administrators"))
              FROM (SELECT e.amount,
                           CASE WHEN a.type = 'first_purchase' THEN 'first_purchases'
                                WHEN e.type = 'referral' OR a.type = 'referral_bonus' OR r.id IS NOT NULL
                                THEN 'referrals'
                                WHEN a.id IS NOT NULL THEN 'activities'
                                WHEN e.type = 'gift' AND e.actor_id = e.user_id THEN 'codes'
                                WHEN e.type IN ('gift', 'adjustment') THEN 'administrators'
                                ELSE '' END AS source
                      FROM credit_entries e
                      LEFT JOIN activity_grants g ON g.entry_id = e.id
                      LEFT JOIN activity_grants t ON t.taken_entry_id = e.id
                      LEFT JOIN activities a ON a.id = coalesce(g.activity_id, t.activity_id)
                      LEFT JOIN referrals r ON r.taken_entry_id = e.id
                     WHERE \(given(on: day))) AS entries
            """
        ) { giveaways($0, of: day, from: 0) }!
    }

    private func giveaways(_ row: Row, of day: WireDay, from column: Int) -> GiveawayDay {
        GiveawayDay(
            day: day,
            entries: row.int(column),
            giveaways: Giveaways(
                activities: row.int(column + 1),
                firstPurchases: row.int(column + 2),
                referrals: row.int(column + 3),
                codes: row.int(column + 4),
                administrators: row.int(column + 5)
            )
        )
    }

    /// The day on which the first entry was made; nil where there is none.
    func firstDayOfGiveaways() throws -> WireDay? {
        try connection.value(
            """
            SELECT created_at
              FROM credit_entries
             WHERE created_at > 0 AND generation_id IS NULL AND order_id IS NULL AND refund_id IS NULL
             ORDER BY created_at
             LIMIT 1
            """
        ).map(WireDay.init(of:))
    }

    /// Sums that are stored and count every entry of their day, and the days of which there are none.
    ///
    /// The ledger only grows: a day that counts as many entries as there are is right.
    func storedGiveaways(_ days: DayRange) throws -> (sums: [GiveawayDay], open: [WireDay]) {
        let stored = try connection.all(
            """
            SELECT day, entries, activities, first_purchases, referrals, codes, administrators
              FROM statistics_giveaways
             WHERE day >= \(days.first.number) AND day <= \(days.last.number)
            """
        ) { giveaways($0, of: WireDay($0.int(0)), from: 1) }
        let known = Dictionary(uniqueKeysWithValues: stored.map { ($0.day, $0) })
        var found: (sums: [GiveawayDay], open: [WireDay]) = ([], [])
        for day in days.days {
            if try countGiven(on: day) != known[day]?.entries ?? 0 {
                found.open.append(day)
            } else if let sums = known[day] {
                found.sums.append(sums)
            }
        }
        return found
    }

    /// Keeps a day's sums in the place of those that there may be.
    func replace(_ sums: GiveawayDay) throws {
        let giveaways = sums.giveaways
        try connection.execute(
            """
            INSERT INTO statistics_giveaways
                   (day, entries, activities, first_purchases, referrals, codes, administrators)
            VALUES (\(sums.day.number), \(sums.entries), \(giveaways.activities), \(giveaways.firstPurchases),
                    \(giveaways.referrals), \(giveaways.codes), \(giveaways.administrators))
            ON CONFLICT (day)
            DO UPDATE SET entries = excluded.entries, activities = excluded.activities,
                          first_purchases = excluded.first_purchases, referrals = excluded.referrals,
                          codes = excluded.codes, administrators = excluded.administrators
            """
        )
    }
}
