import JSON
import NIOCore
import NIOHTTP1

/// Writes texts with any service that speaks OpenAI's chat completions: OpenAI, DeepSeek, Kimi, GLM, Doubao,
/// SiliconFlow, Ollama, vLLM, DashScope's compatible mode and others.
public struct OpenAIText: TextProvider {
    private let http: HTTP
    private let key: String
    private let retry: RetryPolicy
    private let dialect: Dialect
    private let endpoint: Result<(whole: Endpoint, stream: Endpoint), ProviderError>

    /// - Parameters:
    ///   - base: the address before `/chat/completions`, with or without a slash at its end.
    ///   - key: may be empty for servers that need none, such as Ollama.
    ///   - provider: the service's name in the settings (`deepseek`, `zhipu`, …), which tells its codes and switches
    ///     apart; one that is not known is told by the address.
    public init(
        http: HTTP,
        base: String,
        key: String,
        provider: String = "openai",
        retry: RetryPolicy = RetryPolicy()
    ) {
        self.http = http
        self.key = key
        self.retry = retry
        dialect = Dialect(provider: provider, base: base)
        endpoint = Result { () throws(ProviderError) in
            let whole = try Endpoint(base, "/chat/completions", key: key)
            return (whole, whole.adding(["accept": "text/event-stream"]))
        }
    }

    public func complete(_ request: TextRequest) async throws(ProviderError) -> TextResult {
        // DashScope refuses to think on calls that don't stream.
        try await answer(request, streams: request.thinking && dialect == .dashScope) { _ in }
    }

    public func stream(
        _ request: TextRequest,
        _ onDelta: @escaping @Sendable (String) -> Void
    ) async throws(ProviderError) -> TextResult {
        try await answer(request, streams: true, onDelta)
    }

    private func answer(
        _ request: TextRequest,
        streams: Bool,
        _ onDelta: @escaping @Sendable (String) -> Void
    ) async throws(ProviderError) -> TextResult {
        let endpoint = try endpoint.get()
        return try await Exchange(
            http: http,
            retry: retry,
            key: key,
            dialect: dialect,
            timeout: request.timeout,
            trace: request.trace
        ).run(
            in: RequestShape(streams: streams, saysLength: request.choosesLength),
            to: { $0.streams ? endpoint.stream : endpoint.whole },
            body: { OpenAIText.body(of: request, in: $0, dialect) },
            reader: { OpenAIReader(dialect: dialect) },
            whole: { json throws(ProviderError) in try OpenAIReader.result(of: json, dialect) },
            onDelta
        )
    }

    static func body(of request: TextRequest, in shape: RequestShape, _ dialect: Dialect) -> [UInt8] {
        var json = request.writer
        json.object { json in
            json.field("model", request.model)
            json.key("messages")
            json.array { json in
                for message in request.messages {
                    json.object { json in
                        json.field("role", message.role.rawValue)
                        json.field("content", message.content)
                    }
                }
            }
            if shape.streams {
                json.field("stream", true)
                json.key("stream_options")
                json.object { json in json.field("include_usage", true) }
            }
            if shape.saysThinking { write(request.thinking, as: dialect.thinkingSwitch, to: &json) }
            // Whoever can't be told not to think may well do so.
            let mayThink = request.thinking || dialect.thinkingSwitch == nil || !shape.saysThinking
            let limit = request.limit(in: shape, countingThoughts: mayThink && dialect != .dashScope)
            request.writeOptions(to: &json, limit: limit)
        }
        return json.bytes
    }

    private static func write(_ thinking: Bool, as form: Dialect.ThinkingSwitch?, to json: inout JSONWriter) {
        switch form {
        case .flag:
            json.field("enable_thinking", thinking)
        case .type:
            json.key("thinking")
            json.object { json in json.field("type", thinking ? "enabled" : "disabled") }
        case nil:
            break
        }
    }
}
