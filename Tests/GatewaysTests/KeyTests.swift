import Crypto
import CryptoExtras
import Foundation
import GatewaysForTests
import Testing

@testable import Gateways

private let part = MerchantPart.alipayPublicKey

/// Keys in every form in which consoles and tools give them, and what is said of those that are none.
struct KeyTests {
    private static let merchant = TestKeys.merchant
    private static let pkcs8 = merchant.pkcs8PEMRepresentation
    private static let pkcs1 = merchant.pemRepresentation
    private static let spki = merchant.publicKey.pemRepresentation

    private static func bare(_ pem: String) -> String {
        pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
    }

    static let privateForms = [
        pkcs8, pkcs1, bare(pkcs8), bare(pkcs1),
        pkcs8.replacingOccurrences(of: "\n", with: #"\n"#), pkcs8.replacingOccurrences(of: "\n", with: "\r\n"),
        "  \n\(bare(pkcs8))\n", "Bag Attributes\n    localKeyID: 01\n\(pkcs8)\n# end",
        "\u{FEFF}\(bare(pkcs8))\n",
    ]

    @Test(arguments: privateForms)
    func `a private key is read in every form`(_ form: String) throws {
        let key = try SigningKey(.text(form), part)

        #expect(TestKeys.isSigned("春天", try key.sign("春天"), by: TestKeys.merchant.publicKey))
        #expect(try key.sign("春天").utf8.count == 344)
    }

    static let publicForms = [
        spki, merchant.publicKey.pkcs1PEMRepresentation, bare(spki), bare(merchant.publicKey.pkcs1PEMRepresentation),
        spki.replacingOccurrences(of: "\n", with: #"\n"#),
    ]

    @Test(arguments: publicForms)
    func `a public key is read in every form`(_ form: String) throws {
        let key = try VerifyingKey(.text(form), part)

        #expect(key.isValid(TestKeys.sign("春天", by: TestKeys.merchant), of: Array("春天".utf8)))
        #expect(!key.isValid(TestKeys.sign("春天", by: TestKeys.merchant), of: Array("春".utf8)))
        #expect(!key.isValid(TestKeys.sign("春天", by: TestKeys.stranger), of: Array("春天".utf8)))
        #expect(!key.isValid("no base64!", of: Array("春天".utf8)))
        #expect(!key.isValid("", of: Array("春天".utf8)))
    }

    @Test func `a public key is also read from a certificate`() throws {
        let pem = try TestKeys.certificate(of: TestKeys.gateway, serial: "0A1B2C", from: 0, until: 4_000_000_000_000)

        let key = try VerifyingKey(.text(pem), part)
        let certificate = try PlatformCertificate(.text(pem), part)

        let fault = #expect(throws: GatewayError.self) {
            try VerifyingKey(.text(pem), part, acceptsCertificate: false)
        }

        #expect(key.isValid(TestKeys.sign("x", by: TestKeys.gateway), of: Array("x".utf8)))
        #expect(fault?.message == "\(part) is a certificate; give the application's and the root certificate beside it")
        #expect(certificate.serial == "A1B2C")
        #expect(certificate.validUntil == 4_000_000_000_000)
    }

    @Test func `a key is read from a file`() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("key-\(UUID().uuidString).pem")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(KeyTests.pkcs8.utf8).write(to: file)

        #expect(throws: Never.self) { try SigningKey(.file(file.path), part) }
        let error = #expect(throws: GatewayError.self) { try SigningKey(.file("/no/such/key.pem"), part) }
        #expect(
            error?.message
                == "\(part) can't be read from the file that is named for it: No such file or directory"
        )
        #expect(error?.kind == .misconfigured)
        #expect(throws: GatewayError.self) { try SigningKey(.file("/dev/zero"), part) }
        #expect(throws: GatewayError.self) { try SigningKey(.file("/tmp"), part) }
    }

    static let wrongPrivate: [(String, String)] = [
        ("", "\(part) is empty"),
        ("not a key", "\(part) is neither PEM nor base64; a path belongs into the setting with _FILE behind its name"),
        ("/etc/hanmo/alipay.pem", "\(part) is a path; the setting for one has _FILE behind its name"),
        ("aGVsbG8=", "\(part) is no private RSA key in PKCS #1 or PKCS #8"),
        (spki, "\(part) is a public key; the private one that belongs to it is needed"),
        (bare(spki), "\(part) is a public key; the private one that belongs to it is needed"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE", "\(part) is no PEM: its last line is missing"),
        ("-----BEGIN PRIVATE", "\(part) is no PEM: its first line is cut"),
        (
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\naGVsbG8=\n-----END ENCRYPTED PRIVATE KEY-----",
            "\(part) is encrypted with a password; store it without one"
        ),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\naGVsbG8=\n-----END RSA PRIVATE KEY-----",
            "\(part) is encrypted with a password; store it without one"
        ),
        (
            "-----BEGIN EC PRIVATE KEY-----\naGVsbG8=\n-----END EC PRIVATE KEY-----",
            "\(part) is no RSA key but EC PRIVATE KEY"
        ),
        (
            P256.Signing.PrivateKey().pemRepresentation,
            "\(part) is no private RSA key in PKCS #1 or PKCS #8"
        ),
        (
            "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----",
            "\(part) is a certificate; the private key that belongs to it is needed"
        ),
    ]

    @Test(arguments: wrongPrivate)
    func `what is no private key is told at once, without repeating it`(_ text: String, _ message: String) {
        let error = #expect(throws: GatewayError.self) { try SigningKey(.text(text), part) }

        #expect(error?.kind == .misconfigured)
        #expect(error?.message == message)
    }

    static let wrongPublic: [(String, String)] = [
        ("", "\(part) is empty"),
        (pkcs8, "\(part) is a private key; the gateway's public one is needed"),
        (bare(pkcs8), "\(part) is a private key; the gateway's public one is needed"),
        ("aGVsbG8=", "\(part) is no public RSA key"),
        (P256.Signing.PrivateKey().publicKey.pemRepresentation, "\(part) is no public RSA key"),
        ("-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----", "\(part) is no certificate"),
    ]

    @Test(arguments: wrongPublic)
    func `what is no public key is told at once`(_ text: String, _ message: String) {
        let error = #expect(throws: GatewayError.self) { try VerifyingKey(.text(text), part) }

        #expect(error?.message == message)
    }

    @Test(arguments: [pkcs8, bare(pkcs8), FakeWeChatPay.apiV3Key])
    func `a key in the place of a path is told so, without repeating it`(_ key: String) {
        let error = #expect(throws: GatewayError.self) { try SigningKey(.file(key), part) }

        #expect(error?.message.contains(String(key.prefix(24))) == false)
        #expect(error?.message.contains("without _FILE") == true)
    }

    @Test func `short keys are refused`() throws {
        let short = try _RSA.Signing.PrivateKey(unsafeKeySize: _RSA.Signing.KeySize(bitCount: 1024))

        let privately = #expect(throws: GatewayError.self) { try SigningKey(.text(short.pemRepresentation), part) }
        let publicly = #expect(throws: GatewayError.self) {
            try VerifyingKey(.text(short.publicKey.pemRepresentation), part)
        }

        #expect(privately?.message == "\(part) has 1024 bits; 2048 are needed")
        #expect(publicly?.message == "\(part) has 1024 bits; 2048 are needed")
    }

    @Test func `nobody prints a key`() {
        #expect("\(KeySource.text(KeyTests.pkcs8))" == "KeySource(hidden)")
        #expect(!"\(WeChatPay.Merchant.test)".contains(FakeWeChatPay.apiV3Key))
        var dumped = ""
        dump(Alipay.Merchant.test(), to: &dumped)
        dump(WeChatPay.Merchant.test, to: &dumped)
        #expect(!dumped.contains("PRIVATE KEY"))
        #expect(!dumped.contains(FakeWeChatPay.apiV3Key))
    }

    // MARK: Merchants

    @Test func `an Alipay merchant with its own public key in Alipay's place is told so`() {
        var merchant = Alipay.Merchant.test()
        merchant.publicKey = .text(KeyTests.spki)

        let error = #expect(throws: GatewayError.self) { try Alipay(merchant, idleHTTP()) }

        #expect(error?.message.contains("the application's own one") == true)
    }

    static let wrongAlipay: [(MerchantPart, @Sendable (inout Alipay.Merchant) -> Void)] = [
        (.alipayAppID, { $0.appID = "" }), (.alipayAppID, { $0.appID = "wx1" }),
        (.alipaySellerID, { $0.sellerID = "" }), (.alipaySellerID, { $0.sellerID = "a@example.com" }),
        (.alipayGateway, { $0.gateway = "openapi.alipay.com" }),
        (.alipayGateway, { $0.gateway = "https://openapi.alipay.com/gateway.do?x=1" }),
        (.alipayPrivateKey, { $0.privateKey = .text("x") }), (.alipayPublicKey, { $0.publicKey = .text("x") }),
        (.alipayAppCertificate, { $0.rootCertificate = .text("x") }),
        (.alipayRootCertificate, { $0.appCertificate = .text("x") }),
    ]

    @Test(arguments: wrongAlipay.indices)
    func `an Alipay merchant that can't be one is refused at once`(_ index: Int) {
        var merchant = Alipay.Merchant.test()
        let (part, change) = KeyTests.wrongAlipay[index]
        change(&merchant)

        let error = #expect(throws: GatewayError.self) { try Alipay(merchant, idleHTTP()) }

        #expect(error?.kind == .misconfigured)
        #expect(error?.part == part)
    }

    static let wrongWeChat: [(MerchantPart, @Sendable (inout WeChatPay.Merchant) -> Void)] = [
        (.wechatMerchantID, { $0.merchantID = "" }), (.wechatMerchantID, { $0.merchantID = "wx" }),
        (.wechatAppID, { $0.appID = "" }), (.wechatAppID, { $0.appID = "wx-1" }),
        (.wechatSerial, { $0.serial = "" }), (.wechatSerial, { $0.serial = "xyz" }),
        (.wechatAPIv3Key, { $0.apiV3Key = .text("short") }),
        (.wechatAPIv3Key, { $0.apiV3Key = .text(FakeWeChatPay.apiV3Key + "1") }),
        (.wechatPublicKeyID, { $0.publicKeyID = nil }), (.wechatPublicKeyID, { $0.publicKeyID = "0119" }),
        (.wechatPublicKey, { $0.publicKey = nil }), (.wechatPublicKey, { $0.publicKey = .text(KeyTests.spki) }),
        (.wechatPrivateKey, { $0.privateKey = .text(KeyTests.spki) }),
        (.wechatGateway, { $0.gateways = ["api.mch.weixin.qq.com"] }),
        (.wechatGateway, { $0.gateways[1] += "?a=1" }), (.wechatGateway, { $0.gateways = [] }),
        (.wechatPlatformCertificate, { $0.platformCertificates = [.text(KeyTests.spki)] }),
    ]

    @Test(arguments: wrongWeChat.indices)
    func `a WeChat merchant that can't be one is refused at once`(_ index: Int) {
        var merchant = WeChatPay.Merchant.test
        let (part, change) = KeyTests.wrongWeChat[index]
        change(&merchant)

        let error = #expect(throws: GatewayError.self) { try WeChatPay(merchant, idleHTTP()) }

        #expect(error?.kind == .misconfigured)
        #expect(error?.part == part)
    }
}
