import NIOCore
import NIOWebSocket

/// Puts a client's frames together to messages, and finds what breaks the protocol (RFC 6455, 5); no input, no output.
struct WebSocketReader {
    enum Incoming: Equatable {
        /// A piece of a message, whose rest is to come.
        case piece
        case text(String)
        case ping(ByteBuffer)
        case pong
        /// With the code that the client gives as its reason, if it gives one.
        case close(WebSocketClose?)
    }

    /// Why the connection can't go on.
    struct Fault: Error, Equatable {
        let close: WebSocketClose
    }

    /// Bytes of a message, whatever its frames.
    let messageBytes: Int
    /// What has come of a message in pieces.
    private var pieces: ByteBuffer?

    init(messageBytes: Int) {
        self.messageBytes = messageBytes
    }

    mutating func read(_ frame: WebSocketFrame) throws(Fault) -> Incoming {
        // Clients mask every frame, so that no proxy takes it for something else.
        guard frame.maskKey != nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
            throw Fault(close: .protocolError)
        }
        let data = frame.unmaskedData
        switch frame.opcode {
        case .ping: return .ping(data)
        case .pong: return .pong
        case .connectionClose: return .close(try reason(data))
        case .text:
            guard pieces == nil else { throw Fault(close: .protocolError) }
            return try take(data, isLast: frame.fin)
        case .continuation:
            guard pieces != nil else { throw Fault(close: .protocolError) }
            return try take(data, isLast: frame.fin)
        case .binary:
            throw Fault(close: pieces == nil ? .textOnly : .protocolError)
        default:
            throw Fault(close: .protocolError)
        }
    }

    private mutating func take(_ data: ByteBuffer, isLast: Bool) throws(Fault) -> Incoming {
        var message = pieces ?? ByteBuffer()
        guard message.readableBytes + data.readableBytes <= messageBytes else { throw Fault(close: .tooLarge) }
        message.writeImmutableBuffer(data)
        guard isLast else {
            pieces = message
            return .piece
        }
        pieces = nil
        guard let text = String(validating: message.readableBytesView, as: UTF8.self) else {
            throw Fault(close: .notUTF8)
        }
        return .text(text)
    }

    private func reason(_ data: ByteBuffer) throws(Fault) -> WebSocketClose? {
        var data = data
        guard data.readableBytes > 0 else { return nil }
        guard let code = data.readInteger(as: UInt16.self), WebSocketClose.codesOnTheWire.contains(code) else {
            throw Fault(close: .protocolError)
        }
        guard let reason = String(validating: data.readableBytesView, as: UTF8.self) else {
            throw Fault(close: .notUTF8)
        }
        return WebSocketClose(code: code, reason: reason)
    }
}

/// Why a WebSocket is closed: a code for the client's program, a few words for whoever looks at it.
struct WebSocketClose: Sendable, Equatable {
    let code: UInt16
    /// At most 123 bytes.
    let reason: String

    static let normal = WebSocketClose(code: 1000, reason: "")
    static let goingAway = WebSocketClose(code: 1001, reason: "the server stops")
    static let protocolError = WebSocketClose(code: 1002, reason: "protocol error")
    static let textOnly = WebSocketClose(code: 1003, reason: "text only")
    static let notUTF8 = WebSocketClose(code: 1007, reason: "not UTF-8")
    static let tooLarge = WebSocketClose(code: 1009, reason: "too large")
    static let failed = WebSocketClose(code: 1011, reason: "something went wrong on the server")
    static let noPong = WebSocketClose(code: 1011, reason: "no pong")
    static let tooSlow = WebSocketClose(code: 1013, reason: "too slow")
    /// Ours, after HTTP's 401.
    static let notAllowed = WebSocketClose(code: 4401, reason: "the token has ended")

    /// The codes that may stand in a frame (RFC 6455, 7.4, and its registry); the others are for programs to
    /// themselves.
    static let codesOnTheWire = Set<UInt16>([1000, 1001, 1002, 1003])
        .union(1007...1014)
        .union(3000...4999)

    var bytes: ByteBuffer {
        var buffer = ByteBuffer(integer: code)
        buffer.writeString(reason)
        return buffer
    }
}
