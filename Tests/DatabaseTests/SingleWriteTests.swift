import Foundation
import PostgresForTests
import Testing

@testable import Database

/// Writes of one statement, on both engines.
@Suite struct SingleWriteTests {
    @Test func `a write of one statement answers how many rows it changed, or what it returned`() async throws {
        try await withDatabase { database in
            let insertion: SQL = "INSERT INTO people (name) VALUES ('lin'), ('mei')"
            #expect(try await database.writeOne(SingleWrite(insertion)) == 2)

            let payment: SQL = "UPDATE people SET balance = balance + 7 WHERE name = 'mei' RETURNING name, balance"
            let paid = try await database.writeOne(SingleWrite(payment) { "\($0.string(0)) \($0.int(1))" })
            #expect(paid == "mei 7")

            let nobody: SQL = "DELETE FROM people WHERE name = 'tao' RETURNING id"
            #expect(try await database.writeOne(SingleWrite(nobody) { $0.int(0) }) == nil)
            #expect(try await database.writeOne(SingleWrite(nobody)) == 0)
        }
    }

    @Test func `a write of one statement that is refused has done nothing, and says why`() async throws {
        try await withDatabase { database in
            let lin = SingleWrite("INSERT INTO people (name) VALUES ('yu'), ('lin')")
            try await database.writeOne(SingleWrite("INSERT INTO people (name) VALUES ('lin')"))

            // The first time PostgreSQL is asked which columns its index has.
            for _ in 1...2 {
                await #expect(throws: DatabaseError.unique(columns: ["people.name"])) {
                    try await database.writeOne(lin)
                }
            }
            await #expect(throws: DatabaseError.check("balance_not_negative")) {
                try await database.writeOne(SingleWrite("UPDATE people SET balance = -1"))
            }
            await #expect(throws: DatabaseError.foreignKey) {
                try await database.writeOne(SingleWrite("INSERT INTO people (name, friend_id) VALUES ('tao', 404)"))
            }
            await #expect(throws: DatabaseError.self) {
                try await database.writeOne(SingleWrite("INSERT INTO nowhere VALUES (1)"))
            }
            await #expect(throws: Mishap()) {
                let change: SQL = "UPDATE people SET balance = 0 RETURNING id"
                try await database.writeOne(SingleWrite(change) { _ in throw Mishap() })
            }
            #expect(try await database.read { try $0.all("SELECT name FROM people") { $0.string(0) } } == ["lin"])
        }
    }

    @Test func `each of many at once is done once and gets its own answer`() async throws {
        try await withDatabase { database in
            try await database.writeOne(SingleWrite("INSERT INTO people (name) VALUES ('lin')"))

            let balances = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 1...300 {
                    group.addTask {
                        let payment: SQL = "UPDATE people SET balance = balance + 1 RETURNING balance"
                        return try await database.writeOne(SingleWrite(payment) { $0.int(0) })
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(balances.compactMap(\.self).sorted() == Array(1...300))
        }
    }

    @Test func `values of all kinds and sizes arrive whole`() async throws {
        try await withDatabase { database in
            // More than any socket takes at once.
            let poem = String(repeating: "翰墨🖌️", count: 1_000_000)
            let picture: [UInt8] = [0, 1, 255]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (name, email) in [("lin", poem), ("mei", nil), ("tao", "t@example.com"), ("yu", poem)] {
                    group.addTask {
                        let insertion: SQL =
                            "INSERT INTO people (name, email, picture) VALUES (\(name), \(email), \(picture))"
                        let changed = try await database.writeOne(SingleWrite(insertion))
                        #expect(changed == 1)
                    }
                }
                try await group.waitForAll()
            }

            let emails = try await database.read { connection in
                try connection.all("SELECT email, picture FROM people ORDER BY name") { row in
                    row.bytes(1) == picture ? row.stringOrNil(0) : "another picture"
                }
            }
            #expect(emails == [poem, nil, "t@example.com", poem])
        }
    }
}

/// What only a server can do to a write of one statement.
@Suite(.enabled(if: TestServer.isPostgres), .timeLimit(.minutes(5))) struct PostgresSingleTests {
    private static let payment = SingleWrite("UPDATE people SET balance = balance + 1 WHERE name = 'lin'")

    @Test func `a statement whose reading fails stays`() async throws {
        try await withDatabase { database in
            let insertion: SQL = "INSERT INTO people (name) VALUES ('lin') RETURNING id"
            await #expect(throws: Mishap()) {
                try await database.writeOne(SingleWrite(insertion) { _ in throw Mishap() })
            }
            let people = try await database.read { try $0.value("SELECT count(*) FROM people") }
            #expect(people == 1)
        }
    }

    @Test func `a statement that takes too long is ended, alone`() async throws {
        try await withEmptyDatabase { url in
            let database = try Database("\(url)%20-cstatement_timeout%3D300")
            try await database.migrate(schema)
            let text = "DELETE FROM people USING pg_sleep(60)"

            await #expect(throws: DatabaseError.timedOut(statement: text)) {
                try await database.writeOne(SingleWrite("DELETE FROM people USING pg_sleep(60)"))
            }
            #expect(try await database.writeOne(SingleWrite("INSERT INTO people (name) VALUES ('lin')")) == 1)
            try await database.close()
        }
    }

    @Test func `a statement that waits for a row keeps nobody else waiting`() async throws {
        var options = Database.Options.patient
        options.singleConnections = 2
        try await withDatabase(options) { database in
            try await withHeldRow(in: database) { held in
                let waiting = Task { try await database.writeOne(PostgresSingleTests.payment) }
                try await held.untilSomebodyWaits()

                for number in 1...20 {
                    let other = SingleWrite("INSERT INTO people (name) VALUES (\("other \(number)"))")
                    #expect(try await database.writeOne(other) == 1)
                }

                held.letGo()
                #expect(try await waiting.value == 1)
            }
        }
    }

    @Test func `whoever finds all connections taken is seen waiting, and gets through`() async throws {
        var options = Database.Options.patient
        options.connections = 2
        options.singleConnections = 1
        try await withDatabase(options) { database in
            try await withHeldRow(in: database) { held in
                let first = Task { try await database.writeOne(PostgresSingleTests.payment) }
                try await held.untilSomebodyWaits()
                let second = Task { try await database.writeOne(PostgresSingleTests.payment) }
                // The holder's connection and the first one's; whoever looked for locks gives theirs back.
                let load = Database.Load(inUse: 2, limit: 3, waiting: 1, writesWaiting: nil)
                await until { database.load == load }

                held.letGo()
                #expect(try await first.value == 1)
                #expect(try await second.value == 1)
            }
        }
    }

    @Test func `whoever finds all connections taken for long is refused, and later ones are served again`()
        async throws
    {
        var options = Database.Options.patient
        options.singleConnections = 1
        options.connectionPatience = .milliseconds(100)
        try await withEmptyDatabase { url in
            let patient = try Database(url)
            try await patient.migrate(schema)
            let database = try Database(url, options: options)
            try await withHeldRow(in: patient) { held in
                // Opening the connection may take longer than it waits.
                while (try? await database.writeOne(SingleWrite("DELETE FROM cards"))) == nil {}
                let first = Task { try await database.writeOne(PostgresSingleTests.payment) }
                try await held.untilSomebodyWaits()

                await withTaskGroup(of: Void.self) { group in
                    for _ in 1...20 {
                        group.addTask {
                            await #expect(throws: DatabaseError.exhausted) {
                                try await database.writeOne(SingleWrite("INSERT INTO people (name) VALUES ('never')"))
                            }
                        }
                    }
                }

                held.letGo()
                #expect(try await first.value == 1)
            }
            #expect(try await database.writeOne(PostgresSingleTests.payment) == 1)
            #expect(try await patient.read { try $0.value("SELECT count(*) FROM people") } == 1)
            try await database.close()
            try await patient.close()
        }
    }

    @Test func `whoever loses to another transaction is run again, so often and no more`() async throws {
        let statements = Recorder<String>()
        var options = Database.Options.patient
        options.onStatement = { statements.record($0) }
        try await withDatabase(options) { database in
            try await database.write { connection in
                try connection.run("CREATE SEQUENCE attempts")
                try connection.run(
                    """
                    CREATE FUNCTION lose(times bigint) RETURNS text LANGUAGE plpgsql AS $$ BEGIN
                        IF nextval('attempts') <= times THEN RAISE EXCEPTION 'lost' USING ERRCODE = '40P01'; END IF;
                        RETURN 'lin';
                    END $$
                    """
                )
            }
            func attempts() -> Int { statements.recorded.count { $0.contains("lose(2)") || $0.contains("lose(99)") } }

            #expect(try await database.writeOne(SingleWrite("INSERT INTO people (name) VALUES (lose(2))")) == 1)
            #expect(attempts() == 3)
            await #expect(throws: DatabaseError.busy) {
                try await database.writeOne(SingleWrite("INSERT INTO people (name) VALUES (lose(99))"))
            }
            #expect(attempts() == 13)
        }
    }

    @Test func `a server that takes no writes any more is left for another one`() async throws {
        try await withDatabase { database in
            try await database.write { connection in
                try connection.run("CREATE SEQUENCE attempts")
                try connection.run(
                    """
                    CREATE FUNCTION refuse() RETURNS text LANGUAGE plpgsql AS $$ BEGIN
                        IF nextval('attempts') = 1 THEN
                            RAISE EXCEPTION 'cannot execute INSERT' USING ERRCODE = '25006';
                        END IF;
                        RETURN pg_backend_pid()::text;
                    END $$
                    """
                )
            }
            let before = try await database.writeOne(
                SingleWrite("INSERT INTO people (name) VALUES (pg_backend_pid()::text) RETURNING name") { $0.string(0) }
            )

            let after = try await database.writeOne(
                SingleWrite("INSERT INTO people (name) VALUES (refuse()) RETURNING name") { $0.string(0) }
            )

            #expect(after != nil && after != before)
        }
    }

    @Test func `closing finishes what is under way and refuses the rest`() async throws {
        try await withEmptyDatabase { url in
            let database = try Database(url)
            let other = try Database(url)
            try await database.migrate(schema)
            try await withHeldRow(in: other) { held in
                let waiting = Task { try await database.writeOne(PostgresSingleTests.payment) }
                try await held.untilSomebodyWaits()
                let closing = Task { try await database.close() }
                var refusal: DatabaseError?
                while refusal == nil {
                    do {
                        try await database.writeOne(SingleWrite("DELETE FROM cards"))
                    } catch let error as DatabaseError {
                        refusal = error
                    }
                }

                #expect(refusal == .closed)
                held.letGo()
                #expect(try await waiting.value == 1)
                try await closing.value
            }
            try await other.close()
        }
    }
}
