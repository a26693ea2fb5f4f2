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
    let outgoing = Outgoing()

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
