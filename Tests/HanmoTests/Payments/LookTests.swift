import Database
import Gateways
import GatewaysForTests
import JSON
import Logging
import Testing

@testable import Hanmo

/// Payments that nobody has reported, and the end of orders that nobody has paid.
@Suite struct LookTests {
    @Test(arguments: ["alipay", "wechat"])
    func `a payment whose report was lost is found after half a minute`(method: String) async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: method)
            shop.pay(number, with: method)

            shop.app.clock.advance(seconds: 29)
            try await shop.app.runJobs()
            let early = try await lin.ledger()
            shop.app.clock.advance(seconds: 1)
            try await shop.app.runJobs()

            #expect(early == [])
            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(try await shop.app.told(lin) == ["payment.completed"])
            #expect(try await shop.app.outcomes() == ["credited"])
        }
    }

    @Test func `an order is looked at ever more rarely, and once a day for a week after its end`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            _ = try await shop.order(by: lin, with: "wechat")
            let openedAt = shop.app.clock.now

            var looks: [Int] = []
            while let next = try await shop.app.nextJob() {
                let before = shop.wechat.acts.filter { $0.hasPrefix("GET") }.count
                shop.app.clock.advance(milliseconds: next - shop.app.clock.now)
                try await shop.app.runJobs()
                if shop.wechat.acts.filter({ $0.hasPrefix("GET") }).count > before {
                    looks.append((shop.app.clock.now - openedAt) / 1000)
                }
            }

            let end = 1800
            #expect(looks == [30, 60, 120, 240, 480, 960, end] + (1...7).map { end + $0 * 86_400 })
            #expect(try await shop.app.text("SELECT status FROM orders") == "closed")
        }
    }

    @Test func `what was missed while nobody ran is not made up for`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "wechat")
            let before = shop.wechat.acts.count

            shop.app.clock.advance(minutes: 10)
            try await shop.app.runJobs()

            #expect(shop.wechat.acts.count == before + 1)
            let openedAt = try await shop.app.number("SELECT created_at FROM orders WHERE number = \(number)") ?? 0
            #expect(try await shop.app.number("SELECT look_at FROM orders") == openedAt + 960_000)
        }
    }

    @Test func `a look that is not answered is followed by the next`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "alipay")
            shop.pay(number, with: "alipay")
            shop.alipay.failNext(.refusal(code: "ACQ.INVALID_PARAMETER"))

            shop.app.clock.advance(seconds: 30)
            try await shop.app.runJobs()
            let nothing = try await lin.ledger()
            shop.app.clock.advance(seconds: 30)
            try await shop.app.runJobs()

            #expect(nothing == [])
            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(shop.app.log.recorded.contains { $0.level == .warning && $0.fields["order"] == number })
        }
    }

    @Test(arguments: ["alipay", "wechat"])
    func `a payment that comes days after the order's end, and is not reported, is credited`(
        method: String
    )
        async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: method)
            shop.app.clock.advance(minutes: 30)
            try await shop.app.runJobs()
            let closed = try await lin.get("/credit/orders/\(number)").data["status"]

            shop.pay(number, with: method)
            shop.app.clock.advance(days: 1)
            try await shop.app.runJobs()

            #expect(closed == "closed")
            let back = try await lin.comeBack()
            #expect(try await back.get("/credit/orders/\(number)").data["status"] == "paid")
            #expect(try await back.ledger() == ["recharge +100"])
        }
    }

    /// Gateways repeat a report only minutes later, and may have given up.
    @Test func `a start looks at every open order at once`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            var numbers: [String] = []
            for method in ["alipay", "wechat", "alipay"] { numbers.append(try await shop.order(by: lin, with: method)) }
            shop.app.clock.advance(minutes: 5)
            try await shop.app.runJobs()
            shop.pay(numbers[0], with: "alipay")
            shop.pay(numbers[1], with: "wechat")

            try await shop.app.services.prepare()
            try await shop.app.services.prepare()
            try await shop.app.runJobs()

            #expect(try await lin.ledger() == ["recharge +100", "recharge +100"])
            #expect(try await lin.get("/credit/orders/\(numbers[2])").data["status"] == "pending")
        }
    }

    // MARK: The end

    @Test func `an order that its gateway has not heard of is closed after five minutes of doubt`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let late = try await shop.order(by: lin, with: "alipay")
            let never = try await shop.order(by: lin, with: "alipay")
            for number in [late, never] { shop.alipay.set(number, to: nil) }
            shop.app.clock.advance(minutes: 30)
            try await shop.app.runJobs()
            let kept = try await shop.app.number("SELECT count(*) FROM orders WHERE status = 'pending'")
            let shown = try await lin.get("/credit/orders/\(late)").data["status"]

            shop.alipay.pay(late)
            shop.app.clock.advance(minutes: 5)
            try await shop.app.runJobs()

            #expect(kept == 2)
            #expect(shown == "closed")
            #expect(try await shop.app.text("SELECT status FROM orders WHERE number = \(late)") == "paid")
            #expect(try await shop.app.text("SELECT status FROM orders WHERE number = \(never)") == "closed")
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `an order that is paid while it is being closed is credited`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "wechat")
            shop.app.clock.advance(minutes: 30)
            // Nobody has paid when it is asked, and somebody has when it closes.
            shop.wechat.payAfterQuestion(number)

            try await shop.app.runJobs()

            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(try await lin.get("/credit/orders/\(number)").data["status"] == "paid")
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: ["alipay", "wechat"])
    func `200 copies of a notification, amid questions, looks and the order's end, hand over once`(
        method: String
    )
        async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: method)
            shop.pay(number, with: method)
            shop.app.clock.advance(minutes: 30)
            let notification = shop.report(of: number, with: method)

            try await withThrowingTaskGroup(of: Void.self) { group in
                for copy in 0..<200 {
                    group.addTask {
                        let answer = try await shop.notify(method, notification)
                        #expect(isAccepted(answer, by: method))
                    }
                    if copy.isMultiple(of: 10) {
                        group.addTask { try await lin.get("/credit/orders/\(number)") }
                        group.addTask { _ = try await shop.app.services.payments.expire(number) }
                    }
                    if copy == 50 { group.addTask { try await shop.app.runJobs() } }
                }
                try await group.waitForAll()
            }
            try await shop.app.runJobs()

            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(try await shop.app.told(lin) == ["payment.completed"])
            #expect(try await shop.app.number("SELECT seen FROM payment_notices WHERE outcome = 'credited'") == 1)
        }
    }
}

extension TestApp {
    /// When the next job runs that is not recurring, in UTC milliseconds.
    fileprivate func nextJob() async throws -> Int? {
        try await number(
            "SELECT min(run_at) FROM jobs WHERE state = 'queued' AND coalesce(unique_key, '') <> 'recurring'"
        )
    }
}
