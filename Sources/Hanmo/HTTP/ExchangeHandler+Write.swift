import Logging
import NIOCore
import NIOHTTP1

/// Replies as bytes: whole ones, streams, and handshakes.
extension ExchangeHandler {
    func write(_ reply: Reply, to request: Request) {
        guard let context else { return }
        switch reply.body {
        case .empty: write(reply, [], to: request, context)
        case .bytes(let bytes) where bytes.count >= server.limits.largeReply && request.method != .HEAD:
            writeLarge(reply, bytes, to: request, context)
        case .bytes(let bytes): write(reply, bytes, to: request, context)
        case .stream(let count, let body): stream(reply, count, body, hasEnd: true, to: request, context)
        case .events(let events): stream(reply, nil, events, hasEnd: true, to: request, context)
        case .feed(let events): stream(reply, nil, events, hasEnd: false, to: request, context)
        case .webSocket(let talk): upgrade(reply, talk, to: request, context)
        }
    }

    private func head(of reply: Reply, _ length: Int?, _ request: Request, closes: Bool) -> ResponseHead {
        ResponseHead(
            status: reply.status,
            requestID: request.id,
            contentType: reply.contentType,
            headers: reply.headers,
            contentLength: length,
            isChunked: length == nil && knowsChunks,
            isCrossOrigin: request.headers.contains(name: "origin"),
            closes: closes
        )
    }

    private func write(_ reply: Reply, _ bytes: [UInt8], to request: Request, _ context: ChannelHandlerContext) {
        var buffer = context.channel.allocator.buffer(capacity: bytes.count + 512)
        head(of: reply, bytes.count, request, closes: closesAfterReply)
            .write(to: &buffer, date: date.text(at: server.clock.now))
        if request.method != .HEAD { buffer.writeBytes(bytes) }
        writeLast(buffer, context)
    }

    /// How long a reader may take for so many bytes.
    private func patience(for bytes: Int) -> TimeAmount {
        server.limits.write + .seconds(Int64(bytes / server.limits.slowestBytesPerSecond))
    }

    /// Bytes of a large reply that a slow reader has as long for as for a whole small one.
    private static let pieceBytes = 256 << 10

    /// Writes it piece by piece, and bounds what stays here until its reader has taken it.
    ///
    /// A reader who takes nothing is soon left, and a slow one when all of it has taken longer than ``patience(for:)``.
    private func writeLarge(_ reply: Reply, _ bytes: [UInt8], to request: Request, _ context: ChannelHandlerContext) {
        let (outgoing, reader) = (server.outgoing, TrustedProxies.household(of: request.address))
        guard outgoing.take(bytes.count, for: reader, of: server.limits.outgoing) else {
            server.dispatcher.logger.warning(
                "a large reply was refused: too many bytes wait for readers",
                metadata: request.logFields
            )
            refuse(request, .busy)
            return
        }
        let deadline = NIODeadline.now() + patience(for: bytes.count)
        let send: @Sendable (any ByteSink) async -> Void = { sink in
            defer { outgoing.give(bytes.count, of: reader) }
            for start in stride(from: 0, to: bytes.count, by: ExchangeHandler.pieceBytes) {
                guard NIODeadline.now() < deadline else { return }
                let end = min(start + ExchangeHandler.pieceBytes, bytes.count)
                guard await sink.send(ByteBuffer(bytes: bytes[start..<end])) else { return }
            }
        }
        stream(reply, bytes.count, send, hasEnd: true, to: request, context)
    }

    /// The exchange is over once its last byte is handed to the system, not before: closing earlier would cut it off.
    private func writeLast(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        expectWithin(patience(for: buffer.readableBytes))
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: written)
        written.futureResult.assumeIsolated().whenComplete { [self] _ in finish(context) }
    }

    private func stream(
        _ reply: Reply,
        _ length: Int?,
        _ body: @escaping @Sendable (any ByteSink) async throws -> Void,
        hasEnd: Bool,
        to request: Request,
        _ context: ChannelHandlerContext
    ) {
        framing = length.map(Framing.counted) ?? (knowsChunks ? .chunked : .untilClose)
        if case .untilClose = framing { closesAfterReply = true }
        var buffer = context.channel.allocator.buffer(capacity: 512)
        head(of: reply, length, request, closes: closesAfterReply)
            .write(to: &buffer, date: date.text(at: server.clock.now))
        guard request.method != .HEAD else {
            writeLast(buffer, context)
            return
        }
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        let eventLoop = context.eventLoop
        let handler = NIOLoopBound(self, eventLoop: eventLoop)
        let logger = server.dispatcher.logger
        let task = Task {
            do {
                try await body(ConnectionSink(handler: handler, eventLoop: eventLoop))
            } catch {
                logger.warning(
                    "a reply broke off",
                    metadata: request.logFields.merging(["cause": "\(error)"]) { $1 }
                )
            }
            eventLoop.execute { handler.value.finishStream() }
        }
        if isStopping, !hasEnd { task.cancel() }
        stream = (task, hasEnd)
    }

    /// Answers a handshake; from here on the connection is somebody else's.
    private func upgrade(
        _ reply: Reply,
        _ talk: WebSocketTalk,
        to request: Request,
        _ context: ChannelHandlerContext
    ) {
        guard !inputEnded else {
            context.close(promise: nil)
            return
        }
        var buffer = context.channel.allocator.buffer(capacity: 512)
        head(of: reply, nil, request, closes: false).write(to: &buffer, date: date.text(at: server.clock.now))
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        let channel = context.channel
        do {
            try WebSocketHandler.takeOver(context, talk, server.webSocketLimits)
        } catch {
            context.close(promise: nil)
            return
        }
        if isStopping { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        if isReadHeld { channel.read() }
    }

    /// Writes one piece of a streamed body; the future tells whether the client still listens, once it has room for
    /// more.
    func write(piece: ByteBuffer) -> EventLoopFuture<Bool>? {
        guard let context, context.channel.isActive else { return nil }
        switch framing {
        case .chunked:
            var buffer = context.channel.allocator.buffer(capacity: piece.readableBytes + 16)
            buffer.writeString(String(piece.readableBytes, radix: 16))
            buffer.writeStaticString("\r\n")
            buffer.writeImmutableBuffer(piece)
            buffer.writeStaticString("\r\n")
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        case .counted(let left):
            guard piece.readableBytes <= left else { return nil }
            framing = .counted(left - piece.readableBytes)
            context.writeAndFlush(wrapOutboundOut(piece), promise: nil)
        case .untilClose:
            context.writeAndFlush(wrapOutboundOut(piece), promise: nil)
        }
        if context.channel.isWritable { return context.eventLoop.makeSucceededFuture(true) }
        expectWithin(server.limits.write, isExact: true)
        let promise = context.eventLoop.makePromise(of: Bool.self)
        drained.append(promise)
        return promise.futureResult
    }

    private func finishStream() {
        stream = nil
        guard let context else { return }
        switch framing {
        case .chunked: writeLast(ByteBuffer(string: "0\r\n\r\n"), context)
        case .counted(0), .untilClose: writeLast(ByteBuffer(), context)
        case .counted: context.close(promise: nil)
        }
    }
}
