import Database

/// What moves in the ledger when an order is paid back; each is a part of that, in its transaction.
extension Credits {
    /// Whose credits move, for which refund, by whose hand.
    struct RefundMovement: Sendable {
        let user: Int
        let refund: Int
        /// Nil where the gateway has decided.
        var actor: Int?
    }

    /// Takes back credits that an order had brought.
    ///
    /// - Parameter isPartEnough: takes what is left where that is less.
    /// - Returns: how many were taken; nil where too few are left, and nothing changes.
    func takeBack(
        _ amount: Int,
        orWhatIsLeft isPartEnough: Bool,
        _ movement: RefundMovement,
        in connection: Connection
    ) throws -> Int? {
        let store = CreditStore(connection)
        try store.hold(movement.user)
        let taken = isPartEnough ? min(amount, try store.balance(of: movement.user) ?? 0) : amount
        guard taken > 0 else { return 0 }
        return try insert(.refund, -taken, "订单退款，收回积分", movement, in: connection) ? taken : nil
    }

    /// Gives back what ``takeBack(_:orWhatIsLeft:_:in:)`` took, since the money stays; none is no movement.
    func giveBack(_ amount: Int, _ movement: RefundMovement, in connection: Connection) throws {
        guard amount > 0 else { return }
        guard try insert(.adjustment, amount, "退款未成功，退回积分", movement, in: connection) else { throw Failure.notFound }
    }

    /// Gives back credits that had paid for an order.
    ///
    /// - Returns: how many.
    func repay(_ amount: Int, _ movement: RefundMovement, in connection: Connection) throws -> Int {
        guard try insert(.refund, amount, "订单退款", movement, in: connection) else { throw Failure.notFound }
        return amount
    }

    /// - Returns: false where there are too few, and nothing changes.
    /// - Errors: `DatabaseError.unique` where that has been done, and nothing changes.
    private func insert(
        _ kind: LedgerEntry.Kind,
        _ amount: Int,
        _ description: String,
        _ movement: RefundMovement,
        in connection: Connection
    ) throws -> Bool {
        let store = CreditStore(connection)
        guard let balance = try store.move(amount, of: movement.user) else { return false }
        try store.record(
            kind,
            amount,
            of: movement.user,
            leaving: balance,
            description: description,
            refund: movement.refund,
            actor: movement.actor
        )
        return true
    }
}
