import Gateways
import NIOCore
import NIOHTTP1

/// `/cashier`: the page that shows an order with its code; in development the sandbox, where it is paid at a click.
struct CashierRoutes: Sendable {
    let payments: Payments
    let callback: @Sendable (Request) async throws -> Reply
    let clock: Clock

    /// Shows an order and how it is paid: a code to scan, or the sandbox's two buttons.
    ///
    /// `GET /cashier/{order_id}` · whoever has the link · 100 a minute
    func page(_ request: Request) async throws -> Reply {
        page(try await order(request), in: request.language)
    }

    /// The order of a page, for whoever has its whole link.
    private func order(_ request: Request) async throws -> Order {
        let number = String(request.parameters.first ?? "")
        guard Query(request).text("key") == payments.cashier.key(of: number),
            let order = try await payments.find(number),
            order.gateway != .sandbox || payments.merchants.sandbox != nil
        else { throw Failure.notFound }
        return try await payments.upToDate(order)
    }

    /// Pays the order, or lets the payment fail, as a bridge would report it: signed; then leads back to the page.
    ///
    /// `POST /cashier/{order_id}/{outcome}` · whoever has the link, in development · 60 a minute
    func act(_ request: Request) async throws -> Reply {
        let order = try await order(request)
        guard let sandbox = payments.merchants.sandbox, order.gateway == .sandbox,
            let outcome = request.parameters.last, let status = PaymentReport.Status(rawValue: String(outcome)),
            status != .closed
        else { throw Failure.notFound }
        let notification: GatewayNotification
        do throws(GatewayError) {
            // The sandbox forgets what it was told when the server stops.
            _ = try await sandbox.create(payments.paymentOrder(order, for: Payer(method: order.method)))
            notification = try await sandbox.settle(
                order.number,
                by: order.method.channel,
                succeeds: status == .success
            )
        } catch {
            guard error.kind == .alreadyPaid else { throw error }
            // Its report may have been lost.
            notification = sandbox.report(ofPaid: order.number, by: order.method.channel, amountFen: order.amountFen)
        }
        let report = Request(
            id: request.id,
            method: .POST,
            uri: "/api/v1/credit/payment/callback",
            headers: notification.headers,
            body: notification.body,
            address: request.address
        )
        _ = try await callback(report)
        // So that reloading the page does not report again.
        return Reply(status: 303, headers: [("Location", payments.cashier.path(of: order.number))], body: .empty)
    }

    private func page(_ order: Order, in language: Language) -> Reply {
        CashierPage(
            order: order,
            status: order.status(at: clock.now),
            language: language,
            link: payments.cashier.page(of: order.number),
            home: payments.cashier.publicURL,
            path: { payments.cashier.path(of: order.number, outcome: $0) }
        ).page.reply
    }
}
