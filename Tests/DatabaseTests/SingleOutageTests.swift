import Foundation
import PostgresForTests
import Testing

@testable import Database

/// Writes of one statement, while servers go away and come back; each test has one of its own.
@Suite(.enabled(if: TestServer.isPostgres), .serialized, .timeLimit(.minutes(5))) struct SingleOutageTests {
    private static let payment = SingleWrite("UPDATE people SET balance = balance + 1 WHERE name = 'lin'")

    @Test func `after the server restarted statements go on, without an error`() async throws {
        try await withLin { cluster, database in
            try await database.writeOne(SingleOutageTests.payment)

            for _ in 1...2 {
                cluster.stop()
                try cluster.start()
                try await database.writeOne(SingleOutageTests.payment)
            }

            #expect(try await database.read { try $0.value("SELECT balance FROM people") } == 3)
        }
    }

    @Test func `while the server is away statements wait a little, then fail, and are not done later`() async throws {
        var options = Database.Options.patient
        options.connectionPatience = .seconds(1)
        try await withLin(options) { cluster, database in
            try await database.writeOne(SingleOutageTests.payment)
            cluster.stop()

            let errors = await withTaskGroup(of: DatabaseError?.self) { group in
                for _ in 1...10 {
                    group.addTask {
                        do {
                            try await database.writeOne(SingleOutageTests.payment)
                            return nil
                        } catch {
                            return error as? DatabaseError
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for error in errors {
                guard case .unreachable = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }

            try cluster.start()
            #expect(try await database.writeOne(SingleOutageTests.payment) == 1)
            #expect(try await database.read { try $0.value("SELECT balance FROM people") } == 2)
        }
    }

    @Test func `a statement whose session the server ends is sent again, and is done once`() async throws {
        try await withLin { _, database in
            try await database.write { try $0.run("CREATE SEQUENCE attempts") }

            let changed = try await database.writeOne(
                SingleWrite(
                    """
                    UPDATE people
                       SET balance = balance + 1
                     WHERE CASE WHEN nextval('attempts') < 3 THEN pg_terminate_backend(pg_backend_pid()) ELSE true END
                    """
                )
            )

            #expect(changed == 1)
            #expect(try await database.read { try $0.value("SELECT balance FROM people") } == 1)
            #expect(try await database.read { try $0.value("SELECT last_value FROM attempts") } == 3)
        }
    }

    @Test func `a statement whose answer never comes is lost, and is not sent again`() async throws {
        let statements = Recorder<String>()
        var options = Database.Options.patient
        options.onStatement = { statements.record($0) }
        try await withLin(options) { _, database in
            func checkpointer() async throws -> Int? {
                let question: SQL = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"
                return try await database.read { try $0.value(question) }
            }
            let before = try await checkpointer()
            let sessions = Recorder<Int>()
            // Ends the process that serves it without a word, as a crash of the machine would.
            let crash = Task {
                while sessions.recorded.isEmpty {
                    let session = try await database.read { connection in
                        try connection.value(
                            """
                            SELECT pid FROM pg_stat_activity
                             WHERE query LIKE 'UPDATE%pg_sleep(60)%' AND state = 'active'
                            """
                        )
                    }
                    if let session { sessions.record(session) }
                }
                kill(pid_t(sessions.recorded[0]), SIGKILL)
            }

            let error = await #expect(throws: DatabaseError.self) {
                try await database.writeOne(SingleWrite("UPDATE people SET balance = 99 FROM pg_sleep(60)"))
            }
            try await crash.value

            guard case .lost = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(statements.recorded.count { $0.contains("balance = 99") } == 1)
            // The server recovers by itself; until it notices what happened it lets in whom it will throw out.
            while [before, nil].contains((try? await checkpointer()) ?? nil) {}
            #expect(try await database.writeOne(SingleOutageTests.payment) == 1)
            #expect(try await database.read { try $0.value("SELECT balance FROM people") } == 1)
        }
    }

    @Test func `under load a restart loses no statement that was answered and does none twice`() async throws {
        var options = Database.Options.patient
        options.singleConnections = 3
        try await withLin(options) { cluster, database in
            let answered = Recorder<Bool>()
            let unknown = Recorder<Bool>()
            let isStopped = Recorder<Bool>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...8 {
                    group.addTask {
                        while isStopped.recorded.isEmpty {
                            do {
                                try await database.writeOne(SingleOutageTests.payment)
                                answered.record(true)
                            } catch {
                                unknown.record(true)
                            }
                        }
                    }
                }
                await until { answered.recorded.count > 50 }
                cluster.stop()
                try cluster.start()
                let before = answered.recorded.count
                await until { answered.recorded.count > before + 50 }
                isStopped.record(true)
                try await group.waitForAll()
            }

            let balance = try await database.read { try $0.value("SELECT balance FROM people") } ?? 0
            #expect(balance >= answered.recorded.count)
            #expect(balance <= answered.recorded.count + unknown.recorded.count)
        }
    }
}

/// Runs `body` with a server of its own and a database there in which Lin has nothing yet.
private func withLin(
    _ options: Database.Options = .patient,
    _ body: (TestCluster, Database) async throws -> Void
) async throws {
    try await TestCluster.with { cluster in
        let database = try Database(cluster.url(), options: options)
        do {
            try await database.migrate(schema)
            try await database.write { try $0.execute("INSERT INTO people (name) VALUES ('lin')") }
            try await body(cluster, database)
        } catch {
            try await database.close()
            throw error
        }
        try await database.close()
    }
}
