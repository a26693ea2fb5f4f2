import Database
import JSON
import Testing

@testable import Hanmo

/// What promotions cost: each source by the acts that bring it about, and the sums of days that are over.
@Suite struct PromotionTests {
    @Test func `each promotion costs what it has given, on the day on which it did`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let gift = try await admin.offer("credit_gift", ["credits": 7])
            try await admin.offer("first_purchase", ["credits": 11])
            try await admin.offer("membership_discount", ["percent_off": 10])
            try await admin.offer(
                "referral_bonus",
                ["referrer_credits": 5, "referred_credits": 3, "trigger": "first_purchase"]
            )
            try await admin.makeCoupon("TEN")
            try await admin.makeCoupon("MORE", ["type": "credit_bonus", "value": 13])
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)

            try await mei.participate(in: gift)
            try await app.report(try await mei.order(with: "TEN"))
            try await app.report(try await mei.order(with: "MORE"), transaction: "more")
            try await mei.redeem(try #require(try await app.makeCodes(1, ["name": "礼", "credits": 17]).first))
            try await admin.post("/admin/users/\(mei.id)/credits", ["amount": 20, "reason": "补偿"])
            try await admin.post("/admin/users/\(mei.id)/credits", ["amount": -1, "reason": "更正"])
            try await admin.post(
                "/admin/users",
                ["username": "zhao", "email": "z@example.com", "password": "a fine password", "credits": 4]
            )
            try await mei.buy("monthly", with: "balance")
            try await mei.generate()

            let expected: JSON = [
                "activity_credits": 7, "first_purchase_credits": 11, "referral_credits": 8, "redemption_credits": 17,
                "administrator_credits": 23, "coupon_credits": 13, "coupon_discounts": 1.0,
                "activity_discounts": 0.99,
            ]
            #expect(try await admin.statistics("", "2026-01-22", "2026-01-22")["promotions"] == expected)
            #expect(try await admin.daily("2026-01-22")["promotions"] == expected)
            #expect(try await admin.daily("2026-01-21")["promotions"] == .noPromotions)
            let sheet = try await admin.get(
                "/operation/statistics/daily?format=csv&start_date=2026-01-22&end_date=2026-01-22"
            )
            #expect(sheet.text.hasSuffix(",7,11,8,17,23,13,1.00,0.99\r\n"))
            #expect(sheet.text.contains("失败,活动赠送积分,首充赠送积分,推荐奖励积分,兑换码积分,人工发放积分,优惠券加赠积分,"))
            app.clock.advance(days: 40)
            try await app.runJobs()
        }
    }

    @Test func `what a refund takes back is no cost any more, from that day on`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            try await admin.offer("first_purchase", ["credits": 11])
            try await admin.makeCoupon("TEN")
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)
            let order = try await mei.order(with: "TEN")
            try await app.report(order)
            app.clock.advance(days: 1)
            try await app.runJobs()
            let told = try await app.admin().daily("2026-01-22")["promotions"]

            try await app.admin().refund(order)
            let first = try await app.admin().daily("2026-01-22")["promotions"]
            let second = try await app.admin().daily("2026-01-23")["promotions"]
            let both = try await app.admin().statistics("", "2026-01-22", "2026-01-23")["promotions"]

            #expect(
                told
                    == JSON.promotions([
                        "first_purchase_credits": 11, "referral_credits": 50, "coupon_discounts": 1.0,
                    ])
            )
            #expect(first == told)
            #expect(
                second
                    == JSON.promotions([
                        "first_purchase_credits": -11, "referral_credits": -50, "coupon_discounts": -1.0,
                    ])
            )
            #expect(both == .noPromotions)
        }
    }

    @Test func `a day that is over is added up once, also one of an earlier version, and used while it counts all`()
        async throws
    {
        try await withTestApp { app in
            _ = try await app.signUp("lin", credits: 30)
            func credits() async throws -> Int? {
                try await app.admin().daily("2026-01-22")["promotions"]?["redemption_credits"]?.int
            }
            // An earlier version has kept the day's generations, and nothing of this.
            try await app.runJobs()
            app.clock.advance(days: 2)

            let plain = try await credits()
            try await app.runJobs()
            let kept = try await app.number("SELECT codes FROM statistics_giveaways")
            try await app.arrange("UPDATE statistics_giveaways SET codes = codes + 1000")
            let used = try await credits()
            try await app.arrange("UPDATE statistics_giveaways SET entries = entries + 1")
            let doubted = try await credits()
            app.clock.advance(hours: 1)
            try await app.runJobs()

            #expect(plain == 30)
            #expect(kept == 30)
            #expect(used == 1030)
            #expect(doubted == 30)
            #expect(try await app.number("SELECT codes FROM statistics_giveaways") == 30)
            #expect(try await app.number("SELECT count(*) FROM statistics_giveaways") == 1)
        }
    }
}

extension JSON {
    /// What is told of promotions where these have cost so much, and no others.
    static func promotions(_ costs: [String: JSON]) -> JSON {
        .object((noPromotions.members ?? []).map { JSON.Member($0.name, costs[$0.name] ?? $0.value) })
    }

    static let noPromotions: JSON = [
        "activity_credits": 0, "first_purchase_credits": 0, "referral_credits": 0, "redemption_credits": 0,
        "administrator_credits": 0, "coupon_credits": 0, "coupon_discounts": 0.0, "activity_discounts": 0.0,
    ]
}
