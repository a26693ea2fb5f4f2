import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on loopback that answers what it is told to, byte by byte, and remembers what it was asked.
public final class FakeServer: Sendable {
    public struct Request: Sendable {
        public var method: String
        /// The path with its query, as it was sent.
        public var uri: String
        public var headers: HTTPHeaders
        public var body: String
    }

    private struct State {
        var requests: [Request] = []
        var connections: [ObjectIdentifier: any Channel] = [:]
        var replies: [Task<Void, Never>] = []
        var waiters: [(count: Int, promise: CheckedContinuation<Void, Never>)] = []
    }

    private let answer: @Sendable (Request) -> Reply
    private let state = Mutex(State())
    private let listener = Mutex<(any Channel)?>(nil)

    private init(_ answer: @escaping @Sendable (Request) -> Reply) {
        self.answer = answer
    }

    public static func start(_ answer: @escaping @Sendable (Request) -> Reply) async throws -> FakeServer {
        let server = FakeServer(answer)
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
    public func stop() async {
        let listener = listener.withLock { $0.take() }
        try? await listener?.close()
        let (connections, replies) = state.withLock { ($0.connections.values, $0.replies) }
        for connection in connections { try? await connection.close() }
        for reply in replies { await reply.value }
    }

    public var base: String { "http://127.0.0.1:\(listener.withLock { $0?.localAddress?.port ?? 0 })" }
    public var requests: [Request] { state.withLock { $0.requests } }

    /// Returns once that many requests have come in.
    public func receives(_ count: Int) async {
        await withCheckedContinuation { promise in
            let isThere = state.withLock { state in
                if state.requests.count >= count { return true }
                state.waiters.append((count, promise))
                return false
            }
            if isThere { promise.resume() }
        }
    }

    fileprivate func opened(_ channel: any Channel) {
        state.withLock { $0.connections[ObjectIdentifier(channel)] = channel }
    }

    fileprivate func closed(_ channel: any Channel) {
        state.withLock { $0.connections[ObjectIdentifier(channel)] = nil }
    }

    fileprivate func take(_ request: Request, on channel: any Channel) {
        let reply = answer(request)
        let waiters = state.withLock { state in
            state.requests.append(request)
            state.replies.append(Task { await reply.play(on: channel) })
            let count = state.requests.count
            let ready = state.waiters.filter { $0.count <= count }
            state.waiters.removeAll { $0.count <= count }
            return ready
        }
        for waiter in waiters { waiter.promise.resume() }
    }
}

private final class Connection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let server: FakeServer
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(_ server: FakeServer) {
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
            let request = FakeServer.Request(
                method: head!.method.rawValue,
                uri: head!.uri,
                headers: head!.headers,
                body: String(buffer: body)
            )
            server.take(request, on: context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// What a ``FakeServer`` does when a request has come in.
public struct Reply: Sendable {
    enum Step: Sendable {
        case send(String)
        /// Nothing, for as long as the connection lives.
        case hang
        /// The end of the connection, by a reset.
        case reset
    }

    private var steps: [Step]

    private init(steps: [Step]) {
        self.steps = steps
    }

    /// A whole answer that says how long it is.
    public init(_ status: Int = 200, _ headers: [(String, String)] = [], body: String = "") {
        var head = "HTTP/1.1 \(status) Whatever\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if status != 204 { head += "content-length: \(body.utf8.count)\r\n" }
        steps = [.send(head + "\r\n" + body)]
    }

    public static let silence = Reply(steps: [.hang])
    public static let reset = Reply(steps: [.reset])
    /// What is no HTTP.
    public static let noise = Reply(steps: [.send("SSH-2.0-OpenSSH_9.2\r\n\r\n"), .hang])

    func play(on channel: any Channel) async {
        for step in steps where channel.isActive {
            switch step {
            case .send(let text): try? await channel.writeAndFlush(ByteBuffer(string: text))
            case .hang: try? await channel.closeFuture.get()
            case .reset:
                let options = channel as! any SocketOptionProvider
                try? await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
                try? await channel.close()
            }
        }
    }
}
