import Database
import Dispatch
import JSON
import Providers
import Testing

@testable import Hanmo

/// What was made, by which tool and model; added up once for days that are over, and never believed where it can't be
/// right.
@Suite struct GenerationStatisticsTests {
    @Test func `tools and models tell what was made, what it cost, how it failed and how long it took`() async throws {
        try await withTestApp { app in
            try await app.makeADay()
            let admin = try await app.admin()
            let name = try #require(try await app.text("SELECT name FROM ai_models WHERE id = 1"))

            let tools = try await admin.statistics("/tools", "2026-01-22", "2026-01-22")
            let models = try await admin.statistics("/models", "2026-01-22", "2026-01-22")
            let day = try await admin.daily("2026-01-22")

            #expect(
                tools["items"] == [
                    ["tool_type": "resume", "kind": "text", "generations": 2, "failed": 1, "credits": 20],
                    ["tool_type": "wechat_article", "kind": "text", "generations": 1, "failed": 1, "credits": 10],
                ]
            )
            #expect(
                models["items"] == [
                    [
                        "model_id": 1,
                        "name": .string(name), "provider": "builtin", "kind": "text", "generations": 3, "credits": 30,
                        "failed": 2,
                        "failures": ["refused": 1, "timedOut": 1], "mean_ms": 4100, "p95_ms": 12_000,
                    ]
                ]
            )
            #expect(
                day == [
                    "date": "2026-01-22", "new_users": 3, "active_users": 2, "revenue": 0.0, "refunded": 0.0,
                    "credits_sold": 0, "credits_spent": 30,
                    "generations": ["text": 3, "image": 0, "video": 0, "ppt": 0], "failed_generations": 2,
                    "promotions": JSON.promotions(["redemption_credits": 200]),
                ]
            )
        }
    }

    @Test func `what a process left behind when it died is a failure of its own`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            let work = app.provider.holdNext()
            let writing = Task { try await lin.generate() }
            await work.hasBegun()

            if app.services.database.isShared { try await app.arrange("UPDATE generations SET lease_until = 0") }
            _ = try await app.services.generations.recover()
            work.finish()
            _ = try await writing.value

            let models = try await app.admin().statistics("/models", "2026-01-22", "2026-01-22")
            #expect(models["items"]?.array?.first?["failures"] == ["abandoned": 1])
            #expect(models["items"]?.array?.first?["mean_ms"] == .null)
        }
    }

    @Test func `failures from before their kinds were kept are unknown`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            app.provider.failNext(.timedOut)
            try await lin.generate()
            try await app.arrange("UPDATE generations SET failure_kind = NULL")

            let models = try await app.admin().statistics("/models", "2026-01-22", "2026-01-22")

            #expect(models["items"]?.array?.first?["failures"] == ["unknown": 1])
        }
    }

    // MARK: Sums of days that are over

    @Test func `a day that is over is added up once, and used while it counts what there is`() async throws {
        try await withTestApp { app in
            try await app.makeADay()
            let plain = try await app.generationReports()
            try await app.addUpDays()

            let kept = try await app.generationReports()
            try await app.arrange("UPDATE statistics_generations SET credits = credits + 1000")
            let used = try await app.generationReports()
            try await app.arrange("UPDATE statistics_days SET generations = generations + 1")
            let doubted = try await app.generationReports()
            try await app.addUpDays()
            let mended = try await app.number("SELECT sum(credits) FROM statistics_generations")

            #expect(kept == plain)
            #expect(used != plain)
            #expect(doubted == plain)
            #expect(mended == 30)
            #expect(try await app.generationReports() == plain)
            #expect(try await app.number("SELECT generations FROM statistics_days") == 5)
        }
    }

    @Test func `today is never kept`() async throws {
        try await withTestApp { app in
            try await app.makeADay()

            try await app.runJobs()
            app.clock.advance(hours: 1)
            try await app.runJobs()

            let runs = "SELECT count(*) FROM jobs WHERE kind = 'statistics.days' AND state = 'done'" as SQL
            #expect(try await app.number(runs) == 1)
            #expect(try await app.number("SELECT count(*) FROM statistics_days") == 0)
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: 1...6)
    func `whatever has happened, and however late, every number is that of a simple count`(seed: UInt64) async throws {
        try await withTestApp(at: "2026-03-02T00:30:00") { app in
            let end = app.clock.now
            var history = SiteHistory(seed: seed, administratorAt: end)
            history.goOn(users: 40, orders: 60, generations: 120, gifts: 80, until: end)
            try await app.store(history)
            try await app.expectReports(of: history)

            try await app.addUpDays()
            try await app.expectReports(of: history)

            // Old days go on: refunds, and rows from under a clock that was wrong.
            let known = history
            history.goOn(users: 5, orders: 20, generations: 30, gifts: 30, until: end)
            try await app.store(history, after: known)
            try await app.expectReports(of: history)

            try await app.addUpDays()
            try await app.expectReports(of: history)
            #expect(try await app.number("SELECT sum(generations) FROM statistics_days") == history.generations.count)
            let entries = history.gifts.count + history.gifts.count { $0.taken != nil }
            #expect(try await app.number("SELECT sum(entries) FROM statistics_giveaways") == entries)

            // The books of a history that was never lived would not add up.
            for table: SQL in [
                "payment_refunds", "membership_periods", "referrals", "activity_grants", "activities", "credit_entries",
                "orders", "generations",
            ] {
                try await app.arrange("DELETE FROM \(table)")
            }
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `whoever asks the same while it is worked out gets the same answer, by one look`() async throws {
        let gate = Gate()
        let looks = Recorder<Int>()
        try await withTestApp(adjusting: { _, parts in
            parts.onStatement = { text in
                guard text.contains("FROM membership_periods") else { return }
                looks.record(1)
                gate.wait()
            }
        }) { app in
            let day = WireDay(of: app.clock.now)
            let question = StatisticsQuestion(subject: .overview, days: DayRange(day))
            let other = StatisticsQuestion(subject: .overview, days: DayRange(day + 1))

            let answers = (0..<10).map { _ in
                Task.immediate { try await app.services.statistics.answer(question) as? StatisticsOverview }
            }
            let another = Task.immediate { try await app.services.statistics.answer(other) as? StatisticsOverview }
            gate.open()
            var users: [Int?] = []
            for answer in answers + [another] { users.append(try await answer.value?.totalUsers) }

            #expect(users == Array(repeating: 1, count: 11))
            #expect(looks.recorded.count == 2)
            #expect(try await app.admin().get("/operation/statistics").data["total_users"] == 1)
            #expect(looks.recorded.count == 3)
        }
    }
}

/// Lets nobody pass until it is opened.
private final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func wait() {
        semaphore.wait()
        semaphore.signal()
    }

    func open() {
        semaphore.signal()
    }
}

extension TestApp {
    /// Two people write five times: three texts that took 0.2, 0.1 and 12 seconds, a refusal and a silence.
    fileprivate func makeADay() async throws {
        let lin = try await signUp("lin", credits: 100)
        let mei = try await signUp("mei", credits: 100)
        try await lin.write("resume", takingMilliseconds: 200)
        try await mei.write("resume", takingMilliseconds: 100)
        try await mei.write("wechat_article", takingMilliseconds: 12_000)
        provider.failNext(.refused)
        try await lin.generate("resume", title: "春天")
        provider.failNext(.timedOut)
        try await lin.generate()
    }

    /// Lets two nights pass, and the job run that comes every hour.
    fileprivate func addUpDays() async throws {
        try await runJobs()
        clock.advance(days: 2)
        try await runJobs()
    }

    /// All that is told of generations, as text.
    fileprivate func generationReports() async throws -> [String] {
        let admin = try await admin()
        var reports: [String] = []
        for part in ["daily", "tools", "models"] {
            reports.append(
                try await admin.get("/operation/statistics/\(part)?start_date=2026-01-01&end_date=2026-01-31").text
            )
        }
        return reports
    }
}

extension Person {
    fileprivate func write(_ tool: String, takingMilliseconds milliseconds: Int) async throws {
        let work = app.provider.holdNext()
        let writing = Task { try await generate(tool, title: "春天") }
        await work.hasBegun()
        app.clock.advance(milliseconds: milliseconds)
        work.say("写好了")
        work.finish()
        #expect(try await writing.value.code == 200)
    }
}
