import Database

/// Credits that nobody has bought, as parts of a larger act: whoever awards them keeps the entry, so that none is
/// awarded twice.
extension Credits {
    /// Makes whatever else moves this user's credits at the same moment wait for the end of the transaction.
    func hold(_ user: Int, in connection: Connection) throws {
        try CreditStore(connection).hold(user)
    }

    /// - Parameter kind: `gift` or `referral`.
    func award(
        _ amount: Int,
        _ kind: LedgerEntry.Kind,
        to user: Int,
        because description: String,
        in connection: Connection
    ) throws -> LedgerEntry {
        let store = CreditStore(connection)
        guard let balance = try store.move(amount, of: user) else { throw Failure.notFound }
        return try store.insert(kind, amount, of: user, leaving: balance, description: description)
    }

    /// Takes back what is left of an award, so that the balance never falls below zero.
    ///
    /// - Returns: nil where nothing is left.
    func takeBackAward(
        _ amount: Int,
        from user: Int,
        because description: String,
        in connection: Connection
    ) throws -> LedgerEntry? {
        let store = CreditStore(connection)
        try store.hold(user)
        let taken = min(amount, try store.balance(of: user) ?? 0)
        guard taken > 0, let balance = try store.move(-taken, of: user) else { return nil }
        return try store.insert(.refund, -taken, of: user, leaving: balance, description: description)
    }
}
