import Database
import GatewaysForTests
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// Bringing others, and what that earns.
@Suite struct ReferralTests {
    @Test func `a code is the same at every call, and its address leads to the site`() async throws {
        try await withTestApp(adjusting: { settings, _ in settings.publicURL = "https://hanmo.example.com" }) { app in
            let lin = try await app.signUp("lin")
            let code = try await lin.code()

            let replies = [
                try await lin.post("/operation/referral/generate"), try await lin.post("/operation/referral/generate"),
            ]

            for reply in replies {
                #expect(reply.message == "推荐码已生成")
                #expect(
                    reply.data == [
                        "referral_code": .string(code),
                        "referral_url": .string("https://hanmo.example.com/register?ref=\(code)"),
                    ]
                )
            }
        }
    }

    @Test func `records are as the API document has them, and everybody sees their own`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)
            app.clock.advance(minutes: 1)
            _ = try await app.signUp("zhao", broughtBy: lin)
            try await mei.recharge()

            let reply = try await lin.get("/operation/referral/records?page=1&page_size=20")

            #expect(
                reply.text == """
                    {"code":200,"message":"success","data":{"total":2,"total_rewards":50,"page":1,"page_size":20,"items":[\
                    {"id":2,"referred_user":"zhao","reward_amount":50,"status":"pending",\
                    "created_at":"2026-01-22T10:01:00","completed_at":null},\
                    {"id":1,"referred_user":"mei","reward_amount":50,"status":"completed",\
                    "created_at":"2026-01-22T10:00:00","completed_at":"2026-01-22T10:01:00"}]}}
                    """
            )
            #expect(try await lin.ledger() == ["referral +50"])
            #expect(try await mei.ledger() == ["recharge +100"])
            #expect(try await mei.brought() == [])
            #expect(try await lin.get("/operation/referral/records?page=2&page_size=1").items.count == 1)
            #expect(try await lin.get("/operation/referral/records?page_size=0").code == 400)
        }
    }

    /// Every way on which money comes.
    enum Way: String, CaseIterable {
        case bridge
        case alipay
        case wechat
        case lookedUp
        case askedFor
    }

    @Test(arguments: Way.allCases)
    func `the first payment is rewarded once, whatever way it comes and however often`(way: Way) async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let mei = try await shop.app.signUp("mei", broughtBy: lin)
            let method = way == .wechat || way == .askedFor ? "wechat" : "alipay"
            func pay() async throws {
                let number = try await shop.order(by: mei, with: method)
                if way != .bridge { shop.pay(number, with: method) }
                switch way {
                case .bridge:
                    for _ in 0..<2 { try await shop.app.report(number, transaction: number) }
                case .alipay, .wechat:
                    let report = shop.report(of: number, with: method)
                    for _ in 0..<2 { #expect(isAccepted(try await shop.notify(method, report), by: method)) }
                case .lookedUp: try await shop.app.runJobs(after: 30)
                case .askedFor:
                    shop.app.clock.advance(seconds: 3)
                    #expect(try await mei.get("/credit/orders/\(number)").data["status"] == "paid")
                }
            }

            try await pay()
            let once = try await lin.ledger()
            try await pay()

            #expect(once == ["referral +50"])
            #expect(try await lin.ledger() == ["referral +50"])
            #expect(try await mei.ledger() == ["recharge +100", "recharge +100"])
            #expect(try await lin.brought() == ["mei completed 50"])
        }
    }

    @Test func `a membership counts as a payment, what is paid from the balance does not`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)
            let zhao = try await app.signUp("zhao", broughtBy: lin)
            try await app.give(99, to: zhao.id)

            try await zhao.buy("monthly", with: "balance")
            let afterBalance = try await lin.ledger()
            try await app.report(try #require(try await mei.buy("monthly", with: "alipay").data["order_id"]?.string))

            #expect(afterBalance == [])
            #expect(try await lin.brought() == ["mei completed 50", "zhao pending 50"])
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `twenty who pay at once, each reported three times, are twenty rewards`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            var orders: [String] = []
            for number in 0..<20 { orders.append(try await app.signUp("user\(number)", broughtBy: lin).order()) }

            let codes = try await app.atOnce(60) { [orders] in try await app.report(orders[$0 % 20]) }

            #expect(codes == [200: 60])
            #expect(try await lin.ledger() == Array(repeating: "referral +50", count: 20))
            #expect(try await lin.get("/operation/referral/records").data["total_rewards"] == 1000)
        }
    }

    // MARK: Activities

    @Test func `while an activity runs its bonus takes the usual reward's place, and both get theirs`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)
            let id = try await admin.offer(
                "referral_bonus",
                ["referrer_credits": 80, "referred_credits": 20, "trigger": "first_purchase"]
            )
            let before = try await lin.brought()

            try await mei.recharge()
            try await mei.recharge()

            #expect(before == ["mei pending 80"])
            #expect(try await lin.ledger() == ["referral +80"])
            #expect(try await mei.ledger() == ["recharge +100", "referral +20", "recharge +100"])
            #expect(try await admin.participants(of: id) == ["mei +20"])
        }
    }

    @Test func `of two the better one for the referrer counts alone`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)
            for (referrer, referred) in [(70, 100), (80, 5), (80, 10), (80, 10)] {
                try await admin.offer(
                    "referral_bonus",
                    [
                        "referrer_credits": .int(referrer), "referred_credits": .int(referred),
                        "trigger": "first_purchase",
                    ]
                )
            }
            try await admin.offer("referral_bonus", ["referrer_credits": 99, "trigger": "register"])

            try await mei.recharge()

            #expect(try await lin.ledger() == ["referral +80"])
            #expect(try await mei.ledger() == ["recharge +100", "referral +10"])
            #expect(try await admin.activity(3)["participants"] == 1)
        }
    }

    @Test func `a bonus for signing up is paid at once, and the payment that follows earns nothing more`() async throws
    {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            try await admin.offer(
                "referral_bonus",
                ["referrer_credits": 8, "referred_credits": 2, "trigger": "register"],
                ["end_time": "2026-01-22T10:00:00"]
            )

            let mei = try await app.signUp("mei", broughtBy: lin)
            _ = try await app.signUp("qian")
            let atOnce = try await lin.ledger()
            try await mei.recharge()
            app.clock.advance(seconds: 1)
            let zhao = try await app.signUp("zhao", broughtBy: lin)
            try await zhao.recharge()

            #expect(atOnce == ["referral +8"])
            #expect(try await mei.ledger() == ["referral +2", "recharge +100"])
            #expect(try await zhao.ledger() == ["recharge +100"])
            #expect(try await lin.brought() == ["mei completed 8", "zhao completed 50"])
        }
    }

    @Test func `an activity that has paid referrers alone counts whom they brought, and its terms stay`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let zhao = try await app.signUp("zhao")
            let id = try await admin.offer("referral_bonus", ["referrer_credits": 30, "trigger": "register"])

            let mei = try await app.signUp("mei", broughtBy: lin)
            let change = try await admin.put(
                "/operation/activities/\(id)",
                ["config": ["referrer_credits": 1, "trigger": "register"]]
            )
            let list = try await admin.get("/operation/activities/\(id)/participants")

            #expect(change.faultyFields == ["config"])
            #expect(try await admin.activity(id)["participants"] == 1)
            #expect(try await admin.get("/operation/activities").items.map { $0["participants"] } == [1])
            #expect(list.data["total"] == 1)
            #expect(
                list.items == [
                    [
                        "id": 1, "user_id": .int(mei.id), "username": "mei", "credits": 0, "taken_back": 0,
                        "order_id": nil, "created_at": "2026-01-22T10:00:00", "referrer_id": .int(lin.id),
                        "referrer": "lin", "referrer_credits": 30,
                    ]
                ]
            )
            #expect(try await lin.activity(id)["participated"] == true)
            #expect(try await lin.get("/operation/activities").items.map { $0["participated"] } == [true])
            #expect(try await zhao.activity(id)["participated"] == false)
        }
    }

    // MARK: What is enough

    @Test func `a payment below the amount of an activity leaves the reward to a later one that is enough`()
        async throws
    {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)
            let terms: JSON = [
                "referrer_credits": 80, "referred_credits": 20, "trigger": "first_purchase", "min_amount": 30,
            ]
            let id = try await admin.offer("referral_bonus", terms)
            #expect(try await admin.activity(id)["config"]?["min_amount"] == 30.0)

            try await mei.pay(29.99)
            let early = (try await lin.brought(), try await mei.ledger())
            try await mei.pay(30)
            try await mei.pay(100)

            #expect(early.0 == ["mei pending 80"])
            #expect(early.1 == ["recharge +299"])
            #expect(try await lin.ledger() == ["referral +80"])
            #expect(try await mei.ledger() == ["recharge +299", "recharge +300", "referral +20", "recharge +1000"])
        }
    }

    @Test func `of two the best one for which a payment is enough counts`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)
            let zhao = try await app.signUp("zhao", broughtBy: lin)
            for (credits, yuan) in [(80, 30), (60, 10)] {
                try await admin.offer(
                    "referral_bonus",
                    ["referrer_credits": .int(credits), "trigger": "first_purchase", "min_amount": .int(yuan)]
                )
            }

            try await mei.pay(10)
            try await zhao.pay(9)
            try await zhao.pay(30)

            #expect(try await lin.ledger() == ["referral +60", "referral +80"])
        }
    }

    @Test func `without an activity the setting says what is enough`() async throws {
        try await withTestApp(adjusting: { settings, _ in settings.referralLeastFen = 1000 }) { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)

            try await mei.pay(9.99)
            let early = try await lin.ledger()
            try await mei.pay(10)

            #expect(early == [])
            #expect(try await lin.ledger() == ["referral +50"])
        }
    }

    @Test func `by itself a single fen is enough`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            try await app.signUp("mei", broughtBy: lin).pay(0.01)

            #expect(try await lin.ledger() == ["referral +50"])
        }
    }

    // MARK: Whoever is disabled

    @Test func `rewards of a disabled referrer wait until they are not, and their code is not known`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let code = try await lin.code()
            let mei = try await app.signUp("mei", broughtBy: lin)
            try await admin.offer(
                "referral_bonus",
                ["referrer_credits": 80, "referred_credits": 20, "trigger": "first_purchase"]
            )

            try await admin.post("/admin/users/\(lin.id)/disable", ["reason": "滥用"])
            try await mei.recharge()
            try await app.runJobs()
            try await app.runJobs(after: 3600)
            let refused = try await app.register("zhao", with: code)
            let meanwhile = try await app.number("SELECT credit_balance FROM users WHERE id = \(lin.id)")
            let admitted = try await app.admin().post("/admin/users/\(lin.id)/enable", ["reason": "误会"])
            try await app.runJobs(after: 3600)

            #expect(refused.code == 400)
            #expect(refused.faultyFields == ["referral_code"])
            #expect(meanwhile == 0)
            #expect(admitted.code == 200)
            let back = try await app.login("lin", password: "lin's password")
            #expect(try await back.ledger() == ["referral +80"])
            let brought = try await app.login("mei", password: "mei's password")
            #expect(try await brought.ledger() == ["recharge +100", "referral +20"])
            #expect(try await app.register("zhao", with: code).code == 200)
        }
    }

    // MARK: The cap

    @Test func `beyond the daily cap rewards wait for the next day in Beijing, the oldest first`() async throws {
        try await withTestApp(
            at: "2026-01-31T23:59:00",
            adjusting: { settings, _ in settings.referralDailyLimit = 2 }
        ) { app in
            let lin = try await app.signUp("lin")
            let other = try await app.signUp("other")
            for number in 1...5 { try await app.signUp("user\(number)", broughtBy: lin).recharge() }
            try await app.signUp("mei", broughtBy: other).recharge()

            let today = try await lin.brought().map { $0.contains("completed") }
            try await app.runJobs(after: 59)
            let stillToday = try await lin.balance()
            try await app.runJobs(after: 3601)
            let tomorrow = try await app.login("lin", password: lin.password)
            let next = try await tomorrow.brought().map { $0.contains("completed") }
            try await app.runJobs(after: 3600)
            let same = try await app.login("lin", password: lin.password).balance()
            try await app.runJobs(after: 86_400)
            let last = try await app.login("lin", password: lin.password)

            #expect(today == [true, true, false, false, false])
            #expect(stillToday == 100)
            #expect(next == [true, true, true, true, false])
            #expect(same == 200)
            #expect(try await last.ledger() == Array(repeating: "referral +50", count: 5))
            #expect(try await app.login("other", password: other.password).ledger() == ["referral +50"])
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `of twenty who pay at once no more are rewarded than a day allows`() async throws {
        try await withTestApp(adjusting: { settings, _ in settings.referralDailyLimit = 7 }) { app in
            let lin = try await app.signUp("lin")
            var orders: [String] = []
            for number in 0..<20 { orders.append(try await app.signUp("user\(number)", broughtBy: lin).order()) }

            _ = try await app.atOnce(20) { [orders] in try await app.report(orders[$0]) }
            let paid = try await lin.ledger()
            try await app.runJobs(after: 3600)

            #expect(paid == Array(repeating: "referral +50", count: 7))
            #expect(try await app.login("lin", password: lin.password).balance() == 350)
        }
    }

    // MARK: Refunds

    /// Credits that the referrer has spent; what is taken back.
    @Test(arguments: [(0, 50), (30, 20), (50, 0)])
    func `a refund takes back what is left of the reward, and no later payment earns another`(
        spent: Int,
        taken: Int
    ) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)
            let order = try await mei.recharge()
            for _ in 0..<(spent / 10) { try await lin.generate() }

            try await admin.refund(order)
            try await admin.refund(order)
            try await mei.recharge()

            #expect(try await lin.balance() == 50 - spent - taken)
            #expect(try await lin.brought() == ["mei cancelled \(50 - taken)"])
            #expect(try await lin.get("/operation/referral/records").data["total_rewards"] == .int(50 - taken))
            #expect(try await mei.ledger() == ["recharge +100", "refund -100", "recharge +100"])
        }
    }

    @Test func `a refund takes a reward with it that waits, and what the activity gave the buyer`() async throws {
        try await withTestApp(adjusting: { settings, _ in settings.referralDailyLimit = 1 }) { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)
            let zhao = try await app.signUp("zhao", broughtBy: lin)
            try await admin.offer(
                "referral_bonus",
                ["referrer_credits": 50, "referred_credits": 20, "trigger": "first_purchase"]
            )
            try await mei.recharge()
            let order = try await zhao.recharge()
            let waiting = try await lin.brought()

            try await admin.refund(order)
            try await app.runJobs(after: 86_400)

            #expect(waiting == ["mei completed 50", "zhao pending 50"])
            let later = try await app.login("lin", password: lin.password)
            #expect(try await later.brought() == ["mei completed 50", "zhao cancelled 0"])
            #expect(try await later.ledger() == ["referral +50"])
            let buyer = try await app.login("zhao", password: zhao.password)
            #expect(try await buyer.ledger() == ["recharge +100", "referral +20", "refund -100", "refund -20"])
        }
    }

    @Test func `a refund of another order than the first leaves the reward`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)
            try await mei.recharge()
            let second = try await mei.recharge()

            try await app.admin().refund(second)

            #expect(try await lin.brought() == ["mei completed 50"])
            #expect(try await lin.ledger() == ["referral +50"])
        }
    }
}
