import Synchronization

/// One connection that follows a user's events: what waits for it, and under which token it may.
///
/// What waits is bounded. An event that finds no room is not kept but read from the database later.
final class Subscription: Sendable {
    /// By what right: a token ends, and its session may be ended before that.
    struct Grant: Sendable {
        let session: Int
        /// UTC milliseconds.
        let expiresAt: Int

        init(_ user: User) {
            session = user.sessionID
            expiresAt = user.tokenExpiresAt
        }
    }

    /// What has come since it was looked at last.
    struct Mail: Sendable {
        var events: [Event] = []
        /// Something may have happened that is not among ``events``.
        var isBehind = false
        var hasBeat = false
        /// A token that the client has sent over the connection; the last one counts.
        var token: String?
        /// A session that was found to be over.
        var endedSession: Int?
    }

    /// Events that wait at most; they share their bytes with those of other subscriptions.
    static let eventLimit = 64

    let user: Int
    let number: Int
    /// One element for whatever has come, so that one look finds all of it.
    let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation
    private let mail = Mutex(Mail())
    private let held: Mutex<Grant>
    private let hub: EventHub

    init(of user: Int, number: Int, under grant: Grant, in hub: EventHub) {
        self.user = user
        self.number = number
        self.hub = hub
        held = Mutex(grant)
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    deinit {
        end()
    }

    /// Gives its place to another one; nothing comes any more.
    func end() {
        hub.forget(self)
        waker.finish()
    }

    var grant: Grant {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }

    // MARK: Mail

    func put(_ event: Event) {
        put { mail in
            if mail.events.count < Subscription.eventLimit { mail.events.append(event) } else { mail.isBehind = true }
        }
    }

    func put(_ change: (inout Mail) -> Void) {
        mail.withLock { change(&$0) }
        waker.yield()
    }

    /// All that has come, which is then taken for seen.
    func take() -> Mail {
        mail.withLock { mail in
            defer { mail = Mail() }
            return mail
        }
    }
}
