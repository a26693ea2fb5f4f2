import Database
import JSON
import Logging
import Providers
import PostgresForTests
import Testing

@testable import Hanmo

/// What a process that was killed leaves behind is settled by the next one before it serves.
@Suite struct RecoveryTests {
    @Test func `what a dead process left running is refunded, exactly once`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let mei = try await app.signUp("mei", credits: 50)
            for _ in 0..<3 { try await app.leaveRunning(by: lin, cost: 10) }
            try await app.leaveRunning(by: mei, cost: 50)
            let before = [try await lin.balance(), try await mei.balance()]

            try await app.services.prepare()
            let after = [try await lin.ledger(), try await mei.ledger()]
            try await app.services.prepare()

            #expect(before == [70, 0])
            #expect(
                after == [
                    ["consume -10", "consume -10", "consume -10", "refund +10", "refund +10", "refund +10"],
                    ["consume -50", "refund +50"],
                ]
            )
            #expect([try await lin.ledger(), try await mei.ledger()] == after)
            #expect([try await lin.balance(), try await mei.balance()] == [100, 50])
            #expect(app.log.recorded.filter { $0.level == .notice }.count == 1)
        }
    }

    @Test(arguments: [499, 500, 501, 1001])
    func `any number of them is found`(count: Int) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 2000)
            for _ in 0..<count { try await app.leaveRunning(by: lin, cost: 1) }

            let found = try await app.services.generations.recover()

            #expect(found == count)
            #expect(try await lin.balance() == 2000)
            #expect(try await app.services.generations.recover() == 0)
        }
    }

    @Test func `a generation that had cost nothing is closed without an entry`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            try await app.leaveRunning(by: lin, cost: 0)

            try await app.services.prepare()

            #expect(try await lin.ledger() == [])
            #expect(try await app.text("SELECT state FROM generations") == "failed")
            #expect(try await app.number("SELECT failure_code FROM generations") == 40006)
        }
    }

    @Test func `what was settled before stays as it is`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            try await lin.generate(key: "kept")
            app.provider.failNext(.timedOut)
            try await lin.generate(key: "failed")
            let before = try await lin.get("/credit/transactions").text

            try await app.services.prepare()

            #expect(try await lin.get("/credit/transactions").text == before)
            #expect(try await lin.generate(key: "kept").code == 200)
            #expect(app.provider.requests.count == 2)
        }
    }

    @Test func `the repeat of a request that died is a first one`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            let generation = try await app.leaveRunning(by: lin, cost: 10)
            try await app.arrange(
                """
                INSERT INTO idempotent_requests (user_id, idempotency_key, fingerprint, generation_id, created_at)
                VALUES (\(lin.id), 'order-1', \([UInt8](repeating: 0, count: 32)), \(generation), \(app.clock.now))
                """
            )

            try await app.services.prepare()
            let repeated = try await lin.generate(key: "order-1")

            #expect(repeated.code == 200)
            #expect(try await lin.ledger() == ["consume -10", "refund +10", "consume -10"])
        }
    }

    /// A trigger that refuses stands for a full disk; it is SQLite's own language.
    @Test(.enabled(if: !TestServer.isPostgres))
    func `a refund that can't be written is written as soon as it can be`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            try await app.arrange(
                """
                CREATE TRIGGER full_disk BEFORE UPDATE ON generations WHEN NEW.state = 'failed'
                BEGIN SELECT RAISE(ABORT, 'full'); END
                """
            )
            app.provider.failNext(.timedOut)

            let reply = try await lin.generate()
            let before = try await lin.balance()
            try await app.arrange("DROP TRIGGER full_disk")
            try await app.untilNothingRuns()

            #expect(reply.code == 500)
            #expect(before == 0)
            #expect(try await lin.ledger() == ["consume -10", "refund +10"])
        }
    }
}

extension TestApp {
    /// The rows of a generation whose process died while the provider was at work.
    @discardableResult
    fileprivate func leaveRunning(by person: Person, cost: Int) async throws -> Int {
        try await services.database.write { connection in
            let generation = try connection.insert(
                """
                INSERT INTO generations (user_id, kind, tool_type, model_id, state, cost, started_at)
                VALUES (\(person.id), 'text', 'wechat_article', 1, 'running', \(cost), \(connection.now))
                """
            )
            guard cost > 0 else { return generation }
            let balance = try connection.value(
                """
                UPDATE users SET credit_balance = credit_balance - \(cost), entry_count = entry_count + 1
                 WHERE id = \(person.id)
                RETURNING credit_balance
                """
            )
            try connection.execute(
                """
                INSERT INTO credit_entries
                       (user_id, type, amount, balance_after, description, generation_id, created_at)
                VALUES (\(person.id), 'consume', \(-cost), \(balance), '生成: 春天', \(generation), \(connection.now))
                """
            )
            return generation
        }
    }
}
