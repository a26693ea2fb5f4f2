extension Failure {
    /// The status that vLLM puts into `code` when a stream that began well fails.
    var statusInCode: Int? {
        guard let code, code.utf8.count == 3, let number = Int(code), 400..<600 ~= number else { return nil }
        return number
    }

    /// What a failure means, by the providers' lists of codes; where they say nothing, by the status.
    func kind(status: Int?, dialect: Dialect) -> ProviderError.Kind {
        let words = [code, type].compactMap { $0?.lowercased() }
        let message = message.lowercased()
        // Moderation and billing first: they hide behind statuses that mean something else.
        if words.contains(where: Failure.isModeration) || message.contains("content exists risk") { return .refused }
        if dialect == .zhipu, let code, let kind = Failure.zhipuCodes[code] { return kind }
        if isBilling(words, message, status: status, dialect: dialect) { return .billing }
        if message.contains("current user api does not support") { return .unsupported }
        for word in words {
            if let kind = Failure.codes[word] { return kind }
        }
        if let status { return Failure.kind(status: status) }
        return words.lazy.compactMap(Failure.kindWithoutStatus).first ?? .badResponse
    }

    private static func isModeration(_ word: String) -> Bool {
        moderationCodes.contains(word) || word.contains("sensitivecontentdetected")
    }

    /// Whether it is a matter of money.
    ///
    /// DashScope has one code for "too many tokens a minute" and "the free quota is spent": the message tells.
    private func isBilling(_ words: [String], _ message: String, status: Int?, dialect: Dialect) -> Bool {
        if status == 402 || words.contains(where: Failure.billingCodes.contains) { return true }
        if Failure.billingPhrases.contains(where: message.contains), (status ?? 400) < 500 { return true }
        return dialect != .dashScope && words.contains("insufficient_quota")
    }

    private static func kind(status: Int) -> ProviderError.Kind {
        switch status {
        case 401, 403: .unauthorized
        case 402: .billing
        case 404: .notFound
        case 408, 504: .timedOut
        case 409, 500...599: .unavailable
        case 413: .tooLarge
        case 429: .rateLimited
        case 400..<500: .invalidRequest
        default: .badResponse
        }
    }

    /// For failures within a stream, which have a word but no status.
    private static func kindWithoutStatus(_ word: String) -> ProviderError.Kind? {
        if word.hasPrefix("throttling") || word.hasPrefix("ratelimitexceeded") { return .rateLimited }
        if word.contains("invalidparameter") || word.hasPrefix("badrequest") { return .invalidRequest }
        if word.hasPrefix("internalerror") { return .unavailable }
        if word.hasPrefix("accessdenied") { return .unauthorized }
        return codesWithoutStatus[word]
    }

    private static let moderationCodes: Set<String> = [
        "datainspectionfailed", "data_inspection_failed", "ipinfringementsuspect", "customroleblocked",
        "faqruleblocked",
        "content_filter", "content_policy_violation",
    ]

    private static let billingCodes: Set<String> = [
        "arrearage", "commoditynotpurchased", "prepaidbilloverdue", "postpaidbilloverdue", "budgetlimitexceeded",
        "allocationquota.freetieronly", "exceeded_current_quota_error",
    ]

    private static let billingPhrases = [
        "free allocated quota exceeded", "insufficient balance", "balance is insufficient",
    ]

    /// Codes that mean the same with whatever status.
    private static let codes: [String: ProviderError.Kind] = [
        "invalidapikey": .unauthorized, "invalid_api_key": .unauthorized, "not authorized": .unauthorized,
        "incorrect_api_key_error": .unauthorized, "invalid_authentication_error": .unauthorized,
        "permission_denied_error": .unauthorized, "model.accessdenied": .unauthorized,
        "workspace.accessdenied": .unauthorized, "accessdenied.unpurchased": .unauthorized,
        "modelnotfound": .notFound, "model_not_found": .notFound, "model.notexist": .notFound,
        "model_not_supported": .notFound, "notfound": .notFound, "not_found_error": .notFound,
        "badrequest.toolarge": .tooLarge, "context_length_exceeded": .tooLarge,
        "requesttimeout": .timedOut, "internalerror.timeout": .timedOut,
        "rate_limit_reached_error": .rateLimited, "engine_overloaded_error": .unavailable,
    ]

    private static let codesWithoutStatus: [String: ProviderError.Kind] = [
        "limitrequests": .rateLimited, "limit_requests": .rateLimited, "limit_burst_rate": .rateLimited,
        "insufficient_quota": .rateLimited, "rate_limit_exceeded": .rateLimited, "rate_limit_error": .rateLimited,
        "internal_error": .unavailable, "systemerror": .unavailable, "modelservicefailed": .unavailable,
        "modelservingerror": .unavailable, "modelunavailable": .unavailable, "server_error": .unavailable,
        "api_error": .unavailable, "internalservererror": .unavailable,
        "invalid_parameter_error": .invalidRequest, "invalid_request_error": .invalidRequest,
        "invalidurl": .invalidRequest,
    ]

    private static let zhipuCodes: [String: ProviderError.Kind] = [
        "1000": .unauthorized, "1001": .unauthorized, "1002": .unauthorized, "1003": .unauthorized,
        "1004": .unauthorized, "1113": .billing, "1211": .notFound, "1213": .invalidRequest, "1214": .invalidRequest,
        "1261": .tooLarge, "1301": .refused, "1302": .rateLimited, "1308": .rateLimited, "1313": .rateLimited,
    ]
}
