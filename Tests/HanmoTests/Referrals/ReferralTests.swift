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

    @Test func `whoever follows a referral link reads how to sign up with its code, and nothing that a stranger wrote`()
        async throws
    {
        try await withTestApp(adjusting: { settings, _ in settings.publicURL = "https://hanmo.example.com" }) { app in
            let lin = try await app.signUp("lin")
            let code = try await lin.code()

            let page = try await app.send(.get, "/register?ref=\(code)")
            let english = try await app.send(.get, "/register?ref=\(code)", headers: ["Accept-Language": "en"])
            let strange = try await app.send(.get, "/register?ref=%3Cscript%3Ealert(1)%3C/script%3E")
            let plain = try await app.send(.get, "/register")

            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            #expect(page.text.contains("\"referral_code\": \"\(code)\""))
            #expect(page.text.contains("https://hanmo.example.com/api/v1/auth/register"))
            #expect(english.text.contains("A friend invites you"))
            #expect(strange.text == plain.text)
            #expect(!plain.text.contains("referral_code"))
            #expect(try await app.send(.get, "/register?ref=%ff").code == 400)
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
