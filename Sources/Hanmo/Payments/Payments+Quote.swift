import Database

/// What a purchase costs somebody at this moment.
extension Payments {
    /// Shows a price before anything is ordered, and changes nothing.
    ///
    /// - Errors: 40003 where an order with that coupon would be refused.
    func quote(_ purchase: Purchase, for user: User) async throws -> Quote {
        try await database.read { try quote(purchase, for: user, isOrdered: false, in: $0) }
    }

    /// The price of a purchase.
    ///
    /// - Parameter isOrdered: whether it is ordered in this transaction, so that its coupon is claimed, and taken by
    ///   nobody else until the transaction ends.
    /// - Errors: 40003 where its coupon can't be used.
    func quote(_ purchase: Purchase, for user: User, isOrdered: Bool, in connection: Connection) throws -> Quote {
        switch purchase {
        case .recharge(let fen, coupon: nil): return .recharge(of: fen)
        case .recharge(let fen, let code?):
            let take = isOrdered ? coupons.take : coupons.fetch
            return .recharge(of: fen, reducedBy: try take(code, fen, user, connection))
        case .membership(let type):
            return .membership(type, reducedBy: try activities.discount(for: type, in: connection))
        }
    }
}
