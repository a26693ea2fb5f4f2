import Foundation
import PostgresForTests
import Testing

@testable import Database

/// Servers that go away, come back, or never were there; each test has one of its own.
@Suite(.enabled(if: TestServer.isPostgres), .serialized) struct PostgresOutageTests {
    @Test func `a wrong password and a wrong address are told clearly, and no secret with them`() async throws {
        try await TestCluster.with { cluster in
            let wrong = #expect(throws: DatabaseError.self) { try Database(cluster.url(password: "s3cret-and-wrong")) }
            let nowhere = #expect(throws: DatabaseError.self) {
                try Database("postgres://hanmo:s3cret@127.0.0.1:\(TestCluster.freePort())/postgres")
            }
            let unknown = #expect(throws: DatabaseError.self) { try Database(cluster.url(more: "&dbname=missing")) }
            let nonsense = #expect(throws: DatabaseError.self) { try Database("postgres://hanmo:s3cret@[::1/x") }
            let setting = #expect(throws: DatabaseError.self) { try Database(cluster.url(more: "&s3cret=1")) }

            #expect("\(wrong!)".contains("password authentication failed"))
            #expect("\(nowhere!)".contains("Connection refused"))
            #expect("\(unknown!)".contains("\"missing\" does not exist"))
            for error in [wrong, nowhere, unknown, nonsense, setting] {
                guard case .unreachable(let reason) = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
                #expect(!reason.contains("s3cret") && !reason.contains(TestCluster.password))
            }

            let database = try Database(cluster.url())
            #expect(database.engineDescription.contains("127.0.0.1:\(cluster.port)/postgres"))
            #expect(!database.engineDescription.contains(TestCluster.password))
            try await database.close()
        }
    }

    @Test func `of several hosts the one that answers and takes writes is used`() async throws {
        try await TestCluster.with { cluster in
            let escaped = TestCluster.password.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!
            let hosts = "127.0.0.1:\(TestCluster.freePort()),127.0.0.1:\(cluster.port)"
            let database = try Database("postgresql://hanmo:\(escaped)@\(hosts)/postgres?sslmode=disable")

            try await database.migrate(schema)
            #expect(try await database.write { try $0.change("INSERT INTO people (name) VALUES ('lin')") } == 1)

            try await database.close()

            // A server that only follows another one is passed over; there is no better one here.
            let follower = "\(hosts)/postgres?sslmode=disable&options=-cdefault_transaction_read_only%3Don"
            let refused = #expect(throws: DatabaseError.self) {
                try Database("postgresql://hanmo:\(escaped)@\(follower)")
            }
            #expect("\(refused!)".contains("read-only"))
        }
    }

    @Test func `after the server restarted everything goes on, without an error`() async throws {
        try await TestCluster.with { cluster in
            let database = try Database(cluster.url())
            try await database.migrate(schema)
            var heard = database.notifications(on: "news").makeAsyncIterator()
            #expect(await heard.next() == .missed)
            try await database.write { try $0.execute("INSERT INTO people (name) VALUES ('before')") }

            cluster.stop()
            try cluster.start()

            #expect(try await database.read { try $0.string("SELECT name FROM people") } == "before")
            try await database.write { connection in
                try connection.execute("INSERT INTO people (name) VALUES ('after')")
            }
            // Listening begins anew by itself, and says that something may have been missed.
            #expect(await heard.next() == .missed)
            try await database.write { try $0.notify("news", "again") }
            #expect(await heard.next() == .payload("again"))
            try await database.close()
        }
    }

    @Test func `while the server is away requests wait a little, then fail, and never do half`() async throws {
        try await TestCluster.with { cluster in
            var options = Database.Options.patient
            options.connections = 4
            options.connectionPatience = .seconds(1)
            let database = try Database(cluster.url(), options: options)
            try await database.migrate(schema)
            cluster.stop()

            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.change("INSERT INTO people (name) VALUES ('lin')") }
            }
            guard case .unreachable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let patient = Task {
                try await database.write { try $0.change("INSERT INTO people (name) VALUES ('mei')") }
            }
            try cluster.start()
            // It may have given up before the server was there again; then it did nothing.
            let changed = (try? await patient.value) ?? 0
            #expect(try await database.read { try $0.value("SELECT count(*) FROM people") } == changed)
            try await database.close()
        }
    }

    @Test func `a session that is killed in the middle of a write does all of it or nothing`() async throws {
        try await withDatabase { database in
            let attempts = Recorder<Int>()
            let changed = try await database.write { connection in
                try connection.execute("INSERT INTO people (name) VALUES ('lin')")
                let session = try connection.value("SELECT pg_backend_pid()") ?? 0
                attempts.record(session)
                if attempts.recorded.count == 1 {
                    _ = try connection.value("SELECT pg_terminate_backend(pg_backend_pid())::int")
                }
                return try connection.change("INSERT INTO people (name) VALUES ('mei')")
            }

            #expect(changed == 1)
            #expect(attempts.recorded.count == 2 && Set(attempts.recorded).count == 2)
            #expect(try await database.read { try $0.value("SELECT count(*) FROM people") } == 2)
        }
    }

    @Test func `idle connections that were ended are replaced before anybody notices`() async throws {
        // On a server of its own: those who work beside it on the shared one would lose theirs in the middle of a
        // commit.
        try await TestCluster.with { cluster in
            let database = try Database(cluster.url())
            try await database.migrate(schema)
            for _ in 1...3 {
                try await database.write { try $0.execute("INSERT INTO people (name) VALUES (\(UUID().uuidString))") }
                let other = try Database(cluster.url())
                try await other.write { connection in
                    try connection.run(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                         WHERE pid <> pg_backend_pid() AND query LIKE '%COMMIT%' AND state = 'idle'
                        """
                    )
                }
                try await other.close()
            }
            #expect(try await database.read { try $0.value("SELECT count(*) FROM people") } == 3)
            try await database.close()
        }
    }

    @Test func `under load a restart loses nothing that was answered and keeps nothing that was not begun`()
        async throws
    {
        try await TestCluster.with { cluster in
            let database = try Database(cluster.url())
            try await database.migrate(schema)
            let answered = Recorder<String>()
            let unknown = Recorder<String>()
            let isStopped = Recorder<Bool>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...8 {
                    group.addTask {
                        var number = 0
                        while isStopped.recorded.isEmpty {
                            number += 1
                            let name = "\(writer)-\(number)"
                            do {
                                try await database.write { connection in
                                    try connection.execute("INSERT INTO people (name) VALUES (\(name))")
                                    try connection.execute("UPDATE people SET balance = 1 WHERE name = \(name)")
                                }
                                answered.record(name)
                            } catch {
                                unknown.record(name)
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

            let stored = try await database.read { connection in
                try connection.all("SELECT name, balance FROM people") { (name: $0.string(0), balance: $0.int(1)) }
            }
            let names = Set(stored.map(\.name))
            #expect(names.isSuperset(of: answered.recorded))
            #expect(names.isSubset(of: answered.recorded + unknown.recorded))
            #expect(stored.allSatisfy { $0.balance == 1 })
            try await database.close()
        }
    }
}
