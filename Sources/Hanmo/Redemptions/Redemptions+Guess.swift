import Crypto
import Database

/// That nobody finds a code by trying.
///
/// Only codes that there are not are counted, so whoever has many codes redeems them as fast as they like. One who has
/// tried too many is not listened to any more until their hour is over, whatever they bring then.
extension Redemptions {
    /// Codes that are none, by one user in an hour: more than anybody mistypes.
    static let guessesOfUser = 10
    /// The same behind one address.
    ///
    /// As many as sixty users have, since a carrier puts thousands behind one, and a few of them may not shut out the
    /// others. It is there for whoever makes accounts in order to guess; at 80 bits a code
    /// they would find nothing with a million times as many.
    static let guessesOfAddress = 600
    private static let windowMilliseconds = 3_600_000

    private struct Guesser {
        let name: String
        let limit: Int
    }

    private enum Look: Sendable {
        case known
        case unknown
        case usedUp(until: Int)
    }

    /// Looks whether there is such a code, redeemed or not; what is none is counted as a guess.
    ///
    /// - Errors: 400 there is none; 429 too many were none.
    func look(for hash: [UInt8], by user: User, from household: String) async throws {
        guard isGuessingLimited else { return }
        let guessers = [
            Guesser(name: "user \(user.id)", limit: Redemptions.guessesOfUser),
            Guesser(name: name(of: household), limit: Redemptions.guessesOfAddress),
        ]
        let look = try await database.write { connection -> Look in
            // Their guesses stand in a row, one looked at after the other.
            try credits.hold(user, in: connection)
            let store = GuessStore(connection)
            for guesser in guessers {
                let end = try store.blockedUntil(
                    guesser.name,
                    limit: guesser.limit,
                    windowMilliseconds: Redemptions.windowMilliseconds
                )
                if let end { return .usedUp(until: end) }
            }
            if try RedemptionStore(connection).exists(hash) { return .known }
            try store.sweep()
            for guesser in guessers {
                try store.count(guesser.name, windowMilliseconds: Redemptions.windowMilliseconds)
            }
            return .unknown
        }
        switch look {
        case .known: return
        case .unknown: throw Redemptions.unknown
        case .usedUp(let end):
            var failure = Redemptions.usedUp
            failure.retryAfterSeconds = max(1, (end - clock.now + 999) / 1000)
            throw failure
        }
    }

    /// An address under a keyed hash, since it is nobody's business here.
    private func name(of household: String) -> String {
        let hash = HMAC<SHA256>.authenticationCode(for: Array("address \(household)".utf8), using: key)
        return "address " + hash.map { String($0, radix: 16) }.joined(separator: ".")
    }

    private static let usedUp = Failure(
        429,
        "输错兑换码的次数过多，请稍后再试",
        "Too many codes that are none; please try again later"
    )
}
