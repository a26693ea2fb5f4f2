import Database

/// What a payment brings besides what was bought, and what becomes of that when the money goes back.
extension Payments {
    /// Gives the bonus of a first purchase and the reward of whoever has brought the buyer, in the transaction in which
    /// the order was paid.
    ///
    /// What is paid from the balance is no purchase here: it brings no money, and credits that were given away would
    /// earn others. The first order that brings money is the first one, though it be paid back later; where what it
    /// brings is too little for a reward, the first that brings enough is.
    func reward(_ order: Order, in connection: Connection) throws {
        // Of two payments of one user at once, the second one sees the first.
        try credits.hold(order.user, in: connection)
        if let source = order.reducedBy, source.kind == .activity {
            try activities.noteDiscount(of: source.id, to: order.user, for: order.id, in: connection)
        }
        guard order.method != .balance else { return }
        try activities.rewardFirstPurchase(
            of: order.user,
            with: order.id,
            paidFen: order.amountFen,
            worth: worth(of: order),
            in: connection
        ) { fen in
            try PaymentStore(connection).hasPaid(fen, by: order.user, beside: order.id)
        }
        try referrals.paid(order.amountFen, by: order.user, with: order.id, in: connection)
    }

    /// What an order is worth in credits: those that its price buys, without what a coupon adds; for a membership,
    /// which brings none, what its price would have bought.
    private func worth(of order: Order) -> Int {
        switch order.goods {
        case .credits(let amount): amount - order.bonusCredits
        case .membership: order.amountFen / Quote.fenPerCredit
        }
    }

    /// Takes back what a payment has brought besides what was bought, as far as it is there.
    func takeBackRewards(of order: Order, in connection: Connection) throws {
        try activities.takeBack(of: order.id, from: order.user, in: connection)
        try referrals.takeBack(of: order.id, by: order.user, in: connection)
    }
}
