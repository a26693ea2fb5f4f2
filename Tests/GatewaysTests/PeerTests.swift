import CryptoExtras
import FakesForTests
import Foundation
import GatewaysForTests
import JSON
import NIOCore
import NIOHTTP1
import Testing

@testable import Gateways

/// Against the public libraries for Python: they check what we sign, we check what they sign, and they talk to our
/// fakes.
@Suite(.fewFiles, .timeLimit(.minutes(3)))
struct PeerTests {
    private static let merchantKey = JSON.string(TestKeys.merchant.pkcs8PEMRepresentation)
    private static let merchantPublicKey = JSON.string(TestKeys.merchant.publicKey.pemRepresentation)
    private static let gatewayKey = JSON.string(TestKeys.gateway.pkcs8PEMRepresentation)
    private static let gatewayPublicKey = JSON.string(TestKeys.gateway.publicKey.pemRepresentation)

    private static func object(_ fields: [String: String]) -> JSON {
        .object(fields.map { JSON.Member($0.key, .string($0.value)) })
    }

    // MARK: Alipay

    @Test func `the library for Alipay finds our requests signed`() async throws {
        try await withAlipay { stage in
            let order = PaymentOrder.test(.alipay)
            _ = try await stage.alipay.create(order)
            let refund = RefundOrder(
                number: "F1",
                order: order.number,
                amountFen: 1,
                orderAmountFen: 1_000,
                reason: "\"退\"款\\"
            )
            _ = await failure { () throws(GatewayError) in try await stage.alipay.refund(refund) }
            guard
                case .url(let url) = try await stage.alipay.create(
                    order.with { $0.checkout = .page(returnURL: "https://a.example/?b=1") }
                )
            else { return }

            let queries = stage.fake.requests.map { "\($0.path.split(separator: "?")[1])&\($0.body)" }
            for text in queries + [String(url.split(separator: "?", maxSplits: 1)[1])] {
                let fields = try #require(FakeAlipay.fields(text))
                let isSigned = try await Peer.does(
                    "alipay_checks_request",
                    [
                        "app_id": .string(FakeAlipay.appID), "private_key": PeerTests.gatewayKey,
                        "public_key": PeerTests.merchantPublicKey, "fields": PeerTests.object(fields),
                    ]
                )
                #expect(isSigned == true)
            }
        }
    }

    @Test func `a notification that the library for Alipay signs is believed`() async throws {
        let alipay = try Alipay(.test(), idleHTTP())
        let fields = [
            "notify_id": "py1", "notify_type": "trade_status_sync", "app_id": FakeAlipay.appID, "charset": "utf-8",
            "sign_type": "RSA2", "version": "1.0", "seller_id": FakeAlipay.sellerID, "out_trade_no": "R1",
            "trade_no": "T1",
            "trade_status": "TRADE_SUCCESS", "total_amount": "9.90", "subject": "充值 & 1+1=2 %", "body": "",
            "gmt_payment": "2026-11-28 19:31:00", "fund_bill_list": #"[{"amount":"9.90"}]"#,
        ]
        let form = try await Peer.does(
            "alipay_makes_notification",
            [
                "app_id": .string(FakeAlipay.appID), "private_key": PeerTests.gatewayKey,
                "public_key": PeerTests.merchantPublicKey, "fields": PeerTests.object(fields),
            ]
        )

        let body = ByteBuffer(string: try #require(form.string))
        let report = try await alipay.verify(GatewayNotification(headers: [:], body: body))

        #expect(report.payment?.amountFen == 990)
        #expect(report.payment?.state == .paid)
    }

    @Test func `the library for Alipay believes the notifications of our fake`() async throws {
        try await withAlipay { stage in
            _ = try await stage.alipay.create(.test(.alipay))
            let notification = stage.fake.notification(of: "R202611281000001", countsEmpty: true)
            let fields = try #require(FakeAlipay.fields(String(buffer: notification.body)))

            let isSigned = try await Peer.does(
                "alipay_checks_notification",
                [
                    "app_id": .string(FakeAlipay.appID), "private_key": PeerTests.merchantKey,
                    "public_key": PeerTests.gatewayPublicKey, "fields": PeerTests.object(fields),
                ]
            )

            #expect(isSigned == true)
        }
    }

    @Test(arguments: [true, false])
    func `an answer that the library for Alipay signs is believed`(_ ascii: Bool) async throws {
        let text = try await Peer.does(
            "alipay_makes_answer",
            [
                "app_id": .string(FakeAlipay.appID), "private_key": PeerTests.gatewayKey,
                "public_key": PeerTests.merchantPublicKey, "root": "alipay_trade_query_response", "ascii": .bool(ascii),
                "content": ["code": "10000", "buyer": "春}\"天😀", "list": [["a": "/"]], "amount": "10.00"],
            ]
        )
        let envelope = try AlipayEnvelope(Array(try #require(text.string).utf8), "alipay.trade.query")
        let key = try VerifyingKey(.text(TestKeys.gateway.publicKey.pemRepresentation), .alipayPublicKey)

        #expect(envelope.isSigned(try #require(envelope.signature), by: key))
        #expect(try JSON(parsing: envelope.content)["buyer"] == "春}\"天😀")
    }

    @Test func `certificates are numbered as the library for Alipay numbers them, in each request`() async throws {
        let files = try await Peer.does(
            "alipay_certificates",
            [
                "app_id": .string(FakeAlipay.appID), "private_key": PeerTests.merchantKey,
                "gateway_key": PeerTests.gatewayKey,
            ]
        )
        func file(_ name: String) throws -> KeySource { .text(try #require(files[name]?.string)) }
        var merchant = Alipay.Merchant.test()
        merchant.publicKey = try file("alipay")
        merchant.appCertificate = try file("application")
        merchant.rootCertificate = try file("root")
        let order = PaymentOrder.test(.alipay).with { $0.checkout = .page(returnURL: nil) }

        guard case .url(let url) = try await Alipay(merchant, idleHTTP()).create(order) else { return }
        let fields = try #require(FakeAlipay.fields(String(url.split(separator: "?", maxSplits: 1)[1])))

        #expect(fields["app_cert_sn"] == files["app_cert_sn"]?.string)
        #expect(fields["alipay_root_cert_sn"] == files["alipay_root_cert_sn"]?.string)
        #expect(fields["alipay_root_cert_sn"]?.split(separator: "_").count == 2)
        #expect(fields["app_cert_sn"]?.count == 32)

        try await withAlipay({
            $0.publicKey = merchant.publicKey
            $0.appCertificate = merchant.appCertificate
            $0.rootCertificate = merchant.rootCertificate
        }) { stage in
            stage.fake.signs(asCertificate: try #require(files["alipay_cert_sn"]?.string))
            _ = try await stage.alipay.create(.test(.alipay))
            stage.fake.pay("R202611281000001")

            #expect(try await stage.alipay.query("R202611281000001").state == .paid)
            let report = try await stage.alipay.verify(stage.fake.notification(of: "R202611281000001"))
            #expect(report.payment?.state == .paid)

            stage.fake.signs(asCertificate: "0123456789abcdef0123456789abcdef", by: TestKeys.nextGateway)
            let error = await failure { () throws(GatewayError) in try await stage.alipay.query("R202611281000001") }
            #expect(error?.kind == .untrusted)
            #expect(error?.message.contains("another certificate") == true)
        }

        for (part, change) in PeerTests.wrongFiles {
            var wrong = merchant
            change(&wrong)
            let error = #expect(throws: GatewayError.self) { try Alipay(wrong, idleHTTP()) }
            #expect(error?.part == part)
        }
    }

    private static let wrongFiles: [(MerchantPart, @Sendable (inout Alipay.Merchant) -> Void)] = [
        (.alipayAppCertificate, { $0.appCertificate = nil }), (.alipayRootCertificate, { $0.rootCertificate = nil }),
        (.alipayAppCertificate, { $0.appCertificate = .text(TestKeys.merchant.publicKey.pemRepresentation) }),
        // Mixed up, and none by RSA.
        (.alipayAppCertificate, { $0.appCertificate = $0.publicKey }),
        (.alipayPublicKey, { $0.publicKey = $0.appCertificate! }),
        (.alipayPublicKey, { $0.publicKey = .text(TestKeys.gateway.publicKey.pemRepresentation) }),
        (.alipayRootCertificate, { $0.rootCertificate = .text("") }),
    ]

    @Test func `the library for Alipay and our fake understand each other`() async throws {
        try await withAlipay { stage in
            let told: KeyValuePairs<String, JSON> = [
                "app_id": .string(FakeAlipay.appID), "private_key": PeerTests.merchantKey,
                "public_key": PeerTests.gatewayPublicKey, "gateway": .string(stage.fake.gateway), "number": "R1",
            ]
            let page = try await Peer.does("alipay_makes_page", told)
            #expect(stage.fake.visit("\(stage.fake.gateway)?\(try #require(page.string))"))

            let answers = try await Peer.does("alipay_orders", told)

            #expect(answers[0]?["qr_code"] == "https://qr.alipay.com/baxR1")
            #expect(answers[1]?["trade_status"] == "WAIT_BUYER_PAY")
            #expect(answers[2]?["code"] == "10000")
            #expect(stage.fake.trade("R1")?.status == "TRADE_CLOSED")
        }
    }

    // MARK: WeChat Pay

    private static func wechat(_ others: [(String, JSON)] = []) -> KeyValuePairs<String, JSON> {
        [
            "mchid": .string(FakeWeChatPay.merchantID), "appid": .string(FakeWeChatPay.appID),
            "serial": .string(FakeWeChatPay.merchantSerial), "private_key": merchantKey, "public_key": gatewayPublicKey,
            "public_key_id": .string(FakeWeChatPay.publicKeyID), "api_v3_key": .string(FakeWeChatPay.apiV3Key),
            "gateway_key": gatewayKey, "signer": others.first { $0.0 == "signer" }?.1 ?? .null,
            "timestamp": others.first { $0.0 == "timestamp" }?.1 ?? .int(TestClock.start / 1_000),
            "path": others.first { $0.0 == "path" }?.1 ?? .null,
            "method": others.first { $0.0 == "method" }?.1 ?? .null,
            "body": others.first { $0.0 == "body" }?.1 ?? .null, "nonce": others.first { $0.0 == "nonce" }?.1 ?? .null,
            "headers": others.first { $0.0 == "headers" }?.1 ?? .null,
            "resource": others.first { $0.0 == "resource" }?.1 ?? .null,
            "gateway": others.first { $0.0 == "gateway" }?.1 ?? .null, "number": "R202611281000001",
        ]
    }

    @Test func `we sign requests to WeChat Pay as the library does, to the letter`() async throws {
        try await withWeChat { stage in
            let number = PaymentOrder.test(.wechat).number
            _ = try await stage.wechat.create(.test(.wechat))
            _ = try await stage.wechat.query(number)
            _ = try await stage.wechat.close(number)

            for request in stage.fake.requests {
                let ours = try #require(request.headers.first(name: "authorization"))
                let nonce = try #require(ours.firstMatch(of: /nonce_str="([^"]+)"/)).1
                let theirs = try await Peer.does(
                    "wechat_signs_request",
                    PeerTests.wechat([
                        ("path", .string(request.path)), ("method", .string(request.method)),
                        ("body", .string(request.body)),
                        ("nonce", .string(String(nonce))),
                    ])
                )
                #expect(parts(ours) == parts(try #require(theirs.string)))
            }
        }
    }

    private func parts(_ authorization: String) -> [String] {
        let halves = authorization.split(separator: " ", maxSplits: 1)
        return [String(halves[0])] + halves[1].split(separator: ",").map(String.init).sorted()
    }

    @Test func `the library for WeChat Pay reads the notifications of our fake`() async throws {
        try await withWeChat { stage in
            _ = try await stage.wechat.create(.test(.wechat))
            stage.fake.pay("R202611281000001")
            let notification = stage.fake.notification(of: "R202611281000001")
            let headers = notification.headers.map { ($0.name, $0.value) }

            let read = try await Peer.does(
                "wechat_reads_notification",
                PeerTests.wechat([
                    ("headers", .object(headers.map { JSON.Member($0.0, .string($0.1)) })),
                    ("body", .string(String(buffer: notification.body))),
                ])
            )

            #expect(read["resource"]?["out_trade_no"] == "R202611281000001")
            #expect(read["resource"]?["trade_state"] == "SUCCESS")
        }
    }

    private static let resource: JSON = [
        "mchid": .string(FakeWeChatPay.merchantID), "appid": .string(FakeWeChatPay.appID), "out_trade_no": "R12345",
        "transaction_id": "T1", "trade_state": "SUCCESS", "trade_state_desc": "支付成功",
        "success_time": "2026-11-28T19:31:00+08:00", "amount": ["total": 990, "currency": "CNY"],
    ]

    private func notification(_ made: JSON) -> GatewayNotification {
        var headers = HTTPHeaders()
        for member in made["headers"]?.members ?? [] {
            headers.add(name: member.name, value: member.value.string ?? "")
        }
        return GatewayNotification(headers: headers, body: ByteBuffer(string: made["body"]?.string ?? ""))
    }

    @Test func `a notification that the library for WeChat Pay signs is believed`() async throws {
        let wechat = try WeChatPay(.test, idleHTTP())
        let made = try await Peer.does(
            "wechat_makes_notification",
            PeerTests.wechat([("signer", .string(FakeWeChatPay.publicKeyID)), ("resource", PeerTests.resource)])
        )

        let report = try await wechat.verify(notification(made))

        #expect(report.id == "EV-PY")
        #expect(
            report.payment
                == Payment(
                    number: "R12345",
                    state: .paid,
                    transaction: "T1",
                    amountFen: 990,
                    paidAt: TestClock.start + 60_000
                )
        )
    }

    @Test func `a certificate that another library made is read, and its signatures believed`() async throws {
        let serial = JSON.string("0157F09EFDC096DE15EBE81A47057A7232F1B8E1")
        let pem = try await Peer.does("certificate", PeerTests.wechat([("signer", serial)]))
        var merchant = WeChatPay.Merchant.test
        merchant.publicKey = nil
        merchant.publicKeyID = nil
        merchant.platformCertificates = [.text(try #require(pem.string))]
        let wechat = try WeChatPay(merchant, idleHTTP())
        let made = try await Peer.does(
            "wechat_makes_notification",
            PeerTests.wechat([("signer", serial), ("resource", PeerTests.resource)])
        )

        #expect(try await wechat.verify(notification(made)).payment?.amountFen == 990)
        let certificate = try PlatformCertificate(.text(try #require(pem.string)), .wechatPlatformCertificate)
        #expect(certificate.serial == "157F09EFDC096DE15EBE81A47057A7232F1B8E1")
        #expect(certificate.validFrom == 1_795_863_600_000)
    }

    @Test func `the library for WeChat Pay and our fake understand each other`() async throws {
        let fake = try await FakeWeChatPay.start(clock: GatewayHTTP.systemClock)
        let answers: Result<JSON, any Error>
        do {
            answers = .success(
                try await Peer.does("wechat_orders", PeerTests.wechat([("gateway", .string(fake.gateway))]))
            )
        } catch {
            answers = .failure(error)
        }
        await fake.stop()

        let all = try answers.get()
        #expect(all[0]?[0] == 200)
        #expect(all[0]?[1]?.string?.contains("weixin://") == true)
        #expect(all[1]?[1]?.string?.contains("NOTPAY") == true)
        #expect(all[2]?[0] == 400)
        #expect(all[3]?[0] == 204)
    }
}
