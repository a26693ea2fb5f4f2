import GRDBSQLite

/// A compiled SQLite statement, and the row it stands on while it runs.
final class SQLiteStatement: RowSource {
    let text: String
    /// True where it may change the database.
    let writes: Bool
    /// True from binding to reset; the same statement can't be run inside itself.
    private(set) var isRunning = false
    /// When the cache last handed it out, counted in statements.
    var lastUse = 0

    private let pointer: OpaquePointer

    /// - Errors: `DatabaseError.sql` where SQLite can't compile `text`, or where it is not exactly one statement.
    init(_ text: String, on handle: OpaquePointer) throws {
        var compiled: OpaquePointer?
        var isSingle = true
        var sql = text
        let code = sql.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(
                    handle,
                    characters.baseAddress,
                    Int32(characters.count),
                    UInt32(SQLITE_PREPARE_PERSISTENT),
                    &compiled,
                    &tail
                )
                if let start = characters.baseAddress, let tail {
                    let blanks = Set(" \n\r\t;".utf8)
                    isSingle = utf8[(tail - start)...].allSatisfy(blanks.contains)
                }
                return code
            }
        }
        guard code == SQLITE_OK else { throw DatabaseError.last(on: handle, statement: text) }
        guard let compiled, isSingle else {
            sqlite3_finalize(compiled)
            throw DatabaseError.sql(message: "not exactly one statement", statement: text)
        }
        self.text = text
        writes = sqlite3_stmt_readonly(compiled) == 0
        pointer = compiled
    }

    deinit {
        sqlite3_finalize(pointer)
    }

    /// Gives each placeholder its value and marks the statement as running, until ``reset()``.
    func start(_ parts: [SQL.Part]) -> Bool {
        isRunning = true
        var index: Int32 = 0
        for case .value(let value) in parts {
            index += 1
            guard bind(value, at: index) == SQLITE_OK else { return false }
        }
        return true
    }

    /// Moves to the next row: `SQLITE_ROW`, `SQLITE_DONE` or an error.
    func step() -> Int32 {
        sqlite3_step(pointer)
    }

    /// Lets go of the row and of the values, so that the statement can be run again.
    func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
        isRunning = false
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null:
            return sqlite3_bind_null(pointer, index)
        case .integer(let number):
            return sqlite3_bind_int64(pointer, index, Int64(number))
        case .text(var text):
            return text.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) { characters in
                    sqlite3_bind_text64(
                        pointer,
                        index,
                        characters.baseAddress ?? emptyText,
                        UInt64(characters.count),
                        copied,
                        UInt8(SQLITE_UTF8)
                    )
                }
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(pointer, index, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob64(pointer, index, $0.baseAddress, UInt64($0.count), copied)
            }
        }
    }

    func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(pointer, Int32(column)) == SQLITE_NULL
    }

    func int(_ column: Int) -> Int {
        Int(sqlite3_column_int64(pointer, Int32(column)))
    }

    func utf8(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_column_text(pointer, Int32(column))
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, Int32(column))))
    }

    func blob(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_column_blob(pointer, Int32(column))
        let count = Int(sqlite3_column_bytes(pointer, Int32(column)))
        return UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: count)
    }

    func value(_ column: Int) throws -> SQLValue {
        switch sqlite3_column_type(pointer, Int32(column)) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(int(column))
        case SQLITE_TEXT: return try wholeText(column)
        case SQLITE_BLOB: return .blob([UInt8](blob(column)))
        default: throw DatabaseError.sql(message: "column \(column + 1) holds a fraction", statement: text)
        }
    }
}

/// `SQLITE_TRANSIENT`: SQLite copies what it is given, because Swift may move it.
private var copied: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

/// What an empty text is bound from where Swift has no address for it; a null pointer would bind NULL.
private var emptyText: UnsafePointer<CChar> {
    let empty: StaticString = ""
    return UnsafeRawPointer(empty.utf8Start).assumingMemoryBound(to: CChar.self)
}
