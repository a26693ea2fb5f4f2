import Database
import Foundation
import NIOCore
import NIOPosix

/// How many movements of credits a second go through `Database`: `ledger URL CLIENTS SECONDS STATEMENTS`.
///
/// The tables are those of ledger.sql, the statements those that pgbench runs beside it. STATEMENTS is `one` for a
/// single statement with its commit, `two` for what Hanmo does: a transaction of an UPDATE and an INSERT. The clients
/// are tasks on an event loop, as they are in `hanmo serve`, and draw their numbers without asking the kernel, as
/// pgbench does.
@main
struct Ledger {
    let database: Database
    let isSingle: Bool

    /// As many as ledger.sql makes.
    private static let accounts = 1_000
    private static let keys = 9_000_000_000_000_000

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let clients = Int(arguments[2]), let seconds = Double(arguments[3]),
            ["one", "two"].contains(arguments[4])
        else {
            FileHandle.standardError.write(Data("usage: ledger URL CLIENTS SECONDS one|two\n".utf8))
            exit(2)
        }
        let ledger = Ledger(database: try Database(arguments[1]), isSingle: arguments[4] == "one")
        print(String(format: "%.0f", try await ledger.rate(clients: clients, for: .seconds(seconds))))
        try await ledger.database.close()
    }

    /// Movements a second of so many clients, each of which begins the next one when it has been answered.
    private func rate(clients: Int, for time: Duration) async throws -> Double {
        let clientsLoop = LoopExecutor(loop: MultiThreadedEventLoopGroup.singleton.any())
        let start = ContinuousClock.now
        let moved = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...clients {
                group.addTask(executorPreference: clientsLoop) {
                    var moved = 0
                    var numbers = SplitMix(state: .random(in: .min ... .max))
                    while ContinuousClock.now < start + time {
                        let account = Int.random(in: 1...Ledger.accounts, using: &numbers)
                        try await move(account, "k\(Int.random(in: 1...Ledger.keys, using: &numbers))")
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
    private func move(_ account: Int, _ key: String) async throws {
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

/// Runs tasks on an event loop.
private final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// Steele, Lea and Flood's SplitMix64 ("Fast splittable pseudorandom number generators", 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
