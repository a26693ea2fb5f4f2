import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A private RSA key that signs as both gateways want it: PKCS #1 v1.5 over SHA-256, in base64.
struct SigningKey: Sendable {
    private let key: _RSA.Signing.PrivateKey

    /// What both gateways ask for; anything shorter is no key of theirs.
    static let leastBits = 2048

    /// - Errors: `misconfigured`, saying what it is instead.
    init(_ source: KeySource, _ part: MerchantPart) throws(GatewayError) {
        let text = try KeyText(try source.read(part), part)
        switch text.label {
        case nil, "PRIVATE KEY", "RSA PRIVATE KEY": break
        case "PUBLIC KEY", "RSA PUBLIC KEY":
            throw .misconfigured(part, "is a public key; the private one that belongs to it is needed")
        case "CERTIFICATE": throw .misconfigured(part, "is a certificate; the private key that belongs to it is needed")
        case .some(let label): throw .misconfigured(part, "is no RSA key but \(label)")
        }
        guard let key = try? _RSA.Signing.PrivateKey(unsafeDERRepresentation: text.bytes) else {
            if text.label == nil, (try? _RSA.Signing.PublicKey(unsafeDERRepresentation: text.bytes)) != nil {
                throw .misconfigured(part, "is a public key; the private one that belongs to it is needed")
            }
            throw .misconfigured(part, "is no private RSA key in PKCS #1 or PKCS #8")
        }
        guard key.keySizeInBits >= SigningKey.leastBits else {
            throw .misconfigured(part, "has \(key.keySizeInBits) bits; \(SigningKey.leastBits) are needed")
        }
        self.key = key
    }

    /// - Returns: base64 on one line.
    func sign(_ text: String) throws(GatewayError) -> String {
        do {
            return try key.signature(for: Data(text.utf8), padding: .insecurePKCS1v1_5).rawRepresentation
                .base64EncodedString()
        } catch {
            throw GatewayError(.misconfigured, message: "the private key can't sign: \(error)")
        }
    }

    /// Whether that public key is its counterpart.
    func belongs(to other: VerifyingKey) -> Bool {
        key.publicKey.derRepresentation == other.bytes
    }

    func belongs(to other: _RSA.Signing.PublicKey) -> Bool {
        key.publicKey.derRepresentation == other.derRepresentation
    }
}
