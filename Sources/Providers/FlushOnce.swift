import NIOCore

/// Hands what is written in one turn of the event loop to the system at once.
///
/// The client flushes the head of a request before its body, which makes two packets of what fits into one: the
/// provider would be woken by a head that it can't answer yet.
final class FlushOnce: ChannelOutboundHandler {
    typealias OutboundIn = Never

    private var isPlanned = false

    func flush(context: ChannelHandlerContext) {
        guard !isPlanned else { return }
        isPlanned = true
        context.eventLoop.assumeIsolated().execute { [self] in flushNow(context) }
    }

    /// What was written before a connection is closed still leaves.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        flushNow(context)
        context.close(mode: mode, promise: promise)
    }

    private func flushNow(_ context: ChannelHandlerContext) {
        guard isPlanned else { return }
        isPlanned = false
        context.flush()
    }
}
