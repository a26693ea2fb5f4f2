import Foundation
import PostgresForTests
import Testing

@testable import Database

/// Only SQLite has one writer.
@Suite(.enabled(if: !TestServer.isPostgres)) struct GroupCommitTests {
    @Test func `writes that wait together share one commit, and one that fails undoes only itself`() async throws {
        try await withDatabase { database in
            let groups = try groups(of: database)
            let outcomes = try await whileWriterIsHeld(database) { release in
                let before = groups.commits
                let writes = (1...20).map { number in
                    Task {
                        try await database.write { connection in
                            try connection.execute("INSERT INTO people (name) VALUES (\("person \(number)"))")
                            if number == 7 { throw Mishap(name: "seventh") }
                            return number
                        }
                    }
                }
                await until { groups.waiting == 20 }
                release()

                var outcomes: [Result<Int, any Error>] = []
                for write in writes {
                    outcomes.append(await write.result)
                }
                // One for the write that held the writer, one for the twenty.
                #expect(groups.commits == before + 2)
                return outcomes
            }

            for (index, outcome) in outcomes.enumerated() {
                if index + 1 == 7 {
                    #expect(throws: Mishap(name: "seventh")) { try outcome.get() }
                } else {
                    #expect(try outcome.get() == index + 1)
                }
            }
            #expect(try await database.read { try $0.value("SELECT count(*) FROM people WHERE name <> 'held'") } == 19)
            let seventh = try await database.read {
                try $0.value("SELECT count(*) FROM people WHERE name = 'person 7'")
            }
            #expect(seventh == 0)
        }
    }

    @Test func `whoever watches is told of each commit and its writes, and sees who waits`() async throws {
        let groupSizes = Recorder<Int>()
        let waits = Recorder<Int>()
        var options = Database.Options.patient
        options.onGroup = { groupSizes.record($0) }
        options.onWrite = { waits.record($0) }
        try await withDatabase(options) { database in
            try await whileWriterIsHeld(database) { release in
                let writes = (1...20).map { number in
                    Task {
                        try await database.write { connection in
                            try connection.execute("INSERT INTO people (name) VALUES (\("person \(number)"))")
                            if number == 7 { throw Mishap() }
                        }
                    }
                }
                await until { database.load.writesWaiting == 20 }
                let earlier = waits.recorded.count
                release()
                for write in writes { _ = await write.result }

                #expect(groupSizes.recorded.suffix(2) == [1, 19])
                // The one that held the writer, and those that waited for it and were kept.
                #expect(waits.recorded.count == earlier + 20)
            }
            #expect(waits.recorded.allSatisfy { $0 > 0 })
            #expect(database.load == Database.Load(inUse: 0, limit: 4, waiting: 0, writesWaiting: 0))
            let during = try await database.read { _ in database.load.inUse }
            #expect(during == 1)
        }
    }

    @Test func `a foreign key left open fails its own write and not its neighbours`() async throws {
        try await withDatabase { database in
            let groups = try groups(of: database)
            let results = try await whileWriterIsHeld(database) { release in
                let bad = Task {
                    try await database.write {
                        try $0.change("INSERT INTO people (name, friend_id) VALUES ('bad', 99)")
                    }
                }
                let good = Task {
                    try await database.write { try $0.change("INSERT INTO people (name) VALUES ('good')") }
                }
                await until { groups.waiting == 2 }
                release()
                return [await bad.result, await good.result]
            }

            #expect(throws: DatabaseError.foreignKey) { try results[0].get() }
            #expect(try results[1].get() == 1)
            let names = try await database.read {
                try $0.all("SELECT name FROM people ORDER BY name") { $0.string(0) }
            }
            #expect(names == ["good", "held"])

            await #expect(throws: DatabaseError.foreignKey) {
                try await database.write {
                    try $0.change("INSERT INTO people (name, friend_id) VALUES ('alone', 99)")
                }
            }
            #expect(try await database.write { try $0.change("INSERT INTO people (name) VALUES ('next')") } == 1)
        }
    }

    @Test func `each closure of a group has a moment of its own`() async throws {
        let clock = TickingClock()
        var options = Database.Options.patient
        options.clock = { clock.tick() }
        try await withDatabase(options) { database in
            let groups = try groups(of: database)
            let moments = try await whileWriterIsHeld(database) { release in
                let writes = (1...5).map { _ in Task { try await database.write { $0.now } } }
                await until { groups.waiting == 5 }
                release()
                var moments: [Int] = []
                for write in writes {
                    moments.append(try await write.value)
                }
                return moments
            }

            #expect(Set(moments).count == 5)
        }
    }

    @Test func `nobody is answered before the commit can be seen by others`() async throws {
        try await withFolder { folder in
            let database = try Database(folder.databaseURL)
            try await database.migrate(schema)
            let other = try Database(folder.databaseURL)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...100 {
                    group.addTask {
                        let id = try await database.write { connection in
                            try connection.value("INSERT INTO people (name) VALUES (\("p\(number)")) RETURNING id")
                        }
                        let seen = try await other.read { connection in
                            try connection.value("SELECT count(*) FROM people WHERE id = \(id)")
                        }
                        #expect(seen == 1)
                    }
                }
                try await group.waitForAll()
            }
            try await other.close()
            try await database.close()
        }
    }

    @Test func `while a write has not committed, others neither see it nor is it answered`() async throws {
        try await withDatabase { database in
            let hasInserted = DispatchSemaphore(value: 0)
            let mayGoOn = DispatchSemaphore(value: 0)
            let answers = Recorder<Int>()
            let write = onThread {
                let changed = try await database.write { connection in
                    let changed = try connection.change("INSERT INTO people (name) VALUES ('lin')")
                    hasInserted.signal()
                    mayGoOn.wait()
                    return changed
                }
                answers.record(changed)
            }
            await until { hasInserted.wait(timeout: .now()) == .success }

            #expect(try await database.read { try $0.value("SELECT count(*) FROM people") } == 0)
            #expect(answers.recorded.isEmpty)

            mayGoOn.signal()
            try await write.value
            #expect(try await database.read { try $0.value("SELECT count(*) FROM people") } == 1)
        }
    }

    @Test func `a write that was queued before closing is still done and answered`() async throws {
        try await withFolder { folder in
            let database = try Database(folder.databaseURL)
            try await database.migrate(schema)
            let groups = try groups(of: database)
            try await whileWriterIsHeld(database) { release in
                let queued = Task {
                    try await database.write { try $0.change("INSERT INTO people (name) VALUES ('queued')") }
                }
                await until { groups.waiting == 1 }
                let closing = Task { try await database.close() }
                await until { groups.isClosing }
                await #expect(throws: DatabaseError.closed) { try await database.write { _ in } }
                release()
                #expect(try await queued.value == 1)
                try await closing.value
            }

            await #expect(throws: DatabaseError.closed) { try await database.read { _ in } }
            try await database.close()
            #expect(try folder.names() == ["test.sqlite"])
            let again = try Database(folder.databaseURL)
            #expect(try await again.read { try $0.value("SELECT count(*) FROM people") } == 2)
            try await again.close()
        }
    }

    private func groups(of database: Database) throws -> GroupCommit {
        try #require(database.engine as? SQLiteEngine).groups
    }
}
