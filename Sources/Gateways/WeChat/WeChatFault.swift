import JSON
import NIOCore
import NIOHTTP1

/// What WeChat Pay says when it refuses: `{"code":"PARAM_ERROR","message":"…"}` and a status.
struct WeChatFault {
    private let status: Int
    /// As `ORDER_CLOSED`; nil where the answer has none, as those of something in between.
    private let code: String?
    private let message: String
    private let requestID: String?

    init(_ answer: Answer) {
        let json = try? JSON(parsing: answer.body.readableBytesView)
        status = answer.status
        code = (json?["code"]?.string).map { String($0.prefix(WeChatFault.codeLimit)) }
        message = json?["message"]?.string ?? ""
        requestID = answer.headers.first(name: "request-id").map { String($0.prefix(WeChatFault.codeLimit)) }
    }

    var error: GatewayError {
        var error = GatewayError(kind, status: status, code: code, message: message, requestID: requestID)
        error.isAboutOrder = code != nil
        return error
    }

    private static let codeLimit = 128

    /// The same words come with and without underscores, by the age of the interface; so they are compared without.
    ///
    /// - Source: the tables of errors of orders, queries, closing and refunds in the documents of API v3.
    private var kind: GatewayError.Kind {
        switch code.map({ String($0.uppercased().filter { $0 != "_" }) }) {
        case "SYSTEMERROR", "BANKERROR", "BIZERRNEEDRETRY": .unavailable
        case "FREQUENCYLIMITED", "FREQUENCYLIMITEXCEED", "RATELIMITEXCEEDED", "RATELIMITED": .rateLimited
        case "SIGNERROR", "NOAUTH", "MCHNOTEXISTS", "MCHIDNOTEXIST", "APPIDNOTEXIST", "APPIDMCHIDNOTMATCH":
            .unauthorized
        case "ORDERPAID": .alreadyPaid
        case "ORDERCLOSED": .alreadyClosed
        case "ORDERNOTEXIST", "RESOURCENOTEXISTS", "REFUNDNOTEXIST", "REFUNDNOTEXISTS": .notFound
        case "OUTTRADENOUSED", "REFUNDFEEMISMATCH": .conflict
        case "NOTENOUGH": .notEnoughFunds
        case "USERACCOUNTABNORMAL", "TRADEOVERDUE", "REFUNDNOTALLOWED": .notRefundable
        case "PARAMERROR", "INVALIDREQUEST": .invalidRequest
        default: byStatus
        }
    }

    private var byStatus: GatewayError.Kind {
        switch status {
        case 401: .unauthorized
        case 429: .rateLimited
        case 500...: .unavailable
        case 400...: code == nil ? .badResponse : .refused
        default: .badResponse
        }
    }
}
