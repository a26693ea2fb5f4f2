import Database
import Gateways
import GatewaysForTests
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// Reports that are signed and yet don't fit: they are written down whole, and nothing is handed over for them.
@Suite struct MisfitTests {
    @Test func `a payment that is older than its order is another order's`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "alipay")
            shop.alipay.pay(number)
            let minute = WireTime.text(shop.app.clock.now - 6 * 60_000).replacing("T", with: " ")

            let answer = try await shop.notify(
                "alipay",
                shop.alipay.notification(of: number, changing: ["gmt_payment": minute])
            )

            // It is not to be sent again, since nothing will have changed.
            #expect(isAccepted(answer, by: "alipay"))
            #expect(try await lin.ledger() == [])
            let admin = try await shop.app.admin()
            let notices = try await admin.get("/admin/payment-notices?order_id=\(number)").items
            #expect(notices.first?["outcome"] == "older_payment")

            // Clocks differ by a little.
            let recent = WireTime.text(shop.app.clock.now - 4 * 60_000).replacing("T", with: " ")
            try await shop.notify("alipay", shop.alipay.notification(of: number, changing: ["gmt_payment": recent]))
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `what a bridge has taken is paid back here, and not by the gateway that never had it`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "alipay")

            try await shop.app.report(number, transaction: "B1")

            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(
                try await shop.app.number(
                    "SELECT count(*) FROM payment_attempts WHERE gateway = 'alipay' AND state = 'closed'"
                ) == 1
            )
            #expect(
                try await shop.app.number(
                    "SELECT count(*) FROM payment_attempts WHERE gateway = 'bridge' AND state = 'paid'"
                ) == 1
            )
            let refund = try await shop.app.admin().refund(number)
            #expect(refund.code == 200)
            #expect(try await lin.ledger() == ["recharge +100", "refund -100"])
            #expect(!shop.alipay.acts.contains { $0.hasPrefix("alipay.trade.refund") })
        }
    }

    @Test func `what ends nothing is written down with what it says`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "alipay")

            try await shop.notify("alipay", shop.report(of: number, with: "alipay"))

            let notice = try await shop.app.admin().get("/admin/payment-notices").items.first
            #expect(notice?["outcome"] == "noted")
            #expect(notice?["order_id"]?.string == number)
            #expect(notice?["status"] == "open")
            #expect(notice?["amount"] == 10.0)
        }
    }

    @Test func `a report for a gateway that is not set up is written down, too`() async throws {
        try await withTestApp { app in
            let answer = try await app.send(.post, "/api/v1/credit/payment/notify/wechat", json: [:])

            #expect(answer.status == 404)
            let notice = try await app.admin().get("/admin/payment-notices").items.first
            #expect(notice?["channel"] == "wechat")
            #expect(notice?["outcome"] == "unsigned")
        }
    }

    @Test(
        arguments: [
            "https://api.mch.weixin.qq.com/", "https://API.mch.weixin.qq.com", "https://api2.mch.weixin.qq.com",
            "https://api.wechatpay.cn", "https://pay-proxy.example.com",
        ]
    )
    func `beside a merchant who may take real money nobody pays at a click`(gateway: String) async throws {
        try await withTestApp(adjusting: { settings, _ in
            settings.publicURL = Shop.publicURL
            var merchant = WeChatPay.Merchant.test
            merchant.gateways = [gateway]
            settings.wechat = merchant
        }) { app in
            let lin = try await app.signUp("lin")

            let order = try await lin.post("/credit/recharge", ["amount": 10, "payment_method": "alipay"])

            #expect(order.code == 40005)
        }
    }

    @Test func `from the page of an open order there is a way back to its gateway`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "alipay")
            let link = shop.app.services.payments.cashier.path(of: number)

            let page = try await shop.app.send(.get, link)

            #expect(page.text.contains("去支付宝支付</a>"))
            #expect(page.text.contains("<a class=\"act pay\" href=\"\(shop.alipay.gateway)?"))
            #expect(!page.text.contains("&biz_content"))
        }
    }
}
