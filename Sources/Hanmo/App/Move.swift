import Database

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `hanmo move`: copies an installation from one database into another, empty one, and says what was moved.
///
/// - Parameters:
///   - source: `sqlite:PATH` or `postgres://…`; nobody may serve it meanwhile. It is only read.
///   - target: likewise. It is made where there is none; where anything fails it stays empty.
public func move(from source: String, to target: String) async throws {
    guard source != target else { throw CommandFailure("--from and --to name the same database") }
    try requireURL(source, "--from")
    try requireURL(target, "--to")
    if let path = sqlitePath(source), !FileManager.default.fileExists(atPath: path) {
        throw CommandFailure("--from: there is no database at \(path)")
    }
    if let path = sqlitePath(target) {
        _ = try DataFolder(path.contains("/") ? String(path[..<path.lastIndex(of: "/")!]) + "/" : ".")
    }
    let locks = try [lock(source, "--from"), lock(target, "--to")]
    defer { locks.forEach { $0?.release() } }
    do {
        let move = try await Database.move(
            from: source,
            to: target,
            migrations: migrations,
            clock: { Clock.system.now },
            checking: balancedBooks
        )
        report(move)
    } catch {
        throw CommandFailure("nothing was moved: \(explainMove(error))")
    }
}

/// What both sides have to agree on; books that are wrong are not carried into a new home.
private func balancedBooks(_ connection: Connection) throws -> LedgerAudit {
    let audit = try CreditStore(connection).audit()
    guard audit.holds else {
        throw CommandFailure(
            "the balances of these users are not the sums of their ledgers: \(audit.wrong.listed); see hanmo check"
        )
    }
    return audit
}

private func report(_ move: Database.Move<LedgerAudit>) {
    let width = move.tables.map(\.name.count).max() ?? 0
    for table in move.tables {
        print("\(table.name)\(String(repeating: " ", count: width - table.name.count))  \(table.rows)")
    }
    let books = move.finding
    print(
        """

        Moved \(move.tables.map(\.rows).reduce(0, +)) rows of \(move.tables.count) tables, counted on both sides,
          from \(move.source)
          to   \(move.target)
        The ledgers agree: \(books.entries) entries, \(books.total) credits in all; each of the \(books.users) \
        balances is the sum of its entries, on both sides.

        Before you start a server with HANMO_DATABASE_URL set to the new database:
        - Keep HANMO_SECRET as it is (where it is not set: the file `secret` in the data folder; set HANMO_SECRET to
          what it holds). Stored API keys are sealed with it and everybody's session is signed with it; it is in no database.
        - Keep HANMO_STORAGE_URL as it is. Pictures, films and decks lie there and were not moved; only their rows were.
        - The old database was not changed. Put it away, so that nobody starts a server on it by mistake.
        """
    )
}

private func requireURL(_ url: String, _ option: String) throws {
    let isFile = sqlitePath(url).map { !$0.isEmpty && $0 != ":memory:" } ?? false
    guard isFile || ["postgres://", "postgresql://"].contains(where: { url.hasPrefix($0) }) else {
        throw CommandFailure("\(option): should be sqlite:PATH or postgres://user:password@host:port/name")
    }
}

/// The file of a database on SQLite; nil for any other.
func sqlitePath(_ url: String) -> String? {
    url.hasPrefix("sqlite:") ? String(url.dropFirst("sqlite:".count)) : nil
}

private func lock(_ url: String, _ option: String) throws -> DataFolder.Lock? {
    do {
        return try DataFolder.lock(url)
    } catch DataFolder.Fault.served(by: let address) {
        throw CommandFailure(
            "\(option): a process has this database open\(address.map { " (\($0))" } ?? ""); stop it first, so that"
                + " nothing is written while it is moved"
        )
    }
}

private func explainMove(_ error: any Error) -> String {
    switch error {
    case MoveError.usedByOthers(let side):
        "other processes are at work on the \(side.option) database; stop all of hanmo serve and hanmo worker first"
    case MoveError.older(found: 0, known: _):
        "the --from database is no installation of Hanmo"
    case MoveError.older(let found, let known):
        "the --from database is of an older version (its schema is \(found), this program's \(known)); bring it up to"
            + " date with hanmo migrate first"
    case DatabaseError.newer(let found, let known):
        "a newer version has made one of the databases (its schema is \(found), this program's \(known))"
    case MoveError.notEmpty(let tables):
        "the --to database is not empty (\(tables.joined(separator: ", "))); name a new one"
    case MoveError.otherTables(let tables):
        "the two databases do not have the same tables: \(tables.joined(separator: ", ")). Tables that are not Hanmo's"
            + " have to be taken out first"
    case MoveError.miscounted(let table, let source, let target):
        "\(table) has \(source) rows and \(target) of them arrived"
    case MoveError.differs:
        "the ledgers differ after the copy"
    case DatabaseError.unreachable(let reason):
        "cannot use the database: \(reason)"
    case DatabaseError.foreignKey:
        "a row refers to another one that is not there; see hanmo check"
    default:
        explain(error)
    }
}

extension MoveError.Side {
    fileprivate var option: String {
        switch self {
        case .source: "--from"
        case .target: "--to"
        }
    }
}

extension [Int] {
    /// The first few, for a line of text.
    var listed: String {
        let shown = prefix(5).map(String.init).joined(separator: ", ")
        return count > 5 ? "\(shown), …" : shown
    }
}
