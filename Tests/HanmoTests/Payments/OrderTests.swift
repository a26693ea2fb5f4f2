import Database
import JSON
import Logging
import Testing

@testable import Hanmo

/// Orders from their number to their end.
@Suite struct OrderTests {
    @Test func `an order is shown to its buyer alone, as the list has it`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 99)
            let mei = try await app.signUp("mei")
            let order = try await lin.order()
            try await lin.buy("monthly", with: "balance")

            let shown = try await lin.get("/credit/orders/\(order)")
            let membership = try await lin.get("/credit/orders/M202601221000001")

            #expect(shown.data == (try await lin.get("/credit/recharge/orders").items.first))
            #expect(membership.data == (try await lin.get("/credit/membership/orders").items.first))
            for number in [order, "R202601221999999", "x", "%00"] {
                let unknown = try await mei.get("/credit/orders/\(number)")
                #expect(unknown.text == #"{"code":40004,"message":"订单不存在","data":null}"#)
            }
        }
    }

    @Test func `each kind is numbered and listed for itself`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 99)
            let orders = [try await lin.order(), try await lin.order()]
            let first = try await lin.buy("monthly", with: "balance").data["order_id"]
            let second = try await lin.buy("yearly", with: "alipay").data["order_id"]
            func listed(_ query: String) async throws -> [JSON?] {
                let reply = try await lin.get("/credit/membership/orders\(query)")
                #expect(reply.data["total"] == .int(reply.items.count))
                return reply.items.map { $0["order_id"] }
            }

            #expect([first, second] == ["M202601221000001", "M202601221000002"])
            #expect(try await listed("") == [second, first])
            #expect(try await listed("?status=paid") == [first])
            #expect(try await listed("?status=pending") == [second])
            #expect(try await listed("?status=refunded") == [])
            #expect(try await lin.get("/credit/membership/orders?status=lost").faultyFields == ["status"])
            let recharges = try await lin.get("/credit/recharge/orders").items.map { $0["order_id"]?.string }
            #expect(recharges == orders.reversed())
        }
    }

    @Test func `orders that are opened at once have numbers without a gap`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            let numbers = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<50 { group.addTask { try await lin.order() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(numbers.sorted() == (1...50).map { "R20260122\(1_000_000 + $0)" })
        }
    }

    @Test func `a job closes what nobody pays in time, and tells the buyer`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()

            app.clock.advance(minutes: 30, milliseconds: -1)
            try await app.runJobs()
            let before = try await app.told(lin)
            app.clock.advance(milliseconds: 1)
            try await app.runJobs()

            #expect(before == [])
            #expect(try await app.told(lin) == ["payment.closed"])
            #expect(try await app.text("SELECT status FROM orders") == "closed")
            #expect(try await app.attempts() == ["closed -"])
            let shown = try await lin.get("/credit/orders/\(order)").data
            #expect(shown["status"] == "closed")
            #expect(shown["payment_url"] == .null)
        }
    }

    @Test func `a clock that was set back closes no order early`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()
            app.clock.advance(minutes: 29)

            await #expect(throws: JobFailure.notYet(after: .seconds(60))) {
                try await app.services.payments.expire(order)
            }
            #expect(try await lin.get("/credit/orders/\(order)").data["status"] == "pending")
        }
    }

    @Test func `an order that was paid is not closed by its job`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            try await app.report(try await lin.order())

            app.clock.advance(minutes: 30)
            try await app.runJobs()

            #expect(try await app.told(lin) == ["payment.completed"])
            #expect(try await app.text("SELECT status FROM orders") == "paid")
        }
    }

    @Test func `a payment after a failure is another attempt, one after the close is the same`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let orders = [try await lin.order(), try await lin.order()]

            try await app.report(orders[0], "failed", transaction: "T1")
            try await app.report(orders[0], transaction: "T2")
            try await app.report(orders[1], "closed", transaction: "T3")
            try await app.report(orders[1], transaction: "T3")

            #expect(try await app.attempts() == ["failed T1", "paid T3", "paid T2"])
            #expect(
                try await app.told(lin) == [
                    "payment.failed", "payment.completed", "payment.closed", "payment.completed",
                ]
            )
            #expect(try await lin.ledger() == ["recharge +100", "recharge +100"])
        }
    }

    @Test func `a second payment of a paid order is owed to its buyer, and credits nothing`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()

            for transaction in ["T1", "T2", "T2", "T1"] {
                #expect(try await app.report(order, transaction: transaction).code == 200)
            }

            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(try await app.attempts() == ["paid T1", "surplus T2"])
            #expect(app.log.recorded.filter { $0.fields["transaction"] == "T2" }.map(\.level) == [.warning])
        }
    }
}

extension TestApp {
    /// Every attempt to pay, from the first to the last, with the gateway's number: `paid T1`.
    func attempts() async throws -> [String] {
        try await services.database.read { connection in
            try connection.all("SELECT state, gateway_transaction FROM payment_attempts ORDER BY id") { row in
                "\(row.string(0)) \(row.stringOrNil(1) ?? "-")"
            }
        }
    }
}
