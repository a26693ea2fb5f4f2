import HTTPTypes
import JSON
import NIOCore
import Testing

@testable import Hanmo

/// The protocol itself (RFC 6455), byte by byte.
@Suite struct WebSocketTests {
    // MARK: Opening

    @Test func `a handshake is answered as the standard shows it, and no extension is taken up`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            let head = try await app.talk { talk in
                try await talk.send(TestApp.handshake("/api/v1/ws", token: lin.accessToken))
                try await talk.read(until: "\r\n\r\n")
                return talk.received
            }

            #expect(head.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
            #expect(head.contains("Upgrade: websocket\r\nConnection: Upgrade\r\n"))
            #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
            for absent in ["Sec-WebSocket-Extensions", "Transfer-Encoding", "\r\nContent-", "Connection: close"] {
                #expect(!head.contains(absent))
            }
            #expect(head.contains("X-Request-Id: "))
        }
    }

    @Test(
        arguments: [
            ("no upgrade", ["Upgrade": nil], 426), ("another protocol", ["Upgrade": "h2c"], 426),
            ("no connection header", ["Connection": "keep-alive"], 426),
            ("a draft", ["Sec-WebSocket-Version": "8"], 426), ("no version", ["Sec-WebSocket-Version": nil], 426),
            ("no key", ["Sec-WebSocket-Key": nil], 400), ("a short key", ["Sec-WebSocket-Key": "c2hvcnQ="], 400),
            ("a key that is no Base64", ["Sec-WebSocket-Key": "!!!!!!!!!!!!!!!!!!!!!!=="], 400),
        ] as [(String, [String: String?], Int)]
    )
    func `what is no handshake is told what it lacks`(
        name: String,
        changes: [String: String?],
        status: Int
    )
        async throws
    {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            let reply = try await app.talk { talk in
                try await talk.send(TestApp.handshake("/api/v1/ws", token: lin.accessToken, changes))
                try await talk.read(until: "}")
                return talk.received
            }

            #expect(reply.hasPrefix("HTTP/1.1 \(status) "), "\(name)")
            #expect(reply.contains("Sec-WebSocket-Version: 13\r\n") == (status == 426), "\(name)")
            #expect(reply.contains(#"{"code":\#(status),"#), "\(name)")
        }
    }

    @Test func `requests before the handshake are answered, and frames behind it are read`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin", credits: 10)
            let work = app.provider.holdNext()
            try await app.talk { talk in
                let form = #"{"title":"春天"}"#
                try await talk.send(
                    """
                    POST /api/v1/writing/resume/generate HTTP/1.1\r\nHost: a\r\n\
                    Authorization: Bearer \(lin.accessToken)\r\nContent-Length: \(form.utf8.count)\r\n\r\n\(form)\
                    GET /health HTTP/1.1\r\nHost: a\r\n\r\n
                    """
                )
                let handshake = TestApp.handshake("/api/v1/ws", token: lin.accessToken)
                let ping = Frame(opcode: Frame.ping, payload: Array("behind".utf8))
                try await talk.send(Array(handshake.utf8) + ping.bytes.dropLast(3))
                await work.hasBegun()
                work.say("文")
                work.finish()
                try await talk.send(Array(ping.bytes.suffix(3)))

                for body in ["文", "ok"] {
                    #expect(try await talk.line() == "HTTP/1.1 200 OK")
                    var length = 0
                    while let line = try await talk.line(), !line.isEmpty {
                        if line.hasPrefix("Content-Length: ") { length = Int(line.dropFirst(16)) ?? 0 }
                    }
                    let bytes = try await talk.next(length) ?? []
                    #expect(String(decoding: bytes, as: UTF8.self).contains(body))
                }
                var socket = WebSocketClient(talk)
                #expect(try await socket.readHead() == 101)
                #expect(try await socket.next() == Frame(opcode: Frame.pong, payload: ping.payload, isMasked: false))
            }
        }
    }

    @Test func `an offer to go on with another protocol is declined, and the connection with it`() async throws {
        try await withEvents { app in
            let reply = try await app.talk { talk in
                try await talk.send(
                    """
                    GET /health HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\
                    HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n
                    """
                )
                return try await talk.readToEnd()
            }

            #expect(reply.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(reply.contains("Connection: close\r\n"))
        }
    }

    // MARK: Frames

    @Test func `a ping is answered with its own words`() async throws {
        try await withSocket { socket in
            for size in [0, 1, 125] {
                let ping = Frame(opcode: Frame.ping, payload: Array(repeating: 7, count: size))
                try await socket.send(ping)
                #expect(try await socket.next() == Frame(opcode: Frame.pong, payload: ping.payload, isMasked: false))
            }
        }
    }

    @Test func `a message may come in pieces, with a ping between them`() async throws {
        try await withSocket { socket in
            let message = Array(#"{"type":"auth","token":"不是"}"#.utf8)
            // A cut in the middle of a character: only the whole has to be UTF-8.
            let (head, tail) = (Array(message.dropLast(6)), Array(message.suffix(6)))
            try await socket.send(
                Frame(opcode: Frame.text, payload: head, isLast: false),
                Frame(opcode: Frame.continuation, isLast: false),
                Frame(opcode: Frame.ping),
                Frame(opcode: Frame.continuation, payload: tail)
            )

            #expect(try await socket.next()?.opcode == Frame.pong)
            #expect(try await socket.nextMessage()?["event"] == "token.expired")
        }
    }

    @Test func `a message of exactly the limit is read`() async throws {
        try await withSocket { socket in
            try await socket.send(Frame(opcode: Frame.text, payload: Array(repeating: 0x20, count: 64 << 10)))
            try await socket.send(Frame(opcode: Frame.ping))

            #expect(try await socket.next()?.opcode == Frame.pong)
        }
    }

    @Test(arguments: Broken.all)
    func `what breaks the protocol closes the connection with the code for it`(broken: Broken) async throws {
        try await withSocket { socket in
            try await socket.send(bytes: broken.frames.flatMap(\.bytes))

            #expect(try await socket.next()?.closeCode == broken.code)
            // The server may have ended the connection already, where it could read nothing more.
            try? await socket.send(.close(1000))
            socket.sendNoMore()
            #expect(try await socket.next() == nil)
        }
    }

    /// Frames that no client may send.
    struct Broken: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let frames: [Frame]
        let code: Int

        init(_ name: String, _ code: Int, _ frames: Frame...) {
            testDescription = name
            self.frames = frames
            self.code = code
        }

        private static let piece = Frame(opcode: Frame.text, payload: [0x61], isLast: false)
        private static let half = Array(repeating: UInt8(0x61), count: 40_000)

        static let all = [
            Broken("not masked", 1002, Frame(opcode: Frame.text, payload: [0x61], isMasked: false)),
            Broken("an empty frame, not masked", 1002, Frame(opcode: Frame.ping, isMasked: false)),
            Broken("a bit of an extension", 1002, Frame(opcode: Frame.text, reserved: 4)),
            Broken("another bit of an extension, on a ping", 1002, Frame(opcode: Frame.ping, reserved: 1)),
            Broken("an unknown kind of message", 1002, Frame(opcode: 0x3)),
            Broken("an unknown kind of control frame", 1002, Frame(opcode: 0xB)),
            Broken("a continuation of nothing", 1002, Frame(opcode: Frame.continuation)),
            Broken("a message within a message", 1002, piece, .text("b")),
            Broken("a binary message within a message", 1002, piece, Frame(opcode: Frame.binary)),
            Broken("a ping in pieces", 1002, Frame(opcode: Frame.ping, isLast: false)),
            Broken("a closing frame in pieces", 1002, Frame(opcode: Frame.close, isLast: false)),
            Broken("a long ping", 1002, Frame(opcode: Frame.ping, payload: Array(repeating: 0, count: 126))),
            Broken("a closing frame of one byte", 1002, Frame(opcode: Frame.close, payload: [3])),
            Broken("a closing code that nobody may send", 1002, .close(1005)),
            Broken("a closing code below all", 1002, .close(999)),
            Broken("a closing code beyond all", 1002, .close(5000)),
            Broken("a reason that is not UTF-8", 1007, Frame(opcode: Frame.close, payload: [0x03, 0xE8, 0xFF])),
            Broken("binary", 1003, Frame(opcode: Frame.binary, payload: [1])),
            Broken("a text that is not UTF-8", 1007, Frame(opcode: Frame.text, payload: [0xC0, 0xAF])),
            Broken("a text that ends within a character", 1007, Frame(opcode: Frame.text, payload: [0xE6, 0x98])),
            Broken("a surrogate", 1007, Frame(opcode: Frame.text, payload: [0xED, 0xA0, 0x80])),
            Broken("too long", 1009, Frame(opcode: Frame.text, payload: Array(repeating: 0x61, count: 65_537))),
            Broken(
                "too long in pieces",
                1009,
                Frame(opcode: Frame.text, payload: half, isLast: false),
                Frame(opcode: Frame.continuation, payload: half)
            ),
            Broken("said to be of nine exabytes", 1009, Frame(opcode: Frame.text, announcedLength: 1 << 63 - 1)),
            Broken("said to be longer than there are numbers", 1009, Frame(opcode: Frame.text, announcedLength: .max)),
        ]
    }

    // MARK: Closing

    @Test(arguments: [1000, 1001, 1011, 3000, 4999])
    func `a client that closes is answered with its own code`(code: UInt16) async throws {
        try await withSocket { socket in
            try await socket.send(.close(code, "再见"), .text("too late"))

            let answer = Frame(opcode: Frame.close, payload: Frame.close(code).payload, isMasked: false)
            #expect(try await socket.rest() == [answer])
        }
    }

    @Test func `a client that gives no reason is given none`() async throws {
        try await withSocket { socket in
            try await socket.send(Frame(opcode: Frame.close))

            #expect(try await socket.rest() == [Frame(opcode: Frame.close, isMasked: false)])
        }
    }

    @Test func `a client that only hangs up gives its place free`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            try await lin.webSocket { socket in
                socket.sendNoMore()
                let frames = try await socket.rest()
                #expect(frames == [])
            }
            try await lin.eventStream { stream in
                stream.talk.sendNoMore()
                let blocks = try await stream.rest()
                #expect(blocks == [])
            }
            try await app.untilFollowed(by: 0)
            #expect(app.services.events.hub.all.isEmpty)
        }
    }

    @Test func `a client that does not answer our closing is not waited for for ever`() async throws {
        try await withEvents(serving: { $0.webSocketLimits.closing = .milliseconds(1) }) { app in
            let lin = try await app.signUp("lin")
            try await lin.webSocket { socket in
                try await socket.send(Frame(opcode: Frame.binary))

                #expect(try await socket.closeCode() == 1003)
            }
        }
    }

    // MARK: Patience

    @Test func `whoever is there answers a ping, and who does not is taken for gone`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            try await lin.webSocket { socket in
                for _ in 0..<3 {
                    await app.services.events.beat()
                    #expect(try await socket.next() == Frame(opcode: Frame.ping, isMasked: false))
                    try await socket.send(Frame(opcode: Frame.pong), Frame(opcode: Frame.ping))
                    #expect(try await socket.next()?.opcode == Frame.pong)
                }
                await app.services.events.beat()
                #expect(try await socket.next()?.opcode == Frame.ping)
                await app.services.events.beat()

                #expect(try await socket.next()?.closeCode == 1011)
            }
        }
    }

    @Test func `an event stream shows that it lives`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            try await lin.eventStream { stream in
                await app.services.events.beat()

                let block = try await stream.next()
                #expect(block == EventStreamClient.Block(other: [":"]))
            }
        }
    }

    @Test(arguments: [true, false])
    func `who does not read is dropped`(isSocket: Bool) async throws {
        let patience = TimeAmount.milliseconds(10)
        try await withEvents(serving: {
            $0.webSocketLimits.write = patience
            $0.webSocketLimits.closing = patience
            $0.limits.write = patience
        }) { app in
            let lin = try await app.signUp("lin")
            let emitUntilDropped = {
                while !app.services.events.hub.all.isEmpty { try await app.emit("a", size: 200_000, to: lin) }
            }
            if isSocket {
                try await lin.webSocket { _ in try await emitUntilDropped() }
            } else {
                try await lin.eventStream { _ in try await emitUntilDropped() }
            }
        }
    }

    @Test func `who does not read holds nobody else up, and is told everything once they do`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            let count = 100
            try await lin.webSocket { slow in
                try await lin.eventStream { slowStream in
                    try await lin.webSocket { quick in
                        for number in 1...count {
                            try await app.emit("a", size: 200_000, to: lin)
                            #expect(try await quick.nextMessage()?["id"]?.int == number)
                        }
                    }
                    for number in 1...count {
                        #expect(try await slow.nextMessage()?["id"]?.int == number)
                        #expect(try await slowStream.next()?.id == number)
                    }
                }
            }
        }
    }

    @Test func `a graceful stop closes what is open at once`() async throws {
        let ends = Recorder<String>()
        let clients = Recorder<Task<Void, any Error>>()
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            clients.record(
                Task {
                    try await lin.webSocket { socket in
                        let code = try await socket.next()?.closeCode
                        try await socket.send(.close(1001))
                        ends.record("socket \(code ?? 0) \(try await socket.next() == nil)")
                    }
                }
            )
            clients.record(
                Task { try await lin.eventStream { ends.record("stream \(try await $0.rest().count)") } }
            )
            try await app.untilFollowed(by: 2)
        }
        for client in clients.recorded { try await client.value }

        #expect(ends.recorded.sorted() == ["socket 1001 true", "stream 0"])
    }
}

/// Somebody with a WebSocket open.
private func withSocket(_ body: @escaping @Sendable (inout WebSocketClient) async throws -> Void) async throws {
    try await withEvents { app in
        let lin = try await app.signUp("lin")
        try await lin.webSocket { try await body(&$0) }
        #expect(try await app.send(.get, "/health").status == 200)
    }
}
