import NIOCore

extension Alipay {
    public func verify(_ notification: GatewayNotification) async throws(Refusal) -> GatewayReport {
        try notification.checkLength()
        guard let fields = FormText.fields(notification.body.readableBytesView) else {
            throw .malformed("it is no form")
        }
        guard let signature = fields["sign"], !signature.isEmpty else { throw .unsigned }
        guard fields["sign_type"] == "RSA2" else { throw .malformed("it is not signed by RSA2") }
        guard fields["charset"]?.lowercased() ?? "utf-8" == "utf-8" else { throw .malformed("it is not in UTF-8") }
        guard isSigned(signature, fields) else { throw .forged }
        guard let application = fields["app_id"], application == appID else {
            throw .otherApplication(fields["app_id"].quoted)
        }
        guard let seller = fields["seller_id"], seller == sellerID else {
            throw .otherMerchant(fields["seller_id"].quoted)
        }
        guard let id = fields["notify_id"], !id.isEmpty else { throw .unintelligible("it has no notify_id") }
        guard fields["notify_type"] == "trade_status_sync" else {
            return GatewayReport(id: id, channel: .alipay, event: .other(fields["notify_type"].quoted))
        }
        guard let trade = AlipayTrade(paidAt: "gmt_payment", { fields[$0] }) else {
            throw .unintelligible("it tells of no trade: \(fields["trade_status"].quoted)")
        }
        return GatewayReport(id: id, channel: .alipay, event: .payment(trade.payment))
    }

    /// Alipay wants these seven bytes; anything else makes it come again, eight times in 25 hours.
    public func reply(to outcome: NotificationOutcome) -> NotificationReply {
        guard let status = outcome.refusalStatus else {
            return NotificationReply(status: 200, contentType: "text/plain; charset=utf-8", body: "success")
        }
        return NotificationReply(status: status, contentType: "text/plain; charset=utf-8", body: "fail")
    }

    /// Unlike a request's, a notification's signature leaves out `sign_type`.
    ///
    /// Alipay's own libraries disagree on whether empty values count, and do not say whether the number of a
    /// certificate does; every reading needs Alipay's key.
    private func isSigned(_ signature: String, _ fields: [String: String]) -> Bool {
        let all = fields.filter { $0.key != "sign" && $0.key != "sign_type" }
            .sorted { $0.key < $1.key }
            .map { (name: $0.key, value: $0.value) }
        let filled = all.filter { !$0.value.isEmpty }
        let unnumbered = filled.filter { $0.name != "alipay_cert_sn" }
        return client.publicKey.isValid(signature, of: Array(AlipayClient.text(of: filled).utf8))
            || filled.count < all.count
                && client.publicKey.isValid(signature, of: Array(AlipayClient.text(of: all).utf8))
            || unnumbered.count < filled.count
                && client.publicKey.isValid(signature, of: Array(AlipayClient.text(of: unnumbered).utf8))
    }
}

extension String? {
    /// What a stranger wrote, short enough for a log.
    var quoted: String { String((self ?? "none").prefix(64)) }
}
