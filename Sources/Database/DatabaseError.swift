/// What can go wrong in the database, in words that hold for every engine.
public enum DatabaseError: Error, Equatable, Sendable {
    /// A unique index refused the row; columns as `["users.username"]`, or the index's name where it is on expressions.
    case unique(columns: [String])
    /// A foreign key would point to nothing.
    case foreignKey
    /// A column that must have a value got NULL, as `"users.username"`.
    case notNull(column: String)
    /// A CHECK refused the row; its name, or its expression where it has none.
    case check(String)
    /// The schema was made by a later version of this program; numbers are those of migrations.
    case newer(found: Int, known: Int)
    /// A statement tried to write inside `read`.
    case readOnly
    /// Others kept the database, or the rows at hand, locked longer than we wait.
    case busy
    /// A statement took longer than it may; nothing of the transaction was kept.
    case timedOut(statement: String)
    /// All connections stayed taken for as long as we wait for one.
    case exhausted
    /// No connection could be opened; why, without user and password.
    case unreachable(String)
    /// The connection was lost. Where that happened while committing, nobody knows whether the commit took place.
    case lost(String)
    /// There is no room left; nothing of the transaction was kept.
    case full(String)
    /// The database was closed.
    case closed
    /// The disk or the file failed; after this on a commit no write is accepted any more.
    case io(String)
    /// The URL names no engine this program has, or lacks a path.
    case unsupportedURL(scheme: String)
    /// The engine refused the statement for any other reason.
    case sql(message: String, statement: String)
}

extension DatabaseError: CustomStringConvertible {
    /// In words, for the log and for whoever runs a command.
    public var description: String {
        switch self {
        case .unique(let columns): "a row like it is there already (\(columns.joined(separator: ", ")))"
        case .foreignKey: "a foreign key would lead nowhere"
        case .notNull(let column): "\(column) has to have a value"
        case .check(let check): "a check refused the row (\(check))"
        case .newer(let found, let known):
            "a newer version has made the database (its schema is \(found), this program's \(known))"
        case .readOnly: "something wrote where the database is only read"
        case .busy: "others kept the database locked for longer than anybody waits"
        case .timedOut(let statement): "a statement took longer than it may: \(statement)"
        case .exhausted: "all connections to the database were taken for as long as anybody waits for one"
        case .unreachable(let reason): "cannot reach the database: \(reason)"
        case .lost(let reason): "the connection to the database was lost: \(reason)"
        case .full(let reason): "there is no room left: \(reason)"
        case .closed: "the database is closed"
        case .io(let reason): reason
        case .unsupportedURL(let scheme): "there is no database of the kind \"\(scheme)\""
        case .sql(let message, let statement): "\(message), in: \(statement)"
        }
    }
}
