import AsyncHTTPClient
import JSON
import NIOCore
import NIOHTTP1
import Wire

/// Signed requests to Alipay and answers whose signature held.
struct AlipayClient: Sendable {
    let publicKey: VerifyingKey
    private let appID: String
    private let gateway: String
    private let privateKey: SigningKey
    /// Nil where the application goes by public keys.
    private let certificates: AlipayCertificates?
    private var http: GatewayHTTP

    /// What the gateway is called in messages.
    private static let service = "Alipay"

    init(_ merchant: Alipay.Merchant, _ http: GatewayHTTP) throws(GatewayError) {
        privateKey = try SigningKey(merchant.privateKey, .alipayPrivateKey)
        certificates = try AlipayCertificates(merchant, privateKey)
        if let certificates {
            publicKey = certificates.key
        } else {
            publicKey = try VerifyingKey(merchant.publicKey, .alipayPublicKey, acceptsCertificate: false)
        }
        guard !privateKey.belongs(to: publicKey) else {
            throw .misconfigured(
                .alipayPublicKey,
                "is the application's own one; the console shows Alipay's beside it"
            )
        }
        guard !merchant.gateway.contains("?"), WebAddress.hasUsablePort(merchant.gateway),
            (try? HTTPClient.Request(url: merchant.gateway)) != nil
        else {
            throw .misconfigured(.alipayGateway, "is none: \(merchant.gateway)")
        }
        appID = merchant.appID
        gateway = merchant.gateway
        self.http = http
    }

    /// The present moment in UTC milliseconds.
    var now: Int { http.clock() }

    var hurried: AlipayClient {
        var copy = self
        copy.http = http.hurried()
        return copy
    }

    /// An address that carries a whole signed request, for a browser to go to.
    func url(
        _ method: String,
        _ content: String,
        _ others: [(name: String, value: String)]
    ) throws(GatewayError) -> String {
        let fields = try signed(method, others + [("biz_content", content)])
        return "\(gateway)?\(FormText.joined(fields))"
    }

    /// Sends a request, with further attempts where Alipay fails.
    ///
    /// - Returns: the verified content of an answer of success.
    func send(
        _ method: String,
        _ content: String,
        _ others: [(name: String, value: String)] = []
    ) async throws(GatewayError) -> JSON {
        let deadline = NIODeadline.now() + TimeAmount(http.limits.requestTimeout)
        return try await http.retry.run(before: deadline) { _ throws(GatewayError) in
            // Signed anew for each attempt, since the time is part of it.
            let fields = try signed(method, others + [("biz_content", content)])
            let query = FormText.joined(fields.filter { $0.name != "biz_content" })
            let answer = try await http.send(
                .POST,
                "\(gateway)?\(query)",
                ["content-type": "application/x-www-form-urlencoded;charset=utf-8", "accept": "application/json"],
                FormText.joined([("biz_content", content)]),
                to: AlipayClient.service,
                before: deadline
            )
            return try read(answer, method)
        }
    }

    /// The common fields and `others`, sorted and signed.
    private func signed(
        _ method: String,
        _ others: [(name: String, value: String)]
    ) throws(GatewayError) -> [(name: String, value: String)] {
        let common = [
            ("app_id", appID), ("method", method), ("format", "JSON"), ("charset", "utf-8"), ("sign_type", "RSA2"),
            ("timestamp", Moment.plain(now)), ("version", "1.0"),
            ("app_cert_sn", certificates?.application ?? ""), ("alipay_root_cert_sn", certificates?.root ?? ""),
        ]
        let fields = (common + others).filter { !$0.1.isEmpty }.sorted { $0.0 < $1.0 }
        return fields + [("sign", try privateKey.sign(AlipayClient.text(of: fields)))]
    }

    /// The one form that both sides sign: `a=1&b=2`, nothing escaped.
    static func text(of fields: [(name: String, value: String)]) -> String {
        fields.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// - Errors: `untrusted` where the signature does not hold, or is missing from an answer that decides something.
    private func read(_ answer: Answer, _ method: String) throws(GatewayError) -> JSON {
        guard answer.isSuccess else {
            throw GatewayError(
                answer.status == 429 ? .rateLimited : answer.status >= 500 ? .unavailable : .badResponse,
                status: answer.status,
                message: "Alipay did not answer in its protocol"
            )
        }
        let envelope = try AlipayEnvelope(Array(answer.body.readableBytesView), method)
        if let signature = envelope.signature {
            guard envelope.isSigned(signature, by: publicKey) else {
                let named = envelope.certificate
                let isRenewed = named != nil && certificates != nil && named != certificates?.alipay
                throw GatewayError(
                    .untrusted,
                    message: isRenewed
                        ? "Alipay signs with another certificate now: download it in the console, and set it up"
                        : "the signature on Alipay's answer does not hold"
                )
            }
        }
        let content: JSON
        do {
            content = try JSON(parsing: envelope.content)
        } catch {
            throw GatewayError(.badResponse, message: "Alipay's answer is no JSON")
        }
        guard let code = content["code"]?.string else {
            throw GatewayError(.badResponse, message: "Alipay's answer has no code")
        }
        if AlipayFault.success.contains(code) {
            guard envelope.signature != nil, !envelope.isError else {
                throw GatewayError(.untrusted, message: "Alipay's answer is not signed")
            }
            return content
        }
        let fault = AlipayFault(code, content)
        // Alipay does not sign when it does not know for whom; such an answer can't say anything about an order.
        guard envelope.signature != nil || !fault.isAboutOrder else {
            throw GatewayError(.untrusted, message: "Alipay's answer is not signed")
        }
        throw fault.error
    }
}
