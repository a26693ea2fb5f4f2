import Database
import JSON

/// The rules of credits: every movement is one ledger entry, and the balance is their sum.
///
/// The verbs that take a connection are parts of a larger act, and happen in its transaction or not at all.
struct Credits: Sendable {
    let database: Database

    /// What one user may be given or lose by hand at once.
    static let adjustmentLimit = 1_000_000_000

    /// Makes whatever else this user orders at the same moment wait for the end of the transaction.
    func hold(_ user: User, in connection: Connection) throws {
        try CreditStore(connection).hold(user.id)
    }

    /// Takes `cost` credits before a generation starts; ``refund(_:to:for:_:)`` gives them back, at most once.
    ///
    /// - Errors: 40001 when the balance does not suffice, 40002 when a membership that ran out would have paid.
    func consume(
        _ cost: Int,
        of user: User,
        for generation: Int,
        _ description: String,
        in connection: Connection
    ) throws {
        let balance = try take(cost, of: user, in: connection)
        try CreditStore(connection).record(
            .consume,
            -cost,
            of: user.id,
            leaving: balance,
            description: description,
            generation: generation
        )
    }

    /// Gives back what a generation took.
    ///
    /// - Errors: `DatabaseError.unique` where that has been done, and nothing changes.
    func refund(
        _ cost: Int,
        to user: Int,
        for generation: Int,
        _ description: String,
        in connection: Connection
    ) throws {
        let store = CreditStore(connection)
        guard let balance = try store.move(cost, of: user) else { throw Failure.notFound }
        try store.record(
            .refund,
            cost,
            of: user,
            leaving: balance,
            description: description,
            generation: generation
        )
    }

    /// Adds the credits that an order has paid for.
    ///
    /// - Errors: `DatabaseError.unique` where that has been done, and nothing changes.
    func recharge(
        _ amount: Int,
        of user: Int,
        for order: Int,
        _ description: String,
        in connection: Connection
    ) throws {
        guard amount > 0 else { return }
        let store = CreditStore(connection)
        guard let balance = try store.move(amount, of: user) else { throw Failure.notFound }
        try store.record(.recharge, amount, of: user, leaving: balance, description: description, order: order)
    }

    /// Takes what a membership costs, for an order that is paid from the balance.
    ///
    /// - Errors: 40001 when the balance does not suffice.
    func pay(_ cost: Int, of user: User, for order: Int, _ description: String, in connection: Connection) throws {
        let balance = try take(cost, of: user, in: connection)
        try CreditStore(connection).record(
            .membership,
            -cost,
            of: user.id,
            leaving: balance,
            description: description,
            order: order
        )
    }

    /// - Returns: what is left.
    /// - Errors: 40001 when the balance does not suffice, 40002 when a membership has run out besides.
    private func take(_ cost: Int, of user: User, in connection: Connection) throws -> Int {
        guard let balance = try CreditStore(connection).move(-cost, of: user.id) else {
            throw user.hadMembership(at: connection.now) ? Failure.membershipEnded : Failure.notEnoughCredits
        }
        return balance
    }

    /// Gives or takes credits by an administrator's hand, and returns the reply that `answer` makes of the entry; for a
    /// repeat the one sent first.
    ///
    /// - Errors: 404 no such user; 40001 they have fewer than are to be taken; 400 the idempotency key had another
    ///   body.
    func adjust(
        _ amount: Int,
        of user: Int,
        because reason: String,
        by administrator: Administrator,
        _ key: IdempotencyKey?,
        answer: @escaping @Sendable (LedgerEntry) -> [UInt8]
    ) async throws -> StoredReply {
        try await database.write { connection in
            try Idempotency.once(key, in: connection) {
                let store = CreditStore(connection)
                guard try store.balance(of: user) != nil else { throw Failure.notFound }
                guard let balance = try store.move(amount, of: user) else { throw Failure.notEnoughCredits }
                let entry = try store.insert(
                    .adjustment,
                    amount,
                    of: user,
                    leaving: balance,
                    description: reason,
                    actor: administrator.id
                )
                try Audit.record(
                    .adjustCredits,
                    AuditTarget(.user, user),
                    by: administrator,
                    ["amount": .int(amount), "balance_after": .int(balance), "reason": .string(reason)],
                    in: connection
                )
                return answer(entry)
            }
        }
    }

    /// Gives credits as a part of a larger act; none is no movement.
    @discardableResult
    func give(
        _ amount: Int,
        to user: Int,
        because reason: String,
        by actor: Int,
        in connection: Connection
    ) throws -> LedgerEntry? {
        guard amount > 0 else { return nil }
        let store = CreditStore(connection)
        guard let balance = try store.move(amount, of: user) else { throw Failure.notFound }
        return try store.insert(.gift, amount, of: user, leaving: balance, description: reason, actor: actor)
    }

    func list(of user: Int, kind: LedgerEntry.Kind?, _ page: PageRequest) async throws -> Page<LedgerEntry> {
        try await database.read { try CreditStore($0).list(of: user, kind: kind, page) }
    }

    /// What an order, its refunds and other entries that belong to it have moved, newest first.
    func list(
        ofOrder order: Int,
        refunds: [Int],
        _ entries: [Int],
        in connection: Connection
    ) throws -> [LedgerMovement] {
        let store = CreditStore(connection)
        let sources = [.order(order)] + refunds.map(MovementSource.refund) + entries.map(MovementSource.entry)
        return try sources.flatMap(store.listMovements).sorted { $0.entry.id > $1.entry.id }
    }

    func countEntries(of user: Int) async throws -> Int {
        try await database.read { try CreditStore($0).countEntries(of: user) }
    }

    /// The generations that took credits of a user, newest first, so many at most.
    func listPaidGenerations(of user: Int, limit: Int, in connection: Connection) throws -> [Int] {
        try CreditStore(connection).listGenerations(of: user, limit: limit)
    }
}
