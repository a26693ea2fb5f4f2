import FakesForTests
import JSON
import Testing

@testable import Providers

/// How long an answer may be, and how one is known that was cut there.
@Suite(.timeLimit(.minutes(5)))
struct AnswerLengthTests {
    private static let long = TextRequest.spring.with { $0.expectedTokens = 9_000 }

    @Test(
        arguments: [
            ("qwen", false, 9_000), ("qwen", true, 9_000), ("compatible", true, 9_000), ("deepseek", false, 9_000),
            // Where thoughts count, and where nobody can say that there be none, there is room for them.
            ("deepseek", true, 25_384), ("moonshot", false, 25_384), ("ollama", false, 25_384),
            ("openai", true, 25_384),
        ]
    )
    func `an answer has room for the text, and for thoughts where they count`(
        _ provider: String,
        thinks: Bool,
        limit: Int
    ) async throws {
        let stream = provider == "qwen" ? Sample.frame("春", "stop") : Sample.text("春", "stop")
        try await withStage([.events(stream)]) { stage in
            _ = try await stage.provider(provider).stream(Self.long.with { $0.thinking = thinks }) { _ in }

            #expect(stage.limits == [limit])
        }
    }

    @Test(arguments: ["qwen", "openai"])
    func `the operator's own limit comes first`(_ provider: String) async throws {
        let answer = Sample.answer(of: provider)
        try await withStage([Reply(answer), Reply(answer), Reply(answer)]) { stage in
            let service = stage.provider(provider)
            _ = try await service.complete(Self.long.with { $0.maxTokens = 500 })
            _ = try await service.complete(Self.long.with { $0.extra = ["max_completion_tokens": 600] })
            _ = try await service.complete(.spring)

            #expect(stage.limits == [500, nil, nil])
        }
    }

    @Test(
        arguments: [
            "Range of max_tokens should be [1, 8192]",
            "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]",
            "Unsupported parameter: 'max_tokens' is not supported here. Use 'max_completion_tokens' instead.",
            "Invalid request: Your request exceeded model token limit: 8192",
            "This model's maximum context length is 4096 tokens. However, you requested 25384 tokens.",
        ]
    )
    func `a model that takes no such limit is asked without one`(_ message: String) async throws {
        for code in ["invalid_request_error", "context_length_exceeded"] {
            let refusal = Reply(status: 400, #"{"error":{"code":"\#(code)","message":"\#(message)"}}"#)
            try await withStage([refusal, Reply(Sample.openAI)]) { stage in
                let result = try await stage.openAI().complete(Self.long)

                #expect(result.text == "春天来了")
                #expect(stage.limits == [25_384, nil])
            }
        }
    }

    @Test func `a refusal of the operator's limit is final`() async throws {
        let refusal = Reply(
            status: 400,
            #"{"code":"InvalidParameter","message":"Range of max_tokens should be [1, 8192]"}"#
        )
        try await withStage([refusal]) { stage in
            let error = await failure { try await stage.dashScope.complete(Self.long.with { $0.maxTokens = 100_000 }) }

            #expect(error?.kind == .invalidRequest)
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test(arguments: ["qwen", "openai"])
    func `a text that was cut is told from one that is finished`(_ provider: String) async throws {
        let whole = Sample.answer(of: provider)
        let cut = whole.replacing(#""stop""#, with: #""length""#)
        try await withStage([Reply(whole), Reply(cut)]) { stage in
            let finished = try await stage.provider(provider).complete(.spring)
            let broken = try await stage.provider(provider).complete(.spring)

            #expect([finished.isTruncated, broken.isTruncated] == [false, true])
        }
    }
}

extension Stage {
    /// The `max_tokens` of every request that came, wherever the protocol has it.
    fileprivate var limits: [Int?] {
        server.requests.map { ($0.json["parameters"]?["max_tokens"] ?? $0.json["max_tokens"])?.int }
    }
}
