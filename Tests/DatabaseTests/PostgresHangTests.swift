import PostgresForTests
import Testing

@testable import Database

/// Servers that hang: still there, and silent.
///
/// Each test has one of its own, which lets statements take five seconds and so may be silent for ten. What would
/// wait without limit meets the time limit of the suite.
@Suite(.enabled(if: TestServer.isPostgres), .serialized, .timeLimit(.minutes(5))) struct PostgresHangTests {
    @Test func `whoever asks is told so, closing ends, and all goes on once the server is back`() async throws {
        try await withLin { cluster, database in
            let other = try Database(cluster.url(more: PostgresHangTests.limits))
            try await database.writeOne(PostgresHangTests.payment)
            _ = try await other.read { try $0.value("SELECT 1") }
            cluster.processes.freeze()

            let failures = await withTaskGroup(of: DatabaseError?.self) { group in
                func expectFailure(_ body: @escaping @Sendable () async throws -> Void) {
                    group.addTask {
                        do {
                            try await body()
                            return nil
                        } catch {
                            return error as? DatabaseError
                        }
                    }
                }
                expectFailure { try await database.ping(within: .milliseconds(100)) }
                expectFailure { _ = try await database.read { try $0.value("SELECT count(*) FROM people") } }
                expectFailure { _ = try await database.write(PostgresHangTests.welcome) }
                expectFailure { try await database.writeOne(PostgresHangTests.payment) }
                expectFailure { _ = try await other.read { try $0.value("SELECT count(*) FROM people") } }
                group.addTask {
                    try? await other.close()
                    return .closed
                }
                return await group.reduce(into: []) { $0.append($1) }
            }

            #expect(failures.count == 6)
            for failure in failures {
                switch failure {
                case .lost, .unreachable, .closed: break
                default: Issue.record("\(String(describing: failure))")
                }
            }
            cluster.processes.thaw()
            await eventually { try await database.writeOne(PostgresHangTests.payment) }
            let (mei, lin) = try await database.read { connection in
                (
                    try connection.value("SELECT count(*) FROM people WHERE name = 'mei'"),
                    try connection.value("SELECT balance FROM people WHERE name = 'lin'")
                )
            }
            // What was never committed is not there. Of a single statement nobody knew.
            #expect(mei == 0)
            #expect(lin == 2 || lin == 3)
        }
    }

    @Test func `a commit that is never answered is lost, and its closure is not run again`() async throws {
        try await withLin { cluster, database in
            let processes = cluster.processes
            let runs = Recorder<Bool>()

            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO people (name) VALUES ('mei')")
                    runs.record(true)
                    processes.freeze()
                }
            }

            guard case .lost(let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("said nothing"))
            #expect(runs.recorded.count == 1)
            processes.thaw()
            await eventually { try await database.writeOne(PostgresHangTests.payment) }
        }
    }

    @Test func `what has lifted its timeouts may be silent for longer`() async throws {
        try await withLin { _, database in
            try await database.migrate(schema + [Migration(2, "long", ["SELECT pg_sleep(11)"])])

            let last = try await database.read { try $0.value("SELECT max(number) FROM schema_migrations") }
            #expect(last == 2)
        }
    }

    @Test func `much that is sent at once and much that comes back are taken as they come`() async throws {
        try await withDatabase { database in
            let picture = [UInt8](repeating: 7, count: 8_000_000)

            let sizes = try await database.write { connection in
                try connection.execute("INSERT INTO people (name, picture) VALUES ('mei', \(picture))")
                return try connection.all("SELECT picture FROM people WHERE name = 'mei'") { $0.bytes(0).count }
            }

            #expect(sizes == [picture.count])
        }
    }

    private static let limits = "&options=-cstatement_timeout%3D5000&connect_timeout=10"
    private static let welcome: @Sendable (Connection) throws -> Int = { connection in
        try connection.change("INSERT INTO people (name) VALUES ('mei')")
    }
    private static let payment = SingleWrite("UPDATE people SET balance = balance + 1 WHERE name = 'lin'")

    /// Runs `body` with a database in which Lin is.
    private func withLin(_ body: (TestCluster, Database) async throws -> Void) async throws {
        try await TestCluster.with { cluster in
            let database = try Database(cluster.url(more: PostgresHangTests.limits))
            do {
                try await database.migrate(schema)
                try await database.write { try $0.execute("INSERT INTO people (name) VALUES ('lin')") }
                try await body(cluster, database)
            } catch {
                cluster.processes.thaw()
                try await database.close()
                throw error
            }
            cluster.processes.thaw()
            try await database.close()
        }
    }

    /// Repeats `body` until it works; the suite's time limit is the only bound.
    private func eventually(_ body: () async throws -> Void) async {
        while true {
            do { return try await body() } catch { try? await Task.sleep(for: .milliseconds(20)) }
        }
    }
}
