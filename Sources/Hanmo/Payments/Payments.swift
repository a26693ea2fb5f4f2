import Database

/// The rules of payment: an order is opened by its buyer and settled by a report that is signed; exactly once.
struct Payments: Sendable {
    let database: Database
    let credits: Credits
    let events: Events
    let signatures: PaymentSignatures
    /// Where orders can be paid in development; nil in production, where no merchant is set up.
    let cashierURL: String?
    let clock: Clock

    /// A signed report that was not booked, for the log.
    private struct RefusedReport: Error {
        let report: PaymentReport
    }

    static let unknownOrder = Failure(40004, "订单不存在", "There is no such order")
    static let failed = Failure(40005, "支付失败", "The payment failed")
    static let couponUnusable = Failure(40003, "优惠券无效", "The coupon can't be used")

    /// Opens an order for credits and returns the reply that `answer` makes of it; for a repeat the one sent first.
    ///
    /// - Errors: 40005 where nobody could take the payment; 400 the idempotency key had another body.
    func openRecharge(
        of amountFen: Int,
        paidWith method: PaymentMethod,
        by user: User,
        _ key: IdempotencyKey?,
        answer: @escaping @Sendable (RechargeReceipt) -> [UInt8]
    ) async throws -> StoredReply {
        guard cashierURL != nil else { throw Payments.failed }
        return try await database.write { connection in
            try Idempotency.once(key, in: connection) {
                let store = PaymentStore(connection)
                let day = WireTime.text(connection.now).prefix(10).filter { $0 != "-" }
                let number = try "R\(day)\(store.nextNumber(of: day))"
                try store.insert(
                    number,
                    of: user.id,
                    amountFen: amountFen,
                    credits: RechargeOrder.credits(for: amountFen),
                    method: method
                )
                return answer(receipt(try store.find(number)!))
            }
        }
    }

    /// Books what a payment bridge reports; repeats, in any order and at once, credit exactly once.
    ///
    /// - Errors: 40004 no such order; 40005 another method or another amount than was ordered.
    func settle(_ report: PaymentReport) async throws {
        try await database.write { connection in
            let store = PaymentStore(connection)
            // Both are logged: somebody's money may have arrived.
            guard let order = try store.find(report.order) else {
                throw Payments.unknownOrder.because(RefusedReport(report: report))
            }
            guard order.method == report.method, report.amountFen.map({ $0 == order.amountFen }) ?? true else {
                throw Payments.failed.because(RefusedReport(report: report))
            }
            switch report.status {
            case .failed: try store.end(order.number, as: .failed)
            case .closed: try store.end(order.number, as: .closed)
            case .success:
                guard try store.pay(order.number, transaction: report.transaction) else { return }
                try credits.recharge(
                    order.credits,
                    of: order.user,
                    "充值\(Yuan.plain(order.amountFen))元",
                    in: connection
                )
                try events.emit(.paymentCompleted, PaidOrder(order: order), to: order.user, in: connection)
            }
        }
    }

    func list(
        of user: User,
        status: RechargeOrder.Status?,
        _ page: PageRequest
    ) async throws -> Page<RechargeReceipt> {
        let orders = try await database.read { try PaymentStore($0).list(of: user.id, status: status, page) }
        return Page(request: page, total: orders.total, items: orders.items.map(receipt))
    }

    /// - Errors: 40004 no such order.
    func fetch(_ number: String) async throws -> RechargeReceipt {
        guard let order = try await database.read({ try PaymentStore($0).find(number) }) else {
            throw Payments.unknownOrder
        }
        return receipt(order)
    }

    /// What makes an order's cashier page its own: numbers can be guessed.
    func cashierKey(of number: String) -> String {
        String(signatures.sign("cashier \(number)".utf8, at: 0).prefix(32))
    }

    private func receipt(_ order: RechargeOrder) -> RechargeReceipt {
        let isOpen = order.status(at: clock.now) == .pending
        return RechargeReceipt(
            order: order,
            paymentURL: isOpen ? cashierURL.map { "\($0)/\(order.number)?key=\(cashierKey(of: order.number))" } : nil,
            now: clock.now
        )
    }
}
