import JSON
import Testing

@testable import Hanmo

/// All orders, as administrators look through them.
@Suite struct OrderBookTests {
    @Test func `orders of everybody are listed, newest first, with who has what and what made it cheaper`() async throws
    {
        try await withTestApp { app in
            let admin = try await app.admin()
            let coupon = try await admin.makeCoupon("TEN")
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", credits: 99)
            let order = try await lin.order(with: "TEN")
            app.clock.advance(minutes: 1)
            try await app.report(order, transaction: "T1")
            try await mei.buy("monthly", with: "balance")

            let list = try await admin.get("/admin/orders")

            #expect(list.data["total"] == 2)
            #expect(list.items.map { $0["order_id"] } == ["M202601221000001", .string(order)])
            #expect(
                list.items[1]
                    == [
                        "order_id": .string(order), "kind": "recharge", "user_id": .int(lin.id), "username": "lin",
                        "membership_type": nil, "amount": 9.0, "original_amount": 10.0, "discount_amount": 1.0,
                        "credits": 100, "bonus_credits": 0,
                        "reduction": ["source": "coupon", "id": .int(coupon), "name": "TEN"],
                        "payment_method": "alipay", "gateway": "sandbox", "transaction_id": "T1", "status": "paid",
                        "created_at": "2026-01-22T10:00:00", "expires_at": "2026-01-22T10:30:00",
                        "paid_at": "2026-01-22T10:01:00", "refunded_at": nil,
                    ]
            )
            #expect(list.items[0]["membership_type"] == "monthly")
            #expect(list.items[0]["credits"] == .null)
            #expect(list.items[0]["reduction"] == .null)
            #expect(list.items[0]["gateway"] == "balance")
            app.clock.advance(days: 40)
            try await app.runJobs()
        }
    }

    @Test func `orders are found by kind, status, method, buyer, day and number, alone and together`() async throws {
        try await withTestApp(at: "2026-01-22T23:50:00") { app in
            let lin = try await app.signUp("lin", credits: 99)
            let mei = try await app.signUp("mei")
            let paid = try await lin.order()
            try await app.report(paid)
            let failed = try await mei.order()
            try await app.report(failed, "failed")
            let closed = try await lin.order()
            try await app.report(closed, "closed")
            let late = try await mei.order()
            try await lin.buy("monthly", with: "balance")
            app.clock.advance(minutes: 30)
            let open = try await lin.order()
            let admin = try await app.admin()
            func orders(_ query: String) async throws -> [String?] {
                try await admin.get("/admin/orders?\(query)").items.map { $0["order_id"]?.string }
            }
            let membership = "M202601221000001"

            #expect(open == "R202601231000001")
            #expect(try await orders("") == [open, membership, late, closed, failed, paid])
            #expect(try await orders("page=2&page_size=4") == [failed, paid])
            #expect(try await orders("kind=membership") == [membership])
            #expect(try await orders("kind=recharge&status=paid") == [paid])
            #expect(try await orders("status=paid") == [membership, paid])
            #expect(try await orders("status=failed") == [failed])
            #expect(try await orders("status=pending") == [open])
            // Nobody has noted yet that its time is over.
            #expect(try await orders("status=closed") == [late, closed])
            #expect(try await orders("status=closed&user_id=\(mei.id)") == [late])
            #expect(
                try await orders("status=closed&order_id=R2026&kind=recharge&payment_method=alipay") == [late, closed]
            )
            #expect(try await orders("payment_method=balance") == [membership])
            #expect(try await orders("payment_method=alipay&status=pending") == [open])
            #expect(try await orders("user_id=\(mei.id)") == [late, failed])
            #expect(try await orders("user_id=\(mei.id)&kind=membership") == [])
            #expect(try await orders("user_id=\(lin.id)&payment_method=balance&status=paid") == [membership])
            #expect(try await orders("order_id=\(paid)") == [paid])
            #expect(try await orders("order_id=r20260122") == [late, closed, failed, paid])
            #expect(try await orders("order_id=R20260122&user_id=\(lin.id)&page_size=1") == [closed])
            #expect(try await orders("order_id=M20260122") == [membership])
            #expect(try await orders("order_id=M20260122&from=2026-01-23T00:00:00") == [])
            #expect(try await orders("order_id=%25") == [])
            #expect(try await orders("from=2026-01-23T00:00:00") == [open])
            #expect(try await orders("to=2026-01-22T23:50:00&kind=membership") == [membership])
            #expect(try await orders("from=2026-01-22T23:50:01&to=2026-01-23T00:19:59") == [])
            let wrong = try await admin.get(
                "/admin/orders?kind=x&status=x&payment_method=x&user_id=x&from=x&to=x&page=0"
            )
            #expect(wrong.faultyFields == ["page", "kind", "status", "payment_method", "user_id", "from", "to"])
            #expect(
                try await admin.get("/admin/orders?from=2026-01-23T00:00:00&to=2026-01-22T00:00:00").faultyFields
                    == ["to"]
            )
            app.clock.advance(days: 40)
            try await app.runJobs()
        }
    }

    @Test func `one order has its tries, refunds, notices and all that it has moved in the ledger`() async throws {
        try await withTestApp { app in
            try await app.admin().offer("first_purchase", ["credits": 11])
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", broughtBy: lin)
            let order = try await mei.order()
            try await app.report(order, "failed", transaction: "T0")
            try await app.report(order, transaction: "T1")
            let other = try await mei.order()
            try await app.report(other, transaction: "T2")
            let admin = try await app.admin()

            let before = try await admin.get("/admin/orders/\(order)").data
            try await admin.refund(order)
            let after = try await admin.get("/admin/orders/\(order)").data

            func moved(_ sheet: JSON) -> [String] {
                (sheet["transactions"]?.array ?? []).map { entry in
                    let name = entry["user_id"]?.int == lin.id ? "lin" : "mei"
                    return "\(name) \(entry["type"]?.string ?? "") \(entry["amount"]?.int ?? 0)"
                }
            }
            #expect(before["attempts"]?.array?.map { $0["state"] } == ["paid", "failed"])
            #expect(before["attempts"]?.array?.map { $0["transaction_id"] } == ["T1", "T0"])
            #expect(before["notices"]?.array?.map { $0["outcome"] } == ["credited", "failed"])
            #expect(before["refunds"] == [])
            #expect(moved(before) == ["lin referral 50", "mei gift 11", "mei recharge 100"])
            #expect(after["status"] == "refunded")
            #expect(after["refunded_at"] == "2026-01-22T10:00:00")
            #expect(after["refunds"]?.array?.map { $0["refund_id"] } == [.string("\(order)F1")])
            #expect(
                moved(after) == [
                    "lin refund -50", "mei refund -11", "mei refund -100", "lin referral 50", "mei gift 11",
                    "mei recharge 100",
                ]
            )
            #expect(moved(try await admin.get("/admin/orders/\(other)").data) == ["mei recharge 100"])
            #expect(try await admin.get("/admin/orders/R1").code == 40004)
        }
    }
}
