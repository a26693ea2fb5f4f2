/// What the sandbox knows of its orders; whoever wants it to survive a restart keeps it in a database.
public protocol SandboxBook: Sendable {
    /// Changes what is known of an order, in one step.
    ///
    /// - Returns: what was known before and what is known now; nil where there is no such order.
    func change(
        _ number: String,
        _ change: @Sendable (Payment?) -> Payment?
    ) async -> (before: Payment?, after: Payment?)
    /// Enters a refund, in one step; a repetition finds the first one.
    func refund(_ refund: Refund) async -> SandboxRefund
    /// The refund of that number.
    func find(_ refund: String) async -> Refund?
}

/// How entering a refund went.
public enum SandboxRefund: Hashable, Sendable {
    case done(Refund)
    case unknownOrder
    case notRefundable
    case conflict
}

/// A book in memory: the oldest orders are forgotten when there are very many.
public actor SandboxMemory: SandboxBook {
    private var payments: [String: Payment] = [:]
    private var refunds: [String: Refund] = [:]
    /// In the order in which they came.
    private var numbers: [String] = []

    /// Some megabytes at most.
    private static let ordersLimit = 10_000

    public init() {}

    public func change(
        _ number: String,
        _ change: @Sendable (Payment?) -> Payment?
    ) -> (before: Payment?, after: Payment?) {
        let known = payments[number]
        payments[number] = change(known)
        if known == nil, payments[number] != nil {
            numbers.append(number)
            if numbers.count > SandboxMemory.ordersLimit { forget(numbers.removeFirst()) }
        }
        return (known, payments[number])
    }

    private func forget(_ number: String) {
        payments[number] = nil
        refunds = refunds.filter { $0.value.order != number }
    }

    public func refund(_ refund: Refund) -> SandboxRefund {
        if let known = refunds[refund.number] {
            guard known.order == refund.order, known.amountFen == refund.amountFen else { return .conflict }
            return .done(known)
        }
        guard var payment = payments[refund.order] else { return .unknownOrder }
        let refundedFen = (payment.refundedFen ?? 0) + (refund.amountFen ?? 0)
        guard payment.state == .paid, let amountFen = payment.amountFen, refund.amountFen ?? 0 > 0,
            refundedFen <= amountFen
        else { return .notRefundable }
        payment.refundedFen = refundedFen
        if refundedFen == amountFen { payment.state = .refunded }
        payments[refund.order] = payment
        refunds[refund.number] = refund
        return .done(refund)
    }

    public func find(_ refund: String) -> Refund? {
        refunds[refund]
    }
}
