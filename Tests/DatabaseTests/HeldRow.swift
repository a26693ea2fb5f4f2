import Foundation

@testable import Database

/// Somebody's row, locked by a transaction.
struct HeldRow {
    let database: Database
    let mayGoOn = DispatchSemaphore(value: 0)

    func letGo() {
        mayGoOn.signal()
    }

    func untilSomebodyWaits() async throws {
        // Who waits for a row holds the right to be the next to have it.
        let question: SQL = "SELECT count(*) FROM pg_locks WHERE locktype = 'tuple' AND relation = 'people'::regclass"
        while try await database.read({ try $0.value(question) }) == 0 {}
    }
}

/// Runs `body` while a transaction of `database` holds somebody's row, which is there afterwards.
func withHeldRow(of name: String = "lin", in database: Database, _ body: (HeldRow) async throws -> Void) async throws {
    let isHeld = DispatchSemaphore(value: 0)
    let held = HeldRow(database: database)
    try await database.write { try $0.execute("INSERT INTO people (name) VALUES (\(name))") }
    let holder = Task {
        try await database.write { connection in
            _ = try connection.change("UPDATE people SET balance = balance WHERE name = \(name)")
            isHeld.signal()
            held.mayGoOn.wait()
        }
    }
    await until { isHeld.wait(timeout: .now()) == .success }
    do {
        try await body(held)
    } catch {
        held.letGo()
        _ = await holder.result
        throw error
    }
    held.letGo()
    try await holder.value
}
