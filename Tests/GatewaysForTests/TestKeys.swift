import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import X509

/// Key pairs for tests, made when they are first needed.
public enum TestKeys {
    /// Of the merchant (or, with Alipay, of the application).
    public static let merchant = make()
    public static let gateway = make()
    /// Of the gateway too, for the time after `gateway`.
    public static let nextGateway = make()
    /// Of somebody who has nothing to do with it.
    public static let stranger = make()

    private static func make() -> _RSA.Signing.PrivateKey {
        // There is nothing that could fail but the memory.
        try! _RSA.Signing.PrivateKey(keySize: .bits2048)
    }

    /// PKCS #1 v1.5 over SHA-256, in base64.
    public static func sign(_ text: String, by key: _RSA.Signing.PrivateKey) -> String {
        try! key.signature(for: Data(text.utf8), padding: .insecurePKCS1v1_5).rawRepresentation.base64EncodedString()
    }

    public static func isSigned(_ text: String, _ signature: String, by key: _RSA.Signing.PublicKey) -> Bool {
        guard let raw = Data(base64Encoded: signature) else { return false }
        return key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: raw),
            for: Data(text.utf8),
            padding: .insecurePKCS1v1_5
        )
    }

    /// A certificate for a key, in PEM.
    ///
    /// - Parameters:
    ///   - serial: 20 bytes at most, in hexadecimal digits.
    ///   - from, until: in UTC milliseconds.
    public static func certificate(
        of key: _RSA.Signing.PrivateKey,
        serial: String,
        from: Int,
        until: Int
    ) throws -> String {
        let digits = Array(serial)
        let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16)! }
        let name = try DistinguishedName {
            OrganizationName("Tenpay.com")
            CommonName("Tenpay.com Root CA")
        }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(bytes: bytes),
            publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: Date(timeIntervalSince1970: Double(from) / 1_000),
            notValidAfter: Date(timeIntervalSince1970: Double(until) / 1_000),
            issuer: name,
            subject: name,
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: Certificate.Extensions(),
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
        return try certificate.serializeAsPEM().pemString
    }
}
