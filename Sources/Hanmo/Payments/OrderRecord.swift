import JSON

/// An order as the people who run the site see it.
struct OrderRecord: Sendable {
    /// Which orders are wanted.
    struct Filter: Sendable {
        var kind: Order.Kind?
        var status: Order.Status?
        var method: PaymentMethod?
        var user: Int?
        /// What a number begins with: `R20260122` is all that one day's orders for credits have in common.
        var number: String?
        /// When it was opened, in UTC milliseconds; the first moment, and the one after the last.
        var from = 0
        var to = Int.max
    }

    let order: Order
    let username: String
    /// The gateway's own number of the payment.
    let transaction: String?
    /// When its money was back.
    let refundedAt: Int?
}

/// One try to pay an order, as it stands in the book.
struct RecordedAttempt: Sendable {
    let gateway: String
    let amountFen: Int
    let state: String
    let transaction: String?
    let createdAt: Int
    let endedAt: Int?
}

/// An order with all that has come of it; each list has its newest so many.
struct OrderSheet: Sendable {
    let record: OrderRecord
    let attempts: [RecordedAttempt]
    let refunds: [OrderRefund]
    let notices: [RecordedNotice]
    let movements: [LedgerMovement]
    let now: Int
}

// MARK: On the wire

/// An order in a list of all.
struct OrderRecordReceipt: WireValue {
    let record: OrderRecord
    let now: Int

    func write(to json: inout JSONWriter) {
        json.object { writeFields(to: &$0) }
    }

    func writeFields(to json: inout JSONWriter) {
        let order = record.order
        var credits: Int?
        var membership: MembershipType?
        switch order.goods {
        case .credits(let amount): credits = amount
        case .membership(let type): membership = type
        }
        json.field("order_id", order.number)
        json.field("kind", order.goods.kind.rawValue)
        json.field("user_id", order.user)
        json.field("username", record.username)
        json.field("membership_type", membership?.rawValue)
        json.field("amount", fen: order.amountFen)
        json.field("original_amount", fen: order.originalFen)
        json.field("discount_amount", fen: order.originalFen - order.amountFen)
        json.field("credits", credits)
        json.field("bonus_credits", order.bonusCredits)
        json.key("reduction")
        if let source = order.reducedBy {
            json.object { json in
                json.field("source", source.kind.rawValue)
                json.field("id", source.id)
                json.field("name", source.name)
            }
        } else {
            json.null()
        }
        json.field("payment_method", order.method.rawValue)
        json.field("gateway", order.gateway?.rawValue)
        json.field("transaction_id", record.transaction)
        json.field("status", order.status(at: now).rawValue)
        json.field("created_at", WireTime.text(order.createdAt))
        json.field("expires_at", order.expiresAt.map(WireTime.text))
        json.field("paid_at", order.paidAt.map(WireTime.text))
        json.field("refunded_at", record.refundedAt.map(WireTime.text))
    }
}

extension RecordedAttempt: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("gateway", gateway)
            json.field("amount", fen: amountFen)
            json.field("state", state)
            json.field("transaction_id", transaction)
            json.field("created_at", WireTime.text(createdAt))
            json.field("ended_at", endedAt.map(WireTime.text))
        }
    }
}

extension OrderSheet: WireValue {
    func write(to json: inout JSONWriter) {
        json.object { json in
            OrderRecordReceipt(record: record, now: now).writeFields(to: &json)
            json.key("attempts")
            attempts.write(to: &json)
            json.key("refunds")
            refunds.write(to: &json)
            json.key("notices")
            notices.write(to: &json)
            json.key("transactions")
            movements.write(to: &json)
        }
    }
}
