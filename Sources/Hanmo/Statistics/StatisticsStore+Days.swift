import Database

/// The SQL of days that are over, added up once.
///
/// What a generation was never changes once it has ended, so a day that counts as many of them as there are is right.
extension StatisticsStore {
    static let days = [
        """
        CREATE TABLE statistics_days (
            day BIGINT NOT NULL PRIMARY KEY,
            generations BIGINT NOT NULL,
            active_users BIGINT NOT NULL
        )
        """,
        """
        CREATE TABLE statistics_generations (
            day BIGINT NOT NULL,
            kind TEXT NOT NULL,
            tool_type TEXT NOT NULL,
            model_id BIGINT NOT NULL,
            failure TEXT NOT NULL,
            generations BIGINT NOT NULL,
            credits BIGINT NOT NULL,
            milliseconds BIGINT NOT NULL,
            PRIMARY KEY (day, kind, tool_type, model_id, failure)
        )
        """,
        """
        CREATE TABLE statistics_latencies (
            day BIGINT NOT NULL,
            model_id BIGINT NOT NULL,
            milliseconds BIGINT NOT NULL,
            generations BIGINT NOT NULL,
            PRIMARY KEY (day, model_id, milliseconds)
        )
        """,
    ]

    // MARK: Reading

    /// Days of which no sum is stored that counts every generation.
    func listOpen(among days: DayRange) throws -> Set<WireDay> {
        let stored = try connection.all(
            "SELECT day, generations FROM statistics_days WHERE \(within(days))"
        ) { (WireDay($0.int(0)), $0.int(1)) }
        let counts = Dictionary(uniqueKeysWithValues: stored)
        return Set(try days.days.filter { try countGenerations(endedOn: $0) != counts[$0] ?? 0 })
    }

    func storedActiveUsers(_ days: DayRange) throws -> [WireDay: Int] {
        Dictionary(
            uniqueKeysWithValues: try connection.all(
                "SELECT day, active_users FROM statistics_days WHERE \(within(days))"
            ) { (WireDay($0.int(0)), $0.int(1)) }
        )
    }

    func storedGroups(_ days: DayRange) throws -> [GenerationGroup] {
        try connection.all(
            """
            SELECT day, kind, tool_type, model_id, failure, generations, credits, milliseconds
              FROM statistics_generations
             WHERE \(within(days))
            """
        ) { group($0, of: WireDay($0.int(0)), from: 1) }
    }

    func storedLatencies(_ days: DayRange) throws -> [GenerationLatency] {
        try connection.all(
            "SELECT day, model_id, milliseconds, generations FROM statistics_latencies WHERE \(within(days))"
        ) { row in
            GenerationLatency(
                day: WireDay(row.int(0)),
                model: row.int(1),
                milliseconds: row.int(2),
                generations: row.int(3)
            )
        }
    }

    private func within(_ days: DayRange) -> SQL {
        "day >= \(days.first.number) AND day <= \(days.last.number)"
    }

    // MARK: Adding up

    /// A day as its rows have it now.
    func addUp(_ day: WireDay) throws -> GenerationDay {
        let groups = try groups(endedOn: day)
        return GenerationDay(
            day: day,
            generations: groups.reduce(0) { $0 + $1.generations },
            activeUsers: try countActiveUsers(on: day),
            groups: groups,
            latencies: try latencies(endedOn: day)
        )
    }

    /// Keeps a day's sums in the place of those that there may be.
    func replace(_ sums: GenerationDay) throws {
        let day = sums.day.number
        // Whoever replaces it at the same moment waits here, and then finds the other's rows.
        try connection.execute(
            """
            INSERT INTO statistics_days (day, generations, active_users)
            VALUES (\(day), \(sums.generations), \(sums.activeUsers))
            ON CONFLICT (day)
            DO UPDATE SET generations = excluded.generations, active_users = excluded.active_users
            """
        )
        try connection.execute("DELETE FROM statistics_generations WHERE day = \(day)")
        try connection.execute("DELETE FROM statistics_latencies WHERE day = \(day)")
        for group in sums.groups {
            try connection.execute(
                """
                INSERT INTO statistics_generations
                       (day, kind, tool_type, model_id, failure, generations, credits, milliseconds)
                VALUES (\(day), \(group.kind), \(group.tool), \(group.model), \(group.failure ?? ""),
                        \(group.generations), \(group.credits), \(group.milliseconds))
                """
            )
        }
        for latency in sums.latencies {
            try connection.execute(
                """
                INSERT INTO statistics_latencies (day, model_id, milliseconds, generations)
                VALUES (\(day), \(latency.model), \(latency.milliseconds), \(latency.generations))
                """
            )
        }
    }
}
