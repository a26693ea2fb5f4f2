import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Storage
import Synchronization

/// An S3 service on loopback that says exactly what a test tells it to, byte by byte, and remembers what it was asked.
final class FakeS3: Sendable {
    struct Request: Sendable {
        var method: String
        var path: String
        var headers: HTTPHeaders
        var body: String

        /// As `PUT /bucket/a.png`, without the query's values that differ from run to run.
        var line: String { "\(method) \(path)" }
    }

    /// Answers the request of that number, counted from 0.
    typealias Script = @Sendable (_ request: Request, _ number: Int) -> Reply

    private struct State {
        var requests: [Request] = []
        var connections: [ObjectIdentifier: any Channel] = [:]
        var replies: [Task<Void, Never>] = []
        var runningReplies = 0
        var waiters: [(condition: @Sendable (Int, Int) -> Bool, promise: CheckedContinuation<Void, Never>)] = []
    }

    private let script: Script
    private let state = Mutex(State())
    private let listener = Mutex<(any Channel)?>(nil)

    private init(_ script: @escaping Script) {
        self.script = script
    }

    static func start(_ script: @escaping Script) async throws -> FakeS3 {
        let server = FakeS3(script)
        let listener = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        ByteToMessageHandler(HTTPRequestDecoder()),
                        Connection(server)
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        server.listener.withLock { $0 = listener }
        return server
    }

    /// Closes the listener and every connection, and with them the replies that still run.
    func stop() async {
        let listener = listener.withLock { $0.take() }
        try? await listener?.close()
        let (connections, replies) = state.withLock { ($0.connections.values, $0.replies) }
        for connection in connections { try? await connection.close() }
        for reply in replies { await reply.value }
    }

    var base: String { "http://127.0.0.1:\(listener.withLock { $0?.localAddress?.port ?? 0 })" }
    var requests: [Request] { state.withLock { $0.requests } }
    var lines: [String] { requests.map(\.line) }

    /// Returns once that many requests have come in.
    func receives(_ count: Int) async {
        await wait { requests, _ in requests >= count }
    }

    /// Returns once no reply runs any more: one that hangs does until its connection is closed.
    func isLeftAlone() async {
        await wait { _, runningReplies in runningReplies == 0 }
    }

    private func wait(_ condition: @escaping @Sendable (Int, Int) -> Bool) async {
        await withCheckedContinuation { promise in
            let holds = state.withLock { state in
                if condition(state.requests.count, state.runningReplies) { return true }
                state.waiters.append((condition, promise))
                return false
            }
            if holds { promise.resume() }
        }
    }

    private func change(_ change: (inout State) -> Void) {
        let satisfied = state.withLock { state in
            change(&state)
            let (requests, runningReplies) = (state.requests.count, state.runningReplies)
            let satisfied = state.waiters.filter { $0.condition(requests, runningReplies) }
            state.waiters.removeAll { $0.condition(requests, runningReplies) }
            return satisfied
        }
        for waiter in satisfied { waiter.promise.resume() }
    }

    fileprivate func opened(_ channel: any Channel) {
        change { $0.connections[ObjectIdentifier(channel)] = channel }
    }

    fileprivate func closed(_ channel: any Channel) {
        change { $0.connections[ObjectIdentifier(channel)] = nil }
    }

    fileprivate func answer(_ request: Request, on channel: any Channel) {
        change { state in
            let reply = script(request, state.requests.count)
            state.requests.append(request)
            state.runningReplies += 1
            state.replies.append(
                Task {
                    await reply.play(on: channel)
                    self.change { $0.runningReplies -= 1 }
                }
            )
        }
    }
}

private final class Connection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let server: FakeS3
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(_ server: FakeS3) {
        self.server = server
    }

    func handlerAdded(context: ChannelHandlerContext) {
        server.opened(context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) {
        server.closed(context.channel)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ByteBuffer()
        case .body(let part):
            body.writeImmutableBuffer(part)
        case .end:
            let request = FakeS3.Request(
                method: head!.method.rawValue,
                path: head!.uri,
                headers: head!.headers,
                body: String(buffer: body)
            )
            server.answer(request, on: context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// What a ``FakeS3`` does when a request has come in.
struct Reply: Sendable {
    enum Step: Sendable {
        /// Bytes as they go over the wire.
        case send(String)
        /// Nothing, until the test opens the gate.
        case wait(Gate)
        /// Nothing, for as long as the connection lives.
        case hang
        /// The end of the connection, in order.
        case close
        /// The end of the connection, by a reset.
        case reset
    }

    var steps: [Step]

    init(_ steps: Step...) {
        self.steps = steps
    }

    /// A whole answer that says how long it is.
    init(_ status: Int = 200, _ headers: [String: String] = [:], body: String = "") {
        let all = headers.merging(["content-length": "\(body.utf8.count)"]) { given, _ in given }
        self.init(.send(Reply.head(status, all) + body))
    }

    /// What S3 says when it refuses.
    static func error(
        _ status: Int,
        _ code: String,
        _ message: String = "No.",
        _ headers: [String: String] = [:]
    ) -> Reply {
        Reply(
            status,
            headers,
            body: #"<?xml version="1.0" encoding="UTF-8"?>\#n"#
                + "<Error><Code>\(code)</Code><Message>\(message)</Message><RequestId>r</RequestId></Error>"
        )
    }

    static let written = Reply(200, ["etag": "\"e\""])

    /// An object's bytes, with what S3 says of it.
    static func object(_ text: String) -> Reply {
        Reply(200, objectHeaders, body: text)
    }

    static let objectHeaders = ["etag": "\"e\"", "last-modified": "Fri, 24 May 2013 00:00:00 GMT"]

    static func head(_ status: Int, _ headers: [String: String]) -> String {
        let lines = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }
        return "HTTP/1.1 \(status) Whatever\r\n" + lines.joined() + "\r\n"
    }

    func play(on channel: any Channel) async {
        for step in steps where channel.isActive {
            switch step {
            case .send(let text): try? await channel.writeAndFlush(ByteBuffer(string: text))
            case .wait(let gate): await gate.isOpened()
            case .hang: try? await channel.closeFuture.get()
            case .close: try? await channel.close()
            case .reset:
                let options = channel as! any SocketOptionProvider
                try? await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
                try? await channel.close()
            }
        }
    }
}

/// Holds something back until a test lets it go.
final class Gate: Sendable {
    private let promise = NIOSingletons.posixEventLoopGroup.next().makePromise(of: Void.self)

    func open() {
        promise.succeed()
    }

    func isOpened() async {
        try? await promise.futureResult.get()
    }
}

/// A fake service and a storage that speaks to it.
struct Stage: Sendable {
    let server: FakeS3
    let storage: Storage
    /// The pauses between attempts: recorded instead of waited for.
    let pauses: Recorder<Duration>

    static let credentials = S3Credentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        sessionToken: "session-token"
    )
    /// 2013-05-24T00:00:00Z, as in Amazon's examples.
    static let now = 1_369_353_600_000
}

/// Runs a test against a fake service, and stops both ends afterwards; objects over 16 bytes are sent in parts of 8.
func withFakeS3(
    limits: Storage.Limits = Storage.Limits(),
    _ script: @escaping FakeS3.Script,
    _ body: (Stage) async throws -> Void
) async throws {
    let server = try await FakeS3.start(script)
    // Long enough that a busy machine changes no outcome.
    let client = Storage.client(on: NIOSingletons.posixEventLoopGroup, connectTimeout: .seconds(60))
    let pauses = Recorder<Duration>()
    var options = Storage.Options()
    options.clock = { Stage.now }
    options.limits = limits
    options.limits.singlePutBytes = 16
    options.limits.partBytes = 8
    options.retry.sleep = { pauses.record($0) }
    options.retry.random = { 0 }
    let result: Result<Void, any Error>
    do {
        let storage = try Storage(
            "s3://bucket/studio?endpoint=\(server.base)&region=cn-test",
            credentials: Stage.credentials,
            client: client,
            options: options
        )
        result = .success(try await body(Stage(server: server, storage: storage, pauses: pauses)))
    } catch {
        result = .failure(error)
    }
    try await client.shutdown()
    await server.stop()
    try result.get()
}

/// The same, answering one reply after the other; a request that the list does not provide for gets status 599.
func withFakeS3(
    _ replies: [Reply],
    limits: Storage.Limits = Storage.Limits(),
    _ body: (Stage) async throws -> Void
) async throws {
    try await withFakeS3(
        limits: limits,
        { _, number in number < replies.count ? replies[number] : Reply(599) },
        body
    )
}
