import Database
import Gateways
import Logging

/// When a gateway is asked about an order whose payment nobody has reported.
extension Order {
    /// A payer needs about as long; most payments are reported sooner.
    private static let firstLookMilliseconds = 30_000
    private static let dayMilliseconds = 86_400_000
    /// How many days after its end a payment may still come: as long as gateways report one, and some more.
    private static let lateLooks = 7

    /// The next look after a moment, in UTC milliseconds; nil after the last one.
    ///
    /// While it can be paid, 30 seconds after it was opened and then after twice as long each time; its end is looked
    /// after by ``OrderExpiry``; then once a day for a week. What was missed while nobody ran is not made up for.
    func nextLook(after now: Int) -> Int? {
        guard let expiresAt else { return nil }
        let early = sequence(first: Order.firstLookMilliseconds) { $0 * 2 }.lazy.map { createdAt + $0 }
        if let look = early.prefix(while: { $0 < expiresAt }).first(where: { $0 > now }) { return look }
        return (1...Order.lateLooks).lazy.map { expiresAt + $0 * Order.dayMilliseconds }.first { $0 > now }
    }
}

extension Payments {
    /// Open orders taken note of in one transaction at the start.
    private static let startBatch = 500

    /// Has an order looked at when its next moment comes, in the transaction that opens it or ends a look.
    func lookLater(at order: Order, in connection: Connection) throws {
        guard order.gateway?.isOutside == true, let moment = order.nextLook(after: connection.now) else { return }
        try jobs.enqueue(
            OrderLook(number: order.number),
            at: moment,
            key: "\(order.number) \(moment)",
            in: connection
        )
    }

    /// Asks the gateway of an order that can still be paid, and sees to it that it is asked again.
    ///
    /// A gateway that does not answer has missed this look; the next one is not far.
    func look(_ job: OrderLook, _ context: JobContext) async throws {
        guard let order = try await find(job.number), order.storedStatus.isPayable else { return }
        do {
            _ = try await ask(order)
        } catch let error as GatewayError where error.kind != .cancelled {
            warn("a gateway could not be asked about an order", order, error)
        }
        try await context.write { connection in
            guard let held = try PaymentStore(connection).hold(job.number), held.storedStatus.isPayable else { return }
            try lookLater(at: held, in: connection)
        }
    }

    /// Has every open order looked at as soon as jobs run: a payment may have been reported to nobody.
    ///
    /// Gateways wait for minutes before they repeat a report that a process took with it.
    func lookAtOpenOrders() async throws {
        var last = 0
        while true {
            let after = last
            let open = try await database.read {
                try PaymentStore($0).listOpenOutside(after: after, limit: Payments.startBatch)
            }
            guard let end = open.last else { return }
            try await database.write { connection in
                for order in open {
                    try jobs.enqueue(OrderLook(number: order.number), key: "\(order.number) start", in: connection)
                }
            }
            last = end.id
        }
    }

    func warn(_ message: Logger.Message, _ order: Order, _ error: GatewayError) {
        logger.warning(message, metadata: ["order": "\(order.number)", "cause": "\(error)"])
    }
}
