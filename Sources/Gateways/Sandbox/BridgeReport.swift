import JSON

/// What a payment bridge reports; the sandbox is one.
public struct BridgeReport: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case success
        case failed
        case closed
    }

    public var order: String
    public var channel: PaymentChannel
    public var transaction: String
    public var status: Status
    public var amountFen: Int?

    public init(order: String, channel: PaymentChannel, transaction: String, status: Status, amountFen: Int? = nil) {
        self.order = order
        self.channel = channel
        self.transaction = transaction
        self.status = status
        self.amountFen = amountFen
    }

    /// - Errors: `malformed`, naming the field.
    init(_ body: some Sequence<UInt8>) throws(Refusal) {
        guard let json = try? JSON(parsing: body) else { throw .malformed("it is no JSON") }
        guard let order = json["order_id"]?.string, 1...64 ~= order.utf8.count else { throw .malformed("order_id") }
        guard let channel = json["payment_method"]?.string.flatMap(PaymentChannel.init(rawValue:)) else {
            throw .malformed("payment_method")
        }
        guard let transaction = json["transaction_id"]?.string, 1...128 ~= transaction.utf8.count else {
            throw .malformed("transaction_id")
        }
        guard let status = json["status"]?.string.flatMap(Status.init(rawValue:)) else { throw .malformed("status") }
        self.order = order
        self.channel = channel
        self.transaction = transaction
        self.status = status
        switch json["amount"] {
        case nil, .null: break
        case .some(let amount):
            guard let fen = amount.double.flatMap(Yuan.fen), fen > 0 else { throw .malformed("amount") }
            amountFen = fen
        }
    }

    var body: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("order_id", order)
            json.field("payment_method", channel.rawValue)
            json.field("transaction_id", transaction)
            json.field("status", status.rawValue)
            if let amountFen {
                json.key("amount")
                json.raw(json: Yuan.text(amountFen).utf8)
            }
        }
        return json.bytes
    }
}
