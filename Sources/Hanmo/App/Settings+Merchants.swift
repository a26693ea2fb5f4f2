import Gateways

/// The merchants whose money payments are; each is set up whole or not at all.
extension Variables {
    /// `HANMO_ALIPAY_…`; nil where none of them is set.
    ///
    /// - Errors: ``Settings/Fault`` naming what is missing; whether a key is one is found when the gateway is made.
    func alipay() throws -> Alipay.Merchant? {
        let merchant = MerchantVariables(self, "HANMO_ALIPAY")
        guard
            merchant.isSetUp([
                "APP_ID", "SELLER_ID", "PRIVATE_KEY", "PRIVATE_KEY_FILE", "PUBLIC_KEY", "PUBLIC_KEY_FILE", "APP_CERT",
                "APP_CERT_FILE", "ROOT_CERT", "ROOT_CERT_FILE", "GATEWAY",
            ])
        else { return nil }
        return Alipay.Merchant(
            appID: try merchant.needed("APP_ID"),
            sellerID: try merchant.needed("SELLER_ID"),
            privateKey: try merchant.neededKey("PRIVATE_KEY"),
            publicKey: try merchant.neededKey("PUBLIC_KEY"),
            appCertificate: try merchant.key("APP_CERT"),
            rootCertificate: try merchant.key("ROOT_CERT"),
            gateway: merchant.text("GATEWAY") ?? Alipay.production
        )
    }

    /// `HANMO_WECHATPAY_…`; nil where none of them is set.
    ///
    /// - Errors: ``Settings/Fault`` naming what is missing.
    func wechat() throws -> WeChatPay.Merchant? {
        let merchant = MerchantVariables(self, "HANMO_WECHATPAY")
        guard
            merchant.isSetUp([
                "MCH_ID", "APP_ID", "SERIAL", "PRIVATE_KEY", "PRIVATE_KEY_FILE", "API_V3_KEY", "API_V3_KEY_FILE",
                "PUBLIC_KEY_ID", "PUBLIC_KEY", "PUBLIC_KEY_FILE", "PLATFORM_CERT", "PLATFORM_CERT_FILE", "GATEWAY",
            ])
        else { return nil }
        let gateway = merchant.text("GATEWAY")
        return WeChatPay.Merchant(
            merchantID: try merchant.needed("MCH_ID"),
            appID: try merchant.needed("APP_ID"),
            serial: try merchant.needed("SERIAL"),
            privateKey: try merchant.neededKey("PRIVATE_KEY"),
            apiV3Key: try merchant.neededKey("API_V3_KEY"),
            publicKeyID: merchant.text("PUBLIC_KEY_ID"),
            publicKey: try merchant.key("PUBLIC_KEY"),
            platformCertificates: try merchant.key("PLATFORM_CERT").map { [$0] } ?? [],
            gateways: gateway.map { [$0] } ?? [WeChatPay.production, WeChatPay.standby]
        )
    }
}

extension Settings.Fault {
    /// What a gateway finds wrong with its merchant, under the name of the variable.
    init(_ error: GatewayError) {
        self.init(variable: error.part?.variable ?? "HANMO_ALIPAY_*, HANMO_WECHATPAY_*", problem: error.message)
    }
}

extension MerchantPart {
    /// Where it is given; for a key also with `_FILE` behind it.
    fileprivate var variable: String {
        switch self {
        case .alipayAppID: "HANMO_ALIPAY_APP_ID"
        case .alipaySellerID: "HANMO_ALIPAY_SELLER_ID"
        case .alipayPrivateKey: "HANMO_ALIPAY_PRIVATE_KEY"
        case .alipayPublicKey: "HANMO_ALIPAY_PUBLIC_KEY"
        case .alipayAppCertificate: "HANMO_ALIPAY_APP_CERT"
        case .alipayRootCertificate: "HANMO_ALIPAY_ROOT_CERT"
        case .alipayGateway: "HANMO_ALIPAY_GATEWAY"
        case .wechatMerchantID: "HANMO_WECHATPAY_MCH_ID"
        case .wechatAppID: "HANMO_WECHATPAY_APP_ID"
        case .wechatSerial: "HANMO_WECHATPAY_SERIAL"
        case .wechatPrivateKey: "HANMO_WECHATPAY_PRIVATE_KEY"
        case .wechatAPIv3Key: "HANMO_WECHATPAY_API_V3_KEY"
        case .wechatPublicKeyID: "HANMO_WECHATPAY_PUBLIC_KEY_ID"
        case .wechatPublicKey: "HANMO_WECHATPAY_PUBLIC_KEY"
        case .wechatPlatformCertificate: "HANMO_WECHATPAY_PLATFORM_CERT"
        case .wechatGateway: "HANMO_WECHATPAY_GATEWAY"
        }
    }
}

/// The variables of one merchant, by what stands behind its name.
private struct MerchantVariables {
    private let variables: Variables
    private let merchant: String

    init(_ variables: Variables, _ merchant: String) {
        self.variables = variables
        self.merchant = merchant
    }

    func isSetUp(_ names: [String]) -> Bool {
        // Each of them is asked for, so that none counts as unread.
        !names.filter { variables.text("\(merchant)_\($0)") != nil }.isEmpty
    }

    func text(_ name: String) -> String? {
        variables.text("\(merchant)_\(name)")
    }

    func needed(_ name: String) throws -> String {
        try given(text(name), name)
    }

    func neededKey(_ name: String) throws -> KeySource {
        try given(try key(name), name)
    }

    /// A key in the variable itself, or in a file whose path stands under the same name and `_FILE`.
    func key(_ name: String) throws -> KeySource? {
        let variable = "\(merchant)_\(name)"
        switch (variables.text(variable), variables.text("\(variable)_FILE")) {
        case (nil, nil): return nil
        case (let text?, nil): return .text(text)
        case (nil, let path?): return .file(path)
        case (.some, .some):
            throw Settings.Fault(variable: variable, problem: "should be given once: here or as \(variable)_FILE")
        }
    }

    private func given<Value>(_ value: Value?, _ name: String) throws -> Value {
        guard let value else {
            throw Settings.Fault(
                variable: "\(merchant)_\(name)",
                problem: "has to be given where any other \(merchant)_… is"
            )
        }
        return value
    }
}
