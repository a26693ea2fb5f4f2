import Database
import JSON
import PostgresForTests
import Testing

@testable import Hanmo

/// Orders of the version that knew orders for credits alone.
@Suite struct OrderMigrationTests {
    @Test func `orders of an earlier version come along, and none is credited a second time`() async throws {
        try await withLastingDatabase { url in
            let now = try TestClock.milliseconds(of: "2026-01-22T09:50:00")
            try await makeEarlierVersion(at: url, ordersAt: now)

            try await withTestApp(adjusting: { settings, _ in
                settings.databaseURL = url
                settings.databaseConnections = TestServer.connections
            }) { app in
                let lin = try await app.takeOver("lin")
                let orders = try await lin.get("/credit/recharge/orders").items
                let repeated = try await app.report("R202601221000001", transaction: "T1")
                let nothing = try await lin.ledger()
                try await app.report("R202601221000002", transaction: "T2")

                #expect(orders.map { $0["order_id"]?.string?.last } == ["3", "2", "1"])
                #expect(orders.map { $0["status"] } == ["failed", "closed", "paid"])
                #expect(orders.last?["amount"] == 9.99)
                #expect(orders.last?["paid_at"] == "2026-01-22T09:50:00")
                #expect(repeated.code == 200)
                #expect(nothing == [])
                #expect(try await lin.ledger() == ["recharge +99"])
                #expect(try await app.attempts() == ["paid T1", "paid T2"])
                #expect(try await lin.order() == "R202601221000004")
                #expect(try await lin.buy("monthly", with: "alipay").data["order_id"] == "M202601221000001")
                // The credits of the first one, which this test has not arranged, would be missed in the books.
                try await app.arrange("UPDATE orders SET credits = 0 WHERE number = 'R202601221000001'")
            }
        }
    }

    @Test func `moments come for what gateways are asked still, and not for all of history`() async throws {
        try await withLastingDatabase { url in
            let database = try Database(url)
            let day = 86_400_000
            let now = 1000 * day
            try await database.migrate(migrations.filter { $0.number < 16 })
            try await database.write { connection in
                let lin = try AccountStore(connection).insert(
                    Identity(username: "lin", email: "lin@example.com"),
                    passwordHash: "",
                    role: .user,
                    referralCode: "LIN",
                    referrer: nil
                )
                for (index, order) in [
                    ("pending", 0), ("closed", 2), ("closed", 10), ("paid", 2), ("paid", 100), ("paid", 200),
                ]
                .enumerated() {
                    let (status, age) = order
                    let paidAt: Int? = status == "paid" ? now - age * day : nil
                    try connection.execute(
                        """
                        INSERT INTO orders
                               (number, kind, user_id, original_fen, amount_fen, credits, method, status, created_at,
                                expires_at, paid_at)
                        VALUES (\("R\(index)"), 'recharge', \(lin), 1000, 1000, 100, 'wechat', \(status),
                                \(now - age * day), \(now - age * day + 1_800_000), \(paidAt))
                        """
                    )
                    try connection.execute(
                        """
                        INSERT INTO payment_attempts (order_id, gateway, amount_fen, state, created_at)
                        VALUES (\(index + 1), 'wechat', 1000, \(status == "pending" ? "open" : status), \(now))
                        """
                    )
                }
            }

            try await database.migrate(migrations)
            let moments = try await database.read { connection in
                try connection.all("SELECT look_at, compare_at FROM orders ORDER BY id") { row in
                    [row.intOrNil(0), row.intOrNil(1)].map { $0.map { ($0 - now) / day } }
                }
            }
            try await database.close()

            #expect(moments == [[0, nil], [-1, nil], [nil, nil], [nil, -2], [nil, 6], [nil, nil]])
        }
    }

    private func makeEarlierVersion(at url: String, ordersAt now: Int) async throws {
        let database = try Database(url)
        let result: Result<Void, any Error>
        do {
            try await database.migrate(migrations.filter { $0.number < 7 })
            try await database.write { connection in
                let lin = try AccountStore(connection).insert(
                    Identity(username: "lin", email: "lin@example.com"),
                    passwordHash: "",
                    role: .user,
                    referralCode: "LIN",
                    referrer: nil
                )
                for (index, status) in ["paid", "pending", "failed"].enumerated() {
                    let isPaid = status == "paid"
                    try connection.execute(
                        """
                        INSERT INTO recharge_orders
                               (number, user_id, amount_fen, credits, method, status, gateway_transaction, created_at,
                                paid_at)
                        VALUES (\("R20260122100000\(index + 1)"), \(lin), 999, 99, 'alipay', \(status),
                                \(isPaid ? "T1" : nil), \(now), \(isPaid ? now : nil))
                        """
                    )
                }
                try connection.execute("INSERT INTO order_numbers (day, last) VALUES ('20260122', 1000003)")
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await database.close()
        try result.get()
    }
}
