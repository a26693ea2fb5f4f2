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
            let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: decoding)
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
        case .events(let events):
            let body = ResponseBody { writer in
                let (stream, feed) = AsyncStream.makeStream(of: ByteBuffer.self)
                Task {
                    await events(StreamSink(feed: feed))
                    feed.finish()
                }
                for await chunk in stream { try await writer.write(chunk) }
                try await writer.finish(nil)
            }
            return Response(status: status, headers: fields, body: body)
        }
    }

    private struct StreamSink: EventSink {
        let feed: AsyncStream<ByteBuffer>.Continuation

        func send(_ event: StaticString, _ data: [UInt8]) async -> Bool {
            var chunk = ByteBuffer()
            chunk.writeEvent(event, data)
            if case .terminated = feed.yield(chunk) { return false }
            return true
        }
    }
}
