import Crypto
import Database
import NIOCore
import NIOHTTP1

/// A request that its caller may send again without it happening again.
struct IdempotencyKey: Sendable {
    let text: String
    let user: Int
    /// SHA-256 of method, path and body: the same key with another request is refused.
    let fingerprint: [UInt8]

    static let lengthLimit = 255

    /// The request's key, if it carries one.
    ///
    /// - Errors: 400 where it is empty, too long or no visible ASCII.
    init?(_ request: Request, by user: User) throws(Failure) {
        guard let header = request.headers.first(name: "idempotency-key") else { return nil }
        text = header.trimmed
        guard 1...IdempotencyKey.lengthLimit ~= text.utf8.count, text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else {
            throw .invalid("Idempotency-Key", "应为 1–255 个可见字符", "should be 1 to 255 visible characters")
        }
        self.user = user.id
        var hash = SHA256()
        hash.update(data: Array("\(request.method.rawValue) \(request.path)\n".utf8))
        hash.update(data: Array(request.body.readableBytesView))
        fingerprint = Array(hash.finalize())
    }
}

/// A reply as it was given the first time.
struct StoredReply: Sendable {
    let status: Int
    let body: [UInt8]
}

/// The rules of repeats; the verbs are parts of the act that is not to happen twice, in its transaction.
enum Idempotency {
    /// How long a key is remembered.
    static let memoryMilliseconds = 24 * 3_600_000
    /// How long an act may take that is more than one transaction and no generation.
    ///
    /// Longer than any gateway is waited for: after that its process has died, and a repeat is a first one.
    static let patienceMilliseconds = 60_000
    /// Seconds after which a repeat of what is under way may ask again.
    private static let underWayRetrySeconds = 1

    enum Claim: Sendable {
        /// Go on: nobody has done this yet.
        case first
        case answered(StoredReply)
        /// The first one is under way; its generation, if it is one.
        case running(generation: Int?)
    }

    static let otherRequest = Failure.invalid(
        "Idempotency-Key",
        "已用于另一个请求",
        "has been used for another request"
    )

    /// 429: the first request of a key has not been answered yet.
    static let underWay = Failure.tooManyRequests(retryAfterSeconds: underWayRetrySeconds)

    static func claim(_ key: IdempotencyKey?, in connection: Connection) throws -> Claim {
        guard let key else { return .first }
        let store = IdempotencyStore(connection)
        try store.delete(
            key,
            olderThan: connection.now - memoryMilliseconds,
            orAbandonedBefore: connection.now - patienceMilliseconds
        )
        if try store.insert(key) { return .first }
        return try look(for: key, since: 0, in: connection) ?? .running(generation: nil)
    }

    /// Does what is one transaction once for a key; a repeat gets the reply that the first request got.
    ///
    /// Where `act` throws, the key is free again, since nothing has happened.
    ///
    /// - Parameter act: returns the body of a reply with status 200.
    static func once(
        _ key: IdempotencyKey?,
        in connection: Connection,
        _ act: () throws -> [UInt8]
    ) throws -> StoredReply {
        switch try claim(key, in: connection) {
        case .answered(let reply): return reply
        case .running: throw underWay
        case .first: break
        }
        let reply = StoredReply(status: 200, body: try act())
        try answer(key, with: reply, in: connection)
        return reply
    }

    /// What ``claim(_:in:)`` would find, without claiming anything.
    ///
    /// - Errors: 400 the key came with another request.
    static func look(for key: IdempotencyKey, in connection: Connection) throws -> Claim {
        try look(for: key, since: connection.now - memoryMilliseconds, in: connection) ?? .first
    }

    private static func look(for key: IdempotencyKey, since moment: Int, in connection: Connection) throws -> Claim? {
        guard let known = try IdempotencyStore(connection).find(key, since: moment) else { return nil }
        guard known.fingerprint == key.fingerprint else { throw otherRequest }
        return known.reply.map(Claim.answered) ?? .running(generation: known.generation)
    }

    static func belongs(_ key: IdempotencyKey?, to generation: Int, in connection: Connection) throws {
        if let key { try IdempotencyStore(connection).update(key, generation: generation) }
    }

    static func answer(_ key: IdempotencyKey?, with reply: StoredReply, in connection: Connection) throws {
        if let key { try IdempotencyStore(connection).update(key, reply: reply) }
    }

    /// Frees a key whose request came to nothing, so that its repeat is a first one.
    static func forget(_ key: IdempotencyKey?, in connection: Connection) throws {
        if let key { try IdempotencyStore(connection).delete(unanswered: key) }
    }

    static func forget(unansweredOf generation: Int, in connection: Connection) throws {
        try IdempotencyStore(connection).delete(unansweredOf: generation)
    }

    /// Drops what is older than a day; returns how many keys there were.
    static func sweep(limit: Int, in connection: Connection) throws -> Int {
        try IdempotencyStore(connection).delete(olderThan: connection.now - memoryMilliseconds, limit: limit)
    }
}
