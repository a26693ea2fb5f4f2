import PostgresForTests
import Testing

@testable import Database

/// Statements whose answers nobody needs, which on PostgreSQL travel with the next one or with the commit.
@Suite struct ExecuteTests {
    @Test func `the last one of a write, when it fails, is told, and nothing is kept`() async throws {
        try await withDatabase { database in
            await #expect(throws: DatabaseError.unique(columns: ["people.name"])) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO people (name) VALUES ('lin')")
                    try connection.execute("INSERT INTO people (name) VALUES ('lin')")
                }
            }
            let people = try await database.read { try $0.value("SELECT count(*) FROM people") }
            #expect(people == 0)
        }
    }

    @Test func `one that fails is told although others follow it`() async throws {
        try await withDatabase { database in
            await #expect(throws: DatabaseError.check("balance_not_negative")) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO people (name, balance) VALUES ('lin', -1)")
                    try connection.execute("INSERT INTO people (name) VALUES ('mei')")
                    _ = try connection.insert("INSERT INTO people (name) VALUES ('tao')")
                }
            }
            let people = try await database.read { try $0.value("SELECT count(*) FROM people") }
            #expect(people == 0)
        }
    }

    @Test func `they run in their order, whatever their values, and what follows sees them`() async throws {
        try await withDatabase { database in
            let seen = try await database.write { connection in
                // A NULL has no type, so the statement is another one for the server from the second row on.
                for number in 0..<100 {
                    let email = number.isMultiple(of: 2) ? nil : "\(number)@example.com"
                    try connection.execute("INSERT INTO people (name, email) VALUES (\("\(number)"), \(email))")
                    try connection.execute("UPDATE people SET balance = \(number) WHERE id <= \(number)")
                }
                return try connection.all("SELECT balance FROM people ORDER BY id") { $0.int(0) }
            }

            #expect(seen == Array(repeating: 99, count: 99) + [0])
            #expect(try await database.read { try $0.value("SELECT count(email) FROM people") } == 50)
        }
    }

    @Test func `one in a read is refused at once`() async throws {
        try await withDatabase { database in
            await #expect(throws: DatabaseError.readOnly) {
                try await database.read { connection in
                    try connection.execute("INSERT INTO people (name) VALUES ('lin')")
                    throw Mishap()
                }
            }
            let people = try await database.read { try $0.value("SELECT count(*) FROM people") }
            #expect(people == 0)
        }
    }

    @Test(.enabled(if: TestServer.isPostgres))
    func `one that ends the transaction is told so`() async throws {
        try await withDatabase { database in
            let attempt: @Sendable (Connection) throws -> Void = { connection in
                try connection.execute("INSERT INTO people (name) VALUES ('lin')")
                try connection.execute("ROLLBACK")
            }
            await #expect(throws: DatabaseError.self) { try await database.write(attempt) }
            let people = try await database.read { try $0.value("SELECT count(*) FROM people") }
            #expect(people == 0)
        }
    }

    @Test(.enabled(if: TestServer.isPostgres))
    func `what a pooler says that has lost the server is no proof that nothing was committed`() async throws {
        try await withDatabase { database in
            try await database.write { connection in
                try connection.run("CREATE SEQUENCE attempts")
                try connection.run(
                    """
                    CREATE FUNCTION crash() RETURNS text LANGUAGE plpgsql AS $$ BEGIN
                        PERFORM nextval('attempts');
                        RAISE EXCEPTION 'server conn crashed?' USING ERRCODE = '08P01';
                    END $$
                    """
                )
            }
            let transaction = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.execute("INSERT INTO people (name) VALUES (crash())") }
            }
            let single = await #expect(throws: DatabaseError.self) {
                try await database.writeOne(SingleWrite("INSERT INTO people (name) VALUES (crash())"))
            }

            for error in [transaction, single] {
                guard case .lost = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            let attempts = try await database.read { try $0.value("SELECT last_value FROM attempts") }
            #expect(attempts == 2)
        }
    }

    @Test(.enabled(if: TestServer.isPostgres))
    func `a session that ends while one runs with the commit has undone it, and all is done again, once`()
        async throws
    {
        try await withDatabase { database in
            try await database.write { connection in
                try connection.run("CREATE SEQUENCE attempts")
                try connection.execute("INSERT INTO people (name) VALUES ('lin')")
            }
            let attempts = Recorder<Int>()

            try await database.write { connection in
                attempts.record(1)
                try connection.execute(
                    """
                    UPDATE people
                       SET balance = balance + 1
                     WHERE CASE WHEN nextval('attempts') < 3 THEN pg_terminate_backend(pg_backend_pid()) ELSE true END
                    """
                )
            }

            #expect(attempts.recorded.count == 3)
            #expect(try await database.read { try $0.value("SELECT balance FROM people") } == 1)
        }
    }
}
