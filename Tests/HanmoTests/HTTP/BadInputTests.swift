import NIOHTTP1
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// Every endpoint that reads a body, with every body that is none.
@Suite struct BadInputTests {
    @Test(arguments: BadInputTests.bodies)
    func `a body that is no form is a 400 that says so, at every endpoint`(body: Sample) async throws {
        try await withTestApp { app in
            try await app.admin().offer("credit_gift", ["credits": 1])
            for route in try await app.routesWithForms() {
                let admin = try await app.admin()
                let reply = try await admin.send(route.method, route.path, body.bytes)

                #expect(reply.status == 400, "\(body.name) at \(route.path)")
                #expect(reply.code == 400)
                #expect(reply.data == .null)
                #expect(reply.faultyFields == ["body"], "\(body.name) at \(route.path)")
            }
        }
    }

    @Test func `values of every wrong type are refused by name, at every endpoint`() async throws {
        let fields = [
            "username", "email", "password", "old_password", "new_password", "role", "credits", "amount", "reason",
            "name", "provider", "model_name", "kind", "credits_cost", "api_base", "api_key", "is_active", "config",
            "title", "keywords", "requirements", "content", "language", "tone", "length", "model_id", "stream",
            "referral_code", "payment_method", "coupon_code", "membership_type", "code", "count", "membership_days",
            "expires_at", "checkout", "settlement",
            "type", "value", "min_amount", "max_usage", "valid_from", "valid_until", "start_time", "end_time",
            "description", "is_listed",
        ]
        let wrong: [JSON] = [[:], [[]], 1.5, true, "a\u{0}", -1]
        try await withTestApp { app in
            try await app.admin().offer("credit_gift", ["credits": 1])
            for route in try await app.routesWithForms() {
                for value in wrong {
                    let admin = try await app.admin()
                    let form = JSON.object(fields.map { JSON.Member($0, value) })
                    let reply = try await admin.send(route.method, route.path, form.bytes)

                    #expect(reply.status == 400, "\(route.path) with \(value)")
                    #expect(!reply.faultyFields.isEmpty, "\(route.path) with \(value)")
                    let names = reply.faultyFields.map { $0.prefix { $0 != "[" && $0 != "." } }
                    #expect(Set(names).isSubset(of: Set(fields.map { $0[...] })), "\(route.path) with \(value)")
                }
            }
        }
    }

    @Test func `unknown fields are ignored`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)

            let reply = try await lin.generate("resume", title: "春天", ["unknown": [1, 2], "user_id": 1, "cost": 0])

            #expect(reply.data["credits_used"] == 10)
        }
    }

    @Test func `texts are trimmed, and every script is fine`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)

            try await lin.generate("resume", title: "\u{3000}\t 👩‍👩‍👧 नमस्ते العربية \n")

            #expect(try await lin.creations() == ["👩‍👩‍👧 नमस्ते العربية"])
        }
    }

    @Test(
        arguments: [
            "page=0", "page=-1", "page=x", "page=1.5", "page=", "page=1000000001", "page=99999999999999999999",
            "page_size=0", "page_size=101", "page_size=x", "page_size=%00",
        ]
    )
    func `a page outside the limits is a 400 that names it, in every list`(query: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            for path in ["/creations", "/credit/transactions"] {
                let reply = try await lin.get("\(path)?\(query)")
                #expect(reply.code == 400)
                #expect(reply.faultyFields == [String(query.prefix { $0 != "=" })])
            }
            let both = try await lin.get("/creations?page=0&page_size=0")
            #expect(both.faultyFields == ["page", "page_size"])
        }
    }

    @Test(arguments: ["1", "100"])
    func `a page size may be anything from 1 to 100`(size: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            #expect(try await lin.get("/creations?page_size=\(size)").data["page_size"]?.int == Int(size))
        }
    }

    @Test(
        arguments: [
            "keyword=%", "keyword=%4", "keyword=%zz", "keyword=%+5", "keyword=%-5", "keyword=%ff", "%ff=1",
            "keyword=%00",
        ]
    )
    func `a query that is not encoded properly is a 400`(query: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            let reply = try await lin.get("/creations?\(query)")

            #expect(reply.code == 400)
            #expect(!reply.faultyFields.isEmpty)
        }
    }

    @Test func `a query of any length and number of parts is read`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let many = Array(repeating: "a=b", count: 500).joined(separator: "&")

            #expect(try await lin.get("/creations?\(many)").code == 200)
            #expect(try await lin.get("/creations?&&&=&==&page=1").code == 200)
            #expect(try await lin.get("/creations?keyword=\(String(repeating: "a", count: 101))").code == 400)
            #expect(try await lin.get("/creations?page=7&page=2").data["page"] == 2)
        }
    }

    static let bodies = [
        Sample("nothing", []), Sample("space", "  "), Sample("a word", "title"),
        Sample("null", "null"),
        Sample("a number", "1"), Sample("a text", "\"title\""),
        Sample("a list", "[{}]"),
        Sample("cut", "{\"title\":\"a"), Sample("two", "{}{}"),
        Sample("a comma", "{\"a\":1,}"),
        Sample("single quotes", "{'title':'a'}"), Sample("a comment", "{}//"),
        Sample("not UTF-8", Array("{\"title\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)),
        Sample("a lone surrogate", #"{"title":"\ud800"}"#),
        Sample("a raw control character", "{\"title\":\"a\u{1}\"}"),
        Sample("a huge number", "{\"amount\":1e999}"),
        Sample("not a number", "{\"amount\":NaN}"),
        Sample("a form", "title=a&amount=1"), Sample("bytes", [0, 1, 2, 0xFF, 0xFE]),
        Sample("deep lists", "{\"a\":" + String(repeating: "[", count: 100_000)),
        Sample("deep objects", String(repeating: "{\"a\":", count: 65)),
    ]
}

extension TestApp {
    /// Every endpoint that reads a form, with something in the place of its parameter that exists.
    fileprivate func routesWithForms() async throws -> [(method: HTTPRequest.Method, path: String)] {
        let withoutForms: Set<String> = [
            "/api/v1/auth/refresh", "/api/v1/auth/logout", "/api/v1/models/{id}/test",
            "/api/v1/admin/jobs/{id}/retry", "/api/v1/admin/jobs/{id}/cancel",
            "/api/v1/operation/coupons/{coupon_id}/claim", "/api/v1/operation/coupons/{coupon_id}/disable",
            "/api/v1/operation/coupons/{coupon_id}/enable", "/api/v1/operation/referral/generate",
            "/api/v1/operation/activities/{id}/participate", "/api/v1/operation/activities/{id}/end",
            "/api/v1/admin/referrals/{id}/approve", "/api/v1/admin/referrals/{id}/reject",
            // Read what is sent only once it is signed; the cashier reads nothing.
            "/api/v1/credit/payment/callback", "/api/v1/credit/payment/notify/alipay",
            "/api/v1/credit/payment/notify/wechat", "/cashier/{order_id}/{outcome}",
        ]
        let found = routes(services)
            .filter { ($0.method == .POST || $0.method == .PUT) && !withoutForms.contains($0.pattern) }
            .map { route in
                (method: route.method == .POST ? HTTPRequest.Method.post : .put, path: route.path(id: "1"))
            }
        try #require(found.count >= 11)
        return found
    }
}
