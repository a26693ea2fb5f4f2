import Database
import HTTPTypes
import JSON
import PostgresForTests
import Testing

@testable import Hanmo

/// Whoever was brought in a version that rewarded nobody.
@Suite struct ReferralMigrationTests {
    @Test func `those who signed up with a code earlier have records, and who has paid is rewarded`() async throws {
        try await withLastingDatabase { url in
            try await makeEarlierVersion(at: url)

            try await withTestApp(adjusting: { settings, _ in
                settings.databaseURL = url
                settings.databaseConnections = TestServer.connections
            }) { app in
                let lin = try await app.takeOver("lin")
                let before = try await lin.brought()
                try await app.runJobs()
                try await app.runJobs(after: 3600)
                let later = try await app.takeOver("lin")

                #expect(before == ["paid pending 50", "refunded pending 50", "balance pending 50", "new pending 50"])
                #expect(
                    try await later.brought()
                        == ["paid completed 50", "refunded pending 50", "balance pending 50", "new pending 50"]
                )
                #expect(try await later.ledger() == ["referral +50"])
                // The orders of this story were never delivered, which the books would miss.
                try await app.arrange("UPDATE referrals SET order_id = NULL")
                try await app.arrange("DELETE FROM orders")
            }
        }
    }

    private func makeEarlierVersion(at url: String) async throws {
        let database = try Database(url)
        let result: Result<Void, any Error>
        do {
            try await database.migrate(migrations.filter { $0.number < 11 })
            try await database.write { connection in
                let store = AccountStore(connection)
                func insert(_ name: String, referrer: Int?) throws -> Int {
                    try store.insert(
                        Identity(username: name, email: "\(name)@example.com"),
                        passwordHash: "",
                        role: .user,
                        referralCode: name.uppercased(),
                        referrer: referrer
                    )
                }
                let lin = try insert("lin", referrer: nil)
                for (name, status, method) in [
                    ("paid", "paid", "alipay"), ("refunded", "refunded", "alipay"), ("balance", "paid", "balance"),
                    ("new", "closed", "alipay"),
                ] {
                    let user = try insert(name, referrer: lin)
                    try connection.execute(
                        """
                        INSERT INTO orders
                               (number, kind, user_id, original_fen, amount_fen, credits, method, status, created_at,
                                paid_at)
                        VALUES (\("R20260101\(user)"), 'recharge', \(user), 10, 10, 1, \(method), \(status), 1,
                                \(status == "closed" ? nil : 2))
                        """
                    )
                }
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await database.close()
        try result.get()
    }
}
