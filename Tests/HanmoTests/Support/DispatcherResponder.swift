import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import NIOHTTP1

@testable import Hanmo

/// What `serve` runs, as Hummingbird's testing tools want it: behind its own responder, with no socket and the same
/// answers, or, where a test asks for sockets, as its server.
func testApplication(_ services: Services, _ server: ExchangeServer) -> Application<DispatcherResponder> {
    Application(
        responder: DispatcherResponder(server: server),
        server: HTTPServerBuilder { _ in server },
        configuration: ApplicationConfiguration(
            address: .hostname(services.settings.host, port: services.settings.port),
            serverName: nil
        ),
        services: [services.events],
        logger: quiet(services.logger)
    )
}

/// The dispatcher behind Hummingbird's own responder.
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
        let exchange = Hanmo.Request(
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

    private func response(_ reply: Reply, _ request: Hanmo.Request) -> Response {
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
