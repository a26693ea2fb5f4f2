/// One numbered step of the schema; never edited once shipped.
///
/// Statements are portable DDL without values, one statement a string. The words `IDENTITY` (the type of an `id`
/// column that numbers itself), `UNLOGGED` (before `TABLE`: what is in it may be lost with the server), `BIGINT`,
/// `TEXT` and `BLOB` are replaced by what the engine calls them. Texts are
/// compared and sorted by their bytes on every engine.
public struct Migration: Sendable {
    public let number: Int
    let name: String
    let statements: [String]

    /// - Parameters:
    ///   - number: Counted from 1, ascending.
    ///   - name: What the step does, for whoever reads `schema_migrations`.
    ///   - statements: Run in order, in one transaction.
    public init(_ number: Int, _ name: String, _ statements: [String]) {
        self.number = number
        self.name = name
        self.statements = statements
    }
}

/// What an engine calls the portable words.
struct Dialect: Sendable {
    /// Of the DDL: from the portable word to the engine's.
    let words: [String: String]
    /// Of statements.
    let word: @Sendable (SQLWord) -> String

    /// Replaces the portable words in `ddl`, leaving quoted text and comments alone.
    ///
    /// It reads bytes, since every start on an empty database waits for the whole schema to pass through here.
    func render(_ ddl: String) -> String {
        let words = words.map { (portable: Array($0.utf8), engine: Array($1.utf8)) }
        let bytes = Array(ddl.utf8)
        var rendered: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let rest = bytes[place...]
            let end: Int?
            switch bytes[place] {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                end = rest.dropFirst().firstIndex(of: bytes[place]).map { $0 + 1 }
            case UInt8(ascii: "-") where rest.starts(with: "--".utf8):
                end = rest.firstIndex(of: UInt8(ascii: "\n"))
            case let byte where byte.isOfWord:
                end = rest.firstIndex { !$0.isOfWord }
            default:
                end = place + 1
            }
            let token = rest[..<(end ?? bytes.count)]
            rendered += words.first { token.elementsEqual($0.portable) }?.engine[...] ?? token
            place = token.endIndex
        }
        return String(decoding: rendered, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isOfWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}

extension Database {
    /// Brings the schema up to the last of `migrations`, each once: an empty database in one transaction, another one
    /// in one for each of them.
    ///
    /// Several processes may do so at the same moment: they take turns.
    ///
    /// - Parameter schema: What all of `migrations` together make of an empty database, as portable DDL whose
    ///   statements end with a semicolon at the end of a line. An empty database is given that instead of its history,
    ///   which takes several times as long.
    /// - Errors: ``DatabaseError/newer(found:known:)`` when the schema is ahead of `migrations`; whatever a statement
    ///   throws, in which case nothing of that transaction stays and the earlier ones do.
    public func migrate(_ migrations: [Migration], orCreate schema: String? = nil) async throws {
        Database.requireOrder(of: migrations)
        let dialect = engine.dialect
        var found = try await write { connection in
            let found = try Database.openBook(dialect, connection)
            guard found == 0 else { return found }
            // Where nothing is kept yet there is nothing to lose, and the disk has to be waited for once.
            if let schema {
                try Database.create(schema, migrations, dialect, connection)
            } else {
                for migration in migrations { try Database.apply(migration, dialect, connection) }
            }
            return try Database.lastMigration(connection)
        }
        try Database.refuse(newer: found, than: migrations)
        for migration in migrations where migration.number > found {
            found = try await write { try Database.apply(migration, dialect, $0) }
            // A later version may have been there meanwhile.
            try Database.refuse(newer: found, than: migrations)
        }
    }

    static func requireOrder(of migrations: [Migration]) {
        let numbers = migrations.map(\.number)
        precondition(zip(numbers, numbers.dropFirst()).allSatisfy(<), "migrations must be in ascending order")
    }

    /// Makes the book of migrations where there is none.
    ///
    /// - Returns: the number of the last one.
    static func openBook(_ dialect: Dialect, _ connection: Connection) throws -> Int {
        try connection.lock("migrations")
        try connection.liftTimeouts()
        try connection.run(
            dialect.render(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    number BIGINT NOT NULL PRIMARY KEY,
                    name TEXT NOT NULL,
                    applied_at BIGINT NOT NULL
                )
                """
            )
        )
        return try lastMigration(connection)
    }

    static func refuse(newer found: Int, than migrations: [Migration]) throws {
        let known = migrations.last?.number ?? 0
        guard found <= known else { throw DatabaseError.newer(found: found, known: known) }
    }

    /// Applies a migration, unless another process has done so meanwhile.
    ///
    /// - Returns: the number of the last one.
    @discardableResult
    static func apply(_ migration: Migration, _ dialect: Dialect, _ connection: Connection) throws -> Int {
        try connection.lock("migrations")
        let last = try lastMigration(connection)
        guard last < migration.number else { return last }
        try connection.liftTimeouts()
        for statement in migration.statements {
            try connection.run(dialect.render(statement))
        }
        try note(migration, connection)
        return migration.number
    }

    /// Makes what `migrations` come to, in the transaction that has found nothing there.
    private static func create(
        _ schema: String,
        _ migrations: [Migration],
        _ dialect: Dialect,
        _ connection: Connection
    ) throws {
        // By bytes, which takes none of the time that a search for a string takes. After the last one a line ends.
        for statement in dialect.render(schema).utf8.split(separator: UInt8(ascii: ";")) where statement.count > 1 {
            try connection.run(String(Substring(statement)))
        }
        for migration in migrations { try note(migration, connection) }
    }

    private static func note(_ migration: Migration, _ connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO schema_migrations (number, name, applied_at)
            VALUES (\(migration.number), \(migration.name), \(connection.now))
            """
        )
    }

    static func lastMigration(_ connection: Connection) throws -> Int {
        try connection.value("SELECT MAX(number) FROM schema_migrations") ?? 0
    }
}
