import JSON
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A provider on loopback that says exactly what a test tells it to, byte by byte, and remembers what it was asked.
///
/// Each request takes the next reply of the script; one that the script does not provide for is answered with status 599.
final class FakeServer: Sendable {
    struct Request: Sendable {
        var method: String
        var path: String
        var headers: HTTPHeaders
        var body: [UInt8]

        /// The body as JSON, or null where it is none.
        var json: JSON { (try? JSON(parsing: body)) ?? .null }
    }

    private struct State {
        var script: [Reply]
        var requests: [Request] = []
        var connections: [ObjectIdentifier: any Channel] = [:]
        var acceptedConnections = 0
        var replies: [Task<Void, Never>] = []
        var runningReplies = 0
        var waiters: [(condition: @Sendable (Int, Int) -> Bool, promise: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>
    private let listener = Mutex<(any Channel)?>(nil)
    let port: Int

    private init(script: [Reply], port: Int) {
        state = Mutex(State(script: script))
        self.port = port
    }

    static func start(_ script: [Reply]) async throws -> FakeServer {
        let box = Mutex<FakeServer?>(nil)
        let ready = NIOSingletons.posixEventLoopGroup.next().makePromise(of: Void.self)
        let listener = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                // A client may be quicker than the lines below.
                ready.futureResult.hop(to: channel.eventLoop).flatMapThrowing {
                    let server = box.withLock { $0! }
                    try channel.pipeline.syncOperations.addHandlers(
                        ByteToMessageHandler(HTTPRequestDecoder()),
                        Connection(server)
                    )
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = FakeServer(script: script, port: listener.localAddress!.port!)
        server.listener.withLock { $0 = listener }
        box.withLock { $0 = server }
        ready.succeed()
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

    var base: String { "http://127.0.0.1:\(port)" }

    var requests: [Request] { state.withLock { $0.requests } }

    var acceptedConnections: Int { state.withLock { $0.acceptedConnections } }

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
            let reply =
                state.requests.count < state.script.count ? state.script[state.requests.count] : Reply(status: 599)
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
    private var body: [UInt8] = []

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
            body = []
        case .body(let part):
            body.append(contentsOf: part.readableBytesView)
        case .end:
            let request = FakeServer.Request(
                method: head!.method.rawValue,
                path: head!.uri,
                headers: head!.headers,
                body: body
            )
            server.answer(request, on: context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
