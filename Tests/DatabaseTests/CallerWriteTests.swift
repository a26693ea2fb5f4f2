import Foundation
import PostgresForTests
import Testing

@testable import Database

/// What whoever asks does itself on the connection that writes, where the database is at rest; only SQLite has that.
@Suite(.enabled(if: !TestServer.isPostgres)) struct CallerWriteTests {
    /// Whoever finds nobody writing runs its closure itself, however long others took.
    private static let always = Rest(leastNanoseconds: 0, briefNanoseconds: .max)
    /// Any group took too long.
    private static let never = Rest(leastNanoseconds: 0, briefNanoseconds: 0)
    /// Nobody has been away for that long.
    private static let busy = Rest(leastNanoseconds: .max / 2, briefNanoseconds: .max)

    /// Only what is brief, and only at rest, is done on the connection that writes by whoever asks.
    private static let cases = [
        (rest: always, isBrief: true, isByCaller: true),
        (rest: always, isBrief: false, isByCaller: false),
        (rest: never, isBrief: true, isByCaller: false),
        (rest: busy, isBrief: true, isByCaller: false),
    ]

    @Test(arguments: cases)
    func `a database at rest lets callers write what is brief by themselves`(
        _ example: (rest: Rest, isBrief: Bool, isByCaller: Bool)
    ) async throws {
        try await withDatabase(options(example.rest)) { database in
            let groups = try groups(of: database)
            try await insertFirst(into: database)
            let before = groups.runByCallers
            try await database.write(isBrief: example.isBrief) {
                _ = try $0.insert("INSERT INTO people (name) VALUES ('mei')")
            }
            #expect(groups.runByCallers - before == (example.isByCaller ? 1 : 0))
        }
    }

    @Test func `callers and the writer's thread take turns, and each write is kept or undone by itself`() async throws {
        let (tasks, writes) = (8, 250)
        try await withDatabase(options(CallerWriteTests.always)) { database in
            let groups = try groups(of: database)
            try await database.write(isBrief: true) { try $0.execute("INSERT INTO people (name) VALUES ('lin')") }
            let before = groups.runByCallers
            let kept = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<tasks {
                    group.addTask {
                        var kept = 0
                        for number in 0..<writes {
                            let isKept = try? await database.write(isBrief: true) { connection in
                                try connection.execute("UPDATE people SET balance = balance + 1 WHERE name = 'lin'")
                                if number.isMultiple(of: 7) { throw Mishap() }
                                return true
                            }
                            kept += isKept == true ? 1 : 0
                        }
                        return kept
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(try await database.read { try $0.value("SELECT balance FROM people") } == kept)
            #expect(kept == tasks * (0..<writes).count { !$0.isMultiple(of: 7) })
            // Sixty-four by callers at most, then at least one by the writer's thread.
            #expect((1..<tasks * writes).contains(groups.runByCallers - before))
        }
    }

    @Test func `the log is kept short though only callers write`() async throws {
        try await withFolder { folder in
            let database = try Database(folder.databaseURL, options: options(CallerWriteTests.always))
            try await database.migrate(schema)
            let text = String(repeating: "字", count: 20_000)
            for number in 1...400 {
                try await database.write(isBrief: true) {
                    try $0.execute("INSERT INTO people (name) VALUES (\("\(number)\(text)"))")
                }
            }
            // Each row takes thirty pages in all, and the log is begun anew after some four thousand.
            let log = try FileManager.default.attributesOfItem(atPath: folder.databasePath + "-wal")[.size] as? Int
            #expect(try #require(log) < 36_000_000)
            try await database.close()
        }
    }

    @Test func `a caller that finds another process writing leaves the waiting to the writer's thread`() async throws {
        try await withFolder { folder in
            let database = try Database(folder.databaseURL, options: options(CallerWriteTests.always))
            try await database.migrate(schema)
            let other = try Database(folder.databaseURL)
            let groups = try groups(of: database)
            let before = groups.runByCallers
            let id = try await whileWriterIsHeld(other) { release in
                let write = Task {
                    try await database.write(isBrief: true) {
                        try $0.insert("INSERT INTO people (name) VALUES ('mei')")
                    }
                }
                await until { groups.runByCallers > before }
                release()
                return try await write.value
            }
            let held = try await database.read { try $0.value("SELECT id FROM people WHERE name = 'held'") }
            #expect(held == id - 1)
            try await other.close()
            try await database.close()
        }
    }

    @Test(arguments: cases)
    func `a brief read at rest is done on the connection that writes`(
        _ example: (rest: Rest, isBrief: Bool, isByCaller: Bool)
    ) async throws {
        try await withDatabase(options(example.rest)) { database in
            try await insertFirst(into: database)
            let (name, isWriter) = try await database.read(isBrief: example.isBrief) { connection in
                (try connection.first("SELECT name FROM people") { $0.string(0) }, try isOnWriter(connection))
            }
            #expect(name == "lin")
            #expect(isWriter == example.isByCaller)
        }
    }

    @Test func `a brief read at rest cannot write, and whoever writes next can`() async throws {
        try await withDatabase(options(CallerWriteTests.always)) { database in
            try await insertFirst(into: database)
            let attempts: [@Sendable (Connection) throws -> Void] = [
                { try $0.execute("DELETE FROM people") }, { try $0.notify("news", "x") }, { try $0.lock("everything") },
            ]
            for attempt in attempts {
                await #expect(throws: DatabaseError.readOnly) {
                    try await database.read(isBrief: true) { connection in
                        #expect(try isOnWriter(connection))
                        try attempt(connection)
                    }
                }
            }
            await #expect(throws: Mishap(name: "read")) {
                try await database.read(isBrief: true) { _ in throw Mishap(name: "read") }
            }
            try await database.write(isBrief: true) { _ = try $0.insert("INSERT INTO people (name) VALUES ('mei')") }
            #expect(try await database.read { try $0.value("SELECT count(*) FROM people") } == 2)
        }
    }

    @Test func `a brief read waits for no write, be it of this process or of another`() async throws {
        try await withFolder { folder in
            let database = try Database(folder.databaseURL, options: options(CallerWriteTests.always))
            try await database.migrate(schema)
            let other = try Database(folder.databaseURL)
            for writer in [database, other] {
                let seen = try await whileWriterIsHeld(writer) { release in
                    let seen = try await database.read(isBrief: true) { try $0.value("SELECT count(*) FROM people") }
                    release()
                    return seen
                }
                #expect(seen == 0)
                try await database.write { try $0.execute("DELETE FROM people") }
            }
            try await other.close()
            try await database.close()
            await #expect(throws: DatabaseError.closed) { try await database.read(isBrief: true) { _ in } }
        }
    }

    /// Writes a row, so that it is known how long a group takes, and waits until the connection is free again.
    private func insertFirst(into database: Database) async throws {
        let groups = try groups(of: database)
        try await database.write(isBrief: true) { _ = try $0.insert("INSERT INTO people (name) VALUES ('lin')") }
        await until { !groups.isTaken }
    }

    private func groups(of database: Database) throws -> GroupCommit {
        try #require(database.engine as? SQLiteEngine).groups
    }

    private func options(_ rest: Rest) -> Database.Options {
        var options = Database.Options.patient
        options.rest = rest
        return options
    }
}

/// Whether this is the connection that has made the first row: only that remembers its number.
private func isOnWriter(_ connection: Connection) throws -> Bool {
    try connection.value("SELECT last_insert_rowid()") == 1
}
