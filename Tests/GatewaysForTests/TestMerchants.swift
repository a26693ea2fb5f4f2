import CryptoExtras
import Gateways

extension Alipay.Merchant {
    /// The merchant that ``FakeAlipay`` knows.
    public static func test(gateway: String = Alipay.sandbox) -> Alipay.Merchant {
        Alipay.Merchant(
            appID: FakeAlipay.appID,
            sellerID: FakeAlipay.sellerID,
            privateKey: .text(TestKeys.merchant.pkcs8PEMRepresentation),
            publicKey: .text(TestKeys.gateway.publicKey.pemRepresentation),
            gateway: gateway
        )
    }
}

extension WeChatPay.Merchant {
    /// The merchant that ``FakeWeChatPay`` knows.
    public static var test: WeChatPay.Merchant {
        WeChatPay.Merchant(
            merchantID: FakeWeChatPay.merchantID,
            appID: FakeWeChatPay.appID,
            serial: FakeWeChatPay.merchantSerial,
            privateKey: .text(TestKeys.merchant.pkcs8PEMRepresentation),
            apiV3Key: .text(FakeWeChatPay.apiV3Key),
            publicKeyID: FakeWeChatPay.publicKeyID,
            publicKey: .text(TestKeys.gateway.publicKey.pemRepresentation)
        )
    }
}
