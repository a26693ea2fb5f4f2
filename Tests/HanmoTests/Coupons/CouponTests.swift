import Database
import JSON
import Testing

@testable import Hanmo

/// Coupons from the form that makes them to whoever claims them.
@Suite struct CouponTests {
    private static let documented: JSON = [
        "code": "DISCOUNT10", "name": "充值优惠券", "type": "discount", "value": 10.0, "min_amount": 100.0,
        "max_usage": 1000, "valid_from": "2026-01-22T00:00:00", "valid_until": "2026-02-22T23:59:59",
    ]

    // MARK: Making

    @Test func `a coupon is made as the API document shows`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()

            let reply = try await admin.post("/operation/coupons", CouponTests.documented)

            #expect(
                reply.text == """
                    {"code":200,"message":"优惠券创建成功","data":{"id":1,"code":"DISCOUNT10","name":"充值优惠券",\
                    "type":"discount","value":10.00,"min_amount":100.00,"max_usage":1000,"is_listed":true,\
                    "claimed_count":0,"used_count":0,"valid_from":"2026-01-22T00:00:00","valid_until":"2026-02-22T23:59:59",\
                    "status":"active","created_at":"2026-01-22T10:00:00"}}
                    """
            )
            #expect(try await admin.get("/operation/coupons/1").data == reply.data)
            #expect(try await admin.get("/operation/coupons").items == [reply.data])
        }
    }

    @Test(
        arguments: [
            (["type": "deduction", "value": 0.01], 0.01), (["type": "deduction", "value": 50_000], 50_000),
            (["type": "credit_bonus", "value": 1], 1), (["type": "credit_bonus", "value": 1_000_000.0], 1_000_000),
            (["value": 0.01], 0.01), (["value": 99.99], 99.99), (["value": 12.5], 12.5),
            (["min_amount": nil], 10), (["valid_from": "2026-01-22T01:59:59Z"], 10), (["code": "新-a_1"], nil),
            (["code": "A-b_9"], 10),
        ] as [(JSON, Double?)]
    )
    func `a value is kept to the fen, the credit and the hundredth of a percent`(
        change: JSON,
        value: Double?
    ) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()

            let reply = try await admin.post("/operation/coupons", CouponTests.documented.with(change))

            #expect(reply.data["value"]?.double == value)
            #expect(reply.code == (value == nil ? 400 : 200))
        }
    }

    @Test(
        arguments: [
            (["value": 0], "value"), (["value": -10], "value"), (["value": 100], "value"), (["value": 10.005], "value"),
            (["value": "10"], "value"), (["value": nil], "value"), (["value": .double(1e300)], "value"),
            (["type": "deduction", "value": 0.001], "value"), (["type": "deduction", "value": 50_000.01], "value"),
            (["type": "deduction", "value": -0.01], "value"), (["type": "credit_bonus", "value": 1.5], "value"),
            (["type": "credit_bonus", "value": 0], "value"), (["type": "credit_bonus", "value": 1_000_001], "value"),
            (["type": "free"], "type"), (["type": nil], "type"), (["min_amount": -0.01], "min_amount"),
            (["min_amount": 50_000.01], "min_amount"), (["max_usage": 0], "max_usage"),
            (["max_usage": -1], "max_usage"),
            (["max_usage": 1.5], "max_usage"), (["max_usage": 1_000_000_001], "max_usage"),
            (["max_usage": nil], "max_usage"), (["valid_until": "2026-01-21T23:59:59"], "valid_until"),
            (["valid_until": "2026-01-22T00:00:00"], "valid_until"),
            (["valid_until": "2026-02-30T00:00:00"], "valid_until"),
            (["valid_until": nil], "valid_until"), (["valid_from": "tomorrow"], "valid_from"),
            (["valid_from": 1_769_011_200], "valid_from"), (["code": "TEN PERCENT"], "code"), (["code": ""], "code"),
            (["code": nil], "code"), (["code": .string(String(repeating: "A", count: 10_000))], "code"),
            (["code": "a'b"], "code"), (["code": "优惠"], "code"), (["code": "A\u{0}"], "code"), (["name": ""], "name"),
            (["name": .string(String(repeating: "名", count: 101))], "name"),
        ] as [(JSON, String)]
    )
    func `what is no coupon is refused by the name of the field`(change: JSON, field: String) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()

            let reply = try await admin.post("/operation/coupons", CouponTests.documented.with(change))

            #expect(reply.code == 400)
            #expect(reply.faultyFields == [field])
            #expect(try await admin.get("/operation/coupons").data["total"] == 0)
        }
    }

    @Test func `a code is taken in whichever case`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            try await admin.makeCoupon("Spring-1")
            let other = try await admin.makeCoupon("SUMMER")

            let again = try await admin.post("/operation/coupons", Coupon.form("SPRING-1"))
            let renamed = try await admin.put("/operation/coupons/\(other)", ["code": "spring-1"])

            #expect([again.code, renamed.code] == [400, 400])
            #expect(again.faultyFields == ["code"])
            #expect(renamed.faultyFields == ["code"])
            #expect(try await admin.put("/operation/coupons/\(other)", ["code": "summer"]).data["code"] == "summer")
            let codes = try await admin.get("/operation/coupons").items.map { $0["code"] }
            #expect(codes == ["summer", "Spring-1"])
        }
    }

    // MARK: Looking

    @Test func `a status is the clock's, and users see what is active`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            try await admin.makeCoupon("NOW")
            try await admin.makeCoupon("SOON", ["valid_from": "2026-01-22T10:00:01"])
            try await admin.makeCoupon("OVER", ["type": "deduction", "valid_until": "2026-01-22T09:59:59"])
            let off = try await admin.makeCoupon("OFF", ["type": "deduction"])
            try await admin.post("/operation/coupons/\(off)/disable")
            func codes(_ person: Person, _ query: String = "") async throws -> [String] {
                let reply = try await person.get("/operation/coupons\(query)")
                #expect(reply.data["total"] == .int(reply.items.count))
                return reply.items.map { "\($0["code"]?.string ?? "") \($0["status"]?.string ?? "")" }
            }

            #expect(try await codes(admin) == ["OFF disabled", "OVER expired", "SOON scheduled", "NOW active"])
            for (status, code) in [("active", "NOW"), ("scheduled", "SOON"), ("expired", "OVER"), ("disabled", "OFF")] {
                #expect(try await codes(admin, "?status=\(status)") == ["\(code) \(status)"])
                #expect(try await codes(lin, "?status=\(status)") == (status == "active" ? ["NOW active"] : []))
            }
            #expect(try await codes(admin, "?type=deduction") == ["OFF disabled", "OVER expired"])
            #expect(try await codes(admin, "?type=credit_bonus") == [])
            #expect(try await codes(lin) == ["NOW active"])
            #expect(try await lin.get("/operation/coupons?status=lost").faultyFields == ["status"])
            #expect(try await admin.get("/operation/coupons?page=2&page_size=3").items.count == 1)
            for id in 1...4 {
                #expect(try await admin.get("/operation/coupons/\(id)").code == 200)
                #expect(try await lin.get("/operation/coupons/\(id)").code == (id == 1 ? 200 : 404))
            }
            app.clock.advance(seconds: 1)
            #expect(try await codes(lin) == ["SOON active", "NOW active"])
        }
    }

    // MARK: Changing

    @Test func `before anybody has claimed it everything may change`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.makeCoupon("A")
            let form: JSON = [
                "code": "B", "name": "春节", "type": "credit_bonus", "value": 5, "min_amount": 20.0, "max_usage": 1,
                "valid_from": "2026-01-22T00:00:00", "valid_until": "2026-01-22T12:00:00",
            ]

            let changed = try await admin.put("/operation/coupons/\(id)", form).data

            for member in form.members ?? [] { #expect(changed[member.name] == member.value, "\(member.name)") }
            #expect(try await admin.put("/operation/coupons/\(id)", [:]).data == changed)
            for (change, field): (JSON, String) in [
                (["type": "discount"], "value"), (["value": 1.5], "value"),
                (["valid_from": "2026-01-22T12:00:00"], "valid_until"),
                (["valid_until": "2026-01-21T12:00:00"], "valid_until"), (["max_usage": 0], "max_usage"),
            ] {
                #expect(try await admin.put("/operation/coupons/\(id)", change).faultyFields == [field])
            }
            #expect(try await admin.get("/operation/coupons/\(id)").data == changed)
            #expect(try await admin.put("/operation/coupons/99", ["name": "x"]).code == 404)
        }
    }

    @Test(
        arguments: [
            (["name": "春节"], nil), (["max_usage": 2], nil), (["max_usage": 1], "max_usage"),
            (["max_usage": 5000], nil), (["code": "B"], "code"), (["value": 20], "value"),
            (["type": "deduction", "value": 10], "type"), (["min_amount": 19.99], nil),
            (["min_amount": 20.01], "min_amount"), (["valid_from": "2026-01-21T09:59:59"], nil),
            (["valid_from": "2026-01-21T10:00:01"], "valid_from"), (["valid_until": "2026-01-23T10:00:01"], nil),
            (["valid_until": "2026-01-23T09:59:59"], "valid_until"),
            (["code": "A", "value": 10, "type": "discount"], nil),
        ] as [(JSON, String?)]
    )
    func `what somebody has claimed can only get better`(change: JSON, field: String?) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.makeCoupon("A", ["min_amount": 20])
            for name in ["lin", "mei"] { try await app.signUp(name).post("/operation/coupons/\(id)/claim") }
            let before = try await admin.get("/operation/coupons/\(id)").data

            let reply = try await admin.put("/operation/coupons/\(id)", change)

            #expect(reply.faultyFields == (field.map { [$0] } ?? []))
            let after = try await admin.get("/operation/coupons/\(id)").data
            if field != nil { #expect(after == before) } else { #expect(after == reply.data) }
        }
    }

    @Test func `out of use nobody claims or orders with it, and back in use everybody may`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let (lin, mei) = (try await app.signUp("lin"), try await app.signUp("mei"))
            let id = try await admin.makeCoupon("A")
            let open = try await lin.order(with: "A")

            for _ in 0..<2 {
                #expect(try await admin.post("/operation/coupons/\(id)/disable").data["status"] == "disabled")
            }
            #expect(try await mei.post("/operation/coupons/\(id)/claim").code == 40003)
            #expect(try await mei.tryOrder(with: "A").code == 40003)
            try await app.report(open)

            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(try await lin.get("/credit/orders/\(open)").data["amount"] == 9.0)
            for _ in 0..<2 {
                #expect(try await admin.post("/operation/coupons/\(id)/enable").data["status"] == "active")
            }
            #expect(try await mei.tryOrder(with: "A").code == 200)
            for verb in ["disable", "enable"] {
                #expect(try await admin.post("/operation/coupons/99/\(verb)").code == 404)
                #expect(try await lin.post("/operation/coupons/\(id)/\(verb)").code == 403)
            }
        }
    }

    @Test func `what an administrator does to a coupon is written down, and what changes nothing is not`() async throws
    {
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.makeCoupon("A")
            try await admin.put("/operation/coupons/\(id)", ["value": 12.5, "max_usage": 5, "name": "充值优惠券"])
            for verb in ["disable", "disable", "enable", "enable"] {
                try await admin.post("/operation/coupons/\(id)/\(verb)")
            }
            try await admin.put("/operation/coupons/\(id)", ["value": 100])

            let entries = try await admin.get("/admin/audit?target=coupon:\(id)").items

            #expect(
                entries.map { $0["act"] } == ["coupon.enable", "coupon.disable", "coupon.change", "coupon.create"]
            )
            #expect(
                entries[2]["details"] == ["value": ["from": 10.0, "to": 12.5], "max_usage": ["from": 1000, "to": 5]]
            )
            #expect(entries[3]["details"]?["valid_until"] == "2026-01-23T10:00:00")
        }
    }

    // MARK: Claiming

    @Test func `each user claims once, and nobody once there are none left`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.makeCoupon("A", ["max_usage": 2])
            let people = [try await app.signUp("lin"), try await app.signUp("mei"), try await app.signUp("bob")]

            let first = try await people[0].post("/operation/coupons/\(id)/claim")
            let again = try await people[0].post("/operation/coupons/\(id)/claim")
            let second = try await people[1].post("/operation/coupons/\(id)/claim")
            let late = try await people[2].post("/operation/coupons/\(id)/claim")

            #expect(
                first.text == """
                    {"code":200,"message":"领取成功","data":{"id":1,"coupon_id":\(id),"code":"A","name":"充值优惠券",\
                    "type":"discount","value":10.00,"min_amount":0.00,"valid_from":"2026-01-21T10:00:00",\
                    "valid_until":"2026-01-23T10:00:00","status":"unused","order_id":null,\
                    "claimed_at":"2026-01-22T10:00:00","used_at":null}}
                    """
            )
            #expect([again.code, second.code, late.code] == [40003, 200, 40003])
            #expect(again.message == "优惠券无效：您已领取过")
            #expect(late.message == "优惠券无效：已被领完")
            #expect(try await admin.get("/operation/coupons/\(id)").data["claimed_count"] == 2)
            #expect(try await people[2].coupons() == [])
            for unknown in ["99", "0", "-1", "x", "99999999999999999999"] {
                #expect(try await people[2].post("/operation/coupons/\(unknown)/claim").code == 404)
            }
            #expect(try await admin.put("/operation/coupons/\(id)", ["max_usage": 3]).code == 200)
            #expect(try await people[2].post("/operation/coupons/\(id)/claim").code == 200)
        }
    }

    /// From the first millisecond of `valid_from` to the last one of `valid_until`.
    @Test(arguments: [(-1, false), (0, true), (1, true), (60_999, true), (61_000, false)])
    func `a coupon is valid from its first second to the end of its last one`(
        milliseconds: Int,
        isValid: Bool
    ) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let (lin, mei) = (try await app.signUp("lin"), try await app.signUp("mei"))
            let id = try await admin.makeCoupon(
                "A",
                ["valid_from": "2026-01-22T10:10:00", "valid_until": "2026-01-22T10:11:00"]
            )
            app.clock.advance(minutes: 10, milliseconds: milliseconds)

            let codes = [
                try await lin.post("/operation/coupons/\(id)/claim").code,
                try await mei.get("/credit/quote?amount=10&coupon_code=A").code,
                try await mei.tryOrder(with: "A").code,
            ]

            #expect(codes == Array(repeating: isValid ? 200 : 40003, count: 3))
            #expect(try await lin.coupons() == (isValid ? ["A unused"] : []))
        }
    }

    @Test func `one's own coupons are listed by what has become of them, and nobody else's are`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let (lin, mei) = (try await app.signUp("lin"), try await app.signUp("mei"))
            try await admin.makeCoupon("OVER", ["valid_until": "2026-01-22T10:30:00"])
            for code in ["FREE", "HELD", "USED", "OFF"] { try await admin.makeCoupon(code) }
            for id in 1...5 { try await lin.post("/operation/coupons/\(id)/claim") }
            let used = try await lin.order(with: "USED")
            try await app.report(used)
            try await admin.post("/operation/coupons/5/disable")
            app.clock.advance(minutes: 31)
            try await app.runJobs()
            let held = try await lin.order(with: "HELD")

            #expect(
                try await lin.coupons()
                    == ["OFF expired", "USED used \(used)", "HELD unused \(held)", "FREE unused", "OVER expired"]
            )
            #expect(try await lin.coupons("?status=unused") == ["HELD unused \(held)", "FREE unused"])
            #expect(try await lin.coupons("?status=used") == ["USED used \(used)"])
            #expect(try await lin.coupons("?status=expired&page_size=1") == ["OFF expired"])
            #expect(try await lin.get("/operation/my-coupons?status=expired").data["total"] == 2)
            #expect(try await lin.get("/operation/my-coupons?status=lost").faultyFields == ["status"])
            #expect(try await mei.coupons() == [])
            let claim = try await lin.get("/operation/my-coupons?status=used").items.first
            #expect(claim?["used_at"] == "2026-01-22T10:00:00")
        }
    }
}
