/// Alipay's open platform, by RSA2, with public keys ("普通公钥") or certificates ("公钥证书").
///
/// - Source: Alipay's own libraries for Java, PHP and Python, and the open platform's documents, read in November 2026.
public struct Alipay: Gateway {
    /// The merchant, as the open platform's console shows it.
    public struct Merchant: Sendable {
        /// The application's number, `app_id`.
        public var appID: String
        /// The merchant's own number, which begins with 2088; notifications for any other one are refused.
        public var sellerID: String
        /// The application's own private key ("应用私钥"); PKCS #1 or PKCS #8.
        public var privateKey: KeySource
        /// Alipay's public key ("支付宝公钥"), not the application's; in certificate mode Alipay's certificate.
        public var publicKey: KeySource
        /// The application's own certificate ("应用公钥证书"), in certificate mode only.
        public var appCertificate: KeySource?
        /// Alipay's root certificates ("支付宝根证书"), in certificate mode only.
        public var rootCertificate: KeySource?
        /// ``Alipay/production`` or ``Alipay/sandbox``.
        public var gateway: String

        public init(
            appID: String,
            sellerID: String,
            privateKey: KeySource,
            publicKey: KeySource,
            appCertificate: KeySource? = nil,
            rootCertificate: KeySource? = nil,
            gateway: String = Alipay.production
        ) {
            self.appID = appID
            self.sellerID = sellerID
            self.privateKey = privateKey
            self.publicKey = publicKey
            self.appCertificate = appCertificate
            self.rootCertificate = rootCertificate
            self.gateway = gateway
        }
    }

    public static let production = "https://openapi.alipay.com/gateway.do"
    /// Alipay's own sandbox, for merchants who try it out; applications have other numbers and keys there.
    public static let sandbox = "https://openapi-sandbox.dl.alipaydev.com/gateway.do"

    let appID: String
    let sellerID: String
    private(set) var client: AlipayClient

    /// - Errors: `misconfigured` for a key or a number that can't be right.
    public init(_ merchant: Merchant, _ http: GatewayHTTP) throws(GatewayError) {
        guard merchant.appID.isDigits(1...32) else {
            throw .misconfigured(.alipayAppID, "consists of digits")
        }
        guard merchant.sellerID.isDigits(1...30) else {
            throw .misconfigured(.alipaySellerID, "consists of digits, such as 2088…")
        }
        appID = merchant.appID
        sellerID = merchant.sellerID
        client = try AlipayClient(merchant, http)
    }

    public var hurried: any Gateway {
        var copy = self
        copy.client = client.hurried
        return copy
    }
}

extension String {
    /// Whether these are just so many ASCII digits.
    func isDigits(_ count: ClosedRange<Int>) -> Bool {
        count.contains(utf8.count) && utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    /// Whether these are just so many ASCII letters, digits and characters of `others`.
    func isWord(_ count: ClosedRange<Int>, others: String) -> Bool {
        count.contains(utf8.count)
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: others.utf8.contains(byte)
                }
            }
    }
}
