import JSON

/// A notification as it stands in the book: where it came in, what it said, what became of it.
struct RecordedNotice: Sendable {
    /// What of the book is wanted.
    struct Filter: Sendable {
        var outcome: PaymentNotice.Outcome?
        /// The number of an order.
        var order: String?
    }

    let id: Int
    let channel: String
    let outcome: String
    /// Whose it was; empty where a gateway was asked.
    let address: String
    /// What follows is nil where nobody knows who said it, or it can't be read.
    let order: String?
    let method: String?
    let transaction: String?
    let status: String?
    let amountFen: Int?
    /// How many copies came.
    let seen: Int
    let firstAt: Int
    let lastAt: Int
}

extension RecordedNotice: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", id)
            json.field("channel", channel)
            json.field("outcome", outcome)
            json.field("address", address)
            json.field("order_id", order)
            json.field("payment_method", method)
            json.field("transaction_id", transaction)
            json.field("status", status)
            if let amountFen {
                json.field("amount", fen: amountFen)
            } else {
                json.key("amount")
                json.null()
            }
            json.field("seen", seen)
            json.field("first_at", WireTime.text(firstAt))
            json.field("last_at", WireTime.text(lastAt))
        }
    }
}
