import FakesForTests
import NIOHTTP1
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct RetryTests {
    @Test func `pauses double up to the longest`() {
        var policy = RetryPolicy()
        policy.attempts = 8
        policy.random = { 0 }
        let error = ProviderError(.unavailable, message: "")

        let pauses = (1...8).map { policy.pause(after: $0, error) }

        #expect(
            pauses == [
                .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(8), .seconds(8), nil,
            ]
        )
    }

    @Test func `chance takes off up to a quarter`() {
        var policy = RetryPolicy()
        policy.random = { 1 }

        #expect(policy.pause(after: 1, ProviderError(.unavailable, message: "")) == .milliseconds(375))
    }

    @Test(arguments: ProviderError.Kind.allCases)
    func `only what passes by itself is tried again`(_ kind: ProviderError.Kind) {
        let passing: Set<ProviderError.Kind> = [.unreachable, .timedOut, .rateLimited, .unavailable]

        let pause = RetryPolicy().pause(after: 1, ProviderError(kind, message: ""))

        #expect((pause != nil) == passing.contains(kind))
    }

    struct Advice: Sendable, CustomTestStringConvertible {
        var headers: [String: String]
        var expected: Duration?

        var testDescription: String { headers.description }
    }

    @Test(arguments: [
        Advice(headers: ["retry-after-ms": "250"], expected: .milliseconds(250)),
        Advice(headers: ["retry-after-ms": "250", "retry-after": "9"], expected: .milliseconds(250)),
        Advice(headers: ["retry-after-ms": "soon", "retry-after": "9"], expected: .seconds(9)),
        Advice(headers: ["retry-after": "30"], expected: .seconds(30)),
        Advice(headers: ["retry-after": "1.5"], expected: .milliseconds(1500)),
        Advice(headers: ["retry-after": "Sun, 22 Nov 2026 00:00:07 GMT"], expected: .seconds(7)),
        // Without sensible advice, the usual pause.
        Advice(headers: ["retry-after": "Sat, 21 Nov 2026 23:59:59 GMT"], expected: .milliseconds(500)),
        Advice(headers: ["retry-after": "0"], expected: .milliseconds(500)),
        Advice(headers: ["retry-after": "-3"], expected: .milliseconds(500)),
        Advice(headers: ["retry-after": "nan"], expected: .milliseconds(500)),
        Advice(headers: ["retry-after": "Sun, 99 Nov 2026 00:00:07 GMT"], expected: .milliseconds(500)),
        Advice(headers: [:], expected: .milliseconds(500)),
        // Beyond what anybody wants to wait for: given up.
        Advice(headers: ["retry-after": "30.001"], expected: nil),
        Advice(headers: ["retry-after": "Mon, 23 Nov 2026 00:00:00 GMT"], expected: nil),
        Advice(headers: ["retry-after": "1e300"], expected: nil),
        Advice(headers: ["retry-after": "inf"], expected: nil),
    ])
    func `the pause that a provider asks for is kept, within reason`(_ advice: Advice) async throws {
        let script = [Reply(status: 429, headers: advice.headers, "{}"), Reply(Sample.native)]
        try await withStage(script) { stage in
            let error = await failure { try await stage.dashScope.complete(.spring) }

            #expect(error?.kind == (advice.expected == nil ? .rateLimited : nil))
            #expect(stage.pauses.all == (advice.expected.map { [$0] } ?? []))
        }
    }

    @Test(arguments: [
        (503, "{}", "false", 1), (429, "{}", "false", 1), (400, "{}", "true", 3), (503, "{}", "perhaps", 3),
        (400, "{}", "", 1),
        // An empty account does not fill by asking.
        (429, #"{"code":"PrepaidBillOverdue"}"#, "true", 1),
    ])
    func `the provider's word on trying again counts`(
        _ status: Int,
        _ body: String,
        _ word: String,
        requests: Int
    ) async throws {
        let reply = Reply(status: status, headers: ["x-should-retry": word], body)
        try await withStage([reply, reply, reply, reply]) { stage in
            let error = await failure { try await stage.dashScope.complete(.spring) }

            #expect(stage.server.requests.count == requests)
            #expect(error?.isRetryable == (requests > 1))
        }
    }

    @Test func `no pause is begun that the time allowed does not cover`() async throws {
        let reply = Reply(status: 429, headers: ["retry-after": "3600"], "{}")
        try await withStage([reply, reply]) { stage in
            var retry = stage.retry
            retry.longestRequestedPause = .seconds(7200)
            let dashScope = DashScopeText(
                http: stage.http,
                base: stage.server.base + "/api/v1",
                key: "sk-test",
                retry: retry
            )
            let error = await failure { try await dashScope.complete(.spring.with { $0.timeout = .seconds(1800) }) }

            #expect(error?.kind == .rateLimited)
            #expect(error?.retryAfter == .seconds(3600))
            #expect(stage.server.requests.count == 1)
            #expect(stage.pauses.all.isEmpty)
        }
    }

    @Test func `an error tells what support will ask for`() async throws {
        let body = #"{"code":"InvalidParameter","message":"temperature","request_id":"r-7"}"#
        try await withStage([Reply(status: 400, body), Reply(status: 400, headers: ["x-request-id": "h-7"], "")]) {
            stage in
            let inBody = await failure { try await stage.dashScope.complete(.spring) }
            let inHeader = await failure { try await stage.dashScope.complete(.spring) }

            #expect(
                inBody?.description == "invalidRequest, status 400, InvalidParameter, temperature, request r-7"
            )
            #expect(inHeader?.requestID == "h-7")
        }
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:01 GMT", 1),
        ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000), ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
        ("Wed, 31 Dec 2036 23:59:59 GMT", 2_114_380_799),
    ])
    func `dates are read as HTTP writes them`(_ text: String, seconds: Int) {
        let headers: HTTPHeaders = ["retry-after": text]

        #expect(headers.retryAfter(now: { (seconds - 5) * 1000 }) == .seconds(5))
    }
}
