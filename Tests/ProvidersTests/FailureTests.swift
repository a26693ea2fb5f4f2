import FakesForTests
import Testing

@testable import Providers

/// Every failure that the providers document: what it means, and whether it is worth another attempt.
@Suite(.timeLimit(.minutes(5)))
struct FailureTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var provider: String
        var status: Int
        var body: String
        var kind: ProviderError.Kind
        var code: String?
        var isRetried = false
        var headers: [String: String] = [:]

        var testDescription: String { "\(provider) \(status) \(code ?? String(body.prefix(40)))" }
    }

    @Test(arguments: native + compatible + deepSeek + moonshot + zhipu + others)
    func `a documented failure means what the provider says`(_ failed: Case) async throws {
        let reply = Reply(status: failed.status, headers: failed.headers, failed.body)
        try await withStage([reply, reply, reply, reply]) { stage in
            let error = await failure { try await stage.provider(failed.provider).complete(.spring) }

            #expect(error?.kind == failed.kind)
            #expect(error?.code == failed.code)
            #expect(error?.status == failed.status)
            #expect(error?.isRetryable == failed.isRetried)
            #expect(stage.server.requests.count == (failed.isRetried ? 3 : 1))
        }
    }

    @Test(arguments: native + compatible + deepSeek + moonshot + zhipu + others)
    func `the same failure means the same in answer to a stream`(_ failed: Case) async throws {
        let reply = Reply(status: failed.status, headers: failed.headers, failed.body)
        try await withStage([reply, reply, reply, reply]) { stage in
            let error = await failure {
                try await stage.provider(failed.provider).stream(.spring) { _ in Issue.record("a piece of an error") }
            }

            #expect(error?.kind == failed.kind)
            #expect(error?.code == failed.code)
            #expect(stage.server.requests.count == (failed.isRetried ? 3 : 1))
        }
    }

    @Test(arguments: (native + compatible + deepSeek + moonshot + zhipu).filter(\.isRetried))
    func `a failure that passes costs an attempt and nothing else`(_ failed: Case) async throws {
        let script = [Reply(status: failed.status, failed.body), Reply(Sample.answer(of: failed.provider))]
        try await withStage(script) { stage in
            let result = try await stage.provider(failed.provider).complete(.spring)

            #expect(result.text == "春天来了")
            #expect(stage.server.requests.count == 2)
        }
    }

    static func native(
        _ status: Int,
        _ code: String,
        _ kind: ProviderError.Kind,
        saying message: String = "m",
        isRetried: Bool = false
    ) -> Case {
        Case(
            provider: "qwen",
            status: status,
            body: #"{"code":"\#(code)","message":"\#(message)","request_id":"r"}"#,
            kind: kind,
            code: code,
            isRetried: isRetried
        )
    }

    static let native: [Case] = [
        native(400, "InvalidParameter", .invalidRequest),
        native(400, "BadRequest.EmptyInput", .invalidRequest),
        native(400, "BadRequest.EmptyModel", .invalidRequest),
        native(400, "BadRequest.TooLarge", .tooLarge),
        native(400, "InvalidURL.Timeout", .invalidRequest),
        native(400, "InternalError.Algo.InvalidParameter", .invalidRequest),
        native(400, "InvalidParameter.DataInspection", .invalidRequest),
        native(400, "DataInspectionFailed", .refused),
        native(400, "IPInfringementSuspect", .refused),
        native(400, "CustomRoleBlocked", .refused),
        native(400, "FaqRuleBlocked", .refused),
        native(400, "Arrearage", .billing),
        native(400, "Throttling.AllocationQuota", .invalidRequest),
        native(401, "InvalidApiKey", .unauthorized),
        native(401, "NOT AUTHORIZED", .unauthorized),
        native(403, "AccessDenied", .unauthorized),
        native(403, "AccessDenied", .unsupported, saying: "current user api does not support synchronous calls"),
        native(403, "AccessDenied.Unpurchased", .unauthorized),
        native(403, "Model.AccessDenied", .unauthorized),
        native(403, "Workspace.AccessDenied", .unauthorized),
        native(403, "AllocationQuota.FreeTierOnly", .billing),
        native(404, "ModelNotFound", .notFound),
        native(404, "Model.NotExist", .notFound),
        native(404, "NotFound", .notFound),
        native(408, "RequestTimeOut", .timedOut, isRetried: true),
        native(413, "BadRequest.TooLarge", .tooLarge),
        native(415, "UnsupportedFile", .invalidRequest),
        native(429, "Throttling", .rateLimited, isRetried: true),
        native(429, "Throttling.RateQuota", .rateLimited, isRetried: true),
        native(429, "LimitRequests", .rateLimited, isRetried: true),
        native(429, "Throttling.BurstRate", .rateLimited, isRetried: true),
        native(429, "Throttling.AllocationQuota", .rateLimited, saying: "Allocated quota exceeded", isRetried: true),
        native(429, "Throttling.AllocationQuota", .billing, saying: "Free allocated quota exceeded."),
        native(429, "Throttling.Concurrency", .rateLimited, isRetried: true),
        native(429, "CommodityNotPurchased", .billing),
        native(429, "PrepaidBillOverdue", .billing),
        native(429, "PostpaidBillOverdue", .billing),
        native(429, "BudgetLimitExceeded", .billing),
        native(500, "InternalError", .unavailable, isRetried: true),
        native(500, "InternalError.Algo", .unavailable, isRetried: true),
        native(500, "SystemError", .unavailable, isRetried: true),
        native(500, "ModelServiceFailed", .unavailable, isRetried: true),
        native(500, "InternalError.Timeout", .timedOut, isRetried: true),
        native(500, "RequestTimeOut", .timedOut, isRetried: true),
        native(503, "ModelServingError", .unavailable, isRetried: true),
        native(503, "ModelUnavailable", .unavailable, isRetried: true),
        Case(
            provider: "qwen",
            status: 429,
            body: "event:error\n:HTTP_STATUS/429\ndata:{\"code\":\"Throttling.RateQuota\",\"msg\":\"slow\"}\n\n",
            kind: .rateLimited,
            code: "Throttling.RateQuota",
            isRetried: true
        ),
        Case(
            provider: "qwen",
            status: 400,
            body: "id:1\nevent:error\n:HTTP_STATUS/400\ndata:{\"code\":\"DataInspectionFailed\",\"message\":\"no\"}",
            kind: .refused,
            code: "DataInspectionFailed"
        ),
    ]

    static func compatible(
        _ status: Int,
        _ code: String,
        _ kind: ProviderError.Kind,
        saying message: String = "m",
        isRetried: Bool = false
    ) -> Case {
        Case(
            provider: "compatible",
            status: status,
            body:
                #"{"error":{"code":"\#(code)","message":"\#(message)","type":"\#(code)","param":null},"request_id":"r"}"#,
            kind: kind,
            code: code,
            isRetried: isRetried
        )
    }

    static let compatible: [Case] = [
        compatible(400, "invalid_parameter_error", .invalidRequest),
        compatible(400, "data_inspection_failed", .refused),
        compatible(401, "invalid_api_key", .unauthorized),
        compatible(404, "model_not_found", .notFound),
        compatible(404, "model_not_supported", .notFound),
        compatible(429, "limit_requests", .rateLimited, isRetried: true),
        compatible(429, "limit_burst_rate", .rateLimited, isRetried: true),
        compatible(429, "insufficient_quota", .rateLimited, saying: "You exceeded your current quota", isRetried: true),
        compatible(429, "insufficient_quota", .billing, saying: "Free allocated quota exceeded"),
        compatible(500, "internal_error", .unavailable, isRetried: true),
        Case(
            provider: "compatible",
            status: 429,
            body: #"{"code":"Throttling.RateQuota","message":"m","request_id":"r"}"#,
            kind: .rateLimited,
            code: "Throttling.RateQuota",
            isRetried: true
        ),
    ]

    static let deepSeek: [Case] = [
        (400, "Content Exists Risk", ProviderError.Kind.refused, false), (400, "format", .invalidRequest, false),
        (401, "Authentication Fails", .unauthorized, false), (402, "Insufficient Balance", .billing, false),
        (422, "parameters", .invalidRequest, false), (429, "slow", .rateLimited, true),
        (500, "server", .unavailable, true), (503, "busy", .unavailable, true),
    ].map { (status: Int, message: String, kind: ProviderError.Kind, isRetried: Bool) in
        Case(
            provider: "deepseek",
            status: status,
            body: #"{"error":{"message":"\#(message)","type":"t","param":null,"code":null}}"#,
            kind: kind,
            code: "t",
            isRetried: isRetried
        )
    }

    static let moonshot: [Case] = [
        (400, "content_filter", ProviderError.Kind.refused, false),
        (400, "invalid_request_error", .invalidRequest, false),
        (401, "invalid_authentication_error", .unauthorized, false),
        (401, "incorrect_api_key_error", .unauthorized, false),
        (403, "permission_denied_error", .unauthorized, false), (429, "rate_limit_reached_error", .rateLimited, true),
        (429, "engine_overloaded_error", .unavailable, true), (429, "exceeded_current_quota_error", .billing, false),
    ].map { (status: Int, type: String, kind: ProviderError.Kind, isRetried: Bool) in
        Case(
            provider: "moonshot",
            status: status,
            body: #"{"error":{"type":"\#(type)","message":"m"}}"#,
            kind: kind,
            code: type,
            isRetried: isRetried
        )
    }

    static let zhipu: [Case] = [
        (400, "1301", ProviderError.Kind.refused, false), (401, "1000", .unauthorized, false),
        (401, "1004", .unauthorized, false), (429, "1113", .billing, false), (400, "1211", .notFound, false),
        (400, "1213", .invalidRequest, false), (400, "1214", .invalidRequest, false), (400, "1261", .tooLarge, false),
        (429, "1302", .rateLimited, true), (429, "1308", .rateLimited, true), (429, "1313", .rateLimited, true),
    ].map { (status: Int, code: String, kind: ProviderError.Kind, isRetried: Bool) in
        Case(
            provider: "zhipu",
            status: status,
            body: #"{"contentFilter":[{"level":1,"role":"user"}],"error":{"code":"\#(code)","message":"m"}}"#,
            kind: kind,
            code: code,
            isRetried: isRetried
        )
    }

    static let others: [Case] = [
        Case(
            provider: "doubao",
            status: 429,
            body:
                #"{"error":{"code":"RateLimitExceeded.EndpointRPMExceeded","message":"m","param":"","type":"TooMany"}}"#,
            kind: .rateLimited,
            code: "RateLimitExceeded.EndpointRPMExceeded",
            isRetried: true
        ),
        Case(
            provider: "doubao",
            status: 400,
            body: #"{"error":{"code":"InputTextSensitiveContentDetected","message":"m"}}"#,
            kind: .refused,
            code: "InputTextSensitiveContentDetected"
        ),
        Case(
            provider: "doubao",
            status: 400,
            body: #"{"error":{"code":"MissingParameter.x","message":"m"}}"#,
            kind: .invalidRequest,
            code: "MissingParameter.x"
        ),
        Case(
            provider: "siliconflow",
            status: 400,
            body: #"{"code":20012,"message":"Model does not exist","data":null}"#,
            kind: .invalidRequest,
            code: "20012"
        ),
        Case(
            provider: "siliconflow",
            status: 429,
            body: #"{"message":"TPM limit","data":"x"}"#,
            kind: .rateLimited,
            isRetried: true
        ),
        Case(provider: "siliconflow", status: 401, body: #""Invalid token""#, kind: .unauthorized),
        Case(provider: "siliconflow", status: 404, body: #""404 page not found""#, kind: .notFound),
        Case(provider: "siliconflow", status: 504, body: #""timeout""#, kind: .timedOut, isRetried: true),
        Case(
            provider: "ollama",
            status: 404,
            body: #"{"error":{"message":"model not found","type":"not_found_error","param":null,"code":null}}"#,
            kind: .notFound,
            code: "not_found_error"
        ),
        Case(
            provider: "ollama",
            status: 500,
            body: #"{"error":{"message":"m","type":"api_error","param":null,"code":null}}"#,
            kind: .unavailable,
            code: "api_error",
            isRetried: true
        ),
        Case(
            provider: "vllm",
            status: 400,
            body: #"{"error":{"message":"m","type":"BadRequestError","param":null,"code":400}}"#,
            kind: .invalidRequest,
            code: "400"
        ),
        Case(
            provider: "vllm",
            status: 404,
            body: #"{"object":"error","message":"m","type":"NotFoundError","code":404}"#,
            kind: .notFound,
            code: "404"
        ),
        Case(
            provider: "openai",
            status: 429,
            body: #"{"error":{"message":"m","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}"#,
            kind: .billing,
            code: "insufficient_quota"
        ),
        Case(provider: "openai", status: 400, body: #"{"error":"just words"}"#, kind: .invalidRequest),
        Case(provider: "openai", status: 409, body: "", kind: .unavailable, isRetried: true),
        Case(provider: "openai", status: 502, body: "<html>Bad Gateway</html>", kind: .unavailable, isRetried: true),
        Case(provider: "openai", status: 418, body: "{\"error\":", kind: .invalidRequest),
        Case(
            provider: "openai",
            status: 307,
            body: "",
            kind: .badResponse,
            headers: ["location": "http://127.0.0.1:1/"]
        ),
    ]
}
