import FakesForTests
import Testing

@testable import Providers

/// Streams, in every form the providers are known to use.
@Suite(.timeLimit(.minutes(5)))
struct StreamTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var provider = "qwen"
        var stream: String
        var pieces: [String]
        var expected: TextResult
    }

    @Test(arguments: cases)
    func `a stream is understood`(_ streamed: Case) async throws {
        try await withStage([.events(streamed.stream)]) { stage in
            let pieces = Recorder<String>()

            let result = try await stage.provider(streamed.provider).stream(.spring) { pieces.record($0) }

            #expect(result == streamed.expected)
            #expect(pieces.all == streamed.pieces)
            #expect(pieces.all.joined() == result.text)
        }
    }

    @Test func `pieces are delivered while the answer is still being written`() async throws {
        let gate = Gate()
        let reply = Reply.chunked([
            .send(Sample.frame("春", nil)), .wait(gate), .send(Sample.frame("天", nil)), .send(Sample.frame("", "stop")),
        ])
        try await withStage([reply]) { stage in
            let result = try await stage.dashScope.stream(.spring) { piece in
                // The rest is only sent once the first piece is here.
                if piece == "春" { gate.open() }
            }

            #expect(result.text == "春天")
        }
    }

    @Test(arguments: ["qwen", "openai"])
    func `a stream that ends without a finish reason is no text`(_ provider: String) async throws {
        let stream = provider == "qwen" ? Sample.frame("春") + Sample.frame("天") : Sample.text("春") + Sample.text("天")
        try await withStage([.events(stream)]) { stage in
            let pieces = Recorder<String>()

            let error = await failure { try await stage.provider(provider).stream(.spring) { pieces.record($0) } }

            #expect(error?.kind == .truncatedStream)
            #expect(pieces.all == ["春", "天"])
            #expect(stage.server.requests.count == 1)
        }
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var provider = "qwen"
        var stream: String
        var kind: ProviderError.Kind
        var code: String?
        var status: Int?
    }

    @Test(arguments: broken)
    func `a failure within a stream ends it and is final once a piece was delivered`(_ failed: Broken) async throws {
        let first = failed.provider == "qwen" ? Sample.frame("春") : Sample.text("春")
        let reply = Reply.chunked([.send(first + failed.stream + first), .hang])
        try await withStage([reply, reply]) { stage in
            let pieces = Recorder<String>()

            let error = await failure {
                try await stage.provider(failed.provider).stream(.spring) { pieces.record($0) }
            }

            #expect(error?.kind == failed.kind)
            #expect(error?.code == failed.code)
            #expect(error?.status == failed.status)
            #expect(pieces.all == ["春"])
            #expect(stage.server.requests.count == 1)
            await stage.server.isLeftAlone()
        }
    }

    @Test(arguments: broken.filter { $0.kind == .rateLimited || $0.kind == .unavailable })
    func `a failure before the first piece costs an attempt and nothing else`(_ failed: Broken) async throws {
        let good = failed.provider == "qwen" ? Sample.frame("春", "stop") : Sample.text("春", "stop")
        try await withStage([.events(failed.stream), .events(good)]) { stage in
            let pieces = Recorder<String>()

            let result = try await stage.provider(failed.provider).stream(.spring) { pieces.record($0) }

            #expect(result.text == "春")
            #expect(pieces.all == ["春"])
            #expect(stage.server.requests.count == 2)
        }
    }

    @Test(arguments: ["reasoning_content", "reasoning"])
    func `a failure after thoughts is final, since they are paid for`(_ field: String) async throws {
        let stream =
            Sample.chunk(#"{"\#(field)":"嗯"}"#) + #"data: {"error":{"code":"server_error","message":"x"}}"# + "\n\n"
        try await withStage([.events(stream), .events(Sample.text("春", "stop"))]) { stage in
            let pieces = Recorder<String>()

            let error = await failure { try await stage.openAI().stream(.spring) { pieces.record($0) } }

            #expect(error?.kind == .unavailable)
            #expect(pieces.all.isEmpty)
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test(arguments: ["qwen", "openai"])
    func `a stream whose connection stays open ends all the same`(_ provider: String) async throws {
        let whole = provider == "qwen" ? Sample.frame("春", "stop") : Sample.text("春", "stop") + "data: [DONE]\n\n"
        try await withStage([.chunked([.send(whole), .hang])]) { stage in
            let result = try await stage.provider(provider).stream(.spring) { _ in }

            #expect(result.text == "春")
        }
    }

    @Test func `NUL is left out of what is delivered`() async throws {
        try await withStage([.events(Sample.text("春\\u0000天", "stop"))]) { stage in
            let pieces = Recorder<String>()

            _ = try await stage.openAI().stream(.spring) { pieces.record($0) }

            #expect(pieces.all == ["春天"])
        }
    }

    @Test func `what comes after the end does not undo the text`() async throws {
        let reply = Reply.chunked([.send(Sample.frame("春", "stop")), .reset], ends: false)
        try await withStage([reply]) { stage in
            let result = try await stage.dashScope.stream(.spring) { _ in }

            #expect(result.text == "春")
        }
    }

    static let spring = told("春天")

    /// What becomes of frames as ``Sample`` makes them.
    static func told(_ text: String) -> TextResult {
        TextResult(text: text, inputTokens: 26, outputTokens: 5, finishReason: "stop", requestID: "r-2")
    }

    static let spoken = TextResult(
        text: "春天",
        inputTokens: 3,
        outputTokens: 5,
        finishReason: "stop",
        model: "m",
        requestID: "c1"
    )

    private static let usage = #"{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}"#

    static let cases: [Case] = [
        Case(
            testDescription: "native, usage cumulative",
            stream: Sample.frame("春", tokens: 1) + Sample.frame("天", tokens: 4) + Sample.frame("", "stop", tokens: 5),
            pieces: ["春", "天"],
            expected: spring
        ),
        Case(
            testDescription: "native, text in the last frame, then [DONE]",
            stream: Sample.frame("春") + Sample.frame("天", "stop", tokens: 5) + "data:[DONE]\n\n",
            pieces: ["春", "天"],
            expected: spring
        ),
        Case(
            testDescription: "native, finish reason null and event done",
            stream:
                #"data: {"output":{"choices":[{"message":{"content":"春天"},"finish_reason":null}]},"request_id":"r-2"}"#
                + "\n\n" + Sample.frame("", "stop", tokens: 5) + "event:done\ndata:[DONE]\n\n",
            pieces: ["春天"],
            expected: spring
        ),
        Case(
            testDescription: "native, thoughts first",
            stream:
                #"data:{"output":{"choices":[{"message":{"content":"","reasoning_content":"hm"},"finish_reason":"null"}]}}"#
                + "\n\n" + Sample.frame("春天") + Sample.frame("", "stop", tokens: 5),
            pieces: ["春天"],
            expected: spring
        ),
        Case(
            testDescription: "native multimodal, content in parts",
            stream: #"data:{"output":{"choices":[{"message":{"content":[{"text":"春天"}]},"finish_reason":"null"}]}}"#
                + "\n\n"
                + #"data:{"output":{"choices":[{"message":{"content":[]},"finish_reason":"stop"}]},"#
                + #""usage":{"input_tokens":26,"output_tokens":5},"request_id":"r-2"}"# + "\n\n",
            pieces: ["春天"],
            expected: spring
        ),
        Case(
            testDescription: "native, every frame repeats the text so far",
            stream: Sample.frame("a") + Sample.frame("ab") + Sample.frame("abc") + Sample.frame("abcd")
                + Sample.frame("abcd", "stop", tokens: 5),
            pieces: ["a", "bc", "d"],
            expected: told("abcd")
        ),
        Case(
            testDescription: "native, two frames, the last repeats the text",
            stream: Sample.frame("a") + Sample.frame("ab", "stop", tokens: 5),
            pieces: ["a", "b"],
            expected: told("ab")
        ),
        Case(
            testDescription: "native, an increment that begins like the text so far",
            stream: Sample.frame("ha") + Sample.frame("haha") + Sample.frame("!") + Sample.frame("", "stop", tokens: 5),
            pieces: ["ha", "haha!"],
            expected: told("hahaha!")
        ),
        Case(
            testDescription: "native, such an increment at the end",
            stream: Sample.frame("ha") + Sample.frame("haha") + Sample.frame("", "stop", tokens: 5),
            pieces: ["ha", "haha"],
            expected: told("hahaha")
        ),
        Case(
            testDescription: "native, equal increments",
            stream: Sample.frame("ha") + Sample.frame("ha") + Sample.frame("ha") + Sample.frame("", "stop", tokens: 5),
            pieces: ["ha", "ha", "ha"],
            expected: told("hahaha")
        ),
        Case(
            testDescription: "OpenAI, usage in a chunk of its own",
            provider: "openai",
            stream: Sample.chunk(#"{"role":"assistant","content":""}"#) + Sample.text("春") + Sample.text("天")
                + Sample.chunk("{}", "stop") + #"data: {"id":"c1","model":"m","choices":[],"usage":\#(usage)}"# + "\n\n"
                + "data: [DONE]\n\n",
            pieces: ["春", "天"],
            expected: spoken
        ),
        Case(
            testDescription: "DeepSeek, comments while it waits, usage on the last chunk",
            provider: "deepseek",
            stream: ": keep-alive\n\n: keep-alive\n\n" + Sample.chunk(#"{"reasoning_content":"hm","content":null}"#)
                + Sample.text("春天") + Sample.chunk(#"{"content":""}"#, "stop", usage: usage) + "data: [DONE]\n\n",
            pieces: ["春天"],
            expected: spoken
        ),
        Case(
            testDescription: "vLLM, usage so far on every chunk",
            provider: "vllm",
            stream: Sample.chunk(#"{"content":"春"}"#, usage: #"{"prompt_tokens":3,"completion_tokens":1}"#)
                + Sample.chunk(#"{"content":"天"}"#, usage: #"{"prompt_tokens":3,"completion_tokens":5}"#)
                + Sample.chunk(#"{}"#, "stop", usage: "null") + "data: [DONE]\n\n",
            pieces: ["春", "天"],
            expected: spoken
        ),
        Case(
            testDescription: "Ollama, role on every chunk, thoughts in reasoning",
            provider: "ollama",
            stream: Sample.chunk(#"{"role":"assistant","content":"","reasoning":"hm"}"#)
                + Sample.chunk(#"{"role":"assistant","content":"春天"}"#, "stop", usage: usage) + "data: [DONE]\n\n",
            pieces: ["春天"],
            expected: spoken
        ),
        Case(
            testDescription: "two texts where one was asked for",
            provider: "openai",
            stream: Sample.text("春") + #"data: {"choices":[{"index":1,"delta":{"content":"秋"}}]}"# + "\n\n"
                + #"data: {"choices":[{"index":1,"delta":{},"finish_reason":"stop"}]}"# + "\n\n" + Sample.text("天")
                + Sample.chunk("{}", "stop", usage: usage) + "data: [DONE]\n\n",
            pieces: ["春", "天"],
            expected: spoken
        ),
        Case(
            testDescription: "a stream that says [DONE] without a finish reason",
            provider: "openai",
            stream: Sample.chunk(#"{"content":"春天"}"#, usage: usage) + "data: [DONE]\n\n",
            pieces: ["春天"],
            expected: TextResult(text: "春天", inputTokens: 3, outputTokens: 5, model: "m", requestID: "c1")
        ),
        Case(
            testDescription: "a finish reason nobody has heard of, and no [DONE]",
            provider: "siliconflow",
            stream: Sample.chunk(#"{"content":"春天"}"#, "eos", usage: usage),
            pieces: ["春天"],
            expected: TextResult(
                text: "春天",
                inputTokens: 3,
                outputTokens: 5,
                finishReason: "eos",
                model: "m",
                requestID: "c1"
            )
        ),
    ]

    static let broken: [Broken] = [
        Broken(
            testDescription: "native, too many requests",
            stream: "id:2\nevent:error\n:HTTP_STATUS/429\n"
                + #"data:{"code":"Throttling.AllocationQuota","message":"m","request_id":"r"}"# + "\n\n",
            kind: .rateLimited,
            code: "Throttling.AllocationQuota",
            status: 429
        ),
        Broken(
            testDescription: "native, moderation",
            stream: "event:error\n:HTTP_STATUS/400\n" + #"data:{"code":"DataInspectionFailed","message":"m"}"# + "\n\n",
            kind: .refused,
            code: "DataInspectionFailed",
            status: 400
        ),
        Broken(
            testDescription: "native, a code without event name or status",
            stream: #"data:{"code":"InternalError","message":"m"}"# + "\n\n",
            kind: .unavailable,
            code: "InternalError"
        ),
        Broken(
            testDescription: "native, a code nobody has heard of",
            stream: #"data:{"code":"Whatever","message":"m"}"# + "\n\n",
            kind: .badResponse,
            code: "Whatever"
        ),
        Broken(testDescription: "native, half an event", stream: "data:{\"output\n\n", kind: .badResponse),
        Broken(
            testDescription: "a native error frame on the compatible endpoint",
            provider: "compatible",
            stream: "event:error\n:HTTP_STATUS/429\n" + #"data:{"code":"Throttling","message":"m"}"# + "\n\n",
            kind: .rateLimited,
            code: "Throttling",
            status: 429
        ),
        Broken(
            testDescription: "OpenAI, an error event",
            provider: "openai",
            stream: #"data: {"error":{"message":"m","type":"server_error","code":null}}"# + "\n\n",
            kind: .unavailable,
            code: "server_error"
        ),
        Broken(
            testDescription: "vLLM, an error event with a number",
            provider: "vllm",
            stream: #"data: {"error":{"message":"m","type":"InternalServerError","param":null,"code":500}}"# + "\n\n"
                + "data: [DONE]\n\n",
            kind: .unavailable,
            code: "500",
            status: 500
        ),
        Broken(
            testDescription: "an error that is a word",
            provider: "openai",
            stream: #"data: {"error":"out of memory"}"# + "\n\n",
            kind: .badResponse
        ),
        Broken(
            testDescription: "Zhipu, sensitive",
            provider: "zhipu",
            stream: Sample.chunk("{}", "sensitive"),
            kind: .refused,
            code: "sensitive"
        ),
        Broken(
            testDescription: "Zhipu, network_error",
            provider: "zhipu",
            stream: Sample.chunk("{}", "network_error"),
            kind: .unavailable,
            code: "network_error"
        ),
        Broken(
            testDescription: "Zhipu, model_context_window_exceeded",
            provider: "zhipu",
            stream: Sample.chunk("{}", "model_context_window_exceeded"),
            kind: .tooLarge,
            code: "model_context_window_exceeded"
        ),
        Broken(
            testDescription: "DeepSeek, insufficient_system_resource",
            provider: "deepseek",
            stream: Sample.chunk("{}", "insufficient_system_resource"),
            kind: .unavailable,
            code: "insufficient_system_resource"
        ),
        Broken(
            testDescription: "OpenAI, content_filter",
            provider: "openai",
            stream: Sample.chunk("{}", "content_filter"),
            kind: .refused,
            code: "content_filter"
        ),
    ]
}
