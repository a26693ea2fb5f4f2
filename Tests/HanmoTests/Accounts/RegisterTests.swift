import HTTPTypes
import Database
import JSON
import Testing

@testable import Hanmo

@Suite struct RegisterTests {
    @Test func `registering answers what the API document shows`() async throws {
        try await withTestApp { app in
            let reply = try await app.register("testuser", email: "test@example.com", password: "password123")

            let code = try #require(reply.data["referral_code"]?.string)
            #expect(
                reply.text == """
                    {"code":200,"message":"注册成功","data":{"id":2,"username":"testuser","email":"test@example.com",\
                    "credit_balance":0,"is_member":false,"referral_code":"\(code)","role":"user"}}
                    """
            )
            #expect(code.count == 6)
        }
    }

    @Test(arguments: ["lin", "LIN", "Lin", "  lin "])
    func `a name is taken whatever its case`(name: String) async throws {
        try await withTestApp { app in
            try await app.register("lin", email: "lin@example.com")

            let reply = try await app.register(name, email: "other@example.com")

            #expect(reply.code == 400)
            #expect(reply.faultyFields == ["username"])
        }
    }

    @Test(arguments: [
        ("caf\u{E9}", "cafe\u{301}"), ("lin", "\u{FF4C}\u{FF49}\u{FF4E}"), ("\u{212B}ngstrom", "\u{E5}ngstrom"),
    ])
    func `a name is taken however its letters are encoded`(first: String, second: String) async throws {
        try await withTestApp { app in
            try await app.register(first, email: "first@example.com")

            let reply = try await app.register(second, email: "second@example.com")
            let person = try await app.login(second, password: "a fine password")

            #expect(reply.faultyFields == ["username"])
            #expect(person.username == first)
        }
    }

    @Test(arguments: ["lin@example.com", "LIN@Example.COM"])
    func `an address is taken whatever its case`(email: String) async throws {
        try await withTestApp { app in
            try await app.register("lin", email: "lin@example.com")

            let reply = try await app.register("mei", email: email)

            #expect(reply.code == 400)
            #expect(reply.faultyFields == ["email"])
        }
    }

    @Test func `a name and an address that are both taken are both told of, whoever has them`() async throws {
        try await withTestApp { app in
            try await app.register("lin", email: "lin@example.com")
            try await app.register("mei", email: "mei@example.com")

            let same = try await app.register("lin", email: "lin@example.com")
            let mixed = try await app.register("LIN", email: "Mei@example.com")

            for reply in [same, mixed] {
                #expect(reply.code == 400)
                #expect(reply.faultyFields == ["username", "email"])
                #expect(reply.json["message"] == "请求参数错误：username 已被使用")
            }
        }
    }

    @Test(arguments: ["林黛玉", "Жанна", "مريم_٣", "नमस्ते", "a-b_c", "abc", String(repeating: "字", count: 32)])
    func `names may be written in any script`(name: String) async throws {
        try await withTestApp { app in
            let reply = try await app.register(name, email: "somebody@example.com")
            let person = try await app.login(name, password: "a fine password")

            #expect(reply.data["username"]?.string == name)
            #expect(person.username == name)
        }
    }

    @Test(
        arguments: [
            ("ab", "a@example.com", "a fine password", ["username"]),
            (String(repeating: "a", count: 33), "a@example.com", "a fine password", ["username"]),
            ("lin dai", "a@example.com", "a fine password", ["username"]),
            ("lin@home", "a@example.com", "a fine password", ["username"]),
            ("lin😀", "a@example.com", "a fine password", ["username"]),
            ("lin\u{FE0F}", "a@example.com", "a fine password", ["username"]),
            ("\u{3164}\u{3164}\u{3164}", "a@example.com", "a fine password", ["username"]),
            ("\u{301}\u{301}\u{301}", "a@example.com", "a fine password", ["username"]),
            ("---", "a@example.com", "a fine password", ["username"]),
            ("lin", "no-address", "a fine password", ["email"]),
            ("lin", "a@b", "a fine password", ["email"]),
            ("lin", "a@@example.com", "a fine password", ["email"]),
            ("lin", "a b@example.com", "a fine password", ["email"]),
            ("lin", "a@-example.com", "a fine password", ["email"]),
            ("lin", "a@example.com", "1234567", ["password"]),
            ("lin", "a@example.com", String(repeating: "x", count: 129), ["password"]),
            ("x", "x", "x", ["username", "email", "password"]),
            ("", "", "", ["username", "email", "password"]),
        ]
    )
    func `what cannot be an account is refused by the name of each field`(
        username: String,
        email: String,
        password: String,
        fields: [String]
    ) async throws {
        try await withTestApp { app in
            let reply = try await app.register(username, email: email, password: password)

            #expect(reply.code == 400)
            #expect(reply.faultyFields == fields)
            #expect(try await app.number("SELECT count(*) FROM users") == 1)
        }
    }

    @Test func `spaces at the ends of a password belong to it`() async throws {
        try await withTestApp { app in
            try await app.register("lin", password: "  spaces  ")

            let trimmed = try await app.tryLogin("lin", password: "spaces")
            let whole = try await app.tryLogin("lin", password: "  spaces  ")

            #expect([trimmed.code, whole.code] == [401, 200])
        }
    }

    @Test func `whoever was referred is remembered with their referrer, and an unknown code is refused`() async throws {
        try await withTestApp { app in
            let code = try #require(try await app.register("lin").data["referral_code"]?.string)
            func register(_ name: String, _ code: String) async throws -> Answer {
                try await app.send(
                    .post,
                    "/api/v1/auth/register",
                    json: [
                        "username": .string(name), "email": .string("\(name)@example.com"),
                        "password": "a fine password", "referral_code": .string(code),
                    ]
                )
            }

            let known = try await register("mei", code.lowercased())
            let unknown = try await register("zhao", "ZZZZZZZ")

            #expect(known.code == 200)
            #expect(unknown.code == 400)
            #expect(unknown.faultyFields == ["referral_code"])
            let referrer = try await app.text(
                "SELECT r.username FROM users u JOIN users r ON r.id = u.referrer_id WHERE u.username = 'mei'"
            )
            #expect(referrer == "lin")
        }
    }

    @Test func `of many who want one name at once, one gets it`() async throws {
        try await withTestApp { app in
            let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<20 {
                    group.addTask { try await app.register("lin", email: "lin\(number)@example.com").code }
                }
                return try await group.reduce(into: []) { $0.append($1 ?? 0) }.sorted()
            }

            #expect(codes == [200] + Array(repeating: 400, count: 19))
        }
    }

    @Test func `a password is stored as a salted, memory-hard hash`() async throws {
        try await withTestApp { app in
            try await app.register("lin", password: "the same password")
            try await app.register("mei", password: "the same password")

            let lin = try #require(try await app.text("SELECT password_hash FROM users WHERE username = 'lin'"))
            let mei = try #require(try await app.text("SELECT password_hash FROM users WHERE username = 'mei'"))

            #expect(lin.hasPrefix("$scrypt$"))
            #expect(lin != mei)
            #expect(Passwords.Cost.production.log2N >= 14)
        }
    }
}
