import NIOCore
import NIOHTTP1

/// One connection: collects whole requests, hands each to the dispatcher, writes the reply, one after the other.
///
/// It stands where a general HTTP server has its streams of parts: requests here are small forms and replies are ready
/// bytes, so an exchange is a few function calls on the connection's own thread. What it writes, and how, stands in
/// `ExchangeHandler+Write.swift`.
final class ExchangeHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What a connection is allowed.
    struct Limits: Sendable {
        /// Bytes of a request's body.
        var bodyBytes = 1 << 20
        /// Bytes of a request's head.
        var headBytes = 32 << 10
        /// From the connection's start, or the last reply, to the end of the next request's head.
        var idle: TimeAmount = .seconds(60)
        /// From the end of the head to the end of the body.
        var body: TimeAmount = .seconds(30)
        /// For a reader to take what was written to it, and a second more for each ``slowestBytesPerSecond``.
        var write: TimeAmount = .seconds(30)
        /// A reader slower than that is not waited for.
        var slowestBytesPerSecond = 16 << 10
        /// Bytes from which on a reply is large: it is handed over piece by piece, each in the time of ``write``.
        var largeReply = 1 << 20
        /// Bytes of large replies that all connections together may hold; beyond it they are refused.
        var outgoing = 256 << 20
        /// Requests that may wait behind the one being answered before we stop reading.
        var pipelined = 16
        /// Requests that one read may bring on top of that; a client that sends more is not served.
        var waiting = 4096
    }

    private enum Phase {
        /// Waiting for a head.
        case idle
        case receiving(HTTPRequestHead, body: ByteBuffer)
        /// The body was too large or too slow and has been refused; what is left of it is thrown away.
        case refused
    }

    /// How a client finds the end of a streamed body.
    enum Framing {
        case chunked
        /// After so many more bytes, which its head has announced.
        case counted(Int)
        /// Where the connection ends, for clients of HTTP/1.0.
        case untilClose
    }

    let server: ExchangeServer
    var context: ChannelHandlerContext?
    private var phase = Phase.idle
    private var waiting = CircularBuffer<(head: HTTPRequestHead, body: ByteBuffer)>()
    private var isAnswering = false
    var isReadHeld = false
    /// Set by the client's wish, by a refusal, or by the server's graceful stop.
    var closesAfterReply = false
    /// The client has sent its last request, and may still read our replies.
    var inputEnded = false
    /// A request has come behind which the decoder finds no further ones: what follows may be of another protocol.
    private var requestsEnded = false
    var isStopping = false
    var framing = Framing.chunked
    var knowsChunks = true
    /// What writes a stream, and whether that has an end of its own.
    var stream: (task: Task<Void, Never>, hasEnd: Bool)?
    private var deadline = NIODeadline.distantFuture
    private var timer: Scheduled<Void>?
    private var timerEnd = NIODeadline.distantFuture
    private var address = ""
    var date = HTTPDate()
    var drained: [EventLoopPromise<Bool>] = []

    init(server: ExchangeServer) {
        self.server = server
    }

    // MARK: The connection's life

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        address = context.remoteAddress?.ipAddress ?? ""
        expectWithin(server.limits.idle)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        timer?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stream?.task.cancel()
        release(listening: false)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Whatever else comes is thrown away, so that the client reads why.
        if case .refused = phase { return }
        guard let error = error as? HTTPParserError, !isAnswering else {
            context.close(promise: nil)
            return
        }
        if case .receiving(let head, _) = phase {
            refuse(head, .badRequest)
            return
        }
        let request = Request(
            id: server.requestIDs.next(),
            method: .GET,
            uri: "/",
            headers: [:],
            body: ByteBuffer(),
            address: address
        )
        closesAfterReply = true
        isAnswering = true
        refuse(request, error == .invalidURL ? .badAddress : .badRequest)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            closesAfterReply = true
            isStopping = true
            if let stream, !stream.hasEnd {
                stream.task.cancel()
                // Who does not even read is not waited for.
                if !context.channel.isWritable { context.close(promise: nil) }
            }
            if case .idle = phase, !isAnswering { context.close(promise: nil) }
        case ChannelEvent.inputClosed:
            inputEnded = true
            // Who follows a stream without an end and hangs up is gone; nobody else would tell us before the next
            // event.
            let followsNoMore = stream.map { !$0.hasEnd } ?? false
            if followsNoMore || (!isAnswering && waiting.isEmpty) { context.close(promise: nil) }
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, !drained.isEmpty {
            deadline = .distantFuture
            release(listening: true)
        }
        context.fireChannelWritabilityChanged()
    }

    private func release(listening: Bool) {
        let promises = drained
        drained = []
        for promise in promises { promise.succeed(listening) }
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): receive(head, context)
        case .body(let bytes): receive(bytes)
        case .end: receiveEnd()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // A body that did not come with its head has its own time, not what is left of the connection's.
        if case .receiving = phase, !isAnswering, timerEnd > deadline {
            timer?.cancel()
            startTimer(at: deadline)
        }
        context.fireChannelReadComplete()
    }

    /// Holds the next read back while enough requests wait already, or nothing more is going to be read here.
    func read(context: ChannelHandlerContext) {
        if hasEnough { isReadHeld = true } else { context.read() }
    }

    private var hasEnough: Bool {
        waiting.count >= server.limits.pipelined || (requestsEnded && isAnswering)
    }

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        requestsEnded = head.endsRequests
        // While a reply is under way, the deadline is that reply's.
        if !isAnswering { expectWithin(server.limits.body) }
        let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        if length > server.limits.bodyBytes {
            refuse(head, .tooLarge)
            return
        }
        if let coding = head.headers.first(name: "transfer-encoding"), coding.trimmed.lowercased() != "chunked" {
            refuse(head, .invalid("Transfer-Encoding", "仅支持 chunked", "should be chunked"))
            return
        }
        if head.headers.first(name: "expect")?.lowercased() == "100-continue", !isAnswering {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        }
        phase = .receiving(head, body: ByteBuffer())
    }

    private func receive(_ bytes: ByteBuffer) {
        guard case .receiving(let head, var body) = phase else { return }
        phase = .idle
        guard body.readableBytes + bytes.readableBytes <= server.limits.bodyBytes else {
            refuse(head, .tooLarge)
            return
        }
        if body.readableBytes == 0 { body = bytes } else { body.writeImmutableBuffer(bytes) }
        phase = .receiving(head, body: body)
    }

    private func receiveEnd() {
        guard case .receiving(let head, let body) = phase else {
            phase = .idle
            if closesAfterReply, !isAnswering { context?.close(promise: nil) }
            return
        }
        phase = .idle
        guard isAnswering || !waiting.isEmpty else {
            answer(head, body)
            return
        }
        waiting.append((head, body))
        if waiting.count > server.limits.waiting { context?.close(promise: nil) }
    }

    /// Answers a request whose body is not taken.
    private func refuse(_ head: HTTPRequestHead, _ failure: Failure) {
        phase = .refused
        guard !isAnswering else {
            context?.close(promise: nil)
            return
        }
        closesAfterReply = true
        isAnswering = true
        let request = request(head, ByteBuffer())
        refuse(request, failure)
    }

    /// Answers what never gets to the dispatcher, or could not be sent as it was answered.
    func refuse(_ request: Request, _ failure: Failure) {
        server.dispatcher.meter.record(nil, status: failure.status, after: Stopwatch())
        write(Reply(failure, in: request.language), to: request)
    }

    // MARK: Answering

    private func request(_ head: HTTPRequestHead, _ body: ByteBuffer) -> Request {
        Request(
            id: server.requestIDs.next(),
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body: body,
            address: server.proxies.client(of: head.headers, peer: address)
        )
    }

    private func answer(_ head: HTTPRequestHead, _ body: ByteBuffer) {
        guard let context else { return }
        isAnswering = true
        deadline = .distantFuture
        // The decoder reads nothing behind an offer that we don't take up.
        if !head.isKeepAlive || head.endsRequests { closesAfterReply = true }
        knowsChunks = head.version.major > 1 || head.version.minor > 0
        let request = request(head, body)
        guard head.namesItsHost else {
            refuse(request, .invalid("Host", "请求头应出现且仅出现一次", "should be there once, as HTTP/1.1 asks"))
            return
        }
        let eventLoop = context.eventLoop
        let handler = NIOLoopBound(self, eventLoop: eventLoop)
        // Runs on this thread until it has to wait, which a read from the database never makes it do.
        Task.immediate { [dispatcher = server.dispatcher] in
            let reply = await dispatcher.respond(to: request)
            if eventLoop.inEventLoop {
                handler.value.write(reply, to: request)
            } else {
                eventLoop.execute { handler.value.write(reply, to: request) }
            }
        }
    }

    func finish(_ context: ChannelHandlerContext) {
        isAnswering = false
        if case .refused = phase {
            // Closing now would reset the connection before the client has read why.
            expectWithin(server.limits.body)
            return
        }
        if closesAfterReply || (inputEnded && waiting.isEmpty) {
            context.close(promise: nil)
            return
        }
        expectWithin(server.limits.idle)
        // Not answered from here: a thousand requests that need no waiting would be a thousand frames on the stack.
        if !waiting.isEmpty { context.eventLoop.assumeIsolated().execute { [self] in answerNext() } }
        if isReadHeld, !hasEnough {
            isReadHeld = false
            context.read()
        }
    }

    private func answerNext() {
        guard !isAnswering, context != nil, let next = waiting.popFirst() else { return }
        answer(next.head, next.body)
    }

    // MARK: Patience

    /// Closes the connection unless something moves the deadline on before it has passed.
    ///
    /// - Parameter isExact: Not only at the end of an earlier patience, if that is later; costs a timer.
    func expectWithin(_ patience: TimeAmount, isExact: Bool = false) {
        deadline = .now() + patience
        if isExact {
            timer?.cancel()
            timer = nil
        }
        if timer == nil { startTimer(at: deadline) }
    }

    /// Ends what took too long; whoever sends a body too slowly is told so.
    private func giveUp() {
        if case .receiving(let head, _) = phase, !isAnswering {
            refuse(head, .requestTimeout)
        } else {
            context?.close(promise: nil)
        }
    }

    private func startTimer(at moment: NIODeadline) {
        timerEnd = moment
        timer = context?.eventLoop.assumeIsolated().scheduleTask(deadline: moment) { [weak self] in
            guard let self else { return }
            timer = nil
            if deadline <= .now() {
                giveUp()
            } else if deadline < .distantFuture {
                startTimer(at: deadline)
            }
        }
    }
}

extension HTTPRequestHead {
    /// What every request of HTTP/1.1 has to do.
    ///
    /// - Source: RFC 9112, 3.2.
    fileprivate var namesItsHost: Bool {
        guard version.minor > 0 else { return true }
        let hosts = headers.reduce(0) { $0 + ($1.name.utf8.count == 4 && $1.name.lowercased() == "host" ? 1 : 0) }
        return hosts == 1
    }

    /// True where the decoder stops behind this request, because it offers to go on with another protocol.
    fileprivate var endsRequests: Bool {
        method == .CONNECT
            || (headers.contains(name: "upgrade")
                && headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" })
    }
}
