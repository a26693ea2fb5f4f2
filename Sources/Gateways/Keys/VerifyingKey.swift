import Crypto
import CryptoExtras
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A public RSA key: only its owner's signatures hold.
struct VerifyingKey: Sendable {
    private let key: _RSA.Signing.PublicKey

    /// Reads a public key, or the one in a certificate.
    ///
    /// - Parameters:
    ///   - name: what the key is, for the message.
    ///   - acceptsCertificate: false where the gateway goes by certificates in another way than is spoken here.
    /// - Errors: `misconfigured`, saying what it is instead.
    init(_ source: KeySource, _ name: String, acceptsCertificate: Bool = true) throws(GatewayError) {
        let text = try KeyText(try source.read(name), name)
        switch text.label {
        case "CERTIFICATE" where !acceptsCertificate:
            throw KeyText.fault(name, "is a certificate; let the application go by public keys (公钥模式)")
        case "CERTIFICATE":
            self = try PlatformCertificate(text.bytes, name).key
            return
        case nil, "PUBLIC KEY", "RSA PUBLIC KEY": break
        case "PRIVATE KEY", "RSA PRIVATE KEY":
            throw KeyText.fault(name, "is a private key; the gateway's public one is needed")
        case .some(let label): throw KeyText.fault(name, "is no RSA key but \(label)")
        }
        guard let key = try? _RSA.Signing.PublicKey(unsafeDERRepresentation: text.bytes) else {
            if text.label == nil, (try? _RSA.Signing.PrivateKey(unsafeDERRepresentation: text.bytes)) != nil {
                throw KeyText.fault(name, "is a private key; the gateway's public one is needed")
            }
            throw KeyText.fault(name, "is no public RSA key")
        }
        try self.init(key, name)
    }

    fileprivate init(_ key: _RSA.Signing.PublicKey, _ name: String) throws(GatewayError) {
        guard key.keySizeInBits >= SigningKey.leastBits else {
            throw KeyText.fault(name, "has \(key.keySizeInBits) bits; \(SigningKey.leastBits) are needed")
        }
        self.key = key
    }

    var bytes: Data { key.derRepresentation }

    /// - Parameter signature: base64.
    func isValid(_ signature: String, of bytes: some DataProtocol) -> Bool {
        guard let raw = Data(base64Encoded: signature) else { return false }
        return key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: raw),
            for: bytes,
            padding: .insecurePKCS1v1_5
        )
    }
}

/// What is needed of a certificate of WeChat Pay's platform.
struct PlatformCertificate: Sendable {
    /// In capital hexadecimal digits, as `Wechatpay-Serial` has it.
    let serial: String
    let key: VerifyingKey
    /// In UTC milliseconds.
    let validFrom: Int
    let validUntil: Int

    /// - Parameters:
    ///   - bytes: DER.
    ///   - name: what the certificate is, for the message.
    init(_ bytes: [UInt8], _ name: String) throws(GatewayError) {
        guard let certificate = try? Certificate(derEncoded: bytes) else {
            throw KeyText.fault(name, "is no certificate")
        }
        guard let key = _RSA.Signing.PublicKey(certificate.publicKey) else {
            throw KeyText.fault(name, "is a certificate of something else than an RSA key")
        }
        self.key = try VerifyingKey(key, name)
        serial = PlatformCertificate.comparable(
            certificate.serialNumber.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        )
        validFrom = PlatformCertificate.milliseconds(certificate.notValidBefore)
        validUntil = PlatformCertificate.milliseconds(certificate.notValidAfter)
    }

    init(_ source: KeySource, _ name: String) throws(GatewayError) {
        let text = try KeyText(try source.read(name), name)
        guard text.label == "CERTIFICATE" else { throw KeyText.fault(name, "is no certificate") }
        try self.init(text.bytes, name)
    }

    func isValid(at now: Int) -> Bool {
        validFrom <= now && now <= validUntil
    }

    func isCalled(_ serial: String) -> Bool {
        self.serial == PlatformCertificate.comparable(serial)
    }

    /// A serial number in capitals and without leading zeros, which some write and some don't.
    private static func comparable(_ serial: String) -> String {
        String(serial.uppercased().drop { $0 == "0" })
    }

    private static func milliseconds(_ date: Date) -> Int {
        Int(date.timeIntervalSince1970 * 1_000)
    }
}
