/// A payment service, such as it stands behind one way of paying.
///
/// Every act names the order by the merchant's own number and may be repeated: a second `create` gives the payer a
/// fresh code for the same order, a second `close` finds it closed, a second `refund` with the same number pays back
/// nothing more. Answers of the service are believed only where its signature on them holds.
public protocol Gateway: Sendable {
    /// Opens an order at the gateway, or opens it once more.
    ///
    /// - Errors: ``GatewayError``; `alreadyPaid`, `alreadyClosed` or `conflict` where the number has been used.
    func create(_ order: PaymentOrder) async throws(GatewayError) -> Invitation

    /// The same gateway with little patience: one attempt of a few seconds, for whoever asks about many orders and will
    /// ask again.
    var hurried: any Gateway { get }

    /// What has become of an order.
    ///
    /// - Returns: a payment whose state is `absent` where the gateway has not heard of it; with Alipay that is so until
    ///   the payer scans the code or signs in, and does not mean that nobody will pay.
    func query(_ number: String) async throws(GatewayError) -> Payment

    /// Closes an order that nobody has paid, so that nobody can.
    ///
    /// - Errors: `alreadyPaid` where somebody did; credit it.
    func close(_ number: String) async throws(GatewayError) -> Closing

    /// Pays money back, or finds that this refund was made before.
    ///
    /// - Errors: `notRefundable`, `notEnoughFunds`, `notFound`. Where the error `leavesDoubt`, ask `query(_:)` for it.
    func refund(_ order: RefundOrder) async throws(GatewayError) -> Refund

    /// What has become of a refund; its state is `absent` where the gateway has not heard of it, which may be true a
    /// moment longer of one that it is still working at: Alipay asks for ten seconds.
    func query(_ refund: RefundOrder) async throws(GatewayError) -> Refund

    /// Reads a notification: its origin and its merchant are checked here, order and amount by
    /// ``GatewayReport/check(_:)``.
    ///
    /// - Errors: ``Refusal``; then nothing in the notification may be believed.
    func verify(_ notification: GatewayNotification) async throws(Refusal) -> GatewayReport

    /// What the gateway wants to hear for a notification; whatever else it hears makes it send it again.
    func reply(to outcome: NotificationOutcome) -> NotificationReply
}

/// What was made of a notification.
public enum NotificationOutcome: Hashable, Sendable {
    /// It was read and what it reports is on record, now or from before.
    case recorded
    case refused(Refusal)
    /// It may be right, but could not be recorded now; the gateway should send it again.
    case failed
}

/// An answer to a notification, to the byte.
public struct NotificationReply: Hashable, Sendable {
    public var status: Int
    /// Nil where there is no body.
    public var contentType: String?
    public var body: String

    public init(status: Int, contentType: String? = nil, body: String = "") {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}
