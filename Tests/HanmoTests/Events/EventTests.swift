import Database
import HTTPTypes
import JSON
import Providers
import Testing

@testable import Hanmo

/// What is told, to whom, in which order, and for how long it can be asked for again.
@Suite struct EventTests {
    @Test func `a finished text is told to whoever of its owner's listens, and to nobody else`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin", credits: 30)
            let mei = try await app.signUp("mei", credits: 30)
            let told: JSON = [
                "creation_id": 1, "title": "春天", "tool_type": "wechat_article", "credits_used": 10,
            ]

            try await lin.webSocket { socket in
                try await lin.eventStream { stream in
                    try await mei.webSocket { other in
                        try await lin.generate()
                        try await mei.generate(title: "秋天")

                        let message: JSON = ["event": "writing.completed", "data": told, "id": 1]
                        #expect(try await socket.nextMessage() == message)
                        let event = EventStreamClient.Block(id: 1, name: "writing.completed", data: told)
                        #expect(try await stream.next() == event)
                        #expect(try await other.nextMessage()?["data"]?["title"] == "秋天")
                    }
                }
            }
        }
    }

    @Test func `a text that fails is told as well, with what was given back`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin", credits: 30)
            app.provider.failNext(.refused)

            try await lin.webSocket { socket in
                try await lin.generate("resume", title: "春天")

                #expect(
                    try await socket.nextMessage() == [
                        "event": "writing.failed",
                        "data": ["title": "春天", "tool_type": "resume", "code": 40007, "credits_refunded": 10],
                        "id": 1,
                    ]
                )
            }
        }
    }

    @Test func `what a dead process left running is told as failed once the next one has started`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin", credits: 30)
            try await app.arrange(
                """
                INSERT INTO generations (user_id, kind, tool_type, model_id, state, cost, started_at)
                VALUES (\(lin.id), 'text', 'resume', 1, 'running', 0, 0)
                """
            )

            try await app.services.prepare()

            let event = try await lin.eventStream(lastEventID: 0) { try await $0.next() }
            #expect(event?.name == "writing.failed")
            #expect(
                event?.data == ["title": nil, "tool_type": "resume", "code": 40006, "credits_refunded": 0]
            )
        }
    }

    @Test func `a payment is told once, however often it is reported`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.post("/credit/recharge", ["amount": 9.9, "payment_method": "wechat"])
            let number = try #require(order.data["order_id"]?.string)

            for _ in 0..<2 { try await app.report(number, method: "wechat", more: ["amount": 9.9]) }
            try await app.emit("next", to: lin)

            let events = try await lin.eventStream(lastEventID: 0) { stream in
                [try await stream.next(), try await stream.next()]
            }
            #expect(events.map { $0?.name } == ["payment.completed", "next"])
            #expect(
                events[0]?.data == [
                    "order_id": .string(number), "amount": 9.9, "credits": 99, "payment_method": "wechat",
                ]
            )
        }
    }

    @Test func `events arrive in the order of their numbers, without gaps, however many happen at once`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            let count = 300

            try await lin.webSocket { socket in
                try await lin.eventStream { stream in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for number in 0..<count { group.addTask { try await app.emit("e\(number)", to: lin) } }
                        try await group.waitForAll()
                    }

                    var seen: [Int?] = []
                    var streamed: [Int?] = []
                    for _ in 0..<count {
                        seen.append(try await socket.nextMessage()?["id"]?.int)
                        streamed.append(try await stream.next()?.id)
                    }
                    #expect(seen == Array(1...count))
                    #expect(streamed == Array(1...count))
                }
            }
        }
    }

    @Test func `what is undone was never told, and leaves no gap`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            struct ChangedMind: Error {}

            try await lin.webSocket { socket in
                await #expect(throws: ChangedMind.self) {
                    try await app.services.database.write { connection in
                        try app.services.events.emit(EventName(text: "a"), Nothing(), to: lin.id, in: connection)
                        throw ChangedMind()
                    }
                }
                try await app.emit("b", to: lin)

                #expect(try await socket.nextMessage() == ["event": "b", "data": [:], "id": 1])
            }
        }
    }

    @Test func `an event of any size arrives`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            let sizes = [0, 6_900, 7_000, 7_100, 70_000, 1]

            try await lin.webSocket { socket in
                for size in sizes { try await app.emit("a", size: size, to: lin) }

                for size in sizes {
                    #expect(try await socket.nextMessage()?["data"]?["text"]?.string?.utf8.count == size)
                }
            }
        }
    }

    // MARK: What was missed

    @Test func `who comes back is told what happened meanwhile, then what happens`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            for name in ["a", "b", "c"] { try await app.emit(name, to: lin) }

            let byHeader = try await lin.eventStream("?last_event_id=0", lastEventID: 1) { stream in
                let missed = [try await stream.next(), try await stream.next()]
                try await app.emit("d", to: lin)
                return missed + [try await stream.next()]
            }
            let byQuery = try await lin.webSocket("?last_event_id=2") { socket in
                [try await socket.nextMessage(), try await socket.nextMessage()]
            }

            #expect(byHeader.map { $0?.name } == ["b", "c", "d"])
            #expect(byHeader.map { $0?.id } == [2, 3, 4])
            #expect(byQuery.map { $0?["event"] } == ["c", "d"])
        }
    }

    @Test func `who comes for the first time is told what happens from then on, and where that begins`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            try await app.emit("a", to: lin)

            let opening = try await app.talk { talk in
                try await talk.send(
                    "GET /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(lin.accessToken)\r\n\r\n"
                )
                try await talk.read(until: "id: ")
                try await app.emit("b", to: lin)
                try await talk.read(until: "event: b")
                return talk.received
            }

            #expect(opening.contains("Content-Type: text/event-stream; charset=utf-8\r\n"))
            #expect(opening.contains("X-Accel-Buffering: no\r\n"))
            #expect(opening.contains("Cache-Control: no-store\r\n"))
            #expect(opening.contains("retry: 2000\nid: 1\n\n"))
            #expect(!opening.contains("event: a"))
        }
    }

    @Test func `events are kept for a day, and who asks for older ones is told that they are gone`() async throws {
        try await withEvents { app in
            var lin = try await app.signUp("lin")
            try await app.emit("a", to: lin)
            app.clock.advance(hours: 23)
            try await app.emit("b", to: lin)
            app.clock.advance(hours: 1, seconds: 1)
            lin = try await app.login("lin", password: lin.password)

            try await app.services.events.sweep()
            #expect(try await app.number("SELECT count(*) FROM events") == 1)
            let events = try await lin.eventStream(lastEventID: 0) { stream in
                [try await stream.next(), try await stream.next()]
            }
            #expect(events.map { $0?.name } == ["events.missed", "b"])
            #expect(events.map { $0?.id } == [nil, 2])
        }
    }

    @Test func `numbers go on when all events are gone, and a number from another life is no trap`() async throws {
        try await withEvents { app in
            var lin = try await app.signUp("lin")
            try await app.emit("a", to: lin)
            app.clock.advance(days: 2)
            try await app.services.events.sweep()
            lin = try await app.login("lin", password: lin.password)

            for lastEventID in [0, 99] {
                let events = try await lin.eventStream(lastEventID: lastEventID) { stream in
                    let missed = try await stream.next()
                    try await app.emit("b", to: lin)
                    return [missed, try await stream.next()]
                }
                #expect(events.map { $0?.name } == ["events.missed", "b"])
                #expect(events[1]?.id == (lastEventID == 0 ? 2 : 3))
            }
        }
    }

    @Test func `of one user a thousand events are kept`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            try await app.emit("a", to: mei)
            try await app.services.database.write { connection in
                for _ in 0..<1_250 {
                    try app.services.events.emit(EventName(text: "a"), Nothing(), to: lin.id, in: connection)
                }
            }

            let count = try #require(try await app.number("SELECT count(*) FROM events WHERE user_id = \(lin.id)"))
            #expect(Events.keptPerUser...(Events.keptPerUser + Events.trimInterval) ~= count)
            #expect(try await app.number("SELECT count(*) FROM events WHERE user_id = \(mei.id)") == 1)
            let events = try await lin.eventStream(lastEventID: 0) { stream in
                var events: [EventStreamClient.Block?] = []
                for _ in 0...count { events.append(try await stream.next()) }
                return events
            }
            #expect(events.first??.name == "events.missed")
            #expect(events.dropFirst().map { $0?.id } == Array((1_250 - count + 1)...1_250))
        }
    }

    @Test func `a listener that heard too little of the others looks for itself`() async throws {
        try await withEvents { app in
            let lin = try await app.signUp("lin")

            try await lin.webSocket { socket in
                // As if the notification of the first one had been lost.
                try await app.services.database.write { connection in
                    let store = EventStore(connection)
                    let event = Event(id: try store.nextID(of: lin.id), name: "a", data: Array("{}".utf8))
                    try store.insert(event, of: lin.id)
                }
                try await app.emit("b", to: lin)

                #expect(try await socket.nextMessage()?["event"] == "a")
                #expect(try await socket.nextMessage()?["event"] == "b")
            }
        }
    }

    @Test(arguments: ["x", "-1", "1.5", "9007199254740992", "99999999999999999999"])
    func `a last id that is none is refused by name`(id: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            let byHeader = try await lin.send(.get, "/api/v1/events", headers: ["Last-Event-ID": id])
            let byQuery = try await lin.get("/events?last_event_id=\(id)")

            #expect([byHeader.faultyFields, byQuery.faultyFields] == [["last_event_id"], ["last_event_id"]])
        }
    }

    @Test func `what the processes tell each other is read as it was written`() throws {
        let small = Event(id: 7, name: "a.b", data: Array(#"{"text":"一 二  三"}"#.utf8))
        let large = Event(id: 8, name: "a.b", data: Array(repeating: 0x20, count: 7_000))

        #expect(EventNotice(payload: EventNotice(small, of: 5).payload(atMost: 7_000)) == EventNotice(small, of: 5))
        #expect(EventNotice(large, of: 5).payload(atMost: 7_000) == "5 8")
        #expect(EventNotice(payload: "5 8").map { [$0.user, $0.id] } == [5, 8])
        for payload in ["", "5", "x 1", "1 x", "1 2 3"] { #expect(EventNotice(payload: payload) == nil) }
    }
}

/// With a real socket, which events need.
func withEvents(
    limits: TestApp.Limits = .off,
    serving adjustServer: @escaping @Sendable (inout ExchangeServer) -> Void = { _ in },
    _ body: @escaping @Sendable (TestApp) async throws -> Void
) async throws {
    try await withTestApp(limits: limits, over: .socket, serving: adjustServer, body)
}

extension TestApp {
    /// Lets something happen to somebody.
    func emit(_ name: String, size: Int? = nil, to person: Person) async throws {
        let data = Told(text: size.map { String(repeating: "x", count: $0) })
        try await services.database.write { [events = services.events] connection in
            try events.emit(EventName(text: name), data, to: person.id, in: connection)
        }
    }

    private struct Told: WireValue {
        let text: String?

        func write(to json: inout JSONWriter) {
            json.object { json in
                if let text { json.field("text", text) }
            }
        }
    }
}
