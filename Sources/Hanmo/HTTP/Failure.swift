import Database
import JSON

/// The one error that crosses the chapters: a documented code, a sentence for the user, a cause for the log.
///
/// Anything else that reaches the dispatcher becomes a 500 that discloses nothing.
struct Failure: Error {
    /// HTTP status below 1000, business code (400xx, sent as HTTP 400) above.
    let code: Int
    let message: Message
    /// The fields at fault, where a form was.
    var fields: [FieldFault] = []
    /// Seconds after which a repeat makes sense.
    var retryAfterSeconds: Int?
    /// Headers that go with it, such as those of an allowance used up.
    var headers: [(name: String, value: String)] = []
    /// What really happened, for the log alone.
    var cause: (any Error)?

    init(_ code: Int, _ chinese: String, _ english: String, cause: (any Error)? = nil) {
        self.code = code
        message = Message(chinese, english)
        self.cause = cause
    }

    /// What to tell of any error: a failure as it is, a database that can't be had at the moment, or the unexpected.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case DatabaseError.exhausted, DatabaseError.busy, DatabaseError.unreachable: self = .busy.because(error)
        default: self = .unexpected.because(error)
        }
    }

    var status: Int { code < 1000 ? code : 400 }

    func because(_ cause: any Error) -> Failure {
        var copy = self
        copy.cause = cause
        return copy
    }
}

/// One field that could not be accepted, and why.
struct FieldFault: Sendable, Equatable {
    let field: String
    let message: Message
}

// MARK: The table

extension Failure {
    static let badRequest = Failure(400, "请求参数错误", "The request is not valid")
    /// An address with bytes that may not stand there as they are, which whoever types Chinese into one runs into.
    static let badAddress = Failure(
        400,
        "请求地址无效：其中的中文等字符须经百分号编码（如 curl -G --data-urlencode）",
        "The address is not valid: other characters than ASCII have to be percent-encoded (curl -G --data-urlencode)"
    )
    static let unauthorized = Failure(401, "未认证", "Authentication is required")
    static let forbidden = Failure(403, "无权限", "Only an administrator may do this")
    static let notFound = Failure(404, "资源不存在", "There is no such thing")
    static let methodNotAllowed = Failure(405, "请求方法不支持", "This method is not allowed here")
    static let requestTimeout = Failure(408, "请求未在限定时间内发送完毕", "The request did not arrive in time")
    static let tooLarge = Failure(413, "请求体过大", "The request body is too large")
    static let rangeNotSatisfiable = Failure(416, "请求的范围无效", "The file has no byte in that range")
    static let upgradeRequired = Failure(426, "需要 WebSocket 握手", "A WebSocket handshake is required")
    static let tooManyRequests = Failure(429, "请求过于频繁", "Too many requests")
    static let unexpected = Failure(500, "服务器内部错误", "Something went wrong on the server")

    static let notEnoughCredits = Failure(40001, "积分不足", "Not enough credits")
    static let membershipEnded = Failure(40002, "会员已过期", "The membership has ended")
    static let providerFailed = Failure(40006, "AI服务调用失败", "The call of the AI service failed")
    static let generationFailed = Failure(40007, "内容生成失败", "The content could not be generated")

    /// A 400 that names the fields at fault, the first one in its message.
    static func invalid(_ faults: [FieldFault]) -> Failure {
        let chinese = faults.first.map { "请求参数错误：\($0.field) \($0.message.chinese)" }
        let english = faults.first.map { "The request is not valid: \($0.field) \($0.message.english)" }
        var failure = Failure(
            400,
            chinese ?? badRequest.message.chinese,
            english ?? badRequest.message.english
        )
        failure.fields = faults
        return failure
    }

    static func invalid(_ field: String, _ chinese: String, _ english: String) -> Failure {
        invalid([FieldFault(field: field, message: Message(chinese, english))])
    }

    /// The database can't be had at the moment, nothing was done, and in a second that may be over.
    static var busy: Failure {
        var failure = Failure(500, "服务器繁忙，请稍后再试", "The server is busy; please try again in a moment")
        failure.retryAfterSeconds = 1
        return failure
    }

    /// A 429 that says when to come back.
    static func tooManyRequests(retryAfterSeconds: Int) -> Failure {
        var failure = tooManyRequests
        failure.retryAfterSeconds = retryAfterSeconds
        return failure
    }
}

// MARK: On the wire

extension Failure {
    func envelope(in language: Language) -> [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.object { json in
            json.field("code", code)
            json.field("message", message.text(in: language))
            json.key("data")
            json.null()
            guard !fields.isEmpty else { return }
            json.key("errors")
            json.array { json in
                for fault in fields {
                    json.object { json in
                        json.field("field", fault.field)
                        json.field("message", fault.message.text(in: language))
                    }
                }
            }
        }
        return json.bytes
    }
}
