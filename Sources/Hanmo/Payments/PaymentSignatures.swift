import Crypto

/// The signature that a trusted payment bridge puts on its reports.
///
/// `X-Hanmo-Timestamp` (Unix seconds) and `X-Hanmo-Signature`: hex HMAC-SHA256 of timestamp, a dot and the raw body.
struct PaymentSignatures: Sendable {
    /// How far a bridge's clock may be off.
    static let toleranceSeconds = 300

    let key: SymmetricKey

    /// - Parameter secret: `HANMO_PAYMENT_SECRET`; where there is none, a key is drawn from the installation's secret.
    init(secret: String?, secrets: Secrets) {
        key = secret.map { SymmetricKey(data: Array($0.utf8)) } ?? secrets.key(for: "payment callback")
    }

    func sign(_ body: some Collection<UInt8>, at seconds: Int) -> String {
        HMAC<SHA256>.authenticationCode(for: message(body, String(seconds)), using: key)
            .map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
            .joined()
    }

    /// True where body and timestamp are the bridge's, and recent; never under an empty key, which would be everybody's.
    func isValid(_ signature: String?, timestamp: String?, of body: some Collection<UInt8>, at now: Int) -> Bool {
        guard key.bitCount > 0, let signature, let timestamp, let seconds = Int(timestamp),
            let code = PaymentSignatures.bytes(signature), PaymentSignatures.recent(at: now / 1000).contains(seconds)
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message(body, timestamp), using: key)
    }

    private static func recent(at seconds: Int) -> ClosedRange<Int> {
        seconds - toleranceSeconds...seconds + toleranceSeconds
    }

    private func message(_ body: some Collection<UInt8>, _ timestamp: String) -> [UInt8] {
        Array("\(timestamp).".utf8) + body
    }

    private static func bytes(_ hexadecimal: String) -> [UInt8]? {
        let digits = hexadecimal.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == SHA256.byteCount * 2, !digits.contains(nil) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0]! << 4 | digits[$0 + 1]!) }
    }
}
