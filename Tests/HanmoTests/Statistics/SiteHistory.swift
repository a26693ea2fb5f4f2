import Foundation
import JSON
import Synchronization

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
        /// What has made it cheaper, and by how much; or how many of its credits came on top.
        var reducedBy: String?
        var cutFen = 0
        var bonus = 0
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

    /// Credits that somebody was given, by whom, as the wire calls it.
    struct Gift {
        let id: Int
        let user: Int
        let source: String
        let amount: Int
        let at: Int
        /// Whom its user has brought, where it is a referrer's reward.
        var referred: Int?
        var taken: (amount: Int, at: Int)?
    }

    private(set) var users: [User]
    private(set) var orders: [Order] = []
    private(set) var periods: [Period] = []
    private(set) var generations: [Generation] = []
    private(set) var gifts: [Gift] = []
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
    mutating func goOn(
        users more: Int,
        orders moreOrders: Int,
        generations moreGenerations: Int,
        gifts moreGifts: Int,
        until end: Int
    ) {
        for _ in 0..<more { users.append(User(id: users.count + 1, madeAt: moment(before: end))) }
        give(moreGifts, until: end)
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
            let isReduced = Int.random(in: 0..<3, using: &dice) == 0
            let bonus = isRecharge && isReduced ? Int.random(in: 0...20, using: &dice) : 0
            let order = Order(
                id: orders.count + 1,
                user: users.randomElement(using: &dice)!.id,
                method: method,
                fen: fen,
                credits: isRecharge ? fen / 10 + 1 + bonus : 0,
                paidAt: Int.random(in: 0..<4, using: &dice) == 0 ? nil : moment(before: end),
                reducedBy: isReduced ? isRecharge ? "coupon" : "activity" : nil,
                cutFen: isReduced ? Int.random(in: 0...500, using: &dice) : 0,
                bonus: bonus
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

    /// Of what was given before, something is taken back.
    private mutating func give(_ count: Int, until end: Int) {
        for index in gifts.indices where gifts[index].taken == nil && Int.random(in: 0..<4, using: &dice) == 0 {
            guard
                gifts[index].source.hasPrefix("activity") || gifts[index].source.hasPrefix("first")
                    || gifts[index].source.hasPrefix("referral")
            else { continue }
            let amount = Int.random(in: 1...gifts[index].amount, using: &dice)
            gifts[index].taken = (amount, Int.random(in: gifts[index].at...end, using: &dice))
        }
        var brought = Set(gifts.compactMap(\.referred))
        for _ in 0..<count {
            var gift = Gift(
                id: gifts.count + 1,
                user: Int.random(in: 2...users.count, using: &dice),
                source: [
                    "activity_credits", "first_purchase_credits", "referral_credits", "redemption_credits",
                    "administrator_credits",
                ].randomElement(using: &dice)!,
                amount: Int.random(in: 1...100, using: &dice),
                at: moment(before: end)
            )
            let other = users.randomElement(using: &dice)!.id
            // A referrer's reward; otherwise it is the part of whoever was brought, which an activity gives.
            if gift.source == "referral_credits", other != gift.user, brought.insert(other).inserted {
                gift.referred = other
            }
            gifts.append(gift)
        }
    }

    // MARK: The simplest count

    private func promotions(_ isAsked: (String) -> Bool) -> JSON {
        func credits(_ source: String) -> Int {
            gifts.filter { $0.source == source }.reduce(0) { sum, gift in
                let taken = gift.taken.map { isAsked(SiteHistory.day($0.at)) ? $0.amount : 0 } ?? 0
                return sum + (isAsked(SiteHistory.day(gift.at)) ? gift.amount : 0) - taken
            }
        }
        func orders(_ source: String, _ value: (Order) -> Int) -> Int {
            self.orders.filter { $0.reducedBy == source }.reduce(0) { sum, order in
                guard let paidAt = order.paidAt else { return sum }
                let isBack = order.refund.map { $0.state == "done" && isAsked(SiteHistory.day($0.endedAt)) } ?? false
                return sum + (isAsked(SiteHistory.day(paidAt)) ? value(order) : 0) - (isBack ? value(order) : 0)
            }
        }
        return [
            "activity_credits": .int(credits("activity_credits")),
            "first_purchase_credits": .int(credits("first_purchase_credits")),
            "referral_credits": .int(credits("referral_credits")),
            "redemption_credits": .int(credits("redemption_credits")),
            "administrator_credits": .int(credits("administrator_credits")),
            "coupon_credits": .int(orders("coupon", \.bonus)),
            "coupon_discounts": yuan(orders("coupon", \.cutFen)),
            "activity_discounts": yuan(orders("activity", \.cutFen)),
        ]
    }

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
            "promotions": promotions { first <= $0 && $0 <= last },
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
            "promotions": promotions { $0 == day },
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
