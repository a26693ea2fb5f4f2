import Crypto
import NIOHTTP1
import Wire

/// The signature that a trusted payment bridge puts on its reports, and the sandbox too.
///
/// `X-Hanmo-Timestamp` (Unix seconds) and `X-Hanmo-Signature`: hex HMAC-SHA256 of timestamp, a dot and the raw body.
public struct BridgeSignature: Sendable {
    public static let timestampHeader = "x-hanmo-timestamp"
    public static let header = "x-hanmo-signature"
    /// How far a bridge's clock may be off.
    public static let toleranceSeconds = 300

    private let key: SymmetricKey

    public init(key: SymmetricKey) {
        self.key = key
    }

    public func sign(_ body: some Sequence<UInt8>, at seconds: Int) -> String {
        code(BridgeSignature.message(body, String(seconds)))
    }

    /// Whether body and timestamp are the bridge's, and recent; never under an empty key, which would be everybody's.
    ///
    /// - Parameter now: in UTC milliseconds.
    /// - Errors: `unsigned`, `malformed`, `stale`, `forged`.
    public func check(_ body: some Sequence<UInt8>, _ headers: HTTPHeaders, at now: Int) throws(Refusal) {
        guard key.bitCount > 0, let signature = headers.first(name: BridgeSignature.header),
            let timestamp = headers.first(name: BridgeSignature.timestampHeader)
        else { throw .unsigned }
        guard let seconds = Int(timestamp) else { throw .malformed("its timestamp is no number") }
        let (apart, overflow) = (now / 1_000).subtractingReportingOverflow(seconds)
        guard !overflow, apart.magnitude <= BridgeSignature.toleranceSeconds else {
            throw .stale(seconds: overflow ? .max : apart)
        }
        guard let code = BridgeSignature.bytes(signature),
            HMAC<SHA256>.isValidAuthenticationCode(
                code,
                authenticating: BridgeSignature.message(body, timestamp),
                using: key
            )
        else { throw .forged }
    }

    /// What makes the page of an order its own, since numbers can be guessed.
    public func pageKey(of number: String) -> String {
        // No report begins like this, so neither can be taken for the other.
        String(code(Array("cashier \(number)".utf8)).prefix(BridgeSignature.pageKeyLength))
    }

    /// In hexadecimal digits: 128 bits.
    private static let pageKeyLength = 32

    private func code(_ message: [UInt8]) -> String {
        String(hex: HMAC<SHA256>.authenticationCode(for: message, using: key))
    }

    private static func message(_ body: some Sequence<UInt8>, _ timestamp: String) -> [UInt8] {
        Array("\(timestamp).".utf8) + body
    }

    private static func bytes(_ hexadecimal: String) -> [UInt8]? {
        let digits = hexadecimal.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == SHA256.byteCount * 2, !digits.contains(nil) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0]! << 4 | digits[$0 + 1]!) }
    }
}
