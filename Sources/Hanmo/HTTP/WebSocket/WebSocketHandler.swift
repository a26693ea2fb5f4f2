import NIOCore
import NIOHTTP1
import NIOWebSocket

/// What a chapter does with a WebSocket.
struct WebSocketTalk: Sendable {
    /// Called with each message of the client, on the connection's thread.
    let onText: @Sendable (String) -> Void
    /// Speaks to the client, and says in the end why the connection is closed; cancelled once the client is gone.
    let run: @Sendable (WebSocket) async -> WebSocketClose
}

/// The server's end of an open WebSocket.
struct WebSocket: Sendable {
    fileprivate let handler: NIOLoopBound<WebSocketHandler>
    fileprivate let eventLoop: any EventLoop

    /// Sends a message and waits while the client is slower than we are; false once nobody listens any more.
    func send(_ text: [UInt8]) async -> Bool {
        let isListening = eventLoop.flatSubmit {
            handler.value.send(text) ?? eventLoop.makeSucceededFuture(false)
        }
        return (try? await isListening.get()) ?? false
    }

    /// Asks whether the client is there; false where it has not answered since it was asked last.
    func ping() async -> Bool {
        let isListening = eventLoop.submit { handler.value.ping() }
        return (try? await isListening.get()) ?? false
    }
}

/// One connection that has become a WebSocket: frames in and out, the closing handshake, patience.
final class WebSocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// What a connection is allowed.
    struct Limits: Sendable {
        /// Bytes of a client's message, whatever its frames: it has nothing to say but a token.
        var messageBytes = 64 << 10
        /// For a reader to make room when what was written to it has piled up.
        var write: TimeAmount = .seconds(30)
        /// For the client to answer our closing frame.
        var closing: TimeAmount = .seconds(2)
        /// The same when the process stops.
        var stopping: TimeAmount = .milliseconds(500)
    }

    private enum Phase {
        case open
        /// Our closing frame is out, and the client's has not come.
        case closing
        /// Both have said that they close; the connection ends with the last byte.
        case ending
    }

    private let talk: WebSocketTalk
    private let limits: Limits
    private var reader: WebSocketReader
    private var context: ChannelHandlerContext?
    private var phase = Phase.open
    private var task: Task<Void, Never>?
    private var isPingUnanswered = false
    private var drained: [EventLoopPromise<Bool>] = []
    private var timer: Scheduled<Void>?

    private init(_ talk: WebSocketTalk, _ limits: Limits) {
        self.talk = talk
        self.limits = limits
        reader = WebSocketReader(messageBytes: limits.messageBytes)
    }

    /// Makes a connection whose handshake has been answered a WebSocket: `exchange` and the HTTP decoder leave, and
    /// bytes that the decoder holds already are read as frames.
    static func takeOver(_ exchange: ChannelHandlerContext, _ talk: WebSocketTalk, _ limits: Limits) throws {
        let pipeline = exchange.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        try pipeline.addHandler(ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.messageBytes)))
        try pipeline.addHandler(WebSocketFrameEncoder())
        let handler = WebSocketHandler(talk, limits)
        try pipeline.addHandler(handler)
        pipeline.removeHandler(context: exchange, promise: nil)
        pipeline.removeHandler(decoder, promise: nil)
    }

    // MARK: The connection's life

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let eventLoop = context.eventLoop
        let handler = NIOLoopBound(self, eventLoop: eventLoop)
        task = Task { [talk] in
            let reason = await talk.run(WebSocket(handler: handler, eventLoop: eventLoop))
            eventLoop.execute { handler.value.close(reason) }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        timer?.cancel()
        endTalk()
    }

    func channelInactive(context: ChannelHandlerContext) {
        phase = .ending
        endTalk()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength: closeUnheard(.tooLarge)
        case is NIOWebSocketError: closeUnheard(.protocolError)
        // The rest of a frame that has been refused.
        case ByteToMessageDecoderError.dataReceivedInErrorState: break
        default: context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            close(.goingAway)
            closeWithin(limits.stopping)
        case ChannelEvent.inputClosed:
            context.close(promise: nil)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, phase == .open {
            timer?.cancel()
            release(listening: true)
        }
        context.fireChannelWritabilityChanged()
    }

    private func endTalk() {
        task?.cancel()
        task = nil
        release(listening: false)
    }

    private func release(listening: Bool) {
        let promises = drained
        drained = []
        for promise in promises { promise.succeed(listening) }
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phase != .ending else { return }
        isPingUnanswered = false
        do {
            switch try reader.read(unwrapInboundIn(data)) {
            case .close(let reason): answerClose(reason)
            case .text(let text) where phase == .open: talk.onText(text)
            case .ping(let data) where phase == .open: answerPing(data)
            case .text, .ping, .piece, .pong: break
            }
        } catch {
            close(error.close)
        }
    }

    private func answerPing(_ data: ByteBuffer) {
        // Who does not read gets no pongs piled up; only the last ping has to be answered (RFC 6455, 5.5.3).
        guard context?.channel.isWritable ?? false else { return }
        write(.pong, data)
    }

    private func answerClose(_ reason: WebSocketClose?) {
        let isOurs = phase == .closing
        phase = .ending
        endTalk()
        guard !isOurs else {
            context?.close(promise: nil)
            return
        }
        let answer = reason.map { ByteBuffer(integer: $0.code) } ?? ByteBuffer()
        closeWithin(limits.closing)
        write(.connectionClose, answer)?.assumeIsolated().whenComplete { [self] _ in context?.close(promise: nil) }
    }

    // MARK: Writing

    fileprivate func send(_ text: [UInt8]) -> EventLoopFuture<Bool>? {
        guard phase == .open, let context else { return nil }
        write(.text, ByteBuffer(bytes: text))
        if context.channel.isWritable { return context.eventLoop.makeSucceededFuture(true) }
        let promise = context.eventLoop.makePromise(of: Bool.self)
        drained.append(promise)
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: limits.write) { [weak self] in
            self?.close(.tooSlow)
        }
        return promise.futureResult
    }

    fileprivate func ping() -> Bool {
        guard phase == .open else { return false }
        guard !isPingUnanswered else {
            close(.noPong)
            return false
        }
        isPingUnanswered = true
        write(.ping, ByteBuffer())
        return true
    }

    /// Begins the closing handshake, unless it has begun.
    fileprivate func close(_ reason: WebSocketClose) {
        guard phase == .open else { return }
        phase = .closing
        endTalk()
        closeWithin(limits.closing)
        write(.connectionClose, reason.bytes)
    }

    /// The same where no further frame can be read: the end of what we send asks the client to hang up.
    private func closeUnheard(_ reason: WebSocketClose) {
        close(reason)
        context?.close(mode: .output, promise: nil)
    }

    @discardableResult
    private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> EventLoopFuture<Void>? {
        context?.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)))
    }

    /// Ends the connection itself, if it has not ended by then.
    private func closeWithin(_ patience: TimeAmount) {
        timer?.cancel()
        timer = context?.eventLoop.assumeIsolated().scheduleTask(in: patience) { [weak self] in
            self?.context?.close(promise: nil)
        }
    }
}
