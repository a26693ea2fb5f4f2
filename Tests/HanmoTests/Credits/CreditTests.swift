import JSON
import Providers
import Testing

@testable import Hanmo

@Suite struct CreditTests {
    @Test func `the balance answers what the API document shows`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            try await app.arrangeMembership(of: lin, until: "2026-02-22T10:00:00")

            let reply = try await lin.get("/credit/balance")

            #expect(
                reply.text == """
                    {"code":200,"message":"success","data":{"credit_balance":100,"is_member":true,\
                    "membership_type":"monthly","membership_end_date":"2026-02-22T10:00:00"}}
                    """
            )
        }
    }

    @Test func `an administrator's adjustment moves the balance and stands in the ledger`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")

            let given = try await admin.post("/admin/users/\(lin.id)/credits", ["amount": 50, "reason": "活动奖励"])
            app.clock.advance(minutes: 1)
            let taken = try await admin.post("/admin/users/\(lin.id)/credits", ["amount": -20, "reason": "更正"])
            let ledger = try await lin.get("/credit/transactions")

            #expect(given.data["balance_after"] == 50)
            #expect(taken.data["balance_after"] == 30)
            #expect(taken.data["user_id"] == .int(lin.id))
            #expect(ledger.data["total"] == 2)
            #expect(
                ledger.items.first == [
                    "id": taken.data["id"]!, "type": "adjustment", "amount": -20, "balance_after": 30,
                    "description": "更正", "created_at": "2026-01-22T10:01:00",
                ]
            )
            #expect(try await lin.balance() == 30)
        }
    }

    @Test func `nobody's balance ever falls below zero`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 5)

            let adjusted = try await admin.post("/admin/users/\(lin.id)/credits", ["amount": -6, "reason": "更正"])
            let written = try await lin.generate()

            #expect(adjusted.text == #"{"code":40001,"message":"积分不足","data":null}"#)
            #expect(adjusted.status == 400)
            #expect(written.text == adjusted.text)
            #expect(try await lin.balance() == 5)
            #expect(try await lin.ledger() == [])
            #expect(app.provider.requests.isEmpty)
        }
    }

    @Test func `an ended membership is told from a mere lack of credits`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 5)
            try await app.arrangeMembership(of: lin, until: "2026-01-22T09:59:59")

            let reply = try await lin.generate()

            #expect(reply.text == #"{"code":40002,"message":"会员已过期","data":null}"#)
        }
    }

    @Test func `whoever has credits left writes on after their membership has ended`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            try await app.arrangeMembership(of: lin, until: "2026-01-22T09:59:59")

            #expect(try await lin.generate().data["credits_used"] == 10)
        }
    }

    @Test func `the ledger is listed by type, newest first, page by page`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            for title in ["一", "二", "三"] { try await lin.generate(title: title) }
            app.provider.failNext(.timedOut)
            try await lin.generate(title: "四")

            let all = try await lin.get("/credit/transactions")
            let consumed = try await lin.get("/credit/transactions?type=consume&page=2&page_size=3")
            let refunds = try await lin.get("/credit/transactions?type=refund")
            let gifts = try await lin.get("/credit/transactions?type=gift")
            let unknown = try await lin.get("/credit/transactions?type=theft")

            #expect(all.data["total"] == 6)
            #expect(all.items.first?["type"] == "refund")
            #expect(consumed.data["total"] == 4)
            #expect(consumed.data["page"] == 2)
            #expect(consumed.data["page_size"] == 3)
            #expect(consumed.items.map { $0["description"] } == ["生成: 一"])
            #expect(refunds.items.map { $0["amount"] } == [10])
            #expect(gifts.items.map { $0["amount"] } == [100])
            #expect(unknown.faultyFields == ["type"])
        }
    }

    @Test func `nobody sees another's credits`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let mei = try await app.signUp("mei")
            try await lin.generate()

            #expect(try await mei.balance() == 0)
            #expect(try await mei.get("/credit/transactions").data["total"] == 0)
        }
    }

    @Test(arguments: [nil, 0, 1.5, "10", 1_000_000_001, -1_000_000_001, true, .double(1e300)] as [JSON])
    func `an adjustment is a whole number of credits other than 0`(amount: JSON) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")

            let reply = try await admin.post(
                "/admin/users/\(lin.id)/credits",
                JSON.object([.init("amount", amount), .init("reason", "x")])
            )

            #expect(reply.code == 400)
            #expect(reply.faultyFields == ["amount"])
        }
    }
}
