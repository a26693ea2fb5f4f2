import JSON
import NIOCore
import NIOHTTP1
import Wire

/// A gateway without money or network, for development: a cashier's page on which orders are paid at a click.
///
/// It reports as every trusted payment bridge does: JSON with `order_id`, `payment_method`, `transaction_id`, `status`
/// and perhaps `amount` in yuan, under a ``BridgeSignature``. What was paid is kept in a ``SandboxBook``.
public struct Sandbox: Gateway {
    private let signature: BridgeSignature
    private let cashierURL: String
    private let book: any SandboxBook
    /// In UTC milliseconds.
    private let clock: @Sendable () -> Int

    /// - Parameters:
    ///   - cashierURL: the prefix of the cashier's pages; order and key are added to it.
    ///   - book: what was opened, paid and paid back.
    public init(
        signature: BridgeSignature,
        cashierURL: String,
        book: any SandboxBook = SandboxMemory(),
        clock: @escaping @Sendable () -> Int = GatewayHTTP.systemClock
    ) {
        self.signature = signature
        self.cashierURL = cashierURL
        self.book = book
        self.clock = clock
    }

    /// Nobody waits for it.
    public var hurried: any Gateway { self }

    public func create(_ order: PaymentOrder) async throws(GatewayError) -> Invitation {
        let url = "\(cashierURL)/\(PercentText.escaped(order.number))?key=\(signature.pageKey(of: order.number))"
        let opened = Payment(number: order.number, state: .open, amountFen: order.amountFen)
        let known = await book.change(order.number) { $0 ?? opened }.after
        guard known?.amountFen == order.amountFen else {
            throw GatewayError(.conflict, message: "the number was used for another order")
        }
        switch known?.state {
        case .paid, .refunded: throw GatewayError(.alreadyPaid, message: "the order is paid")
        case .closed: throw GatewayError(.alreadyClosed, message: "the order is closed")
        case .open, .failed, .absent, nil: return order.checkout == .code ? .code(url) : .url(url)
        }
    }

    public func query(_ number: String) async throws(GatewayError) -> Payment {
        await book.change(number) { $0 }.after ?? Payment(number: number, state: .absent)
    }

    public func close(_ number: String) async throws(GatewayError) -> Closing {
        let payment = await book.change(number) { payment in
            guard var payment, payment.state == .open || payment.state == .failed else { return payment }
            payment.state = .closed
            return payment
        }.after
        switch payment?.state {
        case nil, .absent: return .absent
        case .paid, .refunded: throw GatewayError(.alreadyPaid, message: "the order is paid")
        case .open, .closed, .failed: return .closed
        }
    }

    public func refund(_ order: RefundOrder) async throws(GatewayError) -> Refund {
        let done = Refund(
            number: order.number,
            order: order.order,
            state: .done,
            transaction: "sandbox-\(order.number)",
            amountFen: order.amountFen,
            doneAt: clock()
        )
        switch await book.refund(done) {
        case .done(let refund): return refund
        case .unknownOrder: throw GatewayError(.notFound, message: "there is no such order")
        case .notRefundable:
            throw GatewayError(.notRefundable, message: "it is not paid, or not that much of it is left")
        case .conflict: throw GatewayError(.conflict, message: "the number was used for another refund")
        }
    }

    public func query(_ refund: RefundOrder) async throws(GatewayError) -> Refund {
        await book.find(refund.number) ?? Refund(number: refund.number, order: refund.order, state: .absent)
    }

    // MARK: The cashier

    /// Pays an order, or lets the payment fail, and answers the report that a bridge would send of it.
    ///
    /// - Parameter channel: how the payer pays.
    /// - Errors: `notFound`, `alreadyPaid` or `alreadyClosed`, and then there is no report.
    public func settle(
        _ number: String,
        by channel: PaymentChannel,
        succeeds: Bool
    ) async throws(GatewayError) -> GatewayNotification {
        let now = clock()
        let (before, _) = await book.change(number) { payment in
            guard var payment, payment.state == .open || payment.state == .failed else { return payment }
            payment.state = succeeds ? .paid : .failed
            payment.transaction = Sandbox.transaction(of: number)
            payment.paidAt = succeeds ? now : nil
            return payment
        }
        switch before?.state {
        case nil, .absent: throw GatewayError(.notFound, message: "there is no such order")
        case .paid, .refunded: throw GatewayError(.alreadyPaid, message: "the order is paid")
        case .closed: throw GatewayError(.alreadyClosed, message: "the order is closed")
        case .open, .failed: break
        }
        return report(
            BridgeReport(
                order: number,
                channel: channel,
                transaction: Sandbox.transaction(of: number),
                status: succeeds ? .success : .failed,
                amountFen: before?.amountFen
            )
        )
    }

    /// The report of an order that was paid, once more.
    public func report(ofPaid number: String, by channel: PaymentChannel, amountFen: Int) -> GatewayNotification {
        report(
            BridgeReport(
                order: number,
                channel: channel,
                transaction: Sandbox.transaction(of: number),
                status: .success,
                amountFen: amountFen
            )
        )
    }

    private static func transaction(of number: String) -> String { "sandbox-\(number)" }

    /// Signs a report as a bridge does.
    public func report(_ report: BridgeReport) -> GatewayNotification {
        let body = report.body
        let seconds = clock() / 1_000
        return GatewayNotification(
            headers: [
                "content-type": "application/json",
                BridgeSignature.timestampHeader: String(seconds),
                BridgeSignature.header: signature.sign(body, at: seconds),
            ],
            body: ByteBuffer(bytes: body)
        )
    }

    // MARK: Reports

    public func verify(_ notification: GatewayNotification) async throws(Refusal) -> GatewayReport {
        try notification.checkLength()
        try signature.check(notification.body.readableBytesView, notification.headers, at: clock())
        let report = try BridgeReport(notification.body.readableBytesView)
        let state: Payment.State =
            switch report.status {
            case .success: .paid
            case .failed: .failed
            case .closed: .closed
            }
        let payment = Payment(
            number: report.order,
            state: state,
            transaction: report.transaction,
            amountFen: report.amountFen
        )
        return GatewayReport(id: report.transaction, channel: report.channel, event: .payment(payment))
    }

    public func reply(to outcome: NotificationOutcome) -> NotificationReply {
        let (status, message) =
            switch outcome.refusalStatus {
            case nil: (200, "success")
            case .some(let status): (status, status == 503 ? "later" : "refused")
            }
        return NotificationReply(
            status: status,
            contentType: "application/json; charset=utf-8",
            body: #"{"code":\#(status),"message":"\#(message)","data":null}"#
        )
    }
}
