import HTTPTypes
import JSON
import NIOCore
import NIOHTTP1
import Testing

@testable import Hanmo

/// What passes over a real connection, byte by byte.
@Suite struct ExchangeTests {
    @Test func `every response carries its request's name, its date and the security headers`() async throws {
        try await withTestApp(over: .socket) { app in
            for path in ["/health", "/nowhere", "/docs", "/api/v1/auth/me"] {
                let reply = try await app.send(.get, path)
                #expect(reply.header("X-Request-Id")?.isEmpty == false)
                #expect(reply.header("Date") == "Thu, 22 Jan 2026 02:00:00 GMT")
                #expect(reply.header("X-Content-Type-Options") == "nosniff")
                #expect(reply.header("X-Frame-Options") == "DENY")
                #expect(reply.header("Referrer-Policy") == "no-referrer")
                #expect(reply.header("Cache-Control") == (path == "/docs" ? "public, max-age=300" : "no-store"))
                #expect(reply.header("Access-Control-Allow-Origin") == nil)
            }
        }
    }

    @Test func `a page of another origin may call the API`() async throws {
        try await withTestApp(over: .socket) { app in
            let origin = ["Origin": "https://app.example.com"]
            let preflight = try await app.send(.options, "/api/v1/creations/1", headers: origin)
            let anywhere = try await app.send(.options, "/nowhere", headers: origin)
            let reply = try await app.send(.get, "/health", headers: origin)

            #expect(preflight.status == 204)
            #expect(preflight.bytes.isEmpty)
            #expect(preflight.header("Access-Control-Allow-Origin") == "*")
            let methods = (preflight.header("Access-Control-Allow-Methods") ?? "").split(separator: ", ")
            #expect(Set(methods) == ["GET", "PUT", "DELETE"])
            let headers = preflight.header("Access-Control-Allow-Headers") ?? ""
            for name in ["Authorization", "Content-Type", "Idempotency-Key"] { #expect(headers.contains(name)) }
            #expect(anywhere.status == 204)
            #expect(reply.header("Access-Control-Allow-Origin") == "*")
            #expect(reply.header("Access-Control-Expose-Headers")?.contains("X-Request-Id") ?? false)
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a client whose body comes too slowly is told so before the connection ends`() async throws {
        try await withTestApp(
            over: .socket,
            serving: { $0.limits.body = .milliseconds(500) }
        ) { app in
            let lin = try await app.signUp("lin")
            let request = lin.raw(.put, "/api/v1/auth/me", #"{"username":"mei"}"#)

            let reply = try await app.talk { talk in
                try await talk.send(String(request.dropLast()))
                return try await talk.readToEnd()
            }

            #expect(reply.hasPrefix("HTTP/1.1 408 "))
            #expect(reply.contains("Connection: close\r\n"))
            #expect(reply.contains("X-Request-Id: "))
            #expect(reply.hasSuffix(#"{"code":408,"message":"请求未在限定时间内发送完毕","data":null}"#))
            #expect(try await lin.get("/auth/me").data["username"] == "lin")
        }
    }

    @Test func `a client of HTTP/1.0, which knows no chunks, gets a stream up to the end of the connection`()
        async throws
    {
        try await withTestApp(over: .socket) { app in
            let lin = try await app.signUp("lin", credits: 10)
            let reply = try await app.talk { talk in
                let request = lin.raw(.post, "/api/v1/writing/resume/generate", #"{"title":"春天","stream":true}"#)
                try await talk.send(request.replacing("HTTP/1.1", with: "HTTP/1.0"))
                return try await talk.readToEnd()
            }

            #expect(reply.contains("Connection: close\r\n"))
            #expect(!reply.contains("Transfer-Encoding"))
            #expect(reply.contains("\r\n\r\nevent: delta\n"))
            #expect(reply.hasSuffix("\n\n"))
        }
    }

    @Test func `requests sent at once are answered in their order`() async throws {
        try await withTestApp(over: .socket) { app in
            let lin = try await app.signUp("lin", credits: 10)
            let replies = try await app.talk { talk in
                try await talk.send(lin.raw(.get, "/api/v1/credit/balance"))
                try await talk.send(lin.raw(.post, "/api/v1/writing/resume/generate", #"{"title":"春天"}"#))
                try await talk.send(lin.raw(.get, "/api/v1/credit/balance"))
                try await talk.send(lin.raw(.get, "/nowhere", close: true))
                return try await talk.readToEnd()
            }

            let order = [#""credit_balance":10"#, #""creation_id":1"#, #""credit_balance":0"#, #""code":404"#]
            let places = order.map { replies.firstRange(of: $0)?.lowerBound }
            #expect(!places.contains(nil))
            #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
        }
    }

    @Test func `more requests than may wait are answered all the same`() async throws {
        try await withTestApp(over: .socket) { app in
            let lin = try await app.signUp("lin")
            let replies = try await app.talk { talk in
                let many = Array(repeating: lin.raw(.get, "/api/v1/auth/me"), count: 99).joined()
                try await talk.send(many + lin.raw(.get, "/health", close: true))
                return try await talk.readToEnd()
            }

            #expect(replies.split(separator: "HTTP/1.1 200 OK", omittingEmptySubsequences: false).count == 101)
        }
    }

    @Test func `a client that closes its half still gets its reply`() async throws {
        try await withTestApp(over: .socket) { app in
            let lin = try await app.signUp("lin", credits: 10)
            let work = app.provider.holdNext()
            let reply = try await app.talk { talk in
                try await talk.send(lin.raw(.post, "/api/v1/writing/resume/generate", #"{"title":"春天"}"#))
                await work.hasBegun()
                talk.sendNoMore()
                work.say("写好了")
                work.finish()
                return try await talk.readToEnd()
            }

            #expect(reply.contains("写好了"))
        }
    }

    @Test(arguments: [true, false])
    func `a body over the limit is refused in an envelope, announced or not`(isAnnounced: Bool) async throws {
        try await withTestApp(over: .socket) { app in
            let reply = try await app.talk { talk in
                let head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n"
                let piece = String(repeating: "x", count: 1 << 16)
                if isAnnounced {
                    try await talk.send("\(head)Content-Length: \((1 << 20) + 1)\r\n\r\n\(piece)")
                } else {
                    try await talk.send("\(head)Transfer-Encoding: chunked\r\n\r\n")
                    for _ in 0..<17 { try await talk.send("10000\r\n\(piece)\r\n") }
                }
                try await talk.read(until: "\"data\":null}")
                return talk.received
            }

            #expect(reply.hasPrefix("HTTP/1.1 413 Content Too Large\r\n"))
            #expect(reply.hasSuffix(#"{"code":413,"message":"请求体过大","data":null}"#))
            #expect(reply.contains("Connection: close\r\n"))
        }
    }

    @Test func `a body of exactly the limit is read`() async throws {
        try await withTestApp(over: .socket) { app in
            let reply = try await app.talk { talk in
                let body = Array(repeating: "x", count: 1 << 20).joined()
                try await talk.send(
                    "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: \(1 << 20)\r\n\r\n\(body)"
                )
                try await talk.read(until: "}]}")
                return talk.received
            }

            #expect(reply.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(reply.contains(#""field":"body""#))
        }
    }

    @Test(
        arguments: [
            Sample("words", "nonsense\r\n\r\n"), Sample("a method alone", "GET\r\n\r\n"),
            Sample("another version", "GET / HTTP/9.9\r\n\r\n"),
            Sample("a header without a colon", "GET / HTTP/1.1\r\nno colon\r\n\r\n"),
            Sample("a length in letters", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"),
            Sample(
                "too long a head",
                "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 40_000))\r\n\r\n"
            ),
        ]
    )
    func `what is no HTTP is answered with a 400 and the end of the connection`(bytes: Sample) async throws {
        try await withTestApp(over: .socket) { app in
            let reply = try await app.talk { talk in
                try await talk.send(String(decoding: bytes.bytes, as: UTF8.self))
                return try await talk.readToEnd()
            }

            #expect(reply.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(reply.hasSuffix(#"{"code":400,"message":"请求参数错误","data":null}"#))
        }
    }

    @Test(arguments: ["", "Host: a\r\nHost: b\r\n"])
    func `a request of HTTP/1.1 names its host once`(hosts: String) async throws {
        try await withTestApp(over: .socket) { app in
            let reply = try await app.talk { talk in
                try await talk.send("GET /health HTTP/1.1\r\n\(hosts)Connection: close\r\n\r\n")
                return try await talk.readToEnd()
            }

            #expect(reply.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(reply.contains(#""field":"Host""#))
        }
    }

    @Test func `HEAD answers the head of GET`() async throws {
        try await withTestApp(over: .socket) { app in
            let reply = try await app.talk { talk in
                try await talk.send("HEAD /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return try await talk.readToEnd()
            }

            let length = try await app.send(.get, "/health").bytes.count
            #expect(reply.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(reply.contains("Content-Length: \(length)\r\n"))
            #expect(reply.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func `a client that asks first is told to go on`() async throws {
        try await withTestApp(over: .socket) { app in
            let reply = try await app.talk { talk in
                try await talk.send(
                    """
                    POST /api/v1/auth/login HTTP/1.1\r
                    Host: a\r
                    Expect: 100-continue\r
                    Content-Length: 2\r
                    Connection: close\r
                    \r\n
                    """
                )
                try await talk.read(until: "HTTP/1.1 100 Continue\r\n\r\n")
                try await talk.send("{}")
                return try await talk.readToEnd()
            }

            #expect(reply.contains("HTTP/1.1 400 Bad Request\r\n"))
        }
    }

    @Test func `a header cannot be smuggled into a reply`() async throws {
        try await withTestApp(over: .socket) { app in
            let lin = try await app.signUp("lin", credits: 10)
            let id = try await lin.create(title: "a\r\nX-Injected: yes", content: "文")

            let reply = try await lin.get("/creations/\(id)/export")

            #expect(reply.status == 200)
            #expect(reply.header("X-Injected") == nil)
        }
    }
}

extension Person {
    /// The bytes of a request.
    func raw(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String = "",
        close: Bool = false
    ) -> String {
        """
        \(method.rawValue) \(path) HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer \(accessToken)\r
        Content-Length: \(body.utf8.count)\r
        Connection: \(close ? "close" : "keep-alive")\r
        \r
        \(body)
        """
    }
}
