/// One of the things that a merchant is set up with; a fault in it is told by its name.
public enum MerchantPart: String, Hashable, Sendable, CaseIterable {
    case alipayAppID = "Alipay's app id"
    case alipaySellerID = "Alipay's seller id"
    case alipayPrivateKey = "the application's private key for Alipay"
    case alipayPublicKey = "Alipay's public key"
    case alipayAppCertificate = "the application's certificate for Alipay"
    case alipayRootCertificate = "Alipay's root certificate"
    case alipayGateway = "Alipay's address"

    case wechatMerchantID = "WeChat Pay's merchant id"
    case wechatAppID = "WeChat Pay's app id"
    case wechatSerial = "the serial number of the merchant's certificate"
    case wechatPrivateKey = "the merchant's private key for WeChat Pay"
    case wechatAPIv3Key = "WeChat Pay's API v3 key"
    case wechatPublicKeyID = "the id of WeChat Pay's public key"
    case wechatPublicKey = "WeChat Pay's public key"
    case wechatPlatformCertificate = "WeChat Pay's platform certificate"
    case wechatGateway = "WeChat Pay's address"
}

extension MerchantPart: CustomStringConvertible {
    public var description: String { rawValue }
}

extension GatewayError {
    /// - Parameter problem: what is wrong with the part, as the rest of a sentence; never repeats a key.
    static func misconfigured(_ part: MerchantPart, _ problem: String) -> GatewayError {
        var error = GatewayError(.misconfigured, message: "\(part) \(problem)")
        error.part = part
        return error
    }
}
