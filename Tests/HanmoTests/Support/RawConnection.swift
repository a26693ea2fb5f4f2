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
        private var bytes: [UInt8] = []
        /// How many of them ``next(_:)`` and ``line()`` have handed out.
        private var taken = 0

        /// Everything that has been received.
        var received: String { String(decoding: bytes, as: UTF8.self) }

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

        func send(_ bytes: [UInt8]) async throws {
            try await outbound.write(ByteBuffer(bytes: bytes))
        }

        /// Closes our half of the connection.
        func sendNoMore() {
            outbound.finish()
        }

        /// Reads until `text` has come, or the server has nothing more to say.
        mutating func read(until text: String) async throws {
            while !received.contains(text), try await more() {}
        }

        /// The next so many bytes, or nil where the server ends before them.
        mutating func next(_ count: Int) async throws -> [UInt8]? {
            while bytes.count < taken + count {
                guard try await more() else { return nil }
            }
            defer { taken += count }
            return Array(bytes[taken..<taken + count])
        }

        /// The next line without its CRLF, or nil where the server ends before it.
        mutating func line() async throws -> String? {
            var length = 0
            while true {
                while taken + length + 1 >= bytes.count {
                    guard try await more() else { return nil }
                }
                if bytes[taken + length] == 0x0D, bytes[taken + length + 1] == 0x0A { break }
                length += 1
            }
            let line = String(decoding: bytes[taken..<taken + length], as: UTF8.self)
            taken += length + 2
            return line
        }

        private mutating func more() async throws -> Bool {
            guard let buffer = try await iterator.next() else { return false }
            bytes += buffer.readableBytesView
            return true
        }

        /// Reads until the server closes.
        mutating func readToEnd() async throws -> String {
            while try await more() {}
            return received
        }
    }
}
