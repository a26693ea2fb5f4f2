import JSON
import Testing

@testable import Hanmo

/// What administrators learn of single codes, which nobody can show again.
@Suite struct BatchCodeTests {
    @Test func `the codes of a batch are listed by their place, with what has become of each`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            _ = try await app.makeCodes(2, ["name": "别的", "credits": 1])
            let codes = try await app.makeCodes(3, ["name": "礼", "credits": 7])
            try await lin.redeem(codes[1])
            func states(_ query: String = "", of batch: Int = 2) async throws -> [String] {
                try await admin.get("/admin/redemption-batches/\(batch)/codes\(query)").items.map { code in
                    "\(code["number"]?.int ?? 0) \(code["state"]?.string ?? "")"
                }
            }

            let list = try await admin.get("/admin/redemption-batches/2/codes")

            #expect(
                list.items[1]
                    == [
                        "number": 2, "state": "redeemed", "user_id": .int(lin.id), "username": "lin",
                        "redeemed_at": "2026-01-22T10:00:00", "revoked_at": nil,
                    ]
            )
            for code in codes { #expect(!list.text.contains(code.prefix(4))) }
            #expect(list.data["total"] == 3)
            #expect(try await states() == ["1 unused", "2 redeemed", "3 unused"])
            #expect(try await states("?page=2&page_size=2") == ["3 unused"])
            #expect(try await states("?state=redeemed") == ["2 redeemed"])
            #expect(try await states("?state=unused&page=2&page_size=1") == ["3 unused"])
            #expect(try await states("?state=expired") == [])
            try await admin.post("/admin/redemption-batches/1/revoke", ["reason": "漏了"])
            #expect(try await states(of: 1) == ["1 revoked", "2 revoked"])
            #expect(try await states("?state=unused", of: 1) == [])
            app.clock.advance(days: 3660)
            let later = try await app.admin()
            let over = try await later.get("/admin/redemption-batches/2/codes?state=expired")
            #expect(over.items.map { $0["number"] } == [1, 3])
            #expect(try await later.get("/admin/redemption-batches/2/codes?state=unused").items == [])
            #expect(try await later.get("/admin/redemption-batches/2/codes?state=x").faultyFields == ["state"])
            #expect(try await later.get("/admin/redemption-batches/9/codes").code == 404)
            try await app.runJobs()
        }
    }

    @Test func `a code that somebody shows is looked up, and that it was is written down without the code`()
        async throws
    {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let codes = try await app.makeCodes(2, ["name": "礼", "credits": 7])
            try await lin.redeem(codes[1])
            func find(_ code: String) async throws -> Answer {
                try await admin.post("/admin/redemption-codes/find", ["code": .string(code)])
            }

            let found = try await find(codes[1].lowercased().replacing("-", with: ""))
            let entry = try #require(try await admin.get("/admin/audit").items.first)
            let free = try await find(codes[0])

            #expect(found.data["number"] == 2)
            #expect(found.data["state"] == "redeemed")
            #expect(found.data["username"] == "lin")
            #expect(found.data["batch"] == (try await admin.get("/admin/redemption-batches/1").data))
            #expect(entry["act"] == "redemption_code.find")
            #expect(entry["target_type"] == "redemption_batch")
            #expect(entry["target_id"] == "1")
            #expect(entry["details"] == ["number": 2, "state": "redeemed"])
            #expect(free.data["state"] == "unused")
            #expect(free.data["user_id"] == .null)
            // Looking takes nothing away.
            #expect(try await lin.redeem(codes[0]).code == 200)
            #expect(try await find(RedemptionCode().text).code == 404)
            #expect(try await find("hello").faultyFields == ["code"])
            #expect(try await admin.get("/admin/audit?act=redemption_code.find").data["total"] == 2)
        }
    }
}
