import Database
import FakesForTests
import Gateways
import GatewaysForTests
import JSON
import Logging
import Testing

@testable import Hanmo

/// Refunds of which nobody knows for a while whether they were made.
@Suite struct RefundDoubtTests {
    /// Alipay says that it knows no such refund, and refuses another one, while it is still working at it.
    @Test func `a refusal is not believed while an earlier request may still be carried out`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            shop.alipay.failNext(.slow)

            let reply = try await shop.app.admin().refund(number)
            let (soon, there) = (try await lin.ledger(), shop.refunds(of: number, with: "alipay"))
            shop.alipay.finishSlowRefunds()
            try await shop.app.runJobs(after: 30)

            #expect(reply.data["status"] == "begun")
            #expect(reply.data["problem"]?.string?.contains("ACQ.TRADE_STATUS_ERROR") == true)
            #expect(soon == ["recharge +100", "refund -100"])
            #expect(there == [:])
            #expect(try await shop.app.refunds() == ["done"])
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
        }
    }

    /// What one request is refused another one may bring about, which began after the refusal.
    @Test(.timeLimit(.minutes(5)))
    func `two requests at once: a refusal ends nothing while the other one has no answer`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            let admin = try await shop.app.admin()
            let (opened, question, answer) = (Gate(), Gate(), Gate())
            opened.open()
            shop.alipay.failNext(
                .refusal(code: "ACQ.SELLER_BALANCE_NOT_ENOUGH"),
                .held(opened),
                .held(question),
                .held(answer)
            )
            let before = shop.alipay.requests.count

            async let first = admin.refund(number)
            await shop.alipay.receives(before + 3)
            async let second = admin.refund(number)
            await shop.alipay.receives(before + 4)
            question.open()
            let refused = try await first
            answer.open()
            let made = try await second

            #expect(refused.data["status"] == "begun")
            #expect(made.data["status"] == "done")
            #expect(try await shop.app.refunds() == ["done"])
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
            #expect(try await shop.app.openDifferences() == [])
            try await shop.app.runJobs(after: 30)
        }
    }

    @Test func `why nothing is known of a refund is shown, whatever it is`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            shop.alipay.failNext(.refusal(code: "ACQ.ACCESS_FORBIDDEN"))
            let admin = try await shop.app.admin()

            let reply = try await admin.refund(number)
            let listed = try await admin.get("/admin/refunds?order_id=\(number)").items
            try await shop.app.runJobs(after: 30)

            #expect(reply.data["status"] == "begun")
            #expect(reply.data["problem"] == listed.first?["problem"])
            #expect(listed.first?["problem"]?.string?.contains("ACQ.ACCESS_FORBIDDEN") == true)
            #expect(listed.first?["asked_at"] == listed.first?["created_at"])
            #expect(try await admin.get("/admin/refunds?order_id=R1").items == [])
            #expect(try await shop.app.refunds() == ["done"])
        }
    }

    @Test func `a process that died while it asked leaves the same doubt`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            for _ in 0..<3 { shop.alipay.failNext(.reset) }
            try await shop.app.admin().refund(number)
            // Nobody has heard an answer, nor that there was none.
            try await shop.app.arrange("UPDATE payment_refunds SET unanswered = 1, problem = NULL")
            shop.alipay.failNext(.refusal(code: "ACQ.SELLER_BALANCE_NOT_ENOUGH"))

            let again = try await shop.app.admin().refund(number, ["reason": "催一下"])

            #expect(again.data["status"] == "begun")
            // Whoever asks again makes the gateway be asked, and is written down.
            #expect(
                try await shop.app.acts().suffix(2) == ["order.refund order:\(number)", "refund.ask order:\(number)"]
            )
            #expect(
                try await shop.app.admin().get("/admin/audit?act=refund.ask").items.first?["details"]
                    == ["refund_id": .string("\(number)F1"), "state": "begun", "reason": "催一下"]
            )
            #expect(try await lin.balance() == 0)
            try await shop.app.runJobs(after: 30)
            #expect(try await shop.app.refunds() == ["refused"])
        }
    }

    @Test(
        arguments: [
            [.reset, .refusal(code: "ACQ.SELLER_BALANCE_NOT_ENOUGH")], [.refusal(code: "ACQ.SOMETHING_NEW")],
        ] as [[Mishap]]
    )
    func `half a minute after the last doubt a refusal ends the refund, and the credits are the buyer's again`(
        mishaps: [Mishap]
    ) async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            for mishap in mishaps { shop.alipay.failNext(mishap) }

            let reply = try await shop.app.admin().refund(number)
            try await shop.app.runJobs(after: 29)
            let early = try await shop.app.refunds()
            try await shop.app.runJobs(after: 1)

            #expect(reply.data["status"] == "begun")
            #expect(early == ["begun"])
            #expect(try await shop.app.refunds() == ["refused"])
            #expect(shop.refunds(of: number, with: "alipay") == [:])
            #expect(try await lin.ledger() == ["recharge +100", "refund -100", "adjustment +100"])
            #expect(try await lin.get("/credit/orders/\(number)").data["status"] == "paid")
        }
    }

    @Test(arguments: [false, true])
    func `an answer that leaves out whether a refund was made is followed by the refund once more`(
        isLost: Bool
    ) async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            shop.alipay.leaveOutRefundStatus()
            if isLost { for _ in 0..<3 { shop.alipay.failNext(.lost) } } else { shop.alipay.failNext(.lost) }

            let reply = try await shop.app.admin().refund(number)
            try await shop.app.runJobs(after: 30)

            #expect(reply.data["status"] == (isLost ? "begun" : "done"))
            #expect(try await shop.app.refunds() == ["done"])
            #expect(shop.refunds(of: number, with: "alipay") == ["\(number)F1": 1000])
        }
    }

    // MARK: Money that went back by another way

    @Test func `what was paid back in Alipay's console is brought into the books by a refund`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            shop.alipay.payBack(1000, of: number)

            let reply = try await shop.app.admin().refund(number)

            #expect(reply.data["status"] == "done")
            #expect(shop.refunds(of: number, with: "alipay") == ["console": 1000])
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
            #expect(try await lin.get("/credit/orders/\(number)").data["status"] == "refunded")
            try await shop.app.runJobs(after: 30)
        }
    }

    /// WeChat Pay does not say how much of a payment went back.
    @Test func `what was paid back in WeChat Pay's console waits for somebody to say so`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "wechat")
            shop.wechat.set(number, to: "REFUND")
            shop.wechat.failNext(.refusal(status: 400, code: "INVALID_REQUEST"))
            let admin = try await shop.app.admin()

            let reply = try await admin.refund(number)
            let settled = try await admin.post(
                "/admin/refunds/\(number)F1/settle",
                ["settlement": "paid_back", "reason": "商户平台已退款"]
            )

            #expect(reply.data["status"] == "stuck")
            #expect(settled.data["status"] == "done")
            #expect(settled.data["settlement"] == "paid_back")
            #expect(settled.data["settlement_reason"] == "商户平台已退款")
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
            #expect(try await lin.get("/credit/orders/\(number)").data["status"] == "refunded")
            #expect(try await shop.app.told(lin) == ["payment.completed", "payment.refunded"])
            try await shop.app.runJobs(after: 30)
        }
    }

    @Test(arguments: [400, 1000])
    func `a notification of money that Alipay paid back is a difference at once`(fen: Int) async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            shop.alipay.payBack(fen, of: number)

            let answer = try await shop.notify("alipay", shop.report(of: number, with: "alipay"))
            let found = try await shop.app.openDifferences()
            try await shop.app.services.payments.compare()
            shop.app.clock.advance(days: 1)
            try await shop.app.services.payments.compare()

            #expect(isAccepted(answer, by: "alipay"))
            #expect(found == ["\(number) refunded"])
            #expect(try await shop.app.openDifferences() == found, "what Alipay's answers don't tell is no proof")
            try await shop.app.runJobs()
        }
    }

    @Test func `a notification of a refund that is not ours is a difference at once, one of ours is none`() async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let (theirs, ours) = (
                try await shop.paidOrder(by: lin, with: "wechat"), try await shop.paidOrder(by: lin, with: "wechat")
            )
            try await shop.app.admin().refund(ours)
            let amount: [String: JSON] = ["amount": ["total": 1000, "refund": 1000]]

            for (refund, order) in [("console1", theirs), ("\(ours)F1", ours)] {
                let report = shop.wechat.notification(ofRefund: refund, order: order, changing: amount)
                #expect(isAccepted(try await shop.notify("wechat", report), by: "wechat"))
            }

            #expect(try await shop.app.openDifferences() == ["\(theirs) refunded"])
            #expect(try await shop.app.refunds() == ["done"])
            try await shop.app.runJobs(after: 30)
        }
    }

    @Test func `a refund that was given up and is made all the same is told`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "wechat")
            shop.wechat.failNext(.refusal(status: 403, code: "NOT_ENOUGH"))
            let admin = try await shop.app.admin()
            let refused = try await admin.refund(number)
            let amount: [String: JSON] = ["amount": ["total": 1000, "refund": 1000]]

            let report = shop.wechat.notification(ofRefund: "\(number)F1", order: number, changing: amount)
            try await shop.notify("wechat", report)

            #expect(refused.code == 40005)
            #expect(try await shop.app.openDifferences() == ["\(number) refunded"])
            #expect(shop.app.log.recorded.contains { $0.level == .error && $0.fields["refund"] == "\(number)F1" })
            #expect(try await lin.balance() == 100)
        }
    }

    @Test func `a refund that went back by another way, and then by the gateway too, is told`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "wechat")
            shop.wechat.failNext(.lost)
            for _ in 0..<2 { shop.wechat.failNext(.reset) }
            let admin = try await shop.app.admin()
            try await admin.refund(number)
            shop.app.clock.advance(seconds: 30)
            let form: JSON = ["settlement": "paid_back", "reason": "银行转账"]
            let settled = try await admin.post("/admin/refunds/\(number)F1/settle", form)
            let amount: [String: JSON] = ["amount": ["total": 1000, "refund": 1000]]

            try await shop.notify(
                "wechat",
                shop.wechat.notification(ofRefund: "\(number)F1", order: number, changing: amount)
            )

            #expect(settled.data["status"] == "done")
            #expect(try await shop.app.openDifferences() == ["\(number) refunded_twice"])
            #expect(shop.app.log.recorded.contains { $0.level == .error && $0.fields["refund"] == "\(number)F1" })
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
            try await shop.app.runJobs(after: 30)
        }
    }

    // MARK: By hand

    @Test func `administrators see refunds by their state, and end one by hand, once`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let numbers = [
                try await shop.paidOrder(by: lin, with: "alipay"), try await shop.paidOrder(by: lin, with: "wechat"),
            ]
            let admin = try await shop.app.admin()
            try await admin.refund(numbers[0])
            for _ in 0..<3 { shop.wechat.failNext(.reset) }
            try await admin.refund(numbers[1])
            let path = "/admin/refunds/\(numbers[1])F1/settle"

            let open = try await admin.get("/admin/refunds?state=begun").items
            let faulty = try await admin.post(path, ["settlement": "lost", "reason": ""])
            let early = try await admin.post(path, ["settlement": "withdrawn", "reason": "用户改变主意"])
            shop.app.clock.advance(seconds: 30)
            let settled = try await admin.post(path, ["settlement": "withdrawn", "reason": "用户改变主意"])
            let again = try await admin.post(path, ["settlement": "paid_back", "reason": "不"])

            #expect(open.map { $0["refund_id"] } == [.string("\(numbers[1])F1")])
            #expect(faulty.faultyFields == ["settlement", "reason"])
            #expect(early.message == "支付平台可能仍在处理该退款，请稍后再试")
            #expect(settled.data["status"] == "refused")
            #expect(again.code == 400)
            let form: JSON = ["settlement": "withdrawn", "reason": "不"]
            let unknown = try await admin.post("/admin/refunds/R1F1/settle", form)
            #expect(unknown.code == 404)
            #expect(
                try await lin.ledger() == [
                    "recharge +100", "recharge +100", "refund -100", "refund -100", "adjustment +100",
                ]
            )
            #expect(try await lin.get("/credit/orders/\(numbers[1])").data["status"] == "paid")
            let all = try await admin.get("/admin/refunds").items.map { $0["status"] }
            #expect(all == ["refused", "done"])
            #expect(try await admin.get("/admin/refunds?page=2&page_size=1").items.map { $0["status"] } == ["done"])
            #expect(try await admin.get("/admin/refunds?state=gone").faultyFields == ["state"])
            #expect(try await lin.get("/admin/refunds").code == 403)
            let entry = try await admin.get("/admin/audit?act=refund.settle").items.first
            #expect(entry?["target_id"] == .string(numbers[1]))
            try await shop.app.runJobs(after: 30)
            #expect(shop.refunds(of: numbers[1], with: "wechat") == [:])
        }
    }
}

extension TestApp {
    /// Differences that nobody has seen to, from the first to the last, as `R1 refunded`.
    func openDifferences() async throws -> [String] {
        try await admin().get("/admin/reconciliation?state=open").items.reversed().map { item in
            "\(item["order_id"]?.string ?? "-") \(item["kind"]?.string ?? "-")"
        }
    }
}
