import JSON
import Testing

@testable import Hanmo

/// Who sees which coupons, and who has them.
@Suite struct CouponListTests {
    @Test func `a coupon that is not listed is for those who know of it`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let open = try await admin.makeCoupon("OPEN")
            let secret = try await admin.makeCoupon("SECRET", ["is_listed": false])
            func codes(_ person: Person, _ query: String = "") async throws -> [String?] {
                try await person.get("/operation/coupons\(query)").items.map { $0["code"]?.string }
            }

            #expect(try await codes(lin) == ["OPEN"])
            #expect(try await lin.get("/operation/coupons?status=active").data["total"] == 1)
            #expect(try await codes(admin) == ["SECRET", "OPEN"])
            #expect(try await admin.get("/operation/coupons/\(secret)").data["is_listed"] == false)
            #expect(try await admin.get("/operation/coupons/\(open)").data["is_listed"] == true)
            #expect(try await lin.get("/credit/quote?amount=10&coupon_code=secret").data["amount"] == 9.0)
            #expect(try await lin.post("/operation/coupons/\(secret)/claim").code == 200)
            #expect(try await lin.coupons() == ["SECRET unused"])
            #expect(try await lin.tryOrder(with: "SECRET").data["amount"] == 9.0)

            let shown = try await admin.put("/operation/coupons/\(secret)", ["is_listed": true])
            let entry = try await admin.get("/admin/audit?act=coupon.change").items.first
            let kept = try await admin.put("/operation/coupons/\(secret)", ["is_listed": nil, "name": "新名"])

            #expect(shown.data["is_listed"] == true)
            #expect(kept.data["is_listed"] == true)
            #expect(entry?["details"] == ["is_listed": ["from": false, "to": true]])
            #expect(try await codes(lin) == ["SECRET", "OPEN"])
            for wrong: JSON in ["no", 0, [[]]] {
                let reply = try await admin.post("/operation/coupons", Coupon.form("X").with(["is_listed": wrong]))
                #expect(reply.faultyFields == ["is_listed"])
            }
            app.clock.advance(minutes: 30)
            try await app.runJobs()
        }
    }

    @Test func `administrators see who has claimed a coupon, and what has become of each claim`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let coupon = try await admin.makeCoupon("A")
            let other = try await admin.makeCoupon("B")
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            let olga = try await app.signUp("olga")
            try await lin.post("/operation/coupons/\(coupon)/claim")
            try await lin.post("/operation/coupons/\(other)/claim")
            app.clock.advance(minutes: 1)
            let held = try await mei.order(with: "A")
            let used = try await olga.order(with: "A")
            app.clock.advance(minutes: 1)
            try await app.report(used)
            func claims(_ query: String = "") async throws -> [String] {
                try await admin.get("/operation/coupons/\(coupon)/claims\(query)").items.map { claim in
                    [claim["username"]?.string, claim["status"]?.string, claim["order_id"]?.string]
                        .compactMap { $0 }.joined(separator: " ")
                }
            }

            let list = try await admin.get("/operation/coupons/\(coupon)/claims")

            #expect(try await claims() == ["olga used \(used)", "mei held \(held)", "lin unused"])
            #expect(
                list.items[0]
                    == [
                        "id": 4, "user_id": .int(olga.id), "username": "olga", "status": "used",
                        "order_id": .string(used), "held_until": nil, "claimed_at": "2026-01-22T10:01:00",
                        "used_at": "2026-01-22T10:02:00",
                    ]
            )
            #expect(list.items[1]["held_until"] == "2026-01-22T10:31:00")
            #expect(try await claims("?status=used") == ["olga used \(used)"])
            #expect(try await claims("?status=held") == ["mei held \(held)"])
            #expect(try await claims("?status=unused") == ["lin unused"])
            #expect(try await claims("?page=2&page_size=2") == ["lin unused"])
            #expect(list.data["total"] == 3)

            // The job that closes the order has not come yet, but its time is over.
            app.clock.advance(minutes: 29)
            #expect(try await claims("?status=held") == [])
            #expect(try await claims("?status=unused") == ["mei unused", "lin unused"])
            #expect(
                try await admin.get("/operation/coupons/\(coupon)/claims?status=expired").faultyFields == ["status"]
            )
            #expect(try await admin.get("/operation/coupons/99/claims").code == 404)
            try await app.runJobs()
        }
    }
}
