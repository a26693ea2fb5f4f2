import NIOCore

/// WeChat Pay, API v3, for a merchant of its own ("直连商户").
///
/// Whose signatures are believed: the one public key of WeChat Pay's that the console gives to newer merchants
/// ("微信支付公钥"), and the platform certificates of older ones, which are fetched, decrypted and renewed by themselves.
/// Both are tried, by the serial number beside each signature, since merchants that change over see both.
///
/// - Source: WeChat Pay's own library for Java, its documents of API v3, read in November 2026.
public struct WeChatPay: Gateway {
    /// The merchant, as WeChat Pay's console shows it.
    public struct Merchant: Sendable {
        /// The merchant's number, `mchid`.
        public var merchantID: String
        /// The application that belongs to it, `wx…`.
        public var appID: String
        /// The serial number of the merchant's own API certificate.
        public var serial: String
        /// `apiclient_key.pem`.
        public var privateKey: KeySource
        /// The 32 characters of the API v3 key; they decrypt notifications and certificates.
        public var apiV3Key: KeySource
        /// `PUB_KEY_ID_…`, where the merchant has a public key of WeChat Pay's.
        public var publicKeyID: String?
        public var publicKey: KeySource?
        /// Platform certificates that are known from the start; others are fetched.
        public var platformCertificates: [KeySource]
        /// Where to ask, and where else when that did not answer: ``WeChatPay/production`` and ``WeChatPay/standby``.
        public var gateways: [String]

        public init(
            merchantID: String,
            appID: String,
            serial: String,
            privateKey: KeySource,
            apiV3Key: KeySource,
            publicKeyID: String? = nil,
            publicKey: KeySource? = nil,
            platformCertificates: [KeySource] = [],
            gateways: [String] = [WeChatPay.production, WeChatPay.standby]
        ) {
            self.merchantID = merchantID
            self.appID = appID
            self.serial = serial
            self.privateKey = privateKey
            self.apiV3Key = apiV3Key
            self.publicKeyID = publicKeyID
            self.publicKey = publicKey
            self.platformCertificates = platformCertificates
            self.gateways = gateways
        }
    }

    public static let production = "https://api.mch.weixin.qq.com"
    public static let standby = "https://api2.mch.weixin.qq.com"

    let merchantID: String
    let appID: String
    private(set) var client: WeChatClient
    let keys: WeChatKeys
    let seal: WeChatSeal

    /// - Errors: `misconfigured` for a key or a number that can't be right.
    public init(_ merchant: Merchant, _ http: GatewayHTTP) throws(GatewayError) {
        guard merchant.appID.isWord(1...32, others: "") else {
            throw .misconfigured(.wechatAppID, "consists of letters and digits, such as wx…")
        }
        merchantID = merchant.merchantID
        appID = merchant.appID
        seal = try WeChatSeal(merchant.apiV3Key)
        let calls = try WeChatCalls(merchant, http)
        keys = try WeChatKeys(merchant, calls, seal)
        client = WeChatClient(calls: calls, keys: keys)
    }

    public var hurried: any Gateway {
        var copy = self
        copy.client = WeChatClient(calls: client.calls.hurried, keys: keys)
        return copy
    }
}

extension WeChatPay.Merchant: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "WeChatPay.Merchant(\(merchantID))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
