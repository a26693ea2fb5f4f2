import NIOCore

/// What is known of an object without reading it.
public struct ObjectInfo: Hashable, Sendable {
    public let key: ObjectKey
    public let sizeBytes: Int
    /// When it was written, in UTC milliseconds; S3 tells whole seconds.
    public let modifiedAt: Int
    /// A strong validator with its quotes, as an `ETag` header carries it; a different content has a different one.
    ///
    /// In a folder it is the content's SHA-256 where the file system keeps extended attributes, and otherwise made of
    /// the file's number, size and time; S3 makes its own.
    public let etag: String

    /// What the object holds, as its key's extension says.
    public var contentType: String { key.contentType }
}

/// An object that can be read.
public struct OpenObject: Sendable {
    public let info: ObjectInfo
    /// The offsets of the bytes that ``body`` has: all of them, or the range that was asked for.
    public let range: Range<Int>
    /// To be read once; whoever lets go of it early ends the reading.
    public let body: ObjectBody

    /// What a `Content-Range` header says of ``range``.
    public var contentRange: String {
        "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(info.sizeBytes)"
    }
}

/// Where the chunks of a body come from.
protocol ChunkSource: AnyObject, Sendable {
    /// The next chunk, or nil after the last one; called by one task at a time.
    func next() async throws(StorageError) -> ByteBuffer?
}

/// The bytes of an object, chunk by chunk and no faster than they are taken.
public struct ObjectBody: AsyncSequence, Sendable {
    public typealias Element = ByteBuffer
    public typealias Failure = StorageError

    public struct AsyncIterator: AsyncIteratorProtocol {
        let source: any ChunkSource

        public mutating func next() async throws(StorageError) -> ByteBuffer? {
            try await source.next()
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(StorageError) -> ByteBuffer? {
            try await source.next()
        }
    }

    let source: any ChunkSource

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(source: source)
    }

    /// Reads all of it into memory.
    ///
    /// - Errors: `tooLarge` when there is more than the limit; then the rest is not read.
    public func collect(limitBytes: Int) async throws(StorageError) -> ByteBuffer {
        var whole = ByteBuffer()
        while let chunk = try await source.next() {
            guard whole.readableBytes + chunk.readableBytes <= limitBytes else {
                throw .tooLarge(limitBytes: limitBytes)
            }
            whole.writeImmutableBuffer(chunk)
        }
        return whole
    }
}

/// An object as a list shows it.
public struct ListedObject: Hashable, Sendable {
    public let key: ObjectKey
    public let sizeBytes: Int
    /// When it was written, in UTC milliseconds; who looks for orphans leaves young ones alone.
    public let modifiedAt: Int
}

/// A part of a list, in the order of the keys' bytes.
public struct ObjectPage: Hashable, Sendable {
    /// How many objects a page has at most, S3's own limit.
    public static let limit = 1_000

    /// May be fewer than asked for, even none, while there is a ``next``.
    public let objects: [ListedObject]
    /// What to ask the following page with, or nil after the last one; means something to the same storage only.
    public let next: String?
}
