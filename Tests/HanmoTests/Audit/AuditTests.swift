import Database
import HTTPTypes
import JSON
import NIOHTTP1
import Testing

@testable import Hanmo

/// The promise kept here: whatever an administrator does can be read afterwards, by whom and when.
@Suite struct AuditTests {
    @Test func `every route by which an administrator changes anything leaves one entry with their name`() async throws
    {
        try await withTestApp { app in
            let admin = try await app.admin()
            for route in routes(app.services) where route.access == .admin && route.method != .GET {
                let place = "\(route.method.rawValue) \(route.pattern)"
                guard let story = AdministratorStories.all[place] else {
                    Issue.record("\(place) needs a story here, and an entry in the audit log")
                    continue
                }
                let act = try await story(app, admin)
                let last = try await app.number("SELECT max(id) FROM audit_entries") ?? 0

                let reply = try await admin.send(
                    HTTPRequest.Method(route.method.rawValue)!,
                    "/api/v1\(act.path)",
                    act.form?.bytes
                )

                #expect(reply.code == 200, "\(place): \(reply.text)")
                #expect(try await app.number("SELECT count(*) FROM audit_entries WHERE id > \(last)") == 1, "\(place)")
                let entry = try #require(try await admin.get("/admin/audit?page_size=1").items.first)
                #expect(entry["actor_id"]?.int == admin.id, "\(place)")
                #expect(entry["actor_name"]?.string == "wang", "\(place)")
                #expect(entry["request_id"]?.string == reply.header("X-Request-Id"), "\(place)")
            }
            try await app.cancelNotes()
        }
    }

    @Test func `an entry says who did what to whom, when, and what it changed`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 10)

            try await admin.post("/admin/users/\(lin.id)/credits", ["amount": -4, "reason": "更正"])
            try await admin.put("/admin/users/\(lin.id)", ["role": "admin"])
            try await admin.put("/models/1", ["credits_cost": 12, "config": ["temperature": 0.5], "name": "新名"])
            let entries = try await admin.get("/admin/audit").items

            #expect(entries.map { $0["act"] } == ["model.change", "user.change", "credits.adjust", "user.create"])
            #expect(
                entries[2]
                    == [
                        "id": 2, "act": "credits.adjust", "actor_id": .int(admin.id), "actor_name": "wang",
                        "target_type": "user", "target_id": .string("\(lin.id)"),
                        "details": ["amount": -4, "balance_after": 6, "reason": "更正"],
                        "request_id": entries[2]["request_id"] ?? .null, "created_at": "2026-01-22T10:00:00",
                    ]
            )
            #expect(entries[1]["details"] == ["role": ["from": "user", "to": "admin"]])
            #expect(
                entries[0]["details"]
                    == [
                        "name": ["from": "内置草稿引擎", "to": "新名"], "credits_cost": ["from": 10, "to": 12],
                        "config": ["temperature"],
                    ]
            )
        }
    }

    @Test func `keys and passwords are never in it`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")

            let model = try await admin.post(
                "/models",
                [
                    "name": "大模型", "provider": "openai", "model_name": "x", "credits_cost": 1,
                    "api_key": "sk-hidden", "api_base": "https://ai.example.com/hidden/v1",
                    "config": ["gateway_token": "hidden"],
                ]
            )
            let id = try #require(model.data["id"]?.int)
            try await admin.put("/models/\(id)", ["api_key": "sk-hidden-too"])
            try await admin.put("/admin/users/\(lin.id)", ["password": "hidden by wang"])
            let log = try await admin.get("/admin/audit")

            #expect(!log.text.contains("hidden"))
            #expect(!log.text.contains("scrypt"))
            #expect(log.items[0]["details"] == ["password": "changed"])
            #expect(log.items[1]["details"] == ["api_key": "changed"])
            #expect(log.items[2]["details"]?["api_base"] == "https://ai.example.com")
            #expect(log.items[2]["details"]?["config"] == ["gateway_token"])
        }
    }

    @Test func `what fails leaves no entry`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 10)
            let order = try await lin.order()
            let before = try await admin.get("/admin/audit").data["total"]

            let replies = [
                try await admin.post("/admin/users/\(lin.id)/credits", ["amount": -11, "reason": "更正"]),
                try await admin.post("/admin/users/999/credits", ["amount": 1, "reason": "奖励"]),
                try await admin.put("/admin/users/\(admin.id)", ["role": "user"]),
                try await admin.put("/admin/users/999", ["password": "a fine password"]),
                try await admin.post(
                    "/admin/users",
                    ["username": "lin", "email": "x@example.com", "password": "a fine password"]
                ),
                try await admin.refund(order),
                try await admin.refund("R202601221999999"),
                try await admin.put("/models/999", ["name": "x"]),
                try await admin.delete("/models/999"),
                try await admin.post("/models/999/test"),
                try await admin.post("/admin/jobs/999999/cancel"),
                try await admin.post("/admin/jobs/999999/retry"),
                try await lin.post("/admin/users/\(lin.id)/credits", ["amount": 1, "reason": "奖励"]),
            ]

            #expect(replies.allSatisfy { $0.code != 200 })
            #expect(try await admin.get("/admin/audit").data["total"] == before)
        }
    }

    @Test func `what can't be written down does not happen`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 10)
            try await app.arrange("ALTER TABLE audit_entries RENAME TO mislaid")

            let reply = try await admin.post("/admin/users/\(lin.id)/credits", ["amount": 5, "reason": "奖励"])
            let renamed = try await admin.put("/models/1", ["name": "新名"])

            #expect([reply.code, renamed.code] == [500, 500])
            #expect(try await lin.balance() == 10)
            #expect(try await admin.get("/models").items.first?["name"] == "内置草稿引擎")
        }
    }

    @Test func `a repeat with the same key is the same act`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let order = try await lin.order()
            try await app.report(order)
            let key = ["Idempotency-Key": "once"]

            for _ in 0..<3 {
                try await admin.post(
                    "/admin/users/\(lin.id)/credits",
                    ["amount": 5, "reason": "奖励"],
                    headers: key
                )
            }
            for _ in 0..<2 { try await admin.refund(order, headers: ["Idempotency-Key": "refund"]) }
            // Without a key it is told once more what has become of it, and nobody does anything.
            try await admin.refund(order)

            #expect(
                try await app.acts() == ["user.create user:1", "credits.adjust user:2", "order.refund order:\(order)"]
            )
            #expect(try await lin.balance() == 5)
        }
    }

    @Test func `what changes nothing leaves no entry`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let activity = try await admin.offer("credit_gift", ["credits": 5])
            let coupon = try await admin.makeCoupon("SAME")
            let before = try await app.acts()

            let replies = [
                try await admin.put("/admin/users/\(lin.id)", [:]),
                try await admin.put("/admin/users/\(lin.id)", ["role": "user"]),
                try await admin.post("/admin/users/\(lin.id)/enable", ["reason": "误会"]),
                try await admin.put("/operation/activities/\(activity)", [:]),
                try await admin.put("/operation/activities/\(activity)", ["name": "迎新", "is_active": true]),
                try await admin.put("/operation/coupons/\(coupon)", [:]),
                try await admin.put("/operation/coupons/\(coupon)", ["code": "SAME"]),
                try await admin.post("/operation/coupons/\(coupon)/enable"),
            ]

            #expect(replies.allSatisfy { $0.code == 200 })
            #expect(try await app.acts() == before)
        }
    }

    @Test func `a name stays in it as it was`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")

            try await admin.put("/admin/users/\(lin.id)", ["role": "admin"])
            try await admin.put("/auth/me", ["username": "wangwang"])
            try await admin.put("/admin/users/\(lin.id)", ["role": "user"])
            let entries = try await admin.get("/admin/audit?actor=\(admin.id)").items

            #expect(entries.map { $0["actor_name"] } == ["wangwang", "wang"])
            #expect(entries.map { $0["actor_id"]?.int } == [admin.id, admin.id])
        }
    }

    @Test func `accounts of the settings are in it, too`() async throws {
        try await withTestApp { app in
            let entries = try await app.admin().get("/admin/audit?actor=0").items

            #expect(entries.count == 1)
            #expect(entries[0]["actor_name"] == "settings")
            #expect(entries[0]["request_id"] == .null)
            #expect(entries[0]["details"] == ["username": "wang", "role": "admin"])
        }
    }

    @Test func `it can be read by act, by whom, to whom and from when to when, page by page`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            for (person, amount) in [(lin, 1), (mei, 2), (lin, 3)] {
                app.clock.advance(minutes: 1)
                try await admin.post(
                    "/admin/users/\(person.id)/credits",
                    ["amount": .int(amount), "reason": "奖励"]
                )
            }
            func amounts(_ query: String) async throws -> [Int?] {
                try await admin.get("/admin/audit?act=credits.adjust&\(query)").items.map {
                    $0["details"]?["amount"]?.int
                }
            }

            #expect(try await amounts("") == [3, 2, 1])
            #expect(try await amounts("target=user:\(lin.id)") == [3, 1])
            #expect(try await amounts("actor=\(admin.id)&target=user:\(mei.id)") == [2])
            #expect(try await amounts("actor=\(lin.id)") == [])
            #expect(try await amounts("from=2026-01-22T10:02:00") == [3, 2])
            #expect(try await amounts("to=2026-01-22T10:02:00") == [2, 1])
            #expect(try await amounts("from=2026-01-22T02:02:00Z&to=2026-01-22T03:02:59%2B01:00") == [2])
            #expect(try await amounts("page=2&page_size=2") == [1])
            #expect(try await admin.get("/admin/audit?act=credits.adjust&page_size=1").data["total"] == 3)
            #expect(try await admin.get("/admin/audit?page=1000000000").items == [])
        }
    }

    @Test func `what can't be asked is told by name`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()

            let reply = try await admin.get(
                "/admin/audit?act=murder&actor=x&target=user&from=today&to=2026-02-30T00:00:00"
            )
            let reversed = try await admin.get("/admin/audit?from=2026-01-22T10:00:01&to=2026-01-22T10:00:00")

            #expect(reply.code == 400)
            #expect(Set(reply.faultyFields) == ["act", "actor", "target", "from", "to"])
            #expect(reversed.faultyFields == ["to"])
        }
    }

    @Test func `long reasons are kept short`() async throws {
        try await withTestApp { app in
            let details: AuditDetails = ["reason": .string(String(repeating: "长", count: 1000)), "nothing": nil]

            #expect(details.text == "{\"reason\":\"\(String(repeating: "长", count: 200))…\"}")
        }
    }
}

extension TestApp {
    /// Every act and what it was done to, from the first to the last.
    func acts() async throws -> [String] {
        try await services.database.read { connection in
            try connection.all("SELECT act, target_type, target_id FROM audit_entries ORDER BY id") {
                "\($0.string(0)) \($0.string(1)):\($0.string(2))"
            }
        }
    }

    /// Jobs of tests that nobody will run.
    fileprivate func cancelNotes() async throws {
        try await arrange("DELETE FROM jobs WHERE kind = 'test.note'")
    }
}
