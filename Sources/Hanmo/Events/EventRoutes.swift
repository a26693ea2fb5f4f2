import JSON
import NIOCore
import NIOHTTP1

/// `/api/v1/events` and `/api/v1/ws`: what happens to a user, told while it happens.
struct EventRoutes: Sendable {
    let events: Events

    /// A browser's `EventSource` waits so long before it connects again.
    private static let retryMilliseconds = 2_000
    /// 0 is before the first one; the largest is what every reader of JSON keeps exact.
    private static let ids = 0...(1 << 53 - 1)

    /// Tells one's events as server-sent events, first those after `Last-Event-ID`, if it is given.
    ///
    /// `GET /events` · any user, with `?token=` as well · 100 a minute, 10 connections at once with `/ws` (Beyond)
    ///
    /// - Query: `last_event_id`, for clients that can't set the header; the header wins.
    /// - Data: events of their own names with ids; a comment at least every 20 seconds; `token.expired` at the end of
    ///   the token, and with it of the stream; `events.missed` where events are not kept any more.
    /// - Errors: 400 the id is no number; 429 too many connections.
    /// - Source: the HTML standard, "server-sent events".
    func stream(_ request: Request, user: User) async throws -> Reply {
        let lastEventID = try EventRoutes.lastEventID(of: request)
        let subscription = try events.subscribe(user)
        let start = try await events.position(of: user, after: lastEventID)
        return Reply(
            contentType: "text/event-stream; charset=utf-8",
            headers: [("X-Accel-Buffering", "no")],
            body: .feed { [events] sink in
                // An id without data is no event, but what the client names when it connects again.
                let opening = "retry: \(EventRoutes.retryMilliseconds)\nid: \(start)\n\n"
                guard await sink.send(ByteBuffer(string: opening)) else { return }
                let listener = StreamListener(sink: sink)
                if case .failed(let error) = await events.follow(subscription, after: start, on: listener) {
                    events.logger.record(Failure.unexpected.because(error), of: request)
                }
            }
        )
    }

    /// Tells the same over a WebSocket: one JSON text for each event.
    ///
    /// `GET /ws` · any user, with `?token=` as well · 100 a minute, 10 connections at once with `/events`
    ///
    /// - Query: `last_event_id` as there.
    /// - Data: `{"event", "data", "id"}`. The client may send `{"type": "auth", "token"}` before its token ends.
    /// - Errors: 400, 429 as there; 426 this is no handshake of version 13. Closed with 4401 when the token or its
    ///   session ends, 1001 when the process stops, 1013 for a reader too slow.
    /// - Source: RFC 6455.
    func socket(_ request: Request, user: User) async throws -> Reply {
        let lastEventID = try EventRoutes.lastEventID(of: request)
        let handshake = try WebSocketHandshake(request)
        let subscription = try events.subscribe(user)
        let start = try await events.position(of: user, after: lastEventID)
        let talk = WebSocketTalk(
            onText: { text in
                if let token = EventRoutes.token(in: text) { subscription.put { $0.token = token } }
            },
            run: { [events] socket in
                switch await events.follow(subscription, after: start, on: SocketListener(socket: socket)) {
                case .gone:
                    return .goingAway
                case .notAllowed:
                    return .notAllowed
                case .failed(let error):
                    events.logger.record(Failure.unexpected.because(error), of: request)
                    return .failed
                }
            }
        )
        return handshake.reply(talk)
    }

    private static func lastEventID(of request: Request) throws(Failure) -> Int? {
        let query = Query(request)
        try query.check()
        let header = request.headers.first(name: "last-event-id")?.trimmed ?? ""
        guard let text = header.isEmpty ? query.text("last_event_id") : header else { return nil }
        guard let id = Int(text), EventRoutes.ids.contains(id) else {
            throw .invalid("last_event_id", "应为非负整数", "should be a whole number from 0")
        }
        return id
    }

    /// The token of a message that brings one; whatever else a client says is not for us.
    private static func token(in text: String) -> String? {
        guard let message = try? JSON(parsing: text), message["type"]?.string == "auth" else { return nil }
        return message["token"]?.string ?? ""
    }
}

private struct StreamListener: EventListener {
    let sink: any ByteSink

    func send(_ name: String, _ data: [UInt8], id: Int?) async -> Bool {
        await sink.send(name, data, id: id)
    }

    func beat() async -> Bool {
        await sink.sendComment()
    }
}

private struct SocketListener: EventListener {
    let socket: WebSocket

    func send(_ name: String, _ data: [UInt8], id: Int?) async -> Bool {
        var json = JSONWriter(capacity: data.count + 64)
        json.object { json in
            json.field("event", name)
            json.key("data")
            json.raw(json: data)
            if let id { json.field("id", id) }
        }
        return await socket.send(json.bytes)
    }

    func beat() async -> Bool {
        await socket.ping()
    }
}
