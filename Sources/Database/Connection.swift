/// The database inside one `read` or `write` closure; everything done through it belongs to that transaction.
///
/// Valid only until the closure returns: using it later stops the program, because it would act on the transaction of
/// somebody else.
public struct Connection {
    /// The moment this closure began, in UTC milliseconds; all rows of one act share it.
    public let now: Int

    private let session: any Session
    private let turn: Int

    /// Lends `session` until its turn ends.
    init(_ session: any Session, now: Int) {
        self.session = session
        self.now = now
        turn = session.turn
    }

    /// Runs a statement whose answer nobody needs.
    ///
    /// In a write on PostgreSQL it travels with the next statement, at the latest with the commit, which spares a round
    /// trip; where it fails, that one fails in its place, and the whole write with it.
    public func execute(_ sql: SQL) throws {
        try live.execute(sql)
    }

    /// Runs a statement and returns how many rows it changed.
    public func change(_ sql: SQL) throws -> Int {
        try live.change(sql)
    }

    /// Inserts a row and returns the number that the database gave it in its column `id`, an `IDENTITY`.
    ///
    /// - Parameter sql: an INSERT of one row, without a conflict clause and without RETURNING: SQLite tells the number
    ///   by itself, where RETURNING would cost a table in memory.
    public func insert(_ sql: SQL) throws -> Int {
        try live.insert(sql)
    }

    /// What `map` makes of the first row, or nil when there is none; a statement that writes still runs to its end.
    public func first<T>(_ sql: SQL, _ map: (Row) throws -> T) throws -> T? {
        var found: T?
        try live.query(sql) { row in
            found = try map(row)
            return false
        }
        return found
    }

    /// What `map` makes of every row.
    public func all<T>(_ sql: SQL, _ map: (Row) throws -> T) throws -> [T] {
        var rows: [T] = []
        try live.query(sql) { row in
            rows.append(try map(row))
            return true
        }
        return rows
    }

    /// Calls `body` with each row as it is found; nothing is collected.
    public func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        try live.query(sql) { row in
            try body(row)
            return true
        }
    }

    /// The number in the first column of the first row, or nil when there is no row or it is NULL.
    public func value(_ sql: SQL) throws -> Int? {
        var found: Int?
        try live.query(sql) { row in
            found = row.intOrNil(0)
            return false
        }
        return found
    }

    /// The text in the first column of the first row, or nil when there is no row or it is NULL.
    public func string(_ sql: SQL) throws -> String? {
        var found: String?
        try live.query(sql) { row in
            found = row.stringOrNil(0)
            return false
        }
        return found
    }

    /// Tells every process that listens, once this transaction is committed and only then.
    ///
    /// - Parameter payload: at most 7,000 bytes of UTF-8, without NUL.
    /// - Errors: ``DatabaseError/sql(message:statement:)`` where the payload is too long.
    public func notify(_ channel: StaticString, _ payload: String) throws {
        try live.notify(Notice(channel, payload))
    }

    /// Waits for a lock of that name, which lasts until the transaction ends; for acts that only one may do at a time.
    ///
    /// On SQLite it does nothing, since there is one writer.
    public func lock(_ name: StaticString) throws {
        try live.lock(name)
    }

    /// Lets this transaction take as long as it needs, as a migration may.
    func liftTimeouts() throws {
        try live.liftTimeouts()
    }

    /// Runs one statement in the engine's own language, for migrations and plans; nothing is cached.
    func run(_ text: String, _ onRow: (Row) throws -> Void = { _ in }) throws {
        try live.run(text, onRow)
    }

    // MARK: The database as a whole, for commands that go through all of it

    /// Every table but the book of migrations, as the database itself describes it, by name.
    func tables() throws -> [Table] {
        try live.tables().filter { $0.name != Table.migrations }
    }

    /// How many rows a table has.
    func count(_ table: Table) throws -> Int {
        try value("SELECT count(*) FROM \(SQL.name(table.name))") ?? 0
    }

    /// The number of the last migration; 0 where there was none.
    public func schemaNumber() throws -> Int {
        guard try live.tables().contains(where: { $0.name == Table.migrations }) else { return 0 }
        return try Database.lastMigration(self)
    }

    /// What is wrong with the database itself, a line a fault, so many at most: damaged pages, foreign keys that lead
    /// nowhere, what an interrupted change of the schema has left.
    public func faults(limit: Int) throws -> [String] {
        try live.faults(limit: limit)
    }

    /// Calls `body` with each row of a table, of which only a few are ever in memory; in no order.
    func stream(_ table: Table, _ columns: [String], _ body: (Row) throws -> Void) throws {
        let names = columns.map(SQL.name).joined(separator: ", ")
        try live.stream("SELECT \(names) FROM \(SQL.name(table.name))", body)
    }

    /// The last number that a table's identity has given out; nil where it has given none, or numbers nothing.
    func lastNumber(of table: Table) throws -> Int? {
        try table.identity.flatMap { try live.lastNumber(of: table.name, $0) }
    }

    /// Has a table's identity go on behind a number.
    func goOn(after number: Int, in table: Table) throws {
        if let identity = table.identity { try live.goOn(after: number, in: table.name, identity) }
    }

    /// From here on these foreign keys may lead nowhere, until ``settleReferences(_:)``.
    func deferReferences(_ references: [Table.Reference]) throws {
        try live.deferReferences(references)
    }

    /// - Errors: ``DatabaseError/foreignKey`` where one of them leads nowhere.
    func settleReferences(_ references: [Table.Reference]) throws {
        try live.settleReferences(references)
    }

    /// Whether other processes are at work on the database, as far as that can be known; if not, none of those that
    /// would be known begins before the transaction ends.
    func isUsedByOthers() throws -> Bool {
        try live.isUsedByOthers()
    }

    private var live: any Session {
        precondition(session.turn == turn, "a Connection was used after its closure had ended")
        return session
    }
}

/// One connection of an engine while it carries a transaction; used by one thread at a time.
protocol Session: AnyObject {
    /// Changes whenever a closure begins or ends, so that a Connection kept too long is noticed.
    var turn: Int { get }
    /// Runs a statement at the latest before the next one, or before the commit.
    func execute(_ sql: SQL) throws
    /// Runs a statement and answers how many rows it changed.
    func change(_ sql: SQL) throws -> Int
    /// Runs an INSERT of one row and answers its `id`.
    func insert(_ sql: SQL) throws -> Int
    /// Calls `onRow` until it answers false or there are no more rows; a statement that writes runs to its end anyway.
    func query(_ sql: SQL, _ onRow: (Row) throws -> Bool) throws
    /// Keeps a notification for the listeners until the transaction is committed.
    func notify(_ notice: Notice) throws
    /// Takes a lock until the transaction ends.
    func lock(_ name: StaticString) throws
    /// For the rest of the transaction statements, and pauses between them, may take as long as they need.
    func liftTimeouts() throws
    /// Runs one statement given as text without values; nothing is cached.
    func run(_ text: String, _ onRow: (Row) throws -> Void) throws
    func tables() throws -> [Table]
    /// Calls `onRow` with each row of a query without values; only a few are ever in memory.
    func stream(_ query: SQL, _ onRow: (Row) throws -> Void) throws
    func lastNumber(of table: String, _ identity: String) throws -> Int?
    func goOn(after number: Int, in table: String, _ identity: String) throws
    func deferReferences(_ references: [Table.Reference]) throws
    func settleReferences(_ references: [Table.Reference]) throws
    func isUsedByOthers() throws -> Bool
    func faults(limit: Int) throws -> [String]
}

extension Session {
    /// The first column of every row.
    func texts(_ sql: SQL) throws -> [String] {
        var texts: [String] = []
        try query(sql) { row in
            texts.append(row.string(0))
            return true
        }
        return texts
    }
}
