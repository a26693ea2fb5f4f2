import JSON

extension Alipay {
    public func refund(_ order: RefundOrder) async throws(GatewayError) -> Refund {
        try Alipay.check(order.order, order.orderAmountFen)
        try Alipay.check(order.number, order.amountFen)
        let answer = try await client.send("alipay.trade.refund", content(of: order))
        guard answer["out_trade_no"]?.string == order.order else {
            throw GatewayError(.badResponse, message: "Alipay's answer is not about the order")
        }
        // "No money moved" is what a repetition hears, but also a refund that is under way; what has been paid back of
        // the trade in all tells them apart where that is the whole of it.
        let refundedFen = answer["refund_fee"]?.string.flatMap(Yuan.fen) ?? 0
        guard answer["fund_change"]?.string == "Y" || refundedFen >= order.orderAmountFen else {
            do throws(GatewayError) {
                return try await query(order)
            } catch {
                // Alipay has taken the refund, whatever it says of the question.
                var error = error
                error.mayBeDone = true
                throw error
            }
        }
        return Refund(
            number: order.number,
            order: order.order,
            state: .done,
            transaction: answer["trade_no"]?.string,
            amountFen: order.amountFen,
            doneAt: answer["gmt_refund_pay"]?.string.flatMap(Moment.milliseconds(plain:))
        )
    }

    public func query(_ refund: RefundOrder) async throws(GatewayError) -> Refund {
        var found = Refund(number: refund.number, order: refund.order, state: .absent)
        let answer: JSON
        do throws(GatewayError) {
            answer = try await client.send("alipay.trade.fastpay.refund.query", named(refund))
        } catch {
            guard error.kind == .notFound else { throw error }
            return found
        }
        // A refund that Alipay does not know is a success with nothing in it.
        guard let number = answer["out_request_no"]?.string else { return found }
        guard number == refund.number, answer["out_trade_no"]?.string == refund.order else {
            throw GatewayError(.badResponse, message: "Alipay's answer is not about the refund")
        }
        found.transaction = answer["trade_no"]?.string
        found.amountFen = answer["refund_amount"]?.string.flatMap(Yuan.fen)
        found.doneAt = answer["gmt_refund_pay"]?.string.flatMap(Moment.milliseconds(plain:))
        switch answer["refund_status"]?.string {
        case "REFUND_SUCCESS": found.state = .done
        case .some: found.state = .pending
        // Older documents say that any data mean success, newer ones that only the word does.
        case nil: found.state = found.amountFen == nil ? .absent : .unclear
        }
        return found
    }

    private func content(of order: RefundOrder) -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("out_trade_no", order.order)
            json.field("refund_amount", Yuan.text(order.amountFen))
            json.field("out_request_no", order.number)
            if !order.reason.isEmpty { json.field("refund_reason", String(order.reason.prefix(Alipay.reasonLimit))) }
        }
        return json.text
    }

    private func named(_ refund: RefundOrder) -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("out_trade_no", refund.order)
            json.field("out_request_no", refund.number)
        }
        return json.text
    }

    /// In characters.
    private static let reasonLimit = 256
}
