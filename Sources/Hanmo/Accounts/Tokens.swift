import Crypto
import JWTKit
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Signs and reads the JSON web tokens that callers carry.
struct Tokens: Sendable {
    /// A token of one kind is refused where another is expected.
    enum Kind: String, Codable, Sendable {
        /// Two hours, for every request.
        case access
        /// Seven days, for a new access token only.
        case refresh
        /// One minute: a command of this installation that acts through its running server.
        case command

        var lifetimeMilliseconds: Int {
            switch self {
            case .access: 2 * 3_600_000
            case .refresh: 7 * WireTime.dayMilliseconds
            case .command: 60_000
            }
        }
    }

    /// What a token says.
    struct Claims: Sendable {
        let kind: Kind
        let user: Int
        let session: Int
        let expiresAt: Int
    }

    private struct Payload: JWTPayload {
        var sub: String
        var type: Kind
        var sid: Int
        var iat: Int
        var exp: Int
        var jti: String

        /// Time is judged by the product's clock, not here.
        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    /// Tokens whose signature has been seen to be right.
    private final class Verified: Sendable {
        /// Entries kept: some 300 bytes each.
        static let limit = 20_000

        let claims = Mutex<[Substring: Claims]>([:])
    }

    private let keys: JWTKeyCollection
    private let clock: Clock
    private let verified = Verified()

    init(secrets: Secrets, clock: Clock) async {
        keys = await JWTKeyCollection()
            .add(hmac: HMACKey(key: secrets.key(for: "tokens")), digestAlgorithm: .sha256)
        self.clock = clock
    }

    func sign(_ kind: Kind, user: Int, session: Int) async throws -> String {
        let now = clock.now
        return try await keys.sign(
            Payload(
                sub: String(user),
                type: kind,
                sid: session,
                iat: now / 1000,
                exp: (now + kind.lifetimeMilliseconds) / 1000,
                jti: String(UInt64.random(in: 0...UInt64.max), radix: 36)
            )
        )
    }

    /// What a token says, if it is ours and has not run out; nil otherwise.
    func read(_ token: Substring) async -> Claims? {
        let claims: Claims
        if let known = verified.claims.withLock({ $0[token] }) {
            claims = known
        } else {
            guard let payload = try? await keys.verify(String(token), as: Payload.self), let user = Int(payload.sub)
            else {
                return nil
            }
            claims = Claims(kind: payload.type, user: user, session: payload.sid, expiresAt: payload.exp * 1000)
            remember(claims, of: token)
        }
        return claims.expiresAt > clock.now ? claims : nil
    }

    private func remember(_ claims: Claims, of token: Substring) {
        // A copy of its own, so that the rest of the request's head is not kept with it.
        let token = Substring(String(token))
        let now = clock.now
        verified.claims.withLock { known in
            if known.count >= Verified.limit { known = known.filter { $0.value.expiresAt > now } }
            if known.count >= Verified.limit { known.removeAll(keepingCapacity: true) }
            known[token] = claims
        }
    }
}
