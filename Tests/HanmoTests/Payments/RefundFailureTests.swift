import Database
import Gateways
import GatewaysForTests
import JSON
import Logging
import Testing

@testable import Hanmo

/// Refunds at gateways that refuse, hang, answer nonsense, or are asked by a process that dies.
@Suite struct RefundFailureTests {
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

    @Test func `asking again has a refund followed whose job was given up`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "wechat")
            let admin = try await shop.app.admin()
            try await admin.refund(number)
            let job = try #require(try await admin.get("/admin/jobs?kind=refunds.pursue").items.first?["id"]?.int)
            try await admin.post("/admin/jobs/\(job)/cancel")

            try await admin.refund(number)
            try await admin.refund(number)
            shop.wechat.setRefund("\(number)F1", to: "SUCCESS")
            try await shop.app.runJobs(after: 30)

            #expect(try await shop.app.number("SELECT count(*) FROM jobs WHERE kind = 'refunds.pursue'") == 2)
            #expect(try await shop.app.refunds() == ["done"])
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
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

            try await shop.app.runJobs(after: 30)
            // One of them waits for the other's turn.
            try await shop.app.runJobs(after: 5)
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

    @Test(.timeLimit(.minutes(5)), arguments: ["alipay", "wechat"])
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
}
