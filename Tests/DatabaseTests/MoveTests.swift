import Foundation
import PostgresForTests
import Testing

@testable import Database

/// The promise kept here: whatever a database has is in the other one afterwards, or nothing is.
///
/// One after the other, because a pair on PostgreSQL takes two of the places that all tests share.
@Suite(.serialized) struct MoveTests {
    /// The pairs that this run can do: with `scripts/with-postgres` all four.
    static let ways: [Way] =
        TestServer.isPostgres
        ? [Way(.sqlite, .postgres), Way(.postgres, .sqlite), Way(.postgres, .postgres)] : [Way(.sqlite, .sqlite)]

    enum Engine: Sendable {
        case sqlite
        case postgres
    }

    struct Way: Sendable, CustomStringConvertible {
        let source: Engine
        let target: Engine

        init(_ source: Engine, _ target: Engine) {
            self.source = source
            self.target = target
        }

        var description: String { "\(source) to \(target)" }
    }

    /// People, and tables that nobody thought of when this was written: none has a key, a self-made key, or several.
    static let migrations =
        schema + [
            Migration(
                2,
                "what nobody thought of",
                [
                    "CREATE TABLE afterthoughts (text TEXT, picture BLOB, number BIGINT)",
                    """
                    CREATE TABLE "Odd ""name" (
                        "order" TEXT NOT NULL,
                        "select" BIGINT NOT NULL,
                        PRIMARY KEY ("order", "select")
                    )
                    """,
                    // Of each the other one comes first.
                    "CREATE TABLE hens (id IDENTITY)",
                    "CREATE TABLE eggs (id IDENTITY, hen_id BIGINT REFERENCES hens (id))",
                    "ALTER TABLE hens ADD COLUMN egg_id BIGINT REFERENCES eggs (id)",
                    "CREATE TABLE bosses (id IDENTITY, boss_id BIGINT REFERENCES bosses (id), person_id BIGINT)",
                    "CREATE TABLE a_card_notes (card_id BIGINT NOT NULL REFERENCES cards (id), note TEXT NOT NULL)",
                    "INSERT INTO afterthoughts (text) VALUES ('a first row of every new database')",
                ]
            )
        ]

    @Test(arguments: MoveTests.ways)
    func `every table is moved, also one that nobody thought of`(_ way: Way) async throws {
        try await withPair(way) { source, target in
            try await fill(source)

            let move = try await Database.move(
                from: source,
                to: target,
                migrations: MoveTests.migrations,
                clock: { 1 },
                checking: { try $0.value("SELECT sum(balance) FROM people") }
            )

            #expect(move.finding == 400)
            #expect(
                move.tables.map { "\($0.name) \($0.rows)" } == [
                    "Odd \"name 2", "a_card_notes 1", "afterthoughts 202", "bosses 200", "cards 1", "eggs 1",
                    "hens 1", "people 4",
                ]
            )
            let before = try await everything(in: source)
            #expect(try await everything(in: target) == before)
            #expect(before.count == 412)
        }
    }

    @Test(arguments: MoveTests.ways)
    func `numbers go on where the source's would have`(_ way: Way) async throws {
        try await withPair(way) { source, target in
            try await fill(source)
            // The last one is gone, and its number must not come again.
            let gone = try await changed(source) { connection in
                let gone = try connection.value("INSERT INTO bosses (boss_id) VALUES (NULL) RETURNING id")
                try connection.execute("DELETE FROM bosses WHERE id = \(gone)")
                return gone
            }

            try await move(source, target)

            let next = try await changed(target) { connection in
                [
                    try connection.value("INSERT INTO bosses (boss_id) VALUES (NULL) RETURNING id"),
                    try connection.value("INSERT INTO people (name) VALUES ('new') RETURNING id"),
                    try connection.value("INSERT INTO cards (person_id, title) VALUES (1, 'new') RETURNING id"),
                ]
            }
            #expect(next == [gone.map { $0 + 1 }, 1_000_001, 2])
        }
    }

    @Test(arguments: MoveTests.ways)
    func `foreign keys hold afterwards as they did before`(_ way: Way) async throws {
        try await withPair(way) { source, target in
            try await fill(source)
            try await move(source, target)

            await #expect(throws: DatabaseError.foreignKey) {
                try await changed(target) { connection in
                    // Not only at the end of the transaction.
                    _ = try connection.change("INSERT INTO bosses (boss_id) VALUES (99999)")
                    throw Mishap()
                }
            }
        }
    }

    @Test(arguments: MoveTests.ways)
    func `a target that holds anything is refused and left alone`(_ way: Way) async throws {
        try await withPair(way) { source, target in
            try await fill(source)
            try await fill(target)
            let before = try await everything(in: target)

            await #expect(
                throws: MoveError.notEmpty([
                    "Odd \"name", "a_card_notes", "afterthoughts", "bosses", "cards", "eggs", "hens", "people",
                ])
            ) { try await move(source, target) }

            #expect(try await everything(in: target) == before)
        }
    }

    @Test(arguments: MoveTests.ways)
    func `what fails on the way leaves the target empty, and it can be tried again`(_ way: Way) async throws {
        try await withPair(way) { source, target in
            try await fill(source)
            let before = try await everything(in: source)

            await #expect(throws: Mishap.self) {
                try await Database.move(
                    from: source,
                    to: target,
                    migrations: MoveTests.migrations,
                    clock: { 1 },
                    checking: { connection in
                        // The source is looked at first.
                        if try connection.value("SELECT count(*) FROM schema_migrations WHERE applied_at = 1") != 0 {
                            throw Mishap()
                        }
                        return 0
                    }
                )
            }
            #expect(try await everything(in: target) == ["afterthoughts: a first row of every new database, -, -"])
            #expect(try await everything(in: source) == before)

            try await move(source, target)
            #expect(try await everything(in: target) == before)
        }
    }

    @Test(arguments: MoveTests.ways)
    func `two sides that look different are not taken for the same`(_ way: Way) async throws {
        try await withPair(way) { source, target in
            try await fill(source)
            let looks = Recorder<Int>()

            await #expect(throws: MoveError.differs) {
                try await Database.move(
                    from: source,
                    to: target,
                    migrations: MoveTests.migrations,
                    clock: { 1 },
                    checking: { _ in
                        looks.record(1)
                        return looks.recorded.count
                    }
                )
            }
            #expect(try await everything(in: target) == ["afterthoughts: a first row of every new database, -, -"])
        }
    }

    @Test(arguments: MoveTests.ways)
    func `a source of another version is refused`(_ way: Way) async throws {
        try await withPair(way) { source, target in
            try await migrate(source, schema)
            await #expect(throws: MoveError.older(found: 1, known: 2)) { try await move(source, target) }

            try await migrate(source, MoveTests.migrations)
            try await changed(source) { try $0.execute("INSERT INTO schema_migrations VALUES (3, 'tomorrow', 0)") }
            await #expect(throws: DatabaseError.newer(found: 3, known: 2)) { try await move(source, target) }
        }
    }

    @Test(arguments: MoveTests.ways)
    func `a table that this program does not make is not left behind silently`(_ way: Way) async throws {
        try await withPair(way) { source, target in
            try await fill(source)
            try await changed(source) { try $0.execute("CREATE TABLE by_hand (text TEXT)") }

            await #expect(throws: MoveError.otherTables(["by_hand"])) { try await move(source, target) }
        }
    }

    @Test(.enabled(if: TestServer.isPostgres), .timeLimit(.minutes(3)))
    func `a database on which another process is at work is not moved, and none moves into it`() async throws {
        try await withPair(Way(.postgres, .postgres)) { source, target in
            try await fill(source)
            for busy in [source, target] {
                if busy == target { try await migrate(target, MoveTests.migrations) }
                let worker = try Database(busy)
                let stream = worker.notifications(on: "jobs")
                // It has heard something, so it listens.
                var heard = stream.makeAsyncIterator()
                _ = await heard.next()

                await #expect(throws: MoveError.usedByOthers(busy == source ? .source : .target)) {
                    try await move(source, target)
                }
                try await worker.close()
            }
        }
    }

    // MARK: Helpers

    private func withPair(_ way: Way, _ body: (_ source: String, _ target: String) async throws -> Void) async throws {
        func with(_ engine: Engine, _ body: (String) async throws -> Void) async throws {
            switch engine {
            case .sqlite: try await withFolder { try await body($0.databaseURL) }
            case .postgres: try await TestServer.shared?.withSchema(body)
            }
        }
        try await with(way.source) { source in
            try await with(way.target) { target in try await body(source, target) }
        }
    }

    @discardableResult
    private func changed<T: Sendable>(
        _ url: String,
        _ body: @escaping @Sendable (Connection) throws -> T
    ) async throws -> T {
        let database = try Database(url)
        do {
            let result = try await database.write(body)
            try await database.close()
            return result
        } catch {
            try await database.close()
            throw error
        }
    }

    private func migrate(_ url: String, _ migrations: [Migration]) async throws {
        let database = try Database(url)
        try await database.migrate(migrations)
        try await database.close()
    }

    private func move(_ source: String, _ target: String) async throws {
        _ = try await Database.move(
            from: source,
            to: target,
            migrations: MoveTests.migrations,
            clock: { 1 },
            checking: { _ in 0 }
        )
    }

    /// Every kind of value, rows that refer to later ones, and more rows than one batch has.
    private func fill(_ url: String) async throws {
        try await migrate(url, MoveTests.migrations)
        try await changed(url) { connection in
            try connection.execute(
                """
                INSERT INTO people (id, name, email, picture, balance, friend_id)
                VALUES (1, '林', NULL, \([0, 1, 255]), 100, 3), (2, 'mei', '', \([UInt8]()), 0, NULL),
                       (3, 'wang 🐉', 'w@example.com', NULL, 300, 1), (1000000, '1', '1', NULL, 0, NULL)
                """
            )
            let card = try connection.value(
                "INSERT INTO cards (person_id, title) VALUES (1, 'first') RETURNING id"
            )
            try connection.execute("INSERT INTO a_card_notes (card_id, note) VALUES (\(card), '\u{7F}\n''\"')")
            for number in 1...201 {
                try connection.execute(
                    """
                    INSERT INTO afterthoughts (text, picture, number)
                    VALUES (\(number % 3 == 0 ? nil : "text \(number)"), \(number % 70 == 0 ? [UInt8(number)] : nil),
                            \(number % 2 == 0 ? nil : Int.max - number))
                    """
                )
            }
            try connection.execute(
                """
                INSERT INTO "Odd ""name" ("order", "select")
                VALUES ('a', \(Int.min)), ('a', \(Int.max))
                """
            )
            try connection.execute("INSERT INTO hens (egg_id) VALUES (NULL)")
            try connection.execute("INSERT INTO eggs (hen_id) SELECT id FROM hens")
            try connection.execute("UPDATE hens SET egg_id = (SELECT id FROM eggs)")
            // The last one is everybody's boss, herself included.
            for _ in 1...200 { try connection.execute("INSERT INTO bosses (boss_id) VALUES (NULL)") }
            try connection.execute("UPDATE bosses SET boss_id = (SELECT max(id) FROM bosses)")
        }
    }

    /// Every row of every table, in words.
    private func everything(in url: String) async throws -> [String] {
        try await changed(url) { connection in
            var rows: [String] = []
            for table in try connection.tables() {
                try connection.stream(table, table.columns) { row in
                    let values = try table.columns.indices.map { column in
                        switch try row.value(column) {
                        case .null: "-"
                        case .integer(let number): "\(number)"
                        case .text(let text): text
                        case .blob(let bytes): "\(bytes)"
                        }
                    }
                    rows.append("\(table.name): \(values.joined(separator: ", "))")
                }
            }
            return rows.sorted()
        }
    }
}
