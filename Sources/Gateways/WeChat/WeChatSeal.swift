import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Opens what WeChat Pay seals with the merchant's API v3 key: AES-256 in Galois/Counter mode.
struct WeChatSeal: Sendable {
    private let key: SymmetricKey

    private static let keyBytes = 32
    private static let nonceBytes = 12
    private static let tagBytes = 16

    /// - Errors: `misconfigured` where it has not just 32 bytes.
    init(_ source: KeySource) throws(GatewayError) {
        // A file ends with a line break more often than not.
        let apiV3Key = Array(try source.read(.wechatAPIv3Key).utf8).filter { $0 > UInt8(ascii: " ") }
        guard apiV3Key.count == WeChatSeal.keyBytes else {
            throw .misconfigured(.wechatAPIv3Key, "has 32 characters; this one has \(apiV3Key.count)")
        }
        key = SymmetricKey(data: apiV3Key)
    }

    /// The plain bytes; nil where the seal is broken or another key's.
    ///
    /// - Parameters:
    ///   - sealed: base64 of the sealed bytes and the tag after them.
    ///   - label: what else the seal covers; may be empty.
    func open(_ sealed: String, nonce: String, label: String) -> [UInt8]? {
        let nonceBytes = Array(nonce.utf8)
        guard nonceBytes.count == WeChatSeal.nonceBytes, let data = Data(base64Encoded: sealed),
            data.count >= WeChatSeal.tagBytes,
            let box = try? AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: nonceBytes),
                ciphertext: data.dropLast(WeChatSeal.tagBytes),
                tag: data.suffix(WeChatSeal.tagBytes)
            ),
            let plain = try? AES.GCM.open(box, using: key, authenticating: Array(label.utf8))
        else { return nil }
        return Array(plain)
    }
}
