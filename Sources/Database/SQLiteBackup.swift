import GRDBSQLite

extension Database {
    /// Copies a SQLite database, as it stands at one moment, and makes sure that the copy is sound.
    ///
    /// The server that has it open goes on writing: this is a reader of its own, which keeps the write-ahead log from
    /// being started anew while it lasts. So it lasts as short as can be: the pages are copied as they are, which takes
    /// what the disk takes, where `VACUUM INTO` would build every index anew meanwhile. It is one step, because a copy
    /// in many small ones is begun again whenever another process writes in between (sqlite.org/backup.html), and so
    /// never ends under load. The copy is looked through when the reader is gone.
    ///
    /// The copy is one file without a log, not flushed to the disk.
    ///
    /// - Parameters:
    ///   - url: `sqlite:PATH` of a database that exists.
    ///   - path: of an empty file.
    /// - Errors: ``DatabaseError/io(_:)`` where the copy is not sound, because the database is not;
    ///   ``DatabaseError/full(_:)``.
    public static func backUp(_ url: String, into path: String) throws {
        let scheme = url.prefix { $0 != ":" }
        guard scheme == "sqlite" else { throw DatabaseError.unsupportedURL(scheme: String(scheme)) }
        let reader = try SQLiteConnection(String(url.dropFirst(scheme.count + 1)), as: .reader, onStatement: nil)
        let copied = Result { try reader.copyPages(into: path) }
        try reader.close()
        try copied.get()
        try BackupFile.with(path) { file in
            // Copied pages say that there is a log.
            try file.expect("PRAGMA journal_mode = DELETE", "delete")
            try file.expect("PRAGMA integrity_check(1)", "ok")
        }
    }
}

extension SQLiteConnection {
    /// Copies every page of one snapshot into a file.
    fileprivate func copyPages(into path: String) throws {
        try BackupFile.with(path) { file in
            // Whoever has no use for half a copy needs no way back to it.
            try file.expect("PRAGMA journal_mode = OFF", "off")
            try file.expect("PRAGMA synchronous = OFF", nil)
            guard let backup = sqlite3_backup_init(file.handle, "main", handle, "main") else {
                throw file.failure("backup")
            }
            sqlite3_backup_step(backup, allPages)
            guard sqlite3_backup_finish(backup) == SQLITE_OK else { throw file.failure("backup") }
        }
    }
}

/// The copy while it is made and looked through.
private struct BackupFile {
    let handle: OpaquePointer

    static func with(_ path: String, _ body: (BackupFile) throws -> Void) throws {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard let handle else { throw DatabaseError.io("out of memory") }
        defer { sqlite3_close_v2(handle) }
        let file = BackupFile(handle: handle)
        guard code == SQLITE_OK else { throw file.failure("open") }
        try body(file)
    }

    func failure(_ statement: String) -> DatabaseError {
        .last(on: handle, statement: statement)
    }

    /// Runs a statement whose first answer has to be this one.
    func expect(_ text: String, _ answer: String?) throws {
        let statement = try SQLiteStatement(text, on: handle)
        defer { statement.reset() }
        let code = statement.step()
        guard code == SQLITE_ROW || code == SQLITE_DONE else { throw failure(text) }
        guard let answer else { return }
        let found = code == SQLITE_ROW ? String(decoding: statement.utf8(0), as: UTF8.self) : ""
        guard found == answer else { throw DatabaseError.io("the copy is not sound: \(found)") }
    }
}

/// What SQLite takes for "all of them in one step".
private let allPages: Int32 = -1
