import Foundation
import Gateways
import GatewaysForTests
import HTTPTypes
import JSON
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import Hanmo

/// An installation with merchants at a fake Alipay and a fake WeChat Pay, which check what they are sent.
struct Shop: Sendable {
    let app: TestApp
    let alipay: FakeAlipay
    let wechat: FakeWeChatPay

    static let publicURL = "https://hanmo.example.com"

    /// Delivers a notification as it was made.
    @discardableResult
    func notify(_ method: String, _ notification: GatewayNotification) async throws -> Answer {
        var headers: [String: String] = [:]
        for header in notification.headers { headers[header.name] = header.value }
        return try await app.send(
            .post,
            "/api/v1/credit/payment/notify/\(method)",
            Array(notification.body.readableBytesView),
            headers: headers
        )
    }

    /// The number of a new order of 10 yuan that its payer has begun to pay.
    func order(by person: Person, with method: String) async throws -> String {
        let reply = try await person.post("/credit/recharge", ["amount": 10, "payment_method": .string(method)])
        let number = try #require(reply.data["order_id"]?.string, "\(reply.text)")
        if method == "alipay" { #expect(alipay.visit(try #require(reply.data["payment_url"]?.string))) }
        return number
    }

    /// Pays an order at its gateway, which tells nobody.
    func pay(_ number: String, with method: String) {
        if method == "alipay" { alipay.pay(number) } else { wechat.pay(number) }
    }

    /// What the gateway reports of an order.
    func report(of number: String, with method: String) -> GatewayNotification {
        method == "alipay" ? alipay.notification(of: number) : wechat.notification(of: number)
    }
}

/// The reply by which a gateway takes a notification as delivered, to the byte.
func isAccepted(_ answer: Answer, by method: String) -> Bool {
    method == "alipay"
        ? answer.status == 200 && answer.text == "success" : answer.status == 204 && answer.text.isEmpty
}

/// Runs `body` with a shop, and stops the gateways whatever happens.
func withShop(
    adjusting adjust: @escaping @Sendable (inout Settings) -> Void = { _ in },
    _ body: @escaping @Sendable (Shop) async throws -> Void
) async throws {
    let clock = LaterClock()
    let alipay = try await FakeAlipay.start()
    let wechat = try await FakeWeChatPay.start { clock.now }
    let outcome: Result<Void, any Error>
    do {
        try await withTestApp(adjusting: { settings, parts in
            clock.follow(parts.clock)
            settings.publicURL = Shop.publicURL
            settings.alipay = .test(gateway: alipay.gateway)
            var merchant = WeChatPay.Merchant.test
            merchant.gateways = [wechat.gateway]
            settings.wechat = merchant
            adjust(&settings)
        }) { app in
            try await body(Shop(app: app, alipay: alipay, wechat: wechat))
        }
        outcome = .success(())
    } catch {
        outcome = .failure(error)
    }
    await alipay.stop()
    await wechat.stop()
    try outcome.get()
}

/// The clock of an installation that is made only after those who go by it.
private final class LaterClock: Sendable {
    private let clock = Mutex(Clock.system)

    var now: Int { clock.withLock { $0 }.now }

    func follow(_ other: Clock) {
        clock.withLock { $0 = other }
    }
}
