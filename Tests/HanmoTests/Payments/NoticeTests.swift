import Database
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// The book of notifications: whatever came in stands there, with what became of it.
@Suite struct NoticeTests {
    @Test func `every notice is written down with what became of it`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()

            try await app.report("R1")
            try await app.report(order, method: "wechat")
            try await app.report(order, more: ["amount": 10.01])
            try await app.report(order, "maybe")
            try await app.report(order, "failed", transaction: "T0")
            try await app.report(order, transaction: "T1")
            try await app.report(order, transaction: "T1", more: ["amount": 10])
            try await app.report(order, transaction: "T2")
            try await app.report(order, "closed", transaction: "T3")
            try await app.send(.post, "/api/v1/credit/payment/callback", json: ["order_id": .string(order)])

            #expect(
                try await app.notices() == [
                    "unknown_order R1 2026012212345678 -", "other_method \(order) 2026012212345678 -",
                    "other_amount \(order) 2026012212345678 1001", "malformed - - -", "failed \(order) T0 -",
                    "credited \(order) T1 -", "repeated \(order) T1 1000", "surplus \(order) T2 -",
                    "late \(order) T3 -", "unsigned - - -",
                ]
            )
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `administrators read the book, by what became of a notice or by its order`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let (first, second) = (try await lin.order(), try await lin.order())
            try await app.report(first, transaction: "T1")
            try await app.report(first, transaction: "T2", more: ["amount": 10])
            try await app.report(first, transaction: "T2", more: ["amount": 10])
            try await app.report(second, method: "wechat")
            let admin = try await app.admin()
            func outcomes(_ query: String = "") async throws -> [String?] {
                try await admin.get("/admin/payment-notices\(query)").items.map { $0["outcome"]?.string }
            }

            #expect(try await outcomes() == ["other_method", "repeated", "surplus", "credited"])
            #expect(try await outcomes("?order_id=\(first)&page_size=1&page=2") == ["surplus"])
            #expect(try await outcomes("?order_id=\(first)&outcome=credited") == ["credited"])
            #expect(try await outcomes("?order_id=R1") == [])
            #expect(try await outcomes("?page=1000000") == [])
            let surplus = try #require(try await admin.get("/admin/payment-notices?outcome=surplus").items.first)
            #expect(surplus["order_id"]?.string == first)
            #expect(surplus["transaction_id"] == "T2")
            #expect(surplus["amount"] == 10.0)
            #expect(surplus["channel"] == "bridge")
            #expect(try await admin.get("/admin/payment-notices?outcome=lost").faultyFields == ["outcome"])
            #expect(try await lin.get("/admin/payment-notices").code == 403)
        }
    }

    @Test func `copies of a notice are counted where the first one stands`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()

            for _ in 0..<5 { try await app.report(order) }

            #expect(try await app.number("SELECT seen FROM payment_notices WHERE outcome = 'credited'") == 1)
            #expect(try await app.number("SELECT seen FROM payment_notices WHERE outcome = 'repeated'") == 4)
        }
    }

    @Test func `of unsigned notices ten a minute have their own rows, and all are refused`() async throws {
        try await withTestApp { app in
            func knock(_ number: Int) async throws -> Int? {
                let path = "/api/v1/credit/payment/callback"
                return try await app.send(.post, path, json: ["order_id": .string("R\(number)")]).code
            }

            var codes: Set<Int?> = []
            for number in 0..<25 { codes.insert(try await knock(number)) }
            let first = try await app.number("SELECT count(*) FROM payment_notices")
            app.clock.advance(minutes: 1)
            for number in 25..<50 { codes.insert(try await knock(number)) }

            #expect(codes == [401])
            #expect(first == 10)
            #expect(try await app.number("SELECT count(*) FROM payment_notices") == 21)
            #expect(try await app.number("SELECT seen FROM payment_notices WHERE address = ''") == 15)
        }
    }

    @Test func `what nobody has signed is forgotten after a week, all else after half a year`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            try await app.runJobs()
            try await app.report(try await lin.order())
            try await app.send(.post, "/api/v1/credit/payment/callback", json: [:])
            var counts: [Int?] = []

            for days in [6, 1, 172, 1] {
                app.clock.advance(days: days)
                try await app.runJobs()
                counts.append(try await app.number("SELECT count(*) FROM payment_notices"))
            }

            #expect(counts == [2, 1, 1, 0])
        }
    }
}

extension TestApp {
    /// Every notice from the first to the last: outcome, order, transaction, fen.
    func notices() async throws -> [String] {
        try await services.database.read { connection in
            try connection.all(
                "SELECT outcome, order_number, gateway_transaction, amount_fen FROM payment_notices ORDER BY id"
            ) { row in
                let amount = row.intOrNil(3).map(String.init)
                return [row.string(0), row.stringOrNil(1) ?? "-", row.stringOrNil(2) ?? "-", amount ?? "-"]
                    .joined(separator: " ")
            }
        }
    }
}
