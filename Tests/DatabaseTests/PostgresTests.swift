import Foundation
import PostgresForTests
import Testing

@testable import Database

/// What only a server can do to us, and what several processes on it do to one another.
@Suite(.enabled(if: TestServer.isPostgres)) struct PostgresTests {
    // MARK: Errors

    @Test func `a statement that takes too long is ended and the connection serves on`() async throws {
        try await withEmptyDatabase { url in
            let database = try Database("\(url)%20-cstatement_timeout%3D50")

            await #expect(throws: DatabaseError.timedOut(statement: "SELECT 1 FROM pg_sleep(60)")) {
                try await database.read { try $0.value("SELECT 1 FROM pg_sleep(60)") }
            }
            #expect(try await database.read { try $0.value("SELECT 7") } == 7)
            try await database.close()
        }
    }

    @Test func `a lock that others keep is waited for, but not for ever`() async throws {
        try await withEmptyDatabase { url in
            let database = try Database("\(url)%20-clock_timeout%3D50")
            let isHeld = DispatchSemaphore(value: 0)
            let mayGoOn = DispatchSemaphore(value: 0)
            let holder = Task {
                try await database.write { connection in
                    try connection.lock("one at a time")
                    isHeld.signal()
                    mayGoOn.wait()
                }
            }
            await until { isHeld.wait(timeout: .now()) == .success }

            await #expect(throws: DatabaseError.busy) { try await database.write { try $0.lock("one at a time") } }
            try await database.write { try $0.lock("another one") }
            mayGoOn.signal()
            try await holder.value
            try await database.write { try $0.lock("one at a time") }
            try await database.close()
        }
    }

    @Test func `whoever watches sees the connections in use, who waits for one, and each write that was committed`()
        async throws
    {
        let waits = Recorder<Int>()
        var options = Database.Options.patient
        options.connections = 2
        options.singleConnections = 3
        options.onWrite = { waits.record($0) }
        try await withDatabase(options) { database in
            let earlier = waits.recorded.count
            let isHeld = DispatchSemaphore(value: 0)
            let mayGoOn = DispatchSemaphore(value: 0)
            let holders = (0..<2).map { _ in
                Task {
                    try await database.write { _ in
                        isHeld.signal()
                        mayGoOn.wait()
                    }
                }
            }
            for _ in holders { await until { isHeld.wait(timeout: .now()) == .success } }
            let waiting = Task { try await database.write { _ in throw Mishap() } }
            await until { database.load.waiting == 1 }

            #expect(database.load == Database.Load(inUse: 2, limit: 5, waiting: 1, writesWaiting: nil))
            for _ in holders { mayGoOn.signal() }
            for holder in holders { try await holder.value }
            await #expect(throws: Mishap()) { try await waiting.value }
            #expect(waits.recorded.count == earlier + 2)
            #expect(waits.recorded.allSatisfy { $0 > 0 })
        }
    }

    @Test func `after a statement that failed, a closure that goes on has done nothing`() async throws {
        try await withDatabase { database in
            try await database.write { try $0.change("INSERT INTO people (name) VALUES ('lin')") }

            await #expect(throws: DatabaseError.unique(columns: ["people.name"])) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO people (name) VALUES ('mei')")
                    _ = try? connection.change("INSERT INTO people (name) VALUES ('lin')")
                    _ = try? connection.change("INSERT INTO people (name) VALUES ('stray')")
                }
            }

            #expect(try await database.read { try $0.all("SELECT name FROM people") { $0.string(0) } } == ["lin"])
        }
    }

    @Test func `a closure that ends its own transaction is told so`() async throws {
        try await withDatabase { database in
            await #expect(throws: DatabaseError.self) { try await database.write { try $0.change("ROLLBACK") } }
            let next = try await database.write { try $0.change("INSERT INTO people (name) VALUES ('lin')") }
            #expect(next == 1)
        }
    }

    @Test func `a foreign key that is left open fails the commit`() async throws {
        try await withDatabase { database in
            await #expect(throws: DatabaseError.foreignKey) {
                try await database.write {
                    try $0.change("INSERT INTO people (name, friend_id) VALUES ('alone', 99)")
                }
            }
            let people = try await database.read { try $0.value("SELECT count(*) FROM people") }
            #expect(people == 0)
        }
    }

    @Test func `a text with a NUL is refused and nothing else is lost`() async throws {
        try await withDatabase { database in
            await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.change("INSERT INTO people (name) VALUES (\("a\0b"))") }
            }
            let next = try await database.write { try $0.change("INSERT INTO people (name) VALUES ('lin')") }
            #expect(next == 1)
        }
    }

    // MARK: Values

    @Test func `sums of numbers are numbers`() async throws {
        try await withDatabase { database in
            let sums = try await database.read { connection in
                try connection.all(
                    """
                    SELECT sum(n) FROM (VALUES (9223372036854775000), (807)) AS t (n)
                    UNION ALL SELECT sum(n) FROM (VALUES (-40000), (-50001)) AS t (n)
                    UNION ALL SELECT sum(n) FROM (VALUES (20000), (-10000)) AS t (n)
                    UNION ALL SELECT sum(0)
                    """
                ) { $0.int(0) }
            }

            #expect(sums == [Int.max, -90_001, 10_000, 0])
        }
    }

    @Test func `where NULL stood once, a number or a text may stand later`() async throws {
        try await withDatabase { database in
            func insert(_ name: String, friend: Int?, email: String?) async throws {
                try await database.write { connection in
                    try connection.execute(
                        "INSERT INTO people (name, friend_id, email) VALUES (\(name), \(friend), \(email))"
                    )
                }
            }
            try await insert("lin", friend: nil, email: nil)
            try await insert("mei", friend: 1, email: nil)
            try await insert("tao", friend: nil, email: "tao@example.com")
            try await insert("yu", friend: 1, email: "yu@example.com")

            let friends = try await database.read { connection in
                try connection.all("SELECT friend_id, email FROM people ORDER BY id") { row in
                    "\(row.intOrNil(0) ?? 0) \(row.stringOrNil(1) ?? "-")"
                }
            }
            #expect(friends == ["0 -", "1 -", "0 tao@example.com", "1 yu@example.com"])
        }
    }

    @Test func `a column that changes its type is read as what it has become`() async throws {
        try await withDatabase { database in
            func emails() async throws -> [String?] {
                try await database.read { try $0.all("SELECT balance FROM people") { $0.stringOrNil(0) } }
            }
            try await database.write { try $0.execute("INSERT INTO people (name, balance) VALUES ('lin', 12)") }
            let before = try await emails()
            try await database.write { try $0.execute("ALTER TABLE people DROP CONSTRAINT balance_not_negative") }
            try await database.write {
                try $0.execute("ALTER TABLE people ALTER balance TYPE TEXT USING balance || '!'")
            }

            #expect(before == ["12"])
            #expect(try await emails() == ["12!"])
        }
    }

    // MARK: Many at once

    @Test func `two transactions that wait for each other both get through`() async throws {
        try await withDatabase { database in
            try await database.write { try $0.execute("INSERT INTO people (name) VALUES ('lin'), ('mei')") }
            let attempts = Recorder<String>()
            let locks = Recorder<String>()
            @Sendable func give(from one: String, to other: String) async throws {
                try await database.write { connection in
                    attempts.record(one)
                    _ = try connection.change("UPDATE people SET balance = balance + 1 WHERE name = \(one)")
                    // Only the first time do they wait for each other; whoever comes again must not wait for company.
                    locks.record(one)
                    while locks.recorded.count < 2 { usleep(1_000) }
                    try connection.execute("UPDATE people SET balance = balance + 10 WHERE name = \(other)")
                }
            }

            let first = Task { try await give(from: "lin", to: "mei") }
            let second = Task { try await give(from: "mei", to: "lin") }
            try await first.value
            try await second.value

            // Whoever comes again may be so quick that they meet once more.
            #expect(attempts.recorded.count >= 3)
            #expect(try await database.read { try $0.all("SELECT balance FROM people") { $0.int(0) } } == [11, 11])
        }
    }

    @Test func `whoever finds all connections taken is refused after a while, and soon served again`() async throws {
        var options = Database.Options.patient
        options.connections = 2
        options.connectionPatience = .milliseconds(100)
        try await withDatabase(options) { database in
            let isHeld = DispatchSemaphore(value: 0)
            let mayGoOn = DispatchSemaphore(value: 0)
            let holders = (1...2).map { _ in
                Task {
                    try await database.read { connection in
                        let one = try connection.value("SELECT 1")
                        isHeld.signal()
                        mayGoOn.wait()
                        return one
                    }
                }
            }
            await until { isHeld.wait(timeout: .now()) == .success }
            await until { isHeld.wait(timeout: .now()) == .success }

            await withTaskGroup(of: Void.self) { group in
                for _ in 1...20 {
                    group.addTask {
                        await #expect(throws: DatabaseError.exhausted) {
                            try await database.write { try $0.execute("INSERT INTO people (name) VALUES ('never')") }
                        }
                    }
                }
            }
            mayGoOn.signal()
            mayGoOn.signal()
            for holder in holders {
                let one = try await holder.value
                #expect(one == 1)
            }
            let people = try await database.read { try $0.value("SELECT count(*) FROM people") }
            #expect(people == 0)
        }
    }

    @Test func `closing finishes what waits and refuses the rest`() async throws {
        var options = Database.Options.patient
        options.connections = 1
        try await withEmptyDatabase { url in
            let database = try Database(url, options: options)
            try await database.migrate(schema)
            let isHeld = DispatchSemaphore(value: 0)
            let mayGoOn = DispatchSemaphore(value: 0)
            let holder = Task {
                try await database.write { connection in
                    isHeld.signal()
                    mayGoOn.wait()
                    return try connection.change("INSERT INTO people (name) VALUES ('held')")
                }
            }
            await until { isHeld.wait(timeout: .now()) == .success }
            let closing = Task { try await database.close() }
            var refusal: DatabaseError?
            while refusal == nil {
                let late = Task { try await database.write { _ in } }
                await Task.yield()
                mayGoOn.signal()
                do { try await late.value } catch let error as DatabaseError { refusal = error }
            }
            #expect(try await holder.value == 1)
            try await closing.value
            #expect(refusal == .closed)
        }
    }

    // MARK: Several processes

    @Test func `what one process tells, another one hears`() async throws {
        try await withEmptyDatabase { url in
            let here = try Database(url)
            let there = try Database(url)
            let news = there.notifications(on: "news").makeAsyncIterator()
            var heard = news
            #expect(await heard.next() == .missed)

            await #expect(throws: Mishap()) {
                try await here.write { connection in
                    try connection.notify("news", "lost")
                    throw Mishap()
                }
            }
            try await here.write { connection in
                try connection.notify("news", "翰墨 🖌️")
                try connection.notify("others", "unheard")
                try connection.notify("news", "")
            }

            #expect(await heard.next() == .payload("翰墨 🖌️"))
            #expect(await heard.next() == .payload(""))
            try await there.close()
            #expect(await heard.next() == nil)
            try await here.close()
        }
    }

    @Test func `rows that another transaction holds are passed over`() async throws {
        try await withDatabase { database in
            try await database.write { try $0.execute("INSERT INTO people (name) VALUES ('lin'), ('mei'), ('tao')") }
            let all = Recorder<Int>()
            let taken = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 1...3 {
                    group.addTask {
                        try await database.write { connection in
                            let id = try connection.value(
                                "SELECT id FROM people WHERE balance = 0 ORDER BY id LIMIT 1 \(SQL.skipLocked)"
                            )
                            all.record(id ?? 0)
                            while all.recorded.count < 3 { usleep(1_000) }
                            return id
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1 ?? 0) }
            }

            #expect(taken.sorted() == [1, 2, 3])
        }
    }
}
