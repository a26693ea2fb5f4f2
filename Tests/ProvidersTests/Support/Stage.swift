import AsyncHTTPClient
import FakesForTests
import JSON
import NIOCore
import NIOPosix

@testable import Providers

/// A fake provider, a client, and what the clients built on them did.
struct Stage: Sendable {
    let server: FakeServer
    let http: HTTP
    /// The pauses between attempts: recorded instead of waited for.
    let pauses = Recorder<Duration>()
    /// The time of day, in milliseconds of UTC: 2026-11-22 00:00:00.
    static let now = 1_795_305_600_000

    var retry: RetryPolicy {
        var policy = RetryPolicy()
        policy.sleep = { [pauses] in pauses.record($0) }
        policy.random = { 0 }
        policy.now = { Stage.now }
        return policy
    }

    var dashScope: DashScopeText {
        DashScopeText(http: http, base: server.base + "/api/v1", key: "sk-test", retry: retry)
    }

    func openAI(_ provider: String = "openai", key: String = "sk-test") -> OpenAIText {
        OpenAIText(http: http, base: server.base + "/v1", key: key, provider: provider, retry: retry)
    }

    func provider(_ name: String) -> any TextProvider {
        name == "qwen" ? dashScope : openAI(name == "compatible" ? "dashscope" : name)
    }
}

/// Runs a test against a fake provider with that script, and stops both ends afterwards.
func withStage<Outcome: Sendable>(
    _ script: [Reply],
    limits: HTTP.Limits = HTTP.Limits(),
    _ body: (Stage) async throws -> Outcome
) async throws -> Outcome {
    let server = try await FakeServer.start(script)
    // Long enough that a busy machine changes no outcome.
    let client = HTTP.client(on: NIOSingletons.posixEventLoopGroup, connectTimeout: .seconds(60))
    let outcome: Result<Outcome, any Error>
    do {
        outcome = .success(try await body(Stage(server: server, http: HTTP(client: client, limits: limits))))
    } catch {
        outcome = .failure(error)
    }
    try await client.shutdown()
    await server.stop()
    return try outcome.get()
}

extension FakeServer.Request {
    /// The body as JSON, or null where it is none.
    var json: JSON { (try? JSON(parsing: body)) ?? .null }
}

extension TextRequest {
    /// An order with nothing special about it.
    static let spring = TextRequest(
        model: "qwen-plus",
        messages: [Message(.system, "You write."), Message(.user, "写\"春天\"\n")]
    )

    func with(_ change: (inout TextRequest) -> Void) -> TextRequest {
        var copy = self
        change(&copy)
        return copy
    }
}

/// The error that `body` throws.
func failure<Value>(_ body: () async throws -> Value) async -> ProviderError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? ProviderError
    }
}

/// Answers that providers give when all is well.
enum Sample {
    static let native =
        #"{"output":{"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"春天来了"}}]},"#
        + #""usage":{"input_tokens":22,"output_tokens":17,"total_tokens":39},"request_id":"r-1"}"#
    static let openAI =
        #"{"id":"c1","object":"chat.completion","created":1,"model":"m-2026","choices":[{"index":0,"finish_reason":"stop","#
        + #""message":{"role":"assistant","content":"春天来了"}}],"#
        + #""usage":{"prompt_tokens":22,"completion_tokens":17,"total_tokens":39}}"#

    /// The answer that the named provider would give.
    static func answer(of provider: String) -> String {
        provider == "qwen" ? native : openAI
    }

    /// One frame of DashScope's stream; a nil reason is sent as the word "null", as DashScope does.
    static func frame(_ content: String, _ reason: String? = nil, tokens: Int = 1) -> String {
        "id:1\nevent:result\n:HTTP_STATUS/200\ndata:"
            + #"{"output":{"choices":[{"message":{"content":"\#(content)","role":"assistant"},"#
            + #""finish_reason":"\#(reason ?? "null")"}]},"#
            + #""usage":{"total_tokens":99,"output_tokens":\#(tokens),"input_tokens":26},"request_id":"r-2"}"#
            + "\n\n"
    }

    /// One chunk of an OpenAI stream with this delta.
    static func chunk(_ delta: String, _ reason: String? = nil, usage: String? = nil) -> String {
        let reason = reason.map { "\"\($0)\"" } ?? "null"
        let usage = usage.map { ",\"usage\":\($0)" } ?? ""
        return #"data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","#
            + #""choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(reason)}]\#(usage)}"# + "\n\n"
    }

    static func text(_ text: String, _ reason: String? = nil) -> String {
        chunk(#"{"content":"\#(text)"}"#, reason)
    }
}
