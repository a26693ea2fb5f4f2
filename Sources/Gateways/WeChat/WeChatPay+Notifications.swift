import JSON
import NIOCore

extension WeChatPay {
    static let algorithm = "AEAD_AES_256_GCM"

    /// Reads a notification; now and then WeChat Pay sends one that is signed wrongly, to see that it is refused.
    public func verify(_ notification: GatewayNotification) async throws(Refusal) -> GatewayReport {
        try notification.checkLength()
        guard let mark = WeChatSignature(notification.headers) else { throw .unsigned }
        try await keys.check(mark, of: notification.body, at: client.calls.now)
        guard let json = try? JSON(parsing: notification.body.readableBytesView), let id = json["id"]?.string,
            let kind = json["event_type"]?.string
        else { throw .unintelligible("it is no notification of WeChat Pay") }
        let event: GatewayReport.Event
        if kind.hasPrefix("TRANSACTION.") {
            event = .payment(try payment(try resource(of: json)))
        } else if kind.hasPrefix("REFUND.") {
            let resource = try resource(of: json)
            try checkMerchant(resource)
            guard let refund = WeChatPay.refund(resource, status: "refund_status") else {
                throw .unintelligible("it tells of no refund")
            }
            event = .refund(refund)
        } else {
            event = .other(String?(kind).quoted)
        }
        return GatewayReport(id: id, channel: .wechat, event: event)
    }

    /// WeChat Pay goes by the status alone: 204 ends it, anything from 400 on makes it come again, 15 times in 24
    /// hours.
    public func reply(to outcome: NotificationOutcome) -> NotificationReply {
        guard let status = outcome.refusalStatus else { return NotificationReply(status: 204) }
        return NotificationReply(
            status: status,
            contentType: "application/json",
            body: #"{"code":"FAIL","message":"\#(status == 503 ? "later" : "refused")"}"#
        )
    }

    private func resource(of json: JSON) throws(Refusal) -> JSON {
        guard let sealed = json["resource"], sealed["algorithm"]?.string == WeChatPay.algorithm,
            let text = sealed["ciphertext"]?.string, let nonce = sealed["nonce"]?.string
        else { throw .unintelligible("it has no sealed content") }
        guard let plain = seal.open(text, nonce: nonce, label: sealed["associated_data"]?.string ?? "") else {
            throw .undecryptable
        }
        do {
            return try JSON(parsing: plain)
        } catch {
            throw .unintelligible("its content is no JSON")
        }
    }
}
