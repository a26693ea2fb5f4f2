import NIOCore

/// Objects as files in a folder: the key is the path.
///
/// The folder is opened once and everything is found from there, so a storage whose disk is unmounted under it fails
/// instead of going on in the empty folder underneath. Below it links are not followed.
struct FileEngine: Engine {
    /// Where files are until they are whole; no key begins with a dot.
    static let incomingName = ".incoming"

    let description: String
    private let root: Descriptor
    private let incoming: Descriptor
    private let workers: Workers
    private let limits: Storage.Limits

    /// Opens or makes the folder and sweeps what killed processes left; waits for the disk.
    init(_ path: String, options: Storage.Options) throws(StorageError) {
        description = "folder \(path)"
        workers = Workers(options.threads)
        limits = options.limits
        root = try Descriptor.folder(at: path)
        incoming = try root.folderMaking(FileEngine.incomingName)
        try Incoming.sweep(incoming)
    }

    func put<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks, at key: ObjectKey) async throws -> ObjectInfo
    where Chunks.Element == ByteBuffer {
        var pieces = Pieces(chunks.makeAsyncIterator(), limitBytes: limits.objectBytes)
        // The first piece is waited for before anything is made, so that a source that fails at once costs nothing.
        var piece = try await pieces.next(limits.chunkBytes)
        let file = try await workers.run { [incoming] () throws(StorageError) in try Incoming(in: incoming) }
        do {
            while let bytes = piece {
                try await workers.run { () throws(StorageError) in try file.write(bytes) }
                piece = try await pieces.next(limits.chunkBytes)
            }
            return try await workers.run { [self] () throws(StorageError) in
                let (status, etag) = try file.publish(in: makeFolder(of: key), as: key.name)
                return ObjectInfo(key, status, etag: etag)
            }
        } catch {
            try? await workers.run { file.discard() }
            throw error
        }
    }

    func info(of key: ObjectKey) async throws(StorageError) -> ObjectInfo {
        try await workers.run { [self] () throws(StorageError) in try find(key).info }
    }

    func open(_ key: ObjectKey, _ range: ByteRange?) async throws(StorageError) -> OpenObject {
        try await workers.run { [self] () throws(StorageError) in
            let (file, info) = try find(key)
            var offsets = 0..<info.sizeBytes
            if let range {
                guard let meant = range.offsets(in: info.sizeBytes) else {
                    throw .invalidRange(sizeBytes: info.sizeBytes)
                }
                offsets = meant
            }
            let body = FileBody(file, offsets, chunkBytes: limits.chunkBytes, on: workers)
            return OpenObject(info: info, range: offsets, body: ObjectBody(source: body))
        }
    }

    func delete(_ key: ObjectKey) async throws(StorageError) {
        try await workers.run { [self] () throws(StorageError) in
            guard let folder = try folder(of: key), try folder.remove(key.name) else { return }
            // What a user removed does not come back after a power cut.
            try folder.sync()
        }
    }

    func list(_ prefix: String, from cursor: String?, limit: Int) async throws(StorageError) -> ObjectPage {
        try await workers.run { [root] () throws(StorageError) in
            var walk = FileWalk(prefix: prefix, after: cursor ?? "", limit: limit)
            try walk.visit(root, "")
            return walk.page
        }
    }

    func link(to key: ObjectKey, _ terms: LinkTerms) -> String? {
        nil
    }

    func ping() async throws(StorageError) {
        try await workers.run(within: limits.pingTimeout) { [root, incoming] () throws(StorageError) in
            try root.checkWritable()
            try incoming.checkWritable()
        }
    }

    private func find(_ key: ObjectKey) throws(StorageError) -> (file: Descriptor, info: ObjectInfo) {
        guard let file = try folder(of: key)?.file(key.name) else { throw .notFound(key) }
        let status = try file.status()
        guard status.isFile else { throw .notFound(key) }
        return (file, ObjectInfo(key, status, etag: Fingerprint.etag(of: file, status)))
    }

    /// The folder that an object lies in; nil where it is not there.
    private func folder(of key: ObjectKey) throws(StorageError) -> Descriptor? {
        var folder = root
        for name in key.folders {
            guard let inner = try folder.folder(name) else { return nil }
            folder = inner
        }
        return folder
    }

    private func makeFolder(of key: ObjectKey) throws(StorageError) -> Descriptor {
        var folder = root
        for name in key.folders {
            folder = try folder.folderMaking(name)
        }
        return folder
    }
}

extension ObjectInfo {
    fileprivate init(_ key: ObjectKey, _ status: Descriptor.Status, etag: String) {
        self.init(
            key: key,
            sizeBytes: status.sizeBytes,
            modifiedAt: status.modifiedAtNanoseconds / 1_000_000,
            etag: etag
        )
    }
}
