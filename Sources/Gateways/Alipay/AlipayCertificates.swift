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

/// The three certificates of an application in certificate mode ("公钥证书"): each request names two of them, and the
/// third holds the key that Alipay signs with.
///
/// - Source: Alipay's libraries for Java and PHP (`AntCertificationUtil`), read in November 2026.
struct AlipayCertificates: Sendable {
    /// `appCertPublicKey_….crt`, by its number.
    let application: String
    /// `alipayRootCert.crt`, by the numbers of its certificates.
    let root: String
    /// `alipayCertPublicKey_RSA2.crt`, by its number, which Alipay names beside its signatures.
    let alipay: String
    let key: VerifyingKey

    /// Nil where the merchant goes by public keys.
    ///
    /// - Errors: `misconfigured` where one of the three is missing, or is none.
    init?(_ merchant: Alipay.Merchant, _ privateKey: SigningKey) throws(GatewayError) {
        switch (merchant.appCertificate, merchant.rootCertificate) {
        case (nil, nil): return nil
        case (nil, _): throw .misconfigured(.alipayAppCertificate, "is needed beside Alipay's root certificate")
        case (_, nil): throw .misconfigured(.alipayRootCertificate, "is needed beside the application's")
        case (let application?, let root?):
            let own = try AlipayCertificates.read(application, .alipayAppCertificate)
            guard let ownKey = _RSA.Signing.PublicKey(own.publicKey), privateKey.belongs(to: ownKey) else {
                throw .misconfigured(.alipayAppCertificate, "belongs to another private key")
            }
            let alipay = try AlipayCertificates.read(merchant.publicKey, .alipayPublicKey)
            guard let key = _RSA.Signing.PublicKey(alipay.publicKey), !privateKey.belongs(to: key) else {
                throw .misconfigured(.alipayPublicKey, "is the application's certificate; Alipay's is needed")
            }
            self.key = try VerifyingKey(key, .alipayPublicKey)
            self.alipay = AlipayCertificates.number(of: alipay)
            self.application = AlipayCertificates.number(of: own)
            self.root = try AlipayCertificates.numbers(ofRoot: root)
        }
    }

    private static func read(_ source: KeySource, _ part: MerchantPart) throws(GatewayError) -> Certificate {
        let text = try KeyText(try source.read(part), part)
        guard text.label == "CERTIFICATE", let certificate = try? Certificate(derEncoded: text.bytes) else {
            throw .misconfigured(part, "is no certificate, which beside the other certificates it has to be")
        }
        return certificate
    }

    /// Of the bundle those that are signed by RSA count; the others are by Chinese algorithms, which nothing here
    /// reads.
    private static func numbers(ofRoot source: KeySource) throws(GatewayError) -> String {
        let blocks = try KeyText.blocks(try source.read(.alipayRootCertificate), .alipayRootCertificate)
        let numbers = blocks.compactMap { try? Certificate(derEncoded: $0.bytes) }
            .filter { rsa.contains($0.signatureAlgorithm) }
            .map(number)
        guard !numbers.isEmpty else { throw .misconfigured(.alipayRootCertificate, "holds no certificate by RSA") }
        return numbers.joined(separator: "_")
    }

    private static let rsa: [Certificate.SignatureAlgorithm] = [
        .sha1WithRSAEncryption, .sha256WithRSAEncryption, .sha384WithRSAEncryption, .sha512WithRSAEncryption,
    ]

    /// As Alipay numbers certificates: MD5 of the issuer and the serial number in decimal digits, in hexadecimal ones.
    static func number(of certificate: Certificate) -> String {
        let text = "\(certificate.issuer)\(decimal(Array(certificate.serialNumber.bytes)))"
        return String(hex: Insecure.MD5.hash(data: Data(text.utf8)))
    }

    /// A number of any length, most significant byte first.
    static func decimal(_ bytes: [UInt8]) -> String {
        var digits: [UInt8] = [0]
        for byte in bytes {
            var carry = Int(byte)
            for place in digits.indices {
                carry += Int(digits[place]) << 8
                digits[place] = UInt8(carry % 10)
                carry /= 10
            }
            while carry > 0 {
                digits.append(UInt8(carry % 10))
                carry /= 10
            }
        }
        return digits.reversed().map(String.init).joined()
    }
}
