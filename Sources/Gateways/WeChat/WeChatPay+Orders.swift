import JSON
import NIOHTTP1
import Wire

extension WeChatPay {
    /// In characters.
    private static let descriptionLimit = 127
    private static let urlLimit = 255

    /// Opens an order: by a code to scan, or by an address that opens the app from a phone's browser.
    public func create(_ order: PaymentOrder) async throws(GatewayError) -> Invitation {
        try WeChatPay.check(order.number)
        guard order.amountFen > 0 else {
            throw GatewayError(.invalidRequest, message: "WeChat Pay's amounts are 0.01 yuan and more")
        }
        guard !order.notifyURL.contains("?"), order.notifyURL.utf8.count <= WeChatPay.urlLimit else {
            throw GatewayError(
                .misconfigured,
                message: "WeChat Pay reports to an address of 255 bytes without a query; \(order.notifyURL) is none"
            )
        }
        switch order.checkout {
        case .code:
            let answer = try await client.send(.POST, "/v3/pay/transactions/native", content(of: order))
            guard let code = answer["code_url"]?.string, !code.isEmpty else {
                throw GatewayError(.badResponse, message: "WeChat Pay's answer has no code for the order")
            }
            return .code(code)
        case .phone(_, let returnURL):
            let answer = try await client.send(.POST, "/v3/pay/transactions/h5", content(of: order))
            guard let url = answer["h5_url"]?.string, !url.isEmpty else {
                throw GatewayError(.badResponse, message: "WeChat Pay's answer has no address for the order")
            }
            return .url(returnURL.map { "\(url)&redirect_url=\(PercentText.escaped($0))" } ?? url)
        case .page:
            throw GatewayError(.unsupported, message: "WeChat Pay has no page for browsers; show a code")
        }
    }

    private func content(of order: PaymentOrder) -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("appid", appID)
            json.field("mchid", merchantID)
            json.field("description", String(order.subject.prefix(WeChatPay.descriptionLimit)))
            json.field("out_trade_no", order.number)
            json.field("time_expire", Moment.offset(order.expiresAt))
            json.field("notify_url", order.notifyURL)
            json.key("amount")
            json.object { json in
                json.field("total", order.amountFen)
                json.field("currency", WeChatPay.currency)
            }
            if case .phone(let address, _) = order.checkout {
                json.key("scene_info")
                json.object { json in
                    json.field("payer_client_ip", address)
                    json.key("h5_info")
                    json.object { $0.field("type", "Wap") }
                }
            }
        }
        return json.text
    }

    public func query(_ number: String) async throws(GatewayError) -> Payment {
        try WeChatPay.check(number)
        let answer: JSON
        do throws(GatewayError) {
            answer = try await client.send(.GET, "\(WeChatPay.path(of: number))?mchid=\(merchantID)")
        } catch {
            guard error.kind == .notFound else { throw error }
            return Payment(number: number, state: .absent)
        }
        do throws(Refusal) {
            let payment = try payment(answer)
            guard payment.number == number else { throw .otherOrder(payment.number) }
            return payment
        } catch {
            throw GatewayError(.badResponse, message: "WeChat Pay's answer is not about the order: \(error)")
        }
    }

    public func close(_ number: String) async throws(GatewayError) -> Closing {
        try WeChatPay.check(number)
        var json = JSONWriter()
        json.object { $0.field("mchid", merchantID) }
        do throws(GatewayError) {
            _ = try await client.send(.POST, "\(WeChatPay.path(of: number))/close", json.text)
            return .closed
        } catch {
            switch error.kind {
            case .alreadyClosed: return .closed
            case .notFound: return .absent
            default: throw error
            }
        }
    }

    /// A transaction, as answers and notifications tell of it.
    ///
    /// - Errors: `otherMerchant`, `otherApplication`, or `unintelligible` where something is missing.
    func payment(_ transaction: JSON) throws(Refusal) -> Payment {
        try checkMerchant(transaction)
        guard transaction["appid"]?.string == appID else {
            throw .otherApplication((transaction["appid"]?.string).quoted)
        }
        guard let number = transaction["out_trade_no"]?.string, let word = transaction["trade_state"]?.string,
            let state = WeChatPay.states[word]
        else { throw .unintelligible("it tells of no transaction") }
        let amountFen = transaction["amount"]?["total"]?.int
        guard amountFen != nil || (state != .paid && state != .refunded) else {
            throw .unintelligible("it has no amount")
        }
        guard transaction["amount"]?["currency"]?.string ?? WeChatPay.currency == WeChatPay.currency else {
            throw .unintelligible("its amount is not in yuan")
        }
        return Payment(
            number: number,
            state: state,
            transaction: transaction["transaction_id"]?.string,
            amountFen: amountFen,
            paidAt: transaction["success_time"]?.string.flatMap(Moment.milliseconds(offset:))
        )
    }

    func checkMerchant(_ resource: JSON) throws(Refusal) {
        guard resource["mchid"]?.string == merchantID else { throw .otherMerchant((resource["mchid"]?.string).quoted) }
    }

    private static let states: [String: Payment.State] = [
        "SUCCESS": .paid, "REFUND": .refunded, "NOTPAY": .open, "USERPAYING": .open, "ACCEPT": .open,
        "CLOSED": .closed, "REVOKED": .closed, "PAYERROR": .failed,
    ]

    private static let currency = "CNY"

    private static func path(of number: String) -> String {
        "/v3/pay/transactions/out-trade-no/\(PercentText.escaped(number))"
    }

    private static func check(_ number: String) throws(GatewayError) {
        guard number.isWord(6...32, others: "_-|*") else {
            throw GatewayError(.invalidRequest, message: "WeChat Pay's numbers are 6 to 32 letters, digits and _-|*")
        }
    }
}
