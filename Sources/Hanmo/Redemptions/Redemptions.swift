import Crypto
import Database
import JSON
import NIOPosix

/// The rules of redemption codes: made by the batch, shown once, redeemed once each.
///
/// Codes are stored as hashes, so nobody can show them again, who made them included. A batch whose codes were lost is
/// revoked and made anew.
struct Redemptions: Sendable {
    let database: Database
    let accounts: Accounts
    let credits: Credits
    let memberships: Memberships
    /// False where `HANMO_RATE_LIMITS=off`.
    let isGuessingLimited: Bool
    let threads: NIOThreadPool
    let clock: Clock
    let key: SymmetricKey

    /// Codes of one batch.
    static let counts = 1...10_000
    /// Credits of one code: what a year of memberships a thousand times over would cost.
    static let creditAmounts = 1...1_000_000
    /// Days of one code: ten years.
    static let membershipDays = 1...3650
    /// Characters of the name of a batch, which whoever redeems a code sees.
    static let nameLength = 1...100
    /// How long a batch may last, ten years: what was sold and forgotten should not be owed for ever.
    private static let lifetimeMilliseconds = 10 * 366 * WireTime.dayMilliseconds

    static let malformed = Failure.invalid("code", "应为 16 位兑换码", "should be a code of 16 letters and digits")
    static let unknown = refused("不存在", "is not known")
    private static let used = refused("已被使用", "has been used")
    private static let expired = refused("已过期", "has expired")
    private static let revoked = refused("已作废", "has been revoked")

    /// A code is well formed and can't be redeemed: said as people say it, and of its field, as for any other.
    private static func refused(_ chinese: String, _ english: String) -> Failure {
        var failure = Failure(400, "兑换码\(chinese)", "This code \(english)")
        failure.fields = [FieldFault(field: "code", message: Message(chinese, english))]
        return failure
    }

    init(
        database: Database,
        accounts: Accounts,
        credits: Credits,
        memberships: Memberships,
        isGuessingLimited: Bool,
        threads: NIOThreadPool,
        secrets: Secrets,
        clock: Clock
    ) {
        self.database = database
        self.accounts = accounts
        self.credits = credits
        self.memberships = memberships
        self.isGuessingLimited = isGuessingLimited
        self.threads = threads
        self.clock = clock
        key = secrets.key(for: "redemption codes")
    }

    // MARK: Batches

    /// Makes a batch, and returns it with its codes, which can't be had a second time.
    ///
    /// - Errors: 400 it would last for no time, or for too long.
    func create(
        _ draft: RedemptionDraft,
        by administrator: Administrator
    ) async throws -> (RedemptionBatch, [RedemptionCode]) {
        guard draft.endsAt > clock.now else {
            throw Failure.invalid("expires_at", "应晚于当前时间", "should be in the future")
        }
        guard draft.endsAt <= clock.now + Redemptions.lifetimeMilliseconds else {
            throw Failure.invalid("expires_at", "最长十年", "should be within ten years")
        }
        let (codes, hashes) = try await threads.runIfActive { [key] in
            let codes = (0..<draft.count).map { _ in RedemptionCode() }
            return (codes, codes.map { $0.hash(under: key) })
        }
        let batch = try await database.write { connection in
            let store = RedemptionStore(connection)
            let id = try store.insert(draft, hashes)
            try Audit.record(
                .createRedemptionBatch,
                AuditTarget(.redemptionBatch, id),
                by: administrator,
                [
                    "name": .string(draft.name), "credits": draft.gift.credits.map { .int($0) },
                    "membership_days": draft.gift.membershipDays.map { .int($0) }, "count": .int(draft.count),
                    "expires_at": .string(WireTime.lastSecond(before: draft.endsAt)),
                ],
                in: connection
            )
            return try store.find(id)!
        }
        return (batch, codes)
    }

    /// Batches, newest first; the newest 10,000 at most.
    func list(_ page: PageRequest) async throws -> Page<RedemptionBatch> {
        try await database.readLong { try RedemptionStore($0).list(page) }
    }

    /// - Errors: 404 no such batch.
    func fetch(_ id: Int) async throws -> RedemptionBatch {
        guard let batch = try await database.read({ try RedemptionStore($0).find(id) }) else { throw Failure.notFound }
        return batch
    }

    /// Lets every code of a batch die that nobody has redeemed; what was redeemed stays.
    ///
    /// Doing so twice is no act.
    ///
    /// - Errors: 404 no such batch.
    func revoke(_ id: Int, because reason: String, by administrator: Administrator) async throws -> RedemptionBatch {
        try await database.write { connection in
            let store = RedemptionStore(connection)
            guard let batch = try store.hold(id) else { throw Failure.notFound }
            guard batch.revokedAt == nil else { return batch }
            let count = try store.revoke(id)
            try Audit.record(
                .revokeRedemptionBatch,
                AuditTarget(.redemptionBatch, id),
                by: administrator,
                ["reason": .string(reason), "revoked_codes": .int(count)],
                in: connection
            )
            return try store.find(id)!
        }
    }

    // MARK: Redeeming

    /// Gives a user what a code brings, and returns the reply that `answer` makes of it; for a repeat the one sent
    /// first.
    ///
    /// - Parameter household: whose guesses are counted beside the user's own.
    /// - Errors: 400 it is no code, or not known, used, expired or revoked; 429 too many that were not known; 400 the
    ///   idempotency key had another body.
    func redeem(
        _ text: String,
        by user: User,
        from household: String,
        _ idempotencyKey: IdempotencyKey?,
        answer: @escaping @Sendable (RedemptionReceipt) -> [UInt8]
    ) async throws -> StoredReply {
        guard let code = RedemptionCode(text) else { throw Redemptions.malformed }
        let hash = code.hash(under: key)
        try await look(for: hash, by: user, from: household)
        return try await database.write { connection in
            try Idempotency.once(idempotencyKey, in: connection) {
                answer(try redeem(hash, by: user, in: connection))
            }
        }
    }

    private func redeem(_ hash: [UInt8], by user: User, in connection: Connection) throws -> RedemptionReceipt {
        let store = RedemptionStore(connection)
        guard let (code, redemption) = try store.claim(hash, for: user.id) else {
            switch try store.fate(of: hash) {
            case nil: throw Redemptions.unknown
            case .used: throw Redemptions.used
            case .expired: throw Redemptions.expired
            case .revoked: throw Redemptions.revoked
            }
        }
        switch redemption.gift {
        case .credits(let amount):
            let reason = "兑换码：\(redemption.name)"
            if let entry = try credits.give(amount, to: user.id, because: reason, by: user.id, in: connection) {
                try store.update(code, entry: entry.id)
            }
        case .membershipDays(let days):
            _ = try memberships.extend(user.id, byDays: days, for: code, in: connection)
        }
        return RedemptionReceipt(
            redemption: redemption,
            user: try accounts.find(user.id, in: connection) ?? user,
            now: connection.now
        )
    }

    /// What a user has redeemed, newest first.
    func list(of user: User, _ page: PageRequest) async throws -> Page<Redemption> {
        try await database.read { try RedemptionStore($0).list(of: user.id, page) }
    }
}
