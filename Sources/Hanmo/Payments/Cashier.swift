import Crypto
import Gateways

/// The addresses that payers, and gateways about them, come to.
struct Cashier: Sendable {
    let publicURL: String
    let bridge: BridgeSignature

    init(_ settings: Settings, _ bridge: BridgeSignature) {
        publicURL = settings.publicURL
        self.bridge = bridge
    }

    /// What makes an order's page its own: numbers can be guessed.
    func key(of number: String) -> String {
        bridge.pageKey(of: number)
    }

    /// The page that shows an order and its code, and to which payers come back from a gateway's own page.
    func page(of number: String) -> String {
        "\(publicURL)/cashier/\(number)?key=\(key(of: number))"
    }

    /// The same page, or what its buttons do, for a browser that is there already, by whichever name of this machine.
    func path(of number: String, outcome: String? = nil) -> String {
        let prefix = publicURL.split(separator: "/", maxSplits: 2).dropFirst(2).first.map { "/\($0)" } ?? ""
        return "\(prefix)/cashier/\(number)\(outcome.map { "/\($0)" } ?? "")?key=\(key(of: number))"
    }

    /// Where a gateway reports payments.
    func notifyURL(_ channel: PaymentChannel) -> String {
        "\(publicURL)/api/v1/credit/payment/notify/\(channel.rawValue)"
    }
}

extension BridgeSignature {
    /// - Parameter secret: `HANMO_PAYMENT_SECRET`; where there is none, a key is drawn from the installation's secret.
    init(secret: String?, secrets: Secrets) {
        self.init(key: secret.map { SymmetricKey(data: Array($0.utf8)) } ?? secrets.key(for: "payment callback"))
    }
}
