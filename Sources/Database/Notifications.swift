import Synchronization

extension Database {
    /// Something that a transaction told whoever listens on its channel.
    public enum Notification: Sendable, Equatable {
        case payload(String)
        /// Something may have been told that this listener did not hear, so it should look for itself.
        case missed

        /// Bytes of UTF-8 that a payload has at most: under PostgreSQL's own limit of 8,000.
        public static let payloadBytes = 7_000
    }

    /// What was notified on a channel, in every process of the installation, from the call on.
    ///
    /// Ends when the database closes. ``Notification/missed`` comes where this listener was too slow. On PostgreSQL it
    /// also comes once listening has begun, which takes a moment, and again after the connection was lost for a while.
    ///
    /// - Parameter isWanted: Looks at each payload before anybody is woken for it, on whatever thread it comes; quick.
    public func notifications(
        on channel: StaticString,
        where isWanted: @escaping @Sendable (_ payload: String) -> Bool = { _ in true }
    ) -> AsyncStream<Database.Notification> {
        engine.notifications(on: channel, where: isWanted)
    }
}

/// What is to be told, and on which channel.
struct Notice: Sendable {
    let channel: StaticString
    let payload: String

    /// - Errors: ``DatabaseError/sql(message:statement:)`` where the payload is too long.
    init(_ channel: StaticString, _ payload: String) throws {
        guard payload.utf8.count <= Database.Notification.payloadBytes else {
            throw DatabaseError.sql(
                message: "a notification has at most \(Database.Notification.payloadBytes) bytes",
                statement: ""
            )
        }
        self.channel = channel
        self.payload = payload
    }
}

/// Everybody in this process who listens.
final class Listeners: Sendable {
    private struct Listener {
        let continuation: AsyncStream<Database.Notification>.Continuation
        let isWanted: @Sendable (String) -> Bool
    }

    private struct State {
        var listeners: [String: [Int: Listener]] = [:]
        var opened = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// A new listener on a channel.
    func stream(
        on channel: StaticString,
        where isWanted: @escaping @Sendable (String) -> Bool
    ) -> AsyncStream<Database.Notification> {
        let channel = channel.description
        let (stream, continuation) = AsyncStream.makeStream(
            of: Database.Notification.self,
            bufferingPolicy: .bufferingNewest(notificationsKept)
        )
        let number = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.opened += 1
            state.listeners[channel, default: [:]][state.opened] = Listener(
                continuation: continuation,
                isWanted: isWanted
            )
            return state.opened
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners[channel]?.removeValue(forKey: number) }
        }
        return stream
    }

    func tell(_ notices: [Notice]) {
        for notice in notices {
            tell(.payload(notice.payload), on: notice.channel.description)
        }
    }

    func tell(_ notification: Database.Notification, on channel: String) {
        let listeners = state.withLock { Array(($0.listeners[channel] ?? [:]).values) }
        for listener in listeners {
            if case .payload(let payload) = notification, !listener.isWanted(payload) { continue }
            // What made room was the oldest; the listener has to know, whatever else is dropped after it.
            if case .dropped = listener.continuation.yield(notification) {
                listener.continuation.yield(.missed)
            }
        }
    }

    /// Ends every stream.
    func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            defer { state.listeners = [:] }
            return state.listeners
        }
        for listener in listeners.values.flatMap(\.values) {
            listener.continuation.finish()
        }
    }
}

/// How many notifications wait for one slow listener.
private let notificationsKept = 1_000
