import PostgresForTests
import Testing

@testable import Database

@Suite struct StatementTests {
    @Test func `change tells how many rows it changed`() async throws {
        try await withDatabase { database in
            let counts = try await database.write { connection in
                [
                    try connection.change("INSERT INTO people (name) VALUES ('lin'), ('mei')"),
                    try connection.change("UPDATE people SET balance = 1"),
                    try connection.change("UPDATE people SET balance = 1 WHERE name = 'nobody'"),
                    try connection.change("CREATE TABLE other (id BIGINT)"),
                    try connection.change("DELETE FROM people WHERE name = 'lin'"),
                ]
            }

            #expect(counts == [2, 2, 0, 0, 1])
        }
    }

    @Test func `a returned row is mapped and the statement still does all its work`() async throws {
        try await withDatabase { database in
            let first = try await database.write { connection in
                try connection.first("INSERT INTO people (name) VALUES ('lin'), ('mei') RETURNING id") { $0.int(0) }
            }
            let total = try await database.read { try $0.value("SELECT count(*) FROM people") }

            #expect(first == 1)
            #expect(total == 2)
        }
    }

    @Test func `a missing row is nil`() async throws {
        try await withDatabase { database in
            let number = try await database.read { try $0.value("SELECT id FROM people") }
            let text = try await database.read { try $0.string("SELECT name FROM people") }
            let first = try await database.read { try $0.first("SELECT id FROM people") { $0.int(0) } }
            let all = try await database.read { try $0.all("SELECT id FROM people") { $0.int(0) } }

            #expect(number == nil)
            #expect(text == nil)
            #expect(first == nil)
            #expect(all == [])
        }
    }

    @Test func `a statement may run inside itself`() async throws {
        try await withDatabase { database in
            try await database.write { connection in
                try connection.execute("INSERT INTO people (name) VALUES ('lin'), ('mei')")
            }

            let pairs = try await database.read { connection in
                func people(_ body: (String) throws -> Void) throws {
                    try connection.forEach("SELECT name FROM people ORDER BY id") { try body($0.string(0)) }
                }
                var pairs: [String] = []
                try people { left in try people { right in pairs.append("\(left) \(right)") } }
                return pairs
            }

            #expect(pairs == ["lin lin", "lin mei", "mei lin", "mei mei"])
        }
    }

    @Test func `an error thrown while rows are read leaves the statement usable`() async throws {
        try await withDatabase { database in
            func count(failing: Bool) async throws -> Int {
                try await database.read { connection in
                    var count = 0
                    try connection.forEach("SELECT 1 UNION ALL SELECT 2") { _ in
                        count += 1
                        if failing { throw Mishap() }
                    }
                    return count
                }
            }

            await #expect(throws: Mishap()) { try await count(failing: true) }
            let rows = try await count(failing: false)
            #expect(rows == 2)
        }
    }

    @Test func `more different statements than are cached all answer`() async throws {
        try await withDatabase { database in
            for length in [1...400, 1...400].joined() {
                let list = Array(1...length)
                let found = try await database.read { try $0.value("SELECT 400 IN \(list: list)") }
                #expect(found == (length == 400 ? 1 : 0))
            }
        }
    }

    @Test func `a compiled statement survives a change of the schema`() async throws {
        try await withDatabase { database in
            let inPostgres = "pg_attribute WHERE attrelid = 'cards'::regclass AND attnum > 0"
            let inSQLite = "pragma_table_info('cards')"
            func columns() async throws -> Int? {
                try await database.read {
                    var columns: Int?
                    try $0.run("SELECT count(*) FROM \(TestServer.isPostgres ? inPostgres : inSQLite)") {
                        columns = $0.int(0)
                    }
                    return columns
                }
            }
            let before = try await columns()
            try await database.write { try $0.execute("ALTER TABLE cards ADD COLUMN note TEXT") }
            let after = try await columns()

            #expect(before == 3)
            #expect(after == 4)
        }
    }

    @Test func `two statements in one string are refused`() async throws {
        try await withDatabase { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.execute("DELETE FROM cards; DELETE FROM people") }
            }

            guard case .sql(_, let statement) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(statement == "DELETE FROM cards; DELETE FROM people")
        }
    }

    @Test func `a statement that makes no sense is named in the error`() async throws {
        try await withDatabase { database in
            let message = TestServer.isPostgres ? #"relation "nowhere" does not exist"# : "no such table: nowhere"
            await #expect(throws: DatabaseError.sql(message: message, statement: "SELECT * FROM nowhere")) {
                try await database.read { try $0.value("SELECT * FROM nowhere") }
            }
        }
    }

    @Test func `the hook sees each statement as the engine gets it`() async throws {
        let seen = Recorder<String>()
        var options = Database.Options.patient
        options.onStatement = { seen.record($0) }
        try await withDatabase(options) { database in
            let before = seen.recorded.count
            _ = try await database.read { try $0.value("SELECT id FROM people WHERE name = \("lin")") }

            let placeholder = TestServer.isPostgres ? "$1" : "?"
            #expect(Array(seen.recorded.dropFirst(before)) == ["SELECT id FROM people WHERE name = \(placeholder)"])
        }
    }

    @Test func `a plan tells an index from a full scan`() async throws {
        try await withDatabase { database in
            if TestServer.isPostgres {
                let indexed = try await database.queryPlan("SELECT id FROM people WHERE name = $1")
                let scanned = try await database.queryPlan("UPDATE people SET balance = $1 WHERE email = $2")

                #expect(indexed == ["Index Scan using people_name_key on people"])
                #expect(scanned == ["Update on people", "Seq Scan on people"])
            } else {
                let indexed = try await database.queryPlan("SELECT id FROM people WHERE name = ?")
                let scanned = try await database.queryPlan("UPDATE people SET balance = ? WHERE email = ?")

                #expect(indexed.count == 1 && indexed[0].hasPrefix("SEARCH people USING COVERING INDEX"))
                #expect(scanned == ["SCAN people"])
            }
        }
    }
}
