import Database
import HTTPTypes
import JSON
import NIOCore
import Testing

@testable import Hanmo

/// Who may listen, for how long, on how many connections.
@Suite struct EventAccessTests {
    private static let paths = ["/api/v1/ws", "/api/v1/events"]

    @Test(arguments: paths)
    func `a token is needed before anything else, and an access token at that`(path: String) async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            let strangers = [nil, "nonsense", lin.refreshToken]

            for token in strangers {
                for isInQuery in [false, true] {
                    let place = token.map { isInQuery ? "\(path)?token=\($0)" : path } ?? path
                    let reply = try await app.talk { talk in
                        try await talk.send(TestApp.handshake(place, token: isInQuery ? nil : token))
                        return try await talk.readToEnd()
                    }
                    #expect(reply.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
                    #expect(reply.contains("WWW-Authenticate: Bearer\r\n"))
                    #expect(reply.hasSuffix(#"{"code":401,"message":"未认证","data":null}"#))
                }
            }
        }
    }

    @Test func `the token may stand in the query, here and nowhere else, and in no log`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            var socketOnly = lin
            socketOnly.accessToken = "none"

            let elsewhere = try await app.send(.get, "/api/v1/auth/me?token=\(lin.accessToken)")
            try await app.talk { talk in
                try await talk.send(TestApp.handshake("/api/v1/ws?token=\(lin.accessToken)"))
                var client = WebSocketClient(talk)
                #expect(try await client.readHead() == 101)
            }
            try await app.talk { talk in
                try await talk.send("GET /api/v1/events?token=\(lin.accessToken) HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await talk.line() == "HTTP/1.1 200 OK")
            }
            // Something to log.
            try await app.arrange("ALTER TABLE users RENAME COLUMN last_event_id TO gone")
            let broken = try await app.send(.get, "/api/v1/events?token=\(lin.accessToken)")

            #expect([elsewhere.status, broken.status] == [401, 500])
            let lines = app.log.recorded
            #expect(lines.contains { $0.fields["path"] == "/api/v1/events" })
            for line in lines {
                #expect(!"\(line)".contains(lin.accessToken))
            }
        }
    }

    @Test func `when the token ends, both say so and end`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            try await lin.webSocket { socket in
                try await lin.eventStream { stream in
                    app.clock.advance(hours: 2)
                    await app.services.events.beat()

                    let (last, code) = (try await socket.nextMessage(), try await socket.closeCode())
                    #expect(last == ["event": "token.expired", "data": [:]])
                    #expect(code == 4401)
                    #expect(try await stream.rest().map(\.name) == ["token.expired"])
                }
            }
        }
    }

    @Test func `nothing is told under a token that has ended`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            try await lin.webSocket { socket in
                // From then on nothing is under way that was allowed earlier.
                try await app.emit("before", to: lin)
                #expect(try await socket.nextMessage()?["event"] == "before")
                app.clock.advance(hours: 2)
                try await app.emit("a", to: lin)

                #expect(try await socket.nextMessage()?["event"] == "token.expired")
                #expect(try await socket.closeCode() == 4401)
            }
        }
    }

    @Test func `a new token in time keeps a WebSocket open`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            try await lin.webSocket { socket in
                app.clock.advance(hours: 1)
                let refreshed = try await app.refresh(lin.refreshToken).data["access_token"]?.string ?? ""
                try await socket.send(.text(#"{"type":"hello"}"#), .text("no JSON"), .text("{}"))
                try await socket.send(.text(#"{"type":"auth","token":"\#(refreshed)"}"#))
                #expect(try await socket.nextMessage() == ["event": "token.accepted", "data": [:]])

                app.clock.advance(hours: 1)
                await app.services.events.beat()
                #expect(try await socket.next() == Frame(opcode: Frame.ping, isMasked: false))
                try await socket.send(Frame(opcode: Frame.pong))
                try await app.emit("a", to: lin)
                #expect(try await socket.nextMessage()?["event"] == "a")

                app.clock.advance(hours: 1)
                await app.services.events.beat()
                #expect(try await socket.closeCode() == 4401)
            }
        }
    }

    @Test(arguments: ["nonsense", "refresh", "somebody else's", "none at all"])
    func `a new token that is no good ends a WebSocket`(kind: String) async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            let tokens = ["nonsense": "nonsense", "refresh": lin.refreshToken, "somebody else's": mei.accessToken]
            let token = tokens[kind].map { #","token":"\#($0)""# } ?? ""

            try await lin.webSocket { socket in
                try await socket.send(.text(#"{"type":"auth"\#(token)}"#))

                #expect(try await socket.nextMessage()?["event"] == "token.expired")
                #expect(try await socket.closeCode() == 4401)
            }
        }
    }

    @Test func `signing out ends the connections of that session at once, and no others`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            let elsewhere = try await app.login("lin", password: lin.password)
            try await lin.webSocket { socket in
                try await lin.eventStream { stream in
                    try await elsewhere.webSocket { other in
                        try await lin.post("/auth/logout")

                        #expect(try await socket.closeCode() == 4401)
                        #expect(try await stream.rest().map(\.name) == ["token.expired"])
                        try await app.emit("a", to: lin)
                        #expect(try await other.nextMessage()?["event"] == "a")
                    }
                }
            }
        }
    }

    @Test func `a new password ends every connection of a user`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            let elsewhere = try await app.login("lin", password: lin.password)
            try await lin.webSocket { socket in
                try await elsewhere.webSocket { other in
                    try await lin.post(
                        "/auth/password",
                        ["old_password": .string(lin.password), "new_password": "another one"]
                    )

                    #expect(try await socket.closeCode() == 4401)
                    #expect(try await other.closeCode() == 4401)
                }
            }
        }
    }

    @Test func `a user who is disabled is cut off when connections are looked after`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            try await lin.webSocket { socket in
                try await app.arrange("UPDATE users SET disabled_at = 1 WHERE id = \(lin.id)")
                await app.services.events.beat()

                #expect(try await socket.closeCode() == 4401)
            }
        }
    }

    @Test func `a user has ten connections at once, and a place again when one ends`() async throws {
        try await withEvents(limits: .on) { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            try await app.holding(10, connectionsOf: lin) {
                let socket = try await app.status(of: TestApp.handshake("/api/v1/ws", token: lin.accessToken))
                let stream = try await lin.get("/events")
                #expect(socket == 429)
                #expect(stream.code == 429)
                #expect(stream.header("Retry-After") == "10")
                #expect(try await mei.webSocket { _ in true })
            }
            try await app.untilFollowed(by: 0)
            #expect(app.services.events.hub.all.isEmpty)
            #expect(try await lin.webSocket { _ in true })
        }
    }

    @Test func `connecting counts as a query`() async throws {
        try await withEvents(limits: .on) { app in
            let lin = try await app.signUp("lin")
            for _ in 0..<100 { try await lin.get("/auth/me") }

            #expect(try await app.status(of: TestApp.handshake("/api/v1/ws", token: lin.accessToken)) == 429)
            #expect(try await lin.get("/events").code == 429)
        }
    }
}

extension TestApp {
    /// The status that a request's bytes are answered with.
    func status(of request: String) async throws -> Int? {
        try await talk { talk in
            try await talk.send(request)
            var client = WebSocketClient(talk)
            return try await client.readHead()
        }
    }

    /// Runs `body` while a person has so many connections open, half of each kind.
    fileprivate func holding(
        _ count: Int,
        connectionsOf person: Person,
        _ body: @Sendable () async throws -> Void
    ) async throws {
        guard count > 0 else { return try await body() }
        if count.isMultiple(of: 2) {
            try await person.webSocket { _ in try await holding(count - 1, connectionsOf: person, body) }
        } else {
            try await person.eventStream { _ in try await holding(count - 1, connectionsOf: person, body) }
        }
    }
}
