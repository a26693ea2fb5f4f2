import NIOCore
import NIOHTTP1

/// What WeChat Pay puts beside a body: four headers, on answers and on notifications alike.
struct WeChatSignature: Sendable {
    /// Of the key: `PUB_KEY_ID_…`, or a platform certificate's number.
    let serial: String
    private let timestamp: String
    private let nonce: String
    private let signature: String

    /// How far WeChat Pay's clock and this one may be apart; its own libraries take no older message either.
    static let toleranceSeconds = 300

    /// Nil where one of the headers is missing.
    init?(_ headers: HTTPHeaders) {
        guard let serial = headers.first(name: "wechatpay-serial"),
            let timestamp = headers.first(name: "wechatpay-timestamp"),
            let nonce = headers.first(name: "wechatpay-nonce"),
            let signature = headers.first(name: "wechatpay-signature")
        else { return nil }
        self.serial = serial
        self.timestamp = timestamp
        self.nonce = nonce
        self.signature = signature
    }

    /// - Parameter now: in UTC milliseconds.
    func checkTime(at now: Int) throws(Refusal) {
        guard let seconds = Int(timestamp) else { throw .malformed("its timestamp is no number") }
        let (apart, overflow) = (now / 1_000).subtractingReportingOverflow(seconds)
        guard !overflow, abs(apart) < WeChatSignature.toleranceSeconds else {
            throw .stale(seconds: overflow ? .max : apart)
        }
    }

    func isValid(of body: ByteBuffer, by key: VerifyingKey) -> Bool {
        var message = Array("\(timestamp)\n\(nonce)\n".utf8)
        message.append(contentsOf: body.readableBytesView)
        message.append(UInt8(ascii: "\n"))
        return key.isValid(signature, of: message)
    }
}
