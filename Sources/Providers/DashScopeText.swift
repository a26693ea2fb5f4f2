import JSON
import NIOCore
import NIOHTTP1

/// Writes texts with the models of Alibaba Cloud's Model Studio (Qwen), by its native protocol.
///
/// - Source: "DashScope API reference" and "Error codes" of help.aliyun.com/zh/model-studio.
public struct DashScopeText: TextProvider {
    private let http: HTTP
    private let key: String
    private let retry: RetryPolicy
    private let endpoints: Result<Endpoints, ProviderError>

    /// The two paths that texts are served at, plain and streamed.
    private struct Endpoints {
        let text: Endpoint
        let multimodal: Endpoint
        let textStream: Endpoint
        let multimodalStream: Endpoint

        init(base: String, key: String) throws(ProviderError) {
            let streaming: HTTPHeaders = ["x-dashscope-sse": "enable", "accept": "text/event-stream"]
            text = try Endpoint(base, "/services/aigc/text-generation/generation", key: key)
            multimodal = try Endpoint(base, "/services/aigc/multimodal-generation/generation", key: key)
            textStream = text.adding(streaming)
            multimodalStream = multimodal.adding(streaming)
        }

        subscript(shape: RequestShape) -> Endpoint {
            if shape.isMultimodal {
                shape.streams ? multimodalStream : multimodal
            } else {
                shape.streams ? textStream : text
            }
        }
    }

    /// - Parameters:
    ///   - base: the native address, such as `https://dashscope.aliyuncs.com/api/v1`, with or without a slash at its
    ///     end.
    ///   - key: of the same region as the address.
    public init(http: HTTP, base: String, key: String, retry: RetryPolicy = RetryPolicy()) {
        self.http = http
        self.key = key
        self.retry = retry
        endpoints = Result { () throws(ProviderError) in try Endpoints(base: base, key: key) }
    }

    public func complete(_ request: TextRequest) async throws(ProviderError) -> TextResult {
        // Thinking is refused on calls that don't stream.
        try await answer(request, streams: request.thinking) { _ in }
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
        let endpoints = try endpoints.get()
        let shape = RequestShape(
            isMultimodal: DashScopeText.isMultimodal(request.model),
            streams: streams,
            saysLength: request.choosesLength
        )
        return try await Exchange(
            http: http,
            retry: retry,
            key: key,
            dialect: .dashScope,
            timeout: request.timeout,
            trace: request.trace
        ).run(
            in: shape,
            to: { endpoints[$0] },
            body: { DashScopeText.body(of: request, in: $0) },
            reader: { DashScopeReader() },
            whole: { json throws(ProviderError) in try DashScopeReader.result(of: json) },
            onDelta
        )
    }

    /// Whether the model is one of those that also see, which have a path of their own.
    static func isMultimodal(_ model: String) -> Bool {
        let model = model.lowercased()
        return model.contains("-vl") || multimodalPrefixes.contains(where: model.hasPrefix)
    }

    /// As of 2026-11; what is missing here is found out by ``RequestShape``.
    private static let multimodalPrefixes = ["qwen3.5-plus", "qwen3.7-plus", "qwen3.8-", "qvq-"]

    static func body(of request: TextRequest, in shape: RequestShape) -> [UInt8] {
        var json = request.writer
        json.object { json in
            json.field("model", request.model)
            json.key("input")
            json.object { json in
                json.key("messages")
                json.array { json in
                    for message in request.messages { write(message, asParts: shape.isMultimodal, to: &json) }
                }
            }
            json.key("parameters")
            json.object { json in
                json.field("result_format", "message")
                if shape.streams { json.field("incremental_output", true) }
                if shape.saysThinking { json.field("enable_thinking", request.thinking && shape.streams) }
                // What a model thinks is not counted here.
                let limit = request.limit(in: shape, countingThoughts: false)
                request.writeOptions(to: &json, limit: limit)
            }
        }
        return json.bytes
    }

    private static func write(_ message: TextRequest.Message, asParts: Bool, to json: inout JSONWriter) {
        json.object { json in
            json.field("role", message.role.rawValue)
            json.key("content")
            if asParts {
                json.array { json in json.object { json in json.field("text", message.content) } }
            } else {
                json.value(message.content)
            }
        }
    }
}
