import Synchronization

/// What a request may still generate: taken when a generation begins, not when an order is refused or repeats another.
///
/// Orders that begin nothing count like any other request, so that a mistake takes nobody's allowance for an hour, and
/// still can't be made without end.
final class GenerationAllowance: Sendable {
    private let limiter: any RateCounter
    private let caller: String
    private let clock: Clock
    private let current = Mutex<RateVerdict?>(nil)

    init(_ limiter: any RateCounter, of caller: String, clock: Clock) {
        self.limiter = limiter
        self.caller = caller
        self.clock = clock
    }

    /// How the caller stands with it; nil while nothing was taken.
    var verdict: RateVerdict? { current.withLock { $0 } }

    /// - Errors: 429 where there is nothing left.
    func take() async throws {
        guard let verdict = try await limiter.count(.generation, by: caller, at: clock.now) else { return }
        current.withLock { $0 = verdict }
        guard verdict.isAllowed else { throw Failure.tooManyRequests(retryAfterSeconds: verdict.resetSeconds) }
    }

    /// Undoes ``take()`` where nothing was begun after all; where that can't be written, it comes back with the hour.
    func giveBack() async {
        current.withLock { $0 = nil }
        try? await limiter.giveBack(.generation, by: caller, at: clock.now)
    }
}
