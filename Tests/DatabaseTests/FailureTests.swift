import Foundation
import PostgresForTests
import Testing

@testable import Database

/// What only a file can suffer.
@Suite(.enabled(if: !TestServer.isPostgres)) struct FailureTests {
    @Test func `a full database refuses the write that does not fit and takes the next one that does`() async throws {
        try await withDatabase { database in
            let pages = try await database.write { connection in
                _ = try connection.value("PRAGMA max_page_count = 30")
                return try connection.value("PRAGMA page_count") ?? 0
            }
            try #require(pages < 30)
            let large = [UInt8](repeating: 1, count: 400_000)

            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO people (name) VALUES ('before')")
                    try connection.execute("INSERT INTO people (name, picture) VALUES ('large', \(large))")
                }
            }
            let small = try await database.write { try $0.change("INSERT INTO people (name) VALUES ('small')") }

            guard case .full = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(small == 1)
            let names = try await database.read { try $0.all("SELECT name FROM people") { $0.string(0) } }
            #expect(names == ["small"])
        }
    }

    @Test func `after the engine gave a transaction up, a closure that goes on can't write outside of it`() async throws
    {
        try await withDatabase { database in
            try await database.write { connection in
                try connection.change("INSERT INTO people (name) VALUES ('lin')")
            }

            await #expect(throws: DatabaseError.unique(columns: ["people.name"])) {
                try await database.write { connection in
                    // OR ROLLBACK ends the whole transaction, as an I/O error would.
                    _ = try? connection.change("INSERT OR ROLLBACK INTO people (name) VALUES ('lin')")
                    _ = try? connection.change("INSERT INTO people (name) VALUES ('stray')")
                }
            }

            let names = try await database.read { try $0.all("SELECT name FROM people") { $0.string(0) } }
            #expect(names == ["lin"])
        }
    }

    @Test func `a closure that ends its own transaction is told so`() async throws {
        try await withDatabase { database in
            await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.change("ROLLBACK") }
            }
            let next = try await database.write { try $0.change("INSERT INTO people (name) VALUES ('lin')") }
            #expect(next == 1)
        }
    }

    /// The write-ahead log is replaced by a named pipe, in which the kernel really refuses to write at a place.
    @Test func `after an I/O error on commit every waiter gets it, nothing more is written, and it is reported once`()
        async throws
    {
        try await withFolder { folder in
            let healthy = try Database(folder.databaseURL)
            try await healthy.migrate(schema)
            try await healthy.close()
            #expect(mkfifo("\(folder.databasePath)-wal", 0o600) == 0)
            let fatal = Recorder<String>()
            var options = Database.Options.patient
            options.onFatal = { fatal.record("\($0)") }
            let database = try Database(folder.databaseURL, options: options)

            let writes = (1...5).map { number in
                Task {
                    try await database.write { connection in
                        try connection.execute("INSERT INTO people (name) VALUES (\("p\(number)"))")
                    }
                }
            }
            var failures: [DatabaseError] = []
            for write in writes {
                if case .failure(let error as DatabaseError) = await write.result {
                    failures.append(error)
                }
            }
            let later = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.value("SELECT 1") }
            }
            try await database.close()

            #expect(failures.count == 5)
            #expect(Set(failures.map { "\($0)" }).count == 1)
            #expect(later == failures.first)
            guard case .io(let message) = later else {
                Issue.record("\(String(describing: later))")
                return
            }
            #expect(message.contains("disk I/O error"))
            #expect(fatal.recorded.count == 1)
        }
    }

    @Test func `a temporary database is gone once it is closed`() async throws {
        let database = try Database("sqlite::memory:")
        try await database.migrate(schema)
        try await database.write { try $0.execute("INSERT INTO people (name) VALUES ('lin')") }
        let file = try #require(
            try await database.read { try $0.string("SELECT file FROM pragma_database_list WHERE name = 'main'") }
        )
        #expect(FileManager.default.fileExists(atPath: file))
        #expect(database.engineDescription.hasPrefix("SQLite 3."))

        try await database.close()

        #expect(!FileManager.default.fileExists(atPath: (file as NSString).deletingLastPathComponent))
    }

    @Test func `a database nobody holds any more lets go of its thread and its files`() async throws {
        var file = ""
        do {
            let database = try Database("sqlite::memory:")
            let path = try await database.write {
                try $0.string("SELECT file FROM pragma_database_list WHERE name = 'main'")
            }
            file = try #require(path)
        }

        await until { !FileManager.default.fileExists(atPath: file) }
    }

    @Test func `the log is copied back by the writer before it grows long`() async throws {
        try await withFolder { folder in
            let database = try Database(folder.databaseURL)
            try await database.migrate(schema)
            let mebibyte = [UInt8](repeating: 7, count: 1 << 20)
            for number in 1...64 {
                try await database.write { connection in
                    try connection.execute(
                        "INSERT INTO people (name, picture) VALUES (\("p\(number)"), \(mebibyte))"
                    )
                }
            }
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.databasePath)-wal")
            let logSizeBytes = try #require(attributes[.size] as? Int)

            #expect(logSizeBytes < 24 << 20)
            try await database.close()
        }
    }
}
