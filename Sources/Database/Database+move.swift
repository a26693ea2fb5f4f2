extension Database {
    /// How many rows a table has.
    public struct TableCount: Equatable, Sendable {
        public let name: String
        public let rows: Int
    }

    /// What was moved from where to where.
    public struct Move<Finding: Sendable>: Sendable {
        /// The engines and the places, without users and passwords.
        public let source: String
        public let target: String
        /// Of every table, by name.
        public let tables: [TableCount]
        /// What `check` found on both sides.
        public let finding: Finding
    }

    /// Copies a whole database into an empty one, of the same engine or of another.
    ///
    /// The tables are those that the database itself tells of. Everything is counted on both sides. The target gets its
    /// rows in one transaction: where anything fails it stays empty. The source is only read. On SQLite the caller
    /// keeps other processes away from both files. Blocks the calling thread.
    ///
    /// - Parameters:
    ///   - migrations: bring the target up to date; the source has to be so.
    ///   - clock: UTC milliseconds.
    ///   - check: looks at each side, at the target before its commit; both have to find the same.
    /// - Errors: ``MoveError``, ``DatabaseError/newer(found:known:)``, and whatever the databases say.
    public static func move<Finding: Equatable & Sendable>(
        from source: String,
        to target: String,
        migrations: [Migration],
        clock: @escaping @Sendable () -> Int,
        checking check: (Connection) throws -> Finding
    ) async throws -> Move<Finding> {
        let firstRows = try await rowsOfNew(migrations)
        let reader = try DirectDatabase(source, as: .reader, clock: clock)
        defer { try? reader.close() }
        return try reader.read { source in
            guard try !source.isUsedByOthers() else { throw MoveError.usedByOthers(.source) }
            try requireUpToDate(source, migrations)
            let before = try check(source)
            let writer = try DirectDatabase(target, as: .writer, clock: clock)
            let result = Result {
                try writer.migrate(migrations)
                return try writer.write { target in
                    guard try !target.isUsedByOthers() else { throw MoveError.usedByOthers(.target) }
                    try requireEmpty(target, but: firstRows)
                    let tables = try Transfer(source: source, target: target).run()
                    guard try check(target) == before else { throw MoveError.differs }
                    return tables
                }
            }
            try writer.close()
            return Move(
                source: reader.description,
                target: writer.description,
                tables: try result.get(),
                finding: before
            )
        }
    }

    /// What a database has that was only migrated.
    private static func rowsOfNew(_ migrations: [Migration]) async throws -> [TableCount] {
        let new = try Database("sqlite::memory:")
        do {
            try await new.migrate(migrations)
            let counts = try await new.read { connection in
                try connection.tables().map { TableCount(name: $0.name, rows: try connection.count($0)) }
            }
            try await new.close()
            return counts
        } catch {
            try await new.close()
            throw error
        }
    }

    private static func requireUpToDate(_ source: Connection, _ migrations: [Migration]) throws {
        try refuse(newer: source.schemaNumber(), than: migrations)
        let found = try source.schemaNumber()
        let known = migrations.last?.number ?? 0
        guard found == known else { throw MoveError.older(found: found, known: known) }
    }

    private static func requireEmpty(_ target: Connection, but firstRows: [TableCount]) throws {
        let filled = try target.tables().filter { table in
            let expected = firstRows.first { $0.name == table.name }?.rows ?? 0
            return try target.count(table) != expected
        }
        guard filled.isEmpty else { throw MoveError.notEmpty(filled.map(\.name)) }
    }
}

/// Why nothing was moved.
public enum MoveError: Error, Equatable, Sendable {
    public enum Side: Sendable {
        case source
        case target
    }

    /// Other processes are at work on it.
    case usedByOthers(Side)
    /// The source was made by an earlier version; numbers are those of migrations, 0 where it is no installation.
    case older(found: Int, known: Int)
    /// These tables of the target have rows.
    case notEmpty([String])
    /// These tables are not the same on both sides.
    case otherTables([String])
    /// A table has another number of rows than it had.
    case miscounted(table: String, source: Int, target: Int)
    /// What was looked at in the source looks different in the target.
    case differs
}
