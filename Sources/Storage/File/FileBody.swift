import NIOCore
import Synchronization

/// Reads a file chunk by chunk; the file is closed when nobody holds this any more.
final class FileBody: ChunkSource {
    private let file: Descriptor
    private let chunkBytes: Int
    private let workers: Workers
    /// The offsets that were not read yet.
    private let rest: Mutex<Range<Int>>

    init(_ file: Descriptor, _ offsets: Range<Int>, chunkBytes: Int, on workers: Workers) {
        self.file = file
        self.chunkBytes = chunkBytes
        self.workers = workers
        rest = Mutex(offsets)
    }

    /// Opens any file of this machine.
    ///
    /// - Errors: `io` where it is none or is not there; `denied`.
    static func open(_ path: String, chunkBytes: Int, on workers: Workers) async throws(StorageError) -> FileBody {
        try await workers.run { () throws(StorageError) in
            let file = try Descriptor.file(at: path)
            let status = try file.status()
            guard status.isFile else { throw .io("\(path) is no file") }
            return FileBody(file, 0..<status.sizeBytes, chunkBytes: chunkBytes, on: workers)
        }
    }

    func next() async throws(StorageError) -> ByteBuffer? {
        if Task.isCancelled { throw .cancelled }
        let offsets = rest.withLock { rest in
            let chunk = rest.prefix(chunkBytes)
            rest = rest.dropFirst(chunkBytes)
            return chunk
        }
        guard !offsets.isEmpty else { return nil }
        return try await workers.run { [file] () throws(StorageError) in try file.read(offsets) }
    }
}
