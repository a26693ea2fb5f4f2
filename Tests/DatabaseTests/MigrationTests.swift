import PostgresForTests
import Testing

@testable import Database

@Suite struct MigrationTests {
    private let first = Migration(1, "notes", ["CREATE TABLE notes (id IDENTITY, text TEXT NOT NULL)"])
    private let second = Migration(2, "a first note", ["INSERT INTO notes (text) VALUES ('one')"])
    private let third = Migration(
        3,
        "a second note, then nonsense",
        ["INSERT INTO notes (text) VALUES ('two')", "CREATE TABLE others (id IDENTITY)", "nonsense"]
    )

    private func notes(_ database: Database) async throws -> [String] {
        try await database.read { try $0.all("SELECT text FROM notes ORDER BY id") { $0.string(0) } }
    }

    private func numbers(_ database: Database) async throws -> [Int] {
        try await database.read { connection in
            try connection.all("SELECT number FROM schema_migrations ORDER BY applied_at, number") { $0.int(0) }
        }
    }

    @Test func `each migration is applied once and in order, over restarts`() async throws {
        try await withEmptyDatabase { url in
            let database = try Database(url)
            try await database.migrate([first])
            try await database.migrate([first, second])
            try await database.migrate([first, second])
            try await database.close()
            let again = try Database(url)
            try await again.migrate([first, second])

            #expect(try await notes(again) == ["one"])
            #expect(try await numbers(again) == [1, 2])
            try await again.close()
        }
    }

    @Test func `a database newer than the program is refused and left alone`() async throws {
        try await withEmptyDatabase { url in
            let database = try Database(url)
            try await database.migrate([first, second])

            await #expect(throws: DatabaseError.newer(found: 2, known: 1)) { try await database.migrate([first]) }
            #expect(try await numbers(database) == [1, 2])
            try await database.close()
        }
    }

    @Test func `a migration that fails leaves nothing and those before it stay`() async throws {
        try await withEmptyDatabase { url in
            let database = try Database(url)
            await #expect(throws: DatabaseError.self) { try await database.migrate([first, second, third]) }
            await #expect(throws: DatabaseError.self, "of what can't be finished nothing is there, not even the book") {
                _ = try await numbers(database)
            }
            try await database.migrate([first])

            await #expect(throws: DatabaseError.self) { try await database.migrate([first, second, third]) }

            #expect(try await notes(database) == ["one"])
            #expect(try await numbers(database) == [1, 2])
            let others = try await database.read {
                try $0.value(
                    TestServer.isPostgres
                        ? "SELECT count(*) FROM pg_tables WHERE tablename = 'others' AND schemaname = current_schema()"
                        : "SELECT count(*) FROM sqlite_master WHERE name = 'others'"
                )
            }
            #expect(others == 0)
            try await database.close()
        }
    }

    @Test func `many processes that start at once migrate once`() async throws {
        try await withEmptyDatabase { url in
            // Each has connections of its own, as a process would; on SQLite there is never more than one.
            let databases = try (1...(TestServer.isPostgres ? 8 : 1)).map { _ in try Database(url) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for database in databases {
                    group.addTask { try await database.migrate([first, second]) }
                }
                try await group.waitForAll()
            }

            #expect(try await notes(databases[0]) == ["one"])
            #expect(try await numbers(databases[0]) == [1, 2])
            for database in databases { try await database.close() }
        }
    }

    @Test func `versions that start at once on an empty database leave it with the later one's schema`() async throws {
        try await withEmptyDatabase { url in
            let databases = try (1...(TestServer.isPostgres ? 8 : 1)).map { _ in try Database(url) }
            let schema = "CREATE TABLE notes (id IDENTITY, text TEXT NOT NULL);\n"
            let olderFailures = await withTaskGroup(of: (any Error)?.self) { group in
                for (number, database) in databases.enumerated() {
                    let isOlder = number % 2 == 1
                    group.addTask {
                        do {
                            let known = isOlder ? [first] : [first, second]
                            try await database.migrate(
                                known,
                                orCreate: isOlder ? schema : schema + "INSERT INTO notes (text) VALUES ('one');\n"
                            )
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
                return await group.reduce(into: []) { if let error = $1 { $0.append(error) } }
            }

            for failure in olderFailures {
                #expect(failure as? DatabaseError == .newer(found: 2, known: 1))
            }
            #expect(olderFailures.count <= databases.count / 2)
            #expect(try await notes(databases[0]) == ["one"])
            #expect(try await numbers(databases[0]) == [1, 2])
            for database in databases { try await database.close() }
        }
    }

    @Test func `portable words are replaced where they are words of the DDL`() {
        let dialect = Dialect(words: ["IDENTITY": "SERIAL", "BLOB": "BYTEA"], word: { _ in "" })

        let rendered = dialect.render(
            """
            CREATE TABLE "BLOB" (id IDENTITY, a BLOB DEFAULT 'it''s a BLOB', BLOB_size BIGINT) -- BLOB
            """
        )

        let expected = """
            CREATE TABLE "BLOB" (id SERIAL, a BYTEA DEFAULT 'it''s a BLOB', BLOB_size BIGINT) -- BLOB
            """
        #expect(rendered == expected)
    }
}
