import JSON
import NIOCore
import NIOHTTP1

/// What a provider says of a failure, whichever of the many forms it says it in.
struct Failure: Sendable, Equatable {
    var code: String?
    /// OpenAI's `type`; some providers have only this.
    var type: String?
    var message = ""
    var requestID: String?
    /// The status in a comment of an event, where the failure comes as one.
    var status: Int?

    /// Reads the body of an error: JSON, else an event stream, else plain text.
    init(body: ByteBuffer) {
        if let json = try? JSON(body) {
            self.init(json)
            return
        }
        var parser = ServerSentEventParser(limitBytes: max(body.readableBytes, 1))
        var found: Failure?
        let collect = { (event: ServerSentEvent) in
            guard found == nil, let json = try? JSON(parsing: event.data) else { return }
            found = Failure(json)
            found?.status = event.status
        }
        try? parser.read(body, collect)
        try? parser.finish(collect)
        if let found {
            self = found
        } else {
            self.init(message: String(buffer: body))
        }
    }

    /// Reads a failure out of JSON: OpenAI's `error` object, an `error` or a whole body that is a bare string, or flat
    /// members as DashScope, SiliconFlow and old vLLM have them.
    init(_ json: JSON) {
        if let text = json.string {
            self.init(message: text)
            return
        }
        let error = json["error"]
        let members = error?.members == nil ? json : error!
        self.init(
            code: Failure.code(members["code"]) ?? Failure.code(json["code"]),
            type: members["type"]?.string,
            message: members["message"]?.string ?? members["msg"]?.string ?? error?.string ?? "",
            requestID: json["request_id"]?.string ?? json["id"]?.string
        )
    }

    private init(code: String? = nil, type: String? = nil, message: String, requestID: String? = nil) {
        self.code = code
        self.type = type
        self.message = message
        self.requestID = requestID
    }

    /// A code is a word, a number or a word made of digits; null and the empty word are none.
    static func code(_ json: JSON?) -> String? {
        switch json {
        case .string(let code): code.isEmpty ? nil : code
        case .int(let code): String(code)
        default: nil
        }
    }
}

extension JSON {
    /// Reads a body; blank lines before it, which DeepSeek sends while a request waits, are no part of it.
    init(_ body: ByteBuffer) throws(JSONError) {
        let outcome = body.withUnsafeReadableBytes { bytes in
            Result { () throws(JSONError) in try JSON(parsing: bytes.assumingMemoryBound(to: UInt8.self)) }
        }
        self = try outcome.get()
    }
}

extension ProviderError {
    /// Reads an answer whose status is no success.
    init(_ answer: Answer, dialect: Dialect, retry: RetryPolicy) {
        var failure = Failure(body: answer.body)
        if 300..<400 ~= answer.status {
            failure.message = "the provider redirects to \(answer.headers.first(name: "location") ?? "nowhere")"
        }
        if failure.message.isEmpty { failure.message = "status \(answer.status)" }
        self.init(failure, status: answer.status, headers: answer.headers, dialect: dialect, retry: retry)
    }

    /// Judges a failure, in an answer of its own or in the midst of a successful one.
    ///
    /// - Parameter status: nil where the answer itself was a success.
    init(
        _ failure: Failure,
        status: Int? = nil,
        headers: HTTPHeaders = [:],
        dialect: Dialect,
        retry: RetryPolicy = RetryPolicy()
    ) {
        let status = status ?? failure.status ?? failure.statusInCode
        self.init(
            failure.kind(status: status, dialect: dialect),
            status: status,
            code: failure.code ?? failure.type,
            message: failure.message,
            retryAfter: headers.retryAfter(now: retry.now),
            requestID: failure.requestID ?? headers.requestID
        )
        // The provider knows best whether to come again, except that an empty account does not fill by asking.
        if kind != .billing, let advice = headers.first(name: "x-should-retry") {
            if advice == "true" { isRetryable = true }
            if advice == "false" { isRetryable = false }
        }
    }
}

extension HTTPHeaders {
    /// The provider's own name of the exchange.
    var requestID: String? {
        first(name: "x-request-id") ?? first(name: "x-siliconcloud-trace-id")
    }
}
