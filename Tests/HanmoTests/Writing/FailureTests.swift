import Database
import JSON
import Logging
import Providers
import Testing

@testable import Hanmo

/// The promise kept here: 生成失败会自动退还积分.
@Suite struct FailureTests {
    @Test func `a failed generation gives the credits back`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            app.provider.failNext(.timedOut)

            let reply = try await lin.generate(title: "春天")

            #expect(reply.status == 400)
            #expect(reply.text == #"{"code":40006,"message":"AI服务调用失败","data":null}"#)
            #expect(try await lin.balance() == 100)
            #expect(try await lin.ledger() == ["consume -10", "refund +10"])
            #expect(try await lin.creations() == [])
        }
    }

    @Test(arguments: ProviderError.Kind.allCases)
    func `whatever a provider fails of, the code is the documented one and everything is given back`(
        kind: ProviderError.Kind
    ) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)
            app.provider.failNext(kind)

            let reply = try await lin.generate()

            #expect(reply.code == (kind == .refused || kind == .empty ? 40007 : 40006))
            #expect(reply.status == 400)
            #expect(reply.data == .null)
            #expect(try await lin.balance() == 30)
            #expect(try await lin.ledger() == ["consume -10", "refund +10"])
            #expect(try await app.number("SELECT failure_code FROM generations") == reply.code)
        }
    }

    @Test(arguments: ProviderError.Kind.allCases)
    func `a provider's own words reach the log and nobody else`(kind: ProviderError.Kind) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)
            app.provider.failNext(kind)
            app.provider.failNext(kind)

            let reply = try await lin.generate(key: "a")
            let streamed = try await lin.generate(["stream": true])
            let repeated = try await lin.generate(key: "a")

            for answer in [reply, streamed, repeated] {
                for word in ["upstream", "10.1.2.3", "sk-inner", "quota", "InnerCode", "503"] {
                    #expect(!answer.text.contains(word), "\(answer.text)")
                }
            }
            let warnings = app.log.recorded.filter { $0.level == .warning }
            #expect(warnings.contains { $0.fields["cause"]?.contains("10.1.2.3") ?? false })
        }
    }

    @Test func `what a model cannot do is told with its remedy`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)
            app.provider.failNext(.unsupported)

            let reply = try await lin.generate("translation", title: "春天", ["content": "春天"])

            #expect(reply.code == 40006)
            #expect(reply.message?.contains("请选择其他模型") ?? false)
        }
    }

    @Test func `a member's failed generation, which cost nothing, leaves no trace in the ledger`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            try await app.arrangeMembership(of: lin, until: "2026-02-22T10:00:00")
            app.provider.failNext(.unavailable)

            let reply = try await lin.generate()

            #expect(reply.code == 40006)
            #expect(try await lin.ledger() == [])
        }
    }

    @Test func `after a failure the same person writes on`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            app.provider.failNext(.rateLimited)

            let first = try await lin.generate(title: "第一次")
            let second = try await lin.generate(title: "第二次")

            #expect([first.code, second.code] == [40006, 200])
            #expect(try await lin.balance() == 0)
            #expect(try await lin.creations() == ["第二次"])
        }
    }
}

extension Person {
    /// A generation of the usual tool and title.
    fileprivate func generate(_ more: JSON) async throws -> Answer {
        try await generate("wechat_article", title: "春天", more)
    }
}
