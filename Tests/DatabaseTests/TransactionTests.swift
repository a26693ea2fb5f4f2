import Foundation
import PostgresForTests
import Testing

@testable import Database

@Suite struct TransactionTests {
    @Test func `a read sees one state of the database, whatever is written meanwhile`() async throws {
        try await withDatabase { database in
            let hasCounted = DispatchSemaphore(value: 0)
            let hasWritten = DispatchSemaphore(value: 0)
            let counts = Recorder<[Int?]>()
            onThread {
                let seen = try? await database.read { connection in
                    let before = try connection.value("SELECT count(*) FROM people")
                    hasCounted.signal()
                    hasWritten.wait()
                    return [before, try connection.value("SELECT count(*) FROM people")]
                }
                counts.record(seen ?? [])
            }
            await until { hasCounted.wait(timeout: .now()) == .success }

            try await database.write { try $0.execute("INSERT INTO people (name) VALUES ('lin')") }
            hasWritten.signal()
            await until { !counts.recorded.isEmpty }

            #expect(counts.recorded == [[0, 0]])
            #expect(try await database.read { try $0.value("SELECT count(*) FROM people") } == 1)
        }
    }

    @Test func `a read cannot write`() async throws {
        try await withDatabase { database in
            await #expect(throws: DatabaseError.readOnly) {
                try await database.read { try $0.execute("INSERT INTO people (name) VALUES ('lin')") }
            }
            let people = try await database.read { try $0.value("SELECT count(*) FROM people") }
            #expect(people == 0)
        }
    }

    @Test func `a read returns what its closure returns and throws what it throws`() async throws {
        try await withDatabase { database in
            let returned = try await database.read { _ in "a value" }
            await #expect(throws: Mishap(name: "read")) { try await database.read { _ in throw Mishap(name: "read") } }
            let next = try await database.read { try $0.value("SELECT 1") }

            #expect(returned == "a value")
            #expect(next == 1)
        }
    }

    @Test func `a write that throws leaves nothing and the error arrives as it was thrown`() async throws {
        try await withDatabase { database in
            await #expect(throws: Mishap(name: "write")) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO people (name) VALUES ('lin')")
                    throw Mishap(name: "write")
                }
            }
            let people = try await database.read { try $0.value("SELECT count(*) FROM people") }
            #expect(people == 0)
        }
    }

    @Test func `the moment of a closure does not move while it runs`() async throws {
        let clock = TickingClock()
        var options = Database.Options.patient
        options.clock = { clock.tick() }
        try await withDatabase(options) { database in
            let moments = try await database.write { connection in
                let first = connection.now
                try connection.execute("INSERT INTO people (name) VALUES ('lin')")
                return [first, connection.now]
            }
            let later = try await database.read { [$0.now, $0.now] }

            #expect(moments[0] == moments[1])
            #expect(later[0] == later[1])
            #expect(later[0] > moments[0])
        }
    }

    @Test func `more readers than connections wait for their turn and all are answered`() async throws {
        var options = Database.Options.patient
        options.readers = 2
        options.connections = 2
        try await withDatabase(options) { database in
            try await database.write { try $0.execute("INSERT INTO people (name, balance) VALUES ('lin', 7)") }
            let holding = DispatchSemaphore(value: 0)
            let release = DispatchSemaphore(value: 0)
            let balances = Recorder<Int?>()
            for _ in 1...2 {
                onThread {
                    let balance = try? await database.read { connection in
                        holding.signal()
                        release.wait()
                        return try connection.value("SELECT balance FROM people")
                    }
                    balances.record(balance)
                }
            }
            await until { holding.wait(timeout: .now()) == .success }
            await until { holding.wait(timeout: .now()) == .success }
            for _ in 1...6 {
                onThread {
                    balances.record(try? await database.read { try $0.value("SELECT balance FROM people") })
                }
            }
            await until { database.load.waiting == 6 }
            #expect(balances.recorded.isEmpty)

            release.signal()
            release.signal()
            await until { balances.recorded.count == 8 }

            #expect(balances.recorded == Array(repeating: 7, count: 8))
        }
    }

    @Test func `long reads leave connections for all others`() async throws {
        var options = Database.Options.patient
        options.readers = 2
        options.connections = 2
        try await withDatabase(options) { database in
            let release = DispatchSemaphore(value: 0)
            let numbers = Recorder<Int?>()
            for _ in 1...4 {
                onThread {
                    let number = try? await database.readLong { connection in
                        release.wait()
                        return try connection.value("SELECT 1") as Int?
                    }
                    numbers.record(number ?? nil)
                }
            }
            // On SQLite those that wait their turn are not yet readers.
            await until { database.load.inUse > 0 && (!database.isShared || database.load.waiting == 3) }

            let other: Int? = try await database.read { try $0.value("SELECT 2") }
            #expect(other == 2)
            #expect(numbers.recorded.isEmpty)

            for _ in 1...4 { release.signal() }
            await until { numbers.recorded.count == 4 }
            #expect(numbers.recorded == Array(repeating: 1, count: 4))
        }
    }

    @Test func `a row that is inserted answers its number, whatever else the transaction writes`() async throws {
        try await withDatabase { database in
            let numbers = try await withThrowingTaskGroup(of: (String, Int).self) { group in
                for name in (1...20).map({ "p\($0)" }) {
                    group.addTask {
                        try await database.write { connection in
                            try connection.execute("INSERT INTO people (name) VALUES (\("friend of \(name)"))")
                            let id = try connection.insert("INSERT INTO people (name) VALUES (\(name))")
                            try connection.execute("UPDATE people SET balance = 1 WHERE id = \(id)")
                            return (name, id)
                        }
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            let rows = try await database.read { connection in
                try connection.all("SELECT name, id FROM people WHERE balance = 1") { ($0.string(0), $0.int(1)) }
            }
            #expect(numbers.count == 20)
            #expect(Dictionary(uniqueKeysWithValues: rows) == numbers)
        }
    }

    @Test func `conditional updates of many tasks never lose one`() async throws {
        try await withDatabase { database in
            // On PostgreSQL each has a commit of its own, one after the other, since all want the same row.
            let rounds = TestServer.isPostgres ? 10 : 200
            let enough = 64 * rounds
            try await database.write { connection in
                try connection.execute("INSERT INTO people (name, balance) VALUES ('lin', \(enough))")
            }

            let taken = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...64 {
                    group.addTask {
                        var taken = 0
                        // Three more than would suffice must find nothing left to take.
                        for _ in 1...(rounds + 3) {
                            let left = try await database.write { connection in
                                try connection.value(
                                    """
                                    UPDATE people SET balance = balance - 1
                                    WHERE name = 'lin' AND balance >= 1
                                    RETURNING balance
                                    """
                                )
                            }
                            taken += left == nil ? 0 : 1
                        }
                        return taken
                    }
                }
                return try await group.reduce(0, +)
            }

            #expect(taken == enough)
            #expect(try await database.read { try $0.value("SELECT balance FROM people") } == 0)
        }
    }

    @Test func `whoever reads while others write sees whole transactions only`() async throws {
        try await withDatabase { database in
            try await database.write { connection in
                try connection.execute("INSERT INTO people (name, balance) VALUES ('lin', 1000), ('mei', 1000)")
            }

            let sums = try await withThrowingTaskGroup(of: [Int?].self) { group in
                for _ in 1...4 {
                    group.addTask {
                        for _ in 1...100 {
                            try await database.write { connection in
                                try connection.execute("UPDATE people SET balance = balance - 1 WHERE name = 'lin'")
                                try connection.execute("UPDATE people SET balance = balance + 1 WHERE name = 'mei'")
                            }
                        }
                        return []
                    }
                    group.addTask {
                        var sums: [Int?] = []
                        for _ in 1...200 {
                            let sum = try await database.read { connection in
                                let lin = try connection.value("SELECT balance FROM people WHERE name = 'lin'")
                                let mei = try connection.value("SELECT balance FROM people WHERE name = 'mei'")
                                return lin.flatMap { lin in mei.map { lin + $0 } }
                            }
                            sums.append(sum)
                        }
                        return sums
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }

            #expect(sums == Array(repeating: 2_000, count: 800))
            #expect(try await database.read { try $0.value("SELECT balance FROM people WHERE name = 'mei'") } == 1_400)
        }
    }

    @Test func `a write whose task is cancelled is done and answered all the same`() async throws {
        try await withDatabase { database in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await database.write { try $0.change("INSERT INTO people (name) VALUES ('lin')") }
            }

            let changed = try await task.value
            #expect(changed == 1)
            #expect(try await database.read { try $0.value("SELECT count(*) FROM people") } == 1)
        }
    }
}
