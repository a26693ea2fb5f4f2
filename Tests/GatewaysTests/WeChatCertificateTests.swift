import CryptoExtras
import FakesForTests
import GatewaysForTests
import JSON
import NIOCore
import NIOHTTP1
import Testing

@testable import Gateways

/// WeChat Pay's platform certificates: fetched, decrypted, renewed, and asked for no more often than needed.
@Suite(.fewFiles, .timeLimit(.minutes(2)))
struct WeChatCertificateTests {
    static let order = PaymentOrder.test(.wechat)

    private func refused(_ notification: GatewayNotification, _ stage: WeChatStage) async -> Refusal? {
        await refusal { () throws(Refusal) in try await stage.wechat.verify(notification) }
    }

    private static let day = 86_400_000
    private static let serial = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
    private static let nextSerial = "0157F09EFDC096DE15EBE81A47057A7232F1B8E2"

    private static func listed(
        _ serial: String,
        _ key: _RSA.Signing.PrivateKey,
        days: ClosedRange<Int>
    ) throws
        -> FakeWeChatPay.Listed
    {
        try FakeWeChatPay.Listed(
            serial: serial,
            key: key,
            from: TestClock.start + days.lowerBound * day,
            until: TestClock.start + days.upperBound * day
        )
    }

    /// A merchant without a public key of WeChat Pay's.
    private func withCertificates(
        _ given: [FakeWeChatPay.Listed] = [],
        _ body: (WeChatStage) async throws -> Void
    ) async throws {
        try await withWeChat(
            attempts: 1,
            {
                $0.publicKeyID = nil
                $0.publicKey = nil
                $0.platformCertificates = given.map { .text($0.pem) }
            },
            body
        )
    }

    private func fetches(_ stage: WeChatStage) -> Int {
        stage.fake.requests.filter { $0.path == "/v3/certificates" }.count
    }

    @Test func `certificates are fetched when one is needed, decrypted, and kept`() async throws {
        try await withCertificates { stage in
            stage.fake.list(
                [try WeChatCertificateTests.listed(WeChatCertificateTests.serial, TestKeys.gateway, days: -1...365)],
                signingBy: WeChatCertificateTests.serial
            )

            _ = try await stage.wechat.create(WeChatCertificateTests.order)
            stage.fake.pay(WeChatCertificateTests.order.number)
            let notification = stage.fake.notification(of: WeChatCertificateTests.order.number)

            #expect(try await stage.wechat.verify(notification).payment?.state == .paid)
            #expect(try await stage.wechat.query(WeChatCertificateTests.order.number).state == .paid)
            #expect(fetches(stage) == 1)
            #expect(stage.fake.requests[0].headers.first(name: "wechatpay-serial") == nil)
        }
    }

    @Test func `a new certificate is found when it signs first`() async throws {
        try await withCertificates { stage in
            let old = try WeChatCertificateTests.listed(WeChatCertificateTests.serial, TestKeys.gateway, days: -1...2)
            let new = try WeChatCertificateTests.listed(
                WeChatCertificateTests.nextSerial,
                TestKeys.nextGateway,
                days: 0...365
            )
            stage.fake.list([old], signingBy: WeChatCertificateTests.serial)
            _ = try await stage.wechat.create(WeChatCertificateTests.order)
            stage.clock.advance(61_000)

            stage.fake.list([old, new], signingBy: WeChatCertificateTests.nextSerial)

            #expect(try await stage.wechat.query(WeChatCertificateTests.order.number).state == .open)
            #expect(fetches(stage) == 2)
            // The old one goes on to hold as long as it is listed and valid.
            stage.fake.list([old, new], signingBy: WeChatCertificateTests.serial)
            #expect(try await stage.wechat.query(WeChatCertificateTests.order.number).state == .open)
            stage.clock.advance(3 * WeChatCertificateTests.day)
            let error = await failure { () throws(GatewayError) in
                try await stage.wechat.query(WeChatCertificateTests.order.number)
            }
            #expect(error?.kind == .untrusted)
        }
    }

    @Test func `certificates are renewed every twelve hours, while the known one goes on to hold`() async throws {
        try await withCertificates { stage in
            let old = try WeChatCertificateTests.listed(
                WeChatCertificateTests.serial,
                TestKeys.gateway,
                days: -1...365
            )
            stage.fake.list([old], signingBy: WeChatCertificateTests.serial)
            _ = try await stage.wechat.create(WeChatCertificateTests.order)
            stage.clock.advance(12 * 3_600_000 - 1)
            _ = try await stage.wechat.query(WeChatCertificateTests.order.number)
            #expect(fetches(stage) == 1)

            stage.clock.advance(1)
            _ = try await stage.wechat.query(WeChatCertificateTests.order.number)
            await stage.fake.receives(5)

            #expect(fetches(stage) == 2)
        }
    }

    @Test func `forged serial numbers don't make it ask more than once a minute`() async throws {
        try await withCertificates { stage in
            let old = try WeChatCertificateTests.listed(
                WeChatCertificateTests.serial,
                TestKeys.gateway,
                days: -1...365
            )
            stage.fake.list([old], signingBy: WeChatCertificateTests.serial)
            _ = try await stage.wechat.create(WeChatCertificateTests.order)

            await withTaskGroup(of: Void.self) { group in
                for index in 0..<50 {
                    let notification = stage.fake.notification(
                        of: WeChatCertificateTests.order.number,
                        FakeWeChatPay.Signing(key: TestKeys.stranger, serial: "ABCDEF\(index)")
                    )
                    group.addTask { #expect(await refused(notification, stage) == .unknownKey("ABCDEF\(index)")) }
                }
            }
            #expect(fetches(stage) == 1)
            stage.clock.advance(60_000)
            let notification = stage.fake.notification(
                of: WeChatCertificateTests.order.number,
                FakeWeChatPay.Signing(key: TestKeys.stranger, serial: "ABCDEF")
            )
            #expect(await refused(notification, stage) == .unknownKey("ABCDEF"))
            #expect(fetches(stage) == 2)
        }
    }

    @Test func `many that need the certificates at once fetch them once`() async throws {
        try await withCertificates { stage in
            let old = try WeChatCertificateTests.listed(
                WeChatCertificateTests.serial,
                TestKeys.gateway,
                days: -1...365
            )
            stage.fake.list([old], signingBy: WeChatCertificateTests.serial)

            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        #expect(
                            await failure { () throws(GatewayError) in try await stage.wechat.query("R12345") } == nil
                        )
                    }
                }
            }

            #expect(fetches(stage) == 1)
        }
    }

    @Test(arguments: [
        Mishap.status(502), .reset, .noise, .garbage, .strangersKey, .forged, .unsigned, .stale, .endless,
    ])
    func `where the certificates can't be had, the report is to come again`(_ mishap: Mishap) async throws {
        try await withCertificates { stage in
            let old = try WeChatCertificateTests.listed(
                WeChatCertificateTests.serial,
                TestKeys.gateway,
                days: -1...365
            )
            stage.fake.list([old], signingBy: WeChatCertificateTests.serial)
            let notification = stage.fake.notification(ofRefund: "F1", order: "R12345")
            stage.fake.failNext(mishap)

            let first = await refused(notification, stage)
            guard case .unavailable(let error) = first else {
                Issue.record("\(String(describing: first)) should be unavailable")
                return
            }
            #expect(error.leavesDoubt)
            #expect(stage.wechat.reply(to: .refused(.unavailable(error))).status == 503)
            // Within the minute the same is said without asking again; after it, all is well.
            #expect(await refused(notification, stage) == first)
            stage.clock.advance(60_000)
            #expect(await refused(stage.fake.notification(ofRefund: "F1", order: "R12345"), stage) == nil)
            #expect(fetches(stage) == 2)
        }
    }

    @Test func `a merchant that has no certificates by WeChat Pay's own word hears of an unknown key`() async throws {
        try await withWeChat { stage in
            stage.fake.failNext(.refusal(status: 404, code: "RESOURCE_NOT_EXISTS"))
            let notification = stage.fake.notification(
                ofRefund: "F1",
                order: "R12345"
            )
            var other = notification
            other.headers.replaceOrAdd(name: "wechatpay-serial", value: WeChatCertificateTests.serial)
            #expect(await refused(other, stage) == .unknownKey(WeChatCertificateTests.serial))
            #expect(await refused(notification, stage) == nil)
        }
    }

    @Test func `an API v3 key that is not the merchant's is told`() async throws {
        try await withWeChat(
            attempts: 1,
            {
                $0.publicKey = nil
                $0.publicKeyID = nil
                $0.apiV3Key = .text("fedcba9876543210fedcba9876543210")
            }
        ) { stage in
            let old = try WeChatCertificateTests.listed(
                WeChatCertificateTests.serial,
                TestKeys.gateway,
                days: -1...365
            )
            stage.fake.list([old], signingBy: WeChatCertificateTests.serial)

            let error = await failure { () throws(GatewayError) in try await stage.wechat.query("R12345") }

            #expect(error?.kind == .misconfigured)
            #expect(error?.message.contains("API v3 key") == true)
        }
    }

    @Test func `a certificate that is given needs no fetching, and not beyond its end`() async throws {
        let old = try WeChatCertificateTests.listed(WeChatCertificateTests.serial, TestKeys.gateway, days: -1...1)
        try await withCertificates([old]) { stage in
            stage.fake.list([old], signingBy: WeChatCertificateTests.serial)
            let payment = try await stage.wechat.query("R12345")
            #expect(payment.state == .absent)
            #expect(fetches(stage) == 0)

            stage.clock.advance(2 * WeChatCertificateTests.day)
            #expect(
                await failure { () throws(GatewayError) in try await stage.wechat.query("R12345") }?.kind == .untrusted
            )
            #expect(fetches(stage) == 1)
        }
    }

    @Test func `both kinds of key hold side by side`() async throws {
        try await withWeChat { stage in
            _ = try await stage.wechat.create(WeChatCertificateTests.order)
            stage.fake.pay(WeChatCertificateTests.order.number)
            let listed = try WeChatCertificateTests.listed(
                WeChatCertificateTests.serial,
                TestKeys.nextGateway,
                days: -1...365
            )
            let number = WeChatCertificateTests.order.number
            let byKey = stage.fake.notification(of: number)
            stage.fake.list([listed], signingBy: WeChatCertificateTests.serial)
            let byCertificate = stage.fake.notification(of: number)

            #expect(try await stage.wechat.verify(byKey).payment?.state == .paid)
            #expect(try await stage.wechat.verify(byCertificate).payment?.state == .paid)
        }
    }
}
