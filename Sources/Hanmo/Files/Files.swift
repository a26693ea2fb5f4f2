import Database
import Storage

/// The rules of files: each belongs to a creation, and goes with it.
struct Files: Sendable {
    let storage: Storage
    let jobs: Jobs

    /// How long a bucket's own address for a file is good: for a page that was just opened, and a download that lasts.
    private static let linkLife = Duration.seconds(3600)

    /// Notes that a stored object belongs to a creation; part of a generation's settlement, in its transaction.
    func keep(_ file: ObjectInfo, of creation: Int, by user: Int, in connection: Connection) throws {
        try FileStore(connection).insert(file, of: creation, by: user)
    }

    /// Has a creation's objects deleted once this transaction is committed, whatever dies in between.
    func deleteLater(of creation: Int, by user: Int, in connection: Connection) throws {
        let keys = try FileStore(connection).delete(of: creation, by: user)
        if !keys.isEmpty { try jobs.enqueue(FileDeletion(keys: keys), in: connection) }
    }

    /// Deletes objects; those that are gone already are as good as deleted.
    func delete(_ keys: [String]) async throws {
        for key in keys {
            try Task.checkCancellation()
            try await storage.delete(ObjectKey(key))
        }
    }

    /// Asks the storage whether it answers.
    func ping() async throws {
        try await storage.ping()
    }

    /// Where anybody may fetch a file without us, or nil where we serve it.
    func link(to key: ObjectKey) throws -> String? {
        try translating { () throws(StorageError) in try storage.link(to: key, validFor: Files.linkLife) }
    }

    /// - Errors: 404 no such file.
    func info(of key: ObjectKey) async throws -> ObjectInfo {
        do {
            return try await storage.info(of: key)
        } catch {
            throw Files.failure(error)
        }
    }

    /// - Errors: 404 no such file; 416 it has no byte in the range.
    func open(_ key: ObjectKey, _ range: ByteRange?) async throws -> OpenObject {
        do {
            return try await storage.open(key, range: range)
        } catch {
            throw Files.failure(error)
        }
    }

    private func translating<T>(_ act: () throws(StorageError) -> T) throws -> T {
        do {
            return try act()
        } catch {
            throw Files.failure(error)
        }
    }

    private static func failure(_ error: StorageError) -> Failure {
        switch error {
        case .notFound, .invalidKey: return .notFound
        case .invalidRange(let sizeBytes):
            var failure = Failure.rangeNotSatisfiable
            failure.headers = [("Content-Range", "bytes */\(sizeBytes)")]
            return failure
        default: return .unexpected.because(error)
        }
    }
}
