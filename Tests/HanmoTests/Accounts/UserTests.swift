import Database
import HTTPTypes
import JSON
import Providers
import Testing

@testable import Hanmo

/// What administrators see of users, and what they do not.
@Suite struct UserTests {
    @Test func `users are listed newest first, and found by name, address or id`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            for name in ["lin", "Linda", "mei"] { _ = try await app.signUp(name) }
            try await app.register("李大雷", email: "lei@example.com")
            try await app.register("olga", email: "LIN.olga@example.com")
            func names(_ query: String) async throws -> [String?] {
                try await admin.get("/admin/users?\(query)").items.map { $0["username"]?.string }
            }

            #expect(try await names("") == ["olga", "李大雷", "mei", "Linda", "lin", "wang"])
            #expect(try await names("page=2&page_size=4") == ["lin", "wang"])
            #expect(try await names("search=LIN") == ["olga", "Linda", "lin"])
            #expect(try await names("search=lin&page=2&page_size=2") == ["lin"])
            #expect(try await names("search=lind") == ["Linda"])
            #expect(try await names("search=lin.olga@EXAMPLE") == ["olga"])
            #expect(try await names("search=%E6%9D%8E") == ["李大雷"])
            #expect(try await names("search=3") == ["Linda"])
            #expect(try await names("search=in") == [])
            #expect(try await names("search=%25") == [])
            #expect(try await names("search=_") == [])
            #expect(try await admin.get("/admin/users?search=lin&page_size=1").data["total"] == 3)
            #expect(try await admin.get("/admin/users?page=1000000000").items == [])
        }
    }

    @Test func `users are found by the whole domain of their address`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            for (name, address) in [
                ("lin", "lin@Example.org"), ("mei", "mei@mail.example.org"), ("olga", "olga@example.org.cn"),
                ("qian", "example.org@example.com"), ("sun", "SUN@example.ORG"),
            ] {
                try await app.register(name, email: address)
            }
            try await admin.post("/admin/users/\(try #require(await app.id(of: "sun")))/disable", ["reason": "滥用"])
            func names(_ query: String) async throws -> [String?] {
                try await admin.get("/admin/users?\(query)").items.map { $0["username"]?.string }
            }

            #expect(try await names("search=@example.org") == ["sun", "lin"])
            #expect(try await names("search=%40EXAMPLE.org&page=2&page_size=1") == ["lin"])
            #expect(try await names("search=@example.org&disabled=true") == ["sun"])
            #expect(try await names("search=@example.org&role=admin") == [])
            #expect(try await names("search=@mail.example.org") == ["mei"])
            #expect(try await names("search=@example.or") == [])
            #expect(try await names("search=@") == [])
            #expect(try await names("search=@@example.org") == [])
            #expect(try await admin.get("/admin/users?search=@example.org&page_size=1").data["total"] == 2)
        }
    }

    @Test func `users are told apart by role, membership and whether they may sign in`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            let olga = try await app.signUp("olga")
            try await app.arrangeMembership(of: lin, until: "2026-01-22T10:00:01")
            try await app.arrangeMembership(of: mei, until: "2026-01-22T10:00:00")
            try await admin.post("/admin/users/\(olga.id)/disable", ["reason": "滥用"])
            func names(_ query: String) async throws -> [String?] {
                try await admin.get("/admin/users?\(query)").items.map { $0["username"]?.string }
            }

            #expect(try await names("role=admin") == ["wang"])
            #expect(try await names("role=user") == ["olga", "mei", "lin"])
            #expect(try await names("membership=active") == ["lin"])
            #expect(try await names("membership=ended") == ["mei"])
            #expect(try await names("membership=none") == ["olga", "wang"])
            #expect(try await names("disabled=true") == ["olga"])
            #expect(try await names("disabled=false&role=user") == ["mei", "lin"])
            #expect(try await names("search=l&membership=active&disabled=false&role=user") == ["lin"])
            #expect(try await names("search=l&disabled=true") == [])
            let wrong = try await admin.get("/admin/users?role=king&membership=maybe&disabled=perhaps&page=0")
            #expect(Set(wrong.faultyFields) == ["role", "membership", "disabled", "page"])
        }
    }

    @Test func `one user's page has what they have, what they did and who brought them`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let mei = try await app.signUp("mei")
            let code = try await mei.get("/auth/me").data["referral_code"] ?? .null
            try await app.send(
                .post,
                "/api/v1/auth/register",
                json: [
                    "username": "lin", "email": "lin@example.com", "password": "a fine password",
                    "referral_code": code,
                ]
            )
            app.clock.advance(minutes: 5)
            let lin = try await app.login("lin", password: "a fine password")
            try await app.give(20, to: lin.id)
            try await app.arrangeMembership(of: lin, until: "2026-01-01T00:00:00")
            _ = try await lin.order()
            _ = try await lin.create(title: "春天", content: "雨")

            let sheet = try await admin.get("/admin/users/\(lin.id)").data
            let referrer = try await admin.get("/admin/users/\(mei.id)").data

            #expect(sheet["username"] == "lin")
            #expect(sheet["email"] == "lin@example.com")
            #expect(sheet["credit_balance"] == 10)
            #expect(sheet["is_member"] == false)
            #expect(sheet["membership_type"] == .null)
            #expect(sheet["membership_end_date"] == "2026-01-01T00:00:00")
            #expect(sheet["is_disabled"] == false)
            #expect(sheet["created_at"] == "2026-01-22T10:00:00")
            #expect(sheet["last_login_at"] == "2026-01-22T10:05:00")
            #expect(sheet["referrer"] == ["id": .int(mei.id), "username": "mei"])
            #expect(sheet["counts"] == ["transactions": 2, "orders": 1, "creations": 1, "referred_users": 0])
            #expect(referrer["referrer"] == .null)
            #expect(referrer["counts"]?["referred_users"] == 1)
        }
    }

    @Test func `administrators see ledger and orders of anybody as they see them themselves`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 200)
            let recharge = try await lin.order()
            try await app.report(recharge)
            try await lin.buy("monthly", with: "balance")
            let open = try await lin.order()
            let path = "/admin/users/\(lin.id)"

            let ledger = try await admin.get("\(path)/transactions")
            let orders = try await admin.get("\(path)/orders")

            #expect(ledger.data == (try await lin.get("/credit/transactions").data))
            #expect(try await admin.get("\(path)/transactions?type=membership").items.count == 1)
            #expect(orders.items.map { $0["order_id"] } == [.string(open), "M202601221000001", .string(recharge)])
            #expect(orders.data["total"] == 3)
            #expect(
                try await admin.get("\(path)/orders?kind=recharge").data
                    == (try await lin.get("/credit/recharge/orders").data)
            )
            #expect(try await admin.get("\(path)/orders?page=2&page_size=1").items.map { $0["status"] } == ["paid"])
            #expect(
                try await admin.get("\(path)/orders?status=paid").items.map { $0["order_id"] }
                    == ["M202601221000001", .string(recharge)]
            )
            #expect(try await admin.get("\(path)/orders?kind=gift&status=lost").faultyFields == ["kind", "status"])
            #expect(try await admin.get("\(path)/transactions?type=x").faultyFields == ["type"])
        }
    }

    @Test func `of generations administrators see everything but the texts`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 100)
            let kept = try await lin.create(title: "秘密的题目", content: "秘密的正文")
            let deleted = try await lin.create("resume", title: "秘密的简历", content: "秘密的正文")
            try await lin.delete("/creations/\(deleted)")
            app.provider.failNext(.timedOut)
            try await lin.generate("work_report", title: "秘密的报告")
            try await app.arrangeMembership(of: lin, until: "2026-12-31T00:00:00")
            let free = try await lin.create(title: "免费的秘密", content: "秘密的正文")

            let reply = try await admin.get("/admin/users/\(lin.id)/generations")
            let second = try await admin.get("/admin/users/\(lin.id)/generations?page=2&page_size=3")

            #expect(!reply.text.contains("秘密"))
            #expect(reply.data["total"] == 4)
            #expect(reply.items.map { $0["status"] } == ["completed", "failed", "completed", "completed"])
            #expect(reply.items.map { $0["credits_cost"] } == [0, 10, 10, 10])
            #expect(
                reply.items.map { $0["tool_type"] } == ["wechat_article", "work_report", "resume", "wechat_article"]
            )
            #expect(reply.items.map { $0["error_code"] } == [.null, 40006, .null, .null])
            #expect(reply.items[0]["creation_id"]?.int == free)
            #expect(reply.items[3]["creation_id"]?.int == kept)
            #expect(reply.items[0]["model"] == "内置草稿引擎")
            #expect(second.items.count == 1)
            #expect(try await admin.get("/creations/\(kept)").code == 404)
        }
    }

    @Test func `nobody who does not exist is shown`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()

            for id in ["999", "0", "x"] {
                for part in ["", "/transactions", "/orders", "/generations"] {
                    #expect(try await admin.get("/admin/users/\(id)\(part)").code == 404, "\(id)\(part)")
                }
                #expect(try await admin.post("/admin/users/\(id)/disable", ["reason": "滥用"]).code == 404)
                #expect(try await admin.post("/admin/users/\(id)/enable", ["reason": "滥用"]).code == 404)
            }
        }
    }
}

extension TestApp {
    fileprivate func id(of username: String) async throws -> Int? {
        try await number("SELECT id FROM users WHERE username = \(username)")
    }
}
