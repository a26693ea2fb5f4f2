import GRDB
import GRDBSQLite

/// One connection to a SQLite file: transactions, cached statements, and the state of the write-ahead log.
///
/// GRDB opens, configures and closes the connection. In between, statements go to SQLite's C interface directly, since
/// GRDB's dispatch queue and rows cost more than a point read.
///
/// `@unchecked Sendable` is sound: SQLite is opened in its multi-thread mode, in which a connection may be used by any
/// thread, one at a time. The writer's connection is used by whoever has the turn in ``GroupCommit``, a reader's by
/// whoever took it from ``ReaderPool``; their mutexes order one holder's acts before the next one's. GRDB does not
/// touch a connection it isn't asked to, and its callbacks into SQLite are removed on opening.
final class SQLiteConnection: Session, @unchecked Sendable {
    enum Role {
        case reader
        /// - Parameter isDurable: False where losing the last commits with the machine is all right.
        case writer(isDurable: Bool)
    }

    private(set) var turn = 0
    /// True where the closure that was lent the transaction last did something that would have to be undone.
    private(set) var hasActed = false
    /// How many pages the write-ahead log had after the last commit; kept by the writer.
    private(set) var logPages: Int32 = 0

    private let queue: DatabaseQueue
    let handle: OpaquePointer
    private let onStatement: (@Sendable (String) -> Void)?
    let isWriter: Bool
    /// False for a reader, and for a writer while it is lent to somebody who only reads.
    private var mayWrite: Bool
    private var control: Control?
    private var statements: [SQLTemplate: SQLiteStatement] = [:]
    private var statementsHandedOut = 0
    /// Why SQLite gave the transaction up by itself, until the next one begins.
    private var loss: DatabaseError?
    /// What the closures of this transaction want told once it is committed.
    private var notices: [Notice] = []
    /// How many of them there were when the savepoint was opened.
    private var noticesBefore = 0

    init(_ path: String, as role: Role, onStatement: (@Sendable (String) -> Void)?) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        let begin: String
        switch role {
        case .reader:
            configuration.readonly = true
            begin = "BEGIN"
            isWriter = false
        case .writer:
            begin = "BEGIN IMMEDIATE"
            isWriter = true
        }
        mayWrite = isWriter
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(
                code: error.extendedResultCode.rawValue,
                message: "\(error.message ?? "cannot open"): \(path)",
                systemError: 0,
                statement: ""
            )
        }
        guard let handle = queue.inDatabase({ $0.sqliteConnection }) else { throw DatabaseError.closed }
        self.handle = handle
        self.onStatement = onStatement
        sqlite3_set_authorizer(handle, nil, nil)
        sqlite3_commit_hook(handle, nil, nil)
        sqlite3_rollback_hook(handle, nil, nil)
        sqlite3_update_hook(handle, nil, nil)
        try configure(role)
        control = try Control(begin: begin, on: handle)
    }

    private func configure(_ role: Role) throws {
        switch role {
        case .reader:
            try run("PRAGMA wal_autocheckpoint = 0") { _ in }
        case .writer(let isDurable):
            var mode = ""
            try run("PRAGMA journal_mode = WAL") { mode = $0.string(0) }
            guard mode == "wal" else { throw DatabaseError.io("the file system cannot keep a write-ahead log") }
            try run(isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF") { _ in }
            try run("PRAGMA journal_size_limit = \(logSizeKeptBytes)") { _ in }
            // Savepoints of a large group would otherwise spill into a temporary file.
            try run("PRAGMA temp_store = MEMORY") { _ in }
            // Counting the log's pages takes the place of SQLite's automatic checkpoints.
            sqlite3_wal_hook(
                handle,
                { connection, _, _, pages in
                    guard let connection else { return SQLITE_OK }
                    Unmanaged<SQLiteConnection>.fromOpaque(connection).takeUnretainedValue().logPages = pages
                    return SQLITE_OK
                },
                Unmanaged.passUnretained(self).toOpaque()
            )
        }
    }

    /// Closes the connection; of the last one SQLite writes the log back into the database file.
    func close() throws {
        statements = [:]
        control = nil
        do {
            try queue.close()
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError.io(error.message ?? "cannot close")
        }
    }

    /// Leaves the connection as it is until the process ends.
    ///
    /// After a failed fsync, closing would write the log back into the database file as if it were sound.
    func abandon() {
        _ = Unmanaged.passRetained(self)
    }

    // MARK: Transactions

    func begin() throws {
        loss = nil
        mayWrite = isWriter
        notices = []
        noticesBefore = 0
        try finish(control?.begin)
    }

    /// Begins a transaction unless that means waiting for another process; false where none has begun.
    func beginAtOnce() -> Bool {
        sqlite3_busy_timeout(handle, 0)
        defer { sqlite3_busy_timeout(handle, Int32(busyTimeoutSeconds * 1000)) }
        return (try? begin()) != nil
    }

    /// Begins a transaction of the writer that only reads, and so waits for nobody.
    func beginReading() throws {
        loss = nil
        mayWrite = false
        try finish(control?.beginReading)
    }

    func commit() throws {
        try finish(control?.commit)
    }

    /// Undoes the transaction where there still is one.
    func rollBack() throws {
        if isInTransaction {
            try finish(control?.rollBack)
        }
    }

    /// Lets go of a snapshot.
    func endReading() {
        do {
            try commit()
        } catch {
            // Nothing was written, so there is nothing that a rollback could fail to undo.
            try? rollBack()
        }
    }

    /// What is to be told, now that the transaction is committed.
    func takeNotices() -> [Notice] {
        defer { notices = [] }
        return notices
    }

    func openSavepoint() throws {
        noticesBefore = notices.count
        try finish(control?.openSavepoint)
    }

    /// Keeps what was done since the savepoint, to be committed with the rest.
    ///
    /// - Errors: `DatabaseError.foreignKey` where a deferred foreign key is still open, which would otherwise fail the
    ///   commit of the whole group.
    func keepSavepoint() throws {
        guard !hasOpenForeignKeys else { throw DatabaseError.foreignKey }
        try finish(control?.keepSavepoint)
    }

    /// True while a deferred foreign key points nowhere.
    var hasOpenForeignKeys: Bool {
        var open: Int32 = 0
        var unused: Int32 = 0
        sqlite3_db_status(handle, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &unused, 0)
        return open != 0
    }

    func undoSavepoint() throws {
        notices.removeSubrange(noticesBefore...)
        try finish(control?.undoSavepoint)
        try finish(control?.keepSavepoint)
    }

    /// Lends the transaction to `body`, whose connection is worthless afterwards.
    func lend<R>(now: Int, _ body: (Connection) throws -> R) rethrows -> R {
        turn += 1
        hasActed = false
        defer { turn += 1 }
        return try body(Connection(self, now: now))
    }

    /// Throws where SQLite, or a closure against the rules, has ended the transaction.
    func requireTransaction() throws {
        if let loss {
            throw loss
        }
        guard isInTransaction else {
            throw DatabaseError.sql(message: "a closure ended the transaction it was given", statement: "")
        }
    }

    var isInTransaction: Bool {
        sqlite3_get_autocommit(handle) == 0
    }

    /// Copies the log back into the database file; the next commit then starts the log anew.
    ///
    /// - Parameter waitingForReaders: True waits a moment for readers that still need the log, false
    ///   copies what can be copied.
    /// - Errors: ``DatabaseError/io(_:)``; nothing may be written after that.
    func checkpoint(waitingForReaders: Bool) throws {
        if waitingForReaders {
            sqlite3_busy_timeout(handle, checkpointPatienceMilliseconds)
        }
        defer {
            if waitingForReaders {
                sqlite3_busy_timeout(handle, Int32(busyTimeoutSeconds * 1000))
            }
        }
        let mode = waitingForReaders ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil)
        // On a full disk nothing is lost: the log still has everything, and is copied back once there is room.
        guard [SQLITE_OK, SQLITE_BUSY, SQLITE_FULL].contains(code) else {
            throw DatabaseError.last(on: handle, statement: "checkpoint")
        }
    }

    // MARK: Statements

    func execute(_ sql: SQL) throws {
        let statement = try prepared(sql)
        defer { statement.reset() }
        while try step(statement) {}
    }

    func change(_ sql: SQL) throws -> Int {
        let changesBefore = sqlite3_total_changes64(handle)
        try execute(sql)
        // sqlite3_changes keeps the count of an earlier statement when this one was no INSERT, UPDATE or DELETE.
        return sqlite3_total_changes64(handle) == changesBefore ? 0 : Int(sqlite3_changes64(handle))
    }

    func insert(_ sql: SQL) throws -> Int {
        try execute(sql)
        return Int(sqlite3_last_insert_rowid(handle))
    }

    func query(_ sql: SQL, _ onRow: (Row) throws -> Bool) throws {
        let statement = try prepared(sql)
        defer { statement.reset() }
        let row = Row(source: statement)
        // Stopping early loses nothing: a statement makes all its changes before its first row (lang_returning.html).
        while try step(statement), try onRow(row) {}
    }

    func notify(_ notice: Notice) throws {
        guard mayWrite else { throw DatabaseError.readOnly }
        hasActed = true
        notices.append(notice)
    }

    func lock(_ name: StaticString) throws {
        guard mayWrite else { throw DatabaseError.readOnly }
    }

    func liftTimeouts() {}

    func run(_ text: String, _ onRow: (Row) throws -> Void) throws {
        if let loss {
            throw loss
        }
        let statement = try SQLiteStatement(text, on: handle)
        defer { statement.reset() }
        hasActed = hasActed || statement.writes
        while try step(statement) {
            try onRow(Row(source: statement))
        }
    }

    /// The statement of `sql`, compiled and with its values bound; whoever gets it resets it.
    private func prepared(_ sql: SQL) throws -> SQLiteStatement {
        if let loss {
            throw loss
        }
        let statement = try compiled(sql)
        onStatement?(statement.text)
        hasActed = hasActed || statement.writes
        guard mayWrite || !statement.writes else { throw DatabaseError.readOnly }
        guard statement.start(sql.parts) else {
            statement.reset()
            throw DatabaseError.last(on: handle, statement: statement.text)
        }
        return statement
    }

    private func compiled(_ sql: SQL) throws -> SQLiteStatement {
        statementsHandedOut += 1
        let template = SQLTemplate(sql)
        if let known = statements[template], !known.isRunning {
            known.lastUse = statementsHandedOut
            return known
        }
        let statement = try SQLiteStatement(sql.text(in: .sqlite) { _ in "?" }, on: handle)
        statement.lastUse = statementsHandedOut
        if statements.count >= statementsKept, let stalest = statements.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            statements[stalest.key] = nil
        }
        statements[template.withoutValues] = statement
        return statement
    }

    /// True when there is a row, false at the end.
    private func step(_ statement: SQLiteStatement) throws -> Bool {
        switch statement.step() {
        case SQLITE_ROW:
            return true
        case SQLITE_DONE:
            return false
        default:
            let error = DatabaseError.last(on: handle, statement: statement.text)
            if !isInTransaction {
                // Nothing may run after this until the next transaction: each statement would commit by itself.
                loss = error
            }
            throw error
        }
    }

    private func finish(_ statement: SQLiteStatement?) throws {
        guard let statement else { throw DatabaseError.closed }
        defer { statement.reset() }
        while try step(statement) {}
    }

    /// The statements that draw the edges of transactions.
    private struct Control {
        let begin: SQLiteStatement
        let beginReading: SQLiteStatement
        let commit: SQLiteStatement
        let rollBack: SQLiteStatement
        let openSavepoint: SQLiteStatement
        let keepSavepoint: SQLiteStatement
        let undoSavepoint: SQLiteStatement

        init(begin: String, on handle: OpaquePointer) throws {
            self.begin = try SQLiteStatement(begin, on: handle)
            beginReading = try SQLiteStatement("BEGIN", on: handle)
            commit = try SQLiteStatement("COMMIT", on: handle)
            rollBack = try SQLiteStatement("ROLLBACK", on: handle)
            openSavepoint = try SQLiteStatement("SAVEPOINT one_closure", on: handle)
            keepSavepoint = try SQLiteStatement("RELEASE one_closure", on: handle)
            undoSavepoint = try SQLiteStatement("ROLLBACK TO one_closure", on: handle)
        }
    }
}

/// How long a connection waits for a lock of another process before it answers "busy"; our choice.
private let busyTimeoutSeconds = 5.0

/// How long every write is held up for readers that keep the log from being started anew; short, because what they read
/// may take hours.
private let checkpointPatienceMilliseconds: Int32 = 20

/// How much of the log file stays on disk after a checkpoint: as much as it grows to beside a backup or a report of a
/// busy hour, since writing over it costs a fifth less than making it grow each time.
private let logSizeKeptBytes = 256 << 20

/// How many compiled statements a connection keeps; more than the program has hot statements, some KiB each.
private let statementsKept = 200
