import JSON

/// What Alipay says when it refuses: a code, and a finer one beneath it.
struct AlipayFault {
    let code: String
    /// As `ACQ.TRADE_NOT_EXIST` or `isv.invalid-app-id`.
    let subcode: String
    private let message: String

    /// Done; 10003 is a payment that is still under way.
    static let success: Set = ["10000", "10003"]

    init(_ code: String, _ content: JSON) {
        self.code = code
        subcode = content["sub_code"]?.string ?? ""
        message = content["sub_msg"]?.string ?? content["msg"]?.string ?? ""
    }

    /// Whether it is the business system that speaks, of an order, and not the gateway in front of it.
    var isAboutOrder: Bool { code == "40004" }

    var error: GatewayError {
        var error = GatewayError(kind, code: subcode.isEmpty ? code : subcode, message: message)
        // A word that the tables do not have may well mean that it is working at it.
        error.mayBeDone = isAboutOrder && business == nil
        error.isAboutOrder = isAboutOrder
        return error
    }

    private var kind: GatewayError.Kind {
        switch code {
        case "20000": .unavailable
        case "20001", "40003", "40006": .unauthorized
        case "40005": .rateLimited
        case "40001", "40002": AlipayFault.isOfMerchant(subcode) ? .unauthorized : .invalidRequest
        case "40004": business ?? .refused
        default: .refused
        }
    }

    /// Whether the gateway finds fault with application, key or contract rather than with the order.
    private static func isOfMerchant(_ subcode: String) -> Bool {
        subcode.contains("app-id") || subcode.contains("signature") || subcode.contains("permission")
            || subcode.contains("timestamp") || subcode.contains("app-auth") || subcode.contains("isv-")
    }

    /// What the business system means; nil for what nobody knows.
    ///
    /// - Source: the open platform's tables of errors of pay, query, close and refund; some answer with `AQC.`.
    private var business: GatewayError.Kind? {
        let word = subcode.drop { $0 != "." }.dropFirst()
        switch word {
        case "SYSTEM_ERROR", "ACQ.SYSTEM_ERROR": return .unavailable
        case "TRADE_NOT_EXIST": return .notFound
        case "TRADE_HAS_SUCCESS": return .alreadyPaid
        case "TRADE_HAS_CLOSE", "TRADE_HAS_CLOSED": return .alreadyClosed
        case "CONTEXT_INCONSISTENT", "DISCORDANT_REPEAT_REQUEST": return .conflict
        case "SELLER_BALANCE_NOT_ENOUGH": return .notEnoughFunds
        case "TRADE_STATUS_ERROR", "REASON_TRADE_STATUS_INVALID", "TRADE_HAS_FINISHED", "TRADE_NOT_ALLOW_REFUND",
            "REASON_TRADE_BEEN_FREEZEN", "REFUND_AMT_NOT_EQUAL_TOTAL", "REASON_TRADE_REFUND_FEE_ERR",
            "REFUND_FEE_ERROR", "TRADE_REFUND_TIME_OUT", "REFUND_CHARGE_ERROR", "NOT_ALLOW_PARTIAL_REFUND",
            "ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND":
            return .notRefundable
        case "BUYER_ERROR", "BUYER_NOT_EXIST", "BUYER_ENABLE_STATUS_FORBID": return .refused
        case "ACCESS_FORBIDDEN", "PARTNER_ERROR", "INVALID_STORE_ID", "SELLER_NOT_EXIST": return .unauthorized
        case "INVALID_PARAMETER", "TOTAL_FEE_EXCEED", "EXIST_FORBIDDEN_WORD", "APPLY_PC_MERCHANT_CODE_ERROR":
            return .invalidRequest
        default: return nil
        }
    }
}
