import FakesForTests
import Testing

@testable import Providers

/// Whole answers, in every form the providers are known to use.
@Suite(.timeLimit(.minutes(5)))
struct AnswerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var provider = "qwen"
        var body: String
        var headers: [String: String] = [:]
        var expected: TextResult
    }

    @Test(arguments: cases)
    func `an answer is understood`(_ answer: Case) async throws {
        try await withStage([Reply(headers: answer.headers, answer.body)]) { stage in
            let result = try await stage.provider(answer.provider).complete(.spring)

            #expect(result == answer.expected)
        }
    }

    /// A provider may ignore that a stream was asked for, whatever it calls its answer.
    @Test(arguments: cases)
    func `the same answer is understood in place of a stream`(_ answer: Case) async throws {
        let headers = answer.headers.merging(["content-type": "text/event-stream"]) { given, _ in given }
        try await withStage([Reply(headers: headers, answer.body)]) { stage in
            let pieces = Recorder<String>()

            let result = try await stage.provider(answer.provider).stream(.spring) { pieces.record($0) }

            #expect(result == answer.expected)
            #expect(pieces.all == [answer.expected.text])
        }
    }

    static let usual = TextResult(
        text: "春天来了",
        inputTokens: 22,
        outputTokens: 17,
        finishReason: "stop",
        requestID: "r-1"
    )

    static let usualOfOpenAI = TextResult(
        text: "春天来了",
        inputTokens: 22,
        outputTokens: 17,
        finishReason: "stop",
        model: "m-2026",
        requestID: "c1"
    )

    static let cases: [Case] = [
        Case(testDescription: "native", body: Sample.native, expected: usual),
        Case(
            testDescription: "native, as the SDK decorates it",
            body: #"{"status_code":200,"code":"","message":"","# + Sample.native.dropFirst(),
            expected: usual
        ),
        Case(
            testDescription: "native with result_format text",
            body: #"{"output":{"text":"好","finish_reason":"stop"},"usage":{"input_tokens":1},"request_id":"r"}"#,
            expected: TextResult(text: "好", inputTokens: 1, finishReason: "stop", requestID: "r")
        ),
        Case(
            testDescription: "native multimodal, content in parts",
            body: #"{"output":{"choices":[{"finish_reason":"length","message":{"role":"assistant","#
                + #""content":[{"text":"春"},{"image":"u"},{"text":"天"}]}}]},"usage":{"output_tokens":2}}"#,
            headers: ["x-request-id": "r-9"],
            expected: TextResult(text: "春天", outputTokens: 2, finishReason: "length", requestID: "r-9")
        ),
        Case(
            testDescription: "native with a null finish reason",
            body: #"{"output":{"choices":[{"finish_reason":null,"message":{"content":"a"}}]}}"#,
            expected: TextResult(text: "a")
        ),
        Case(
            testDescription: "native with the word null as finish reason",
            body: #"{"output":{"choices":[{"finish_reason":"null","message":{"content":"a"}}]}}"#,
            expected: TextResult(text: "a")
        ),
        Case(
            testDescription: "native, thoughts beside the text",
            body:
                #"{"output":{"choices":[{"finish_reason":"stop","message":{"reasoning_content":"hm","content":"a"}}]}}"#,
            expected: TextResult(text: "a", finishReason: "stop")
        ),
        Case(
            testDescription: "OpenAI",
            provider: "openai",
            body: Sample.openAI,
            expected: usualOfOpenAI
        ),
        Case(
            testDescription: "DeepSeek, blank lines while it waited",
            provider: "deepseek",
            body: "\n\n\r\n \n" + Sample.openAI + "\n",
            expected: usualOfOpenAI
        ),
        Case(
            testDescription: "thoughts in reasoning_content (DeepSeek)",
            provider: "deepseek",
            body:
                #"{"choices":[{"finish_reason":"stop","message":{"reasoning_content":"hm","content":"a"}}],"error":null}"#,
            expected: TextResult(text: "a", finishReason: "stop")
        ),
        Case(
            testDescription: "thoughts in reasoning (Ollama)",
            provider: "ollama",
            body: #"{"choices":[{"finish_reason":"stop","message":{"reasoning":"hm","content":"a"}}],"#
                + #""system_fingerprint":"fp_ollama"}"#,
            expected: TextResult(text: "a", finishReason: "stop")
        ),
        Case(
            testDescription: "two texts where one was asked for",
            provider: "openai",
            body: #"{"choices":[{"index":1,"finish_reason":"length","message":{"content":"b"}},"#
                + #"{"index":0,"finish_reason":"stop","message":{"content":"a"}}]}"#,
            expected: TextResult(text: "a", finishReason: "stop")
        ),
        Case(
            testDescription: "a finish reason nobody has heard of",
            provider: "siliconflow",
            body: #"{"choices":[{"finish_reason":"eos","message":{"content":"a"}}]}"#,
            headers: ["x-siliconcloud-trace-id": "t-1"],
            expected: TextResult(text: "a", finishReason: "eos", requestID: "t-1")
        ),
    ]
}
