import FakesForTests
import JSON
import NIOHTTP1
import Testing

@testable import Providers

@Suite(.timeLimit(.minutes(5)))
struct RequestTests {
    @Test func `a native request says everything explicitly`() async throws {
        try await withStage([Reply(Sample.native)]) { stage in
            let order = TextRequest.spring.with {
                $0.temperature = 0.7
                $0.maxTokens = 2000
                $0.extra = ["top_p": 0.8, "seed": 7, "stop": ["完"], "incremental_output": true, "temperature": 2]
            }

            _ = try await stage.dashScope.complete(order)

            let request = stage.server.requests[0]
            #expect(request.method == "POST")
            #expect(request.path == "/api/v1/services/aigc/text-generation/generation")
            #expect(request.headers["authorization"] == ["Bearer sk-test"])
            #expect(request.headers["content-type"] == ["application/json"])
            #expect(request.headers["x-dashscope-sse"].isEmpty)
            #expect(request.headers["x-dashscope-async"].isEmpty)
            #expect(request.headers["accept-encoding"].isEmpty)
            #expect(
                request.body
                    == #"{"model":"qwen-plus","input":{"messages":[{"role":"system","content":"You write."},"#
                    + #"{"role":"user","content":"写\"春天\"\n"}]},"parameters":{"result_format":"message","#
                    + #""enable_thinking":false,"temperature":0.7,"max_tokens":2000,"seed":7,"stop":["完"],"top_p":0.8}}"#
            )
        }
    }

    @Test func `a native stream asks for increments and for events`() async throws {
        try await withStage([.events(Sample.frame("好", "stop"))]) { stage in
            _ = try await stage.dashScope.stream(.spring.with { $0.thinking = true }) { _ in }

            let request = stage.server.requests[0]
            #expect(request.headers["x-dashscope-sse"] == ["enable"])
            #expect(request.headers["accept"] == ["text/event-stream"])
            #expect(request.json["parameters"]?["incremental_output"] == true)
            #expect(request.json["parameters"]?["enable_thinking"] == true)
            #expect(request.json["stream"] == nil)
        }
    }

    @Test func `a whole text that may be thought about is streamed, since thinking is refused otherwise`() async throws
    {
        try await withStage([.events(Sample.frame("好", "stop"))]) { stage in
            let result = try await stage.dashScope.complete(.spring.with { $0.thinking = true })

            #expect(result.text == "好")
            #expect(stage.server.requests[0].headers["x-dashscope-sse"] == ["enable"])
        }
    }

    @Test(arguments: [
        ("qwen-max", false), ("qwen-plus", false), ("qwen-turbo", false), ("qwen-flash", false), ("qwen3-max", false),
        ("qwen3.7-max", false), ("qwen3-vl-plus", true), ("qwen-vl-max", true), ("qwen2.5-vl-72b-instruct", true),
        ("qwen3.5-plus", true), ("qwen3.7-plus", true), ("qwen3.8-max", true), ("qwen3.8-flash", true),
    ])
    func `a model that also sees is asked at its own path, in parts`(_ model: String, sees: Bool) async throws {
        try await withStage([Reply(Sample.native)]) { stage in
            _ = try await stage.dashScope.complete(.spring.with { $0.model = model })

            let request = stage.server.requests[0]
            let content = request.json["input"]?["messages"]?[0]?["content"]
            #expect(request.path.hasSuffix(sees ? "/multimodal-generation/generation" : "/text-generation/generation"))
            #expect(content == (sees ? [["text": "You write."]] : "You write."))
        }
    }

    @Test func `an OpenAI request is flat and says nothing that the protocol does not know`() async throws {
        try await withStage([Reply(Sample.openAI)]) { stage in
            let order = TextRequest.spring.with {
                $0.temperature = 1
                $0.extra = ["stream": true, "n": 2, "messages": [], "top_p": 0.5]
            }

            _ = try await stage.openAI().complete(order)

            let request = stage.server.requests[0]
            #expect(request.path == "/v1/chat/completions")
            #expect(
                request.body
                    == #"{"model":"qwen-plus","messages":[{"role":"system","content":"You write."},"#
                    + #"{"role":"user","content":"写\"春天\"\n"}],"temperature":1.0,"top_p":0.5}"#
            )
        }
    }

    @Test func `an OpenAI stream asks for usage`() async throws {
        try await withStage([.events(Sample.text("好", "stop"))]) { stage in
            _ = try await stage.openAI().stream(.spring) { _ in }

            #expect(stage.server.requests[0].json["stream"] == true)
            #expect(stage.server.requests[0].json["stream_options"] == ["include_usage": true])
        }
    }

    @Test func `no key, no authorization`() async throws {
        try await withStage([Reply(Sample.openAI)]) { stage in
            _ = try await stage.openAI("ollama", key: "").complete(.spring)

            #expect(stage.server.requests[0].headers["authorization"].isEmpty)
        }
    }

    @Test(arguments: ["/v1", "/v1/", "/v1//", "/v1/ "])
    func `the address may end in a slash`(_ path: String) async throws {
        try await withStage([Reply(Sample.openAI)]) { stage in
            let provider = OpenAIText(http: stage.http, base: " " + stage.server.base + path, key: "")

            _ = try await provider.complete(.spring)

            #expect(stage.server.requests[0].path == "/v1/chat/completions")
        }
    }

    @Test(arguments: [
        "", "not an address", "ftp://host/v1", "http://", "/v1", "http://127.0.0.1:99999", "http://[::1]:0",
    ])
    func `an address that is none is told, not tried`(_ base: String) async throws {
        try await withStage([]) { stage in
            let native = DashScopeText(http: stage.http, base: base, key: "k", retry: stage.retry)
            let compatible = OpenAIText(http: stage.http, base: base, key: "k", retry: stage.retry)

            #expect(await failure { try await native.complete(.spring) }?.kind == .invalidRequest)
            #expect(await failure { try await compatible.stream(.spring) { _ in } }?.kind == .invalidRequest)
        }
    }

    @Test(arguments: ["sk-1\r\nx-evil: 1", "sk 1", "密钥", "sk-1\0"])
    func `a key that no header can carry is refused before it is sent`(_ key: String) async throws {
        try await withStage([]) { stage in
            let error = await failure { try await stage.openAI(key: key).complete(.spring) }

            #expect(error?.kind == .unauthorized)
            #expect(stage.server.requests.isEmpty)
        }
    }

    @Test(arguments: [
        ("qwen", "https://example.test/v1", #""enable_thinking":false"#),
        ("custom", "https://dashscope.aliyuncs.com/compatible-mode/v1", #""enable_thinking":false"#),
        ("custom", "https://api.siliconflow.cn/v1", #""enable_thinking":false"#),
        ("deepseek", "https://example.test", #""thinking":{"type":"disabled"}"#),
        ("zhipu", "https://open.bigmodel.cn/api/paas/v4", #""thinking":{"type":"disabled"}"#),
        ("openai", "https://ark.cn-beijing.volces.com/api/v3", #""thinking":{"type":"disabled"}"#),
        ("openai", "https://api.openai.com/v1", ""), ("moonshot", "https://api.moonshot.cn/v1", ""),
        ("ollama", "http://localhost:11434/v1", ""), ("vllm", "http://host:8000/v1", ""),
        ("openai", "https://example.test/dashscope.aliyuncs.com/v1", ""),
    ])
    func `thinking is switched off only where the switch is known`(_ provider: String, _ base: String, _ part: String) {
        let dialect = Dialect(provider: provider, base: base)

        let body = String(
            decoding: OpenAIText.body(of: .spring, in: RequestShape(streams: false), dialect),
            as: UTF8.self
        )

        if part.isEmpty { #expect(!body.contains("thinking")) } else { #expect(body.contains(part)) }
    }
}
