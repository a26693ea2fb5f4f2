import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// What every connection shares; as Hummingbird's child channel it sets each new connection up.
struct ExchangeServer: ServerChildChannel {
    let dispatcher: Dispatcher
    let proxies: TrustedProxies
    let clock: Clock
    var limits = ExchangeHandler.Limits()
    var webSocketLimits = WebSocketHandler.Limits()
    let requestIDs = RequestIDs()

    struct Connection: ServerChildChannelValue {
        let channel: any Channel
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            var decoding = NIOHTTPDecoderLimitConfiguration()
            decoding.maxHeaderFieldSize = limits.headBytes
            decoding.maxHeaderListSize = limits.headBytes
            let pipeline = channel.pipeline.syncOperations
            let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoding)
            try pipeline.addHandler(PrefetchHandler())
            try pipeline.addHandler(ByteToMessageHandler(decoder))
            try pipeline.addHandler(ExchangeHandler(server: self))
            return Connection(channel: channel)
        }
    }

    func handle(value: Connection, logger: Logger) async {
        // When the patience of a graceful stop is over, the task is cancelled and the connection goes with it.
        try? await withTaskCancellationHandler {
            try await value.channel.closeFuture.get()
        } onCancel: {
            value.channel.close(promise: nil)
        }
    }
}

/// The same dispatcher behind Hummingbird's own responder, as its testing tools want it: no socket, same answers.
struct DispatcherResponder: HTTPResponder {
    /// Where the request came from, and nothing else.
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            channel = source.channel
        }
    }

    let server: ExchangeServer

    func respond(to request: HummingbirdCore.Request, context: Context) async throws -> Response {
        var headers = HTTPHeaders()
        for field in request.headers { headers.add(name: field.name.rawName, value: field.value) }
        let peer = context.channel.remoteAddress?.ipAddress ?? "127.0.0.1"
        let body = try? await request.body.collect(upTo: server.limits.bodyBytes)
        let exchange = Request(
            id: server.requestIDs.next(),
            method: HTTPMethod(rawValue: request.method.rawValue),
            uri: request.head.path ?? "/",
            headers: headers,
            body: body ?? ByteBuffer(),
            address: server.proxies.client(of: headers, peer: peer)
        )
        let reply =
            body == nil
            ? Reply(Failure.tooLarge, in: exchange.language) : await server.dispatcher.respond(to: exchange)
        return response(reply, exchange)
    }

    private func response(_ reply: Reply, _ request: Request) -> Response {
        var fields = HTTPFields()
        func add(_ name: String, _ value: String) {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        add("X-Request-Id", request.id)
        add("Content-Type", reply.contentType)
        for header in reply.headers { add(header.name, header.value) }
        let status = HTTPResponse.Status(code: reply.status)
        switch reply.body {
        case .empty:
            return Response(status: status, headers: fields)
        case .bytes(let bytes):
            return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .webSocket:
            return Response(status: status, headers: fields)
        case .stream(_, let body):
            return Response(status: status, headers: fields, body: written(body))
        case .events(let events), .feed(let events):
            return Response(status: status, headers: fields, body: written(events))
        }
    }

    private func written(_ produce: @escaping @Sendable (any ByteSink) async throws -> Void) -> ResponseBody {
        ResponseBody { writer in
            let (stream, feed) = AsyncStream.makeStream(of: ByteBuffer.self)
            let task = Task {
                defer { feed.finish() }
                try await produce(StreamSink(feed: feed))
            }
            defer { task.cancel() }
            for await chunk in stream { try await writer.write(chunk) }
            try await writer.finish(nil)
        }
    }

    private struct StreamSink: ByteSink {
        let feed: AsyncStream<ByteBuffer>.Continuation

        func send(_ events: ByteBuffer) async -> Bool {
            if case .terminated = feed.yield(events) { return false }
            return true
        }
    }
}
