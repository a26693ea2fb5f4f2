import JSON

extension Alipay {
    /// 0.01 to 100,000,000 yuan.
    private static let amountsFen = 1...10_000_000_000
    private static let numberLength = 1...64
    /// What a subject may be long, in characters, and what it must not hold.
    private static let subjectLimit = 256
    private static let forbidden: Set<Character> = ["/", "=", "&", "<", ">", "\"", "\\", "%"]
    /// What a code's life may be, in minutes: up to 15 days.
    private static let minutes = 1...21_600

    /// Opens an order: by a code to scan, or by a page to go to.
    public func create(_ order: PaymentOrder) async throws(GatewayError) -> Invitation {
        try Alipay.check(order.number, order.amountFen)
        switch order.checkout {
        case .code:
            let answer = try await client.send(
                "alipay.trade.precreate",
                content(of: order, product: "FACE_TO_FACE_PAYMENT"),
                [("notify_url", order.notifyURL)]
            )
            guard answer["out_trade_no"]?.string == order.number, let code = answer["qr_code"]?.string, !code.isEmpty
            else { throw GatewayError(.badResponse, message: "Alipay's answer has no code for the order") }
            return .code(code)
        case .page(let returnURL):
            return try page("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY", order, returnURL)
        case .phone(_, let returnURL):
            return try page("alipay.trade.wap.pay", "QUICK_WAP_WAY", order, returnURL)
        }
    }

    /// Alipay hears of such an order only when the payer comes with this address, which it signs nobody else.
    private func page(
        _ method: String,
        _ product: String,
        _ order: PaymentOrder,
        _ returnURL: String?
    ) throws(GatewayError) -> Invitation {
        let url = try client.url(
            method,
            content(of: order, product: product),
            [("notify_url", order.notifyURL), ("return_url", returnURL ?? "")]
        )
        return .url(url)
    }

    private func content(of order: PaymentOrder, product: String) -> String {
        let subject = String(order.subject.map { Alipay.forbidden.contains($0) ? " " : $0 }.prefix(Alipay.subjectLimit))
        var json = JSONWriter()
        json.object { json in
            json.field("out_trade_no", order.number)
            json.field("total_amount", Yuan.text(order.amountFen))
            json.field("subject", subject)
            json.field("product_code", product)
            if order.checkout == .code {
                // A code takes no moment but a span, in whole minutes; it had better end before the order than after.
                let left = (order.expiresAt - client.now) / 60_000
                let span = min(max(left, Alipay.minutes.lowerBound), Alipay.minutes.upperBound)
                json.field("timeout_express", "\(span)m")
            } else {
                json.field("time_expire", Moment.plain(order.expiresAt))
            }
        }
        return json.text
    }

    public func query(_ number: String) async throws(GatewayError) -> Payment {
        do throws(GatewayError) {
            let answer = try await client.send("alipay.trade.query", named(number))
            guard let payment = AlipayTrade(answer, paidAt: "send_pay_date")?.payment, payment.number == number else {
                throw GatewayError(.badResponse, message: "Alipay's answer is not about the order")
            }
            return payment
        } catch {
            // Until the payer scans the code or signs in, Alipay knows nothing of the order.
            guard error.kind == .notFound else { throw error }
            return Payment(number: number, state: .absent)
        }
    }

    public func close(_ number: String) async throws(GatewayError) -> Closing {
        do throws(GatewayError) {
            _ = try await client.send("alipay.trade.close", named(number))
            return .closed
        } catch {
            switch error.kind {
            case .notFound: return .absent
            case .alreadyClosed: return .closed
            // "Not in a state to be closed" is said of paid orders and of closed ones alike.
            case .notRefundable:
                switch try await query(number).state {
                case .closed: return .closed
                case .absent: return .absent
                case .paid, .refunded:
                    throw GatewayError(.alreadyPaid, code: error.code, message: error.message)
                case .open, .failed:
                    throw GatewayError(.refused, code: error.code, message: error.message)
                }
            default: throw error
            }
        }
    }

    private func named(_ number: String) -> String {
        var json = JSONWriter()
        json.object { $0.field("out_trade_no", number) }
        return json.text
    }

    static func check(_ number: String, _ amountFen: Int) throws(GatewayError) {
        guard number.isWord(numberLength, others: "_") else {
            throw GatewayError(.invalidRequest, message: "Alipay's numbers are 1 to 64 letters, digits and _")
        }
        guard amountsFen.contains(amountFen) else {
            throw GatewayError(.invalidRequest, message: "Alipay's amounts are 0.01 to 100000000 yuan")
        }
    }
}

/// A trade, as answers and notifications of Alipay tell of it.
struct AlipayTrade {
    let payment: Payment

    /// Nil where number, state or a price that should be there is missing or makes no sense.
    init?(_ answer: JSON, paidAt: String) {
        self.init(paidAt: paidAt) { answer[$0]?.string }
    }

    init?(paidAt: String, _ field: (String) -> String?) {
        guard let number = field("out_trade_no"), let status = field("trade_status") else { return nil }
        let amountFen = field("total_amount").flatMap(Yuan.fen)
        var refundedFen = field("refund_fee").flatMap(Yuan.fen)
        let moment = field(paidAt).flatMap(Moment.milliseconds(plain:))
        let state: Payment.State
        switch status {
        case "WAIT_BUYER_PAY": state = .open
        case "TRADE_SUCCESS", "TRADE_FINISHED":
            state = refundedFen.map { $0 > 0 && $0 == amountFen } == true ? .refunded : .paid
        // Also said of a trade that was paid and then paid back whole.
        case "TRADE_CLOSED": state = moment != nil || refundedFen ?? 0 > 0 ? .refunded : .closed
        default: return nil
        }
        guard amountFen != nil || state == .open || state == .closed else { return nil }
        // A trade that was paid is closed once all of it is back, and only then.
        if state == .refunded, refundedFen == nil { refundedFen = amountFen }
        payment = Payment(
            number: number,
            state: state,
            transaction: field("trade_no"),
            amountFen: amountFen,
            refundedFen: refundedFen,
            paidAt: moment
        )
    }
}
