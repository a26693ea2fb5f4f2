import NIOHTTP1
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// The API document's limits: 10 a minute, 20 an hour, 100 a minute, 60 a minute.
@Suite struct RateLimitTests {
    @Test func `signing in is tried ten times a minute from one address, right or wrong`() async throws {
        try await withTestApp(limits: .on) { app in
            var replies: [Answer] = []
            for _ in 0..<10 { replies.append(try await app.tryLogin("lin", password: "a guess")) }
            let eleventh = try await app.tryLogin("lin", password: "a guess")
            let registering = try await app.register("lin")
            app.clock.advance(seconds: 59)
            let lastMoment = try await app.tryLogin("lin", password: "a guess")
            app.clock.advance(seconds: 1)
            let nextMinute = try await app.tryLogin("lin", password: "a guess")

            #expect(replies.map(\.code) == Array(repeating: 401, count: 10))
            #expect(replies.map { $0.header("X-RateLimit-Remaining") } == (0..<10).reversed().map(String.init))
            #expect(replies.first?.header("X-RateLimit-Limit") == "10")
            #expect(replies.first?.header("X-RateLimit-Reset") == "60")
            #expect(eleventh.text == #"{"code":429,"message":"请求过于频繁","data":null}"#)
            #expect(eleventh.status == 429)
            #expect(eleventh.header("Retry-After") == "60")
            #expect(eleventh.header("X-RateLimit-Remaining") == "0")
            #expect([registering.code, lastMoment.code, nextMinute.code] == [429, 429, 401])
            #expect(lastMoment.header("Retry-After") == "1")
        }
    }

    @Test func `a user writes twenty times an hour, a member without limit`() async throws {
        try await withTestApp(limits: .on) { app in
            let lin = try await app.signUp("lin", credits: 1000)
            let mei = try await app.signUp("mei")
            try await app.arrangeMembership(of: mei, until: "2026-02-22T10:00:00")

            for _ in 0..<20 { #expect(try await lin.generate().code == 200) }
            let tooMany = try await lin.generate()
            for _ in 0..<21 { #expect(try await mei.generate().header("X-RateLimit-Limit") == nil) }
            app.clock.advance(hours: 1)
            let nextHour = try await lin.generate()

            #expect(tooMany.code == 429)
            #expect(tooMany.header("Retry-After") == "3600")
            #expect(tooMany.header("X-RateLimit-Limit") == "20")
            #expect(nextHour.code == 200)
            #expect(try await lin.balance() == 1000 - 21 * 10)
        }
    }

    @Test func `a mistake, a repeat and an empty purse take nothing from the twenty`() async throws {
        try await withTestApp(limits: .on) { app in
            let lin = try await app.signUp("lin", credits: 200)
            let first = try await lin.generate(key: "the first")

            for _ in 0..<5 { #expect(try await lin.generate(title: "").code == 400) }
            for _ in 0..<10 {
                let again = try await lin.generate(key: "the first")
                #expect(again.data["creation_id"] == first.data["creation_id"])
                #expect(again.header("X-RateLimit-Limit") == "60")
            }
            for _ in 0..<19 { #expect(try await lin.generate().code == 200) }
            #expect(try await lin.balance() == 0)

            #expect(try await lin.generate().code == 429)
            #expect(try await lin.generate(key: "the first").text == first.text)
            let streamed = try await lin.generate("resume", ["stream": true], key: "streamed")
            #expect(streamed.code == 429)
            app.clock.advance(hours: 1)
            for _ in 0..<21 { #expect(try await lin.generate().code == 40001) }
        }
    }

    @Test func `the repeat of the twentieth, which is under way, waits for it`() async throws {
        try await withTestApp(limits: .on) { app in
            let lin = try await app.signUp("lin", credits: 200)
            for _ in 0..<19 { #expect(try await lin.generate().code == 200) }
            let work = app.provider.holdNext()

            async let twentieth = lin.generate(key: "the twentieth")
            await work.hasBegun()
            async let repeated = lin.generate(key: "the twentieth")
            let other = try await lin.generate(key: "one more")
            work.say("第二十篇")
            work.finish()

            #expect(other.code == 429)
            #expect(try await twentieth.code == 200)
            #expect(try await repeated.text == twentieth.text)
            #expect(try await lin.balance() == 0)
        }
    }

    @Test func `mistakes in orders are counted like any other request`() async throws {
        try await withTestApp(limits: .on) { app in
            let lin = try await app.signUp("lin", credits: 10)

            for _ in 0..<60 { #expect(try await lin.generate(title: "").code == 400) }

            #expect(try await lin.generate(title: "").header("Retry-After") == "60")
            app.clock.advance(milliseconds: 60_000)
            #expect(try await lin.generate().header("X-RateLimit-Remaining") == "19")
        }
    }

    @Test func `a user asks a hundred times a minute, wherever from`() async throws {
        try await withTestApp(limits: .on) { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")

            for number in 0..<100 {
                let reply = try await lin.get(number.isMultiple(of: 2) ? "/credit/balance" : "/creations")
                #expect(reply.header("X-RateLimit-Remaining") == String(99 - number))
            }

            #expect(try await lin.get("/models").code == 429)
            #expect(try await mei.get("/models").code == 200)
            #expect(try await lin.put("/auth/me", [:]).code == 200)
            app.clock.advance(minutes: 1)
            #expect(try await lin.get("/models").code == 200)
        }
    }

    @Test func `everything else is allowed sixty times a minute`() async throws {
        try await withTestApp(limits: .on) { app in
            let lin = try await app.signUp("lin")

            for _ in 0..<60 { #expect(try await lin.put("/auth/me", [:]).code == 200) }

            let tooMany = try await lin.put("/auth/me", [:])
            #expect(tooMany.code == 429)
            #expect(tooMany.header("X-RateLimit-Limit") == "60")
            #expect(try await lin.get("/auth/me").code == 200)
        }
    }

    @Test func `strangers are counted by address, and so are those who guess tokens`() async throws {
        try await withTestApp(limits: .on, adjusting: RateLimitTests.trustTests) { app in
            func ask(_ path: String, from address: String, token: String? = nil) async throws -> Int? {
                var headers = ["X-Forwarded-For": address]
                if let token { headers["Authorization"] = "Bearer \(token)" }
                return try await app.send(.get, path, headers: headers).code
            }
            for _ in 0..<50 {
                let tools = try await ask("/api/v1/writing/tools", from: "203.0.113.7")
                let guess = try await ask("/api/v1/auth/me", from: "203.0.113.7", token: "a.guess.x")
                #expect([tools, guess] == [200, 401])
            }

            #expect(try await ask("/api/v1/writing/tools", from: "203.0.113.7") == 429)
            #expect(try await ask("/api/v1/auth/me", from: "203.0.113.7", token: "a.guess.x") == 429)
            #expect(try await ask("/api/v1/writing/tools", from: "203.0.113.8") == 200)
            #expect(try await ask("/api/v1/writing/tools", from: "2001:db8::1") == 200)
        }
    }

    @Test func `what a client says of its own address is believed from a trusted proxy only`() async throws {
        try await withTestApp(limits: .on) { app in
            for number in 0..<10 {
                let reply = try await app.send(
                    .post,
                    "/api/v1/auth/refresh",
                    headers: ["X-Forwarded-For": "203.0.113.\(number)"]
                )
                #expect(reply.code == 401)
            }
            let eleventh = try await app.send(
                .post,
                "/api/v1/auth/refresh",
                headers: ["X-Forwarded-For": "203.0.113.99"]
            )

            #expect(eleventh.code == 429)
        }
    }

    @Test func `health, readiness and documentation are never limited`() async throws {
        try await withTestApp(limits: .on) { app in
            for path in ["/health", "/ready", "/metrics", "/openapi.json", "/docs"] {
                for _ in 0..<150 {
                    let reply = try await app.send(.get, path)
                    #expect(reply.status == 200)
                    #expect(reply.header("X-RateLimit-Limit") == nil)
                }
            }
        }
    }

    @Test func `every route has the class that the API document gives it`() async throws {
        try await withTestApp { app in
            for route in routes(app.services) {
                let expected: RateClass =
                    switch route.pattern {
                    case "/api/v1/auth/register", "/api/v1/auth/login", "/api/v1/auth/refresh": .auth
                    case "/api/v1/operation/referral/generate": .other
                    case _ where route.pattern.hasSuffix("/generate"): .generation
                    case _ where route.pattern.hasPrefix("/api/v1/credit/payment/"): .none
                    case _ where !route.pattern.hasPrefix("/api/") && !route.pattern.hasPrefix("/cashier/"): .none
                    case _ where route.method == .GET: .query
                    default: .other
                    }
                #expect(route.rate == expected, "\(route.method) \(route.pattern)")
            }
        }
    }

    // MARK: The counter itself

    @Test func `a window opens with its first request and closes with its time`() {
        let limiter = RateLimiter()

        let first = limiter.count(.auth, by: "a", at: 1000)
        let later = limiter.count(.auth, by: "a", at: 60_999)
        let next = limiter.count(.auth, by: "a", at: 61_000)

        #expect([first?.remaining, later?.remaining, next?.remaining] == [9, 8, 9])
        #expect([first?.resetSeconds, later?.resetSeconds, next?.resetSeconds] == [60, 1, 60])
        #expect(limiter.count(.none, by: "a", at: 1000) == nil)
    }

    @Test func `a clock that was set back locks nobody out`() {
        let limiter = RateLimiter()
        for _ in 0..<11 { _ = limiter.count(.auth, by: "a", at: 10_000_000) }

        let verdict = limiter.count(.auth, by: "a", at: 1000)

        #expect(verdict?.isAllowed == true)
        #expect(verdict?.resetSeconds == 60)
    }

    @Test func `with any number of callers the memory stays bounded, and busy callers stay counted`() {
        let limiter = RateLimiter()
        // The windows of the first minute have ended when the limit is reached, those of the next have not.
        let moments = (0..<3 * RateLimiter.windowLimit).map { $0 < RateLimiter.windowLimit / 2 ? 0 : 60_000 + $0 / 10 }
        for (number, moment) in moments.enumerated() {
            if number == moments.count - RateLimiter.windowLimit / 4 {
                for _ in 0..<10 { _ = limiter.count(.auth, by: "busy", at: moment) }
            }
            _ = limiter.count(.auth, by: "\(number)", at: moment)
            if number.isMultiple(of: 1000) { #expect(limiter.windowCount <= RateLimiter.windowLimit) }
        }

        #expect(limiter.windowCount > RateLimiter.windowLimit / 4)
        #expect(limiter.count(.auth, by: "busy", at: moments.last ?? 0)?.isAllowed == false)
    }

    @Sendable private static func trustTests(_ settings: inout Settings, _ parts: inout Services.Parts) {
        settings.trustedProxies = [TrustedProxies.Network("127.0.0.0/8")!]
    }
}
