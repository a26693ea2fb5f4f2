import Database
import Foundation

/// How many movements of credits a second go through `Database`: `ledger URL CLIENTS CONNECTIONS SECONDS STATEMENTS`.
///
/// The tables are those of ledger.sql, the statements those that pgbench runs beside it. STATEMENTS is `one` for a
/// single statement with its commit, `two` for what Hanmo does: a transaction of an UPDATE and an INSERT.
@main
struct Ledger {
    let database: Database
    let isSingle: Bool

    /// As many as ledger.sql makes.
    private static let accounts = 1_000
    private static let keys = 9_000_000_000_000_000

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 6, let clients = Int(arguments[2]), let connections = Int(arguments[3]),
            let seconds = Double(arguments[4]), ["one", "two"].contains(arguments[5])
        else {
            FileHandle.standardError.write(Data("usage: ledger URL CLIENTS CONNECTIONS SECONDS one|two\n".utf8))
            exit(2)
        }
        var options = Database.Options()
        options.connections = connections
        options.singleConnections = connections
        let ledger = Ledger(database: try Database(arguments[1], options: options), isSingle: arguments[5] == "one")
        print(String(format: "%.0f", try await ledger.rate(clients: clients, for: .seconds(seconds))))
        try await ledger.database.close()
    }

    /// Movements a second of so many clients, each of which begins the next one when it has been answered.
    private func rate(clients: Int, for time: Duration) async throws -> Double {
        let start = ContinuousClock.now
        let moved = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...clients {
                group.addTask {
                    var moved = 0
                    while ContinuousClock.now < start + time {
                        try await move()
                        moved += 1
                    }
                    return moved
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(moved) / ((ContinuousClock.now - start) / .seconds(1))
    }

    /// Takes 10 credits of some account and writes it down.
    private func move() async throws {
        let account = Int.random(in: 1...Ledger.accounts)
        let key = "k\(Int.random(in: 1...Ledger.keys))"
        if isSingle {
            try await database.writeOne(Ledger.moveInOne(account, key))
        } else {
            try await database.write { try Ledger.moveInTwo(account, key, $0) }
        }
    }

    private static func moveInOne(_ account: Int, _ key: String) -> SingleWrite<Int> {
        SingleWrite(
            """
            WITH a AS (UPDATE account
                          SET balance = balance - 10
                        WHERE id = \(account) AND balance >= 10
                       RETURNING id, balance)
            INSERT INTO ledger_entry (account_id, kind, amount, balance_after, op_key)
            SELECT id, 'reserve', -10, balance, \(key) FROM a
            ON CONFLICT DO NOTHING
            """
        )
    }

    private static func moveInTwo(_ account: Int, _ key: String, _ connection: Connection) throws {
        let balance = try connection.value(
            "UPDATE account SET balance = balance - 10 WHERE id = \(account) AND balance >= 10 RETURNING balance"
        )
        guard let balance else { return }
        try connection.execute(
            """
            INSERT INTO ledger_entry (account_id, kind, amount, balance_after, op_key)
            VALUES (\(account), 'reserve', -10, \(balance), \(key))
            """
        )
    }
}
