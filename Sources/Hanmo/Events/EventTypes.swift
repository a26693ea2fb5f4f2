import JSON

/// What an event is called: a kind of thing, and what became of it.
struct EventName: Sendable, Hashable {
    let text: String

    /// What was paid for has arrived.
    static let paymentCompleted = EventName(text: "payment.completed")
    /// A gateway has refused a payment.
    static let paymentFailed = EventName(text: "payment.failed")
    /// Nobody has paid an order in its time.
    static let paymentClosed = EventName(text: "payment.closed")
    /// The money of an order has gone back.
    static let paymentRefunded = EventName(text: "payment.refunded")
    /// A membership has run out.
    static let membershipExpired = EventName(text: "membership.expired")

    /// A generation's result has been stored: `writing.completed`.
    static func completed(_ kind: Creation.Kind) -> EventName {
        EventName(text: "\(kind.rawValue).completed")
    }

    /// A generation has failed, and what it took was given back: `writing.failed`.
    static func failed(_ kind: Creation.Kind) -> EventName {
        EventName(text: "\(kind.rawValue).failed")
    }
}

/// What only the connection itself has to tell: not kept, without an id.
enum ConnectionNotice: String, Sendable {
    /// The token has ended and no other one was given; the connection ends with this.
    case tokenExpired = "token.expired"
    /// The token that came over the connection takes the old one's place.
    case tokenAccepted = "token.accepted"
    /// Events have happened that are not kept any more, so that the client should look for itself.
    case eventsMissed = "events.missed"
}

/// Something that happened to one user.
struct Event: Sendable, Equatable {
    /// Counted from 1 for each user, without gaps and in the order of the commits.
    let id: Int
    let name: String
    /// JSON.
    let data: [UInt8]
}

/// What the processes tell each other of an event: whose, which one, and the event itself where it is small.
struct EventNotice: Sendable, Equatable {
    let user: Int
    let id: Int
    /// Nil where it is too large to be told and has to be read.
    let event: Event?

    static let channel: StaticString = "events"

    init(_ event: Event, of user: Int) {
        self.user = user
        id = event.id
        self.event = event
    }

    /// - Parameter payload: what ``payload(atMost:)`` made.
    init?(payload: String) {
        let parts = payload.split(separator: " ", maxSplits: 3)
        guard parts.count == 2 || parts.count == 4, let user = Int(parts[0]), let id = Int(parts[1]) else { return nil }
        self.user = user
        self.id = id
        event = parts.count == 4 ? Event(id: id, name: String(parts[2]), data: Array(parts[3].utf8)) : nil
    }

    /// Whose event a payload tells; 0 where that is not one.
    static func user(of payload: String) -> Int {
        Int(payload.prefix { $0 != " " }) ?? 0
    }

    /// `USER ID NAME DATA`, or `USER ID` where that is longer than `limit` bytes.
    func payload(atMost limit: Int) -> String {
        guard let event, event.data.count + event.name.utf8.count + EventNotice.numbersBytes <= limit else {
            return "\(user) \(id)"
        }
        return "\(user) \(id) \(event.name) \(String(decoding: event.data, as: UTF8.self))"
    }

    /// Two numbers of 64 bits and three spaces.
    private static let numbersBytes = 2 * 20 + 3
}
