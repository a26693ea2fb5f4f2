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
                    "problem":null,"created_at":"2026-01-22T10:03:00","ended_at":"2026-01-22T10:03:00"}}
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

    // MARK: Gateways that refuse or hang

    @Test(
        arguments: [
            ("alipay", .refusal(code: "ACQ.SELLER_BALANCE_NOT_ENOUGH")),
            ("alipay", .refusal(code: "ACQ.TRADE_HAS_FINISHED")),
            ("wechat", .refusal(status: 403, code: "NOT_ENOUGH")),
            ("wechat", .refusal(status: 400, code: "INVALID_REQUEST")),
        ] as [(String, Mishap)]
    )
    func `where the gateway refuses, everything is as it was, and another try is a new one`(
        method: String,
        mishap: Mishap
    )
        async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: method)
            let admin = try await shop.app.admin()
            shop.failNext(mishap, with: method)

            let refused = try await admin.refund(number, headers: ["Idempotency-Key": "k"])
            let ledger = try await lin.ledger()
            let status = try await lin.get("/credit/orders/\(number)").data["status"]
            let again = try await admin.refund(number, headers: ["Idempotency-Key": "k"])

            #expect(refused.code == 40005)
            #expect(ledger == ["recharge +100", "refund -100", "adjustment +100"])
            #expect(status == "paid")
            #expect(again.data["refund_id"] == .string("\(number)F2"))
            #expect(try await lin.balance() == 0)
            #expect(shop.refunds(of: number, with: method) == ["\(number)F2": 1000])
            #expect(try await shop.app.refunds() == ["refused", method == "alipay" ? "done" : "pending"])
            try await shop.app.runJobs(after: 30)
        }
    }

    /// As if the process had been killed between the gateway's answer and our commit: it is done there, unknown here.
    @Test(arguments: ["alipay", "wechat"], [Mishap.lost, .forged, .unsigned, .garbage])
    func `what the gateway has done and we have not heard of is found by the job, and done once`(
        method: String,
        mishap: Mishap
    )
        async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: method)
            // A lost answer is asked for three times.
            for _ in 0..<(mishap == .lost ? 3 : 1) { shop.failNext(mishap, with: method) }

            let reply = try await shop.app.admin().refund(number)
            let there = shop.refunds(of: number, with: method)
            let here = try await lin.get("/credit/orders/\(number)").data["status"]
            shop.wechat.setRefund("\(number)F1", to: "SUCCESS")
            shop.app.clock.advance(seconds: 30)
            try await shop.app.runJobs()

            #expect(reply.data["status"] == "begun")
            #expect(there == ["\(number)F1": 1000])
            #expect(here == "paid")
            #expect(shop.refunds(of: number, with: method) == ["\(number)F1": 1000])
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
            #expect(try await lin.get("/credit/orders/\(number)").data["status"] == "refunded")
        }
    }

    @Test(arguments: ["alipay", "wechat"])
    func `what the gateway never heard of is made by the job`(method: String) async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: method)
            for _ in 0..<3 { shop.failNext(.reset, with: method) }

            let reply = try await shop.app.admin().refund(number)
            let nothing = shop.refunds(of: number, with: method)
            shop.app.clock.advance(seconds: 30)
            try await shop.app.runJobs()

            #expect(reply.data["status"] == "begun")
            #expect(nothing == [:])
            #expect(shop.refunds(of: number, with: method) == ["\(number)F1": 1000])
            #expect(try await shop.app.refunds() == [method == "alipay" ? "done" : "pending"])
        }
    }

    @Test(arguments: ["alipay", "wechat"])
    func `a refusal after an answer that was lost is not believed before the gateway is asked`(
        method: String
    )
        async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: method)
            shop.failNext(.lost, with: method)
            shop.failNext(
                method == "alipay"
                    ? .refusal(code: "ACQ.TRADE_NOT_ALLOW_REFUND") : .refusal(status: 403, code: "NOT_ENOUGH"),
                with: method
            )

            let reply = try await shop.app.admin().refund(number)

            #expect(reply.data["status"] == (method == "alipay" ? "done" : "pending"))
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
            try await shop.app.runJobs()
        }
    }

    @Test func `a refund that WeChat Pay gives up gives the credits back, one that is stuck waits for somebody`()
        async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let (closed, stuck) = (
                try await shop.paidOrder(by: lin, with: "wechat"), try await shop.paidOrder(by: lin, with: "wechat")
            )
            let admin = try await shop.app.admin()
            for number in [closed, stuck] { try await admin.refund(number) }
            shop.wechat.setRefund("\(closed)F1", to: "CLOSED")
            shop.wechat.setRefund("\(stuck)F1", to: "ABNORMAL")

            shop.app.clock.advance(seconds: 30)
            try await shop.app.runJobs()
            let states = try await shop.app.refunds()
            let balance = try await lin.balance()
            shop.wechat.setRefund("\(stuck)F1", to: "SUCCESS")
            shop.app.clock.advance(minutes: 10)
            try await shop.app.runJobs()

            #expect(states == ["refused", "stuck"])
            #expect(balance == 100)
            #expect(try await shop.app.refunds() == ["refused", "done"])
            #expect(try await lin.get("/credit/orders/\(closed)").data["status"] == "paid")
            #expect(try await lin.get("/credit/orders/\(stuck)").data["status"] == "refunded")
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["alipay", "wechat"])
    func `twenty administrators at once, and the job, pay back once`(method: String) async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: method)
            let admin = try await shop.app.admin()

            let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
                for copy in 0..<20 {
                    group.addTask { try await admin.refund(number).code }
                    guard copy.isMultiple(of: 4) else { continue }
                    group.addTask {
                        // While the money is on its way it says so by an error.
                        try? await shop.app.services.payments.pursue(RefundPursuit(number: "\(number)F1"))
                        return 200
                    }
                }
                return try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
            }
            shop.wechat.setRefund("\(number)F1", to: "SUCCESS")
            shop.app.clock.advance(seconds: 30)
            try await shop.app.runJobs()

            #expect(codes == [200])
            #expect(shop.refunds(of: number, with: method) == ["\(number)F1": 1000])
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
            #expect(try await shop.app.refunds() == ["done"])
            #expect(try await shop.app.told(lin) == ["payment.completed", "payment.refunded"])
        }
    }

    @Test func `a report that comes again after the refund credits nothing`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            let report = shop.report(of: number, with: "alipay")
            try await shop.app.admin().refund(number)

            let answers = [
                try await shop.notify("alipay", report),
                try await shop.notify("alipay", shop.report(of: number, with: "alipay")),
            ]

            #expect(answers.allSatisfy { isAccepted($0, by: "alipay") })
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
            #expect(try await lin.get("/credit/orders/\(number)").data["status"] == "refunded")
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

extension Person {
    /// Has an order paid back, as an administrator may.
    @discardableResult
    func refund(_ order: String, _ more: JSON = [:], headers: [String: String] = [:]) async throws -> Answer {
        try await post("/admin/orders/\(order)/refund", (["reason": "买错了"] as JSON).with(more), headers: headers)
    }
}

extension Shop {
    /// The number of an order of 10 yuan that is paid and credited.
    func paidOrder(by person: Person, with method: String) async throws -> String {
        let number = try await order(by: person, with: method)
        pay(number, with: method)
        #expect(isAccepted(try await notify(method, report(of: number, with: method)), by: method))
        return number
    }

    func failNext(_ mishap: Mishap, with method: String) {
        if method == "alipay" { alipay.failNext(mishap) } else { wechat.failNext(mishap) }
    }

    /// What the gateway has paid back of an order, in fen by the refund's number.
    func refunds(of number: String, with method: String) -> [String: Int]? {
        method == "alipay" ? alipay.trade(number)?.refunds : wechat.order(number)?.refunds
    }
}

extension TestApp {
    /// The state of every refund, from the first to the last.
    func refunds() async throws -> [String] {
        try await services.database.read { connection in
            try connection.all("SELECT state FROM payment_refunds ORDER BY id") { $0.string(0) }
        }
    }

    /// Lets the jobs run that wait for a moment not far away.
    func runJobs(after seconds: Int) async throws {
        clock.advance(seconds: seconds)
        try await runJobs()
    }
}
