import PostgresForTests
import Testing

@testable import Database

/// Writes of one statement that go to PostgreSQL together, as one transaction.
@Suite(.enabled(if: TestServer.isPostgres), .timeLimit(.minutes(5))) struct SingleGroupTests {
    private typealias Payment = Task<Int, any Error>

    private static let people = 20

    @Test func `statements that have waited together share a commit, and each gets its own answer`() async throws {
        try await withOneConnection { database in
            let balances = try await together(in: database) { number in
                let newcomer: SQL = """
                    INSERT INTO people (name, balance) VALUES (\("person \(number)"), txid_current())
                    RETURNING name, balance
                    """
                let row = try await database.writeOne(SingleWrite(newcomer) { ($0.string(0), $0.int(1)) })
                #expect(row?.0 == "person \(number)")
                return row?.1
            }

            #expect(Set(balances).count == 1)
        }
    }

    @Test func `one that fails among them is told why, and the others are done, once`() async throws {
        try await withOneConnection { database in
            _ = try await together(in: database) { number -> Int? in
                if number == 7 {
                    await #expect(throws: DatabaseError.check("balance_not_negative")) {
                        try await database.writeOne(SingleWrite("UPDATE people SET balance = -1 WHERE name = 'gate'"))
                    }
                } else if number == 8 {
                    await #expect(throws: DatabaseError.unique(columns: ["people.name"])) {
                        try await database.writeOne(SingleWrite("INSERT INTO people (name) VALUES ('gate')"))
                    }
                } else {
                    let added = try await database.writeOne(newcomer(number))
                    #expect(added == 1)
                }
                return nil
            }

            let others = try await database.read { try $0.value("SELECT count(*) FROM people WHERE name <> 'gate'") }
            #expect(others == SingleGroupTests.people - 2)
        }
    }

    @Test func `one that has to wait for a row keeps none of the others waiting`() async throws {
        var options = Database.Options.patient
        options.singleConnections = 2
        try await withDatabase(options) { database in
            try await withHeldRow(in: database) { held in
                let waiting = try await together(in: database, behind: 2, beside: 1) { number -> Payment? in
                    if number == 7 {
                        return Payment { try await database.writeOne(payment(to: "lin")) }
                    }
                    let added = try await database.writeOne(newcomer(number))
                    #expect(added == 1)
                    return nil
                }

                held.letGo()
                for task in waiting.compactMap(\.self) {
                    #expect(try await task.value == 1)
                }
            }
        }
    }

    @Test func `what they tell is told once all of them are committed`() async throws {
        try await withOneConnection { database in
            let told = database.notifications(on: "greetings")
            for await case .missed in told { break }
            _ = try await together(in: database) { number in
                try await database.writeOne(payment(to: "gate").telling("greetings", "\(number)"))
            }

            var heard: Set<String> = []
            for await case .payload(let payload) in told {
                heard.insert(payload)
                if heard.count == SingleGroupTests.people { break }
            }
            let balance = try await database.read { try $0.value("SELECT balance FROM people WHERE name = 'gate'") }
            #expect(balance == SingleGroupTests.people + 1)
        }
    }

    private func withOneConnection(_ body: (Database) async throws -> Void) async throws {
        var options = Database.Options.patient
        options.singleConnections = 1
        try await withDatabase(options, body)
    }

    private func newcomer(_ number: Int) -> SingleWrite<Int> {
        SingleWrite("INSERT INTO people (name) VALUES (\("person \(number)"))")
    }

    private func payment(to name: String) -> SingleWrite<Int> {
        SingleWrite("UPDATE people SET balance = balance + 1 WHERE name = \(name)")
    }

    /// Lets people do something at once, while all connections wait behind a gate, so that they wait together.
    private func together<R: Sendable>(
        in database: Database,
        behind gates: Int = 1,
        beside holders: Int = 0,
        _ body: @escaping @Sendable (_ number: Int) async throws -> R?
    ) async throws -> [R?] {
        var answers: [R?] = []
        try await withHeldRow(of: "gate", in: database) { gate in
            let before = (1...gates).map { _ in Task { try await database.writeOne(payment(to: "gate")) } }
            await until { database.load.inUse == gates + 1 + holders }
            let crowd = Task {
                try await withThrowingTaskGroup(of: R?.self) { group in
                    for number in 1...SingleGroupTests.people {
                        group.addTask { try await body(number) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
            await until { database.load.waiting == SingleGroupTests.people }
            gate.letGo()
            for task in before { #expect(try await task.value == 1) }
            answers = try await crowd.value
        }
        return answers
    }
}
