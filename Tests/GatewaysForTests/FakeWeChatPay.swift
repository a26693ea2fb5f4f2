import Crypto
import CryptoExtras
import FakesForTests
import Foundation
import Gateways
import JSON
import NIOCore
import NIOHTTP1
import Synchronization

/// WeChat Pay's gateway with one merchant, whose signatures it checks; it signs by its public key or by a certificate.
public final class FakeWeChatPay: Sendable {
    public struct Order: Sendable {
        public var number: String
        public var amountFen: Int
        public var state = "NOTPAY"
        public var content: String
        /// By the number of the refund, in fen.
        public var refunds: [String: Int] = [:]
        /// By the number of the refund, where it is not `PROCESSING`.
        public var refundStates: [String: String] = [:]
        public var transaction: String { "4200001\(number)" }
    }

    /// One of the gateway's certificates.
    public struct Listed: Sendable {
        public var serial: String
        public var pem: String
        public var key: _RSA.Signing.PrivateKey

        public init(serial: String, key: _RSA.Signing.PrivateKey, from: Int, until: Int) throws {
            self.serial = serial
            self.key = key
            pem = try TestKeys.certificate(of: key, serial: serial, from: from, until: until)
        }
    }

    struct State {
        var orders: [String: Order] = [:]
        var mishaps: [Mishap] = []
        /// What happens to every request for which nothing else is planned.
        var outage: Mishap?
        var acts: [String] = []
        var certificates: [Listed] = []
        var signer = FakeWeChatPay.publicKeyID
        var notifications = 0
        /// Orders that somebody pays as soon as the next question about them has been answered.
        var payers: Set<String> = []
    }

    public static let merchantID = "1900000001"
    public static let appID = "wx8888888888888888"
    public static let merchantSerial = "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C"
    public static let apiV3Key = "0123456789abcdef0123456789abcdef"
    public static let publicKeyID = "PUB_KEY_ID_0119000000012026112800000001"

    let state = Mutex(State())
    private let server = Mutex<FakeServer?>(nil)
    /// In UTC milliseconds.
    let clock: @Sendable () -> Int

    private init(_ clock: @escaping @Sendable () -> Int) {
        self.clock = clock
    }

    public static func start(clock: @escaping @Sendable () -> Int) async throws -> FakeWeChatPay {
        let fake = FakeWeChatPay(clock)
        let server = try await FakeServer.start { [unowned fake] request, _ in fake.answer(request) }
        fake.server.withLock { $0 = server }
        return fake
    }

    public func stop() async {
        await server.withLock { $0 }?.stop()
    }

    public var gateway: String { server.withLock { $0!.base } }
    public var requests: [FakeServer.Request] { server.withLock { $0!.requests } }

    /// Returns once that many requests have come in.
    public func receives(_ count: Int) async {
        await server.withLock { $0 }?.receives(count)
    }

    /// What was asked and understood: `GET /v3/…`.
    public var acts: [String] { state.withLock { $0.acts } }
    public func order(_ number: String) -> Order? { state.withLock { $0.orders[number] } }

    /// Makes the next requests fail, in this order; those for certificates too.
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

    /// Forgets an order, as if another merchant had opened it.
    public func forget(_ number: String) {
        state.withLock { $0.orders[number] = nil }
    }

    public func set(_ number: String, to word: String) {
        state.withLock { $0.orders[number]?.state = word }
    }

    public func pay(_ number: String) {
        set(number, to: "SUCCESS")
    }

    /// Pays an order right after the next question about it has been answered.
    public func payAfterQuestion(_ number: String) {
        state.withLock { _ = $0.payers.insert(number) }
    }

    /// What has become of a refund: `PROCESSING`, `SUCCESS`, `CLOSED`, `ABNORMAL`.
    public func setRefund(_ refund: String, to word: String) {
        state.withLock { state in
            for number in state.orders.keys where state.orders[number]?.refunds[refund] != nil {
                state.orders[number]?.refundStates[refund] = word
            }
        }
    }

    /// Lists these certificates and signs by the one of that number.
    public func list(_ certificates: [Listed], signingBy serial: String) {
        state.withLock { state in
            state.certificates = certificates
            state.signer = serial
        }
    }

    // MARK: Requests

    private func answer(_ request: FakeServer.Request) -> Reply {
        let mishap = state.withLock { $0.mishaps.isEmpty ? $0.outage : $0.mishaps.removeFirst() }
        switch mishap {
        case .refusal(let status, let code): return reply((status, ["code": .string(code), "message": "不行"]))
        case .status(let status): return Reply(status: status, "<html>")
        case .reset: return .reset
        case .silence: return .silence
        case .noise: return .noise
        case .lost, .held, .forged, .unsigned, .strangersKey, .stale, .garbage, .otherOrder, .endless, .slow, nil: break
        }
        guard isSigned(request) else {
            return Reply(status: 401, headers: ["Request-ID": "08F0-2"], #"{"code":"SIGN_ERROR","message":"签名错误"}"#)
        }
        let body = (try? JSON(parsing: request.body)) ?? .null
        state.withLock { $0.acts.append("\(request.method) \(request.path)") }
        let result = act(request, request.path.prefix { $0 != "?" }.split(separator: "/").map(String.init), body)
        switch mishap {
        case .lost: return .reset
        case .otherOrder:
            guard case .object(let members) = result.json else { return reply(result) }
            return reply((result.status, .object(members + [.init("out_trade_no", "R99999"), .init("code_url", "")])))
        case .held(let gate): return reply(result).held(by: gate)
        default: return reply(result, mishap)
        }
    }

    private typealias Result = (status: Int, json: JSON)

    private func act(_ request: FakeServer.Request, _ path: [String], _ body: JSON) -> Result {
        switch (request.method, path.count) {
        case ("GET", 2) where path[1] == "certificates": return (200, listed())
        case ("POST", 4) where path[3] == "native" || path[3] == "h5": return open(request, path[3], body)
        case ("GET", 5) where path[3] == "out-trade-no":
            guard request.path.hasSuffix("?mchid=\(FakeWeChatPay.merchantID)"), let order = order(plain(path[4])) else {
                return refusal(404, "ORDER_NOT_EXIST")
            }
            if state.withLock({ $0.payers.remove(order.number) }) != nil { pay(order.number) }
            return (200, transaction(order))
        case ("POST", 6) where path[5] == "close": return close(plain(path[4]), body)
        case ("POST", 4) where path[3] == "refunds": return refund(body)
        case ("GET", 5) where path[3] == "refunds":
            let found = state.withLock { state in state.orders.values.first { $0.refunds[plain(path[4])] != nil } }
            guard let found else { return refusal(404, "RESOURCE_NOT_EXISTS") }
            return (200, refund(plain(path[4]), of: found))
        default: return refusal(404, "NOT_FOUND")
        }
    }

    private func open(_ request: FakeServer.Request, _ kind: String, _ body: JSON) -> Result {
        guard body["mchid"]?.string == FakeWeChatPay.merchantID, body["appid"]?.string == FakeWeChatPay.appID,
            let number = body["out_trade_no"]?.string, let fen = body["amount"]?["total"]?.int,
            body["description"]?.string?.isEmpty == false, body["notify_url"]?.string?.hasPrefix("https://") == true,
            kind == "native" || body["scene_info"]?["payer_client_ip"]?.string != nil
        else { return refusal(400, "PARAM_ERROR") }
        return state.withLock { state in
            if let known = state.orders[number] {
                if known.state == "SUCCESS" { return refusal(400, "ORDERPAID") }
                if known.state == "CLOSED" { return refusal(400, "ORDER_CLOSED") }
                guard known.content == request.body else { return refusal(403, "OUT_TRADE_NO_USED") }
            }
            state.orders[number] = Order(number: number, amountFen: fen, content: request.body)
            return kind == "native"
                ? (200, ["code_url": .string("weixin://wxpay/bizpayurl?pr=\(number)")])
                : (
                    200,
                    ["h5_url": .string("https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx\(number)")]
                )
        }
    }

    private func transaction(_ order: Order) -> JSON {
        var members: [JSON.Member] = [
            .init("appid", .string(FakeWeChatPay.appID)), .init("mchid", .string(FakeWeChatPay.merchantID)),
            .init("out_trade_no", .string(order.number)), .init("trade_state", .string(order.state)),
        ]
        if order.state == "SUCCESS" || order.state == "REFUND" {
            members += [
                .init("transaction_id", .string(order.transaction)), .init("success_time", "2026-11-28T19:31:00+08:00"),
                .init("amount", ["total": .int(order.amountFen), "payer_total": 1, "currency": "CNY"]),
            ]
        }
        return .object(members)
    }

    private func close(_ number: String, _ body: JSON) -> Result {
        guard body["mchid"]?.string == FakeWeChatPay.merchantID else { return refusal(400, "PARAM_ERROR") }
        switch order(number)?.state {
        case nil: return refusal(404, "ORDERNOTEXIST")
        case "SUCCESS", "REFUND": return refusal(400, "ORDERPAID")
        case "CLOSED": return refusal(400, "ORDER_CLOSED")
        default:
            set(number, to: "CLOSED")
            return (204, .null)
        }
    }

    private func refund(_ body: JSON) -> Result {
        guard let number = body["out_trade_no"]?.string, let refund = body["out_refund_no"]?.string,
            let fen = body["amount"]?["refund"]?.int, let total = body["amount"]?["total"]?.int
        else { return refusal(400, "PARAM_ERROR") }
        return state.withLock { state in
            guard var order = state.orders[number] else { return refusal(404, "RESOURCE_NOT_EXISTS") }
            if let known = order.refunds[refund] {
                return known == fen ? (200, self.refund(refund, of: order)) : refusal(400, "INVALID_REQUEST")
            }
            guard order.state == "SUCCESS" || order.state == "REFUND", total == order.amountFen else {
                return refusal(400, "INVALID_REQUEST")
            }
            guard order.refunds.values.reduce(fen, +) <= order.amountFen else { return refusal(403, "NOT_ENOUGH") }
            order.refunds[refund] = fen
            order.state = "REFUND"
            state.orders[number] = order
            return (200, self.refund(refund, of: order))
        }
    }

    private func refund(_ number: String, of order: Order) -> JSON {
        [
            "refund_id": .string("503\(number)"), "out_refund_no": .string(number),
            "out_trade_no": .string(order.number),
            "transaction_id": .string(order.transaction), "status": .string(order.refundStates[number] ?? "PROCESSING"),
            "amount": ["refund": .int(order.refunds[number] ?? 0), "total": .int(order.amountFen), "currency": "CNY"],
        ]
    }

    private func listed() -> JSON {
        let certificates = state.withLock { $0.certificates }
        return [
            "data": .array(
                certificates.map { certificate in
                    [
                        "serial_no": .string(certificate.serial), "effective_time": "2026-01-01T00:00:00+08:00",
                        "expire_time": "2031-01-01T00:00:00+08:00",
                        "encrypt_certificate": [
                            "algorithm": "AEAD_AES_256_GCM", "nonce": .string(FakeWeChatPay.nonce),
                            "associated_data": "certificate",
                            "ciphertext": .string(
                                FakeWeChatPay.seal(certificate.pem, FakeWeChatPay.apiV3Key, "certificate")
                            ),
                        ],
                    ]
                }
            )
        ]
    }

    private func plain(_ part: String) -> String { part.removingPercentEncoding ?? "" }

    private func refusal(_ status: Int, _ code: String) -> Result {
        (status, ["code": .string(code), "message": "不行"])
    }

    private func reply(_ result: Result, _ mishap: Mishap? = nil) -> Reply {
        var json = JSONWriter()
        json.value(result.json)
        var body = result.json == .null ? "" : json.text
        if mishap == .garbage { body = "{nothing}" }
        var signing = Signing()
        if mishap == .stale { signing.seconds = -300 }
        if mishap == .strangersKey { signing.key = TestKeys.stranger }
        let signatures = mishap == .unsigned ? [] : signatures(on: body, signing)
        if mishap == .forged { body += " " }
        if mishap == .endless { body += String(repeating: " ", count: 8 << 20) }
        let status = result.status == 204 && !body.isEmpty ? 200 : result.status
        let headers = [("content-type", "application/json; charset=utf-8")] + signatures
        return Reply(status: status, headers: Dictionary(uniqueKeysWithValues: headers), body)
    }

    private func isSigned(_ request: FakeServer.Request) -> Bool {
        let scheme = "WECHATPAY2-SHA256-RSA2048 "
        guard let header = request.headers.first(name: "authorization"), header.hasPrefix(scheme),
            request.headers.first(name: "user-agent")?.isEmpty == false,
            request.headers.first(name: "accept") == "application/json"
        else { return false }
        var fields: [String: String] = [:]
        for part in header.dropFirst(scheme.count).split(separator: ",") {
            let halves = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard halves.count == 2 else { return false }
            fields[halves[0]] = halves[1].trimmingCharacters(in: ["\""])
        }
        guard fields["mchid"] == FakeWeChatPay.merchantID, fields["serial_no"] == FakeWeChatPay.merchantSerial,
            let seconds = fields["timestamp"].flatMap({ Int($0) }), abs(clock() / 1_000 - seconds) < 300,
            let nonce = fields["nonce_str"], nonce.count == 32, let signature = fields["signature"]
        else { return false }
        let text = "\(request.method)\n\(request.path)\n\(seconds)\n\(nonce)\n\(request.body)\n"
        return TestKeys.isSigned(text, signature, by: TestKeys.merchant.publicKey)
    }
}
