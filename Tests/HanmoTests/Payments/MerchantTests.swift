import Database
import Gateways
import GatewaysForTests
import HTTPTypes
import JSON
import Logging
import Testing

@testable import Hanmo

/// Orders that are paid at real gateways.
@Suite struct MerchantTests {
    @Test func `Alipay's page and WeChat Pay's code are where an order is paid`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            func open(_ method: String) async throws -> JSON {
                try await lin.post("/credit/recharge", ["amount": 9.9, "payment_method": .string(method)]).data
            }

            let alipay = try await open("alipay")
            let wechat = try await open("wechat")

            let url = try #require(alipay["payment_url"]?.string)
            #expect(url.hasPrefix("\(shop.alipay.gateway)?"))
            #expect(alipay["qr_code"] == .null)
            #expect(shop.alipay.visit(url))
            let trade = try #require(shop.alipay.trade("R202601221000001"))
            #expect(trade.amount == "9.90")
            #expect(trade.notifyURL == "https://hanmo.example.com/api/v1/credit/payment/notify/alipay")
            #expect(wechat["qr_code"] == "weixin://wxpay/bizpayurl?pr=R202601221000002")
            let page = try #require(wechat["payment_url"]?.string)
            #expect(page.hasPrefix("https://hanmo.example.com/cashier/R202601221000002?key="))
            #expect(shop.wechat.order("R202601221000002")?.amountFen == 990)
            #expect(
                shop.wechat.order("R202601221000002")?.content.contains(
                    "https://hanmo.example.com/api/v1/credit/payment/notify/wechat"
                ) == true
            )
            let shown = try await lin.get("/credit/orders/R202601221000002").data
            #expect(shown["qr_code"] == wechat["qr_code"])
        }
    }

    @Test func `the page of a code shows it, and has no button that pays`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "wechat")

            let page = try await shop.app.send(.get, shop.app.cashier(number))
            let stolen = try await shop.app.send(.post, shop.app.cashier(number, "/success"))
            shop.wechat.pay(number)
            shop.app.clock.advance(seconds: 3)
            let paid = try await shop.app.send(.get, shop.app.cashier(number))

            #expect(page.text.contains("<svg"))
            #expect(page.text.contains("请用微信支付扫码支付"))
            #expect(page.text.contains("http-equiv=\"refresh\" content=\"10\""))
            #expect(!page.text.contains("<form"))
            #expect(stolen.code == 404)
            #expect(paid.text.contains("已支付"))
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    // MARK: Asking

    @Test(arguments: ["alipay", "wechat"])
    func `a payment whose notification was lost is found by whoever asks for the order`(method: String) async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: method)
            func status() async throws -> JSON? { try await lin.get("/credit/orders/\(number)").data["status"] }
            func questions() -> Int {
                method == "alipay"
                    ? shop.alipay.acts.filter { $0.hasPrefix("alipay.trade.query") }.count
                    : shop.wechat.acts.filter { $0.hasPrefix("GET") }.count
            }

            let before = [try await status(), try await status()]
            let asked = questions()
            shop.pay(number, with: method)
            let tooSoon = try await status()
            shop.app.clock.advance(seconds: 2)
            let found = try await status()
            let answer = try await shop.notify(method, shop.report(of: number, with: method))

            #expect(before == ["pending", "pending"])
            #expect(asked == 1)
            #expect(tooSoon == "pending")
            #expect(found == "paid")
            #expect(isAccepted(answer, by: method))
            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(try await shop.app.outcomes() == ["credited", "repeated"])
        }
    }

    @Test func `a gateway that does not answer keeps nobody from seeing an order`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "wechat")
            shop.wechat.failNext(.refusal(status: 403, code: "NO_AUTH"))

            let shown = try await lin.get("/credit/orders/\(number)")

            #expect(shown.data["status"] == "pending")
            #expect(shop.app.log.recorded.contains { $0.level == .warning && $0.fields["order"] == number })
        }
    }

    @Test func `before an order closes its gateway is asked, and money that came is credited`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let paid = try await shop.order(by: lin, with: "wechat")
            let unpaid = try await shop.order(by: lin, with: "wechat")
            shop.wechat.pay(paid)

            shop.app.clock.advance(minutes: 30)
            try await shop.app.runJobs()

            #expect(try await lin.get("/credit/orders/\(paid)").data["status"] == "paid")
            #expect(try await lin.get("/credit/orders/\(unpaid)").data["status"] == "closed")
            #expect(shop.wechat.order(unpaid)?.state == "CLOSED")
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `an order that a gateway can't be asked about waits for it`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            let number = try await shop.order(by: lin, with: "wechat")
            shop.app.clock.advance(minutes: 30)
            shop.wechat.failNext(.refusal(status: 403, code: "NO_AUTH"))

            await #expect(throws: GatewayError.self) { try await shop.app.services.payments.expire(number) }
            #expect(try await shop.app.text("SELECT status FROM orders") == "pending")
            try await shop.app.runJobs()

            #expect(try await shop.app.text("SELECT status FROM orders") == "closed")
        }
    }

    // MARK: Opening

    @Test func `an order that the gateway does not take is refused, and its key is free again`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            shop.wechat.failNext(.refusal(status: 403, code: "NO_AUTH"))
            func open() async throws -> Answer {
                try await lin.post(
                    "/credit/recharge",
                    ["amount": 10, "payment_method": "wechat"],
                    headers: ["Idempotency-Key": "k"]
                )
            }

            let refused = try await open()
            let opened = try await open()
            let repeated = try await open()

            #expect(refused.text == #"{"code":40005,"message":"支付失败","data":null}"#)
            #expect(opened.data["order_id"] == "R202601221000002")
            #expect(repeated.text == opened.text)
            #expect(try await lin.get("/credit/orders/R202601221000001").data["status"] == "failed")
            #expect(try await shop.app.number("SELECT count(*) FROM orders") == 2)
            #expect(shop.app.log.recorded.contains { $0.fields["cause"]?.contains("NO_AUTH") ?? false })
        }
    }

    @Test func `an answer of the gateway that was lost is asked for again`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            shop.wechat.failNext(.lost)

            let reply = try await lin.post("/credit/recharge", ["amount": 10, "payment_method": "wechat"])

            #expect(reply.data["qr_code"] == "weixin://wxpay/bizpayurl?pr=R202601221000001")
            #expect(shop.wechat.requests.count == 2)
        }
    }

    @Test func `a key whose process died while it waited for the gateway is free after a minute`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            func open() async throws -> Int? {
                let form: JSON = ["amount": 10, "payment_method": "wechat"]
                return try await lin.post("/credit/recharge", form, headers: ["Idempotency-Key": "k"]).code
            }
            _ = try await open()
            try await shop.app.arrange("UPDATE idempotent_requests SET status = NULL, body = NULL")

            shop.app.clock.advance(minutes: 1)
            let early = try await open()
            shop.app.clock.advance(milliseconds: 1)

            #expect(early == 429)
            #expect(try await open() == 200)
            try await shop.app.runJobs()
        }
    }

    @Test func `in production only what is set up is offered`() async throws {
        try await withShop(adjusting: {
            $0.environment = .production
            $0.wechat = nil
        }) { shop in
            let lin = try await shop.app.signUp("lin")

            let wechat = try await lin.post("/credit/recharge", ["amount": 10, "payment_method": "wechat"])
            let alipay = try await lin.post("/credit/recharge", ["amount": 10, "payment_method": "alipay"])

            #expect(wechat.code == 40005)
            #expect(alipay.data["payment_url"]?.string?.hasPrefix(shop.alipay.gateway) == true)
        }
    }

    @Test func `an order is paid by a code or from a phone where that is asked for`() async throws {
        try await withShop { shop in
            let lin = try await shop.app.signUp("lin")
            func order(_ method: String, _ checkout: JSON) async throws -> Answer {
                let form: JSON = ["amount": 10, "payment_method": .string(method)]
                return try await lin.post("/credit/recharge", form.with(["checkout": checkout]))
            }

            let code = try await order("alipay", "code")
            #expect(code.data["qr_code"]?.string?.hasPrefix("https://qr.alipay.com/") == true)
            #expect(code.data["payment_url"]?.string?.hasPrefix("\(Shop.publicURL)/cashier/") == true)
            let number = try #require(code.data["order_id"]?.string)
            shop.alipay.pay(number)
            #expect(try await lin.get("/credit/orders/\(number)").data["status"] == "paid")

            let alipay = try await order("alipay", "phone")
            #expect(alipay.data["payment_url"]?.string?.contains("method=alipay.trade.wap.pay") == true)

            let wechat = try await order("wechat", "phone")
            let back = "redirect_url=https%3A%2F%2Fhanmo.example.com"
            #expect(wechat.data["payment_url"]?.string?.contains(back) == true)
            #expect(wechat.data["qr_code"] == .null)

            #expect(try await order("alipay", .null).data["qr_code"] == .null)
            #expect(try await order("alipay", "app").faultyFields == ["checkout"])
        }
    }

    @Test func `where real money is taken nobody pays at a click, not even in development`() async throws {
        try await withTestApp(adjusting: { settings, _ in
            settings.publicURL = Shop.publicURL
            settings.alipay = .test(gateway: Alipay.production)
        }) { app in
            let lin = try await app.signUp("lin")

            let wechat = try await lin.post("/credit/recharge", ["amount": 10, "payment_method": "wechat"])
            let alipay = try await lin.post("/credit/recharge", ["amount": 10, "payment_method": "alipay"])

            #expect(wechat.code == 40005)
            #expect(alipay.data["payment_url"]?.string?.hasPrefix(Alipay.production) == true)
        }
    }

    // MARK: Settings

    @Test func `a key that is none is told of at the start`() async throws {
        var (noKey, noFile, shortKey) = (Alipay.Merchant.test(), Alipay.Merchant.test(), WeChatPay.Merchant.test)
        noKey.publicKey = .text("no key")
        noFile.privateKey = .file("/does/not/exist")
        shortKey.apiV3Key = .text("short")
        let faults: [(variable: String, alipay: Alipay.Merchant?, wechat: WeChatPay.Merchant?)] = [
            ("HANMO_ALIPAY_PUBLIC_KEY", noKey, nil), ("HANMO_ALIPAY_PRIVATE_KEY", noFile, nil),
            ("HANMO_WECHATPAY_API_V3_KEY", nil, shortKey),
            // Which is not reached by https in tests.
            ("HANMO_PUBLIC_URL", nil, .test), ("HANMO_PUBLIC_URL", .test(gateway: Alipay.production), nil),
        ]
        func start(_ alipay: Alipay.Merchant?, _ wechat: WeChatPay.Merchant?) async throws {
            try await withTestApp(adjusting: { settings, _ in
                settings.alipay = alipay
                settings.wechat = wechat
            }) { _ in }
        }

        for (variable, alipay, wechat) in faults {
            let fault = await #expect(throws: Settings.Fault.self) { try await start(alipay, wechat) }
            #expect(fault?.variable == variable)
        }
    }
}
