import JSON
import NIOHTTP1
import Wire

extension WeChatPay {
    /// In bytes.
    private static let reasonLimit = 80

    public func refund(_ order: RefundOrder) async throws(GatewayError) -> Refund {
        try WeChatPay.check(order)
        guard order.amountFen > 0, order.amountFen <= order.orderAmountFen else {
            throw GatewayError(.invalidRequest, message: "a refund is more than nothing and no more than was paid")
        }
        return try refund(try await client.send(.POST, WeChatPay.refunds, content(of: order)), order)
    }

    public func query(_ refund: RefundOrder) async throws(GatewayError) -> Refund {
        try WeChatPay.check(refund)
        let answer: JSON
        do throws(GatewayError) {
            answer = try await client.send(.GET, "\(WeChatPay.refunds)/\(PercentText.escaped(refund.number))")
        } catch {
            guard error.kind == .notFound else { throw error }
            return Refund(number: refund.number, order: refund.order, state: .absent)
        }
        return try self.refund(answer, refund)
    }

    private func content(of order: RefundOrder) -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("out_trade_no", order.order)
            json.field("out_refund_no", order.number)
            if !order.reason.isEmpty { json.field("reason", order.reason.prefix(bytes: WeChatPay.reasonLimit)) }
            if let url = order.notifyURL { json.field("notify_url", url) }
            json.key("amount")
            json.object { json in
                json.field("refund", order.amountFen)
                json.field("total", order.orderAmountFen)
                json.field("currency", "CNY")
            }
        }
        return json.text
    }

    private func refund(_ answer: JSON, _ order: RefundOrder) throws(GatewayError) -> Refund {
        guard let refund = WeChatPay.refund(answer, status: "status"), refund.number == order.number,
            refund.order == order.order
        else { throw GatewayError(.badResponse, message: "WeChat Pay's answer is not about the refund") }
        return refund
    }

    /// A refund, as answers and notifications tell of it, under different names.
    static func refund(_ resource: JSON, status: String) -> Refund? {
        guard let number = resource["out_refund_no"]?.string, let order = resource["out_trade_no"]?.string,
            let state = resource[status]?.string.flatMap({ states[$0] })
        else { return nil }
        return Refund(
            number: number,
            order: order,
            state: state,
            transaction: resource["refund_id"]?.string,
            amountFen: resource["amount"]?["refund"]?.int,
            doneAt: resource["success_time"]?.string.flatMap(Moment.milliseconds(offset:))
        )
    }

    private static let states: [String: Refund.State] = [
        "SUCCESS": .done, "CLOSED": .closed, "PROCESSING": .pending, "ABNORMAL": .stuck,
    ]

    private static let refunds = "/v3/refund/domestic/refunds"

    private static func check(_ refund: RefundOrder) throws(GatewayError) {
        guard refund.number.isWord(1...64, others: "_-|*@"), refund.order.isWord(6...32, others: "_-|*") else {
            throw GatewayError(
                .invalidRequest,
                message: "WeChat Pay's numbers of refunds are 1 to 64 letters, digits and _-|*@"
            )
        }
    }
}

extension String {
    /// As many whole characters as fit into so many bytes.
    fileprivate func prefix(bytes limit: Int) -> String {
        var text = Substring(self)
        while text.utf8.count > limit { text = text.dropLast() }
        return String(text)
    }
}
