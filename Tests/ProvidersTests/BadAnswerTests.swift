import FakesForTests
import Testing

@testable import Providers

/// Successful answers that hold no text.
@Suite(.timeLimit(.minutes(5)))
struct BadAnswerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var provider = "qwen"
        var body: String
        var kind: ProviderError.Kind
        var code: String?
        var isRetried = false

        var testDescription: String { "\(provider) \(body.prefix(60))" }
    }

    @Test(arguments: cases)
    func `a success that holds no text is none`(_ bad: Case) async throws {
        try await withStage([Reply(bad.body), Reply(bad.body), Reply(bad.body)]) { stage in
            let error = await failure { try await stage.provider(bad.provider).complete(.spring) }

            #expect(error?.kind == bad.kind)
            #expect(error?.code == bad.code)
            #expect(error?.status == 200)
            #expect(stage.server.requests.count == (bad.isRetried ? 3 : 1))
        }
    }

    @Test(arguments: ["\\u0000", "\\u200b\\ufeff", "\\u2060 \\n", "\\u0007"])
    func `characters that nobody sees are no text`(_ content: String) async throws {
        try await withStage([Reply(BadAnswerTests.native("\"\(content)\""))]) { stage in
            let error = await failure { try await stage.dashScope.complete(.spring) }

            #expect(error?.kind == .empty)
        }
    }

    @Test(arguments: ["qwen", "openai"])
    func `a stream that says nothing is empty`(_ provider: String) async throws {
        let stream =
            provider == "qwen" ? Sample.frame("\\n ", "stop") : Sample.chunk("{}", "length") + "data: [DONE]\n\n"
        try await withStage([.events(stream)]) { stage in
            let error = await failure { try await stage.provider(provider).stream(.spring) { _ in } }

            #expect(error?.kind == .empty)
            #expect(stage.server.requests.count == 1)
        }
    }

    static func native(_ content: String, _ reason: String = "stop") -> String {
        #"{"output":{"choices":[{"finish_reason":"\#(reason)","message":{"content":\#(content)}}]},"request_id":"r"}"#
    }

    static func openAI(_ message: String, _ reason: String = "stop") -> String {
        #"{"id":"c","choices":[{"finish_reason":"\#(reason)","message":\#(message)}]}"#
    }

    static let cases: [Case] = [
        Case(body: #"{"code":"InvalidApiKey","message":"m"}"#, kind: .unauthorized, code: "InvalidApiKey"),
        Case(
            body: #"{"code":"DataInspectionFailed","message":"m","output":{}}"#,
            kind: .refused,
            code: "DataInspectionFailed"
        ),
        Case(
            body: #"{"code":"Throttling.RateQuota","msg":"m"}"#,
            kind: .rateLimited,
            code: "Throttling.RateQuota",
            isRetried: true
        ),
        Case(body: native(#""""#), kind: .empty, code: "stop"),
        Case(body: native(#"" \n""#), kind: .empty, code: "stop"),
        Case(body: native("null", "length"), kind: .empty, code: "length"),
        Case(body: native("[]"), kind: .empty, code: "stop"),
        Case(body: native("{}", "tool_calls"), kind: .empty, code: "tool_calls"),
        Case(body: native(#""half""#, "content_filter"), kind: .refused, code: "content_filter"),
        Case(body: "{}", kind: .badResponse),
        Case(body: "[]", kind: .badResponse),
        Case(body: "null", kind: .badResponse),
        Case(body: "", kind: .badResponse),
        Case(body: "<html>", kind: .badResponse),
        Case(body: #"{"output":"#, kind: .badResponse),
        Case(body: "{\"output\":{\"text\":\"\u{0}\"}}", kind: .badResponse),
        Case(body: String(repeating: "[", count: 100_000), kind: .badResponse),
        Case(provider: "openai", body: openAI(#"{"content":null}"#), kind: .empty, code: "stop"),
        Case(provider: "openai", body: openAI(#"{"content":""}"#, "length"), kind: .empty, code: "length"),
        Case(
            provider: "openai",
            body: openAI(#"{"content":null,"tool_calls":[]}"#, "function_call"),
            kind: .empty,
            code: "function_call"
        ),
        Case(provider: "openai", body: openAI(#"{"content":null,"refusal":"I can't"}"#), kind: .refused),
        Case(
            provider: "openai",
            body: openAI(#"{"content":"half"}"#, "content_filter"),
            kind: .refused,
            code: "content_filter"
        ),
        Case(provider: "zhipu", body: openAI(#"{"content":"half"}"#, "sensitive"), kind: .refused, code: "sensitive"),
        Case(
            provider: "zhipu",
            body: openAI(#"{"content":"half"}"#, "network_error"),
            kind: .unavailable,
            code: "network_error",
            isRetried: true
        ),
        Case(provider: "openai", body: #"{"choices":[]}"#, kind: .empty),
        Case(
            provider: "openai",
            body: #"{"error":{"message":"m","code":"model_not_found"}}"#,
            kind: .notFound,
            code: "model_not_found"
        ),
        Case(
            provider: "compatible",
            body: #"{"code":"InvalidApiKey","message":"m"}"#,
            kind: .unauthorized,
            code: "InvalidApiKey"
        ),
        Case(provider: "openai", body: "{}", kind: .badResponse),
        Case(provider: "openai", body: #""a bare string""#, kind: .badResponse),
    ]
}
