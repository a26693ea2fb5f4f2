import Database

/// All orders, as administrators look at them.
extension Payments {
    /// Notices of one order that its page shows; a list has all of them.
    private static let noticesShown = 50

    /// Orders of everybody, newest first; the newest 10,000 at most.
    func list(_ filter: OrderRecord.Filter, _ page: PageRequest) async throws -> Page<OrderRecordReceipt> {
        let found = try await database.readLong { try PaymentStore($0).list(filter, page) }
        let now = clock.now
        return Page(
            request: page,
            total: found.total,
            items: found.items.map { OrderRecordReceipt(record: $0, now: now) }
        )
    }

    /// An order with its attempts, refunds, notices and what it has moved in the ledger, also for its referrer.
    ///
    /// What stands here is told; no gateway is asked.
    ///
    /// - Errors: 40004 no such order.
    func fetchSheet(of number: String) async throws -> OrderSheet {
        try await database.readLong { connection in
            let store = PaymentStore(connection)
            guard let record = try store.findRecord(number) else { throw Payments.unknownOrder }
            let order = record.order
            let refunds = try RefundStore(connection).list(of: order.id)
            let awards =
                try activities.listEntries(of: order.id, in: connection)
                + referrals.listEntries(of: order.id, by: order.user, in: connection)
            return OrderSheet(
                record: record,
                attempts: try store.listAttempts(of: order.id),
                refunds: refunds,
                notices: try store.listNotices(
                    RecordedNotice.Filter(order: number),
                    PageRequest(page: 1, size: Payments.noticesShown)
                ).items,
                movements: try credits.list(ofOrder: order.id, refunds: refunds.map(\.id), awards, in: connection),
                now: clock.now
            )
        }
    }
}
