import AsyncHTTPClient
import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Objects (pictures, films, decks) in a local folder or in an S3 bucket, chosen by URL.
///
/// An object is whole or not there: it appears once its last byte is safe, and a failed or cancelled `put`
/// leaves nothing behind. Nothing is held in memory but the chunk under way (and, on the way to S3, a few parts).
public struct Storage: Sendable {
    /// What the program may change about a storage.
    public struct Options: Sendable {
        /// The present moment in UTC milliseconds; signatures depend on it.
        public var clock: @Sendable () -> Int = Options.systemClock
        /// That many bytes that nobody can foresee, for new keys.
        public var randomBytes: @Sendable (Int) -> [UInt8] = Options.systemRandom
        public var limits = Limits()
        public var retry = RetryPolicy()
        /// Where files are read and written, so that no event loop waits for a disk; stays its maker's to shut down.
        public var threads = NIOThreadPool.singleton

        public init() {}

        private static let systemClock: @Sendable () -> Int = {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Int(time.tv_sec) * 1_000 + Int(time.tv_nsec) / 1_000_000
        }

        private static let systemRandom: @Sendable (Int) -> [UInt8] = { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }
    }

    /// Five seconds: a connection that takes longer is lost.
    public static let connectTimeout = Duration.seconds(5)
    /// Connections to one host; each object that is being read occupies one, so the usual 8 would queue.
    private static let connectionsPerHost = 128

    private let engine: any Engine
    private let options: Options

    /// Opens the storage that `url` names.
    ///
    /// A folder is made where there is none, and what a killed process left half-written in it is swept. A bucket must
    /// be there; whether it is, ``ping()`` tells.
    ///
    /// - Parameters:
    ///   - url: `file:PATH`, or `s3://BUCKET[/PREFIX]` with the parameters of ``S3Location``.
    ///   - credentials: for S3.
    ///   - client: for S3, made by ``client(on:connectTimeout:)`` or with the same settings; stays its maker's to shut
    ///     down.
    /// - Errors: `misconfigured` for a URL that names nothing; `denied`, `full` or `io` from the folder.
    public init(
        _ url: String,
        credentials: S3Credentials? = nil,
        client: HTTPClient? = nil,
        options: Options = Options()
    ) throws(StorageError) {
        self.options = options
        let scheme = url.prefix { $0 != ":" }
        switch scheme {
        case "file":
            let path = String(url.dropFirst(scheme.count + 1))
            guard !path.isEmpty, !path.utf8.contains(0) else { throw .misconfigured("file: lacks a path") }
            engine = try FileEngine(path, options: options)
        case "s3":
            let location = try S3Location(url)
            guard let credentials, let client else {
                throw .misconfigured("s3: needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
            }
            engine = S3Engine(try S3Client(location, credentials, client, options: options))
        default:
            throw .misconfigured("a storage is file:PATH or s3://BUCKET?endpoint=URL&region=R")
        }
    }

    /// Makes a client with the settings this library relies on; shut it down when the process ends.
    ///
    /// Redirects are refused, since a signature holds for one address. A failed connection is reported at once instead
    /// of being tried again behind our back. Nothing is unpacked, since a range counts the stored bytes.
    public static func client(
        on group: any EventLoopGroup = HTTPClient.defaultEventLoopGroup,
        connectTimeout: Duration = connectTimeout
    ) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connectTimeout)),
            decompression: .disabled
        )
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsPerHost
        configuration.connectionPool.retryConnectionEstablishment = false
        // Spans that nobody collects take a tenth of what a request costs.
        configuration.tracing.tracer = nil
        return HTTPClient(eventLoopGroup: group, configuration: configuration)
    }

    /// The place, as `folder /srv/hanmo/files` or `bucket hanmo at https://s3.example.com`.
    public var description: String { engine.description }

    /// Makes a key that nobody can guess: `kind/shard/random.extension`.
    ///
    /// - Errors: `invalidKey` where kind or extension don't fit into one.
    public func newKey(_ kind: String, extension ext: String) throws(StorageError) -> ObjectKey {
        try ObjectKey(kind: kind, extension: ext, random: options.randomBytes(ObjectKey.randomBytes))
    }

    /// Keeps these bytes; an object that has the key already is replaced.
    ///
    /// Returns once they are safe: on the disk, or acknowledged by S3.
    @discardableResult
    public func put(_ bytes: ByteBuffer, at key: ObjectKey) async throws(StorageError) -> ObjectInfo {
        try await putting { try await engine.put(OneChunk(chunk: bytes), at: key) }
    }

    /// Keeps what `chunks` gives, as it comes.
    ///
    /// - Errors: those of ``StorageError``, and whatever `chunks` throws; then nothing is kept.
    @discardableResult
    public func put<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks,
        at key: ObjectKey
    ) async throws -> ObjectInfo where Chunks.Element == ByteBuffer {
        try await engine.put(chunks, at: key)
    }

    /// Keeps a copy of a local file.
    ///
    /// - Errors: also `io` or `denied` where the file can't be read.
    @discardableResult
    public func put(fileAt path: String, at key: ObjectKey) async throws(StorageError) -> ObjectInfo {
        let body = try await FileBody.open(path, chunkBytes: options.limits.chunkBytes, on: Workers(options.threads))
        return try await putting { try await engine.put(ObjectBody(source: body), at: key) }
    }

    /// What is known of an object.
    ///
    /// - Errors: `notFound` where there is none.
    public func info(of key: ObjectKey) async throws(StorageError) -> ObjectInfo {
        try await engine.info(of: key)
    }

    /// Whether there is such an object.
    public func exists(_ key: ObjectKey) async throws(StorageError) -> Bool {
        do throws(StorageError) {
            _ = try await engine.info(of: key)
            return true
        } catch .notFound {
            return false
        } catch {
            throw error
        }
    }

    /// Opens an object for reading: what is known of it at once, its bytes as they are taken.
    ///
    /// - Errors: `notFound`; `invalidRange` where it has no byte in the range.
    public func open(_ key: ObjectKey, range: ByteRange? = nil) async throws(StorageError) -> OpenObject {
        try await engine.open(key, range)
    }

    /// Removes an object; one that is not there is as good as removed.
    public func delete(_ key: ObjectKey) async throws(StorageError) {
        try await engine.delete(key)
    }

    /// Lists objects in the order of their keys; files that this library did not make are passed over.
    ///
    /// - Parameters:
    ///   - prefix: what their keys begin with, such as `images/`; empty for all.
    ///   - cursor: ``ObjectPage/next`` of the page before.
    ///   - limit: how many, 1 to ``ObjectPage/limit``; what lies outside is moved to the nearer end.
    public func list(
        _ prefix: String = "",
        from cursor: String? = nil,
        limit: Int = ObjectPage.limit
    ) async throws(StorageError) -> ObjectPage {
        try await engine.list(prefix, from: cursor, limit: min(max(limit, 1), ObjectPage.limit))
    }

    /// An address under which anybody may fetch the object, or nil where the program has to serve it itself.
    ///
    /// A folder has none. A bucket with `public=` has a lasting one, but under that it can't be given another name or
    /// type, so asking for one answers nil as well. Other buckets have signed ones; whether the object exists is not
    /// looked up.
    ///
    /// - Parameters:
    ///   - validFor: 1 second to 7 days, S3's own limit; what lies outside is moved to the nearer end.
    ///   - downloadName: the file name that a browser stores it under, in any script.
    ///   - contentType: what it is served as, instead of what its key says.
    public func link(
        to key: ObjectKey,
        validFor: Duration,
        downloadName: String? = nil,
        contentType: String? = nil
    ) throws(StorageError) -> String? {
        let terms = LinkTerms(validFor: validFor, downloadName: downloadName, contentType: contentType)
        return try engine.link(to: key, terms)
    }

    /// Asks whether objects can be kept and read now: one cheap question, one attempt, `pingTimeout` at most.
    public func ping() async throws(StorageError) {
        try await engine.ping()
    }

    /// Tells the compiler what holds where the source is one of our own: that nothing but ``StorageError`` is thrown.
    private func putting(_ act: () async throws -> ObjectInfo) async throws(StorageError) -> ObjectInfo {
        do {
            return try await act()
        } catch let error as StorageError {
            throw error
        } catch {
            throw .io("\(error)")
        }
    }
}
