import Database

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `hanmo backup FILE`: copies the database of this installation, also while it is served.
///
/// The file appears whole under its name, safe on the disk, readable by its owner alone, or not at all; nothing that is
/// there already is touched.
///
/// - Parameter path: of a file that is not there yet.
public func backUp(to path: String) async throws {
    let settings = try Settings.load()
    guard let database = sqlitePath(settings.databaseURL) else {
        throw CommandFailure(
            "hanmo backup is for SQLite. PostgreSQL backs itself up, also while it is served: "
                + "pg_dump --format=custom --file=\(path) \"$HANMO_DATABASE_URL\" "
                + "(and back into an empty database: pg_restore --no-owner --dbname=… \(path))"
        )
    }
    guard FileManager.default.fileExists(atPath: database) else {
        throw CommandFailure("there is no database at \(database)")
    }
    let target = try BackupTarget(path)
    do {
        try Database.backUp(settings.databaseURL, into: target.temporary)
        let bytes = try target.publish()
        print(
            """
            Backed up \(database) to \(path) (\(bytes) bytes, checked).
            Keep with it, for they are not in it: HANMO_SECRET (or the file `secret` of the data folder), and the \
            files in HANMO_STORAGE_URL.
            """
        )
    } catch {
        target.discard()
        throw error
    }
}

/// A file that appears under its name when it is whole.
private struct BackupTarget {
    let path: String
    /// Beside it, so that a change of names is all that is left to do.
    let temporary: String

    /// - Errors: where there is something under that name, or where nothing can be made beside it.
    init(_ path: String) throws {
        guard !path.isEmpty, !path.hasSuffix("/") else { throw CommandFailure("FILE: should be the name of a file") }
        self.path = path
        temporary = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 16)).part"
        var status = stat()
        guard lstat(path, &status) != 0 else { throw BackupTarget.taken(path) }
        // SQLite makes its helpers with the mode of the file that they belong to.
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BackupTarget.failure("make", temporary) }
        close(descriptor)
    }

    /// Flushes the file and gives it its name.
    ///
    /// - Returns: its size in bytes.
    func publish() throws -> Int {
        let size = try BackupTarget.flush(temporary, O_RDWR)
        // A second name, unlike a new one, never takes the place of another file.
        if link(temporary, path) == 0 {
            unlink(temporary)
        } else if errno == EEXIST {
            throw BackupTarget.taken(path)
        } else {
            // File systems that know no second names.
            var status = stat()
            guard lstat(path, &status) != 0 else { throw BackupTarget.taken(path) }
            guard rename(temporary, path) == 0 else { throw BackupTarget.failure("name", path) }
        }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        _ = try BackupTarget.flush(folder, O_RDONLY | O_DIRECTORY)
        return size
    }

    func discard() {
        for helper in ["", "-journal", "-wal", "-shm"] { unlink(temporary + helper) }
    }

    private static func flush(_ path: String, _ mode: Int32) throws -> Int {
        let descriptor = open(path, mode | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("flush", path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("look at", path) }
        return Int(status.st_size)
    }

    private static func taken(_ path: String) -> CommandFailure {
        CommandFailure("\(path) is there already; name a new file")
    }

    private static func failure(_ act: String, _ path: String) -> CommandFailure {
        CommandFailure("cannot \(act) \(path): \(String(cString: strerror(errno)))")
    }
}
