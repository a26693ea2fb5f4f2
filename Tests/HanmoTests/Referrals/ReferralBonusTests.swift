import Database
import GatewaysForTests
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// What bringing others earns while an activity runs, and what has to be paid for it.
@Suite struct ReferralBonusTests {
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
}
