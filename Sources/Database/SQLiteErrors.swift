import Foundation
import GRDBSQLite

extension DatabaseError {
    /// The failure SQLite reported last on `handle`, in words that hold for every engine.
    static func last(on handle: OpaquePointer, statement: String) -> DatabaseError {
        DatabaseError(
            code: sqlite3_extended_errcode(handle),
            message: String(cString: sqlite3_errmsg(handle)),
            systemError: Int(sqlite3_system_errno(handle)),
            statement: statement
        )
    }

    /// - Parameter code: SQLite's extended result code.
    init(code: Int32, message: String, systemError: Int, statement: String) {
        let subject = message.range(of: "constraint failed: ").map { String(message[$0.upperBound...]) } ?? message
        switch code {
        case SQLiteCode.unique, SQLiteCode.primaryKey, SQLiteCode.rowID:
            self = .unique(columns: DatabaseError.uniqueColumns(subject))
        case SQLiteCode.foreignKey:
            self = .foreignKey
        case SQLiteCode.notNull:
            self = .notNull(column: subject)
        case SQLiteCode.check:
            self = .check(subject)
        default:
            switch code & SQLiteCode.primaryMask {
            case SQLITE_READONLY:
                self = .readOnly
            case SQLITE_BUSY:
                self = .busy
            case SQLITE_FULL:
                self = .full(message)
            case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CANTOPEN:
                let reason = systemError == 0 ? "" : ", \(String(cString: strerror(Int32(systemError))))"
                self = .io("\(message) (\(SQLiteCode.name(code))\(reason))")
            default:
                self = .sql(message: message, statement: statement)
            }
        }
    }

    /// Reads `users.username, users.tenant`, or `index 'name'` where the index is on expressions.
    private static func uniqueColumns(_ subject: String) -> [String] {
        if subject.hasPrefix("index '"), subject.hasSuffix("'") {
            return [String(subject.dropFirst("index '".count).dropLast())]
        }
        return subject.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }
}

/// Extended result codes, which are arithmetic macros in C and so unknown to Swift (sqlite.org/rescode.html).
private enum SQLiteCode {
    static let primaryMask: Int32 = 0xff
    static let check = SQLITE_CONSTRAINT | (1 << 8)
    static let foreignKey = SQLITE_CONSTRAINT | (3 << 8)
    static let notNull = SQLITE_CONSTRAINT | (5 << 8)
    static let primaryKey = SQLITE_CONSTRAINT | (6 << 8)
    static let unique = SQLITE_CONSTRAINT | (8 << 8)
    static let rowID = SQLITE_CONSTRAINT | (10 << 8)

    /// What failed, where that is one of the usual things.
    static func name(_ code: Int32) -> String {
        switch code {
        case SQLITE_IOERR | (1 << 8), SQLITE_IOERR | (2 << 8): "reading failed"
        case SQLITE_IOERR | (3 << 8): "writing failed"
        case SQLITE_IOERR | (4 << 8), SQLITE_IOERR | (5 << 8): "fsync failed"
        default: "SQLite's code \(code)"
        }
    }
}
