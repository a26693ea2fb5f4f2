import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Wire

/// How the library talks to providers: one pool of connections, and the limits that every exchange keeps.
///
/// Answers are read through AsyncHTTPClient's delegates rather than its `async` calls: those let a deadline cover the
/// whole answer and not its head alone, spawn no task of their own, and hand a stream's pieces on where they arrive.
public struct HTTP: Sendable {
    /// What is read of an answer at most.
    public struct Limits: Sendable {
        /// A whole answer: some 2,000,000 Chinese characters, far above what any model writes at once.
        public var answerBytes = 8 << 20
        /// A stream in all; each piece of text comes in a frame many times its size.
        public var streamBytes = 64 << 20
        /// One event of a stream; a provider that repeats the text so far puts all of it in the last one.
        public var eventBytes = 1 << 20
        /// The body of an error; what is longer is cut, since its beginning says what is wrong.
        public var errorBytes = 64 << 10
        /// The longest silence within a stream that has begun; providers that let wait send comments meanwhile.
        public var silence = Duration.seconds(120)

        public init() {}
    }

    /// Five seconds, as the providers' own libraries: a connection that takes longer is lost.
    public static let connectTimeout = Duration.seconds(5)
    /// Connections to one host that don't speak HTTP/2; each running generation occupies one, so the usual 8 would
    /// queue.
    static let connectionsPerHost = 512

    let client: HTTPClient
    let limits: Limits

    /// - Parameter client: made by ``client(on:connectTimeout:)``; it stays its maker's to shut down.
    public init(client: HTTPClient, limits: Limits = Limits()) {
        self.client = client
        self.limits = limits
    }

    /// Makes a client with the settings this library relies on; shut it down when the process ends.
    ///
    /// Redirects are refused, since following one would carry the key to a stranger. A failed connection is reported at
    /// once instead of being tried again behind our back. Answers are not asked for in compressed form: they are small.
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
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(FlushOnce(), position: .first)
            }
        }
        return HTTPClient(eventLoopGroup: group, configuration: configuration)
    }

    /// Posts a body and answers what came back, whatever its status.
    func post(
        _ body: [UInt8],
        to endpoint: Endpoint,
        before deadline: NIODeadline
    ) async throws(ProviderError) -> Answer {
        let answer = WholeAnswer(limits: limits)
        try await run(body, to: endpoint, before: deadline, answer)
        return answer.take()
    }

    /// Posts a body and lets `reader` read the stream that comes back.
    ///
    /// - Returns: the reader, and the answer; the latter has a body only where it was no stream.
    func stream<Reader: StreamReader>(
        _ body: [UInt8],
        to endpoint: Endpoint,
        before deadline: NIODeadline,
        with reader: Reader,
        _ onDelta: @escaping @Sendable (String) -> Void
    ) async throws(ProviderError) -> (Reader, Answer) {
        let answer = StreamedAnswer(reader, limits: limits, onDelta)
        try await run(body, to: endpoint, before: deadline, answer)
        return answer.take()
    }

    private func run<Delegate: AnswerDelegate>(
        _ body: [UInt8],
        to endpoint: Endpoint,
        before deadline: NIODeadline,
        _ delegate: Delegate
    ) async throws(ProviderError) {
        if Task.isCancelled { throw ProviderError(.cancelled, message: "cancelled") }
        var request = endpoint.request
        request.body = .byteBuffer(ByteBuffer(bytes: body))
        let task = client.execute(request: request, delegate: delegate, deadline: deadline)
        do {
            try await withTaskCancellationHandler {
                try await task.futureResult.get()
            } onCancel: {
                task.cancel()
            }
        } catch {
            if delegate.isComplete { return }
            throw ProviderError(transport: error, hadHead: delegate.hasHead, address: endpoint.address)
        }
    }
}

/// Where requests go: an address and the headers that never change, taken apart once for any number of requests.
struct Endpoint: Sendable {
    /// The address without its query, for messages.
    let address: String
    fileprivate(set) var request: HTTPClient.Request

    /// - Parameter key: sent as a bearer token; an empty one is not sent, since local servers need none.
    /// - Errors: `invalidRequest` for an address that is none; `unauthorized` for a key that no header can carry.
    init(_ base: String, _ path: String, key: String, headers: HTTPHeaders = [:]) throws(ProviderError) {
        var trimmed = base[...]
        while trimmed.last == "/" || trimmed.last?.isWhitespace == true { trimmed.removeLast() }
        address = trimmed.drop(while: \.isWhitespace) + path
        var all: HTTPHeaders = ["content-type": "application/json"]
        all.add(contentsOf: headers)
        if !key.isEmpty {
            guard key.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
                throw ProviderError(.unauthorized, message: "the key holds characters that no key has")
            }
            all.add(name: "authorization", value: "Bearer " + key)
        }
        guard WebAddress.hasUsablePort(address),
            let request = try? HTTPClient.Request(url: address, method: .POST, headers: all)
        else { throw ProviderError(.invalidRequest, message: "\(address) is no address of a provider") }
        self.request = request
    }

    func adding(_ headers: HTTPHeaders) -> Endpoint {
        var copy = self
        copy.request.headers.add(contentsOf: headers)
        return copy
    }
}

/// What came back for a request.
struct Answer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: ByteBuffer

    var isSuccess: Bool { 200..<300 ~= status }
}
