import Foundation
import PostgresForTests
import Testing

@testable import Database
@testable import Hanmo

/// `schema.sql` is written by this suite when it is told to, so that nobody has to keep it in step by hand.
@Suite struct SchemaTextTests {
    @Test func `the schema is what the migrations come to`() async throws {
        try await withSQLite { database in
            try await database.migrate(migrations)
            let written = try await database.read { try SchemaText($0).text }

            if ProcessInfo.processInfo.environment["HANMO_TEST_WRITES_SCHEMA"] != nil {
                try written.write(to: SchemaText.file, atomically: true, encoding: .utf8)
            } else {
                #expect(schema == written, "make schema")
            }
        }
    }

    private func withSQLite(_ body: (Database) async throws -> Void) async throws {
        let database = try Database("sqlite::memory:")
        try await body(database)
        try await database.close()
    }
}

/// New databases are made of `schema.sql`: the promise kept here is that they are as those which have come all the way
/// through the migrations. (Checks and keys that have no name of their own may have another one; migrations name none.)
@Suite struct SchemaTests {
    @Test func `a new database is as one that has been through every migration`() async throws {
        let old = try await description { try await $0.migrate(migrations) }
        let new = try await description { try await $0.migrate(migrations, orCreate: schema) }

        #expect(old.count > 300)
        if !TestServer.isPostgres { #expect(new == old) }
        #expect(new.count == old.count)
        #expect(Set(new).subtracting(old).sorted() == [])
        #expect(Set(old).subtracting(new).sorted() == [])
    }

    @Test func `a new database is up to date, and starting again changes nothing`() async throws {
        try await withLastingDatabase { url in
            let database = try Database(url)
            for _ in 0..<2 {
                try await database.migrate(migrations, orCreate: schema)
                let applied = try await database.read { connection in
                    try connection.all("SELECT number, name FROM schema_migrations ORDER BY number") {
                        "\($0.int(0)) \($0.string(1))"
                    }
                }
                #expect(applied.count == migrations.count)
                #expect(applied.first == "1 accounts, credits, payments, models, generations, creations")
            }
            try await database.close()
        }
    }

    /// Every column, foreign key, check and index, as the engine at hand tells them, and how many rows the tables have.
    private func description(_ make: (Database) async throws -> Void) async throws -> [String] {
        var lines: [String] = []
        try await withLastingDatabase { url in
            let database = try Database(url)
            try await make(database)
            lines = try await database.read { connection in
                TestServer.isPostgres
                    ? try PostgresDescription.queries.flatMap { query in try connection.all(query) { $0.string(0) } }
                    : try SchemaText(connection).text.components(separatedBy: "\n")
            }
            lines += try await database.read { connection in
                try connection.tables().map { "\($0.name): \(try connection.count($0)) rows" }
            }
            try await database.close()
        }
        return lines
    }
}

/// The tables and indexes of an SQLite database in the portable DDL, each column in a line of its own.
private struct SchemaText {
    static let file = URL(filePath: #filePath)
        .appending(path: "../../../../Sources/Hanmo/App/schema.sql").standardized

    let text: String

    init(_ connection: Connection) throws {
        let tables = try connection.all(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@' ORDER BY rowid"
        ) { (name: $0.string(0), ddl: $0.string(1)) }
        .filter { $0.name != "schema_migrations" }
        var text = """
            -- All of the data in one place: what the migrations, in Schema.swift, come to. `make schema` writes this.
            -- Money is in fen, credits are whole numbers, times are UTC milliseconds.

            """
        for table in tables {
            let indexes = try connection.all(
                """
                SELECT sql FROM sqlite_schema
                 WHERE type = 'index' AND tbl_name = \(table.name) AND sql IS NOT NULL
                 ORDER BY rowid
                """
            ) { $0.string(0) }
            text += "\n" + SchemaText.tidied(table.ddl, of: table.name) + ";\n"
            for index in indexes { text += index + ";\n" }
        }
        self.text = text
    }

    /// What was added to a table later stands in its text as it came.
    private static func tidied(_ ddl: String, of table: String) -> String {
        guard let start = ddl.firstIndex(of: "("), let end = ddl.lastIndex(of: ")") else { return ddl }
        var parts = [""]
        var depth = 0
        for character in ddl[ddl.index(after: start)..<end] {
            depth += character == "(" ? 1 : character == ")" ? -1 : 0
            if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        let lines = parts.map { part in
            part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                .replacing("INTEGER PRIMARY KEY AUTOINCREMENT", with: "IDENTITY")
        }
        let unlogged = unloggedTables.contains(table) ? "UNLOGGED " : ""
        return "CREATE \(unlogged)TABLE \(table) (\n    " + lines.joined(separator: ",\n    ") + "\n)"
    }

    /// SQLite does not keep the word.
    private static let unloggedTables: Set<String> = ["rate_windows"]
}

/// What PostgreSQL tells of the schema that it is asked in.
private enum PostgresDescription {
    static let queries: [SQL] = [
        """
        SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
               || ' ' || a.attnotnull::text || ' ' || a.attidentity::text || ' ' || c.relpersistence::text
               || ' ' || coalesce((SELECT collname FROM pg_collation WHERE oid = a.attcollation), '')
               || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
          FROM pg_attribute a
          JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
          LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
         WHERE c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
         ORDER BY c.relname COLLATE "C", a.attnum
        """,
        """
        SELECT c.relname || ': ' || pg_get_constraintdef(k.oid)
          FROM pg_constraint k
          JOIN pg_class c ON c.oid = k.conrelid
         WHERE c.relnamespace = current_schema()::regnamespace
         ORDER BY c.relname COLLATE "C", pg_get_constraintdef(k.oid) COLLATE "C"
        """,
        // The name of an index that a constraint brings along is PostgreSQL's own affair.
        """
        SELECT CASE WHEN EXISTS (SELECT FROM pg_constraint WHERE conindid = i.oid) THEN '' ELSE i.relname END
               || ' on ' || c.relname
               || regexp_replace(pg_get_indexdef(x.indexrelid), '^CREATE (UNIQUE )?INDEX.* USING', ' \\1USING')
          FROM pg_index x
          JOIN pg_class c ON c.oid = x.indrelid
          JOIN pg_class i ON i.oid = x.indexrelid
         WHERE c.relnamespace = current_schema()::regnamespace
         ORDER BY c.relname COLLATE "C", i.relname COLLATE "C"
        """,
    ]
}
