import Crypto
import CryptoExtras
import SwiftASN1
import Wire
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
    /// - Parameter acceptsCertificate: false where a certificate needs others beside it.
    /// - Errors: `misconfigured`, saying what it is instead.
    init(_ source: KeySource, _ part: MerchantPart, acceptsCertificate: Bool = true) throws(GatewayError) {
        let text = try KeyText(try source.read(part), part)
        switch text.label {
        case "CERTIFICATE" where !acceptsCertificate:
            throw .misconfigured(part, "is a certificate; give the application's and the root certificate beside it")
        case "CERTIFICATE":
            self = try PlatformCertificate(text.bytes, part).key
            return
        case nil, "PUBLIC KEY", "RSA PUBLIC KEY": break
        case "PRIVATE KEY", "RSA PRIVATE KEY":
            throw .misconfigured(part, "is a private key; the gateway's public one is needed")
        case .some(let label): throw .misconfigured(part, "is no RSA key but \(label)")
        }
        guard let key = try? _RSA.Signing.PublicKey(unsafeDERRepresentation: text.bytes) else {
            if text.label == nil, (try? _RSA.Signing.PrivateKey(unsafeDERRepresentation: text.bytes)) != nil {
                throw .misconfigured(part, "is a private key; the gateway's public one is needed")
            }
            throw .misconfigured(part, "is no public RSA key")
        }
        try self.init(key, part)
    }

    init(_ key: _RSA.Signing.PublicKey, _ part: MerchantPart) throws(GatewayError) {
        guard key.keySizeInBits >= SigningKey.leastBits else {
            throw .misconfigured(part, "has \(key.keySizeInBits) bits; \(SigningKey.leastBits) are needed")
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

    /// - Parameter bytes: DER.
    init(_ bytes: [UInt8], _ part: MerchantPart) throws(GatewayError) {
        guard let certificate = try? Certificate(derEncoded: bytes) else {
            throw .misconfigured(part, "is no certificate")
        }
        guard let key = _RSA.Signing.PublicKey(certificate.publicKey) else {
            throw .misconfigured(part, "is a certificate of something else than an RSA key")
        }
        self.key = try VerifyingKey(key, part)
        serial = PlatformCertificate.comparable(String(hex: certificate.serialNumber.bytes))
        validFrom = PlatformCertificate.milliseconds(certificate.notValidBefore)
        validUntil = PlatformCertificate.milliseconds(certificate.notValidAfter)
    }

    init(_ source: KeySource, _ part: MerchantPart) throws(GatewayError) {
        let text = try KeyText(try source.read(part), part)
        guard text.label == "CERTIFICATE" else { throw .misconfigured(part, "is no certificate") }
        try self.init(text.bytes, part)
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
