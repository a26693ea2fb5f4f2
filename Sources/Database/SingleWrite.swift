/// One statement that writes, what to tell with it, and what its caller makes of its answer.
///
/// The statement and the reading of its answer are apart, so that nobody has to wait between them: that is what lets
/// one thread carry the statements of many callers (see ``Database/writeOne(_:)``).
public struct SingleWrite<Answer: Sendable>: Sendable {
    let sql: SQL
    private(set) var notices: [Notice] = []
    /// Runs the statement inside a transaction.
    private let run: @Sendable (Connection) throws -> Answer
    /// Reads what PostgreSQL has answered to the statement.
    let read: @Sendable (PostgresRows) throws -> Answer

    /// Answers how many rows were changed.
    public init(_ sql: SQL) where Answer == Int {
        self.sql = sql
        run = { try $0.change(sql) }
        read = { $0.changed }
    }

    /// Answers what `map` makes of the first row, or nil where there is none.
    ///
    /// - Parameter map: Quick, since others' writes wait for it on SQLite; what it throws undoes nothing on PostgreSQL.
    public init<T: Sendable>(_ sql: SQL, first map: @escaping @Sendable (Row) throws -> T) where Answer == T? {
        self.sql = sql
        run = { try $0.first(sql, map) }
        read = { try $0.next() ? map(Row(source: $0)) : nil }
    }

    /// The same write, which also tells every process that listens once it is committed.
    ///
    /// - Parameter payload: as of ``Connection/notify(_:_:)``.
    public func telling(_ channel: StaticString, _ payload: String) throws -> SingleWrite {
        var telling = self
        telling.notices.append(try Notice(channel, payload))
        return telling
    }

    /// Does all of it inside a transaction, as an engine does that has no better way.
    func perform(in connection: Connection) throws -> Answer {
        for notice in notices {
            try connection.notify(notice.channel, notice.payload)
        }
        return try run(connection)
    }
}
