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
    /// Of statements; a word that is missing is nothing in this engine.
    let statementWords: [SQLWord: String]

    /// Replaces the portable words in `ddl`, leaving quoted text and comments alone.
    func render(_ ddl: String) -> String {
        var rendered = ""
        var rest = ddl[...]
        while let first = rest.first {
            let token: Substring
            if first == "'" || first == "\"" {
                let body = rest.dropFirst().prefix { $0 != first }
                token = rest[..<body.endIndex] + rest[body.endIndex...].prefix(1)
            } else if rest.hasPrefix("--") {
                token = rest.prefix { $0 != "\n" }
            } else if first.isLetter || first == "_" {
                token = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            } else {
                token = rest.prefix(1)
            }
            rendered += words[String(token)] ?? String(token)
            rest = rest.dropFirst(token.count)
        }
        return rendered
    }
}

extension Database {
    /// Brings the schema up to the last of `migrations`, each once: an empty database in one transaction, another one in
    /// one for each of them.
    ///
    /// Several processes may do so at the same moment: they take turns.
    ///
    /// - Errors: ``DatabaseError/newer(found:known:)`` when the schema is ahead of `migrations`; whatever a statement
    ///   throws, in which case nothing of that transaction stays and the earlier ones do.
    public func migrate(_ migrations: [Migration]) async throws {
        let dialect = engine.dialect
        let found = try await write { try Database.openBook(dialect, $0) }
        try Database.refuse(newer: found, than: migrations)
        let missing = migrations.filter { $0.number > found }
        // Where nothing is kept yet there is nothing to lose, and the disk has to be waited for once.
        let steps = found == 0 ? [missing] : missing.map { [$0] }
        for step in steps {
            try await write { connection in
                for migration in step { try Database.apply(migration, dialect, connection) }
            }
        }
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
        let numbers = migrations.map(\.number)
        precondition(zip(numbers, numbers.dropFirst()).allSatisfy(<), "migrations must be in ascending order")
        let known = numbers.last ?? 0
        guard found <= known else { throw DatabaseError.newer(found: found, known: known) }
    }

    /// Applies a migration, unless another process has done so meanwhile.
    static func apply(_ migration: Migration, _ dialect: Dialect, _ connection: Connection) throws {
        try connection.lock("migrations")
        guard try lastMigration(connection) < migration.number else { return }
        try connection.liftTimeouts()
        for statement in migration.statements {
            try connection.run(dialect.render(statement))
        }
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
