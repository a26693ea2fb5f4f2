import CryptoExtras
import FakesForTests
import Foundation
import GatewaysForTests
import NIOHTTP1
import Testing

@testable import Gateways

/// Orders at Alipay, from the code to the refund, and every way in which a request fails.
@Suite(.fewFiles, .timeLimit(.minutes(2)))
struct AlipayOrderTests {
    static let order = PaymentOrder.test(.alipay)

    @Test func `an order's whole life: code, scan, payment, refund`() async throws {
        try await withAlipay { stage in
            let (alipay, fake, number) = (stage.alipay, stage.fake, AlipayOrderTests.order.number)

            #expect(try await alipay.create(AlipayOrderTests.order) == .code("https://qr.alipay.com/bax\(number)"))
            #expect(try await alipay.query(number) == Payment(number: number, state: .absent))
            fake.set(number, to: "WAIT_BUYER_PAY")
            #expect(try await alipay.query(number).state == .open)
            fake.pay(number)
            let paid = try await alipay.query(number)
            #expect(paid.state == .paid)
            #expect(paid.amountFen == 1_000)
            #expect(paid.transaction == "2026112822001\(number)")
            #expect(paid.paidAt == TestClock.start + 60_000)
            let half = RefundOrder(number: "F1", order: number, amountFen: 400, orderAmountFen: 1_000, reason: "退款")
            #expect(try await alipay.query(half).state == .absent)
            #expect(try await alipay.refund(half).state == .done)
            #expect(try await alipay.refund(half).state == .done)
            #expect(fake.trade(number)?.refundedFen == 400)
            let found = try await alipay.query(half)
            #expect(found == Refund(number: "F1", order: number, state: .done, amountFen: 400))
            let rest = RefundOrder(number: "F2", order: number, amountFen: 600, orderAmountFen: 1_000)
            #expect(try await alipay.refund(rest).state == .done)
            #expect(try await alipay.query(number).state == .refunded)
        }
    }

    @Test func `what is sent is what was ordered`() async throws {
        try await withAlipay { stage in
            let order = AlipayOrderTests.order.with { $0.subject = "a/b=c&d <春天>" + String(repeating: "x", count: 300) }
            _ = try await stage.alipay.create(order)

            let request = stage.fake.requests[0]
            #expect(request.method == "POST")
            #expect(request.headers.first(name: "content-type") == "application/x-www-form-urlencoded;charset=utf-8")
            let query = try #require(FakeAlipay.fields(String(request.path.split(separator: "?")[1])))
            #expect(query["app_id"] == FakeAlipay.appID)
            #expect(query["timestamp"] == "2026-11-28 19:30:00")
            #expect(query["notify_url"] == order.notifyURL)
            #expect(query["return_url"] == nil)
            let content = try #require(FakeAlipay.fields(request.body)?["biz_content"])
            #expect(content.contains(#""out_trade_no":"\#(order.number)""#))
            #expect(content.contains(#""total_amount":"10.00""#))
            #expect(content.contains(#""timeout_express":"30m""#))
            #expect(content.contains(#""subject":"a b c d  春天 xx"#))
            #expect(!content.contains(String(repeating: "x", count: 250)))
        }
    }

    @Test func `a page is an address that only the merchant can have signed`() async throws {
        try await withAlipay { stage in
            let order = AlipayOrderTests.order.with {
                $0.checkout = .page(returnURL: "https://hanmo.example.com/?a=1&b=2")
            }
            guard case .url(let url) = try await stage.alipay.create(order) else {
                Issue.record("a page should be an address")
                return
            }

            #expect(url.hasPrefix(stage.fake.gateway + "?"))
            #expect(stage.fake.requests.isEmpty)
            #expect(!stage.fake.visit(url.replacingOccurrences(of: "10.00", with: "00.01")))
            #expect(stage.fake.visit(url))
            #expect(stage.fake.trade(order.number)?.amount == "10.00")
            let fields = try #require(FakeAlipay.fields(String(url.split(separator: "?", maxSplits: 1)[1])))
            #expect(fields["method"] == "alipay.trade.page.pay")
            #expect(fields["return_url"] == "https://hanmo.example.com/?a=1&b=2")
            #expect(fields["biz_content"]?.contains(#""time_expire":"2026-11-28 20:00:00""#) == true)
        }
    }

    @Test func `a phone gets the page for phones`() async throws {
        try await withAlipay { stage in
            let order = AlipayOrderTests.order.with { $0.checkout = .phone(address: "203.0.113.9", returnURL: nil) }
            guard case .url(let url) = try await stage.alipay.create(order) else {
                Issue.record("a page should be an address")
                return
            }

            #expect(url.contains("method=alipay.trade.wap.pay"))
            #expect(stage.fake.visit(url))
        }
    }

    @Test func `an order is closed once, and never where it was paid`() async throws {
        try await withAlipay { stage in
            let (alipay, fake, number) = (stage.alipay, stage.fake, AlipayOrderTests.order.number)
            _ = try await alipay.create(AlipayOrderTests.order)

            #expect(try await alipay.close(number) == .absent)
            fake.set(number, to: "WAIT_BUYER_PAY")
            #expect(try await alipay.close(number) == .closed)
            #expect(try await alipay.close(number) == .closed)
            #expect(try await alipay.query(number).state == .closed)
            #expect(
                await failure { () throws(GatewayError) in try await alipay.create(AlipayOrderTests.order) }?.kind
                    == .alreadyClosed
            )
            fake.pay(number)
            #expect(await failure { () throws(GatewayError) in try await alipay.close(number) }?.kind == .alreadyPaid)
            #expect(
                await failure { () throws(GatewayError) in try await alipay.create(AlipayOrderTests.order) }?.kind
                    == .alreadyPaid
            )
            #expect(fake.trade(number)?.status == "TRADE_SUCCESS")
        }
    }

    @Test func `the same number for another amount is a conflict`() async throws {
        try await withAlipay { stage in
            _ = try await stage.alipay.create(AlipayOrderTests.order)
            _ = try await stage.alipay.create(AlipayOrderTests.order)

            let other = AlipayOrderTests.order.with { $0.amountFen = 1 }
            #expect(
                await failure { () throws(GatewayError) in try await stage.alipay.create(other) }?.kind == .conflict
            )
            #expect(stage.fake.trade(other.number)?.amount == "10.00")
        }
    }

    @Test(arguments: [0, -1, 10_000_000_001])
    func `an amount that can't be is not sent`(_ amountFen: Int) async throws {
        try await withAlipay { stage in
            let order = AlipayOrderTests.order.with { $0.amountFen = amountFen }
            #expect(
                await failure { () throws(GatewayError) in try await stage.alipay.create(order) }?.kind
                    == .invalidRequest
            )
            #expect(stage.fake.requests.isEmpty)
        }
    }

    @Test(arguments: ["", "R-1", "R 1", "春", String(repeating: "1", count: 65)])
    func `a number that can't be is not sent`(_ number: String) async throws {
        try await withAlipay { stage in
            let order = AlipayOrderTests.order.with { $0.number = number }
            #expect(
                await failure { () throws(GatewayError) in try await stage.alipay.create(order) }?.kind
                    == .invalidRequest
            )
            #expect(stage.fake.requests.isEmpty)
        }
    }

    static let refusals: [(String, GatewayError.Kind)] = [
        ("20000", .unavailable), ("20001", .unauthorized), ("40005", .rateLimited), ("40006", .unauthorized),
        ("ACQ.SYSTEM_ERROR", .unavailable), ("AQC.SYSTEM_ERROR", .unavailable), ("aop.ACQ.SYSTEM_ERROR", .unavailable),
        ("ACQ.TRADE_NOT_EXIST", .notFound), ("ACQ.TRADE_HAS_SUCCESS", .alreadyPaid),
        ("ACQ.TRADE_HAS_CLOSE", .alreadyClosed),
        ("ACQ.CONTEXT_INCONSISTENT", .conflict), ("ACQ.DISCORDANT_REPEAT_REQUEST", .conflict),
        ("ACQ.SELLER_BALANCE_NOT_ENOUGH", .notEnoughFunds), ("ACQ.TRADE_HAS_FINISHED", .notRefundable),
        ("ACQ.TRADE_STATUS_ERROR", .notRefundable), ("ACQ.REASON_TRADE_BEEN_FREEZEN", .notRefundable),
        ("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", .notRefundable), ("ACQ.ACCESS_FORBIDDEN", .unauthorized),
        ("ACQ.INVALID_PARAMETER", .invalidRequest), ("ACQ.TOTAL_FEE_EXCEED", .invalidRequest),
        ("ACQ.PAYMENT_REQUEST_HAS_RISK", .refused), ("ACQ.SOMETHING_NEW", .refused),
    ]

    @Test(arguments: refusals)
    func `every documented refusal has its meaning`(_ code: String, _ kind: GatewayError.Kind) async throws {
        try await withAlipay(attempts: 1) { stage in
            stage.fake.failNext(.refusal(code: code))
            let refund = RefundOrder(number: "F1", order: "R1", amountFen: 1, orderAmountFen: 1)
            let error = await failure { () throws(GatewayError) in try await stage.alipay.refund(refund) }

            #expect(error?.kind == kind)
            #expect(error?.code == code)
        }
    }

    @Test func `a wrong application and a wrong key are told apart from trouble with the order`() async throws {
        try await withAlipay { stage in
            var merchant = Alipay.Merchant.test(gateway: stage.fake.gateway)
            merchant.appID = "2021000000000002"
            let other = try Alipay(merchant, idleHTTP(stage.clock))
            let error = await failure { () throws(GatewayError) in try await other.query("R1") }
            #expect(error?.kind == .unauthorized)
            #expect(error?.code == "isv.invalid-app-id")

            merchant = .test(gateway: stage.fake.gateway)
            merchant.privateKey = .text(TestKeys.stranger.pemRepresentation)
            let forger = try Alipay(merchant, idleHTTP(stage.clock))
            #expect(
                await failure { () throws(GatewayError) in try await forger.query("R1") }?.code
                    == "isv.invalid-signature"
            )
        }
    }

    static let untrusted: [Mishap] = [.forged, .unsigned, .strangersKey]

    @Test(arguments: untrusted)
    func `an answer that Alipay did not sign is not believed`(_ mishap: Mishap) async throws {
        try await withAlipay { stage in
            _ = try await stage.alipay.create(AlipayOrderTests.order)
            stage.fake.pay(AlipayOrderTests.order.number)
            stage.fake.failNext(mishap)

            let error = await failure { () throws(GatewayError) in
                try await stage.alipay.query(AlipayOrderTests.order.number)
            }

            #expect(error?.kind == .untrusted)
            #expect(error?.leavesDoubt == true)
            #expect(stage.pauses.all.isEmpty)
        }
    }

    @Test(arguments: untrusted)
    func `that there is no such order is not believed of a stranger either`(_ mishap: Mishap) async throws {
        try await withAlipay { stage in
            stage.fake.failNext(mishap)

            #expect(await failure { () throws(GatewayError) in try await stage.alipay.query("R1") }?.kind == .untrusted)
        }
    }

    static let bad: [(Mishap, GatewayError.Kind)] = [
        (.garbage, .badResponse), (.otherOrder, .badResponse), (.endless, .tooLarge), (.noise, .badResponse),
        (.status(404), .badResponse), (.status(302), .badResponse), (.status(429), .rateLimited),
        (.status(502), .unavailable),
        (.reset, .unreachable), (.silence, .timedOut),
    ]

    @Test(arguments: bad)
    func `every way in which the connection fails has its meaning`(
        _ mishap: Mishap,
        _ kind: GatewayError.Kind
    ) async throws {
        try await withAlipay(limits: mishap == .silence ? impatient() : GatewayHTTP.Limits(), attempts: 1) { stage in
            stage.fake.failNext(mishap)
            #expect(
                await failure { () throws(GatewayError) in try await stage.alipay.create(AlipayOrderTests.order) }?.kind
                    == kind
            )
        }
    }

    @Test(arguments: [Mishap.reset, .lost, .status(503), .refusal(code: "ACQ.SYSTEM_ERROR")])
    func `what passes is tried again, and an order is still one`(_ mishap: Mishap) async throws {
        try await withAlipay { stage in
            stage.fake.failNext(mishap, mishap)

            let invitation = try await stage.alipay.create(AlipayOrderTests.order)
            #expect(invitation == .code("https://qr.alipay.com/baxR202611281000001"))
            #expect(stage.pauses.all == [.milliseconds(300), .milliseconds(600)])
        }
    }

    @Test func `a refund whose answer is lost is made once`() async throws {
        try await withAlipay { stage in
            let number = AlipayOrderTests.order.number
            _ = try await stage.alipay.create(AlipayOrderTests.order)
            stage.fake.pay(number)
            stage.fake.failNext(.lost, .lost)

            let whole = RefundOrder(number: "F1", order: number, amountFen: 1_000, orderAmountFen: 1_000)
            #expect(try await stage.alipay.refund(whole).state == .done)

            #expect(stage.fake.trade(number)?.refunds == ["F1": 1_000])
            #expect(stage.fake.acts.filter { $0.contains("alipay.trade.refund ") }.count == 3)
            let again = RefundOrder(number: "F2", order: number, amountFen: 1, orderAmountFen: 1_000)
            #expect(
                await failure { () throws(GatewayError) in try await stage.alipay.refund(again) }?.kind
                    == .notRefundable
            )
            let other = RefundOrder(number: "F1", order: number, amountFen: 1, orderAmountFen: 1_000)
            #expect(
                await failure { () throws(GatewayError) in try await stage.alipay.refund(other) }?.kind == .conflict
            )
        }
    }

    @Test func `a refund of which Alipay only says that it knows it is found out by making it again`() async throws {
        try await withAlipay { stage in
            let number = AlipayOrderTests.order.number
            _ = try await stage.alipay.create(AlipayOrderTests.order)
            stage.fake.pay(number)
            stage.fake.leaveOutRefundStatus()
            let whole = RefundOrder(number: "F1", order: number, amountFen: 1_000, orderAmountFen: 1_000)

            let before = try await stage.alipay.query(whole).state
            _ = try await stage.alipay.refund(whole)
            let after = try await stage.alipay.query(whole).state
            let again = try await stage.alipay.refund(whole).state

            #expect(before == .absent)
            #expect(after == .unclear)
            #expect(again == .done)
            #expect(stage.fake.trade(number)?.refunds == ["F1": 1_000])
        }
    }

    @Test(
        arguments: [
            ([.refusal(code: "ACQ.SELLER_BALANCE_NOT_ENOUGH")], false),
            ([.reset, .refusal(code: "ACQ.SELLER_BALANCE_NOT_ENOUGH")], true),
            ([.refusal(code: "40005"), .refusal(code: "ACQ.TRADE_STATUS_ERROR")], false),
            ([.refusal(code: "ACQ.SOMETHING_NEW")], true),
        ] as [([Mishap], Bool)]
    )
    func `a refusal leaves doubt after an attempt without an answer, and where nobody knows its word`(
        _ mishaps: [Mishap],
        _ leavesDoubt: Bool
    ) async throws {
        try await withAlipay { stage in
            for mishap in mishaps { stage.fake.failNext(mishap) }
            let refund = RefundOrder(number: "F1", order: "R1", amountFen: 1, orderAmountFen: 1)

            let error = await failure { () throws(GatewayError) in try await stage.alipay.refund(refund) }

            #expect(error?.leavesDoubt == leavesDoubt)
        }
    }

    @Test func `in a hurry there is one attempt`() async throws {
        try await withAlipay { stage in
            stage.fake.failNext(.status(503), .status(503))

            let error = await failure { () throws(GatewayError) in try await stage.alipay.hurried.query("R1") }

            #expect(error?.kind == .unavailable)
            #expect(stage.fake.requests.count == 1)
        }
    }

    @Test func `a trade that was paid is closed once all of it is back`() async throws {
        try await withAlipay { stage in
            let number = AlipayOrderTests.order.number
            _ = try await stage.alipay.create(AlipayOrderTests.order)
            stage.fake.pay(number)
            stage.fake.payBack(400, of: number)
            let part = try await stage.alipay.query(number)
            stage.fake.payBack(600, of: number, by: "again")
            let whole = try await stage.alipay.query(number)

            #expect((part.state, part.refundedFen) == (.paid, nil), "Alipay does not say so")
            #expect((whole.state, whole.refundedFen) == (.refunded, 1_000))
        }
    }

    @Test func `attempts end, and the last failure is told`() async throws {
        try await withAlipay { stage in
            stage.fake.failNext(.reset, .status(500), .refusal(code: "20000"), .reset)

            let error = await failure { () throws(GatewayError) in try await stage.alipay.query("R1") }

            #expect(error?.code == "20000")
            #expect(stage.fake.requests.count == 3)
        }
    }

    @Test func `a cancelled task ends at once`() async throws {
        try await withAlipay { stage in
            stage.fake.failNext(.silence)
            let task = Task {
                await failure { () throws(GatewayError) in try await stage.alipay.query("R1") }
            }
            await stage.fake.receives(1)
            task.cancel()

            #expect(await task.value?.kind == .cancelled)
        }
    }
}
