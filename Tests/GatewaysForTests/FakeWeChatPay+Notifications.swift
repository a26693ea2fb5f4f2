import Crypto
import CryptoExtras
import Foundation
import Gateways
import JSON
import NIOCore
import NIOHTTP1
import Synchronization

/// What WeChat Pay reports by itself, sealed and signed.
extension FakeWeChatPay {
    /// What WeChat Pay reports of an order.
    ///
    /// - Parameters:
    ///   - changes: members of the transaction that are others.
    public func notification(
        of number: String,
        event: String = "TRANSACTION.SUCCESS",
        changing changes: [String: JSON] = [:],
        sealedBy apiV3Key: String = FakeWeChatPay.apiV3Key,
        label: String = "transaction",
        _ signing: Signing = Signing()
    ) -> GatewayNotification {
        let order = order(number)!
        var members: [String: JSON] = [
            "mchid": .string(FakeWeChatPay.merchantID), "appid": .string(FakeWeChatPay.appID),
            "out_trade_no": .string(number), "transaction_id": .string(order.transaction), "trade_type": "NATIVE",
            "trade_state": .string(order.state), "trade_state_desc": "支付成功", "bank_type": "OTHERS", "attach": "",
            "success_time": "2026-11-28T19:31:00+08:00", "payer": ["openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"],
            "amount": [
                "total": .int(order.amountFen), "payer_total": .int(order.amountFen - 1), "currency": "CNY",
                "payer_currency": "CNY",
            ],
        ]
        for (name, value) in changes { members[name] = value == .null ? nil : value }
        return sealed(members, event, apiV3Key, label, signing)
    }

    /// What WeChat Pay reports of a refund.
    public func notification(
        ofRefund number: String,
        order: String,
        event: String = "REFUND.SUCCESS",
        status: String = "SUCCESS",
        changing changes: [String: JSON] = [:]
    ) -> GatewayNotification {
        var members: [String: JSON] = [
            "mchid": .string(FakeWeChatPay.merchantID), "out_trade_no": .string(order),
            "out_refund_no": .string(number),
            "transaction_id": "4200001", "refund_id": "5030001", "refund_status": .string(status),
            "success_time": "2026-11-28T20:00:00+08:00", "user_received_account": "支付用户零钱",
            "amount": ["total": 1000, "refund": 400, "payer_total": 1000, "payer_refund": 400],
        ]
        for (name, value) in changes { members[name] = value }
        return sealed(members, event, FakeWeChatPay.apiV3Key, "refund", Signing())
    }

    /// How a message is signed, where it is not as it should be.
    public struct Signing: Sendable {
        /// Nil: the gateway's own.
        public var key: _RSA.Signing.PrivateKey?
        public var serial: String?
        /// Added to the time.
        public var seconds: Int
        /// Put before the signature, as WeChat Pay does to see whether anybody looks.
        public var prefix: String

        public init(key: _RSA.Signing.PrivateKey? = nil, serial: String? = nil, seconds: Int = 0, prefix: String = "") {
            self.key = key
            self.serial = serial
            self.seconds = seconds
            self.prefix = prefix
        }
    }

    private func sealed(
        _ members: [String: JSON],
        _ event: String,
        _ apiV3Key: String,
        _ label: String,
        _ signing: Signing
    ) -> GatewayNotification {
        let count = state.withLock { state in
            state.notifications += 1
            return state.notifications
        }
        var plain = JSONWriter()
        plain.value(JSON.object(members.map { JSON.Member($0.key, $0.value) }))
        let kind = event.hasPrefix("REFUND") ? "refund" : "transaction"
        var json = JSONWriter()
        json.object { json in
            json.field("id", "EV-\(count)")
            json.field("create_time", "2026-11-28T19:31:01+08:00")
            json.field("resource_type", "encrypt-resource")
            json.field("event_type", event)
            json.field("summary", "支付成功")
            json.key("resource")
            json.object { json in
                json.field("original_type", kind)
                json.field("algorithm", "AEAD_AES_256_GCM")
                json.field("ciphertext", FakeWeChatPay.seal(plain.text, apiV3Key, label))
                if !label.isEmpty { json.field("associated_data", label) }
                json.field("nonce", FakeWeChatPay.nonce)
            }
        }
        var headers: HTTPHeaders = ["content-type": "application/json"]
        for (name, value) in signatures(on: json.text, signing) { headers.add(name: name, value: value) }
        return GatewayNotification(headers: headers, body: ByteBuffer(string: json.text))
    }

    static let nonce = "fdasflkja484"

    static func seal(_ plain: String, _ apiV3Key: String, _ label: String) -> String {
        let box = try! AES.GCM.seal(
            Data(plain.utf8),
            using: SymmetricKey(data: Data(apiV3Key.utf8)),
            nonce: AES.GCM.Nonce(data: Data(nonce.utf8)),
            authenticating: Data(label.utf8)
        )
        return (box.ciphertext + box.tag).base64EncodedString()
    }

    func signatures(on body: String, _ signing: Signing) -> [(String, String)] {
        let (signer, certificates) = state.withLock { ($0.signer, $0.certificates) }
        let own = certificates.first { $0.serial == signer }?.key ?? TestKeys.gateway
        let seconds = clock() / 1_000 + signing.seconds
        let nonce = "nonce\(seconds)"
        let signature = TestKeys.sign("\(seconds)\n\(nonce)\n\(body)\n", by: signing.key ?? own)
        return [
            ("Wechatpay-Timestamp", "\(seconds)"), ("Wechatpay-Nonce", nonce),
            ("Wechatpay-Signature", signing.prefix + signature), ("Wechatpay-Serial", signing.serial ?? signer),
            ("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048"), ("Request-ID", "08F0-1"),
        ]
    }
}
