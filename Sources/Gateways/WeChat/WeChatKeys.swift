import JSON
import NIOCore
import NIOHTTP1

/// The keys by which WeChat Pay's signatures are checked, by their serial numbers.
///
/// Platform certificates are fetched when one is named that is not known, and again every twelve hours: a new one is
/// listed a day before it signs. Each forged message may name a number that does not exist, so there is at least a
/// minute between two fetches, however many ask; who asks meanwhile waits for the same one.
actor WeChatKeys {
    private let publicKeyID: String?
    private let publicKey: VerifyingKey?
    private let given: [PlatformCertificate]
    private let calls: WeChatCalls
    private let seal: WeChatSeal

    private var fetched: [PlatformCertificate] = []
    private var fetchedAt: Int?
    private var triedAt: Int?
    private var failure: GatewayError?
    private var fetching: Task<Void, Never>?

    private static let idPrefix = "PUB_KEY_ID_"
    /// In milliseconds: as WeChat Pay advises.
    private static let freshness = 12 * 3_600_000
    /// In milliseconds.
    private static let pauseBetweenFetches = 60_000
    /// WeChat Pay gives a notification up after five seconds.
    private static let fetchTimeout = Duration.seconds(4)
    /// A merchant has two at most while one replaces the other.
    private static let certificatesLimit = 16

    init(_ merchant: WeChatPay.Merchant, _ calls: WeChatCalls, _ seal: WeChatSeal) throws(GatewayError) {
        guard (merchant.publicKey == nil) == (merchant.publicKeyID == nil) else {
            throw .misconfigured(
                merchant.publicKey == nil ? .wechatPublicKey : .wechatPublicKeyID,
                "is missing: WeChat Pay's public key and its id are needed together"
            )
        }
        if let id = merchant.publicKeyID {
            guard id.hasPrefix(WeChatKeys.idPrefix), id.isWord(1...128, others: "_") else {
                throw .misconfigured(.wechatPublicKeyID, "begins with \(WeChatKeys.idPrefix)")
            }
        }
        publicKeyID = merchant.publicKeyID
        publicKey = try merchant.publicKey.map { source throws(GatewayError) in
            try VerifyingKey(source, .wechatPublicKey)
        }
        given = try merchant.platformCertificates.map { source throws(GatewayError) in
            try PlatformCertificate(source, .wechatPlatformCertificate)
        }
        self.calls = calls
        self.seal = seal
    }

    /// Whether WeChat Pay signed the body, a short while ago.
    ///
    /// - Parameter now: in UTC milliseconds.
    /// - Errors: `stale`, `unknownKey`, `forged`; `unavailable` where the certificates can't be fetched.
    func check(_ mark: WeChatSignature, of body: ByteBuffer, at now: Int) async throws(Refusal) {
        try mark.checkTime(at: now)
        guard mark.isValid(of: body, by: try await key(mark.serial, at: now)) else { throw .forged }
    }

    private func key(_ serial: String, at now: Int) async throws(Refusal) -> VerifyingKey {
        if serial.hasPrefix(WeChatKeys.idPrefix) {
            guard let publicKey, serial == publicKeyID else { throw .unknownKey(String?(serial).quoted) }
            return publicKey
        }
        guard 1...64 ~= serial.utf8.count, serial.allSatisfy(\.isHexDigit) else {
            throw .unknownKey(String?(serial).quoted)
        }
        if let certificate = certificate(serial, at: now) {
            // Nobody waits for the renewal: what is known still holds.
            if let fetchedAt, now - fetchedAt >= WeChatKeys.freshness { _ = fetch(at: now) }
            return certificate.key
        }
        await fetch(at: now)?.value
        if let certificate = certificate(serial, at: now) { return certificate.key }
        // Where WeChat Pay itself says that the merchant has no certificates, the number is nobody's.
        if let failure, failure.usuallyPasses || failure.leavesDoubt || failure.kind == .misconfigured {
            throw .unavailable(failure)
        }
        throw .unknownKey(String?(serial).quoted)
    }

    private func certificate(_ serial: String, at now: Int) -> PlatformCertificate? {
        (fetched + given).first { $0.isCalled(serial) && $0.isValid(at: now) }
    }

    /// Starts to fetch the certificates unless that was done just now; nil where it was.
    private func fetch(at now: Int) -> Task<Void, Never>? {
        if let fetching { return fetching }
        if let triedAt, now - triedAt < WeChatKeys.pauseBetweenFetches, now >= triedAt { return nil }
        triedAt = now
        let task = Task {
            do throws(GatewayError) {
                fetched = try await certificates()
                fetchedAt = now
                failure = nil
            } catch {
                failure = error
            }
            fetching = nil
        }
        fetching = task
        return task
    }

    private func certificates() async throws(GatewayError) -> [PlatformCertificate] {
        let deadline = NIODeadline.now() + TimeAmount(WeChatKeys.fetchTimeout)
        let answer = try await calls.send(.GET, "/v3/certificates", "", attempt: 1, before: deadline)
        guard answer.isSuccess else { throw WeChatFault(answer).error }
        guard let json = try? JSON(parsing: answer.body.readableBytesView), let list = json["data"]?.array,
            list.count <= WeChatKeys.certificatesLimit
        else { throw GatewayError(.badResponse, message: "WeChat Pay's answer lists no certificates") }
        let certificates = try list.map { entry throws(GatewayError) in try certificate(entry) }
        // The seal alone proves where they come from; the signature, by one of them, proves that the list is of today.
        guard let mark = WeChatSignature(answer.headers), (try? mark.checkTime(at: calls.now)) != nil,
            let key = mark.serial == publicKeyID
                ? publicKey
                : certificates.first(where: { $0.isCalled(mark.serial) && $0.isValid(at: calls.now) })?.key,
            mark.isValid(of: answer.body, by: key)
        else {
            throw GatewayError(.untrusted, message: "WeChat Pay's list of certificates is not signed by WeChat Pay")
        }
        return certificates
    }

    private func certificate(_ entry: JSON) throws(GatewayError) -> PlatformCertificate {
        let sealed = entry["encrypt_certificate"]
        guard let serial = entry["serial_no"]?.string, let text = sealed?["ciphertext"]?.string,
            sealed?["algorithm"]?.string ?? WeChatPay.algorithm == WeChatPay.algorithm,
            let nonce = sealed?["nonce"]?.string
        else { throw GatewayError(.badResponse, message: "WeChat Pay's answer lists no certificate") }
        guard let plain = seal.open(text, nonce: nonce, label: sealed?["associated_data"]?.string ?? "") else {
            throw .misconfigured(
                .wechatAPIv3Key,
                "is not the one in its console: WeChat Pay's certificates can't be decrypted with it"
            )
        }
        let certificate = try PlatformCertificate(
            .text(String(decoding: plain, as: UTF8.self)),
            .wechatPlatformCertificate
        )
        guard certificate.isCalled(serial) else {
            throw GatewayError(.badResponse, message: "WeChat Pay lists a certificate under another's number")
        }
        return certificate
    }
}
