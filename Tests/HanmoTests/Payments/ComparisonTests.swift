import Database
import Gateways
import GatewaysForTests
import JSON
import Logging
import Testing

@testable import Hanmo

/// Our books beside the gateways', once a day.
@Suite struct ComparisonTests {
    @Test func `where both books agree there is nothing to tell`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            for method in ["alipay", "wechat"] { _ = try await shop.paidOrder(by: lin, with: method) }
            let admin = try await shop.app.admin()
            try await admin.refund(try await shop.paidOrder(by: lin, with: "alipay"))
            try await admin.refund(try await shop.paidOrder(by: lin, with: "wechat"))

            try await shop.app.compareNextDay()

            #expect(try await shop.app.differences() == [])
        }
    }

    @Test func `what differs is found within a day, told until it is over, and kept`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let numbers = [
                try await shop.paidOrder(by: lin, with: "alipay"), try await shop.paidOrder(by: lin, with: "wechat"),
                try await shop.paidOrder(by: lin, with: "wechat"),
            ]
            shop.alipay.set(numbers[0], to: "WAIT_BUYER_PAY")
            // Somebody has paid it back in the merchant's console.
            shop.wechat.set(numbers[1], to: "REFUND")

            try await shop.app.compareNextDay()
            let found = try await shop.app.differences()
            let shown = try await shop.app.admin().get("/admin/reconciliation").items
            let first = shown.first { $0["order_id"]?.string == numbers[0] }
            try await shop.app.compareNextDay()
            let same = try await shop.app.differences()
            shop.alipay.pay(numbers[0])
            try await shop.app.compareNextDay()

            // Several gateways are asked at once, so what is found first is chance.
            #expect(found.sorted() == ["\(numbers[0]) not_paid open", "\(numbers[1]) refunded open"])
            #expect(same == found)
            #expect(
                first
                    == [
                        "id": first?["id"] ?? 0, "order_id": .string(numbers[0]), "user_id": .int(lin.id),
                        "kind": "not_paid",
                        "payment_method": "alipay", "status": "paid", "amount": 10.00, "gateway_status": "open",
                        "gateway_amount": 10.00, "gateway_transaction": .string("2026112822001\(numbers[0])"),
                        "found_at": "2026-01-23T10:00:00", "last_seen_at": "2026-01-23T10:00:00", "resolved_at": nil,
                        "resolution": nil,
                    ]
            )
            #expect(try await shop.app.differences("?state=open") == ["\(numbers[1]) refunded open"])
            #expect(try await shop.app.differences("?state=resolved") == ["\(numbers[0]) not_paid resolved"])
            let warnings = shop.app.log.recorded.filter { $0.level == .warning && $0.fields["difference"] != nil }
            #expect(warnings.count == 2)
        }
    }

    @Test func `an order is compared daily for a week, then weekly for half a year, and anew once it was paid back`()
        async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "wechat")
            let compared = try await shop.app.daysOfQuestions(400) { shop.wechat.requests.count }
            // The job has its turn before the money moves.
            try await shop.app.runJobs()
            try await shop.app.admin().refund(number)
            shop.wechat.setRefund("\(number)F1", to: "SUCCESS")
            try await shop.app.runJobs(after: 30)
            let comparedAgain = try await shop.app.daysOfQuestions(30) { shop.wechat.requests.count }

            #expect(compared.prefix(9) == [0, 1, 2, 3, 4, 5, 6, 7, 14])
            #expect(compared.last.map { 180...187 ~= $0 } == true)
            #expect(comparedAgain == [0, 1, 2, 3, 4, 5, 6, 7, 14, 21, 28])
            try await shop.app.runJobs()
        }
    }

    @Test func `what is paid back in a console on the eighth day is found, and told until it is over`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "wechat")
            _ = try await shop.app.daysOfQuestions(8) { 0 }
            shop.wechat.set(number, to: "REFUND")
            _ = try await shop.app.daysOfQuestions(8) { 0 }
            let found = try await shop.app.differences()
            shop.wechat.set(number, to: "SUCCESS")
            try await shop.app.compareNextDay()

            #expect(found == ["\(number) refunded open"])
            #expect(try await shop.app.differences() == ["\(number) refunded resolved"])
        }
    }

    @Test func `what an administrator has seen to is not told again, until the gateway says something else`()
        async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "wechat")
            let admin = try await shop.app.admin()
            // A part of it was paid back for goodwill.
            shop.wechat.set(number, to: "REFUND")
            try await shop.app.compareNextDay()
            let id = try await admin.comeBack().get("/admin/reconciliation").items.first?["id"]?.int ?? 0
            let path = "/admin/reconciliation/\(id)/resolve"
            try await shop.app.admin().post(path, ["reason": "部分退款，已与客户确认"])
            for _ in 0..<9 { try await shop.app.compareNextDay() }
            let seenTo = try await shop.app.differences()
            shop.wechat.set(number, to: "NOTPAY")
            for _ in 0..<7 { try await shop.app.compareNextDay() }
            let other = try await shop.app.differences("?state=open&order_id=\(number)")
            shop.wechat.set(number, to: "REFUND")
            for _ in 0..<7 { try await shop.app.compareNextDay() }

            #expect(other == ["\(number) not_paid open"])
            #expect(seenTo == ["\(number) refunded resolved"])
            #expect(try await shop.app.differences("?state=open&order_id=\(number)") == ["\(number) refunded open"])
            #expect(try await shop.app.differences("?order_id=R1") == [])
        }
    }

    @Test func `more money that goes back is told, also after what went back before was seen to`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "wechat")
            let partOf: [String: JSON] = ["amount": ["total": 1000, "refund": 100]]
            let report = { shop.wechat.notification(ofRefund: $0, order: number, changing: partOf) }
            try await shop.notify("wechat", report("console1"))
            let admin = try await shop.app.admin()
            let id = try await admin.get("/admin/reconciliation").items.first?["id"]?.int ?? 0
            try await admin.post("/admin/reconciliation/\(id)/resolve", ["reason": "部分退款"])
            shop.wechat.set(number, to: "REFUND")

            try await shop.app.compareNextDay()
            try await shop.notify("wechat", report("console1"))
            let same = try await shop.app.differences("?state=open")
            try await shop.notify("wechat", report("console2"))

            #expect(same == [])
            #expect(try await shop.app.differences("?state=open") == ["\(number) refunded open"])
        }
    }

    @Test func `what a gateway makes all the same after it was settled by hand is found by the next comparison`()
        async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            shop.alipay.failNext(.slow)
            let admin = try await shop.app.admin()
            try await admin.refund(number)
            shop.app.clock.advance(seconds: 30)
            let form: JSON = ["settlement": "paid_back", "reason": "银行转账"]
            try await admin.post("/admin/refunds/\(number)F1/settle", form)
            shop.alipay.finishSlowRefunds()
            try await shop.app.compareNextDay()

            #expect(try await shop.app.differences() == ["\(number) refunded_twice open"])
        }
    }

    @Test func `a refund that was settled by hand is no difference`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "wechat")
            shop.wechat.failNext(.reset, .reset, .reset)
            let admin = try await shop.app.admin()
            try await admin.refund(number)
            shop.app.clock.advance(seconds: 30)
            let form: JSON = ["settlement": "paid_back", "reason": "银行转账"]
            let settled = try await admin.post("/admin/refunds/\(number)F1/settle", form)
            try await shop.app.compareNextDay()

            #expect(settled.data["status"] == "done")
            #expect(try await shop.app.differences() == [])
        }
    }

    @Test func `a gateway that is silent keeps the other from nothing, and is asked on later`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            for _ in 0..<12 { _ = try await shop.paidOrder(by: lin, with: "wechat") }
            let back = try await shop.paidOrder(by: lin, with: "alipay")
            shop.alipay.payBack(1000, of: back)
            shop.wechat.fail(always: .status(503))
            let before = shop.wechat.requests.count

            await #expect(throws: JobFailure.self) { try await shop.app.services.payments.compare() }
            let silent = shop.wechat.requests.count - before
            let found = try await shop.app.differences()
            shop.wechat.fail(always: nil)
            // One that is not answered for another reason does not stop it.
            shop.wechat.failNext(.refusal(status: 403, code: "NO_AUTH"))
            try await shop.app.services.payments.compare()
            let rest = shop.wechat.requests.count - before - silent
            try await shop.app.services.payments.compare()

            #expect(silent <= 3 + 4, "three in a row, and those that were under way")
            #expect(found == ["\(back) refunded open"])
            #expect(rest == 12)
            #expect(shop.wechat.requests.count - before - silent - rest == 1, "only the one that had no answer")
        }
    }

    @Test func `a gateway that does not answer differs from nobody`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "wechat")
            shop.wechat.set(number, to: "CLOSED")
            shop.wechat.failNext(.refusal(status: 403, code: "NO_AUTH"))

            try await shop.app.services.payments.compare()
            let nothing = try await shop.app.differences()
            try await shop.app.services.payments.compare()

            #expect(nothing == [])
            #expect(shop.app.log.recorded.contains { $0.level == .warning && $0.message.contains("1 paid orders") })
            #expect(try await shop.app.differences() == ["\(number) not_paid open"])
        }
    }

    @Test func `differences come in pages, to administrators alone`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            for _ in 0..<5 { shop.wechat.set(try await shop.paidOrder(by: lin, with: "wechat"), to: "REFUND") }
            try await shop.app.services.payments.compare()
            let admin = try await shop.app.admin()

            let page = try await admin.get("/admin/reconciliation?page=2&page_size=2&state=open")

            #expect(page.data["total"] == 5)
            #expect(page.items.map { $0["id"] } == [3, 2])
            #expect(try await admin.get("/admin/reconciliation?page=9").items == [])
            #expect(try await admin.get("/admin/reconciliation?page=1000000").items == [])
            #expect(try await admin.get("/admin/reconciliation?state=lost").faultyFields == ["state"])
            #expect(try await admin.get("/admin/reconciliation?page_size=101").faultyFields == ["page_size"])
            #expect(try await lin.get("/admin/reconciliation").code == 403)
        }
    }

    @Test(
        arguments: [
            (.paid, .paid, 1000, "T1", false, nil), (.paid, .paid, 999, "T1", false, .otherAmount),
            (.paid, .paid, 1000, "T2", false, .otherTransaction), (.paid, .absent, nil, nil, false, .notPaid),
            (.paid, .open, 1000, nil, false, .notPaid), (.paid, .closed, nil, nil, false, .notPaid),
            (.paid, .failed, nil, nil, false, .notPaid), (.paid, .refunded, 1000, "T1", false, .refunded),
            (.paid, .refunded, 1000, "T1", true, nil), (.paid, .paid, 1000, "T1", true, nil),
            (.refunded, .refunded, 1000, "T1", false, nil), (.refunded, .paid, 1000, "T1", false, .notRefunded),
            (.refunded, .closed, nil, nil, false, .notRefunded), (.closed, .open, nil, nil, false, nil),
        ] as [(Order.Status, Payment.State, Int?, String?, Bool, Difference.Kind?)]
    )
    func `state, amount and number are compared`(
        status: Order.Status,
        state: Payment.State,
        amountFen: Int?,
        transaction: String?,
        isOnItsWayBack: Bool,
        expected: Difference.Kind?
    ) {
        let order = Order(
            id: 1,
            number: "R1",
            user: 1,
            goods: .credits(100),
            originalFen: 1000,
            amountFen: 1000,
            bonusCredits: 0,
            reducedBy: nil,
            method: .wechat,
            storedStatus: status,
            createdAt: 0,
            expiresAt: nil,
            paidAt: 1,
            gateway: .wechat,
            paymentURL: nil,
            qrCode: nil
        )
        let payment = Payment(number: "R1", state: state, transaction: transaction, amountFen: amountFen)

        #expect(Difference.Kind(order, "T1", payment, isOnItsWayBack: isOnItsWayBack) == expected)
    }
}

extension TestApp {
    /// A day later, as the recurring job has it.
    fileprivate func compareNextDay() async throws {
        // A new installation compares at the next turn of the day.
        try await runJobs()
        clock.advance(days: 1)
        try await runJobs()
    }

    /// The days on which a gateway was asked, counted from 0, where the books are compared once a day.
    fileprivate func daysOfQuestions(_ days: Int, _ count: () -> Int) async throws -> [Int] {
        var asked: [Int] = []
        for day in 0..<days {
            let before = count()
            try await services.payments.compare()
            if count() > before { asked.append(day) }
            clock.advance(days: 1)
        }
        return asked
    }

    /// What is told of the books, newest first, as `R1 not_paid open`.
    fileprivate func differences(_ query: String = "") async throws -> [String] {
        try await admin().get("/admin/reconciliation\(query)").items.map { item in
            let state = item["resolved_at"] == .null ? "open" : "resolved"
            return "\(item["order_id"]?.string ?? "-") \(item["kind"]?.string ?? "-") \(state)"
        }
    }
}
