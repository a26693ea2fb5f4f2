import Database
import JSON
import Logging
import ServiceLifecycle

/// The rules of events: what happens to a user is recorded in the transaction in which it happens, and told to whoever
/// of theirs listens, in any process, once that is committed.
final class Events: Sendable {
    let database: Database
    let accounts: Accounts
    let clock: Clock
    /// Nil where `HANMO_RATE_LIMITS=off`.
    let connectionLimit: Int?
    /// How often connections are looked after; nil where that is done by hand.
    let pulse: Duration?
    let logger: Logger
    let hub = EventHub()
    private let told: AsyncStream<Database.Notification>
    private let sessionsTold: AsyncStream<Database.Notification>

    /// Connections of one user that may follow events at once in one process.
    static let defaultConnectionLimit = 10
    /// Under the minute after which most proxies cut a connection on which nothing passes.
    static let defaultPulse = Duration.seconds(20)
    /// How long an event can be asked for again: a day.
    static let memoryMilliseconds = 24 * 3_600_000
    /// Events kept of one user, and up to ``trimInterval`` more.
    static let keptPerUser = 1_000
    /// Every so many events of a user the oldest go.
    static let trimInterval = 100

    /// Seconds after which a user with too many connections may try again.
    private static let crowdedRetrySeconds = 10
    private static let sweepBatch = 500
    /// Sessions looked at in one read.
    private static let sessionBatch = 200

    init(
        database: Database,
        accounts: Accounts,
        clock: Clock,
        connectionLimit: Int?,
        pulse: Duration?,
        logger: Logger
    ) {
        self.database = database
        self.accounts = accounts
        self.clock = clock
        self.connectionLimit = connectionLimit
        self.pulse = pulse
        self.logger = logger
        // Listening begins here, so that nothing is told before anybody hears it.
        // A commit wakes nobody here for a user whom nobody follows.
        told = database.notifications(on: EventNotice.channel) { [hub] in hub.isFollowed(EventNotice.user(of: $0)) }
        sessionsTold = database.notifications(on: Accounts.sessionsChannel)
    }

    // MARK: Recording

    /// Records that something happened to a user, as part of the transaction in which it happens.
    ///
    /// - Parameter data: what the event tells; an object.
    func emit(_ name: EventName, _ data: some WireValue, to user: Int, in connection: Connection) throws {
        let store = EventStore(connection)
        var json = JSONWriter(capacity: 256)
        data.write(to: &json)
        let event = Event(id: try store.nextID(of: user), name: name.text, data: json.bytes)
        try store.insert(event, of: user)
        if event.id.isMultiple(of: Events.trimInterval) {
            try store.delete(of: user, upTo: event.id - Events.keptPerUser)
        }
        try connection.notify(
            EventNotice.channel,
            EventNotice(event, of: user).payload(atMost: Database.Notification.payloadBytes)
        )
    }

    /// Drops what is older than a day.
    func sweep() async throws {
        try await Sweep.inBatches(of: Events.sweepBatch) { limit in
            try await database.write { connection in
                try EventStore(connection).delete(
                    olderThan: connection.now - Events.memoryMilliseconds,
                    limit: limit
                )
            }
        }
    }

    // MARK: Following

    /// A connection's place among those that follow a user's events.
    ///
    /// - Errors: 429 the user has too many of them.
    func subscribe(_ user: User) throws(Failure) -> Subscription {
        guard let subscription = hub.subscribe(user.id, under: .init(user), limit: connectionLimit) else {
            throw .tooManyRequests(retryAfterSeconds: Events.crowdedRetrySeconds)
        }
        return subscription
    }

    /// Ends the connections whose session has ended, and lets the others show that they live.
    func beat() async {
        let subscriptions = hub.all
        await lookAtSessions(of: subscriptions)
        for subscription in subscriptions { subscription.put { $0.hasBeat = true } }
    }

    private func lookAtSessions(of subscriptions: [Subscription]) async {
        for start in stride(from: 0, to: subscriptions.count, by: Events.sessionBatch) {
            let batch = subscriptions[start..<min(start + Events.sessionBatch, subscriptions.count)]
            let sessions = batch.map { (session: $0.grant.session, user: $0.user) }
            do {
                let running = try await accounts.areRunning(sessions)
                for (index, subscription) in batch.enumerated() where !running[index] {
                    subscription.put { $0.endedSession = sessions[index].session }
                }
            } catch {
                logger.warning("cannot look at sessions", metadata: ["cause": "\(error)"])
            }
        }
    }

    private func handOn(_ notification: Database.Notification) {
        switch notification {
        case .missed:
            for subscription in hub.all { subscription.put { $0.isBehind = true } }
        case .payload(let payload):
            guard let notice = EventNotice(payload: payload) else { return }
            for subscription in hub.subscriptions(of: notice.user) {
                if let event = notice.event { subscription.put(event) } else { subscription.put { $0.isBehind = true } }
            }
        }
    }

    private func lookAtSessions(_ notification: Database.Notification) async {
        switch notification {
        case .missed: await lookAtSessions(of: hub.all)
        case .payload(let user): await lookAtSessions(of: Int(user).map(hub.subscriptions) ?? [])
        }
    }
}

extension Events: Service {
    /// Listens to what is told, and looks after the connections, until the process is to stop.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { [self] in for await notification in told { handOn(notification) } }
                group.addTask { [self] in for await notification in sessionsTold { await lookAtSessions(notification) }
                }
                group.addTask { [self] in
                    guard let pulse else { return }
                    while (try? await Task.sleep(for: pulse)) != nil { await beat() }
                }
            }
        }
    }
}
