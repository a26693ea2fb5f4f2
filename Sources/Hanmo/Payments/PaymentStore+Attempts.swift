import Database

/// The SQL of tries to pay an order; whoever calls holds the order.
extension PaymentStore {
    /// - Errors: `DatabaseError.unique` where the order has an open one, or a paid one, already.
    func insertAttempt(
        of order: Order,
        at gateway: PaymentAttempt.Gateway,
        _ state: PaymentAttempt.State,
        transaction: String? = nil
    ) throws {
        try connection.execute(
            """
            INSERT INTO payment_attempts
                   (order_id, gateway, amount_fen, state, gateway_transaction, created_at, ended_at)
            VALUES (\(order.id), \(gateway), \(order.amountFen), \(state), \(transaction), \(connection.now),
                    \(state == .open ? nil : connection.now))
            """
        )
    }

    /// Notes where the open attempt is paid.
    func update(attemptOf order: Int, paymentURL: String, qrCode: String?) throws {
        try connection.execute(
            """
            UPDATE payment_attempts
               SET payment_url = \(paymentURL), qr_code = \(qrCode)
             WHERE order_id = \(order) AND state = 'open'
            """
        )
    }

    /// Notes that the gateway of the open attempt is asked now; false where it was asked since `moment`, also by
    /// another process, and where there is no such attempt.
    func takeTurn(toAskAbout order: Int, since moment: Int) throws -> Bool {
        try connection.change(
            """
            UPDATE payment_attempts
               SET asked_at = \(connection.now)
             WHERE order_id = \(order) AND state = 'open'
               AND (coalesce(asked_at, 0) <= \(moment) OR asked_at > \(connection.now))
            """
        ) > 0
    }

    /// Books a payment on the last attempt that has not failed; false where there is none.
    func payAttempt(of order: Int, transaction: String) throws -> Bool {
        try connection.change(
            """
            UPDATE payment_attempts
               SET state = 'paid', gateway_transaction = \(transaction), ended_at = \(connection.now)
             WHERE id = (SELECT id
                           FROM payment_attempts
                          WHERE order_id = \(order) AND state IN ('open', 'closed')
                          ORDER BY id DESC
                          LIMIT 1)
            """
        ) > 0
    }

    /// Ends the open attempt, if there is one, without a payment.
    func endAttempt(of order: Int, as state: PaymentAttempt.State, transaction: String?) throws {
        try connection.execute(
            """
            UPDATE payment_attempts
               SET state = \(state), gateway_transaction = \(transaction), ended_at = \(connection.now)
             WHERE order_id = \(order) AND state = 'open'
            """
        )
    }

    /// Whether a payment of that number has come for the order before.
    func hasPayment(_ transaction: String, of order: Int) throws -> Bool {
        try connection.value(
            """
            SELECT id
              FROM payment_attempts
             WHERE order_id = \(order) AND gateway_transaction = \(transaction) AND state IN ('paid', 'surplus')
             LIMIT 1
            """
        ) != nil
    }
}
