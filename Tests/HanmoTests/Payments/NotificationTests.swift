import Database
import Gateways
import GatewaysForTests
import HTTPTypes
import JSON
import Logging
import NIOCore
import NIOHTTP1
import Testing

@testable import Hanmo

/// What Alipay and WeChat Pay report: lost, late, repeated, in the wrong order, and not theirs at all.
@Suite struct NotificationTests {
    @Test(arguments: ["alipay", "wechat"])
    func `a payment is credited by its notification, once, however often and late it comes`(
        method: String
    )
        async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: method)
            shop.pay(number, with: method)
            let first = shop.report(of: number, with: method)

            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<20 { group.addTask { try await shop.notify(method, first) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            shop.app.clock.advance(hours: 1)
            let late = try await shop.notify(method, shop.report(of: number, with: method))
            try await shop.app.runJobs()

            #expect((answers + [late]).allSatisfy { isAccepted($0, by: method) })
            #expect(try await lin.comeBack().ledger() == ["recharge +100"])
            #expect(try await shop.app.number("SELECT sum(seen) FROM payment_notices") == 21)
            #expect(try await shop.app.text("SELECT gateway FROM payment_attempts WHERE state = 'paid'") == method)
        }
    }

    @Test(arguments: ["alipay", "wechat"])
    func `a membership is paid like credits`(method: String) async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let reply = try await lin.buy("monthly", with: method)
            let number = try #require(reply.data["order_id"]?.string)
            if method == "alipay" { #expect(shop.alipay.visit(reply.data["payment_url"]?.string ?? "")) }
            shop.pay(number, with: method)

            let answer = try await shop.notify(method, shop.report(of: number, with: method))

            #expect(isAccepted(answer, by: method))
            #expect(try await lin.membership() == "monthly until 2026-02-22T10:00:00")
        }
    }

    @Test func `a payment that comes after the order's end is credited all the same`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "alipay")
            shop.alipay.set(number, to: nil)
            shop.app.clock.advance(minutes: 30)
            try await shop.app.runJobs()
            let closed = try await lin.get("/credit/orders/\(number)").data["status"]

            shop.alipay.pay(number)
            let answer = try await shop.notify("alipay", shop.alipay.notification(of: number))

            #expect(closed == "closed")
            #expect(isAccepted(answer, by: "alipay"))
            #expect(try await lin.get("/credit/orders/\(number)").data["status"] == "paid")
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: ["alipay", "wechat"])
    func `notifications, questions and the order's end at once hand over once`(method: String) async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: method)
            shop.pay(number, with: method)
            shop.app.clock.advance(minutes: 30)
            let notification = shop.report(of: number, with: method)

            try await withThrowingTaskGroup(of: Void.self) { group in
                for copy in 0..<40 {
                    group.addTask { try await shop.notify(method, notification) }
                    if copy.isMultiple(of: 8) {
                        group.addTask { try await lin.get("/credit/orders/\(number)") }
                        group.addTask { try await shop.app.services.payments.expire(number) }
                    }
                }
                try await group.waitForAll()
            }
            try await shop.app.runJobs()

            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(try await lin.get("/credit/orders/\(number)").data["status"] == "paid")
            #expect(try await shop.app.told(lin).filter { $0 == "payment.completed" }.count == 1)
        }
    }

    // MARK: What is not believed

    @Test func `of Alipay nothing is credited that is forged, or another's, or another amount`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "alipay")
            let other = try await shop.order(by: lin, with: "wechat")
            shop.alipay.pay(number)
            func send(_ changes: [String: String?]) async throws -> Answer {
                try await shop.notify("alipay", shop.alipay.notification(of: number, changing: changes))
            }

            let answers = [
                try await shop.notify("alipay", shop.alipay.notification(of: number, signedBy: TestKeys.stranger)),
                try await shop.notify("alipay", GatewayNotification(headers: [:], body: .init(string: "a=1&a=2"))),
                try await shop.notify("alipay", shop.wechat.notification(of: other)),
                try await send(["sign": ""]),
                try await send(["app_id": "2021000000000002"]),
                try await send(["seller_id": "2088000000000002"]),
                try await send(["total_amount": "10.01"]),
                try await send(["out_trade_no": "R202601221999999"]),
                try await send(["out_trade_no": other]),
                try await send(["total_amount": "10.001"]),
            ]

            #expect(answers.map(\.status) == [401, 400, 401, 401, 400, 400, 400, 400, 400, 400])
            #expect(Set(answers.map(\.text)) == ["fail"])
            #expect(try await lin.ledger() == [])
            #expect(
                try await shop.app.outcomes() == [
                    "unsigned", "unreadable", "unsigned", "unsigned", "other_merchant", "other_merchant",
                    "other_amount", "unknown_order", "other_method", "malformed",
                ]
            )
            #expect(isAccepted(try await send([:]), by: "alipay"))
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `of WeChat Pay nothing is credited that is forged, stale, or another's, or another amount`() async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "wechat")
            let other = try await shop.order(by: lin, with: "alipay")
            shop.wechat.pay(number)
            func send(_ changes: [String: JSON], _ signing: FakeWeChatPay.Signing = .init()) async throws -> Answer {
                try await shop.notify("wechat", shop.wechat.notification(of: number, changing: changes, signing))
            }

            let answers = [
                try await send([:], .init(key: TestKeys.stranger)),
                try await send([:], .init(seconds: -301)),
                try await send([:], .init(prefix: "WECHATPAY/SIGNTEST/")),
                try await shop.notify("wechat", GatewayNotification(headers: [:], body: .init(string: "{}"))),
                try await send(["mchid": "1900000002"]),
                try await send(["appid": "wx0000000000000000"]),
                try await send(["amount": ["total": 999, "currency": "CNY"]]),
                try await send(["out_trade_no": "R202601221999999"]),
                try await send(["out_trade_no": .string(other)]),
            ]

            #expect(answers.map(\.status) == [401, 401, 401, 401, 400, 400, 400, 400, 400])
            #expect(answers.allSatisfy { $0.text == #"{"code":"FAIL","message":"refused"}"# })
            #expect(try await lin.ledger() == [])
            #expect(
                try await shop.app.outcomes() == [
                    "unsigned", "unsigned", "unsigned", "unsigned", "other_merchant", "other_merchant", "other_amount",
                    "unknown_order", "other_method",
                ]
            )
            #expect(isAccepted(try await send([:]), by: "wechat"))
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `news in the wrong order and news of no concern change nothing`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "alipay")
            let opened = shop.alipay.notification(of: number)
            shop.alipay.set(number, to: "TRADE_CLOSED")
            let closed = shop.alipay.notification(of: number, changing: ["gmt_payment": nil])
            shop.alipay.pay(number)
            let paid = shop.alipay.notification(of: number)

            for notification in [paid, closed, opened, paid] {
                #expect(isAccepted(try await shop.notify("alipay", notification), by: "alipay"))
            }
            let refund = shop.wechat.notification(ofRefund: "F1", order: "R202601229999999")
            #expect(isAccepted(try await shop.notify("wechat", refund), by: "wechat"))

            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(try await lin.get("/credit/orders/\(number)").data["status"] == "paid")
            #expect(try await shop.app.outcomes() == ["credited", "late", "noted", "repeated", "noted"])
        }
    }

    @Test func `where no merchant is set up nobody is listened to`() async throws {
        try await withTestApp { app in
            for method in ["alipay", "wechat", "paypal"] {
                let answer = try await app.send(.post, "/api/v1/credit/payment/notify/\(method)", json: [:])
                #expect(answer.code == 404)
            }
        }
    }
}

extension TestApp {
    /// What became of every notice, from the first to the last.
    func outcomes() async throws -> [String] {
        try await services.database.read { connection in
            try connection.all("SELECT outcome FROM payment_notices ORDER BY id") { $0.string(0) }
        }
    }
}
