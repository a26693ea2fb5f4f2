import AsyncHTTPClient
import Gateways
import Wire

/// Who takes the money: for each method of payment the merchant of the settings, or in development the sandbox.
struct Merchants: Sendable {
    private let alipay: (any Gateway)?
    private let wechat: (any Gateway)?
    /// Nil in production, and where a merchant takes real money.
    let sandbox: Sandbox?

    /// - Errors: ``Settings/Fault`` for a key or a number that can't be right; nothing is sent to find that out.
    init(_ settings: Settings, _ bridge: BridgeSignature, _ client: HTTPClient, _ clock: Clock) throws {
        let http = GatewayHTTP(client: client, clock: { clock.now })
        do throws(GatewayError) {
            alipay = if let merchant = settings.alipay { try Alipay(merchant, http) } else { nil }
            wechat = if let merchant = settings.wechat { try WeChatPay(merchant, http) } else { nil }
        } catch {
            throw Settings.Fault(error)
        }
        let addresses = (settings.alipay.map { [$0.gateway] } ?? []) + (settings.wechat?.gateways ?? [])
        let takesMoney = addresses.contains(where: Merchants.takesMoney)
        if takesMoney, !settings.publicURL.hasPrefix("https://") {
            throw Settings.Fault(
                variable: "HANMO_PUBLIC_URL",
                problem: "should begin with https://, since that is where Alipay and WeChat Pay report payments"
            )
        }
        // Where real money is taken nobody may pay without it, whatever `HANMO_ENV` was left at.
        sandbox =
            settings.environment == .development && !takesMoney
            ? Sandbox(signature: bridge, cashierURL: "\(settings.publicURL)/cashier", clock: { clock.now }) : nil
    }

    /// Whether what is paid there may be real: everywhere but on this machine and in Alipay's own sandbox.
    private static func takesMoney(at address: String) -> Bool {
        guard WebAddress.hasUsablePort(address),
            let host = (try? HTTPClient.Request(url: address))?.host.lowercased()
        else { return true }
        return !trialHosts.contains(host)
    }

    private static let trialHosts: Set = [
        "localhost", "127.0.0.1", "::1", "[::1]", "openapi-sandbox.dl.alipaydev.com", "openapi.alipaydev.com",
    ]

    /// Whom a new attempt by this method goes to; nil where nobody takes it.
    func taker(of method: PaymentMethod) -> PaymentAttempt.Gateway? {
        switch method {
        case .alipay where alipay != nil: .alipay
        case .wechat where wechat != nil: .wechat
        case .alipay, .wechat: sandbox == nil ? nil : .sandbox
        case .balance: .balance
        }
    }

    /// The merchants that are set up.
    var outside: [(method: PaymentMethod, gateway: any Gateway)] {
        [(.alipay, alipay), (.wechat, wechat)].compactMap { method, gateway in gateway.map { (method, $0) } }
    }

    /// The gateway that an attempt was opened at; nil where it is none, or is not set up any more.
    subscript(gateway: PaymentAttempt.Gateway) -> (any Gateway)? {
        switch gateway {
        case .alipay: alipay
        case .wechat: wechat
        case .sandbox: sandbox
        case .bridge, .balance: nil
        }
    }
}
