import Database
import Synchronization

/// The rules of statistics: each number is a sum over the rows themselves, at the moment at which it is asked for.
///
/// Money, users and members are added up each time. Generations and credits that were given away on days that are over
/// are added up once (``addUp(_:)``) and used where they count as many as there are; otherwise that day's rows are
/// added up instead.
final class Statistics: Sendable {
    let database: Database
    let clock: Clock
    /// The tools by their type, as people call them.
    let toolNames: [String: Message]

    /// Days that one question may cover: a leap year.
    static let rangeLimitDays = 366
    /// Days that are shown where nobody says from when.
    static let usualRangeDays = 30
    /// Tools or models that a list has at most; an installation has some twenty.
    static let listLimit = 200
    /// How far back days are kept as sums: the longest range and a month.
    ///
    /// What lies further back is added up when somebody asks.
    static let memoryDays = 396

    private struct Desk {
        var underWay: [StatisticsQuestion: Task<any StatisticsReport, any Error>] = [:]
        var last: Task<any StatisticsReport, any Error>?
    }

    private let desk = Mutex(Desk())

    init(database: Database, clock: Clock, toolNames: [String: Message]) {
        self.database = database
        self.clock = clock
        self.toolNames = toolNames
    }

    /// Answers a question about some days.
    ///
    /// One question is worked on at a time, and whoever asks the same meanwhile gets the same answer, so that somebody
    /// who reloads a page again and again takes one connection and not all. Nothing is remembered afterwards.
    func answer(_ question: StatisticsQuestion) async throws -> any StatisticsReport {
        let work = desk.withLock { desk in
            if let known = desk.underWay[question] { return known }
            let before = desk.last
            let work = Task { [self] in
                _ = await before?.result
                defer { self.desk.withLock { $0.underWay[question] = nil } }
                return try await database.readLong { try self.report(question, StatisticsStore($0), $0.now) }
            }
            desk.underWay[question] = work
            desk.last = work
            return work
        }
        return try await work.value
    }

    private func report(
        _ question: StatisticsQuestion,
        _ store: StatisticsStore,
        _ now: Int
    ) throws -> any StatisticsReport {
        switch question.subject {
        case .overview: try overview(of: question.days, store, now)
        case .daily: try daily(question.days, store)
        case .tools: try tools(in: question.days, store)
        case .models: try models(in: question.days, store)
        }
    }

    private func overview(of days: DayRange, _ store: StatisticsStore, _ now: Int) throws -> StatisticsOverview {
        let moments = days.moments
        return StatisticsOverview(
            days: days,
            totalUsers: try store.countUsers(before: moments.upperBound),
            newUsers: try store.countUsers(madeIn: moments),
            payingUsers: try store.countPayers(before: moments.upperBound),
            activeMembers: try store.countMembers(at: min(moments.upperBound - 1, now)),
            takings: try store.takings(in: moments),
            promotions: Promotions(
                giveaways: try giveaways(in: days, store).values.reduce(into: Giveaways(), +=),
                cuts: try store.priceCuts(in: moments)
            )
        )
    }

    private func daily(_ days: DayRange, _ store: StatisticsStore) throws -> DailyStatistics {
        let open = try store.listOpen(among: days)
        let active = try store.storedActiveUsers(days)
        let giveaways = try giveaways(in: days, store)
        var items = try days.days.map { day in
            let moments = DayRange(day).moments
            return DailyStatistics.Day(
                day: day,
                newUsers: try store.countUsers(madeIn: moments),
                takings: try store.takings(in: moments),
                promotions: Promotions(
                    giveaways: giveaways[day] ?? Giveaways(),
                    cuts: try store.priceCuts(in: moments)
                ),
                activeUsers: open.contains(day) ? try store.countActiveUsers(on: day) : active[day] ?? 0
            )
        }
        for group in try groups(in: days, open: open, store) {
            let place = group.day.number - days.first.number
            items[place].creditsForGenerations += group.credits
            if group.failure == nil {
                items[place].generations[group.kind, default: 0] += group.generations
            } else {
                items[place].failedGenerations += group.generations
            }
        }
        return DailyStatistics(days: items)
    }

    private func tools(in days: DayRange, _ store: StatisticsStore) throws -> ToolStatistics {
        struct Key: Hashable {
            let kind: AIModel.Kind
            let tool: String
        }
        var tools: [Key: ToolStatistics.Tool] = [:]
        for group in try groups(in: days, open: store.listOpen(among: days), store) {
            let name = group.tool.isEmpty ? nil : group.tool
            let unused = ToolStatistics.Tool(kind: group.kind, tool: name, name: name.flatMap { toolNames[$0] })
            let key = Key(kind: group.kind, tool: group.tool)
            if group.failure == nil {
                tools[key, default: unused].completed += group.generations
            } else {
                tools[key, default: unused].failed += group.generations
            }
            tools[key, default: unused].credits += group.credits
        }
        let sorted = tools.values.sorted { one, other in
            (other.completed, other.credits, one.kind.rawValue, one.tool ?? "")
                < (one.completed, one.credits, other.kind.rawValue, other.tool ?? "")
        }
        return ToolStatistics(tools: Array(sorted.prefix(Statistics.listLimit)))
    }

    private func models(in days: DayRange, _ store: StatisticsStore) throws -> ModelStatistics {
        let open = try store.listOpen(among: days)
        var models = Dictionary(uniqueKeysWithValues: try store.models().map { ($0.id, $0) })
        for group in try groups(in: days, open: open, store) {
            if let failure = group.failure {
                models[group.model]?.failures[failure, default: 0] += group.generations
            } else {
                models[group.model]?.completed += group.generations
            }
            models[group.model]?.credits += group.credits
            models[group.model]?.milliseconds += group.milliseconds
        }
        for latency in try latencies(in: days, open: open, store) {
            models[latency.model]?.latencies[latency.milliseconds, default: 0] += latency.generations
        }
        let sorted = models.values.filter { $0.completed + $0.failed > 0 }.sorted { one, other in
            (other.completed, other.credits, one.id) < (one.completed, one.credits, other.id)
        }
        return ModelStatistics(models: Array(sorted.prefix(Statistics.listLimit)))
    }

    // MARK: Sums of days

    private func giveaways(in days: DayRange, _ store: StatisticsStore) throws -> [WireDay: Giveaways] {
        let stored = try store.storedGiveaways(days)
        let all = try stored.sums + stored.open.map(store.giveaways)
        return Dictionary(uniqueKeysWithValues: all.map { ($0.day, $0.giveaways) })
    }

    /// Stored sums, but for days of which there is none that can be believed: those are added up now.
    private func groups(
        in days: DayRange,
        open: Set<WireDay>,
        _ store: StatisticsStore
    ) throws -> [GenerationGroup] {
        try store.storedGroups(days).filter { !open.contains($0.day) }
            + open.flatMap { try store.groups(endedOn: $0) }
    }

    private func latencies(
        in days: DayRange,
        open: Set<WireDay>,
        _ store: StatisticsStore
    ) throws -> [GenerationLatency] {
        try store.storedLatencies(days).filter { !open.contains($0.day) }
            + open.flatMap { try store.latencies(endedOn: $0) }
    }

    /// Adds up each day that is over and has no sums that can be believed.
    ///
    /// The day is read apart from the transaction that keeps it, so that no writer waits for the reading. What is added
    /// to that day in between, or whenever a clock was wrong, makes the count differ: the sums are not used then, and
    /// made anew by the next run.
    func addUp(_ context: JobContext) async throws {
        if let days = daysToKeep(from: try await database.readLong { try StatisticsStore($0).firstDay() }) {
            for day in try await database.readLong({ try StatisticsStore($0).listOpen(among: days) }).sorted() {
                try Task.checkCancellation()
                let sums = try await database.readLong { try StatisticsStore($0).addUp(day) }
                try await context.write { try StatisticsStore($0).replace(sums) }
            }
        }
        if let days = daysToKeep(from: try await database.readLong { try StatisticsStore($0).firstDayOfGiveaways() }) {
            for day in try await database.readLong({ try StatisticsStore($0).storedGiveaways(days).open }) {
                try Task.checkCancellation()
                let sums = try await database.readLong { try StatisticsStore($0).giveaways(on: day) }
                try await context.write { try StatisticsStore($0).replace(sums) }
            }
        }
    }

    /// The days that are over, from the first of which there is anything, as far back as any are kept.
    private func daysToKeep(from first: WireDay?) -> DayRange? {
        let today = WireDay(of: clock.now)
        return first.map { DayRange(max($0, today + -Statistics.memoryDays), today + -1) }
    }
}
