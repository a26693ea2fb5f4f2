import Database
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// Memberships that are cheaper for a while.
@Suite struct DiscountTests {
    @Test(
        arguments: [
            ("monthly", 25, 7.43), ("monthly", 50, 4.95), ("monthly", 99, 0.10), ("quarterly", 33, 16.75),
            ("yearly", 15, 84.15), ("yearly", 1, 98.01),
        ]
    )
    func `the price is lowered to the nearest fen`(type: String, percent: Int, amount: Double) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            try await app.admin().offer("membership_discount", ["percent_off": .int(percent)], ["name": "春节特惠"])

            let order = try await lin.buy(type, with: "alipay").data

            #expect(order["amount"] == .double(amount))
            #expect(order["original_amount"] == .double(Double(MembershipType(rawValue: type)!.priceFen) / 100))
            #expect(order["activity"] == "春节特惠")
        }
    }

    @Test func `of several the best one counts, for the memberships it is for`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let all = try await admin.offer("membership_discount", ["percent_off": 10], ["name": "全部"])
            try await admin.offer(
                "membership_discount",
                ["percent_off": 40, "membership_types": ["yearly", "quarterly"]],
                ["name": "长期"]
            )
            try await admin.offer("membership_discount", ["percent_off": 10], ["name": "晚到"])
            try await admin.offer(
                "membership_discount",
                ["percent_off": 90],
                ["name": "过去", "end_time": "2026-01-22T10:00:00"]
            )
            app.clock.advance(seconds: 1)

            let monthly = try await lin.buy("monthly", with: "alipay").data
            let yearly = try await lin.buy("yearly", with: "wechat").data
            try await app.report(try #require(monthly["order_id"]?.string))

            #expect(monthly["amount"] == 8.91)
            #expect(monthly["activity"] == "全部", "of two that are equally good the older one")
            #expect(yearly["amount"] == 59.40)
            #expect(yearly["activity"] == "长期")
            #expect(try await admin.participants(of: all) == ["lin +0"])
        }
    }

    @Test func `the balance pays the lower price as well`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 160)
            let id = try await admin.offer("membership_discount", ["percent_off": 25])

            let orders = [try await lin.buy("monthly", with: "balance"), try await lin.buy("monthly", with: "balance")]
            let third = try await lin.buy("monthly", with: "balance")

            #expect(orders.map { $0.data["status"] } == ["paid", "paid"])
            #expect(third.code == 40001)
            // 7.43 yuan are 74.3 credits.
            #expect(try await lin.ledger() == ["membership -75", "membership -75"])
            #expect(try await admin.participants(of: id) == ["lin +0"])
            #expect(try await lin.activity(id)["participants"] == 1)
        }
    }

    @Test func `an order keeps the price at which it was opened, whatever becomes of the activity`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let id = try await admin.offer("membership_discount", ["percent_off": 50])

            let order = try #require(try await lin.buy("monthly", with: "alipay").data["order_id"]?.string)
            app.clock.advance(seconds: 1)
            try await admin.post("/operation/activities/\(id)/end")
            let later = try await lin.buy("monthly", with: "alipay").data
            let paid = try await app.report(order, more: ["amount": 4.95])

            #expect(paid.code == 200)
            #expect(try await lin.membership() == "monthly until 2026-02-22T10:00:01")
            #expect(later["amount"] == 9.90)
            #expect(later["activity"]?.string == nil)
        }
    }
}
