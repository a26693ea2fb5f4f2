import CryptoExtras
import GatewaysForTests
import JSON
import NIOCore
import NIOHTTP1
import Testing

@testable import Gateways

/// What WeChat Pay reports, and what others would like to be taken for it.
@Suite(.fewFiles, .timeLimit(.minutes(2)))
struct WeChatNotificationTests {
    static let order = PaymentOrder.test(.wechat)

    /// A gateway with an order that was paid.
    private func withPaidOrder(_ body: (WeChatStage) async throws -> Void) async throws {
        try await withWeChat { stage in
            _ = try await stage.wechat.create(WeChatNotificationTests.order)
            stage.fake.pay(WeChatNotificationTests.order.number)
            try await body(stage)
        }
    }

    private func refused(_ notification: GatewayNotification, _ stage: WeChatStage) async -> Refusal? {
        await refusal { () throws(Refusal) in try await stage.wechat.verify(notification) }
    }

    @Test func `a payment is reported, believed and answered`() async throws {
        try await withPaidOrder { stage in
            let report = try await stage.wechat.verify(
                stage.fake.notification(of: WeChatNotificationTests.order.number)
            )

            #expect(report.id == "EV-1")
            #expect(report.channel == .wechat)
            #expect(
                report.payment
                    == Payment(
                        number: WeChatNotificationTests.order.number,
                        state: .paid,
                        transaction: "4200001R202611281000001",
                        amountFen: 1_000,
                        paidAt: TestClock.start + 60_000
                    )
            )
            #expect(throws: Never.self) { try report.check(ExpectedPayment(WeChatNotificationTests.order)) }
            #expect(stage.wechat.reply(to: .recorded) == NotificationReply(status: 204))
        }
    }

    @Test(arguments: ["", "transaction"])
    func `a label may be empty`(_ label: String) async throws {
        try await withPaidOrder { stage in
            let notification = stage.fake.notification(of: WeChatNotificationTests.order.number, label: label)
            let report = try await stage.wechat.verify(notification)
            #expect(report.payment?.state == .paid)
        }
    }

    @Test func `a repeated report says the same, under the same name`() async throws {
        try await withPaidOrder { stage in
            let notification = stage.fake.notification(of: WeChatNotificationTests.order.number)
            let first = try await stage.wechat.verify(notification)
            #expect(try await stage.wechat.verify(notification) == first)
        }
    }

    static let refunds: [(String, Refund.State)] = [
        ("SUCCESS", .done), ("CLOSED", .closed), ("ABNORMAL", .stuck), ("PROCESSING", .pending),
    ]

    @Test(arguments: refunds)
    func `a refund is reported`(_ status: String, _ state: Refund.State) async throws {
        try await withWeChat { stage in
            let notification = stage.fake.notification(
                ofRefund: "F1",
                order: "R12345",
                event: "REFUND.\(status)",
                status: status
            )
            let report = try await stage.wechat.verify(notification)

            #expect(
                report.event
                    == .refund(
                        Refund(
                            number: "F1",
                            order: "R12345",
                            state: state,
                            transaction: "5030001",
                            amountFen: 400,
                            doneAt: 1_795_867_200_000
                        )
                    )
            )
            #expect(throws: Refusal.otherChannel(.wechat)) {
                try report.check(ExpectedPayment(number: "R12345", channel: .alipay, amountFen: 1))
            }
        }
    }

    @Test(arguments: [-301, -300, -299, 299, 300, 301])
    func `a report holds for five minutes`(_ seconds: Int) async throws {
        try await withPaidOrder { stage in
            let notification = stage.fake.notification(
                of: WeChatNotificationTests.order.number,
                FakeWeChatPay.Signing(seconds: seconds)
            )
            #expect(await refused(notification, stage) == (abs(seconds) < 300 ? nil : .stale(seconds: -seconds)))
        }
    }

    @Test func `a forged report is refused, whatever was changed`() async throws {
        try await withPaidOrder { stage in
            let number = WeChatNotificationTests.order.number
            let right = stage.fake.notification(of: number)
            var other = right
            other.body.writeString(" ")
            #expect(await refused(other, stage) == .forged)
            for (name, value) in [
                ("wechatpay-nonce", "x"), ("wechatpay-signature", "x"), ("wechatpay-signature", ""),
                ("wechatpay-timestamp", "\(TestClock.start / 1_000 + 1)"),
            ] {
                other = right
                other.headers.replaceOrAdd(name: name, value: value)
                #expect(await refused(other, stage) == .forged)
            }
            for signing in [
                FakeWeChatPay.Signing(key: TestKeys.stranger), FakeWeChatPay.Signing(key: TestKeys.merchant),
                // As WeChat Pay itself does now and then.
                FakeWeChatPay.Signing(prefix: "WECHATPAY/SIGNTEST/"),
            ] {
                #expect(await refused(stage.fake.notification(of: number, signing), stage) == .forged)
            }
            #expect(stage.wechat.reply(to: .refused(.forged)).status == 401)
            #expect(stage.wechat.reply(to: .refused(.forged)).body == #"{"code":"FAIL","message":"refused"}"#)
        }
    }

    @Test func `a report without a whole signature is refused`() async throws {
        try await withPaidOrder { stage in
            let right = stage.fake.notification(of: WeChatNotificationTests.order.number)
            for name in ["wechatpay-timestamp", "wechatpay-nonce", "wechatpay-signature", "wechatpay-serial"] {
                var other = right
                other.headers.remove(name: name)
                #expect(await refused(other, stage) == .unsigned)
            }
            var other = right
            other.headers.remove(name: "wechatpay-signature-type")
            #expect(await refused(other, stage) == nil)
            for timestamp in ["now", "", "9223372036854775807", "-9223372036854775808"] {
                other = right
                other.headers.replaceOrAdd(name: "wechatpay-timestamp", value: timestamp)
                #expect(await refused(other, stage) != nil)
            }
        }
    }

    @Test(arguments: ["PUB_KEY_ID_0000", "xyz", "", String(repeating: "A", count: 65)])
    func `a serial number that is nobody's is refused, and nothing is fetched`(_ serial: String) async throws {
        try await withPaidOrder { stage in
            let count = stage.fake.requests.count
            let notification = stage.fake.notification(
                of: WeChatNotificationTests.order.number,
                FakeWeChatPay.Signing(serial: serial)
            )
            #expect(await refused(notification, stage) == .unknownKey(String(serial.prefix(64))))
            #expect(stage.fake.requests.count == count)
        }
    }

    static let wrong: [([String: JSON], Refusal)] = [
        (["mchid": "1900000002"], .otherMerchant("1900000002")), (["mchid": .null], .otherMerchant("none")),
        (["appid": "wx1"], .otherApplication("wx1")), (["appid": .null], .otherApplication("none")),
        (["trade_state": "DREAMT"], .unintelligible("it tells of no transaction")),
        (["out_trade_no": .null], .unintelligible("it tells of no transaction")),
        (["amount": .null], .unintelligible("it has no amount")),
        (["amount": ["total": "1000"]], .unintelligible("it has no amount")),
        (["amount": ["total": 1000, "currency": "USD"]], .unintelligible("its amount is not in yuan")),
    ]

    @Test(arguments: wrong)
    func `what is signed but not for us is refused, and says why`(
        _ changes: [String: JSON],
        _ expected: Refusal
    ) async throws {
        try await withPaidOrder { stage in
            let notification = stage.fake.notification(of: WeChatNotificationTests.order.number, changing: changes)
            #expect(await refused(notification, stage) == expected)
        }
    }

    @Test func `a refund of another merchant is refused`() async throws {
        try await withWeChat { stage in
            let other = stage.fake.notification(ofRefund: "F1", order: "R12345", changing: ["mchid": "1900000002"])
            #expect(await refused(other, stage) == .otherMerchant("1900000002"))
            let unclear = stage.fake.notification(ofRefund: "F1", order: "R12345", status: "DREAMT")
            #expect(await refused(unclear, stage) == .unintelligible("it tells of no refund"))
        }
    }

    @Test func `a seal that another key closed is told apart`() async throws {
        try await withPaidOrder { stage in
            let notification = stage.fake.notification(
                of: WeChatNotificationTests.order.number,
                sealedBy: "fedcba9876543210fedcba9876543210"
            )
            #expect(await refused(notification, stage) == .undecryptable)
        }
    }

    @Test func `a report of another amount or order is not this order's`() async throws {
        try await withPaidOrder { stage in
            let number = WeChatNotificationTests.order.number
            let cheap = try await stage.wechat.verify(
                stage.fake.notification(of: number, changing: ["amount": ["total": 1, "currency": "CNY"]])
            )
            let expected = ExpectedPayment(WeChatNotificationTests.order)
            #expect(throws: Refusal.otherAmount(fen: 1)) { try cheap.check(expected) }
            let right = try await stage.wechat.verify(stage.fake.notification(of: number))
            var other = expected
            other.number = "R202611281000002"
            #expect(throws: Refusal.otherOrder(number)) { try right.check(other) }
        }
    }

    @Test func `other events are believed and no concern of ours`() async throws {
        try await withPaidOrder { stage in
            let notification = stage.fake.notification(of: WeChatNotificationTests.order.number, event: "COUPON.USE")
            let report = try await stage.wechat.verify(notification)
            #expect(report.event == .other("COUPON.USE"))
        }
    }

    @Test func `too much is not even read`() async throws {
        try await withPaidOrder { stage in
            var notification = stage.fake.notification(of: WeChatNotificationTests.order.number)
            notification.body.writeString(String(repeating: " ", count: 65_536))
            #expect(await refused(notification, stage) == .tooLarge(limitBytes: 65_536))
        }
    }
}
