import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A service on loopback that says exactly what a test tells it to, byte by byte, and remembers what it was asked.
public final class FakeServer: Sendable {
    public struct Request: Sendable {
        public var method: String
        /// With the query, as it was sent.
        public var path: String
        public var headers: HTTPHeaders
        public var body: String
    }

    /// Answers the request of that number, counted from 0.
    public typealias Script = @Sendable (_ request: Request, _ number: Int) -> Reply

    private struct State {
        var requests: [Request] = []
        var connections: [ObjectIdentifier: any Channel] = [:]
        var acceptedConnections = 0
        var replies: [Task<Void, Never>] = []
        var runningReplies = 0
        var waiters: [(condition: @Sendable (Int, Int) -> Bool, promise: CheckedContinuation<Void, Never>)] = []
    }

    private let script: Script
    private let state = Mutex(State())
    private let listener = Mutex<(channel: any Channel, port: Int)?>(nil)

    private init(_ script: @escaping Script) {
        self.script = script
    }

    public static func start(_ script: @escaping Script) async throws -> FakeServer {
        let server = FakeServer(script)
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
        server.listener.withLock { $0 = (listener, listener.localAddress!.port!) }
        return server
    }

    /// Answers one reply after the other; a request that the list does not provide for gets status 599.
    public static func start(_ replies: [Reply]) async throws -> FakeServer {
        try await start { _, number in number < replies.count ? replies[number] : Reply(status: 599) }
    }

    /// Closes the listener and every connection, and with them the replies that still run.
    public func stop() async {
        try? await listener.withLock { $0?.channel }?.close()
        let (connections, replies) = state.withLock { ($0.connections.values, $0.replies) }
        for connection in connections { try? await connection.close() }
        for reply in replies { await reply.value }
    }

    /// Its address, also after it was stopped.
    public var base: String { "http://127.0.0.1:\(listener.withLock { $0!.port })" }

    public var requests: [Request] { state.withLock { $0.requests } }

    public var acceptedConnections: Int { state.withLock { $0.acceptedConnections } }

    /// Returns once that many requests have come in.
    public func receives(_ count: Int) async {
        await wait { requests, _ in requests >= count }
    }

    /// Returns once no reply runs any more: one that hangs does until its connection is closed.
    public func isLeftAlone() async {
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
        change { state in
            state.connections[ObjectIdentifier(channel)] = channel
            state.acceptedConnections += 1
        }
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
