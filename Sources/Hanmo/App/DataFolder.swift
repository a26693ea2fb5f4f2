#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The folder of one installation: its database, its secret, and the lock of the process that serves them.
struct DataFolder: Sendable {
    let path: String

    /// Why a folder can't be used.
    enum Fault: Error, CustomStringConvertible {
        case cannotCreate(String, reason: String)
        case cannotRead(String, reason: String)
        /// Another process serves it, at this address if it is up.
        case served(by: String?)

        var description: String {
            switch self {
            case .cannotCreate(let path, let reason): "cannot make \(path): \(reason)"
            case .cannotRead(let path, let reason): "cannot read \(path): \(reason)"
            case .served(let address):
                "another process serves this data\(address.map { " (\($0))" } ?? ""); "
                    + "one process does everything on SQLite"
            }
        }
    }

    init(_ path: String) throws {
        self.path = path
        // Password hashes and people's texts lie here: nobody else on the machine may read them.
        umask(0o077)
        let isNew = !FileManager.default.fileExists(atPath: path)
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Fault.cannotCreate(path, reason: reason())
        }
        // A folder above may have rules of its own for what is made in it.
        if isNew, chmod(path, 0o700) != 0 { throw Fault.cannotCreate(path, reason: reason()) }
    }

    // MARK: The secret

    /// The installation's own secret, made at first use and readable by its owner alone.
    func secret() throws -> [UInt8] {
        if FileManager.default.fileExists(atPath: "\(path)/secret") { return try knownSecret() }
        let secret = (0..<Secrets.minimumBytes * 2).map { _ in Array("0123456789abcdef".utf8).randomElement()! }
        return try keep(secret) ? secret : knownSecret()
    }

    /// Puts the secret in its place, whole and for good: half a one would keep every later start from serving, and one
    /// that a power cut took away would leave sealed keys that nobody can open.
    ///
    /// - Returns: false where another process was first.
    private func keep(_ secret: [UInt8]) throws -> Bool {
        let file = "\(path)/secret"
        let draft = "\(file).\(String(UInt64.random(in: .min ... .max), radix: 16))"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Fault.cannotCreate(file, reason: reason()) }
        defer { unlink(draft) }
        let written = write(descriptor, secret, secret.count)
        let isSafe = written == secret.count && fsync(descriptor) == 0
        // A write that was cut short sets no error.
        let problem = (0..<secret.count).contains(written) ? "there is no room" : reason()
        close(descriptor)
        guard isSafe else { throw Fault.cannotCreate(file, reason: problem) }
        // Unlike a rename, a link replaces nothing.
        guard link(draft, file) == 0 else {
            guard errno == EEXIST else { throw Fault.cannotCreate(file, reason: reason()) }
            return false
        }
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(folder) }
        guard folder >= 0, fsync(folder) == 0 else {
            let problem = reason()
            unlink(file)
            throw Fault.cannotCreate(file, reason: problem)
        }
        return true
    }

    /// The secret that was made before.
    ///
    /// - Errors: ``Fault/cannotRead(_:reason:)`` where there is none: whoever acts beside a server must not make one
    ///   up.
    func knownSecret() throws -> [UInt8] {
        try DataFolder.knownSecret(in: path)
    }

    /// The same where the folder itself must not be made, either.
    static func knownSecret(in path: String) throws -> [UInt8] {
        let file = "\(path)/secret"
        guard let secret = FileManager.default.contents(atPath: file), secret.count >= Secrets.minimumBytes else {
            throw Fault.cannotRead(file, reason: "it is missing, unreadable or too short; or set HANMO_SECRET")
        }
        return Array(secret)
    }

    // MARK: The lock

    /// Held by the process that serves an installation, for as long as it lives; the kernel lets go even if it is
    /// killed.
    struct Lock: Sendable {
        fileprivate let descriptor: Int32

        /// Writes where the installation is served, for commands that want to act through it.
        func announce(_ address: String) {
            let bytes = Array("\(address)\n".utf8)
            _ = ftruncate(descriptor, 0)
            _ = pwrite(descriptor, bytes, bytes.count, 0)
        }

        func release() {
            _ = ftruncate(descriptor, 0)
            close(descriptor)
        }
    }

    /// Locks a database, wherever it lies.
    ///
    /// - Parameter databaseURL: `sqlite:PATH`; the lock lies beside that file. Nothing else needs a lock.
    /// - Errors: ``Fault/served(by:)`` where another process holds it.
    static func lock(_ databaseURL: String) throws -> Lock? {
        guard databaseURL.hasPrefix("sqlite:") else { return nil }
        let file = "\(databaseURL.dropFirst("sqlite:".count)).lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Fault.cannotCreate(file, reason: reason()) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            let address = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self).trimmed }
            throw Fault.served(by: address.flatMap { $0.isEmpty ? nil : $0 })
        }
        return Lock(descriptor: descriptor)
    }
}

private func reason() -> String {
    String(cString: strerror(errno))
}
