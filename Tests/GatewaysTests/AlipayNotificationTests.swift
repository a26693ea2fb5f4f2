import CryptoExtras
import Foundation
import GatewaysForTests
import NIOCore
import NIOHTTP1
import Testing

@testable import Gateways

/// What Alipay reports, and what others would like to be taken for it.
@Suite(.fewFiles, .timeLimit(.minutes(2)))
struct AlipayNotificationTests {
    static let order = PaymentOrder.test(.alipay)

    /// A gateway with an order that was paid.
    private func withPaidOrder(_ body: (AlipayStage) async throws -> Void) async throws {
        try await withAlipay { stage in
            _ = try await stage.alipay.create(AlipayNotificationTests.order)
            stage.fake.pay(AlipayNotificationTests.order.number)
            try await body(stage)
        }
    }

    @Test func `a payment is reported, believed and answered`() async throws {
        try await withPaidOrder { stage in
            let report = try await stage.alipay.verify(
                stage.fake.notification(of: AlipayNotificationTests.order.number)
            )

            #expect(report.id == "n1")
            #expect(report.channel == .alipay)
            #expect(
                report.payment
                    == Payment(
                        number: AlipayNotificationTests.order.number,
                        state: .paid,
                        transaction: "2026112822001R202611281000001",
                        amountFen: 1_000,
                        paidAt: TestClock.start + 60_000
                    )
            )
            #expect(throws: Never.self) { try report.check(ExpectedPayment(AlipayNotificationTests.order)) }
            let reply = stage.alipay.reply(to: .recorded)
            #expect(reply.status == 200)
            #expect(Array(reply.body.utf8) == [0x73, 0x75, 0x63, 0x63, 0x65, 0x73, 0x73])
        }
    }

    @Test func `late and repeated reports say the same`() async throws {
        try await withPaidOrder { stage in
            let notification = stage.fake.notification(of: AlipayNotificationTests.order.number)
            let first = try await stage.alipay.verify(notification)
            stage.clock.advance(25 * 3_600_000)

            #expect(try await stage.alipay.verify(notification) == first)
        }
    }

    @Test(arguments: [true, false])
    func `a signature that counts empty fields holds as well as one that does not`(_ countsEmpty: Bool) async throws {
        try await withPaidOrder { stage in
            let notification = stage.fake.notification(
                of: AlipayNotificationTests.order.number,
                countsEmpty: countsEmpty
            )
            let report = try await stage.alipay.verify(notification)
            #expect(report.payment?.state == .paid)
        }
    }

    static let states: [(String, [String: String?], Payment.State)] = [
        ("WAIT_BUYER_PAY", ["gmt_payment": nil], .open), ("TRADE_SUCCESS", [:], .paid), ("TRADE_FINISHED", [:], .paid),
        ("TRADE_CLOSED", ["gmt_payment": nil], .closed), ("TRADE_CLOSED", ["refund_fee": "10.00"], .refunded),
        ("TRADE_CLOSED", [:], .refunded), ("TRADE_SUCCESS", ["refund_fee": "4.00"], .paid),
        ("TRADE_SUCCESS", ["refund_fee": "10.00"], .refunded),
    ]

    @Test(arguments: states)
    func `every state has its meaning`(
        _ status: String,
        _ changes: [String: String?],
        _ state: Payment.State
    ) async throws {
        try await withPaidOrder { stage in
            let all = changes.merging(["trade_status": status]) { $1 }
            let report = try await stage.alipay.verify(
                stage.fake.notification(of: AlipayNotificationTests.order.number, changing: all)
            )

            #expect(report.payment?.state == state)
            let told = changes["refund_fee"].flatMap { $0 }.flatMap(Yuan.fen)
            // Alipay closes a trade that was paid once all of it is back.
            let refunded = told ?? (state == .refunded ? AlipayNotificationTests.order.amountFen : nil)
            #expect(report.payment?.refundedFen == refunded)
        }
    }

    @Test func `a forged report is refused, whatever was changed`() async throws {
        try await withPaidOrder { stage in
            let number = AlipayNotificationTests.order.number
            let right = String(buffer: stage.fake.notification(of: number).body)
            let forged = [
                right.replacingOccurrences(of: "total_amount=10", with: "total_amount=99"),
                right.replacingOccurrences(of: number, with: "R202611281000002"),
                right + "&extra=1",
                right.replacingOccurrences(of: "sign=", with: "sign=A"),
                String(right.replacingOccurrences(of: "&buyer_id=2088000000000009", with: "").drop { $0 == "&" })
                    .replacingOccurrences(of: "buyer_id=2088000000000009&", with: ""),
            ]
            for body in forged {
                #expect(body != right)
                #expect(await refused(body, stage) == .forged)
            }
            let strangers = stage.fake.notification(of: number, signedBy: TestKeys.stranger)
            #expect(await refusal { () throws(Refusal) in try await stage.alipay.verify(strangers) } == .forged)
            // The merchant's own signature is on every address it hands out; it must not count as Alipay's.
            let own = stage.fake.notification(of: number, signedBy: TestKeys.merchant)
            #expect(await refusal { () throws(Refusal) in try await stage.alipay.verify(own) } == .forged)
        }
    }

    private func refused(_ body: String, _ stage: AlipayStage) async -> Refusal? {
        let notification = GatewayNotification(headers: [:], body: ByteBuffer(string: body))
        return await refusal { () throws(Refusal) in try await stage.alipay.verify(notification) }
    }

    static let wrong: [([String: String?], Refusal)] = [
        (["app_id": "2021000000000002"], .otherApplication("2021000000000002")),
        (["app_id": nil], .otherApplication("none")),
        (["seller_id": "2088000000000002"], .otherMerchant("2088000000000002")),
        (["seller_id": nil], .otherMerchant("none")),
        (["sign": ""], .unsigned), (["sign_type": "RSA"], .malformed("it is not signed by RSA2")),
        (["sign_type": nil], .malformed("it is not signed by RSA2")),
        (["charset": "gbk"], .malformed("it is not in UTF-8")),
        (["notify_id": nil], .unintelligible("it has no notify_id")),
        (["trade_status": "TRADE_DREAMT"], .unintelligible("it tells of no trade: TRADE_DREAMT")),
        (["total_amount": nil], .unintelligible("it tells of no trade: TRADE_SUCCESS")),
        (["total_amount": "10.001"], .unintelligible("it tells of no trade: TRADE_SUCCESS")),
        (["out_trade_no": nil], .unintelligible("it tells of no trade: TRADE_SUCCESS")),
    ]

    @Test(arguments: wrong)
    func `what is signed but not for us is refused, and says why`(
        _ changes: [String: String?],
        _ expected: Refusal
    ) async throws {
        try await withPaidOrder { stage in
            let notification = stage.fake.notification(of: AlipayNotificationTests.order.number, changing: changes)
            #expect(await refusal { () throws(Refusal) in try await stage.alipay.verify(notification) } == expected)
        }
    }

    @Test func `a report of another amount, order or channel is not this order's`() async throws {
        try await withPaidOrder { stage in
            let number = AlipayNotificationTests.order.number
            let cheap = try await stage.alipay.verify(
                stage.fake.notification(of: number, changing: ["total_amount": "0.01"])
            )
            let expected = ExpectedPayment(AlipayNotificationTests.order)
            #expect(throws: Refusal.otherAmount(fen: 1)) { try cheap.check(expected) }

            let right = try await stage.alipay.verify(stage.fake.notification(of: number))
            var other = expected
            other.number = "R202611281000002"
            #expect(throws: Refusal.otherOrder(number)) { try right.check(other) }
            other = expected
            other.channel = .wechat
            #expect(throws: Refusal.otherChannel(.alipay)) { try right.check(other) }
        }
    }

    @Test func `what is no notification is refused`() async throws {
        try await withAlipay { stage in
            #expect(await refused("", stage) == .unsigned)
            #expect(await refused("{}", stage) == .unsigned)
            #expect(await refused("a=1&a=2&sign=x", stage) == .malformed("it is no form"))
            #expect(await refused("a=%zz&sign=x", stage) == .malformed("it is no form"))
            #expect(await refused("sign=x&sign_type=RSA2", stage) == .forged)
            #expect(await refused(String(repeating: "a", count: 65_537), stage) == .tooLarge(limitBytes: 65_536))
        }
    }

    @Test func `other kinds of notification are believed and no concern of ours`() async throws {
        try await withPaidOrder { stage in
            let notification = stage.fake.notification(
                of: AlipayNotificationTests.order.number,
                changing: ["notify_type": "batch_refund_notify"]
            )
            let report = try await stage.alipay.verify(notification)
            #expect(report.event == .other("batch_refund_notify"))
        }
    }

    @Test func `whatever is not recorded makes Alipay come again`() throws {
        let alipay = try Alipay(.test(), idleHTTP())

        #expect(
            alipay.reply(to: .refused(.forged))
                == NotificationReply(status: 401, contentType: "text/plain; charset=utf-8", body: "fail")
        )
        #expect(alipay.reply(to: .refused(.otherAmount(fen: 1))).status == 400)
        #expect(alipay.reply(to: .failed).status == 503)
        #expect(alipay.reply(to: .failed).body == "fail")
    }

    // MARK: Answers, taken apart

    private static let method = "alipay.trade.query"

    private func content(_ text: String) -> String? {
        (try? AlipayEnvelope(Array(text.utf8), AlipayNotificationTests.method)).map {
            String(decoding: $0.content, as: UTF8.self)
        }
    }

    @Test func `what was signed is found between its braces, whatever stands inside`() {
        let inner = #"{"a":"} \" { \\","b":{"c":[{},"]"]},"d":null}"#
        #expect(content(#"{"alipay_trade_query_response":\#(inner),"sign":"x"}"#) == inner)
        #expect(content(#" { "sign" : "x" , "alipay_trade_query_response" : \#(inner) } "#) == inner)
        #expect(content(#"{"a":-1.5e3,"alipay_trade_query_response":\#(inner),"b":null}"#) == inner)
        #expect(content(#"{"error_response":{"code":"20000"}}"#) == #"{"code":"20000"}"#)
    }

    @Test(arguments: [
        "", "[]", "{}", "null", #"{"alipay_trade_query_response":{}"#,
        #"{"alipay_trade_query_response":"x","sign":"x"}"#,
        #"{"alipay_trade_query_response":{},"alipay_trade_query_response":{},"sign":"x"}"#,
        #"{"alipay_trade_query_response":{},"sign":"x","sign":"y"}"#,
        #"{"alipay_trade_query_response":{},"error_response":{}}"#,
        #"{"alipay_trade_query_response":{},"sign":"x"}{"alipay_trade_query_response":{}}"#,
        #"{"alipay_trade_close_response":{},"sign":"x"}"#, #"{"alipay_trade_query_response":{"a":"},"sign":"x"}"#,
        #"{"alipay_trade_query_response":[1],"sign":"x"}"#, #"{"sign":"\"#,
    ])
    func `an answer that two readers could read differently is none`(_ text: String) {
        #expect(content(text) == nil)
    }

    @Test func `a signature on the text before its slashes were escaped holds`() throws {
        let key = try VerifyingKey(.text(TestKeys.gateway.publicKey.pemRepresentation), .alipayPublicKey)
        let plain = #"{"url":"https://qr.alipay.com/bax"}"#
        let escaped = plain.replacingOccurrences(of: "/", with: #"\/"#)
        let signature = TestKeys.sign(plain, by: TestKeys.gateway)
        let text =
            #"{"alipay_trade_query_response":\#(escaped),"sign":"\#(signature.replacingOccurrences(of: "/", with: #"\/"#))"}"#
        let envelope = try AlipayEnvelope(Array(text.utf8), AlipayNotificationTests.method)

        #expect(envelope.signature == signature)
        #expect(envelope.isSigned(signature, by: key))
        #expect(!envelope.isSigned(TestKeys.sign(plain + " ", by: TestKeys.gateway), by: key))
    }
}
