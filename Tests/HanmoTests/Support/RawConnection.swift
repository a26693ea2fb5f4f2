import NIOCore
import NIOPosix

/// A connection to a server of this process that sends exactly the bytes it is given.
enum RawConnection {
    /// Connects, runs `body`, and closes.
    static func open<Result: Sendable>(
        port: Int,
        _ body: (inout Talk) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "localhost", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var talk = Talk(iterator: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&talk)
        }
    }

    /// What is said over a connection.
    struct Talk {
        fileprivate var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        /// Everything that has been received.
        private(set) var received = ""

        fileprivate init(
            iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
            outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        ) {
            self.iterator = iterator
            self.outbound = outbound
        }

        func send(_ text: String) async throws {
            try await outbound.write(ByteBuffer(string: text))
        }

        /// Closes our half of the connection.
        func sendNoMore() {
            outbound.finish()
        }

        /// Reads until `text` has come, or the server has nothing more to say.
        mutating func read(until text: String) async throws {
            while !received.contains(text) {
                guard let bytes = try await iterator.next() else { return }
                received += String(buffer: bytes)
            }
        }

        /// Reads until the server closes.
        mutating func readToEnd() async throws -> String {
            while let bytes = try await iterator.next() { received += String(buffer: bytes) }
            return received
        }
    }
}
