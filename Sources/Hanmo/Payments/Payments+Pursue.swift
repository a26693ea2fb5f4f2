import Database
import Gateways
import Logging

/// What a gateway is asked and says of a refund.
///
/// A request whose answer is lost may be carried out later, also after the gateway has said that it knows no such
/// refund and refuses another request. So each request is written down before it is sent, and a refusal ends the refund
/// only where every other request was answered, or where the gateway still knows nothing half a minute after the last
/// of them; and only where no request has begun since that was found out.
extension Payments {
    /// Follows a refund until it has ended.
    ///
    /// - Errors: `JobFailure.notYet` while the money is on its way, and where the gateway does not answer.
    func pursue(_ job: RefundPursuit) async throws {
        guard let refund = try await database.read({ try RefundStore($0).find(job.number) }), refund.state.isOpen else {
            return
        }
        guard let merchant = merchants[refund.gateway]?.hurried else {
            throw JobFailure.notYet(after: RefundPursuit.strangerPause)
        }
        if let moment = turns.silence(of: refund.gateway, at: clock.now) {
            throw JobFailure.notYet(after: .milliseconds(moment - clock.now))
        }
        guard turns.take(refund.gateway, .refunds) else { throw JobFailure.notYet(after: RefundPursuit.turnPause) }
        defer { turns.drop(refund.gateway, .refunds) }
        do {
            guard try await pursue(refund, at: merchant).state.isOpen else { return }
        } catch let error as GatewayError where error.kind != .cancelled {
            logger.warning(
                "a gateway could not be asked about a refund",
                metadata: ["refund": "\(refund.number)", "cause": "\(error)"]
            )
        }
        // The longer it has taken, the less it matters when exactly it ends.
        let age = clock.now - refund.createdAt
        throw JobFailure.notYet(after: .milliseconds(max(age, RefundPursuit.patienceMilliseconds)))
    }

    /// Has the gateway pay back, or asks what has become of it, and books the answer.
    ///
    /// It may be called at any moment, from anywhere, and at once: the refund's number is paid once at the gateway, and
    /// its row is booked once here.
    ///
    /// - Errors: ``GatewayError`` where it can't be found out; then nothing is booked.
    func pursue(_ refund: OrderRefund, at merchant: (any Gateway)?) async throws -> OrderRefund {
        guard refund.state.isOpen else { return refund }
        do {
            guard let merchant else {
                throw GatewayError(.misconfigured, message: "\(refund.gateway.rawValue) is not set up any more")
            }
            return try await advance(refund, merchant)
        } catch let error as GatewayError where error.kind != .cancelled {
            try await database.write { try RefundStore($0).note(problem: error.description, of: refund.id) }
            throw error
        }
    }

    private func advance(_ refund: OrderRefund, _ merchant: any Gateway) async throws -> OrderRefund {
        let order = refundOrder(refund)
        guard refund.state != .begun || (refund.unanswered > 0 && refund.isDoubtOver(at: clock.now)) else {
            return try await request(refund, order, merchant)
        }
        let known = try await asking(refund.gateway) { () throws(GatewayError) in try await merchant.query(order) }
        switch known.state {
        case .absent where refund.isRefused && refund.isDoubtOver(at: clock.now):
            return try await conclude(refund, order, known, merchant)
        case .absent where refund.state == .begun:
            try await database.write { connection in
                _ = try PaymentStore(connection).hold(refund.orderNumber)
                try RefundStore(connection).forgetRequests(of: refund)
            }
            return try await request(refund, order, merchant)
        case .absent, .unclear: return try await request(refund, order, merchant)
        case .pending, .done, .closed, .stuck: return try await book(known, nil, of: refund)
        }
    }

    func refundOrder(_ refund: OrderRefund) -> RefundOrder {
        RefundOrder(
            number: refund.number,
            order: refund.orderNumber,
            amountFen: refund.amountFen,
            orderAmountFen: refund.amountFen,
            reason: refund.reason,
            notifyURL: cashier.notifyURL(refund.gateway == .wechat ? .wechat : .alipay)
        )
    }

    /// Has the gateway make a refund, once more where it was asked before.
    private func request(
        _ refund: OrderRefund,
        _ order: RefundOrder,
        _ merchant: any Gateway
    ) async throws -> OrderRefund {
        // Whoever concludes holds the order, too, and so sees every request that has begun.
        let isBegun = try await database.write { connection in
            _ = try PaymentStore(connection).hold(refund.orderNumber)
            return try RefundStore(connection).beginRequest(refund.id)
        }
        guard isBegun else { return try await fetch(refund) }
        let answer: Refund
        do throws(GatewayError) {
            answer = try await asking(refund.gateway) { () throws(GatewayError) in try await merchant.refund(order) }
        } catch {
            try await database.write { connection in
                _ = try PaymentStore(connection).hold(refund.orderNumber)
                try RefundStore(connection).endRequest(
                    refund.id,
                    isAnswered: !error.leavesDoubt,
                    isRefused: error.isRefusal,
                    problem: error.description
                )
            }
            guard error.isRefusal else { throw error }
            // An earlier request, whose answer was lost, may have gone through.
            let known = try await asking(refund.gateway) { () throws(GatewayError) in try await merchant.query(order) }
            switch known.state {
            case .absent, .unclear: return try await conclude(fetch(refund), order, known, merchant)
            case .pending, .done, .closed, .stuck: return try await book(known, error.description, of: refund)
            }
        }
        return try await book(answer, nil, of: refund)
    }

    /// Decides on a refund that the gateway refuses and does not know.
    private func conclude(
        _ refund: OrderRefund,
        _ order: RefundOrder,
        _ known: Refund,
        _ merchant: any Gateway
    ) async throws -> OrderRefund {
        guard refund.state.isOpen else { return refund }
        let payment = try await asking(refund.gateway) { () throws(GatewayError) in
            try await merchant.query(order.order)
        }
        var known = known
        if payment.state == .refunded, payment.refundedFen == refund.amountFen {
            // Somebody has paid it back in the merchant's console, or an earlier request has.
            known.state = .done
            return try await book(known, refund.problem, of: refund)
        }
        if payment.state == .refunded {
            known.state = .stuck
            let problem = "it is paid back there already, at least in part: \(refund.problem ?? "")"
            return try await book(known, problem, of: refund)
        }
        guard known.state == .absent, refund.isDoubtOver(at: clock.now) else { return refund }
        known.state = .closed
        return try await book(known, refund.problem, of: refund, judgedBy: refund)
    }

    func fetch(_ refund: OrderRefund) async throws -> OrderRefund {
        try await database.read { try RefundStore($0).find(refund.number) } ?? refund
    }

    /// Books what a gateway says of a refund; once it has ended, nothing changes it any more.
    ///
    /// Money that goes back by a refund which was given up is a difference from then on: the credits are the buyer's
    /// again. So it is where an administrator has said that it went back by another way.
    ///
    /// - Parameter judged: what a conclusion was drawn from; where another request has begun or ended since, there is
    ///   none.
    private func book(
        _ answer: Refund,
        _ problem: String?,
        of refund: OrderRefund,
        judgedBy judged: OrderRefund? = nil
    ) async throws -> OrderRefund {
        let booked = try await database.write { connection in
            let store = RefundStore(connection)
            guard let order = try PaymentStore(connection).hold(refund.orderNumber),
                let held = try store.find(refund.number)
            else { return refund }
            guard held.state.isOpen else {
                if answer.state == .done { try noteLate(held, of: order, in: connection) }
                return held
            }
            if let judged, (judged.unanswered, judged.doubtedAt) != (held.unanswered, held.doubtedAt) { return held }
            switch answer.state {
            case _ where answer.amountFen.map({ $0 != held.amountFen }) ?? false:
                try store.update(held, to: .stuck, problem: "the gateway speaks of another amount")
            case .done: try finish(held, order, transaction: answer.transaction, in: connection)
            case .pending: try store.update(held, to: .pending, transaction: answer.transaction)
            case .stuck:
                try store.update(
                    held,
                    to: .stuck,
                    transaction: answer.transaction,
                    problem: problem ?? "the payer can't take it"
                )
            case .closed:
                try store.update(held, to: .refused, transaction: answer.transaction, problem: problem)
                try credits.giveBack(-held.credits, .init(user: order.user, refund: held.id), in: connection)
            case .absent, .unclear: break
            }
            return try store.find(held.number) ?? held
        }
        if answer.state == .done, booked.state == .refused || booked.settlement == .paidBack {
            logger.error(
                "a gateway has made a refund that was given up, or settled by hand",
                metadata: ["refund": "\(refund.number)"]
            )
        }
        if booked.state == .stuck, refund.state != .stuck {
            logger.warning("a refund needs somebody to see to it", metadata: ["refund": "\(refund.number)"])
        }
        return booked
    }

    /// Looks whether a gateway has made a refund all the same that was settled by hand.
    func askAgain(about refund: OrderRefund, at merchant: any Gateway) async throws {
        let order = refundOrder(refund)
        let known = try await asking(refund.gateway) { () throws(GatewayError) in try await merchant.query(order) }
        if known.state == .done { _ = try await book(known, nil, of: refund) }
    }

    /// Another refund of an order whose money went back late, which an administrator begins, finds it gone and takes
    /// back what it brought.
    private func noteLate(_ refund: OrderRefund, of order: Order, in connection: Connection) throws {
        let payment = Payment(
            number: order.number,
            state: .refunded,
            amountFen: order.amountFen,
            refundedFen: refund.amountFen
        )
        switch (refund.state, refund.settlement) {
        case (.refused, _) where order.storedStatus == .paid:
            _ = try DifferenceStore(connection).note(.refunded, of: order.id, payment)
        case (.done, .paidBack):
            _ = try DifferenceStore(connection).note(.refundedTwice, of: order.id, payment)
        default: break
        }
    }

    /// Takes what a gateway reports of a refund by itself; one that was made elsewhere is a difference at once.
    func take(_ report: Refund, by method: PaymentMethod) async throws {
        let known = try await database.read { try RefundStore($0).find(report.number) }
        if let known, known.orderNumber == report.order {
            _ = try await book(report, nil, of: known)
        } else if report.state == .done {
            let payment = Payment(number: report.order, state: .refunded, refundedFen: report.amountFen)
            try await takePaidBack(payment, by: method, refund: report.number)
        }
    }
}

extension GatewayError {
    /// Whether the gateway has looked at a refund and does not make it; anything else may be over a little later.
    fileprivate var isRefusal: Bool {
        switch kind {
        case .notRefundable, .notEnoughFunds, .notFound, .refused, .invalidRequest, .conflict, .unsupported,
            .alreadyPaid, .alreadyClosed:
            true
        case .misconfigured, .unauthorized, .rateLimited, .unreachable, .timedOut, .unavailable, .badResponse,
            .untrusted, .tooLarge, .cancelled, .closed:
            false
        }
    }
}
