import JSON
import NIOCore

/// What goes back: a status, headers of its own, and a body.
struct Reply: Sendable {
    enum Body: Sendable {
        case empty
        case bytes([UInt8])
        /// So many bytes, read while they are sent; where fewer come, the connection is closed, which tells the client.
        case stream(Int, @Sendable (any ByteSink) async throws -> Void)
        /// Server-sent events, written while they happen.
        case events(@Sendable (any ByteSink) async -> Void)
        /// Server-sent events without an end of their own: a graceful stop ends them at once.
        case feed(@Sendable (any ByteSink) async -> Void)
        /// The connection becomes a WebSocket.
        case webSocket(WebSocketTalk)
    }

    var status: Int
    var contentType: String
    var headers: [(name: String, value: String)] = []
    var body: Body

    init(status: Int = 200, contentType: String = Reply.json, headers: [(name: String, value: String)] = [], body: Body)
    {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }

    static let json = "application/json; charset=utf-8"

    init(_ stored: StoredReply) {
        self.init(status: stored.status, body: .bytes(stored.body))
    }

    init(_ failure: Failure, in language: Language) {
        self.init(status: failure.status, headers: failure.headers, body: .bytes(failure.envelope(in: language)))
        if let seconds = failure.retryAfterSeconds { headers.append(("Retry-After", String(seconds))) }
    }
}

/// Where the bytes of a reply are written to.
protocol ByteSink: Sendable {
    /// Sends bytes and waits while the client is slower than we are; false once nobody listens any more.
    func send(_ bytes: ByteBuffer) async -> Bool
}

/// What can write itself as the `data` of an envelope.
protocol WireValue: Sendable {
    func write(to json: inout JSONWriter)
}

extension Request {
    /// The envelope of success around `data`.
    ///
    /// - Parameter capacity: bytes that the reply is likely to need, so that the buffer is made once.
    func success(_ data: some WireValue, _ message: Message = .success, capacity: Int = 512) -> Reply {
        Reply(body: .bytes(successEnvelope(data, message, capacity: capacity)))
    }

    func successEnvelope(_ data: some WireValue, _ message: Message = .success, capacity: Int = 512) -> [UInt8] {
        var json = JSONWriter(capacity: capacity)
        json.object { json in
            json.field("code", 200)
            json.field("message", message.text(in: language))
            json.key("data")
            data.write(to: &json)
        }
        return json.bytes
    }
}

/// No data: `null`.
struct Nothing: WireValue {
    func write(to json: inout JSONWriter) {
        json.null()
    }
}

extension Array: WireValue where Element: WireValue {
    func write(to json: inout JSONWriter) {
        json.array { json in
            for element in self { element.write(to: &json) }
        }
    }
}
