import CSQLiteSettings
import Foundation
import GRDBSQLite
import Synchronization

/// SQLite: one connection that writes, a few that read.
///
/// Only the writer's connection ever checkpoints, and it is opened first and closed last: SQLite before 3.51.3 can lose
/// commits when two connections write or checkpoint at the same moment (sqlite.org/wal.html#walresetbug). A reader
/// can't checkpoint on close either, because SQLite does that only for the last connection to go.
final class SQLiteEngine: Engine {
    enum Place {
        case file(String)
        /// A folder of its own that is removed on close, for tests.
        case temporary
    }

    let description = "SQLite \(String(cString: sqlite3_libversion())) (WAL)"

    let dialect = Dialect.sqlite

    let isShared = false

    let groups: GroupCommit
    private let readers: ReaderPool
    /// Where long reads run; half of the readers at most, so that the others go on serving.
    ///
    /// Made for the first of them: a start has no use for it.
    private let longReads = Mutex<OperationQueue?>(nil)
    private let listeners = Listeners()
    private let clock: @Sendable () -> Int

    /// What holds for SQLite in this whole process, arranged before the first connection.
    private static let isConfigured: Bool = {
        sqlite_settings_keep_no_memory_statistics()
        return true
    }()

    init(_ place: Place, options: Database.Options) throws {
        _ = SQLiteEngine.isConfigured
        let folder: String?
        let path: String
        switch place {
        case .file(let name):
            folder = nil
            path = name
        case .temporary:
            let made = FileManager.default.temporaryDirectory.appendingPathComponent("database-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
            folder = made.path
            path = made.appendingPathComponent("database.sqlite").path
        }
        let onStatement = options.onStatement
        let writer = try SQLiteConnection(path, as: .writer(isDurable: folder == nil), onStatement: onStatement)
        let readers = ReaderPool(limit: options.readers) {
            try SQLiteConnection(path, as: .reader, onStatement: onStatement)
        }
        let listeners = listeners
        groups = GroupCommit(
            writer,
            options: options,
            onCommit: { listeners.tell($0) }
        ) { hasFailed in
            listeners.close()
            try readers.close()
            if hasFailed {
                writer.abandon()
            } else {
                do {
                    try writer.checkpoint(waitingForReaders: false)
                } catch {
                    writer.abandon()
                    throw error
                }
                try writer.close()
            }
            if let folder {
                try FileManager.default.removeItem(atPath: folder)
            }
        }
        self.readers = readers
        clock = options.clock
    }

    deinit {
        groups.close { _ in }
    }

    var load: Database.Load {
        Database.Load(
            inUse: readers.inUse,
            limit: readers.limit,
            waiting: readers.waiting,
            writesWaiting: groups.waiting
        )
    }

    nonisolated(nonsending) func read<T: Sendable>(
        isBrief: Bool,
        _ body: @escaping @Sendable (Connection) throws -> T
    ) async throws -> T {
        if isBrief, let answer = try groups.readAtRest(body) { return answer }
        return try readNow(body)
    }

    func readLong<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        let queue = longReads.withLock { queue in
            if let queue { return queue }
            let made = OperationQueue()
            made.maxConcurrentOperationCount = max(1, readers.limit / 2)
            queue = made
            return made
        }
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation {
                continuation.resume(with: Result { try self.readNow(body) })
            }
        }
    }

    func readNow<T>(_ body: (Connection) throws -> T) throws -> T {
        try readers.withReader { reader in
            try reader.begin()
            defer { reader.endReading() }
            return try reader.lend(now: clock(), body)
        }
    }

    func write(_ job: TransactionJob) {
        groups.submit(job)
    }

    func writeOne<Answer>(_ write: SingleWrite<Answer>) async throws -> Answer {
        try await TransactionJob.result(of: { try write.perform(in: $0) }) { groups.submit($0) }
    }

    func notifications(
        on channel: StaticString,
        where isWanted: @escaping @Sendable (String) -> Bool
    ) -> AsyncStream<Database.Notification> {
        listeners.stream(on: channel, where: isWanted)
    }

    func queryPlan(_ sql: String) async throws -> [String] {
        var steps: [String] = []
        try readNow { connection in
            try connection.run("EXPLAIN QUERY PLAN \(sql)") { row in
                steps.append(row.string(planDetailColumn))
            }
        }
        return steps
    }

    func close(_ done: @escaping @Sendable (Result<Void, any Error>) -> Void) {
        groups.close(done)
    }
}

extension Dialect {
    static let sqlite = Dialect(
        words: ["IDENTITY": "INTEGER PRIMARY KEY AUTOINCREMENT", "UNLOGGED": ""]
    ) { word in
        switch word {
        case .position: "instr"
        case .serverNow: "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
        // One writer at a time has nothing to lock.
        case .forUpdate, .skipLocked: ""
        }
    }
}

/// Which column of `EXPLAIN QUERY PLAN` says in words what a step does.
private let planDetailColumn = 3
