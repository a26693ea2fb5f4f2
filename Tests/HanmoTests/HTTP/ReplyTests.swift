import NIOHTTP1
import Database
import HTTPTypes
import JSON
import Logging
import Testing

@testable import Hanmo

@Suite struct ReplyTests {
    @Test(arguments: [
        "/nowhere", "/api/v1", "/api/v1/", "/api/v2/models", "/api/v1/models/", "//", "/api/v1/creations/1/x",
    ])
    func `an unknown path is a 404 in the usual envelope`(path: String) async throws {
        try await withTestApp { app in
            for method in [HTTPRequest.Method.get, .post, .delete] {
                let reply = try await app.send(method, path)
                #expect(reply.status == 404)
                #expect(reply.text == #"{"code":404,"message":"资源不存在","data":null}"#)
            }
        }
    }

    @Test func `a wrong method is a 405 that names the right ones, at every path`() async throws {
        try await withTestApp { app in
            let table = Dictionary(grouping: routes(app.services), by: \.pattern)
            for routes in table.values {
                let path = routes[0].path(id: "1")
                let allowed = Set(routes.map(\.method.rawValue))
                for method in [HTTPRequest.Method.get, .post, .put, .delete, .patch, .trace] {
                    guard !allowed.contains(method.rawValue) else { continue }
                    let reply = try await app.send(method, path)
                    #expect(reply.status == 405, "\(method) \(path)")
                    #expect(reply.text == #"{"code":405,"message":"请求方法不支持","data":null}"#)
                    let named = (reply.header("Allow") ?? "").split(separator: ", ").map(String.init)
                    #expect(Set(named) == allowed)
                }
            }
        }
    }

    @Test func `every documented failure has its code and its sentence`() {
        let table: [(Failure, Int, Int, String)] = [
            (.badRequest, 400, 400, "请求参数错误"), (.unauthorized, 401, 401, "未认证"),
            (.forbidden, 403, 403, "无权限"), (.notFound, 404, 404, "资源不存在"),
            (.methodNotAllowed, 405, 405, "请求方法不支持"), (.tooLarge, 413, 413, "请求体过大"),
            (.tooManyRequests, 429, 429, "请求过于频繁"), (.unexpected, 500, 500, "服务器内部错误"),
            (.notEnoughCredits, 40001, 400, "积分不足"), (.membershipEnded, 40002, 400, "会员已过期"),
            (.providerFailed, 40006, 400, "AI服务调用失败"), (.generationFailed, 40007, 400, "内容生成失败"),
        ]
        for (failure, code, status, sentence) in table {
            #expect(failure.code == code)
            #expect(failure.status == status)
            #expect(failure.message.chinese == sentence)
            #expect(!failure.message.english.isEmpty)
            let envelope = String(decoding: failure.envelope(in: .chinese), as: UTF8.self)
            #expect(envelope == "{\"code\":\(code),\"message\":\"\(sentence)\",\"data\":null}")
        }
    }

    @Test func `an unexpected failure discloses nothing, and the log has its request`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            try await app.arrange("ALTER TABLE credit_entries RENAME TO hidden_entries")

            let reply = try await lin.get("/credit/transactions")
            try await app.arrange("ALTER TABLE hidden_entries RENAME TO credit_entries")

            #expect(reply.status == 500)
            #expect(reply.text == #"{"code":500,"message":"服务器内部错误","data":null}"#)
            let errors = app.log.recorded.filter { $0.level == .error }
            #expect(errors.count == 1)
            #expect(errors.first?.fields["request_id"] == reply.header("X-Request-Id"))
            #expect(errors.first?.fields["cause"]?.contains("credit_entries") ?? false)
        }
    }

    @Test func `requests have names of their own`() async throws {
        try await withTestApp { app in
            var names: [String] = []
            for path in ["/health", "/nowhere", "/api/v1/auth/me", "/health"] {
                names.append(try #require(try await app.send(.get, path).header("X-Request-Id")))
            }

            #expect(Set(names).count == 4)
            #expect(RequestIDs().next() != RequestIDs().next())
        }
    }

    @Test(
        arguments: [
            (nil, "未认证"), ("", "未认证"), ("zh-CN,zh;q=0.9,en;q=0.8", "未认证"), ("fr", "未认证"), ("*", "未认证"),
            ("en", "Authentication is required"), ("en-US,en;q=0.9", "Authentication is required"),
            ("EN-gb", "Authentication is required"), ("fr, en;q=0.5, zh;q=0.1", "Authentication is required"),
            ("zh;q=0.1, en;q=0.5", "Authentication is required"), ("en;q=0.5, zh", "未认证"), ("en;q=0", "未认证"),
        ] as [(String?, String)]
    )
    func `replies speak the language that was asked for`(languages: String?, message: String) async throws {
        try await withTestApp { app in
            let reply = try await app.send(
                .get,
                "/api/v1/auth/me",
                headers: languages.map { ["Accept-Language": $0] } ?? [:]
            )

            #expect(reply.message == message)
        }
    }

    @Test func `validation speaks English to whoever reads English`() async throws {
        try await withTestApp { app in
            let reply = try await app.send(
                .post,
                "/api/v1/auth/login",
                Array("{\"username\":5}".utf8),
                headers: ["Accept-Language": "en"]
            )

            #expect(
                reply.text == """
                    {"code":400,"message":"The request is not valid: username should be a string","data":null,\
                    "errors":[{"field":"username","message":"should be a string"},\
                    {"field":"password","message":"is required"}]}
                    """
            )
        }
    }

    @Test func `the service tells whether it lives and whether it can serve`() async throws {
        try await withTestApp { app in
            #expect(try await app.send(.get, "/health").text.contains(#""status":"ok""#))
            #expect(try await app.send(.get, "/ready").text.contains(#""status":"ready""#))
            let root = try await app.send(.get, "/")
            #expect(root.status == 302)
            #expect(root.header("Location") == "docs")
        }
    }

    @Test func `the documentation comes with its style and script, and nothing from elsewhere`() async throws {
        try await withTestApp { app in
            let page = try await app.send(.get, "/docs")
            let style = try await app.send(.get, "/docs/docs.css")
            let script = try await app.send(.get, "/docs/docs.js")

            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            #expect(style.header("Content-Type") == "text/css; charset=utf-8")
            #expect(script.header("Content-Type") == "text/javascript; charset=utf-8")
            for reply in [page, style, script] {
                #expect(reply.header("Content-Security-Policy")?.contains("default-src 'self'") ?? false)
                #expect(!reply.bytes.isEmpty)
            }
            for outside in ["src=\"http", "src=\"//", "rel=\"stylesheet\" href=\"http", "@import"] {
                #expect(!(page.text + style.text).contains(outside))
            }
        }
    }

    @Test func `every script that the documentation's scripts import is there, and nothing else`() async throws {
        try await withTestApp { app in
            var names = ["docs.js"]
            var looked = 0
            while looked < names.count {
                let script = try await app.send(.get, "/docs/\(names[looked])")
                #expect(script.status == 200, "\(names[looked])")
                #expect(script.header("Content-Type") == "text/javascript; charset=utf-8", "\(names[looked])")
                for name in script.text.matches(of: /from "\.\/([^"]+)"/).map({ String($0.1) })
                where !names.contains(name) {
                    names.append(name)
                }
                looked += 1
            }

            #expect(names.count > 1)
            #expect(try await app.send(.get, "/docs/openapi.json").code == 404)
        }
    }
}
