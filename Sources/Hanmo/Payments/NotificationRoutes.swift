import Gateways
import NIOCore

/// `/api/v1/credit/payment/notify`: where gateways report, with signatures and replies of their own.
struct NotificationRoutes: Sendable {
    let payments: Payments

    /// Takes what Alipay reports: a form with its signature; the reply is `success` or anything else.
    ///
    /// `POST /credit/payment/notify/alipay` (Beyond) · whoever signs as Alipay · not limited
    ///
    /// - Errors: 404 where Alipay is not set up; 400 and 401 a notification that is not believed; 503 later.
    func alipay(_ request: Request) async throws -> Reply {
        try await take(request, over: .alipay, signedBy: [])
    }

    /// Takes what WeChat Pay reports: JSON with its signature beside it; the status of the reply decides.
    ///
    /// `POST /credit/payment/notify/wechat` (Beyond) · whoever signs as WeChat Pay · not limited
    ///
    /// - Errors: 404 where WeChat Pay is not set up; 400 and 401 a notification that is not believed; 503 later.
    func wechat(_ request: Request) async throws -> Reply {
        try await take(
            request,
            over: .wechat,
            signedBy: ["wechatpay-serial", "wechatpay-timestamp", "wechatpay-nonce", "wechatpay-signature"]
        )
    }

    private func take(
        _ request: Request,
        over channel: PaymentChannel,
        signedBy headers: [String]
    ) async throws -> Reply {
        let method = PaymentMethod(channel)
        let (gateway, source): (PaymentAttempt.Gateway, PaymentNotice.Channel) =
            switch channel {
            case .alipay: (.alipay, .alipay)
            case .wechat: (.wechat, .wechat)
            }
        let notice = PaymentNotice(request, over: source, signedBy: headers)
        guard let merchant = payments.merchants[gateway] else {
            try await payments.refuse(notice, as: .unsigned)
            throw Failure.notFound
        }
        let outcome = await payments.take(
            GatewayNotification(headers: request.headers, body: request.body),
            notice,
            from: merchant,
            of: method
        )
        let reply = merchant.reply(to: outcome)
        return Reply(
            status: reply.status,
            contentType: reply.contentType ?? Reply.json,
            body: reply.body.isEmpty ? .empty : .bytes(Array(reply.body.utf8))
        )
    }
}
