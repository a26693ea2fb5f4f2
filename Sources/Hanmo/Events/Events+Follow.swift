import Database

/// The connection that a user's events go out on.
protocol EventListener: Sendable {
    /// Sends one event and waits while the client is slower than we are; false once nobody listens any more.
    ///
    /// - Parameter id: nil for what is not kept.
    func send(_ name: String, _ data: [UInt8], id: Int?) async -> Bool
    /// Lets something pass, and finds out whether anybody is there; false where not.
    func beat() async -> Bool
}

extension EventListener {
    fileprivate func send(_ event: Event) async -> Bool {
        await send(event.name, event.data, id: event.id)
    }

    fileprivate func tell(_ notice: ConnectionNotice) async -> Bool {
        await send(notice.rawValue, Array("{}".utf8), id: nil)
    }
}

extension Events {
    /// How following ended.
    enum Ending: Sendable {
        /// Nobody listens any more, or the process stops.
        case gone
        /// The token has ended or was no good, or its session was ended.
        case notAllowed
        /// The database did not answer.
        case failed(any Error)
    }

    /// Events read at once by a connection that is behind.
    private static let readBatch = 100

    /// The place in a user's events from which a connection goes on: after the event it names, or after the newest one.
    ///
    /// To be asked once the subscription stands, so that nothing falls in between.
    func position(of user: User, after id: Int?) async throws -> Int {
        if let id { return id }
        return try await database.read { try EventStore($0).lastID(of: user.id) }
    }

    /// Hands a user's events on, in their order and each once, until somebody or something ends it.
    ///
    /// - Parameter start: Events after that number are sent, first those that have happened already.
    func follow(_ subscription: Subscription, after start: Int, on listener: some EventListener) async -> Ending {
        defer { subscription.end() }
        var position = start
        subscription.put { $0.isBehind = true }
        for await _ in subscription.wakes {
            let mail = subscription.take()
            do {
                guard try await isAllowed(subscription, mail, listener) else {
                    _ = await listener.tell(.tokenExpired)
                    return .notAllowed
                }
                var isBehind = mail.isBehind
                for event in mail.events where !isBehind && event.id > position {
                    isBehind = event.id > position + 1
                    guard !isBehind else { break }
                    guard await listener.send(event) else { return .gone }
                    position = event.id
                }
                if isBehind {
                    guard let caughtUp = try await catchUp(subscription.user, from: position, on: listener) else {
                        return .gone
                    }
                    position = caughtUp
                }
            } catch {
                return .failed(error)
            }
            if mail.hasBeat, await !listener.beat() { return .gone }
        }
        return .gone
    }

    /// Whether the connection may go on; a new token that came over it takes the old one's place.
    private func isAllowed(
        _ subscription: Subscription,
        _ mail: Subscription.Mail,
        _ listener: some EventListener
    ) async throws -> Bool {
        if let token = mail.token {
            do {
                let user = try await accounts.user(bearing: token[...])
                guard user.id == subscription.user else { return false }
                subscription.grant = .init(user)
                return await listener.tell(.tokenAccepted)
            } catch let failure as Failure where failure.code == 401 {
                return false
            }
        }
        let grant = subscription.grant
        return mail.endedSession != grant.session && grant.expiresAt > clock.now
    }

    /// Sends what the database has after `position` and returns the new position; nil once nobody listens any more.
    private func catchUp(_ user: Int, from position: Int, on listener: some EventListener) async throws -> Int? {
        var position = position
        while true {
            // The counter is read first: what the list lacks up to it is not kept any more.
            let (last, events) = try await database.read { [position] connection in
                let store = EventStore(connection)
                return (try store.lastID(of: user), try store.list(of: user, after: position, limit: Events.readBatch))
            }
            let next = events.first.map { $0.id - 1 } ?? last
            if next != position {
                guard await listener.tell(.eventsMissed) else { return nil }
                position = next
            }
            for event in events {
                guard await listener.send(event) else { return nil }
                position = event.id
            }
            if events.count < Events.readBatch { return position }
        }
    }
}
