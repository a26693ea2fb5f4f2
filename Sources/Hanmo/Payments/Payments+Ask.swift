import Database
import Gateways
import Logging

/// What gateways are asked: notifications get lost, so an order that is open is looked up where it is paid.
extension Payments {
    /// How often one order is looked up at most, however many wait for it.
    private static let pauseMilliseconds = 2000

    /// The order as it is once its gateway was asked, where it is open here.
    ///
    /// A gateway that does not answer keeps nobody from seeing what is known here.
    func upToDate(_ order: Order) async throws -> Order {
        guard order.storedStatus == .pending, let gateway = order.gateway, gateway.isOutside,
            turns.silence(of: gateway, at: clock.now) == nil
        else { return order }
        let isTurn = try await database.write { connection in
            try PaymentStore(connection).takeTurn(
                toAskAbout: order.id,
                since: connection.now - Payments.pauseMilliseconds
            )
        }
        guard isTurn else { return order }
        do {
            guard try await ask(order) else { return order }
        } catch let error as GatewayError {
            logger.warning(
                "a gateway could not be asked about an order",
                metadata: ["order": "\(order.number)", "cause": "\(error)"]
            )
            return order
        }
        return try await find(order.number) ?? order
    }

    /// Asks the gateway of an order's open attempt what has become of it, and books that.
    ///
    /// - Returns: whether the order has come to an end there.
    /// - Errors: ``GatewayError`` where it can't be found out.
    func ask(_ order: Order) async throws -> Bool {
        guard let gateway = order.gateway, let merchant = merchants[gateway]?.hurried else { return false }
        let payment = try await asking(gateway) { () throws(GatewayError) in try await merchant.query(order.number) }
        guard let report = PaymentReport(payment, by: order.method) else { return false }
        switch try await settle(report, PaymentNotice(asked: report)) {
        case .credited, .creditedPlainly, .repeated, .surplus, .failed, .closed, .late: return true
        default: return false
        }
    }

    /// How an order has come to its end at its gateway.
    enum Ending {
        /// What became of it there is booked here.
        case booked
        /// Nobody can pay it there any more, as far as is known.
        case closed
        /// The gateway has not heard of it, which may be true a moment longer than of a payer who is on its page.
        case absent
    }

    /// Closes an order at its gateway, after asking whether it has been paid there.
    ///
    /// - Errors: ``GatewayError`` where it can't be found out, also because the merchant is not set up any more.
    func closeAtGateway(_ order: Order) async throws -> Ending {
        guard let gateway = order.gateway, gateway.isOutside else { return .closed }
        guard let merchant = merchants[gateway]?.hurried else {
            throw GatewayError(.misconfigured, message: "\(gateway.rawValue) is not set up any more")
        }
        if try await ask(order) { return .booked }
        do throws(GatewayError) {
            let closing = try await asking(gateway) { () throws(GatewayError) in
                try await merchant.close(order.number)
            }
            return closing == .closed ? .closed : .absent
        } catch {
            guard error.kind == .alreadyPaid else { throw error }
            // What was paid there and does not fit the order is logged, and keeps it open no longer.
            return try await ask(order) ? .booked : .closed
        }
    }
}
