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
    /// When it was paid, in UTC milliseconds, where that is told.
    var paidAt: Int?
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
            amountFen: payment.amountFen,
            paidAt: payment.paidAt
        )
    }
}

/// A notification as it came in, whatever it says and whoever sent it.
struct PaymentNotice: Sendable {
    /// Where notifications come in.
    enum Channel: String, Sendable, CaseIterable {
        /// The API document's own callback.
        case bridge
        case alipay
        case wechat
        /// Nowhere: a gateway was asked.
        case query
    }

    /// What became of it.
    enum Outcome: String, Sendable, CaseIterable {
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
        /// Paid before the order was there: by another order of that number, such as one that a restored backup has
        /// lost.
        case olderPayment = "older_payment"
        /// What was ordered has been handed over.
        case credited
        /// It came so late that the order's coupon had gone to another order: what was paid has been handed over.
        case creditedPlainly = "credited_plainly"
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

    /// Those of a minute that nobody has signed and that have no row of their own.
    init(missedOver channel: Channel, at now: Int) {
        self.channel = channel
        address = ""
        fingerprint = Array(SHA256.hash(data: Array("missed\n\(channel.rawValue)\n\(now)".utf8)))
    }

    /// What a gateway has answered when it was asked.
    init(asked report: PaymentReport) {
        channel = .query
        address = ""
        let words = [report.order, report.transaction, report.status.rawValue, report.amountFen.map(String.init) ?? ""]
        fingerprint = Array(SHA256.hash(data: Array("query\n\(words.joined(separator: "\n"))".utf8)))
    }

    /// What it says of an order, by words of its own where it ends nothing.
    struct Content: Sendable {
        let order: String
        var method: PaymentMethod?
        var transaction: String?
        let status: String
        var amountFen: Int?
    }

    /// How long what was signed stays in the books: longer than a payer has to dispute a charge.
    static let memoryMilliseconds = 180 * WireTime.dayMilliseconds
    /// How long what was not signed stays there: long enough to find a bridge that has the wrong key.
    static let unsignedMemoryMilliseconds = 7 * WireTime.dayMilliseconds
}

extension PaymentNotice.Content {
    init(_ report: PaymentReport) {
        self.init(
            order: report.order,
            method: report.method,
            transaction: report.transaction,
            status: report.status.rawValue,
            amountFen: report.amountFen
        )
    }

    /// What a gateway tells that changes no order by itself; nil where it is of no order.
    init?(_ event: GatewayReport.Event, by method: PaymentMethod) {
        switch event {
        case .payment(let payment):
            self.init(
                order: payment.number,
                method: method,
                transaction: payment.transaction,
                status: payment.state.rawValue,
                amountFen: payment.refundedFen ?? payment.amountFen
            )
        case .refund(let refund):
            self.init(
                order: refund.order,
                method: method,
                transaction: refund.transaction,
                status: "refund_\(refund.state.rawValue)",
                amountFen: refund.amountFen
            )
        case .other: return nil
        }
    }
}
