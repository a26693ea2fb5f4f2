import Crypto
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

/// A notification as it came in, whatever it says and whoever sent it.
struct PaymentNotice: Sendable {
    /// Where notifications come in.
    enum Channel: String, Sendable {
        /// The API document's own callback.
        case bridge
    }

    /// What became of it.
    enum Outcome: String, Sendable {
        case unsigned
        case malformed
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
