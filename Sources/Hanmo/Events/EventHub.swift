import Synchronization

/// Everybody in this process who follows events, by user.
final class EventHub: Sendable {
    private struct Place {
        weak var subscription: Subscription?
    }

    private struct State {
        var places: [Int: [Int: Place]] = [:]
        var opened = 0
    }

    private let state = Mutex(State())

    /// A new subscription, or nil where the user has `limit` of them already.
    func subscribe(_ user: Int, under grant: Subscription.Grant, limit: Int?) -> Subscription? {
        state.withLock { state in
            if let limit, state.places[user]?.count ?? 0 >= limit { return nil }
            state.opened += 1
            let subscription = Subscription(of: user, number: state.opened, under: grant, in: self)
            state.places[user, default: [:]][subscription.number] = Place(subscription: subscription)
            return subscription
        }
    }

    func forget(_ subscription: Subscription) {
        let (user, number) = (subscription.user, subscription.number)
        state.withLock { state in
            state.places[user]?[number] = nil
            if state.places[user]?.isEmpty ?? false { state.places[user] = nil }
        }
    }

    func isFollowed(_ user: Int) -> Bool {
        state.withLock { $0.places[user] != nil }
    }

    func subscriptions(of user: Int) -> [Subscription] {
        state.withLock { ($0.places[user] ?? [:]).values.compactMap(\.subscription) }
    }

    /// How many there are.
    var count: Int {
        state.withLock { $0.places.values.reduce(0) { $0 + $1.count } }
    }

    var all: [Subscription] {
        state.withLock { $0.places.values.flatMap { $0.values.compactMap(\.subscription) } }
    }
}
