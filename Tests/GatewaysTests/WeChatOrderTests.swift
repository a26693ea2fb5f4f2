import CryptoExtras
import FakesForTests
import Foundation
import GatewaysForTests
import JSON
import NIOHTTP1
import Testing

@testable import Gateways

/// Orders at WeChat Pay, from the code to the refund, and every way in which a request fails.
@Suite(.fewFiles, .timeLimit(.minutes(2)))
struct WeChatOrderTests {
    static let order = PaymentOrder.test(.wechat)

    @Test func `an order's whole life: code, payment, refund`() async throws {
        try await withWeChat { stage in
            let (wechat, fake, number) = (stage.wechat, stage.fake, WeChatOrderTests.order.number)

            #expect(try await wechat.query(number) == Payment(number: number, state: .absent))
            #expect(try await wechat.create(WeChatOrderTests.order) == .code("weixin://wxpay/bizpayurl?pr=\(number)"))
            #expect(try await wechat.create(WeChatOrderTests.order) == .code("weixin://wxpay/bizpayurl?pr=\(number)"))
            #expect(try await wechat.query(number) == Payment(number: number, state: .open))
            fake.pay(number)
            #expect(
                try await wechat.query(number)
                    == Payment(
                        number: number,
                        state: .paid,
                        transaction: "4200001\(number)",
                        amountFen: 1_000,
                        paidAt: TestClock.start + 60_000
                    )
            )
            let part = RefundOrder(number: "F-1@2", order: number, amountFen: 400, orderAmountFen: 1_000, reason: "退款")
            #expect(try await wechat.query(part).state == .absent)
            let refund = try await wechat.refund(part)
            #expect(refund.state == .pending)
            #expect(refund.amountFen == 400)
            #expect(refund.transaction == "503F-1@2")
            #expect(try await wechat.refund(part) == refund)
            #expect(try await wechat.query(part) == refund)
            #expect(fake.order(number)?.refunds == ["F-1@2": 400])
            #expect(try await wechat.query(number).state == .refunded)
        }
    }

    @Test func `what is sent is what was ordered`() async throws {
        try await withWeChat { stage in
            let order = WeChatOrderTests.order.with { $0.subject = String(repeating: "春", count: 200) }
            _ = try await stage.wechat.create(order)

            let request = stage.fake.requests[0]
            #expect(request.path == "/v3/pay/transactions/native")
            #expect(request.headers.first(name: "wechatpay-serial") == FakeWeChatPay.publicKeyID)
            let body = try JSON(parsing: request.body)
            #expect(body["appid"] == .string(FakeWeChatPay.appID))
            #expect(body["mchid"] == .string(FakeWeChatPay.merchantID))
            #expect(body["amount"] == ["total": 1_000, "currency": "CNY"])
            #expect(body["time_expire"] == "2026-11-28T20:00:00+08:00")
            #expect(body["notify_url"] == .string(order.notifyURL))
            #expect(body["description"] == .string(String(repeating: "春", count: 127)))
            #expect(body["scene_info"] == nil)
        }
    }

    @Test func `a phone gets an address that leads back`() async throws {
        try await withWeChat { stage in
            let order = WeChatOrderTests.order.with {
                $0.checkout = .phone(address: "203.0.113.9", returnURL: "https://hanmo.example.com/?a=1")
            }
            let address = "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx\(order.number)"

            #expect(
                try await stage.wechat.create(order)
                    == .url("\(address)&redirect_url=https%3A%2F%2Fhanmo.example.com%2F%3Fa%3D1")
            )
            let body = try JSON(parsing: stage.fake.requests[0].body)
            #expect(body["scene_info"] == ["payer_client_ip": "203.0.113.9", "h5_info": ["type": "Wap"]])
        }
    }

    @Test func `there is no page for browsers`() async throws {
        try await withWeChat { stage in
            let order = WeChatOrderTests.order.with { $0.checkout = .page(returnURL: nil) }
            #expect(
                await failure { () throws(GatewayError) in try await stage.wechat.create(order) }?.kind == .unsupported
            )
        }
    }

    @Test func `an order is closed once, and never where it was paid`() async throws {
        try await withWeChat { stage in
            let (wechat, fake, number) = (stage.wechat, stage.fake, WeChatOrderTests.order.number)

            #expect(try await wechat.close(number) == .absent)
            _ = try await wechat.create(WeChatOrderTests.order)
            #expect(try await wechat.close(number) == .closed)
            #expect(try await wechat.close(number) == .closed)
            #expect(try await wechat.query(number).state == .closed)
            #expect(
                await failure { () throws(GatewayError) in try await wechat.create(WeChatOrderTests.order) }?.kind
                    == .alreadyClosed
            )
            fake.pay(number)
            #expect(await failure { () throws(GatewayError) in try await wechat.close(number) }?.kind == .alreadyPaid)
            #expect(
                await failure { () throws(GatewayError) in try await wechat.create(WeChatOrderTests.order) }?.kind
                    == .alreadyPaid
            )
        }
    }

    static let states: [(String, Payment.State)] = [
        ("SUCCESS", .paid), ("REFUND", .refunded), ("NOTPAY", .open), ("USERPAYING", .open), ("ACCEPT", .open),
        ("CLOSED", .closed), ("REVOKED", .closed), ("PAYERROR", .failed),
    ]

    @Test(arguments: states)
    func `every state has its meaning`(_ word: String, _ state: Payment.State) async throws {
        try await withWeChat { stage in
            _ = try await stage.wechat.create(WeChatOrderTests.order)
            stage.fake.set(WeChatOrderTests.order.number, to: word)
            #expect(try await stage.wechat.query(WeChatOrderTests.order.number).state == state)
        }
    }

    @Test func `a state that nobody knows is no answer`() async throws {
        try await withWeChat { stage in
            _ = try await stage.wechat.create(WeChatOrderTests.order)
            stage.fake.set(WeChatOrderTests.order.number, to: "DREAMT")
            let error = await failure { () throws(GatewayError) in
                try await stage.wechat.query(WeChatOrderTests.order.number)
            }
            #expect(error?.kind == .badResponse)
        }
    }

    @Test func `numbers with every character that is allowed travel escaped`() async throws {
        try await withWeChat { stage in
            let order = WeChatOrderTests.order.with { $0.number = "R_-|*1" }
            _ = try await stage.wechat.create(order)
            #expect(try await stage.wechat.query("R_-|*1").state == .open)
            #expect(stage.fake.acts.last == "GET /v3/pay/transactions/out-trade-no/R_-%7C%2A1?mchid=1900000001")
        }
    }

    @Test(arguments: ["", "R1", "R 1234", "春春春春春春", "R12345@", String(repeating: "1", count: 33), "../../x"])
    func `a number that can't be is not sent`(_ number: String) async throws {
        try await withWeChat { stage in
            let order = WeChatOrderTests.order.with { $0.number = number }
            #expect(
                await failure { () throws(GatewayError) in try await stage.wechat.create(order) }?.kind
                    == .invalidRequest
            )
            #expect(
                await failure { () throws(GatewayError) in try await stage.wechat.query(number) }?.kind
                    == .invalidRequest
            )
            #expect(
                await failure { () throws(GatewayError) in try await stage.wechat.close(number) }?.kind
                    == .invalidRequest
            )
            #expect(stage.fake.requests.isEmpty)
        }
    }

    @Test(arguments: [
        "https://hanmo.example.com/notify?a=1",
        "https://" + String(repeating: "a", count: 255),
    ])
    func `an address that WeChat Pay would not report to is told at once`(_ url: String) async throws {
        try await withWeChat { stage in
            let order = WeChatOrderTests.order.with { $0.notifyURL = url }
            #expect(
                await failure { () throws(GatewayError) in try await stage.wechat.create(order) }?.kind
                    == .misconfigured
            )
            #expect(stage.fake.requests.isEmpty)
        }
    }

    @Test(arguments: [(0, 10), (-1, 10), (11, 10)])
    func `a refund of nothing or of too much is not sent`(_ fen: Int, _ total: Int) async throws {
        try await withWeChat { stage in
            let refund = RefundOrder(number: "F1", order: "R12345", amountFen: fen, orderAmountFen: total)
            #expect(
                await failure { () throws(GatewayError) in try await stage.wechat.refund(refund) }?.kind
                    == .invalidRequest
            )
            #expect(stage.fake.requests.isEmpty)
        }
    }

    @Test func `a reason is cut to eighty bytes, between characters`() async throws {
        try await withWeChat { stage in
            let reason = String(repeating: "春", count: 40)
            let refund = RefundOrder(number: "F1", order: "R12345", amountFen: 1, orderAmountFen: 1, reason: reason)
            _ = await failure { () throws(GatewayError) in try await stage.wechat.refund(refund) }
            let body = try JSON(parsing: stage.fake.requests[0].body)
            #expect(body["reason"] == .string(String(repeating: "春", count: 26)))
        }
    }

    static let refusals: [(Int, String, GatewayError.Kind)] = [
        (500, "SYSTEM_ERROR", .unavailable), (500, "SYSTEMERROR", .unavailable), (500, "BANK_ERROR", .unavailable),
        (202, "BIZERR_NEED_RETRY", .badResponse), (429, "FREQUENCY_LIMITED", .rateLimited),
        (403, "FREQUENCY_LIMIT_EXCEED", .rateLimited), (429, "RATELIMIT_EXCEEDED", .rateLimited),
        (401, "SIGN_ERROR", .unauthorized), (403, "NO_AUTH", .unauthorized), (400, "MCH_NOT_EXISTS", .unauthorized),
        (400, "APPID_MCHID_NOT_MATCH", .unauthorized), (400, "ORDERPAID", .alreadyPaid),
        (400, "ORDER_PAID", .alreadyPaid),
        (400, "ORDER_CLOSED", .alreadyClosed), (400, "ORDERCLOSED", .alreadyClosed),
        (404, "ORDER_NOT_EXIST", .notFound),
        (404, "ORDERNOTEXIST", .notFound), (404, "RESOURCE_NOT_EXISTS", .notFound),
        (403, "OUT_TRADE_NO_USED", .conflict),
        (403, "NOT_ENOUGH", .notEnoughFunds), (403, "USER_ACCOUNT_ABNORMAL", .notRefundable),
        (400, "PARAM_ERROR", .invalidRequest),
        (400, "INVALID_REQUEST", .invalidRequest), (403, "TRADE_ERROR", .refused), (403, "RULE_LIMIT", .refused),
        (400, "SOMETHING_NEW", .refused), (503, "SOMETHING_NEW", .unavailable),
    ]

    @Test(arguments: refusals)
    func `every documented refusal has its meaning`(
        _ status: Int,
        _ code: String,
        _ kind: GatewayError.Kind
    ) async throws {
        try await withWeChat(attempts: 1) { stage in
            stage.fake.failNext(.refusal(status: status, code: code))
            let refund = RefundOrder(number: "F1", order: "R12345", amountFen: 1, orderAmountFen: 1)
            let error = await failure { () throws(GatewayError) in try await stage.wechat.refund(refund) }

            #expect(error?.kind == kind)
            #expect(error?.status == status || kind == .badResponse)
            if kind != .badResponse {
                #expect(error?.code == code)
                #expect(error?.requestID == "08F0-1")
            }
        }
    }

    @Test func `a merchant whose key is wrong hears so`() async throws {
        try await withWeChat({ $0.privateKey = .text(TestKeys.stranger.pemRepresentation) }) { stage in
            let error = await failure { () throws(GatewayError) in try await stage.wechat.create(WeChatOrderTests.order)
            }
            #expect(error?.kind == .unauthorized)
            #expect(error?.code == "SIGN_ERROR")
        }
    }

    @Test(arguments: [Mishap.forged, .unsigned, .strangersKey, .stale])
    func `an answer that WeChat Pay did not sign just now is not believed`(_ mishap: Mishap) async throws {
        try await withWeChat { stage in
            _ = try await stage.wechat.create(WeChatOrderTests.order)
            stage.fake.pay(WeChatOrderTests.order.number)
            stage.fake.failNext(mishap)

            let error = await failure { () throws(GatewayError) in
                try await stage.wechat.query(WeChatOrderTests.order.number)
            }

            #expect(error?.kind == .untrusted)
            #expect(error?.leavesDoubt == true)
        }
    }

    @Test func `closing, too, is believed only where the empty answer is signed`() async throws {
        try await withWeChat { stage in
            _ = try await stage.wechat.create(WeChatOrderTests.order)
            stage.fake.failNext(.unsigned)
            let error = await failure { () throws(GatewayError) in
                try await stage.wechat.close(WeChatOrderTests.order.number)
            }
            #expect(error?.kind == .untrusted)
        }
    }

    static let bad: [(Mishap, GatewayError.Kind)] = [
        (.garbage, .badResponse), (.endless, .tooLarge), (.noise, .badResponse), (.status(404), .badResponse),
        (.status(302), .badResponse), (.status(401), .unauthorized), (.status(429), .rateLimited),
        (.status(502), .unavailable),
        (.reset, .unreachable), (.silence, .timedOut), (.otherOrder, .badResponse),
    ]

    @Test(arguments: bad)
    func `every way in which the connection fails has its meaning`(
        _ mishap: Mishap,
        _ kind: GatewayError.Kind
    ) async throws {
        try await withWeChat(limits: mishap == .silence ? impatient() : GatewayHTTP.Limits(), attempts: 1) { stage in
            stage.fake.failNext(mishap)
            #expect(
                await failure { () throws(GatewayError) in try await stage.wechat.create(WeChatOrderTests.order) }?.kind
                    == kind
            )
        }
    }

    @Test func `an answer about another order is none`() async throws {
        try await withWeChat { stage in
            _ = try await stage.wechat.create(WeChatOrderTests.order)
            stage.fake.failNext(.otherOrder)
            let error = await failure { () throws(GatewayError) in
                try await stage.wechat.query(WeChatOrderTests.order.number)
            }
            #expect(error?.kind == .badResponse)
        }
    }

    @Test(arguments: [Mishap.reset, .lost, .status(503), .refusal(status: 500, code: "SYSTEM_ERROR")])
    func `what passes is tried again, and an order is still one`(_ mishap: Mishap) async throws {
        try await withWeChat { stage in
            stage.fake.failNext(mishap, mishap)

            let invitation = try await stage.wechat.create(WeChatOrderTests.order)
            #expect(invitation == .code("weixin://wxpay/bizpayurl?pr=R202611281000001"))
            #expect(stage.pauses.all == [.milliseconds(300), .milliseconds(600)])
        }
    }

    @Test func `where one address does not answer, the other is asked`() async throws {
        try await withWeChat { silent in
            try await withWeChat({ $0.gateways.insert(silent.fake.gateway + "/", at: 0) }) { stage in
                silent.fake.failNext(.reset, .reset)

                let payment = try await stage.wechat.query("R12345")

                #expect(payment.state == .absent)
                #expect(silent.fake.requests.count == 1)
                #expect(stage.fake.acts.count == 1)
            }
        }
    }

    @Test func `a refund whose answer is lost is made once`() async throws {
        try await withWeChat { stage in
            let number = WeChatOrderTests.order.number
            _ = try await stage.wechat.create(WeChatOrderTests.order)
            stage.fake.pay(number)
            stage.fake.failNext(.lost, .lost)

            let whole = RefundOrder(number: "F1", order: number, amountFen: 1_000, orderAmountFen: 1_000)
            #expect(try await stage.wechat.refund(whole).state == .pending)
            #expect(stage.fake.order(number)?.refunds == ["F1": 1_000])
        }
    }
}
