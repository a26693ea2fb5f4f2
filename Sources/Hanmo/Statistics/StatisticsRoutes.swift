/// `/api/v1/operation/statistics`: how the site is doing, for the people who run it.
struct StatisticsRoutes: Sendable {
    let statistics: Statistics
    let clock: Clock

    private enum Format: String, CaseIterable {
        case json
        case csv
    }

    /// Answers how many users, members and payers there are, and what some days have brought.
    ///
    /// `GET /operation/statistics` · administrators · 100 a minute
    ///
    /// - Query: `start_date`, `end_date` (Beijing days, both inclusive; 366 at most; by default the last 30); Beyond:
    ///   `format` (`json`, `csv`).
    /// - Data: ``StatisticsOverview``. `total_users`, `active_members` and `conversion_rate` are as of the end of the
    ///   last day, the others within the range. `total_revenue` is what was paid less what was paid back,
    ///   `total_credits_sold` what came for it less what was taken back, each on its own day.
    ///   Beyond: `promotions`, what promotions have cost within the range.
    /// - Errors: 400 no such day, the last before the first, too many days.
    /// - Source: API document, "operation/statistics".
    func overview(_ request: Request, admin: User) async throws -> Reply {
        try await answer(request, .overview)
    }

    /// Answers the same day by day, and what was made on each.
    ///
    /// `GET /operation/statistics/daily` (Beyond) · administrators · 100 a minute
    ///
    /// - Query, errors: those of ``overview(_:admin:)``.
    /// - Data: ``DailyStatistics``.
    func daily(_ request: Request, admin: User) async throws -> Reply {
        try await answer(request, .daily)
    }

    /// Answers which tools were used most.
    ///
    /// `GET /operation/statistics/tools` (Beyond) · administrators · 100 a minute
    ///
    /// - Query, errors: those of ``overview(_:admin:)``.
    /// - Data: ``ToolStatistics``.
    func tools(_ request: Request, admin: User) async throws -> Reply {
        try await answer(request, .tools)
    }

    /// Answers which models were used most, how they failed and how long they took.
    ///
    /// `GET /operation/statistics/models` (Beyond) · administrators · 100 a minute
    ///
    /// - Query, errors: those of ``overview(_:admin:)``.
    /// - Data: ``ModelStatistics``.
    func models(_ request: Request, admin: User) async throws -> Reply {
        try await answer(request, .models)
    }

    private func answer(_ request: Request, _ subject: StatisticsQuestion.Subject) async throws -> Reply {
        var query = Query(request)
        let days = query.days(upTo: WireDay(of: clock.now))
        let format = query.choice("format", of: Format.self) ?? .json
        try query.check()
        let report = try await statistics.answer(StatisticsQuestion(subject: subject, days: days))
        switch format {
        case .json: return request.success(report, capacity: 4096)
        case .csv:
            let name = "statistics-\(subject.rawValue)-\(days.first.text)-\(days.last.text).csv"
            return Reply(
                contentType: "text/csv; charset=utf-8",
                headers: [("Content-Disposition", "attachment; filename=\"\(name)\"")],
                body: .bytes(Array(StatisticsSheet(report, in: request.language).text.utf8))
            )
        }
    }
}

extension Query {
    /// `start_date` and `end_date`, by default the last days up to today.
    fileprivate mutating func days(upTo today: WireDay) -> DayRange {
        let first = day("start_date")
        let last = day("end_date") ?? max(today, first ?? today)
        let days = DayRange(first ?? last + (1 - Statistics.usualRangeDays), last)
        if days.count == 0 {
            fault("end_date", "不能早于 start_date", "must not be before start_date")
        } else if days.count > Statistics.rangeLimitDays {
            fault(
                "end_date",
                "最多查询 \(Statistics.rangeLimitDays) 天",
                "at most \(Statistics.rangeLimitDays) days can be asked for"
            )
        }
        return days
    }
}
