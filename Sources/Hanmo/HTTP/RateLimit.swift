import Synchronization

/// The API document's four kinds of endpoints, each with its allowance; `none` is not limited.
enum RateClass: String, Sendable, CaseIterable {
    /// register, login, refresh: 10 a minute per client address.
    case auth
    /// AI generation: 20 an hour per user; members are not limited.
    case generation
    /// Queries (GET): 100 a minute per user, per address where anonymous.
    case query
    /// Everything else: 60 a minute.
    case other
    /// Health, readiness, documentation.
    case none

    var allowance: (requests: Int, seconds: Int)? {
        switch self {
        case .auth: (10, 60)
        case .generation: (20, 3600)
        case .query: (100, 60)
        case .other: (60, 60)
        case .none: nil
        }
    }
}

/// How a request stands with its allowance.
struct RateVerdict: Sendable {
    let limit: Int
    let remaining: Int
    /// Seconds until the window ends and the allowance is whole again.
    let resetSeconds: Int
    let isAllowed: Bool

    var headers: [(name: String, value: String)] {
        [
            ("X-RateLimit-Limit", String(limit)), ("X-RateLimit-Remaining", String(remaining)),
            ("X-RateLimit-Reset", String(resetSeconds)),
        ]
    }
}

/// Counts requests in windows; a window opens with its first request.
protocol RateCounter: Sendable {
    /// Counts one request; nil where requests of that class are not limited.
    ///
    /// - Parameter caller: a user's id, or an address.
    /// - Parameter now: UTC milliseconds.
    func count(_ rate: RateClass, by caller: String, at now: Int) async throws -> RateVerdict?

    /// Takes back a request that was counted, where its window is still open.
    func giveBack(_ rate: RateClass, by caller: String, at now: Int) async throws
}

/// Counts for one process, in memory: losing the counts at a restart costs nobody anything.
final class RateLimiter: RateCounter {
    struct Key: Hashable {
        let rate: RateClass
        /// A user's id, or an address.
        let caller: String
    }

    private struct Window {
        var endsAt: Int
        var count: Int
    }

    /// Windows kept at once; beyond it ended ones are swept, and if none has ended the oldest half goes.
    static let windowLimit = 100_000

    private let windows = Mutex<[Key: Window]>([:])

    /// How many windows are kept; for tests.
    var windowCount: Int { windows.withLock { $0.count } }

    func count(_ rate: RateClass, by caller: String, at now: Int) -> RateVerdict? {
        guard let (requests, seconds) = rate.allowance else { return nil }
        return windows.withLock { windows in
            let key = Key(rate: rate, caller: caller)
            var window = windows[key] ?? Window(endsAt: 0, count: 0)
            // A window that ends later than a fresh one would was opened before the clock was set back.
            if window.endsAt <= now || window.endsAt > now + seconds * 1000 {
                if windows.count >= RateLimiter.windowLimit { RateLimiter.sweep(&windows, at: now) }
                window = Window(endsAt: now + seconds * 1000, count: 0)
            }
            let isAllowed = window.count < requests
            if isAllowed { window.count += 1 }
            windows[key] = window
            return RateVerdict(
                limit: requests,
                remaining: requests - window.count,
                resetSeconds: max(1, (window.endsAt - now + 999) / 1000),
                isAllowed: isAllowed
            )
        }
    }

    func giveBack(_ rate: RateClass, by caller: String, at now: Int) {
        windows.withLock { windows in
            let key = Key(rate: rate, caller: caller)
            if let window = windows[key], window.endsAt > now, window.count > 0 { windows[key]?.count -= 1 }
        }
    }

    private static func sweep(_ windows: inout [Key: Window], at now: Int) {
        windows = windows.filter { $0.value.endsAt > now }
        guard windows.count >= windowLimit else { return }
        let middle = windows.values.map(\.endsAt).sorted()[windows.count / 2]
        windows = windows.filter { $0.value.endsAt > middle }
    }
}
