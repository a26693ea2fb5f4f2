/// How many codes somebody may try that are none: counted by user and by address, in windows of an hour.
///
/// A place is taken before the code is looked at, so that many guesses at once don't slip through, and given back for
/// each code that there is.
struct GuessAllowance: Sendable {
    /// Nil where `HANMO_RATE_LIMITS=off`.
    let limiter: (any RateCounter)?
    let user: User
    /// As rate limits know it.
    let household: String
    let clock: Clock

    private var places: [(rate: RateClass, caller: String)] {
        [(.codesOfUser, "user \(user.id)"), (.codesOfAddress, household)]
    }

    /// - Errors: 429 where nothing is left of it.
    func take() async throws {
        guard let limiter else { return }
        var taken: [(rate: RateClass, caller: String)] = []
        for place in places {
            guard let verdict = try await limiter.count(place.rate, by: place.caller, at: clock.now) else { continue }
            guard verdict.isAllowed else {
                for earlier in taken { try await limiter.giveBack(earlier.rate, by: earlier.caller, at: clock.now) }
                var failure = GuessAllowance.usedUp
                failure.retryAfterSeconds = verdict.resetSeconds
                throw failure
            }
            taken.append(place)
        }
    }

    func giveBack() async throws {
        guard let limiter else { return }
        for place in places { try await limiter.giveBack(place.rate, by: place.caller, at: clock.now) }
    }

    private static let usedUp = Failure(
        429,
        "输错兑换码的次数过多，请稍后再试",
        "Too many codes that are none; please try again later"
    )
}
