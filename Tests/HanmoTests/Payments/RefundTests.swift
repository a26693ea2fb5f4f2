import Database
import Gateways
import GatewaysForTests
import JSON
import Logging
import Testing

@testable import Hanmo

/// Orders that are paid back: the money, what it had brought, and every way in which that can end.
@Suite struct RefundTests {
    @Test func `Alipay pays back at once, and the credits go with the money`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            shop.app.clock.advance(minutes: 3)

            let reply = try await shop.app.admin().refund(number)

            #expect(
                reply.text == """
                    {"code":200,"message":"success","data":{"refund_id":"R202601221000001F1",\
                    "order_id":"R202601221000001","amount":10.00,"credits":-100,"status":"done","reason":"买错了",\
                    "problem":null,"asked_at":"2026-01-22T10:03:00","settlement":null,"settlement_reason":null,\
                    "created_at":"2026-01-22T10:03:00","ended_at":"2026-01-22T10:03:00"}}
                    """
            )
            #expect(shop.alipay.trade(number)?.refunds == ["R202601221000001F1": 1000])
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
            #expect(try await lin.get("/credit/orders/\(number)").data["status"] == "refunded")
            #expect(try await lin.get("/credit/recharge/orders?status=refunded").data["total"] == 1)
            #expect(
                try await shop.app.toldLast(lin, "payment.refunded") == [
                    "order_id": "R202601221000001", "amount": 10.00, "credits": -100, "payment_method": "alipay",
                ]
            )
            try await shop.app.runJobs()
        }
    }

    @Test func `a refund that WeChat Pay has accepted is asked about until the money is back`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "wechat")
            let admin = try await shop.app.admin()

            let accepted = try await admin.refund(number).data
            let meanwhile = try await lin.get("/credit/orders/\(number)").data["status"]
            shop.app.clock.advance(seconds: 30)
            try await shop.app.runJobs()
            let still = try await admin.refund(number).data["status"]
            shop.wechat.setRefund("\(number)F1", to: "SUCCESS")
            shop.app.clock.advance(minutes: 1)
            try await shop.app.runJobs()

            #expect(accepted["status"] == "pending")
            #expect(accepted["ended_at"] == .null)
            #expect(meanwhile == "paid")
            #expect(still == "pending")
            #expect(try await lin.get("/credit/orders/\(number)").data["status"] == "refunded")
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
            #expect(shop.wechat.order(number)?.refunds == ["\(number)F1": 1000])
        }
    }

    @Test func `WeChat Pay's own report ends a refund, once, and nobody else's does`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let numbers = [
                try await shop.paidOrder(by: lin, with: "wechat"), try await shop.paidOrder(by: lin, with: "wechat"),
            ]
            let admin = try await shop.app.admin()
            for number in numbers { try await admin.refund(number) }
            func report(_ refund: String, _ order: String, fen: Int = 1000) async throws -> Answer {
                try await shop.notify(
                    "wechat",
                    shop.wechat.notification(
                        ofRefund: refund,
                        order: order,
                        changing: ["amount": ["total": 1000, "refund": .int(fen)]]
                    )
                )
            }

            let foreign = [
                try await report("\(numbers[0])F1", numbers[1]), try await report("other", numbers[0]),
            ]
            let untouched = try await shop.app.refunds()
            for _ in 0..<2 { #expect(isAccepted(try await report("\(numbers[0])F1", numbers[0]), by: "wechat")) }
            #expect(isAccepted(try await report("\(numbers[1])F1", numbers[1], fen: 1), by: "wechat"))

            #expect(foreign.allSatisfy { isAccepted($0, by: "wechat") })
            #expect(untouched == ["pending", "pending"])
            #expect(try await shop.app.refunds() == ["done", "stuck"])
            #expect(try await lin.get("/credit/orders/\(numbers[0])").data["status"] == "refunded")
            #expect(shop.app.log.recorded.contains { $0.fields["refund"] == "\(numbers[1])F1" })
        }
    }

    // MARK: What is spent

    @Test func `credits that are spent are not paid back, unless that is forced`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            for _ in 0..<4 { try await lin.generate() }
            let admin = try await shop.app.admin()

            let refused = try await admin.refund(number)
            let nothing = shop.alipay.trade(number)?.refunds
            let forced = try await admin.refund(number, ["force": true])

            #expect(refused.text == #"{"code":40001,"message":"该订单的积分已被使用，不能退款","data":null}"#)
            #expect(nothing == [:])
            #expect(forced.data["credits"] == -60)
            #expect(forced.data["status"] == "done")
            #expect(try await lin.balance() == 0)
            #expect(try await lin.ledger().last == "refund -60")
            try await shop.app.runJobs(after: 30)
        }
    }

    @Test func `what can't be spent any more can't be spent while the money is on its way`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "wechat")

            try await shop.app.admin().refund(number)

            #expect(try await lin.generate().code == 40001)
        }
    }

    // MARK: Memberships

    @Test func `what is left of a membership ends, and what was bought behind it begins earlier`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 250)
            let monthly = try await lin.buy("monthly", with: "alipay").data["order_id"]?.string ?? ""
            try await app.report(monthly)
            let quarterly = try await lin.buy("quarterly", with: "balance").data["order_id"]?.string ?? ""
            let before = try await lin.membership()
            app.clock.advance(days: 10)
            let admin = try await app.admin()
            let back = try await lin.comeBack()

            let first = try await admin.refund(monthly).data
            let shortened = try await back.membership()
            let second = try await admin.refund(quarterly).data
            let none = try await back.membership()
            try await app.runJobs()

            #expect(before == "quarterly until 2026-05-22T10:00:00")
            #expect(first["credits"] == 0)
            #expect(shortened == "quarterly until 2026-05-01T10:00:00")
            #expect(second["credits"] == 250)
            #expect(none == nil)
            #expect(try await back.ledger() == ["membership -250", "refund +250"])
            #expect(
                try await app.told(lin).suffix(3)
                    == ["payment.refunded", "payment.refunded", "membership.expired"]
            )
        }
    }

    @Test func `the last of two memberships is taken off the end, and the end of the first is told`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 349)
            try await lin.buy("monthly", with: "balance")
            let quarterly = try await lin.buy("quarterly", with: "balance").data["order_id"]?.string ?? ""

            try await app.admin().refund(quarterly)

            #expect(try await lin.membership() == "monthly until 2026-02-22T10:00:00")
            app.clock.advance(days: 31)
            try await app.runJobs()
            #expect(try await lin.comeBack().membership() == nil)
            #expect(try await app.told(lin).last == "membership.expired")
        }
    }

    @Test func `a membership that is paid back on its first day ends at once, and one that is over stays as it was`()
        async throws
    {
        try await withTestApp { app in
            let (lin, mei) = (try await app.signUp("lin", credits: 99), try await app.signUp("mei", credits: 198))
            let short = try await lin.buy("monthly", with: "balance").data["order_id"]?.string ?? ""
            let long = try await mei.buy("monthly", with: "balance").data["order_id"]?.string ?? ""

            try await app.admin().refund(short)
            let none = try await lin.membership()
            app.clock.advance(days: 40)
            try await app.runJobs()
            try await mei.comeBack().buy("monthly", with: "balance")
            try await app.admin().refund(long)

            #expect(none == nil)
            #expect(try await lin.comeBack().balance() == 99)
            #expect(try await mei.comeBack().membership() == "monthly until 2026-04-03T10:00:00")
        }
    }

    // MARK: Asking for it

    @Test func `what was never paid, or is not there, is not paid back`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let admin = try await app.admin()
            let open = try await lin.order()
            let failed = try await lin.order()
            try await app.report(failed, "failed")

            #expect(try await admin.refund(open).code == 400)
            #expect(try await admin.refund(failed).code == 400)
            #expect(try await admin.refund("R202601229999999").code == 40004)
            #expect(try await lin.refund(open).code == 403)
            #expect(try await app.number("SELECT count(*) FROM payment_refunds") == 0)
        }
    }

    @Test(
        arguments: [
            (["reason": ""], "reason"), (["reason": nil], "reason"),
            (["reason": .string(String(repeating: "长", count: 27))], "reason"),
            (["reason": 1], "reason"), (["force": "yes"], "force"), (["force": 1], "force"),
        ] as [(JSON, String)]
    )
    func `what is no decision is refused by the name of the field`(change: JSON, field: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()
            try await app.report(order)

            #expect(try await app.admin().refund(order, change).faultyFields == [field])
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `a repeat with its key, and one without, answer the refund there is`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()
            try await app.report(order)
            let admin = try await app.admin()

            let first = try await admin.refund(order, headers: ["Idempotency-Key": "k"])
            let repeated = try await admin.refund(order, headers: ["Idempotency-Key": "k"])
            let other = try await admin.refund(order, ["force": true], headers: ["Idempotency-Key": "k"])
            let keyless = try await admin.refund(order)

            #expect(first.data["status"] == "done")
            #expect(repeated.text == first.text)
            #expect(keyless.text == first.text)
            #expect(other.faultyFields == ["Idempotency-Key"])
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
        }
    }

    @Test func `where the gateway is not set up any more nothing is begun, and what was begun waits`() async throws {
        try await withShop(adjusting: { $0.wechat = nil }) { shop in
            let lin = try await shop.app.signUp("lin")
            // Paid while it was set up.
            let number = try await lin.order()
            try await shop.app.report(number)
            try await shop.app.arrange("UPDATE payment_attempts SET gateway = 'wechat'")

            let reply = try await shop.app.admin().refund(number)

            #expect(reply.code == 40005)
            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(try await shop.app.refunds() == [])
            try await shop.app.runJobs(after: 30)
        }
    }
}
