import AsyncHTTPClient
import Database
import Gateways
import GatewaysForTests
import JSON
import Logging
import Testing

@testable import Hanmo

/// Gateways that hang, are down for hours, or do not know what was opened with them.
@Suite struct OutageTests {
    @Test(.timeLimit(.minutes(5)))
    func `a gateway that hangs takes one place, and keeps neither the other's payments nor other jobs`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            for _ in 0..<40 { _ = try await shop.order(by: lin, with: "wechat") }
            let paid = try await shop.order(by: lin, with: "alipay")
            shop.pay(paid, with: "alipay")
            shop.wechat.fail(always: .silence)
            let before = shop.wechat.requests.count
            try await shop.app.services.prepare()
            let other = try #require(try await shop.app.enqueue(FileDeletion(keys: [])))

            let runner = shop.app.services.jobRunner(places: 2)
            let hearing = try await runner.begin()
            await shop.wechat.receives(before + 8)
            try await shop.app.until { try await lin.ledger() == ["recharge +100"] }
            try await shop.app.until {
                try await shop.app.text("SELECT state FROM jobs WHERE id = \(other)") == "done"
            }
            let (asked, credited) = (shop.wechat.requests.count - before, try await lin.ledger())
            let done = try await shop.app.text("SELECT state FROM jobs WHERE id = \(other)")
            // Ends what hangs.
            await shop.wechat.stop()
            try await runner.untilQuiet()
            hearing.cancel()
            await runner.stop(finishing: .zero)

            #expect(credited == ["recharge +100"])
            #expect(done == "done")
            #expect(asked == 8, "the rest waits until one of these is answered")
            #expect(try await shop.app.number("SELECT count(*) FROM jobs WHERE state = 'parked'") == 0)
        }
    }

    @Test func `a gateway that does not answer is asked ever more rarely, and everything once it is back`() async throws
    {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            for _ in 0..<20 { _ = try await shop.order(by: lin, with: "wechat") }
            let paid = try await shop.order(by: lin, with: "wechat")
            shop.pay(paid, with: "wechat")
            shop.wechat.fail(always: .status(503))
            try await shop.app.services.prepare()

            var asked: [Int] = []
            for seconds in [0, 0, 4, 1, 9, 1] {
                let before = shop.wechat.requests.count
                try await shop.app.runJobs(after: seconds)
                asked.append(shop.wechat.requests.count - before)
            }
            let waiting = try await shop.app.number(
                "SELECT count(*) FROM jobs WHERE unique_key = 'wechat return' AND state = 'queued'"
            )
            shop.wechat.fail(always: nil)
            try await shop.app.runJobs(after: 60)

            // Those that were under way at once count as one.
            #expect(asked.map { $0 > 0 } == [true, false, false, true, false, true])
            #expect(asked.allSatisfy { $0 <= 8 })
            #expect(waiting == 1)
            #expect(try await lin.ledger() == ["recharge +100"])
            let now = shop.app.clock.now
            #expect(try await shop.app.number("SELECT count(*) FROM orders WHERE look_at <= \(now)") == 0)
        }
    }

    @Test(arguments: ["alipay", "wechat"])
    func `an order closes at its end, or once its gateway is back after six hours`(method: String) async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            _ = try await shop.order(by: lin, with: method)
            shop.fail(always: .status(503), with: method)
            for _ in 0..<36 {
                shop.app.clock.advance(minutes: 10)
                try await shop.app.runJobs()
            }
            let during = try await shop.app.text("SELECT status FROM orders")
            shop.fail(always: nil, with: method)
            try await shop.app.runJobs(after: 60)
            let after = try await shop.app.text("SELECT status FROM orders")
            let before = shop.requests(with: method)
            try await shop.app.services.prepare()
            try await shop.app.runJobs()

            #expect(during == "pending")
            #expect(after == "closed")
            #expect(shop.requests(with: method) == before, "an order that has ended is not asked about at a start")
            #expect(try await shop.app.number("SELECT count(*) FROM jobs WHERE state = 'parked'") == 0)
            #expect(shop.app.log.recorded.allSatisfy { $0.level < .error })
        }
    }

    @Test func `a refund waits for its gateway however long it is down`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.paidOrder(by: lin, with: "alipay")
            shop.alipay.fail(always: .status(503))
            let begun = try await shop.app.admin().refund(number)
            for _ in 0..<36 {
                shop.app.clock.advance(minutes: 10)
                try await shop.app.runJobs()
            }
            let during = try await shop.app.refunds()
            shop.alipay.fail(always: nil)
            shop.app.clock.advance(minutes: 10)
            try await shop.app.runJobs()

            #expect(begun.data["status"] == "begun")
            #expect(during == ["begun"])
            #expect(try await shop.app.refunds() == ["done"])
            #expect(try await shop.app.number("SELECT count(*) FROM jobs WHERE state = 'parked'") == 0)
        }
    }

    @Test func `refunds that waited for their gateway are all made once it is back`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            var numbers: [String] = []
            for _ in 0..<12 { numbers.append(try await shop.paidOrder(by: lin, with: "alipay")) }
            shop.alipay.fail(always: .status(503))
            let admin = try await shop.app.admin()
            for number in numbers { try await admin.refund(number) }
            shop.alipay.fail(always: nil)

            try await shop.app.runJobs(after: 60)
            for _ in numbers { try await shop.app.runJobs(after: 1) }

            #expect(try await shop.app.refunds() == Array(repeating: "done", count: 12))
        }
    }

    // MARK: What a gateway can't say of one order

    @Test(arguments: ["alipay", "wechat"])
    func `what a gateway can't say of one order keeps no other waiting, and whoever asks for it is told`(
        method: String
    ) async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let numbers = [try await shop.order(by: lin, with: method), try await shop.order(by: lin, with: method)]
            for number in numbers { shop.pay(number, with: method) }
            shop.failNext(.systemError(of: method), with: method)

            try await shop.app.runJobs(after: 30)
            let credited = try await lin.ledger()
            for number in numbers { try await lin.get("/credit/orders/\(number)") }

            #expect(credited == ["recharge +100"])
            #expect(try await lin.ledger() == ["recharge +100", "recharge +100"])
            try await shop.app.runJobs()
        }
    }

    @Test func `an order is asked about no more after its week, though its gateway fails of it`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            _ = try await shop.order(by: lin, with: "wechat")
            shop.app.clock.advance(minutes: 30)
            try await shop.app.runJobs()
            shop.wechat.fail(always: .systemError(of: "wechat"))
            for _ in 0..<8 {
                shop.app.clock.advance(days: 1)
                try await shop.app.runJobs()
            }
            let before = shop.wechat.requests.count
            for _ in 0..<3 {
                shop.app.clock.advance(days: 1)
                try await shop.app.runJobs()
            }

            #expect(before > 8)
            #expect(shop.wechat.requests.count == before)
        }
    }

    // MARK: What a gateway does not know

    @Test func `an order that WeChat Pay gave a code for and does not know stays open for a week`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "wechat")
            shop.wechat.forget(number)
            for minutes in [30, 5, 60] {
                shop.app.clock.advance(minutes: minutes)
                try await shop.app.runJobs()
            }
            let kept = try await shop.app.text("SELECT status FROM orders")
            shop.app.clock.advance(days: 6)
            try await shop.app.runJobs()
            let stillKept = try await shop.app.text("SELECT status FROM orders")
            shop.app.clock.advance(days: 1)
            try await shop.app.runJobs()

            #expect(kept == "pending")
            #expect(stillKept == "pending")
            #expect(try await shop.app.text("SELECT status FROM orders") == "closed")
            #expect(shop.app.log.recorded.contains { $0.level == .warning && $0.message.contains("does not know") })
        }
    }

    @Test func `an order whose merchant is not set up any more is not closed`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "alipay")
            shop.app.clock.advance(minutes: 40)
            let without = try shop.app.services.payments.withoutMerchants()

            await #expect(throws: GatewayError.self) { try await without.expire(number) }
            for _ in 0..<2 { try await without.look(OrderLooks(method: "alipay", isReturn: false)) }
            await #expect(throws: JobFailure.notYet(after: .seconds(600))) {
                try await without.look(OrderLooks(method: "alipay", isReturn: true))
            }

            #expect(try await shop.app.text("SELECT status FROM orders") == "pending")
            let waiting = try await shop.app.number("SELECT count(*) FROM jobs WHERE unique_key = 'alipay return'")
            #expect(waiting == 1)
            try await shop.app.runJobs()
        }
    }

    // MARK: Looks that can't be lost

    @Test func `what a process took and died with is looked at after two minutes`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "wechat")
            shop.app.clock.advance(minutes: 30)
            shop.pay(number, with: "wechat")
            let taken = try await shop.app.services.payments.takeDue(.wechat).map(\.number)
            let others = try await shop.app.services.payments.takeDue(.wechat).map(\.number)

            try await shop.app.runJobs()
            let meanwhile = try await lin.ledger()
            try await shop.app.runJobs(after: 120)

            #expect(taken == [number])
            #expect(others == [])
            #expect(meanwhile == [])
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `a start looks at every order whose week is not over, whatever became of its jobs`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "wechat")
            shop.app.clock.advance(minutes: 30)
            try await shop.app.runJobs()
            let closed = try await shop.app.text("SELECT status FROM orders")
            try await shop.app.arrange("DELETE FROM jobs")
            shop.pay(number, with: "wechat")
            shop.app.clock.advance(days: 1)

            try await shop.app.services.prepare()
            try await shop.app.runJobs()

            #expect(closed == "closed")
            #expect(try await lin.comeBack().ledger() == ["recharge +100"])
        }
    }

    @Test func `an order that its gateway did not open is not looked at`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            shop.wechat.failNext(.refusal(status: 400, code: "PARAM_ERROR"))
            let reply = try await lin.post("/credit/recharge", ["amount": 10, "payment_method": "wechat"])
            let before = shop.wechat.requests.count
            for _ in 0..<9 {
                shop.app.clock.advance(days: 1)
                try await shop.app.services.prepare()
                try await shop.app.runJobs()
            }

            #expect(reply.code == 40005)
            #expect(shop.wechat.requests.count == before)
        }
    }
}

extension Mishap {
    /// What a gateway says in its own words of an order that it can't speak of at present.
    fileprivate static func systemError(of method: String) -> Mishap {
        method == "alipay" ? .refusal(code: "ACQ.SYSTEM_ERROR") : .refusal(status: 500, code: "SYSTEM_ERROR")
    }
}

extension Shop {
    fileprivate func fail(always mishap: Mishap?, with method: String) {
        if method == "alipay" { alipay.fail(always: mishap) } else { wechat.fail(always: mishap) }
    }

    fileprivate func requests(with method: String) -> Int {
        method == "alipay" ? alipay.requests.count : wechat.requests.count
    }
}

extension Payments {
    /// The same rules in an installation whose merchants were removed.
    fileprivate func withoutMerchants() throws -> Payments {
        Payments(
            database: database,
            credits: credits,
            memberships: memberships,
            coupons: coupons,
            activities: activities,
            referrals: referrals,
            events: events,
            jobs: jobs,
            bridge: bridge,
            merchants: try Merchants(Settings(), bridge, .shared, clock),
            cashier: cashier,
            clock: clock,
            logger: logger
        )
    }
}
