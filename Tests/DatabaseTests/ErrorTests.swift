import Database
import Foundation
import PostgresForTests
import Testing

@Suite struct ErrorTests {
    @Test func `a second person of the same name is a unique violation that names the column`() async throws {
        try await withDatabase { database in
            try await database.write { try $0.execute("INSERT INTO people (name) VALUES ('lin')") }

            await #expect(throws: DatabaseError.unique(columns: ["people.name"])) {
                try await database.write { try $0.execute("INSERT INTO people (name) VALUES ('lin')") }
            }
            await #expect(throws: DatabaseError.unique(columns: ["people.id"])) {
                try await database.write { try $0.execute("INSERT INTO people (id, name) VALUES (1, 'mei')") }
            }
        }
    }

    @Test func `an index over several columns names them all and one over expressions its name`() async throws {
        try await withDatabase { database in
            try await database.write { connection in
                try connection.execute("INSERT INTO people (name) VALUES ('lin')")
                try connection.execute("INSERT INTO cards (person_id, title) VALUES (1, 'Spring')")
            }

            await #expect(throws: DatabaseError.unique(columns: ["cards_lower_title"])) {
                try await database.write { try $0.execute("INSERT INTO cards (person_id, title) VALUES (1, 'SPRING')") }
            }
            try await database.write { try $0.execute("DROP INDEX cards_lower_title") }
            await #expect(throws: DatabaseError.unique(columns: ["cards.person_id", "cards.title"])) {
                try await database.write { try $0.execute("INSERT INTO cards (person_id, title) VALUES (1, 'Spring')") }
            }
        }
    }

    @Test func `constraints of other kinds are told apart`() async throws {
        try await withDatabase { database in
            await #expect(throws: DatabaseError.foreignKey) {
                try await database.write { try $0.execute("INSERT INTO cards (person_id, title) VALUES (9, 'x')") }
            }
            await #expect(throws: DatabaseError.notNull(column: "people.name")) {
                try await database.write { try $0.execute("INSERT INTO people (email) VALUES ('x')") }
            }
            await #expect(throws: DatabaseError.check("balance_not_negative")) {
                try await database.write { try $0.execute("INSERT INTO people (name, balance) VALUES ('lin', -1)") }
            }
        }
    }

    @Test func `a returned row does not hide that the statement fails in the end`() async throws {
        try await withDatabase { database in
            await #expect(throws: DatabaseError.foreignKey) {
                try await database.write {
                    try $0.value("INSERT INTO cards (person_id, title) VALUES (9, 'x') RETURNING id")
                }
            }
            let cards = try await database.read { try $0.value("SELECT count(*) FROM cards") }
            #expect(cards == 0)
        }
    }

    @Test func `a URL of an unknown engine is refused`() {
        #expect(throws: DatabaseError.unsupportedURL(scheme: "mysql")) { try Database("mysql://root:secret@localhost") }
        #expect(throws: DatabaseError.unsupportedURL(scheme: "sqlite")) { try Database("sqlite:") }
    }

    @Test(.enabled(if: !TestServer.isPostgres))
    func `a file that is no database is refused`() async throws {
        try await withFolder { folder in
            let letter = Data(repeating: UInt8(ascii: "x"), count: 4_096)
            try letter.write(to: URL(fileURLWithPath: folder.databasePath))

            let error = #expect(throws: DatabaseError.self) { try Database(folder.databaseURL) }

            guard case .io = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test(.enabled(if: !TestServer.isPostgres))
    func `a folder that is not there is refused`() async throws {
        try await withFolder { folder in
            let error = #expect(throws: DatabaseError.self) { try Database("\(folder.databaseURL)/nowhere/x.sqlite") }

            guard case .io = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}
