import JSON

/// Days of Beijing from the first to the last, both inclusive.
struct DayRange: Hashable, Sendable {
    let first: WireDay
    let last: WireDay

    init(_ first: WireDay, _ last: WireDay) {
        self.first = first
        self.last = last
    }

    init(_ day: WireDay) {
        self.init(day, day)
    }

    var count: Int { max(last.number - first.number + 1, 0) }

    var days: [WireDay] { (0..<count).map { first + $0 } }

    /// UTC milliseconds from the first midnight up to, and without, the one after the last day.
    var moments: Range<Int> { first.startsAt..<(last + 1).startsAt }
}

/// What the money of some days came to, less what was given back in them.
struct Takings: Sendable, Equatable {
    /// What was paid in money, in fen, before anything was given back.
    var paidFen = 0
    var refundedFen = 0
    /// Credits that came with what was paid, less those that were taken back with a refund.
    var creditsSold = 0
    /// Credits that memberships have cost, less those that were given back.
    var creditsForMemberships = 0

    var revenueFen: Int { paidFen - refundedFen }
}

/// Generations that ended on one day and are alike in all that is told apart.
struct GenerationGroup: Sendable, Equatable {
    let day: WireDay
    let kind: AIModel.Kind
    /// Empty where the kind has no tools.
    let tool: String
    let model: Int
    /// Nil for those that were completed, otherwise why they failed.
    let failure: String?
    let generations: Int
    /// What those that were completed have cost.
    let credits: Int
    /// How long those that were completed took, altogether.
    let milliseconds: Int
}

/// How many completed generations of a model on one day took how long.
struct GenerationLatency: Sendable, Equatable {
    let day: WireDay
    let model: Int
    /// Rounded up: see ``StatisticsStore/latency``.
    let milliseconds: Int
    let generations: Int
}

/// The generations of a day that is over, added up once and for all.
struct GenerationDay: Sendable {
    let day: WireDay
    let generations: Int
    let activeUsers: Int
    let groups: [GenerationGroup]
    let latencies: [GenerationLatency]
}

// MARK: What is asked, and what is answered

/// What one wants to know of some days.
struct StatisticsQuestion: Hashable, Sendable {
    enum Subject: String, Sendable {
        case overview
        case daily
        case tools
        case models
    }

    let subject: Subject
    let days: DayRange
}

/// The answer, as JSON for programs and as a sheet for people.
protocol StatisticsReport: WireValue {
    var columns: [Message] { get }
    func rows(in language: Language) -> [[SheetCell]]
}

/// The six numbers of the API document, and a few that explain them.
struct StatisticsOverview: StatisticsReport {
    let days: DayRange
    /// All accounts that there were at the end of the last day, administrators' and disabled ones included.
    let totalUsers: Int
    /// Accounts that were made in these days.
    let newUsers: Int
    /// Users who had ever paid money at the end of the last day, also those who got it back.
    let payingUsers: Int
    /// Memberships that ran at the last moment of the last day; at this moment where that is yet to come.
    let activeMembers: Int
    let takings: Takings
    let promotions: Promotions

    /// Payers of all users, in ten-thousandths, rounded half up; 0 where there is nobody.
    var conversionPerTenThousand: Int {
        totalUsers == 0 ? 0 : (payingUsers * 20_000 + totalUsers) / (2 * totalUsers)
    }

    private var conversionRate: String {
        "\(conversionPerTenThousand / 10_000).\(String(10_000 + conversionPerTenThousand % 10_000).dropFirst())"
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("total_users", totalUsers)
            json.field("new_users", newUsers)
            json.field("total_revenue", fen: takings.revenueFen)
            json.field("total_credits_sold", takings.creditsSold)
            json.field("active_members", activeMembers)
            json.key("conversion_rate")
            json.raw(json: conversionRate.utf8)
            json.field("total_refunded", fen: takings.refundedFen)
            json.field("paying_users", payingUsers)
            json.field("start_date", days.first.text)
            json.field("end_date", days.last.text)
            json.key("promotions")
            promotions.write(to: &json)
        }
    }

    var columns: [Message] {
        [
            Message("开始日期", "start_date"), Message("结束日期", "end_date"), Message("用户总数", "total_users"),
            Message("新增用户", "new_users"), Message("收入（元）", "total_revenue"),
            Message("售出积分", "total_credits_sold"), Message("有效会员", "active_members"),
            Message("付费转化率", "conversion_rate"), Message("退款（元）", "total_refunded"),
            Message("付费用户", "paying_users"),
        ] + Promotions.columns
    }

    func rows(in language: Language) -> [[SheetCell]] {
        [
            [
                .text(days.first.text), .text(days.last.text), .number(totalUsers), .number(newUsers),
                .yuan(takings.revenueFen), .number(takings.creditsSold), .number(activeMembers),
                .decimal(conversionRate), .yuan(takings.refundedFen), .number(payingUsers),
            ] + promotions.cells
        ]
    }
}

/// The same day by day, with what was made.
struct DailyStatistics: StatisticsReport {
    struct Day: Sendable {
        let day: WireDay
        var newUsers = 0
        var takings = Takings()
        var promotions = Promotions()
        /// Users of whom a generation ended on that day, completed or not.
        var activeUsers = 0
        /// Completed ones, by the day on which they ended.
        var generations: [AIModel.Kind: Int] = [:]
        var failedGenerations = 0
        /// What the completed ones have cost.
        var creditsForGenerations = 0

        /// Credits that generations and memberships have cost, less what was given back.
        var creditsSpent: Int { creditsForGenerations + takings.creditsForMemberships }
    }

    let days: [Day]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("items")
            json.array { json in
                for day in days {
                    json.object { json in
                        json.field("date", day.day.text)
                        json.field("new_users", day.newUsers)
                        json.field("active_users", day.activeUsers)
                        json.field("revenue", fen: day.takings.revenueFen)
                        json.field("refunded", fen: day.takings.refundedFen)
                        json.field("credits_sold", day.takings.creditsSold)
                        json.field("credits_spent", day.creditsSpent)
                        json.key("generations")
                        json.object { json in
                            json.field("text", day.generations[.text] ?? 0)
                            json.field("image", day.generations[.image] ?? 0)
                            json.field("video", day.generations[.video] ?? 0)
                            json.field("ppt", day.generations[.ppt] ?? 0)
                        }
                        json.field("failed_generations", day.failedGenerations)
                        json.key("promotions")
                        day.promotions.write(to: &json)
                    }
                }
            }
        }
    }

    var columns: [Message] {
        [
            Message("日期", "date"), Message("新增用户", "new_users"), Message("活跃用户", "active_users"),
            Message("收入（元）", "revenue"), Message("退款（元）", "refunded"), Message("售出积分", "credits_sold"),
            Message("消耗积分", "credits_spent"), Message("文章", "text"), Message("图片", "image"),
            Message("视频", "video"), Message("PPT", "ppt"), Message("失败", "failed_generations"),
        ] + Promotions.columns
    }

    func rows(in language: Language) -> [[SheetCell]] {
        days.map { day in
            [
                .text(day.day.text), .number(day.newUsers), .number(day.activeUsers), .yuan(day.takings.revenueFen),
                .yuan(day.takings.refundedFen), .number(day.takings.creditsSold), .number(day.creditsSpent),
                .number(day.generations[.text] ?? 0), .number(day.generations[.image] ?? 0),
                .number(day.generations[.video] ?? 0), .number(day.generations[.ppt] ?? 0),
                .number(day.failedGenerations),
            ] + day.promotions.cells
        }
    }
}

/// The tools that were used, the most used first.
struct ToolStatistics: StatisticsReport {
    struct Tool: Sendable {
        let kind: AIModel.Kind
        /// Nil where the kind has no tools.
        let tool: String?
        let name: Message?
        var completed = 0
        var failed = 0
        var credits = 0
    }

    let tools: [Tool]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("items")
            json.array { json in
                for tool in tools {
                    json.object { json in
                        json.field("tool_type", tool.tool)
                        json.field("kind", tool.kind.rawValue)
                        json.field("generations", tool.completed)
                        json.field("failed", tool.failed)
                        json.field("credits", tool.credits)
                    }
                }
            }
        }
    }

    var columns: [Message] {
        [
            Message("工具", "tool"), Message("工具代码", "tool_type"), Message("类型", "kind"),
            Message("完成", "generations"), Message("失败", "failed"), Message("消耗积分", "credits"),
        ]
    }

    func rows(in language: Language) -> [[SheetCell]] {
        tools.map { tool in
            [
                .text(tool.name?.text(in: language) ?? ""), .text(tool.tool ?? ""), .text(tool.kind.rawValue),
                .number(tool.completed), .number(tool.failed), .number(tool.credits),
            ]
        }
    }
}

/// The models that were used, the most used first: how much they made, how they failed, how long they took.
struct ModelStatistics: StatisticsReport {
    struct Model: Sendable {
        let id: Int
        var name = ""
        var provider = ""
        var kind = AIModel.Kind.text
        var completed = 0
        var credits = 0
        var milliseconds = 0
        var failures: [String: Int] = [:]
        var latencies: [Int: Int] = [:]

        var failed: Int { failures.values.reduce(0, +) }

        /// Nil where none was completed.
        var meanMilliseconds: Int? { completed == 0 ? nil : (milliseconds + completed / 2) / completed }

        /// What 95 of 100 completed ones took at most; nil where there are none.
        var slowMilliseconds: Int? {
            let total = latencies.values.reduce(0, +)
            var passed = 0
            return latencies.sorted { $0.key < $1.key }.first { latency in
                passed += latency.value
                return passed * 100 >= total * 95
            }?.key
        }

        /// The most frequent first.
        fileprivate var sortedFailures: [(kind: String, count: Int)] {
            failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
        }
    }

    let models: [Model]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("items")
            json.array { json in
                for model in models {
                    json.object { json in
                        json.field("model_id", model.id)
                        json.field("name", model.name)
                        json.field("provider", model.provider)
                        json.field("kind", model.kind.rawValue)
                        json.field("generations", model.completed)
                        json.field("credits", model.credits)
                        json.field("failed", model.failed)
                        json.field(
                            "failures",
                            .object(model.sortedFailures.map { JSON.Member($0.kind, .int($0.count)) })
                        )
                        json.field("mean_ms", model.meanMilliseconds)
                        json.field("p95_ms", model.slowMilliseconds)
                    }
                }
            }
        }
    }

    var columns: [Message] {
        [
            Message("模型", "model"), Message("编号", "model_id"), Message("服务商", "provider"), Message("类型", "kind"),
            Message("完成", "generations"), Message("消耗积分", "credits"), Message("失败", "failed"),
            Message("失败原因", "failures"), Message("平均耗时（毫秒）", "mean_ms"), Message("95% 耗时（毫秒）", "p95_ms"),
        ]
    }

    func rows(in language: Language) -> [[SheetCell]] {
        models.map { model in
            [
                .text(model.name), .number(model.id), .text(model.provider), .text(model.kind.rawValue),
                .number(model.completed), .number(model.credits), .number(model.failed),
                .text(model.sortedFailures.map { "\($0.kind) \($0.count)" }.joined(separator: "; ")),
                model.meanMilliseconds.map(SheetCell.number) ?? .text(""),
                model.slowMilliseconds.map(SheetCell.number) ?? .text(""),
            ]
        }
    }
}
