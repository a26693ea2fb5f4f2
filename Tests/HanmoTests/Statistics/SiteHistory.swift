import Database
import Foundation
import JSON
import Synchronization
import Testing

@testable import Hanmo

/// What may have happened to a site by chance, with the numbers that follow from it by the simplest count there is.
struct SiteHistory {
    struct User {
        let id: Int
        let madeAt: Int
    }

    struct Order {
        let id: Int
        let user: Int
        let method: String
        let fen: Int
        let credits: Int
        let paidAt: Int?
        var refund: Refund?
    }

    struct Refund {
        let state: String
        let credits: Int
        let endedAt: Int
    }

    struct Period {
        let order: Int
        let user: Int
        let startsAt: Int
        let endsAt: Int
    }

    struct Generation {
        let id: Int
        let user: Int
        let kind: String
        let tool: String?
        let model: Int
        /// Nil for what was completed.
        let failure: String?
        let cost: Int
        let startedAt: Int
        let endsAt: Int

        var milliseconds: Int { max(endsAt - startedAt, 0) }
    }

    private(set) var users: [User]
    private(set) var orders: [Order] = []
    private(set) var periods: [Period] = []
    private(set) var generations: [Generation] = []
    private var dice: SeededDice

    private static let dayMilliseconds = 86_400_000
    /// What all of it happens in before the end.
    private static let span = 50 * dayMilliseconds

    init(seed: UInt64, administratorAt moment: Int) {
        users = [User(id: 1, madeAt: moment)]
        dice = SeededDice(state: seed)
    }

    /// Often within a few milliseconds of a midnight in Beijing.
    private mutating func moment(before end: Int) -> Int {
        let moment = end - Int.random(in: 0..<SiteHistory.span, using: &dice)
        guard Int.random(in: 0..<3, using: &dice) == 0 else { return moment }
        let midnight =
            (moment + 8 * 3_600_000) / SiteHistory.dayMilliseconds * SiteHistory.dayMilliseconds - 8 * 3_600_000
        return min(midnight + Int.random(in: -1...1, using: &dice), end)
    }

    /// - Parameter end: nothing ends later.
    mutating func goOn(users more: Int, orders moreOrders: Int, generations moreGenerations: Int, until end: Int) {
        for _ in 0..<more { users.append(User(id: users.count + 1, madeAt: moment(before: end))) }
        for index in orders.indices where orders[index].refund == nil && Int.random(in: 0..<4, using: &dice) == 0 {
            guard let paidAt = orders[index].paidAt else { continue }
            orders[index].refund = Refund(
                state: ["done", "done", "pending", "refused"].randomElement(using: &dice)!,
                credits: orders[index].method == "balance"
                    ? (orders[index].fen + 9) / 10 : -Int.random(in: 0...orders[index].credits, using: &dice),
                endedAt: Int.random(in: paidAt...end, using: &dice)
            )
        }
        for _ in 0..<moreOrders {
            let method = ["alipay", "wechat", "balance"].randomElement(using: &dice)!
            let isRecharge = method != "balance" && Bool.random(using: &dice)
            let fen = Int.random(in: 1...5000, using: &dice)
            let order = Order(
                id: orders.count + 1,
                user: users.randomElement(using: &dice)!.id,
                method: method,
                fen: fen,
                credits: isRecharge ? fen / 10 : 0,
                paidAt: Int.random(in: 0..<4, using: &dice) == 0 ? nil : moment(before: end)
            )
            orders.append(order)
            guard !isRecharge, let paidAt = order.paidAt, !periods.contains(where: { $0.user == order.user }) else {
                continue
            }
            let length = Int.random(in: 1...40, using: &dice) * SiteHistory.dayMilliseconds
            periods.append(Period(order: order.id, user: order.user, startsAt: paidAt, endsAt: paidAt + length))
        }
        for _ in 0..<moreGenerations {
            let kind = ["text", "text", "image", "video", "ppt"].randomElement(using: &dice)!
            let endsAt = moment(before: end)
            let took = [0, 1, 50, 51, 999, 1000, 1001, 9_990, 10_001, 60_000, 60_001, -5].randomElement(using: &dice)!
            generations.append(
                Generation(
                    id: generations.count + 1,
                    user: users.randomElement(using: &dice)!.id,
                    kind: kind,
                    tool: kind == "text" ? ["resume", "translation", "story_novel"].randomElement(using: &dice)! : nil,
                    model: Int.random(in: 1...4, using: &dice),
                    failure: ["timedOut", "refused", nil, nil, nil].randomElement(using: &dice)!,
                    cost: Int.random(in: 0...30, using: &dice),
                    startedAt: endsAt - took,
                    endsAt: endsAt
                )
            )
        }
    }

    // MARK: The simplest count

    /// The Beijing day of a moment, by another way than the product's.
    static func day(_ moment: Int) -> String {
        known.withLock { known in
            if let day = known[moment] { return day }
            let style = Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: 8 * 3600)!)
            let day = String(Date(timeIntervalSince1970: Double(moment / 1000)).formatted(style).prefix(10))
            known[moment] = day
            return day
        }
    }

    private static let known = Mutex<[Int: String]>([:])

    private func yuan(_ fen: Int) -> JSON { .double(Double(fen) / 100) }

    private func money(_ isAsked: (String) -> Bool) -> (revenue: Int, refunded: Int, sold: Int, spent: Int) {
        var sums = (revenue: 0, refunded: 0, sold: 0, spent: 0)
        for order in orders {
            guard let paidAt = order.paidAt else { continue }
            let refund = order.refund.flatMap { $0.state == "done" && isAsked(SiteHistory.day($0.endedAt)) ? $0 : nil }
            if order.method == "balance" {
                if isAsked(SiteHistory.day(paidAt)) { sums.spent += (order.fen + 9) / 10 }
                if let refund { sums.spent -= refund.credits }
            } else {
                if isAsked(SiteHistory.day(paidAt)) {
                    sums.revenue += order.fen
                    sums.sold += order.credits
                }
                if let refund {
                    sums.revenue -= order.fen
                    sums.refunded += order.fen
                    sums.sold += refund.credits
                }
            }
        }
        return sums
    }

    /// - Parameter moment: the last one of the range, or now.
    func overview(_ first: String, _ last: String, membersAt moment: Int) -> JSON {
        let sums = money { first <= $0 && $0 <= last }
        let total = users.count { SiteHistory.day($0.madeAt) <= last }
        let payers = users.count { user in
            SiteHistory.day(user.madeAt) <= last
                && orders.contains { order in
                    order.user == user.id && order.method != "balance"
                        && (order.paidAt.map { SiteHistory.day($0) <= last } ?? false)
                }
        }
        let rate = total == 0 ? 0 : (Double(payers) / Double(total) * 10_000).rounded() / 10_000
        return [
            "total_users": .int(total),
            "new_users": .int(
                users.count { first <= SiteHistory.day($0.madeAt) && SiteHistory.day($0.madeAt) <= last }
            ),
            "total_revenue": yuan(sums.revenue),
            "total_credits_sold": .int(sums.sold),
            "active_members": .int(periods.count { $0.startsAt <= moment && moment < $0.endsAt }),
            "conversion_rate": .double(rate),
            "total_refunded": yuan(sums.refunded),
            "paying_users": .int(payers),
            "start_date": .string(first), "end_date": .string(last),
        ]
    }

    func daily(_ day: String) -> JSON {
        let sums = money { $0 == day }
        let made = generations.filter { SiteHistory.day($0.endsAt) == day }
        let completed = made.filter { $0.failure == nil }
        func count(_ kind: String) -> JSON { .int(completed.count { $0.kind == kind }) }
        return [
            "date": .string(day), "new_users": .int(users.count { SiteHistory.day($0.madeAt) == day }),
            "active_users": .int(Set(made.map(\.user)).count), "revenue": yuan(sums.revenue),
            "refunded": yuan(sums.refunded), "credits_sold": .int(sums.sold),
            "credits_spent": .int(sums.spent + completed.reduce(0) { $0 + $1.cost }),
            "generations": [
                "text": count("text"), "image": count("image"), "video": count("video"), "ppt": count("ppt"),
            ],
            "failed_generations": .int(made.count - completed.count),
        ]
    }

    private func made(_ first: String, _ last: String) -> [Generation] {
        generations.filter { first <= SiteHistory.day($0.endsAt) && SiteHistory.day($0.endsAt) <= last }
    }

    /// By kind and tool, in no order.
    func tools(_ first: String, _ last: String) -> [String: JSON] {
        Dictionary(grouping: made(first, last)) { "\($0.kind) \($0.tool ?? "")" }.mapValues { made in
            let completed = made.filter { $0.failure == nil }
            return [
                "tool_type": made[0].tool.map(JSON.string) ?? .null, "kind": .string(made[0].kind),
                "generations": .int(completed.count), "failed": .int(made.count - completed.count),
                "credits": .int(completed.reduce(0) { $0 + $1.cost }),
            ]
        }
    }

    /// By model; what a model is called and is stands apart.
    func models(_ first: String, _ last: String) -> [Int: JSON] {
        Dictionary(grouping: made(first, last), by: \.model).mapValues { made in
            let times = made.filter { $0.failure == nil }.map(\.milliseconds).sorted()
            let failures = Dictionary(grouping: made.compactMap(\.failure)) { $0 }.mapValues(\.count)
            let members = failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
                JSON.Member($0.key, .int($0.value))
            }
            let credits = made.filter { $0.failure == nil }.reduce(0) { $0 + $1.cost }
            var (mean, slow) = (JSON.null, JSON.null)
            if !times.isEmpty {
                mean = .int(Int((Double(times.reduce(0, +)) / Double(times.count)).rounded()))
                slow = .int(SiteHistory.rounded(times[(times.count * 95 + 99) / 100 - 1]))
            }
            return [
                "model_id": .int(made[0].model), "generations": .int(times.count), "credits": .int(credits),
                "failed": .int(made.count - times.count), "failures": .object(members), "mean_ms": mean, "p95_ms": slow,
            ]
        }
    }

    private static func rounded(_ milliseconds: Int) -> Int {
        let step =
            switch milliseconds {
            case ...1000: 50.0
            case ...10_000: 250.0
            case ...60_000: 1000.0
            default: 10_000.0
            }
        return Int((Double(milliseconds) / step).rounded(.up) * step)
    }
}

struct SeededDice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

extension TestApp {
    /// Writes a history down, or what it has more than it had.
    func store(_ history: SiteHistory, after known: SiteHistory? = nil) async throws {
        try await services.database.write { connection in
            for user in history.users.dropFirst(known?.users.count ?? 1) {
                let name = "user\(user.id)"
                try connection.execute(
                    """
                    INSERT INTO users (id, username, username_key, email, email_key, password_hash, role, referral_code,
                                       created_at)
                    VALUES (\(user.id), \(name), \(name), \(name), \(name), '', 'user', \(name), \(user.madeAt))
                    """
                )
            }
            for order in history.orders.dropFirst(known?.orders.count ?? 0) {
                try connection.execute(
                    """
                    INSERT INTO orders (id, number, kind, user_id, original_fen, amount_fen, credits, membership_type,
                                        method, status, created_at, paid_at)
                    VALUES (\(order.id), \("O\(order.id)"), \(order.credits > 0 ? "recharge" : "membership"),
                            \(order.user), \(order.fen), \(order.fen), \(order.credits),
                            \(order.credits > 0 ? nil : "monthly"), \(order.method),
                            \(order.paidAt == nil ? "closed" : "paid"), 0, \(order.paidAt))
                    """
                )
            }
            for period in history.periods.dropFirst(known?.periods.count ?? 0) {
                try connection.execute(
                    """
                    INSERT INTO membership_periods (user_id, order_id, type, starts_at, ends_at)
                    VALUES (\(period.user), \(period.order), 'monthly', \(period.startsAt), \(period.endsAt))
                    """
                )
            }
            for (index, order) in history.orders.enumerated() {
                guard let refund = order.refund else { continue }
                guard index >= known?.orders.count ?? 0 || known?.orders[index].refund == nil else { continue }
                try connection.execute(
                    """
                    INSERT INTO payment_refunds (number, order_id, gateway, amount_fen, credits, state, reason, actor_id,
                                                 created_at, ended_at)
                    VALUES (\("F\(order.id)"), \(order.id), \(order.method), \(order.fen), \(refund.credits),
                            \(refund.state), '', 1, 0, \(refund.state == "pending" ? nil : refund.endedAt))
                    """
                )
                try connection.execute("UPDATE orders SET status = 'refunded' WHERE id = \(order.id)")
            }
            for generation in history.generations.dropFirst(known?.generations.count ?? 0) {
                try connection.execute(
                    """
                    INSERT INTO generations (id, user_id, kind, tool_type, model_id, state, cost, failure_code,
                                             failure_kind, started_at, finished_at)
                    VALUES (\(generation.id), \(generation.user), \(generation.kind), \(generation.tool),
                            \(generation.model), \(generation.failure == nil ? "completed" : "failed"),
                            \(generation.cost), \(generation.failure == nil ? nil : 40006), \(generation.failure),
                            \(generation.startedAt), \(generation.endsAt))
                    """
                )
            }
        }
    }

    /// Compares every report over ranges of several lengths with the simplest count.
    func expectReports(of history: SiteHistory) async throws {
        let admin = try await admin()
        for (first, last) in [
            ("2026-01-12", "2026-03-02"), ("2026-02-01", "2026-02-28"), ("2026-02-14", "2026-02-14"),
            ("2026-03-02", "2026-03-02"), ("2026-02-25", "2026-04-30"), ("2025-11-01", "2025-12-31"),
        ] {
            let end = try TestClock.milliseconds(of: "\(last)T23:59:59") + 999
            let overview = try await admin.statistics("", first, last)
            #expect(overview == history.overview(first, last, membersAt: min(end, clock.now)))

            for day in try await admin.statistics("/daily", first, last)["items"]?.array ?? [] {
                #expect(day == history.daily(day["date"]?.string ?? ""))
            }

            let tools = try await admin.statistics("/tools", first, last)["items"]?.array ?? []
            let byName = tools.map { ("\($0["kind"]?.string ?? "") \($0["tool_type"]?.string ?? "")", $0) }
            #expect(Dictionary(uniqueKeysWithValues: byName) == history.tools(first, last))
            #expect(tools.isSorted { $0["generations"]?.int ?? 0 })

            let models = try await admin.statistics("/models", first, last)["items"]?.array ?? []
            let byNumber = models.map { model in
                (model["model_id"]?.int ?? 0, model.without("name", "provider", "kind"))
            }
            #expect(Dictionary(uniqueKeysWithValues: byNumber) == history.models(first, last))
            #expect(models.isSorted { $0["generations"]?.int ?? 0 })
        }
    }
}

extension JSON {
    fileprivate func without(_ names: String...) -> JSON {
        .object((members ?? []).filter { !names.contains($0.name) })
    }
}

extension [JSON] {
    /// Whether no element has more than the one before it.
    fileprivate func isSorted(_ value: (JSON) -> Int) -> Bool {
        zip(self, dropFirst()).allSatisfy { value($0) >= value($1) }
    }
}
