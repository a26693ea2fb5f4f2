import Foundation

/// Portable SQL on one of the engines, chosen by URL.
///
/// Two verbs: ``read(isBrief:_:)`` and ``write(isBrief:_:)``. Both take closures that cannot wait, so no lock is ever
/// held while the program waits for something else.
public final class Database: Sendable {
    /// What the program may change about a database.
    public struct Options: Sendable {
        /// The present moment in UTC milliseconds.
        public var clock: @Sendable () -> Int = Options.systemClock
        /// Called once, after the waiters were answered, on the thread that commits, when the disk failed; by default
        /// it says so on standard error and ends the program with ``fatalStatus``, because what a failed fsync left
        /// behind is only known after opening the file anew.
        public var onFatal: @Sendable (any Error) -> Void = Options.exit
        /// Sees the text of each executed statement as the engine gets it, transaction control excepted; for tests.
        public var onStatement: (@Sendable (String) -> Void)?
        /// Told of each write that was committed how many nanoseconds passed from asking for it to its commit; called
        /// on the thread that commits, so it should do next to nothing.
        public var onWrite: @Sendable (_ nanoseconds: Int) -> Void = { _ in }
        /// Told of each commit on SQLite how many writes shared it; called likewise.
        public var onGroup: @Sendable (_ writes: Int) -> Void = { _ in }
        /// How many connections may read at the same moment on SQLite, at least 1.
        public var readers = 4
        /// How many connections there may be to PostgreSQL for reads and transactions, at least 1, each with a thread.
        public var connections = 10
        /// How many further ones there may be for writes of one statement, at least 1.
        ///
        /// They share a thread. A few will do: those that wait together share a commit, on two of them; the others are
        /// for what has to wait for a row.
        public var singleConnections = 4
        /// How long whoever wants a connection to PostgreSQL waits for one before ``DatabaseError/exhausted``.
        public var connectionPatience = Duration.seconds(5)
        /// When callers run on SQLite what is brief, as if they were its writer; for tests.
        var rest = Rest()

        public init() {}

        private static let systemClock: @Sendable () -> Int = {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Int(time.tv_sec) * 1_000 + Int(time.tv_nsec) / 1_000_000
        }

        private static let exit: @Sendable (any Error) -> Void = { error in
            let reason = if case DatabaseError.io(let reason) = error { reason } else { "\(error)" }
            let message = """
                database: cannot write, so this process ends: \(reason). What was answered is safe; what is on the \
                disk is known again after the next start, once the disk is in order

                """
            FileHandle.standardError.write(Data(message.utf8))
            Foundation.exit(fatalStatus)
        }

        /// `EX_IOERR` of sysexits.h.
        public static let fatalStatus: Int32 = 74
    }

    let engine: any Engine

    /// Opens the database that `url` names.
    ///
    /// - Parameter url: `sqlite:PATH` (made where there is none), `sqlite::memory:` (for tests: a file in a temporary
    ///   folder that is never synced to disk and is removed on close), or `postgres://user:password@host:port/name`
    ///   with whatever else libpq reads there.
    /// - Errors: ``DatabaseError/unreachable(_:)`` where no server answers there, or not to this user.
    public init(_ url: String, options: Options = Options()) throws {
        let scheme = url.prefix { $0 != ":" }
        let rest = String(url.dropFirst(scheme.count + 1))
        switch scheme {
        case "sqlite" where !rest.isEmpty:
            engine = try SQLiteEngine(rest == ":memory:" ? .temporary : .file(rest), options: options)
        case "postgres", "postgresql":
            engine = try PostgresEngine(url, options: options)
        default:
            throw DatabaseError.unsupportedURL(scheme: String(scheme))
        }
    }

    /// The engine, its version and mode, as `SQLite 3.40.1 (WAL)`.
    public var engineDescription: String {
        engine.description
    }

    /// True where several processes may work on the same database at once, so that nothing they share may live in
    /// memory.
    public var isShared: Bool {
        engine.isShared
    }

    /// What is in use at this moment, and who waits for it.
    public var load: Load {
        engine.load
    }

    /// How busy the connections are.
    public struct Load: Sendable, Equatable {
        /// Connections that somebody uses; on SQLite, which has one writer, those that read.
        public let inUse: Int
        /// Connections that there may be.
        public let limit: Int
        /// How many wait for one.
        public let waiting: Int
        /// Writes that wait for the one being done; nil where many are done at the same moment.
        public let writesWaiting: Int?
    }

    /// Runs `body` on a consistent snapshot; a statement that writes throws ``DatabaseError/readOnly``.
    ///
    /// On SQLite it runs on the calling thread, without a hop while a connection is free: a point read costs less than
    /// that. Do not read again inside `body` except through its connection: the outer read holds what the inner waits
    /// for.
    ///
    /// - Parameter isBrief: True for a statement or two, each of which finds its rows by a key: on SQLite, where the
    ///   database is at rest, they are run on the connection that writes, whose pages stay in memory when it has
    ///   written; the others begin anew then.
    nonisolated(nonsending) public func read<T: Sendable>(
        isBrief: Bool = false,
        _ body: @escaping @Sendable (Connection) throws -> T
    ) async throws -> T {
        try await engine.read(isBrief: isBrief, body)
    }

    /// Does what ``read(isBrief:_:)`` does, for what looks through many rows: never on the calling thread.
    public func readLong<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await engine.readLong(body)
    }

    /// Runs `body` in a transaction and returns what it returned once that is safely on disk.
    ///
    /// On SQLite writes that wait at the same moment share a commit, so `body` must not wait for anything outside the
    /// database. It may be run again, so it must not change anything outside either: on SQLite where another of its
    /// group failed, on PostgreSQL where it lost against others who write, or its connection before the commit.
    ///
    /// An error thrown by `body` undoes what it did and is rethrown as it is. A statement that failed has ended the
    /// transaction on PostgreSQL: `body` should not catch its error to go on. Cancelling the task changes nothing: the
    /// write is done and answered.
    ///
    /// - Parameter isBrief: True for a few statements, each of which finds its rows by a key: on SQLite, where the
    ///   database is at rest, they are run on the calling thread.
    @discardableResult
    public func write<T: Sendable>(
        isBrief: Bool = false,
        _ body: @escaping @Sendable (Connection) throws -> T
    ) async throws -> T {
        try await TransactionJob.result(of: body, isBrief: isBrief) { engine.write($0) }
    }

    /// Does what ``write(isBrief:_:)`` does, for a transaction that is one statement.
    ///
    /// PostgreSQL gets the statement together with its commit, so that both are one exchange over the wire, on
    /// connections of their own, where no long transaction is in the way. Several that wait there together share a
    /// transaction, and with it ``DatabaseError/lost(_:)``; whatever else fails is told to the one it belongs to.
    @discardableResult
    public func writeOne<Answer>(_ write: SingleWrite<Answer>) async throws -> Answer {
        try await engine.writeOne(write)
    }

    /// How the engine would find the rows of a statement, a line a step, for tests that refuse full scans.
    ///
    /// - Parameter sql: A statement as `onStatement` saw it; its values need not be known.
    public func queryPlan(_ sql: String) async throws -> [String] {
        try await engine.queryPlan(sql)
    }

    /// Finishes the writes that wait, then closes everything; later calls throw ``DatabaseError/closed``.
    public func close() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            engine.close { continuation.resume(with: $0) }
        }
    }
}
