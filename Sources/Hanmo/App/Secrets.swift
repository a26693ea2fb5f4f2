import Crypto
import Wire

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Keys drawn from the installation's one secret, a different one for each purpose (HKDF, RFC 5869).
struct Secrets: Sendable {
    /// Bytes that `HANMO_SECRET` has to have.
    static let minimumBytes = 32

    private let secret: SymmetricKey

    init(_ secret: [UInt8]) {
        self.secret = SymmetricKey(data: secret)
    }

    /// 256 bits for one purpose.
    func key(for purpose: StaticString) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: secret,
            info: Array("hanmo \(purpose)".utf8),
            outputByteCount: 32
        )
    }

    /// Tells this secret from every other one and gives nothing of it away: half of a key that is used for nothing
    /// else, in hexadecimal.
    var fingerprint: String {
        key(for: "fingerprint").withUnsafeBytes { String(hex: $0.prefix(Secrets.fingerprintBytes)) }
    }

    /// More than anybody could meet by chance.
    private static let fingerprintBytes = 16

    /// Encrypts what has to be stored but never shown (AES-GCM: nonce, text, tag).
    func seal(_ text: String, for purpose: StaticString) throws -> [UInt8] {
        let box = try AES.GCM.seal(Array(text.utf8), using: key(for: purpose))
        // There is a combined form for every nonce of the standard's 12 bytes, and CryptoKit draws no other.
        return Array(box.combined!)
    }

    /// - Errors: a CryptoKit error where the bytes were sealed under another secret, or changed since.
    func open(_ sealed: [UInt8], for purpose: StaticString) throws -> String {
        let text = try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key(for: purpose))
        return String(decoding: text, as: UTF8.self)
    }
}
