import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Wire

/// Requests to WeChat Pay, each with the merchant's signature; answers as they come.
struct WeChatCalls: Sendable {
    private let merchantID: String
    private let serial: String
    private let privateKey: SigningKey
    private let publicKeyID: String?
    private let bases: [String]
    private(set) var http: GatewayHTTP

    /// What the gateway is called in messages.
    private static let service = "WeChat Pay"

    init(_ merchant: WeChatPay.Merchant, _ http: GatewayHTTP) throws(GatewayError) {
        guard merchant.merchantID.isDigits(1...32) else {
            throw .misconfigured(.wechatMerchantID, "consists of digits")
        }
        let serial = merchant.serial.filter { $0 != ":" }
        guard 1...64 ~= serial.utf8.count, serial.allSatisfy(\.isHexDigit) else {
            throw .misconfigured(.wechatSerial, "consists of hexadecimal digits")
        }
        privateKey = try SigningKey(merchant.privateKey, .wechatPrivateKey)
        if let source = merchant.publicKey {
            guard !privateKey.belongs(to: try VerifyingKey(source, .wechatPublicKey)) else {
                throw .misconfigured(
                    .wechatPublicKey,
                    "is the merchant's own one; the console has WeChat Pay's for download"
                )
            }
        }
        bases = merchant.gateways.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        guard !bases.isEmpty else { throw .misconfigured(.wechatGateway, "is missing") }
        for base in bases {
            guard !base.contains("?"), WebAddress.hasUsablePort(base), (try? HTTPClient.Request(url: base)) != nil
            else {
                throw .misconfigured(.wechatGateway, "is none: \(base)")
            }
        }
        merchantID = merchant.merchantID
        self.serial = serial.uppercased()
        publicKeyID = merchant.publicKeyID
        self.http = http
    }

    /// The present moment in UTC milliseconds.
    var now: Int { http.clock() }

    /// With one attempt at each address.
    var hurried: WeChatCalls {
        var copy = self
        copy.http = http.hurried(addresses: bases.count)
        return copy
    }

    /// Sends a request once.
    ///
    /// - Parameters:
    ///   - path: from `/v3` on, with its query; escaped.
    ///   - attempt: from 1; each further one goes to the next address.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        _ body: String,
        attempt: Int,
        before deadline: NIODeadline
    ) async throws(GatewayError) -> Answer {
        var headers: HTTPHeaders = [
            "accept": "application/json",
            "content-type": "application/json",
            "user-agent": "hanmo",
            "authorization": try authorization(method, path, body),
        ]
        // Tells WeChat Pay which of its keys to sign the answer with.
        if let publicKeyID { headers.add(name: "wechatpay-serial", value: publicKeyID) }
        return try await http.send(
            method,
            bases[(attempt - 1) % bases.count] + path,
            headers,
            body,
            to: WeChatCalls.service,
            before: deadline
        )
    }

    private func authorization(_ method: HTTPMethod, _ path: String, _ body: String) throws(GatewayError) -> String {
        let seconds = now / 1_000
        let nonce = WeChatCalls.nonce()
        let signature = try privateKey.sign("\(method.rawValue)\n\(path)\n\(seconds)\n\(nonce)\n\(body)\n")
        return #"WECHATPAY2-SHA256-RSA2048 mchid="\#(merchantID)",nonce_str="\#(nonce)",timestamp="\#(seconds)","#
            + #"serial_no="\#(serial)",signature="\#(signature)""#
    }

    /// 32 characters that nobody has used before.
    private static func nonce() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(random.next(), radix: 16, uppercase: true)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}
