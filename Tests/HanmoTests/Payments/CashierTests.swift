import Database
import Gateways
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// The sandbox, where orders are paid at a click.
@Suite struct CashierTests {
    @Test func `in development an order is paid at a click`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()

            let page = try await app.send(.get, app.cashier(order))
            let click = try await app.send(.post, app.cashier(order, "/failed"))
            let failed = try await app.send(.get, app.cashier(order))
            try await app.send(.post, app.cashier(order, "/success"))
            let paid = try await app.send(.get, app.cashier(order))
            try await app.send(.post, app.cashier(order, "/success"))

            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            #expect(page.text.contains("¥10.00"))
            #expect(page.text.contains("action=\"\(app.cashier(order, "/success"))\""))
            #expect(page.header("Content-Security-Policy")?.contains("default-src 'none'") ?? false)
            #expect(click.status == 303)
            #expect(click.header("Location") == app.cashier(order))
            #expect(failed.text.contains("支付失败（可重试）"))
            #expect(paid.text.contains("已支付"))
            #expect(!paid.text.contains("<form"))
            #expect(try await lin.ledger() == ["recharge +100"])
            for outcome in ["/closed", "/stolen"] {
                #expect(try await app.send(.post, app.cashier(order, outcome)).code == 404)
            }
        }
    }

    @Test func `a page with buttons stays as it is, and speaks its reader's language`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()

            let page = try await app.send(.get, app.cashier(order))
            let english = try await app.send(.get, app.cashier(order), headers: ["Accept-Language": "en"])

            #expect(page.text.contains("模拟支付失败"))
            for text in [page.text, english.text] {
                #expect(!text.contains("http-equiv=\"refresh\""))
                #expect(text.contains("href=\"\(app.cashier(order))\""))
            }
            #expect(english.text.contains("<html lang=\"en\">"))
            #expect(english.text.contains("100 credits · Alipay"))
            #expect(!english.text.unicodeScalars.contains { 0x4E00...0x9FFF ~= $0.value })
        }
    }

    @Test func `whoever guesses an order's number finds no cashier`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let orders = [try await lin.order(), try await lin.order()]
            let keyOfAnother = app.services.payments.cashier.key(of: orders[1])

            for key in ["", "?key=", "?key=0", "?key=\(keyOfAnother)"] {
                #expect(try await app.send(.get, "/cashier/\(orders[0])\(key)").code == 404)
                #expect(try await app.send(.post, "/cashier/\(orders[0])/success\(key)").code == 404)
            }
            #expect(try await lin.ledger() == [])
        }
    }

    @Test func `a payment whose report was lost is reported by the next click`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()
            let sandbox = try #require(app.services.payments.merchants.sandbox)
            _ = try await sandbox.settle(order, by: .alipay, succeeds: true)

            try await app.send(.post, app.cashier(order, "/success"))

            #expect(try await app.send(.get, app.cashier(order)).text.contains("已支付"))
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test(arguments: [("https://studio.example.com", ""), ("https://example.com/hanmo/a", "/hanmo/a")])
    func `the buttons of a page stay where the site is`(publicURL: String, prefix: String) async throws {
        try await withTestApp(adjusting: { settings, _ in settings.publicURL = publicURL }) { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()

            let page = try await app.send(.get, app.cashier(order))

            #expect(page.text.contains("action=\"\(prefix)\(app.cashier(order, "/success"))\""))
        }
    }

    @Test func `in production there is no sandbox`() async throws {
        try await withTestApp(adjusting: { settings, _ in settings.environment = .production }) { app in
            let lin = try await app.signUp("lin")

            let order = try await lin.post("/credit/recharge", ["amount": 10, "payment_method": "alipay"])

            #expect(order.code == 40005)
            #expect(order.message == "该支付方式尚未开通，请换一种方式或联系管理员")
            #expect(try await app.send(.get, app.cashier("R202601221000001")).code == 404)
            #expect(try await app.send(.post, app.cashier("R202601221000001", "/success")).code == 404)

            // Opened before the site went into production.
            try await app.services.database.write { connection in
                let store = PaymentStore(connection)
                let id = try store.insert(
                    .recharge(of: 1000),
                    "R202601221000001",
                    of: lin.id,
                    .alipay,
                    lifetimeMilliseconds: 60_000
                )
                try store.insertAttempt(of: try store.fetch(id), at: .sandbox, .open)
            }
            #expect(try await app.send(.get, app.cashier("R202601221000001")).code == 404)
            #expect(try await app.send(.post, app.cashier("R202601221000001", "/success")).code == 404)
        }
    }
}

extension TestApp {
    /// The path of an order's cashier page.
    func cashier(_ order: String, _ outcome: String = "") -> String {
        "/cashier/\(order)\(outcome)?key=\(services.payments.cashier.key(of: order))"
    }
}
