import Database
import Gateways
import GatewaysForTests
import JSON
import Logging
import Testing

@testable import Hanmo

/// What a coupon does to an order, and what becomes of it with the order.
@Suite struct CouponOrderTests {
    // MARK: The price

    @Test(
        arguments: [
            // 10 % off, half a fen up: 9.00, 0.045, 0.495, 89.991.
            (["value": 10.0], 10.0, 9.0, 100, 0), (["value": 10.0], 0.05, 0.05, 0, 0),
            (["value": 10.0], 0.55, 0.5, 5, 0), (["value": 10.0], 99.99, 89.99, 999, 0),
            // 50.5 % off: 9.89505. 99.99 % off: less than a fen, of which one is left, and 5 yuan of 50,000.
            (["value": 50.5], 19.99, 9.9, 199, 0), (["value": 99.99], 0.49, 0.01, 4, 0),
            (["value": 99.99], 50_000.0, 5.0, 500_000, 0),
            (["type": "deduction", "value": 3.33], 10.0, 6.67, 100, 0),
            (["type": "deduction", "value": 10.0], 10.0, 0.01, 100, 0),
            (["type": "deduction", "value": 50_000.0], 10.0, 0.01, 100, 0),
            (["type": "deduction", "value": 0.01], 0.01, 0.01, 0, 0),
            (["type": "credit_bonus", "value": 50.0], 10.0, 10.0, 150, 50),
            (["type": "credit_bonus", "value": 1.0], 0.01, 0.01, 1, 1),
        ] as [(JSON, Double, Double, Int, Int)]
    )
    func `an order costs what the quote said, and brings it`(
        terms: JSON,
        yuan: Double,
        left: Double,
        credits: Int,
        bonus: Int
    ) async throws {
        try await withTestApp { app in
            try await app.admin().makeCoupon("A", terms)
            let lin = try await app.signUp("lin")

            let quote = try await lin.get("/credit/quote?amount=\(yuan)&coupon_code=a").data
            let order = try await lin.tryOrder(.double(yuan), with: "a").data

            #expect(order["amount"]?.double == left)
            #expect(order["original_amount"]?.double == yuan)
            #expect(order["credits"] == .int(credits))
            #expect(order["coupon_code"] == "A")
            #expect(order["bonus_credits"] == .int(bonus))
            for field in ["amount", "original_amount", "credits"] { #expect(quote[field] == order[field], "\(field)") }
            let reduction = try #require(quote["reductions"]?.array?.first)
            #expect(reduction["source"] == "coupon")
            #expect(reduction["name"] == "A")
            #expect(reduction["discount_amount"] == order["discount_amount"])
            #expect(reduction["bonus_credits"] == .int(bonus))
            let number = try #require(order["order_id"]?.string)
            #expect(try await app.report(number, more: ["amount": .double(yuan)]).code == (left == yuan ? 200 : 40005))
            try await app.report(number, more: ["amount": .double(left)])
            #expect(try await lin.balance() == credits)
        }
    }

    @Test func `an order shows its coupon in place, and stands in the ledger with it`() async throws {
        try await withTestApp { app in
            try await app.admin().makeCoupon("DISCOUNT10", ["min_amount": 100.0])
            let lin = try await app.signUp("lin")

            let reply = try await lin.tryOrder(100, with: "discount10")

            let key = app.services.payments.cashier.key(of: "R202601221000001")
            #expect(
                reply.text == """
                    {"code":200,"message":"订单创建成功","data":{"order_id":"R202601221000001","amount":90.00,\
                    "original_amount":100.00,"credits":1000,"coupon_code":"DISCOUNT10","discount_amount":10.00,\
                    "bonus_credits":0,"payment_method":"alipay","status":"pending",\
                    "payment_url":"http://localhost:8000/cashier/R202601221000001?key=\(key)",\
                    "qr_code":null,"expires_at":"2026-01-22T10:30:00","created_at":"2026-01-22T10:00:00","paid_at":null}}
                    """
            )
            #expect(try await lin.get("/credit/recharge/orders").items == [reply.data])
            try await app.report("R202601221000001")
            let entry = try await lin.get("/credit/transactions?type=recharge").items.first
            #expect(entry?["description"] == "充值100元，优惠券 DISCOUNT10")
            #expect(entry?["amount"] == 1000)
        }
    }

    @Test(
        arguments: [
            ("A", 9.99, "优惠券无效：金额未达到 10.00 元"), ("SOON", 10, "优惠券无效：尚未生效"),
            ("OVER", 10, "优惠券无效：已过期"), ("OFF", 10, "优惠券无效：已停用"), ("MEI", 10, "优惠券无效：已被领完"),
            ("MEI ", 10, "优惠券无效：已被领完"), ("NONE", 10, "优惠券无效"), ("A B", 10, "优惠券无效"), ("%", 10, "优惠券无效"),
        ]
    )
    func `a coupon that can't be used stops the order, and nothing changes`(
        code: String,
        yuan: Double,
        message: String
    ) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            try await admin.makeCoupon("A", ["min_amount": 10])
            try await admin.makeCoupon("SOON", ["valid_from": "2026-01-22T10:00:01"])
            try await admin.makeCoupon("OVER", ["valid_until": "2026-01-22T09:59:59"])
            let off = try await admin.makeCoupon("OFF")
            try await admin.post("/operation/coupons/\(off)/disable")
            let taken = try await admin.makeCoupon("MEI", ["max_usage": 1])
            try await app.signUp("mei").post("/operation/coupons/\(taken)/claim")
            let lin = try await app.signUp("lin")

            let query = "amount=\(yuan)&coupon_code=\(code.replacing("%", with: "%25").replacing(" ", with: "%20"))"
            let quote = try await lin.get("/credit/quote?\(query)")
            let order = try await lin.tryOrder(.double(yuan), with: code)

            for reply in [quote, order] {
                #expect(reply.code == 40003)
                #expect(reply.message == message)
            }
            #expect(try await lin.get("/credit/recharge/orders").data["total"] == 0)
            #expect(try await lin.coupons() == [])
            #expect(try await app.number("SELECT sum(claim_count) FROM coupons") == 1)
            #expect(try await lin.order() == "R202601221000001")
        }
    }

    @Test func `a price that is shown changes nothing`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.makeCoupon("A", ["max_usage": 1])
            let (lin, mei) = (try await app.signUp("lin"), try await app.signUp("mei"))

            for person in [lin, mei, lin] {
                #expect(try await person.get("/credit/quote?amount=10&coupon_code=A").data["amount"] == 9.0)
            }

            #expect(try await lin.coupons() == [])
            #expect(try await admin.get("/operation/coupons/\(id)").data["claimed_count"] == 0)
            #expect(
                try await lin.get("/credit/quote?amount=9.99").text == """
                    {"code":200,"message":"success","data":{"amount":9.99,"original_amount":9.99,"credits":99,\
                    "reductions":[]}}
                    """
            )
            #expect(
                try await lin.get("/credit/quote?membership_type=quarterly").text == """
                    {"code":200,"message":"success","data":{"membership_type":"quarterly","amount":25.00,\
                    "original_amount":25.00,"credits_cost":250,"reductions":[]}}
                    """
            )
        }
    }

    @Test(
        arguments: [
            ("", "amount"), ("coupon_code=A", "amount"), ("amount=0", "amount"), ("amount=-1", "amount"),
            ("amount=0.001", "amount"), ("amount=50000.01", "amount"), ("amount=ten", "amount"),
            ("amount=1e1", "amount"),
            ("membership_type=daily", "membership_type"), ("membership_type=monthly&amount=10", "amount"),
            ("membership_type=monthly&coupon_code=A", "coupon_code"), ("amount=10&coupon_code=%00", "coupon_code"),
            ("amount=10&coupon_code=\(String(repeating: "A", count: 65))", "coupon_code"),
        ]
    )
    func `a price of nothing that can be ordered is refused by the name of the field`(
        query: String,
        field: String
    ) async throws {
        try await withTestApp { app in
            try await app.admin().makeCoupon("A")
            let lin = try await app.signUp("lin")

            let reply = try await lin.get("/credit/quote?\(query)")

            #expect(reply.code == 400)
            #expect(reply.faultyFields == [field])
        }
    }

    // MARK: Held, given back, used

    @Test(arguments: ["failed", "closed", "its end", "its job"])
    func `an open order holds its coupon until it has ended without a payment`(end: String) async throws {
        try await withTestApp { app in
            try await app.admin().makeCoupon("A", ["max_usage": 1])
            let lin = try await app.signUp("lin")
            let first = try await lin.order(with: "A")

            let second = try await lin.tryOrder(with: "A")
            #expect(second.code == 40003)
            #expect(second.message == "优惠券无效：已用于另一个待支付订单")
            #expect(try await lin.get("/credit/quote?amount=10&coupon_code=A").code == 40003)
            #expect(try await lin.coupons() == ["A unused \(first)"])
            switch end {
            case "failed", "closed": try await app.report(first, end)
            case "its end":
                app.clock.advance(minutes: 30, milliseconds: -1)
                #expect(try await lin.tryOrder(with: "A").code == 40003)
                app.clock.advance(milliseconds: 1)
            default:
                app.clock.advance(minutes: 30)
                try await app.runJobs()
            }

            #expect(try await lin.coupons() == ["A unused"])
            let third = try await lin.order(with: "A")
            // The job of the first one finds that it has nothing to give back.
            app.clock.advance(minutes: 1)
            try await app.runJobs()
            #expect(try await lin.coupons() == ["A unused \(third)"])
            try await app.report(third)
            #expect(try await lin.coupons() == ["A used \(third)"])
            #expect(try await lin.tryOrder(with: "A").message == "优惠券无效：已使用")
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `an order that its gateway refuses gives the coupon back`() async throws {
        try await withShop { shop in
            try await shop.app.admin().makeCoupon("A", ["type": "deduction", "value": 4])
            let lin = try await shop.app.signUp("lin")
            let form: JSON = ["amount": 10, "payment_method": "wechat", "coupon_code": "A"]

            shop.failNext(.refusal(status: 400, code: "PARAM_ERROR"), with: "wechat")
            let refused = try await lin.post("/credit/recharge", form)
            let claimed = try await lin.coupons()
            let number = try #require(await lin.post("/credit/recharge", form).data["order_id"]?.string)

            #expect(refused.code == 40005)
            #expect(claimed == ["A unused"])
            #expect(try await lin.coupons() == ["A unused \(number)"])
            // The gateway was told the price that is left, and reports it.
            shop.pay(number, with: "wechat")
            #expect(isAccepted(try await shop.notify("wechat", shop.report(of: number, with: "wechat")), by: "wechat"))
            #expect(try await lin.coupons() == ["A used \(number)"])
            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(try await lin.get("/credit/orders/\(number)").data["amount"] == 6.0)
        }
    }

    @Test func `a repeat of an order with a coupon gets the first reply, also when the coupon is used`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.makeCoupon("A")
            let lin = try await app.signUp("lin")
            let key = ["Idempotency-Key": "k"]

            let first = try await lin.tryOrder(with: "A", headers: key)
            let again = try await lin.tryOrder(with: "A", headers: key)
            try await app.report("R202601221000001")
            let later = try await lin.tryOrder(with: "A", headers: key)

            #expect(first.code == 200)
            #expect(again.text == first.text)
            #expect(later.text == first.text)
            #expect(try await lin.get("/credit/recharge/orders").data["total"] == 1)
            #expect(try await admin.get("/operation/coupons/\(id)").data["claimed_count"] == 1)
            // A refused one leaves its key free.
            #expect(try await lin.tryOrder(with: "A", headers: ["Idempotency-Key": "l"]).code == 40003)
            try await admin.makeCoupon("B")
            #expect(try await lin.tryOrder(with: "B", headers: ["Idempotency-Key": "l"]).code == 200)
        }
    }

    @Test(arguments: [("discount", 10.0, 100), ("deduction", 4.0, 100), ("credit_bonus", 50.0, 150)])
    func `a refund takes back all that came, and the coupon stays used`(
        type: String,
        value: Double,
        credits: Int
    ) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.makeCoupon("A", ["type": .string(type), "value": .double(value)])
            let lin = try await app.signUp("lin")
            let order = try await lin.order(with: "A")
            try await app.report(order)

            let refund = try await admin.refund(order).data

            #expect(refund["credits"] == .int(-credits))
            #expect(refund["amount"] == (try await lin.get("/credit/orders/\(order)").data["amount"]))
            #expect(try await lin.ledger() == ["recharge +\(credits)", "refund -\(credits)"])
            #expect(try await lin.coupons() == ["A used \(order)"])
            #expect(try await lin.tryOrder(with: "A").code == 40003)
            #expect(try await admin.get("/operation/coupons/\(id)").data["used_count"] == 1)
        }
    }

    // MARK: Payments that come late

    @Test(arguments: ["failed", "closed", "its job", "its end"])
    func `a late payment has its coupon again, where nobody took it, however invalid it is by then`(
        end: String
    ) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.makeCoupon("A", ["valid_until": "2026-01-22T10:10:00"])
            let lin = try await app.signUp("lin")
            let order = try await lin.order(with: "A")
            if ["failed", "closed"].contains(end) { try await app.report(order, end) }
            app.clock.advance(hours: 1)
            if end == "its job" { try await app.runJobs() }
            try await admin.post("/operation/coupons/\(id)/disable")

            for _ in 0..<2 { #expect(try await app.report(order, transaction: "T1").code == 200) }

            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(try await lin.coupons() == ["A used \(order)"])
            let shown = try await lin.get("/credit/orders/\(order)").data
            #expect(shown["coupon_code"] == "A")
            #expect(shown["amount"] == 9.0)
            #expect(
                try await app.number("SELECT count(*) FROM payment_notices WHERE outcome = 'credited_plainly'") == 0
            )
            try await app.runJobs()
        }
    }

    @Test(
        arguments: [
            (["value": 10.0], 9.0, 90, 100), (["type": "deduction", "value": 9.95], 0.05, 0, 100),
            (["type": "credit_bonus", "value": 50], 10.0, 100, 150),
        ] as [(JSON, Double, Int, Int)],
        [true, false]
    )
    func `a late payment whose coupon has gone to another order brings what was paid, and is logged`(
        terms: (JSON, Double, Int, Int),
        isOtherPaid: Bool
    ) async throws {
        let (form, paid, plain, full) = terms
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.makeCoupon("A", form)
            let lin = try await app.signUp("lin")
            let late = try await lin.order(with: "A")
            try await app.report(late, "closed", transaction: "T0")
            let other = try await lin.order(with: "A")
            if isOtherPaid { try await app.report(other, transaction: "T1") }

            for _ in 0..<2 {
                #expect(try await app.report(late, transaction: "T2", more: ["amount": .double(paid)]).code == 200)
            }
            if !isOtherPaid { try await app.report(other, transaction: "T1") }

            let expected = [full, plain].map { "recharge +\($0)" }
            let ledger = try await lin.ledger()
            #expect(ledger == (isOtherPaid ? expected : expected.reversed()).filter { $0 != "recharge +0" })
            let shown = try await lin.get("/credit/orders/\(late)").data
            #expect(shown["status"] == "paid")
            #expect(shown["amount"]?.double == paid)
            #expect(shown["original_amount"]?.double == paid)
            #expect(shown["credits"] == .int(plain))
            #expect(shown["coupon_code"] == nil)
            #expect(try await lin.coupons() == ["A used \(other)"])
            #expect(try await admin.get("/operation/coupons/\(id)").data["used_count"] == 1)
            #expect(
                app.log.recorded.filter { $0.fields["outcome"] == "credited_plainly" }.map(\.fields["order"]) == [late]
            )
            #expect(try await admin.refund(late).data["credits"] == .int(-plain))
            #expect(try await lin.balance() == full)
        }
    }

    @Test func `an order whose time is over loses its coupon before its job comes`() async throws {
        try await withTestApp { app in
            try await app.admin().makeCoupon("A")
            let lin = try await app.signUp("lin")
            let first = try await lin.order(with: "A")
            app.clock.advance(minutes: 30)
            let second = try await lin.order(with: "A")

            try await app.report(first, transaction: "T1")
            app.clock.advance(minutes: 30)
            try await app.report(second, transaction: "T2")
            try await app.runJobs()

            #expect(try await lin.ledger() == ["recharge +90", "recharge +100"])
            #expect(try await lin.coupons() == ["A used \(second)"])
        }
    }
}
