import Database
import GatewaysForTests
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// The bonus on top of the first order that somebody pays.
@Suite struct FirstPurchaseTests {
    @Test func `the first order that is paid brings the bonus, no other, and no report brings it twice`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let id = try await admin.offer("first_purchase", ["bonus_percent": 25], ["name": "首充"])
            let orders = [try await lin.order(), try await lin.order(), try await lin.order()]

            try await app.report(orders[0], "failed")
            let nothing = try await lin.ledger()
            for _ in 0..<3 { try await app.report(orders[1]) }
            try await app.report(orders[1], transaction: "another")
            try await app.report(orders[2])

            #expect(nothing == [])
            #expect(try await lin.ledger() == ["recharge +100", "gift +25", "recharge +100"])
            #expect(try await admin.participants(of: id) == ["lin +25"])
            #expect(
                try await admin.get("/operation/activities/\(id)/participants").items.first?["order_id"]
                    == .string(orders[1])
            )
        }
    }

    /// Percent of the order, or so many; the order's yuan; what it brings.
    @Test(
        arguments: [
            (10, 30, 10, 30), (10, 30, 30, 30), (10, 30, 31, 31), (10, 30, 50, 50), (1, 1, 9, 1),
        ]
    )
    func `of two the better one for the order counts`(percent: Int, fixed: Int, yuan: Int, bonus: Int) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            try await admin.offer("first_purchase", ["bonus_percent": .int(percent)])
            try await admin.offer("first_purchase", ["credits": .int(fixed)])
            try await admin.offer("first_purchase", ["credits": 1000], ["start_time": "2026-01-23T00:00:00"])

            let reply = try await lin.post("/credit/recharge", ["amount": .int(yuan), "payment_method": "alipay"])
            try await app.report(try #require(reply.data["order_id"]?.string))

            #expect(try await lin.ledger() == ["recharge +\(yuan * 10)", "gift +\(bonus)"])
        }
    }

    @Test func `a percentage of a membership is one of what its price would have bought`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            try await app.admin().offer("first_purchase", ["bonus_percent": 50])

            try await app.report(try #require(try await lin.buy("monthly", with: "alipay").data["order_id"]?.string))
            try await app.report(try await lin.order())

            #expect(try await lin.ledger() == ["gift +49", "recharge +100"])
        }
    }

    @Test func `what asks for an amount waits for the first payment that is enough, and comes once`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let id = try await admin.offer("first_purchase", ["credits": 30, "min_amount": 50])
            #expect(try await admin.activity(id)["config"] == ["credits": 30, "min_amount": 50.0])

            var ledgers: [[String]] = []
            for yuan in [0.01, 49.99, 50, 60] {
                try await lin.pay(.double(yuan))
                ledgers.append(try await lin.ledger())
            }

            #expect(ledgers[1] == ["recharge +499"])
            #expect(ledgers[2] == ["recharge +499", "recharge +500", "gift +30"])
            #expect(ledgers[3] == ledgers[2] + ["recharge +600"])
        }
    }

    @Test func `a payment that was enough before an activity began was the first one, a smaller one was none`()
        async throws
    {
        try await withTestApp { app in
            let admin = try await app.admin()
            let large = try await app.signUp("large")
            let small = try await app.signUp("small")
            try await large.pay(50)
            try await small.pay(49)
            try await admin.offer("first_purchase", ["credits": 30, "min_amount": 50])

            for person in [large, small] { try await person.pay(100) }

            #expect(try await large.ledger() == ["recharge +500", "recharge +1000"])
            #expect(try await small.ledger() == ["recharge +490", "recharge +1000", "gift +30"])
        }
    }

    @Test func `nobody gets two bonuses for two first payments of different amounts`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            try await admin.offer("first_purchase", ["credits": 5])
            try await admin.offer("first_purchase", ["credits": 30, "min_amount": 50])

            try await lin.pay(1)
            try await lin.pay(50)
            let mei = try await app.signUp("mei")
            try await mei.pay(50)

            #expect(try await lin.ledger() == ["recharge +10", "gift +5", "recharge +500"])
            #expect(try await mei.ledger() == ["recharge +500", "gift +30"])
        }
    }

    @Test func `what is counted is what was paid, after a coupon`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            try await admin.offer("first_purchase", ["credits": 30, "min_amount": 10])
            try await admin.makeCoupon("TENTH")

            try await app.report(try await lin.order(10, with: "TENTH"))

            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `what is paid from the balance is no purchase`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 99)
            try await app.admin().offer("first_purchase", ["credits": 5])

            try await lin.buy("monthly", with: "balance")
            let after = try await lin.ledger()
            try await app.report(try await lin.order())

            #expect(after == ["membership -99"])
            #expect(try await lin.ledger() == ["membership -99", "recharge +100", "gift +5"])
        }
    }

    @Test func `a percentage that comes to nothing, and a moment after the end, bring nothing`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            try await admin.offer("first_purchase", ["bonus_percent": 1], ["end_time": "2026-01-22T10:00:00"])
            let small = try await lin.post("/credit/recharge", ["amount": 1, "payment_method": "alipay"])
            let late = try await mei.order()

            try await app.report(try #require(small.data["order_id"]?.string))
            app.clock.advance(seconds: 1)
            try await app.report(late)

            #expect(try await lin.ledger() == ["recharge +10"])
            #expect(try await mei.ledger() == ["recharge +100"])
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `of twenty orders that are paid at once, each reported three times, one is the first`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            try await app.admin().offer("first_purchase", ["credits": 5])
            var orders: [String] = []
            for _ in 0..<20 { orders.append(try await lin.order()) }

            let codes = try await app.atOnce(60) { [orders] in try await app.report(orders[$0 % 20]) }

            #expect(codes == [200: 60])
            #expect(try await lin.balance() == 2005)
            #expect(try await lin.get("/credit/transactions?type=gift").data["total"] == 1)
        }
    }

    // MARK: Refunds

    /// Credits that are spent before the refund; what is taken back of the bonus.
    @Test(arguments: [(0, 40), (30, 10), (40, 0)])
    func `a refund takes back what is left of the bonus`(spent: Int, taken: Int) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let id = try await admin.offer("first_purchase", ["credits": 40])
            let order = try await lin.order()
            try await app.report(order)
            for _ in 0..<(spent / 10) { try await lin.generate() }

            let refund = try await admin.refund(order)
            try await admin.refund(order)
            try await app.report(try await lin.order())

            #expect(refund.data["status"] == "done")
            #expect(refund.data["credits"] == -100)
            let refunds = try await lin.ledger().filter { $0.hasPrefix("refund") }
            #expect(refunds == ["refund -100"] + (taken > 0 ? ["refund -\(taken)"] : []))
            #expect(try await lin.balance() == 140 - spent - 100 - taken + 100)
            let grant = try await admin.get("/operation/activities/\(id)/participants").items.first
            #expect(grant?["taken_back"] == .int(taken))
        }
    }

    @Test func `a refund that the gateway refuses leaves the bonus`() async throws {
        try await withShop { shop in
            let admin = try await shop.app.admin()
            let lin = try await shop.app.signUp("lin")
            try await admin.offer("first_purchase", ["credits": 40])
            let order = try await shop.paidOrder(by: lin, with: "alipay")
            shop.failNext(.refusal(code: "ACQ.TRADE_NOT_ALLOW_REFUND"), with: "alipay")

            let refused = try await admin.refund(order)

            #expect(refused.code == 40005)
            #expect(try await lin.balance() == 140)
        }
    }
}
