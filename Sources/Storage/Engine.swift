import NIOCore

/// What a place for objects does for ``Storage``.
protocol Engine: Sendable {
    /// The place, for the start-up log; names no secret.
    var description: String { get }

    /// Keeps an object; whoever reads meanwhile sees the old one or the new one, never a part.
    ///
    /// - Errors: those of ``StorageError``, and whatever `chunks` throws.
    func put<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks, at key: ObjectKey) async throws -> ObjectInfo
    where Chunks.Element == ByteBuffer
    func info(of key: ObjectKey) async throws(StorageError) -> ObjectInfo
    func open(_ key: ObjectKey, _ range: ByteRange?) async throws(StorageError) -> OpenObject
    func delete(_ key: ObjectKey) async throws(StorageError)
    func list(_ prefix: String, from cursor: String?, limit: Int) async throws(StorageError) -> ObjectPage
    func link(to key: ObjectKey, _ terms: LinkTerms) throws(StorageError) -> String?
    func ping() async throws(StorageError)
}

/// How a link is to work.
struct LinkTerms: Sendable {
    var validFor: Duration
    var downloadName: String?
    var contentType: String?
}

/// Cuts the chunks of a source anew, into pieces of the size wanted.
struct Pieces<Source: AsyncIteratorProtocol> where Source.Element == ByteBuffer {
    private var source: Source
    private let limitBytes: Int
    private var rest = ByteBuffer()
    private var isAtEnd = false
    /// How much the source gave so far.
    private(set) var readBytes = 0

    /// - Parameter limitBytes: what the source may give in all.
    init(_ source: Source, limitBytes: Int) {
        self.source = source
        self.limitBytes = limitBytes
    }

    /// The next piece, shorter than wanted at the end only, or nil after it.
    ///
    /// - Errors: `tooLarge`, `cancelled`, and what the source throws.
    mutating func next(_ sizeBytes: Int) async throws -> ByteBuffer? {
        var piece = ByteBuffer()
        while piece.readableBytes < sizeBytes {
            if let slice = rest.readSlice(length: min(rest.readableBytes, sizeBytes - piece.readableBytes)),
                slice.readableBytes > 0
            {
                if piece.readableBytes == 0 { piece = slice } else { piece.writeImmutableBuffer(slice) }
                continue
            }
            guard !isAtEnd else { break }
            if Task.isCancelled { throw StorageError.cancelled }
            guard let chunk = try await source.next() else {
                isAtEnd = true
                break
            }
            readBytes += chunk.readableBytes
            guard readBytes <= limitBytes else { throw StorageError.tooLarge(limitBytes: limitBytes) }
            rest = chunk
        }
        if Task.isCancelled { throw StorageError.cancelled }
        return piece.readableBytes > 0 ? piece : nil
    }
}

/// One chunk as a sequence.
struct OneChunk: AsyncSequence, Sendable {
    struct AsyncIterator: AsyncIteratorProtocol {
        var chunk: ByteBuffer?

        mutating func next() async -> ByteBuffer? {
            chunk.take()
        }
    }

    let chunk: ByteBuffer

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(chunk: chunk)
    }
}
