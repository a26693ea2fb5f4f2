import CryptoExtras
import FakesForTests
import Foundation
import Gateways
import JSON
import NIOCore
import NIOHTTP1
import Synchronization

/// Alipay's gateway with one application, whose signatures it checks: orders are made, scanned, paid and paid back
/// here.
public final class FakeAlipay: Sendable {
    public struct Trade: Sendable {
        public var number: String
        public var amount: String
        /// As `WAIT_BUYER_PAY`; nil until the payer has scanned the code or signed in.
        public var status: String?
        public var notifyURL: String
        /// By the number of the refund, in fen.
        public var refunds: [String: Int] = [:]
        public var transaction: String { "2026112822001\(number)" }
        public var refundedFen: Int { refunds.values.reduce(0, +) }
    }

    private struct State {
        var trades: [String: Trade] = [:]
        var mishaps: [Mishap] = []
        /// What happens to every request for which nothing else is planned.
        var outage: Mishap?
        /// Refunds that are being worked at.
        var slowRefunds: [(trade: String, request: String, fen: Int)] = []
        var leavesOutRefundStatus = false
        var acts: [String] = []
        var notifications = 0
        var key = TestKeys.gateway
        /// In certificate mode.
        var certificate: String?
    }

    public static let appID = "2021000000000001"
    public static let sellerID = "2088000000000001"
    static let paidAt = "2026-11-28 19:31:00"
    private static let forms = CharacterSet.alphanumerics.intersection(
        CharacterSet(charactersIn: Unicode.Scalar(0)..."\u{7F}")
    )

    private let state = Mutex(State())
    private let server = Mutex<FakeServer?>(nil)

    public static func start() async throws -> FakeAlipay {
        let fake = FakeAlipay()
        let server = try await FakeServer.start { [unowned fake] request, _ in fake.answer(request) }
        fake.server.withLock { $0 = server }
        return fake
    }

    public func stop() async {
        await server.withLock { $0 }?.stop()
    }

    public var gateway: String { "\(server.withLock { $0!.base })/gateway.do" }
    public var requests: [FakeServer.Request] { server.withLock { $0!.requests } }

    /// Returns once that many requests have come in.
    public func receives(_ count: Int) async {
        await server.withLock { $0 }?.receives(count)
    }

    /// What was asked and understood: `alipay.trade.query R1`.
    public var acts: [String] { state.withLock { $0.acts } }

    public func trade(_ number: String) -> Trade? {
        state.withLock { $0.trades[number] }
    }

    /// Makes the next requests fail, in this order.
    public func failNext(_ mishaps: Mishap...) {
        state.withLock { $0.mishaps += mishaps }
    }

    /// Drops what is still planned for the next requests.
    public func forgetMishaps() {
        state.withLock { $0.mishaps = [] }
    }

    /// Makes every request fail that nothing else is planned for, until it is over.
    public func fail(always mishap: Mishap?) {
        state.withLock { $0.outage = mishap }
    }

    /// Leaves out whether a refund has succeeded when it is asked about, as older documents of Alipay's have it.
    public func leaveOutRefundStatus() {
        state.withLock { $0.leavesOutRefundStatus = true }
    }

    /// Moves the money of refunds that are being worked at.
    public func finishSlowRefunds() {
        state.withLock { state in
            for slow in state.slowRefunds { pay(back: slow.fen, by: slow.request, of: slow.trade, &state) }
            state.slowRefunds = []
        }
    }

    /// Pays money back in the merchant's console.
    public func payBack(_ fen: Int, of number: String, by request: String = "console") {
        state.withLock { pay(back: fen, by: request, of: number, &$0) }
    }

    private func pay(back fen: Int, by request: String, of number: String, _ state: inout State) {
        guard var trade = state.trades[number], trade.refunds[request] == nil,
            trade.refundedFen + fen <= FakeAlipay.fen(trade.amount)
        else { return }
        trade.refunds[request] = fen
        if trade.refundedFen == FakeAlipay.fen(trade.amount) { trade.status = "TRADE_CLOSED" }
        state.trades[number] = trade
    }

    /// Changes a trade behind everybody's back: `WAIT_BUYER_PAY`, `TRADE_SUCCESS`, `TRADE_FINISHED`, `TRADE_CLOSED`.
    public func set(_ number: String, to status: String?) {
        state.withLock { $0.trades[number]?.status = status }
    }

    public func pay(_ number: String) {
        set(number, to: "TRADE_SUCCESS")
    }

    /// Names the number of a certificate beside each answer's signature, and signs with that key.
    public func signs(asCertificate number: String, by key: _RSA.Signing.PrivateKey = TestKeys.gateway) {
        state.withLock { state in
            state.certificate = number
            state.key = key
        }
    }

    /// What a payer's browser does with the address of a page; false where the signature does not hold.
    public func visit(_ url: String) -> Bool {
        guard let fields = FakeAlipay.fields(url.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""),
            isSigned(fields), let content = try? JSON(parsing: fields["biz_content"] ?? "")
        else { return false }
        open(content, fields, "WAIT_BUYER_PAY")
        return true
    }

    /// What Alipay reports of a trade.
    ///
    /// - Parameters:
    ///   - changes: fields that are others, or nil for none, before it is signed.
    ///   - key: whose signature it bears.
    ///   - countsEmpty: whether empty values are part of what is signed.
    public func notification(
        of number: String,
        changing changes: [String: String?] = [:],
        signedBy key: _RSA.Signing.PrivateKey = TestKeys.gateway,
        countsEmpty: Bool = false
    ) -> GatewayNotification {
        GatewayNotification(headers: [:], body: ByteBuffer(string: form(of: number, changes, key, countsEmpty)))
    }

    private func form(
        of number: String,
        _ changes: [String: String?],
        _ key: _RSA.Signing.PrivateKey,
        _ countsEmpty: Bool
    ) -> String {
        let (trade, count) = state.withLock { state in
            state.notifications += 1
            return (state.trades[number]!, state.notifications)
        }
        var fields = [
            "notify_time": "2026-11-28 19:31:01", "notify_type": "trade_status_sync", "notify_id": "n\(count)",
            "app_id": FakeAlipay.appID, "auth_app_id": FakeAlipay.appID, "charset": "utf-8", "version": "1.0",
            "sign_type": "RSA2", "trade_no": trade.transaction, "out_trade_no": number,
            "buyer_id": "2088000000000009", "buyer_logon_id": "lin***@example.com", "seller_id": FakeAlipay.sellerID,
            "trade_status": trade.status ?? "WAIT_BUYER_PAY", "total_amount": trade.amount,
            "receipt_amount": trade.amount, "subject": "充值 100 积分 + 红包", "body": "",
            "gmt_create": "2026-11-28 19:30:30", "gmt_payment": FakeAlipay.paidAt,
            "fund_bill_list": #"[{"amount":"10.00","fundChannel":"ALIPAYACCOUNT"}]"#,
        ]
        if trade.refundedFen > 0 {
            fields["refund_fee"] = FakeAlipay.yuan(trade.refundedFen)
            fields["gmt_refund"] = FakeAlipay.paidAt
        }
        for (name, value) in changes { fields[name] = value }
        let signed = fields.filter { $0.key != "sign_type" && (countsEmpty || !$0.value.isEmpty) }
        fields["sign"] = fields["sign"] ?? TestKeys.sign(FakeAlipay.text(signed), by: key)
        return fields.map { "\($0.key)=\(FakeAlipay.escaped($0.value))" }.joined(separator: "&")
    }

    // MARK: Requests

    private func answer(_ request: FakeServer.Request) -> Reply {
        let query = request.path.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
        guard let fields = FakeAlipay.fields([query, request.body].filter { !$0.isEmpty }.joined(separator: "&")) else {
            return Reply(status: 400)
        }
        let method = fields["method"] ?? ""
        let mishap = state.withLock { $0.mishaps.isEmpty ? $0.outage : $0.mishaps.removeFirst() }
        switch mishap {
        case .refusal(_, let code): return reply(method, refusal(code))
        case .status(let status): return Reply(status: status, "<html>")
        case .reset: return .reset
        case .silence: return .silence
        case .noise: return .noise
        case .lost, .held, .forged, .unsigned, .strangersKey, .stale, .garbage, .otherOrder, .endless, .slow, nil: break
        }
        // What Alipay does not know whom to sign for, it does not sign.
        guard fields["app_id"] == FakeAlipay.appID else { return unknownApplication("isv.invalid-app-id") }
        guard isSigned(fields) else { return unknownApplication("isv.invalid-signature") }
        guard let content = try? JSON(parsing: fields["biz_content"] ?? "") else {
            return reply(method, refusal("isv.invalid-parameter", "40002"))
        }
        if mishap == .slow, method == "alipay.trade.refund" {
            beginSlowRefund(content)
            return .reset
        }
        let result = act(method, content, fields)
        switch mishap {
        case .lost: return .reset
        case .held(let gate): return reply(method, result).held(by: gate)
        case .otherOrder:
            return reply(method, result.filter { $0.name != "out_trade_no" } + [.init("out_trade_no", "R9")])
        default: return reply(method, result, mishap)
        }
    }

    private func act(_ method: String, _ content: JSON, _ fields: [String: String]) -> [JSON.Member] {
        let number = content["out_trade_no"]?.string ?? ""
        state.withLock { $0.acts.append("\(method) \(number)") }
        switch method {
        case "alipay.trade.precreate":
            if let refusal = open(content, fields, nil) { return refusal }
            return success([
                .init("out_trade_no", .string(number)), .init("qr_code", .string("https://qr.alipay.com/bax\(number)")),
            ])
        case "alipay.trade.query":
            guard let trade = trade(number), let status = trade.status else { return refusal("ACQ.TRADE_NOT_EXIST") }
            var members: [JSON.Member] = [
                .init("out_trade_no", .string(number)), .init("trade_no", .string(trade.transaction)),
                .init("trade_status", .string(status)), .init("total_amount", .string(trade.amount)),
                .init("buyer_logon_id", "小{林}\"\\***"),
            ]
            if status == "TRADE_SUCCESS" || status == "TRADE_FINISHED" || trade.refundedFen > 0 {
                members.append(.init("send_pay_date", .string(FakeAlipay.paidAt)))
            }
            return success(members)
        case "alipay.trade.close":
            guard let trade = trade(number), let status = trade.status else { return refusal("ACQ.TRADE_NOT_EXIST") }
            guard status == "WAIT_BUYER_PAY" else { return refusal("ACQ.TRADE_STATUS_ERROR") }
            set(number, to: "TRADE_CLOSED")
            return success([.init("out_trade_no", .string(number)), .init("trade_no", .string(trade.transaction))])
        case "alipay.trade.refund": return refund(number, content)
        case "alipay.trade.fastpay.refund.query":
            let request = content["out_request_no"]?.string ?? ""
            guard let trade = trade(number) else { return refusal("ACQ.TRADE_NOT_EXIST") }
            guard let fen = trade.refunds[request] else { return success([]) }
            let status: [JSON.Member] =
                state.withLock { $0.leavesOutRefundStatus } ? [] : [.init("refund_status", "REFUND_SUCCESS")]
            return success(
                [
                    .init("out_trade_no", .string(number)), .init("out_request_no", .string(request)),
                    .init("refund_amount", .string(FakeAlipay.yuan(fen))),
                ] + status
            )
        default: return refusal("isv.invalid-method", "40002")
        }
    }

    @discardableResult
    private func open(_ content: JSON, _ fields: [String: String], _ status: String?) -> [JSON.Member]? {
        let number = content["out_trade_no"]?.string ?? ""
        let amount = content["total_amount"]?.string ?? ""
        return state.withLock { state in
            guard let known = state.trades[number] else {
                let url = fields["notify_url"] ?? ""
                state.trades[number] = Trade(number: number, amount: amount, status: status, notifyURL: url)
                return nil
            }
            if known.status == "TRADE_SUCCESS" { return refusal("ACQ.TRADE_HAS_SUCCESS") }
            if known.status == "TRADE_CLOSED" { return refusal("ACQ.TRADE_HAS_CLOSE") }
            return known.amount == amount ? nil : refusal("ACQ.CONTEXT_INCONSISTENT")
        }
    }

    private func beginSlowRefund(_ content: JSON) {
        let (number, request) = (content["out_trade_no"]?.string ?? "", content["out_request_no"]?.string ?? "")
        let fen = FakeAlipay.fen(content["refund_amount"]?.string ?? "")
        state.withLock { $0.slowRefunds.append((number, request, fen)) }
    }

    private func refund(_ number: String, _ content: JSON) -> [JSON.Member] {
        let request = content["out_request_no"]?.string ?? ""
        let fen = FakeAlipay.fen(content["refund_amount"]?.string ?? "")
        return state.withLock { state in
            guard var trade = state.trades[number] else { return refusal("ACQ.TRADE_NOT_EXIST") }
            let known = trade.refunds[request]
            guard known == nil || known == fen else { return refusal("ACQ.DISCORDANT_REPEAT_REQUEST") }
            guard !state.slowRefunds.contains(where: { $0.request == request }) else {
                return refusal("ACQ.TRADE_STATUS_ERROR")
            }
            if known == nil {
                guard trade.status == "TRADE_SUCCESS" else { return refusal("ACQ.TRADE_STATUS_ERROR") }
                guard trade.refundedFen + fen <= FakeAlipay.fen(trade.amount) else {
                    return refusal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")
                }
                trade.refunds[request] = fen
                if trade.refundedFen == FakeAlipay.fen(trade.amount) { trade.status = "TRADE_CLOSED" }
                state.trades[number] = trade
            }
            return success([
                .init("out_trade_no", .string(number)), .init("trade_no", .string(trade.transaction)),
                .init("fund_change", known == nil ? "Y" : "N"),
                .init("refund_fee", .string(FakeAlipay.yuan(trade.refundedFen))),
            ])
        }
    }

    // MARK: Words

    private func success(_ members: [JSON.Member]) -> [JSON.Member] {
        [.init("code", "10000"), .init("msg", "Success")] + members
    }

    private func refusal(_ subcode: String, _ code: String = "40004") -> [JSON.Member] {
        // A bare number stands for a code of the gateway itself.
        if Int(subcode) != nil { return [.init("code", .string(subcode)), .init("msg", "No.")] }
        return [
            .init("code", .string(code)), .init("msg", "Business Failed"), .init("sub_code", .string(subcode)),
            .init("sub_msg", "不行"),
        ]
    }

    private func unknownApplication(_ subcode: String) -> Reply {
        var json = JSONWriter()
        json.object { $0.field("error_response", .object(refusal(subcode, "40002"))) }
        return Reply(headers: ["content-type": "text/html;charset=utf-8"], json.text)
    }

    private func reply(_ method: String, _ members: [JSON.Member], _ mishap: Mishap? = nil) -> Reply {
        var json = JSONWriter()
        json.value(JSON.object(members))
        // As Java's writers do, and in the order in which it came.
        var content = json.text.replacingOccurrences(of: "/", with: #"\/"#)
        if mishap == .garbage { content = "{nothing}" }
        let (own, certificate) = state.withLock { ($0.key, $0.certificate) }
        let key = mishap == .strangersKey ? TestKeys.stranger : own
        let signature = TestKeys.sign(content, by: key)
        if mishap == .forged { content = content.replacingOccurrences(of: "\"msg\":\"", with: "\"msg\":\"x") }
        if mishap == .endless { content += String(repeating: " ", count: 8 << 20) }
        let root = method.replacingOccurrences(of: ".", with: "_") + "_response"
        let number = certificate.map { #","alipay_cert_sn":"\#($0)""# } ?? ""
        let sign = mishap == .unsigned ? "" : #"\#(number),"sign":"\#(signature)""#
        return Reply(headers: ["content-type": "text/html;charset=utf-8"], #"{"\#(root)":\#(content)\#(sign)}"#)
    }

    private func isSigned(_ fields: [String: String]) -> Bool {
        guard let signature = fields["sign"], fields["sign_type"] == "RSA2", fields["timestamp"]?.count == 19 else {
            return false
        }
        let text = FakeAlipay.text(fields.filter { $0.key != "sign" })
        return TestKeys.isSigned(text, signature, by: TestKeys.merchant.publicKey)
    }

    private static func text(_ fields: [String: String]) -> String {
        fields.filter { $0.key != "sign" }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            .joined(separator: "&")
    }

    /// Reads a query or a form; nil where a name comes twice.
    public static func fields(_ text: String) -> [String: String]? {
        var fields: [String: String] = [:]
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let value = halves.count == 2 ? halves[1].replacingOccurrences(of: "+", with: " ") : ""
            guard let plain = value.removingPercentEncoding, fields.updateValue(plain, forKey: halves[0]) == nil else {
                return nil
            }
        }
        return fields
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: forms)!.replacingOccurrences(of: "%20", with: "+")
    }

    private static func fen(_ yuan: String) -> Int {
        Int(yuan.replacingOccurrences(of: ".", with: "")) ?? 0
    }

    private static func yuan(_ fen: Int) -> String {
        String(format: "%d.%02d", fen / 100, fen % 100)
    }
}
