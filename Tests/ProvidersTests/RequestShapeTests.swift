import FakesForTests
import JSON
import NIOHTTP1
import Testing

@testable import Providers

/// Refusals that say how a model wants to be asked.
@Suite(.timeLimit(.minutes(5)))
struct RequestShapeTests {
    private static func refusal(_ message: String) -> Reply {
        Reply(status: 400, #"{"code":"InvalidParameter","message":"\#(message)"}"#)
    }

    @Test func `a model at the other path is found there`() async throws {
        let script = [Self.refusal("url error, please check url!"), Reply(Sample.native)]
        try await withStage(script) { stage in
            let result = try await stage.dashScope.complete(.spring)

            #expect(result.text == "春天来了")
            #expect(
                stage.server.requests.map { $0.path.split(separator: "/")[4] } == [
                    "text-generation", "multimodal-generation",
                ]
            )
            #expect(stage.server.requests[1].json["input"]?["messages"]?[0]?["content"] == [["text": "You write."]])
        }
    }

    @Test func `a model at neither path is told after two requests`() async throws {
        let reply = Self.refusal("url error, please check url!")
        try await withStage([reply, reply, reply]) { stage in
            let error = await failure { try await stage.dashScope.complete(.spring) }

            #expect(error?.kind == .invalidRequest)
            #expect(stage.server.requests.count == 2)
        }
    }

    @Test func `a model that always thinks is streamed without the switch`() async throws {
        let script = [
            Self.refusal("The value of the enable_thinking parameter is restricted to True."),
            Self.refusal("parameter.enable_thinking must be set to false for non-streaming calls"),
            .events(Sample.frame("春", "stop")),
        ]
        try await withStage(script) { stage in
            let result = try await stage.dashScope.complete(.spring)

            #expect(result.text == "春")
            #expect(stage.server.requests.map { $0.json["parameters"]?["enable_thinking"] } == [false, nil, nil])
            #expect(stage.server.requests.map { $0.headers.contains(name: "x-dashscope-sse") } == [false, false, true])
        }
    }

    @Test(arguments: ["qwen", "siliconflow"])
    func `a model that only streams is streamed`(_ provider: String) async throws {
        let stream = provider == "qwen" ? Sample.frame("春", "stop") : Sample.text("春", "stop")
        let script = [
            Self.refusal("This model only support stream mode, please enable the stream parameter."), .events(stream),
        ]
        try await withStage(script) { stage in
            let result = try await stage.provider(provider).complete(.spring)

            #expect(result.text == "春")
            #expect(stage.server.requests.count == 2)
        }
    }

    @Test func `a model that does not know the switch is asked without it`() async throws {
        let script = [
            Reply(
                status: 400,
                #"{"code":20015,"message":"current model does not support parameter `enable_thinking`."}"#
            ),
            Reply(Sample.openAI),
        ]
        try await withStage(script) { stage in
            let result = try await stage.openAI("siliconflow").complete(.spring)

            #expect(result.text == "春天来了")
            #expect(stage.server.requests.map { $0.json["enable_thinking"] } == [false, nil])
        }
    }

    @Test func `a refusal of anything else is final`() async throws {
        try await withStage([Self.refusal("temperature must be below 2")]) { stage in
            let error = await failure { try await stage.dashScope.complete(.spring) }

            #expect(error?.message == "temperature must be below 2")
            #expect(stage.server.requests.count == 1)
        }
    }
}
