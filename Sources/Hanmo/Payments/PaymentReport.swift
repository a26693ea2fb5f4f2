import Crypto
import Gateways
import NIOCore
import NIOHTTP1
import Synchronization

/// What a payment gateway or bridge says of an order, once its signature has been found good.
struct PaymentReport: Sendable {
    enum Status: String, Sendable, CaseIterable {
        case success
        case failed
        case closed
    }

    let order: String
    let method: PaymentMethod
    /// The gateway's own number of the payment.
    let transaction: String
    let status: Status
    /// Nil where a bridge does not tell it.
    let amountFen: Int?
}

extension PaymentReport {
    /// What a gateway says of a payment; nil where that ends nothing: nobody has paid yet, or the money went back.
    init?(_ payment: Payment, by method: PaymentMethod) {
        let status: Status
        switch payment.state {
        case .paid: status = .success
        case .closed: status = .closed
        case .failed: status = .failed
        case .absent, .open, .refunded: return nil
        }
        self.init(
            order: payment.number,
            method: method,
            transaction: payment.transaction ?? payment.number,
            status: status,
            amountFen: payment.amountFen
        )
    }
}

/// A notification as it came in, whatever it says and whoever sent it.
struct PaymentNotice: Sendable {
    /// Where notifications come in.
    enum Channel: String, Sendable {
        /// The API document's own callback.
        case bridge
        case alipay
        case wechat
        /// Nowhere: a gateway was asked.
        case query
    }

    /// What became of it.
    enum Outcome: String, Sendable {
        /// Nobody knows who sent it.
        case unsigned
        /// Nobody knows who sent it, since it can't be read.
        case unreadable
        /// Signed, and makes no sense.
        case malformed
        /// Signed, and meant for another merchant or application.
        case otherMerchant = "other_merchant"
        /// Signed, and of no concern to an open order, such as a refund.
        case noted
        case unknownOrder = "unknown_order"
        case otherMethod = "other_method"
        case otherAmount = "other_amount"
        /// What was ordered has been handed over.
        case credited
        /// The same payment had been credited before.
        case repeated
        /// Another payment for an order that was paid already.
        case surplus
        case failed
        case closed
        /// A failure or a close of an order that had come to its end already.
        case late

        /// Whether somebody with a key has sent it; anybody can send the rest.
        var isProven: Bool { self != .unsigned && self != .unreadable }
    }

    let channel: Channel
    /// SHA-256 of all that was signed and of the signature: copies are one row of the books.
    let fingerprint: [UInt8]
    let address: String

    init(_ request: Request, over channel: Channel, signedBy headers: [String]) {
        self.channel = channel
        address = request.address
        var hash = SHA256()
        hash.update(data: Array("\(channel.rawValue)\n".utf8))
        for name in headers { hash.update(data: Array("\(request.headers.first(name: name) ?? "")\n".utf8)) }
        hash.update(data: Array(request.body.readableBytesView))
        fingerprint = Array(hash.finalize())
    }

    /// What a gateway has answered when it was asked.
    init(asked report: PaymentReport) {
        channel = .query
        address = ""
        let words = [report.order, report.transaction, report.status.rawValue, report.amountFen.map(String.init) ?? ""]
        fingerprint = Array(SHA256.hash(data: Array("query\n\(words.joined(separator: "\n"))".utf8)))
    }

    /// How long what was signed stays in the books: longer than a payer has to dispute a charge.
    static let memoryMilliseconds = 180 * 86_400_000
    /// How long what was not signed stays there: long enough to find a bridge that has the wrong key.
    static let unsignedMemoryMilliseconds = 7 * 86_400_000
}

/// How many unsigned notices are written down: anybody can send them, and each would be a write to the disk.
final class UnsignedAllowance: Sendable {
    /// In one process; with ``PaymentNotice/unsignedMemoryMilliseconds`` at most 100,800 rows.
    static let perMinute = 10

    private let window = Mutex((minute: 0, count: 0))

    func take(at now: Int) -> Bool {
        window.withLock { window in
            let minute = now / 60_000
            window = window.minute == minute ? (minute, window.count + 1) : (minute, 1)
            return window.count <= UnsignedAllowance.perMinute
        }
    }
}
