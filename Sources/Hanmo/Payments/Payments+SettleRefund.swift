import Database
import JSON

/// What administrators do about refunds that their gateway does not bring to an end.
extension Payments {
    static let notSettleable = Failure(
        400,
        "只有未结束的退款可以人工处理",
        "Only a refund that has not ended can be settled by hand"
    )

    static let refundInDoubt = Failure(
        400,
        "支付平台可能仍在处理该退款，请稍后再试",
        "The gateway may still be working at this refund; try again a little later"
    )

    func listRefunds(
        _ state: OrderRefund.State?,
        of order: String?,
        _ page: PageRequest
    ) async throws -> Page<OrderRefund> {
        try await database.read { try RefundStore($0).list(state, of: order, page) }
    }

    /// Ends a refund by hand: the money is back by another way, or will not go back.
    ///
    /// Should the gateway make a refund that was withdrawn, that is told as a difference.
    ///
    /// - Errors: 404 no such refund; 400 it has ended, or a request was sent to its gateway less than half a minute ago
    ///   whose answer nobody knows.
    func endRefund(
        _ number: String,
        as settlement: OrderRefund.Settlement,
        because reason: String,
        by administrator: Administrator
    ) async throws -> OrderRefund {
        try await database.write { connection in
            let store = RefundStore(connection)
            guard let known = try store.find(number),
                let order = try PaymentStore(connection).hold(known.orderNumber),
                let held = try store.find(number)
            else { throw Failure.notFound }
            guard held.state.isOpen else { throw Payments.notSettleable }
            guard held.isDoubtOver(at: connection.now) else { throw Payments.refundInDoubt }
            try store.settle(held.id, as: settlement, because: reason)
            switch settlement {
            case .paidBack: try finish(held, order, transaction: nil, in: connection)
            case .withdrawn:
                try store.update(held, to: .refused, problem: held.problem)
                let movement = Credits.RefundMovement(user: order.user, refund: held.id, actor: administrator.id)
                try credits.giveBack(-held.credits, movement, in: connection)
            }
            try Audit.record(
                .settleRefund,
                AuditTarget(.order, order.number),
                by: administrator,
                [
                    "refund_id": .string(held.number), "settlement": .string(settlement.rawValue),
                    "credits": .int(held.credits), "reason": .string(reason),
                ],
                in: connection
            )
            return try store.find(number) ?? held
        }
    }
}
