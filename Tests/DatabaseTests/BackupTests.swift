import Foundation
import Synchronization
import Testing

@testable import Database

/// The promise kept here: a copy is the database at one moment, and sound, or there is an error.
@Suite struct BackupTests {
    @Test(.timeLimit(.minutes(5)))
    func `a copy made while others write is what the database was at one moment`() async throws {
        try await withFolder { folder in
            let database = try Database(folder.databaseURL)
            try await database.migrate(schema)
            try await database.write { connection in
                try connection.execute("INSERT INTO people (name, balance) VALUES ('lin', 1000000), ('mei', 0)")
                // Some MiB, so that there is something to copy.
                for number in 1...2_000 {
                    try connection.execute(
                        "INSERT INTO people (name, picture) VALUES (\("p\(number)"), \([UInt8](repeating: 7, count: 2_000)))"
                    )
                }
            }
            let isCopied = Atomic(false)
            let moved = Atomic(0)
            let writing = Task {
                while !isCopied.load(ordering: .acquiring) {
                    try await database.write { connection in
                        try connection.execute("UPDATE people SET balance = balance - 1 WHERE name = 'lin'")
                        try connection.execute("UPDATE people SET balance = balance + 1 WHERE name = 'mei'")
                    }
                    moved.add(1, ordering: .relaxed)
                }
            }
            await until { moved.load(ordering: .relaxed) > 10 }
            let copy = try folder.emptyFile("copy.sqlite")

            try Database.backUp(folder.databaseURL, into: copy)

            isCopied.store(true, ordering: .releasing)
            try await writing.value
            try await database.close()
            #expect(try folder.names() == ["copy.sqlite", "test.sqlite"], "the copy needs no log beside it")
            let restored = try Database("sqlite:\(copy)")
            let balances = try await restored.read { connection in
                try connection.all("SELECT balance FROM people WHERE name IN ('lin', 'mei') ORDER BY name") {
                    $0.int(0)
                }
            }
            let people = try await restored.read { try $0.value("SELECT count(*) FROM people") }
            let numbers = try await restored.read { try $0.schemaNumber() }
            try await restored.close()
            #expect(balances.reduce(0, +) == 1_000_000)
            #expect(balances[1] > 10)
            #expect(people == 2_002)
            #expect(numbers == 1)
        }
    }

    @Test func `a database that is damaged makes no copy that looks sound`() async throws {
        try await withFolder { folder in
            try await folder.makeDamagedDatabase()
            let copy = try folder.emptyFile("copy.sqlite")

            #expect(throws: DatabaseError.self) { try Database.backUp(folder.databaseURL, into: copy) }
        }
    }
}

/// The promise kept here: what is wrong with a database itself is told.
@Suite struct FaultTests {
    @Test func `a sound database has no faults`() async throws {
        try await withDatabase { database in
            try await database.write { try $0.execute("INSERT INTO people (name) VALUES ('lin')") }

            let faults = try await database.read { try $0.faults(limit: 10) }

            #expect(faults == [])
        }
    }

    @Test func `damaged pages are told of`() async throws {
        try await withFolder { folder in
            try await folder.makeDamagedDatabase()

            let faults = try Database.peek(at: folder.databaseURL, now: 0) { try $0.faults(limit: 3) }

            #expect(faults.count >= 1 && faults.count <= 3)
        }
    }

    @Test func `a rule that rows break is told of`() async throws {
        try await withEmptyDatabase { url in
            let database = try DirectDatabase(url, as: .writer, clock: { 0 })
            try database.migrate(schema)
            try database.write { connection in
                if url.hasPrefix("sqlite:") {
                    // A rule that comes after the row.
                    try connection.run("CREATE TABLE odd (person_id BIGINT)")
                    try connection.run("INSERT INTO odd VALUES (7)")
                    try connection.run("PRAGMA writable_schema = ON")
                    try connection.run(
                        """
                        UPDATE sqlite_schema
                           SET sql = 'CREATE TABLE odd (person_id BIGINT REFERENCES people (id))'
                         WHERE name = 'odd'
                        """
                    )
                } else {
                    try connection.run("ALTER TABLE people ADD CONSTRAINT odd CHECK (balance > 1000) NOT VALID")
                }
            }

            try database.close()

            let faults = try Database.peek(at: url, now: 0) { try $0.faults(limit: 10) }

            #expect(
                faults == [
                    url.hasPrefix("sqlite:")
                        ? "odd (row 1) refers to a row of people that is not there"
                        : "the foreign key or check odd is not validated"
                ]
            )
        }
    }
}

extension Folder {
    /// Makes a file to copy into.
    func emptyFile(_ name: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try Data().write(to: file)
        return file.path
    }

    /// Leaves a database of 200 people that is sound but for one page.
    func makeDamagedDatabase() async throws {
        let database = try Database(databaseURL)
        try await database.migrate(schema)
        try await database.write { connection in
            for number in 1...200 {
                try connection.execute("INSERT INTO people (name) VALUES (\("person \(number)"))")
            }
        }
        try await database.close()
        try damage()
    }

    /// Writes nonsense over a page in the middle of the file.
    private func damage() throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: databasePath))
        let pages = try file.seekToEnd() / 4_096
        try file.seek(toOffset: pages / 2 * 4_096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4_096))
        try file.close()
    }
}
