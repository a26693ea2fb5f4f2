import Dispatch

/// A database through one connection of its own, used on the calling thread, which it blocks: for commands that go
/// through all of it.
///
/// Nothing takes too long here, and nothing is run again by itself. As a reader it changes nothing, also beside a
/// server that has SQLite's file open: it neither writes nor checkpoints.
public final class DirectDatabase {
    public enum Role: Sendable {
        case reader
        /// On SQLite the caller sees to it that no other process has the file open.
        case writer
    }

    /// The engine and the place, without user and password.
    public let description: String
    private let line: Line
    private let clock: () -> Int

    private enum Line {
        case sqlite(SQLiteConnection)
        case postgres(PostgresConnection)
    }

    /// - Parameters:
    ///   - url: as of ``Database``, but of a database that exists where it is only read.
    ///   - clock: UTC milliseconds, for the connections' `now`.
    /// - Errors: ``DatabaseError/io(_:)`` and ``DatabaseError/unreachable(_:)``.
    public init(_ url: String, as role: Role, clock: @escaping () -> Int) throws {
        self.clock = clock
        let scheme = url.prefix { $0 != ":" }
        switch scheme {
        case "sqlite":
            let path = String(url.dropFirst(scheme.count + 1))
            let role: SQLiteConnection.Role = role == .reader ? .reader : .writer(isDurable: true)
            line = .sqlite(try SQLiteConnection(path, as: role, onStatement: nil))
            description = "SQLite (\(path))"
        case "postgres", "postgresql":
            let server = try PostgresServer(PostgresAddress(url))
            line = .postgres(PostgresConnection(server, onStatement: nil))
            description = "PostgreSQL \(server.version) (\(server.address))"
        default:
            throw DatabaseError.unsupportedURL(scheme: String(scheme))
        }
    }

    /// Runs `body` on a consistent snapshot.
    public func read<T>(_ body: (Connection) throws -> T) throws -> T {
        switch line {
        case .sqlite(let connection):
            try connection.begin()
            defer { connection.endReading() }
            return try connection.lend(now: clock(), body)
        case .postgres(let connection):
            return try begin(connection, .read, body) { connection in
                connection.endReading()
                connection.sendEnd()
            }
        }
    }

    /// Runs `body` in a transaction and commits it; nothing of it stays where that fails.
    ///
    /// - Errors: what `body` throws; ``DatabaseError/lost(_:)`` also where nobody knows whether the commit took place.
    public func write<T>(_ body: (Connection) throws -> T) throws -> T {
        switch line {
        case .sqlite(let connection):
            do {
                try connection.begin()
                let result = try connection.lend(now: clock(), body)
                try connection.requireTransaction()
                try connection.commit()
                return result
            } catch {
                try? connection.rollBack()
                throw error
            }
        case .postgres(let connection):
            return try begin(connection, .write, body) { connection in
                do throws(PostgresFailure) {
                    try connection.commit()
                } catch {
                    throw error.error
                }
            }
        }
    }

    private func begin<T>(
        _ connection: PostgresConnection,
        _ mode: PostgresConnection.Mode,
        _ body: (Connection) throws -> T,
        end: (PostgresConnection) throws -> Void
    ) throws -> T {
        try connection.connect(until: DispatchTime.now().uptimeNanoseconds + patienceNanoseconds)
        connection.begin(mode)
        do {
            let result = try connection.lend(now: clock()) { connection in
                try connection.liftTimeouts()
                return try body(connection)
            }
            if let failure = connection.failure { throw failure.error }
            try end(connection)
            return result
        } catch {
            connection.rollBack()
            connection.sendEnd()
            throw error
        }
    }

    /// Lets go of the connection.
    public func close() throws {
        guard case .sqlite(let connection) = line else { return }
        if connection.isWriter { try connection.checkpoint(waitingForReaders: false) }
        try connection.close()
    }

    /// What ``Database/migrate(_:)`` does.
    public func migrate(_ migrations: [Migration]) throws {
        Database.requireOrder(of: migrations)
        let dialect =
            switch line {
            case .sqlite: Dialect.sqlite
            case .postgres: Dialect.postgres
            }
        var found = try write { try Database.openBook(dialect, $0) }
        try Database.refuse(newer: found, than: migrations)
        for migration in migrations where migration.number > found {
            found = try write { try Database.apply(migration, dialect, $0) }
        }
    }
}

/// How long a server that restarts is waited for.
private let patienceNanoseconds: UInt64 = 5_000_000_000
