import JSON
import Testing

@testable import Hanmo

/// A frame as it stands on the wire.
struct Frame: Sendable, Equatable {
    var opcode: UInt8
    var payload: [UInt8] = []
    var isLast = true
    /// The three bits that extensions would use.
    var reserved: UInt8 = 0
    /// Clients mask, servers don't.
    var isMasked = true
    /// The length is written in eight bytes however small it is, and may be a lie.
    var announcedLength: UInt64?

    static let (continuation, text, binary, close, ping, pong): (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) =
        (0x0, 0x1, 0x2, 0x8, 0x9, 0xA)

    static func text(_ text: String) -> Frame {
        Frame(opcode: Frame.text, payload: Array(text.utf8))
    }

    static func close(_ code: UInt16, _ reason: String = "") -> Frame {
        Frame(opcode: Frame.close, payload: [UInt8(code >> 8), UInt8(code & 0xFF)] + reason.utf8)
    }

    private static let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]

    var bytes: [UInt8] {
        var bytes = [(isLast ? 0x80 : 0) | reserved << 4 | opcode]
        let masked: UInt8 = isMasked ? 0x80 : 0
        if let announcedLength {
            bytes.append(masked | 127)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: announcedLength >> (56 - 8 * UInt64($0))) }
        } else if payload.count < 126 {
            bytes.append(masked | UInt8(payload.count))
        } else if payload.count < 1 << 16 {
            bytes += [masked | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        } else {
            bytes.append(masked | 127)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        guard isMasked else { return bytes + payload }
        return bytes + Frame.mask + payload.enumerated().map { $1 ^ Frame.mask[$0 % 4] }
    }

    var closeCode: Int? {
        opcode == Frame.close && payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil
    }

    var json: JSON { (try? JSON(parsing: payload)) ?? .null }
}

/// A WebSocket client that sends exactly the frames it is given and sees exactly those that come.
struct WebSocketClient {
    private(set) var talk: RawConnection.Talk

    init(_ talk: RawConnection.Talk) {
        self.talk = talk
    }

    func send(_ frames: Frame...) async throws {
        try await talk.send(frames.flatMap(\.bytes))
    }

    func send(bytes: [UInt8]) async throws {
        try await talk.send(bytes)
    }

    func sendNoMore() {
        talk.sendNoMore()
    }

    /// Reads the head of a response and answers its status.
    mutating func readHead() async throws -> Int? {
        guard let status = try await talk.line()?.split(separator: " ").dropFirst().first else { return nil }
        while let line = try await talk.line(), !line.isEmpty {}
        return Int(status)
    }

    /// The next frame, or nil once the server has closed the connection.
    mutating func next() async throws -> Frame? {
        guard let head = try await talk.next(2) else { return nil }
        var length = Int(head[1] & 0x7F)
        if length >= 126 {
            guard let bytes = try await talk.next(length == 126 ? 2 : 8) else { return nil }
            length = bytes.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let payload = try await talk.next(length) else { return nil }
        return Frame(
            opcode: head[0] & 0x0F,
            payload: payload,
            isLast: head[0] & 0x80 != 0,
            reserved: head[0] >> 4 & 7,
            isMasked: head[1] & 0x80 != 0
        )
    }

    /// The next message; nil where the connection is closed instead.
    ///
    /// On a busy machine a test may take so long that the server asks by a ping whether anybody is there.
    mutating func nextMessage() async throws -> JSON? {
        var frame = try await next()
        while frame?.opcode == Frame.ping { frame = try await next() }
        guard let frame, frame.opcode == Frame.text else { return nil }
        #expect(frame.isLast && !frame.isMasked && frame.reserved == 0)
        return frame.json
    }

    /// What comes up to the end of the connection.
    mutating func rest() async throws -> [Frame] {
        var frames: [Frame] = []
        while let frame = try await next() { frames.append(frame) }
        return frames
    }

    /// The code with which the server closes the connection, which has to be the last that comes.
    mutating func closeCode() async throws -> Int? {
        try await rest().last?.closeCode
    }
}

extension TestApp {
    /// The bytes of a handshake.
    static func handshake(
        _ path: String,
        token: String? = nil,
        _ changes: [String: String?] = [:]
    ) -> String {
        var headers: [String: String?] = [
            "Host": "localhost", "Connection": "keep-alive, Upgrade", "Upgrade": "WebSocket",
            "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Extensions": "permessage-deflate", "Origin": "https://elsewhere.example.com",
        ]
        if let token { headers["Authorization"] = "Bearer \(token)" }
        headers.merge(changes) { $1 }
        let lines = headers.sorted { $0.key < $1.key }.compactMap { name, value in value.map { "\(name): \($0)\r\n" } }
        return "GET \(path) HTTP/1.1\r\n\(lines.joined())\r\n"
    }
}

extension Person {
    /// Opens a WebSocket and speaks over it.
    func webSocket<Result: Sendable>(
        _ query: String = "",
        _ body: (inout WebSocketClient) async throws -> Result
    ) async throws -> Result {
        try await app.talk { talk in
            try await talk.send(TestApp.handshake("/api/v1/ws\(query)", token: accessToken))
            var client = WebSocketClient(talk)
            try #require(try await client.readHead() == 101)
            return try await body(&client)
        }
    }
}

/// An event stream as its reader sees it.
struct EventStreamClient {
    /// Lines that belong together; an event where it has data.
    struct Block: Sendable, Equatable {
        var id: Int?
        var name: String?
        var data: JSON?
        /// Comment, or anything else.
        var other: [String] = []
    }

    private(set) var talk: RawConnection.Talk

    init(_ talk: RawConnection.Talk) {
        self.talk = talk
    }

    /// The next block, or nil at the end of the stream.
    mutating func next() async throws -> Block? {
        guard let line = try await talk.line(), let size = Int(line, radix: 16), size > 0,
            let bytes = try await talk.next(size), try await talk.line() != nil
        else { return nil }
        var block = Block()
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("id: ") {
                block.id = Int(line.dropFirst(4))
            } else if line.hasPrefix("event: ") {
                block.name = String(line.dropFirst(7))
            } else if line.hasPrefix("data: ") {
                block.data = try? JSON(parsing: String(line.dropFirst(6)))
            } else {
                block.other.append(String(line))
            }
        }
        return block
    }

    /// What comes up to the end of the stream.
    mutating func rest() async throws -> [Block] {
        var blocks: [Block] = []
        while let block = try await next() { blocks.append(block) }
        return blocks
    }
}

extension Person {
    /// Opens an event stream, reads its opening, and goes on with `body`.
    func eventStream<Result: Sendable>(
        _ query: String = "",
        lastEventID: Int? = nil,
        _ body: (inout EventStreamClient) async throws -> Result
    ) async throws -> Result {
        try await app.talk { talk in
            let more = lastEventID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
            try await talk.send(
                "GET /api/v1/events\(query) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(accessToken)\r\n\(more)\r\n"
            )
            try #require(try await talk.line() == "HTTP/1.1 200 OK")
            while let line = try await talk.line(), !line.isEmpty {}
            var client = EventStreamClient(talk)
            let opening = try await client.next()
            #expect(opening?.id != nil && opening?.data == nil)
            return try await body(&client)
        }
    }
}
