import Providers

extension ProviderError {
    /// What the user is told: 40007 where the content is at fault, 40006 where the service is.
    var failure: Failure {
        if let refusal { return Failure(40006, refusal.message, refusal.englishMessage, cause: self) }
        return switch kind {
        case .unsupported:
            Failure(
                40006,
                "当前模型不支持这项任务或所要求的语言，未扣积分；请选择其他模型，或请管理员在模型管理中添加",
                "This model can't do that, or not in that language, and nothing was charged; choose another, or have an "
                    + "administrator add one",
                cause: self
            )
        case .refused, .empty:
            Failure.generationFailed.because(self)
        default:
            Failure.providerFailed.because(self)
        }
    }

    /// What an administrator who tests a model is told: what it means, then what exactly was said.
    func explanation(in language: Language) -> String {
        let isTold = !message.isEmpty && (language == .english || !isOurs)
        let parts = [status.map { "HTTP \($0)" }, code, isTold ? message : nil]
        let details = parts.compactMap { $0 }.joined(separator: ", ")
        guard !details.isEmpty else { return kind.meaning.text(in: language) }
        return language == .english
            ? "\(kind.meaning.english) (\(details))" : "\(kind.meaning.chinese)（\(details)）"
    }
}

extension ProviderError {
    /// Whether its message is our own, in English, and says little more than what it means.
    private var isOurs: Bool {
        guard code == nil, (status ?? 200) < 400 else { return false }
        return [.empty, .tooLarge, .unauthorized].contains(kind)
    }
}

extension ProviderError.Kind {
    /// What went wrong, for whoever looks after the models.
    fileprivate var meaning: Message {
        switch self {
        case .unreachable: Message("连不上服务商，请检查地址和网络", "The provider can't be reached; check address and network")
        case .timedOut: Message("服务商没有及时应答", "The provider did not answer in time")
        case .rateLimited: Message("服务商限流，请稍后再试", "The provider has too many requests at the moment")
        case .billing: Message("服务商账户欠费或额度用完", "The provider's account has nothing left to pay with")
        case .unauthorized: Message("密钥无效，或无权使用该模型", "The key is wrong, or may not use this model")
        case .notFound: Message("服务商没有该模型，或地址有误", "The provider has no such model, or the address is wrong")
        case .refused: Message("内容未通过服务商的审核", "The provider's moderation stopped the content")
        case .invalidRequest: Message("服务商不接受该请求，请检查配置", "The provider does not take the request; check the config")
        case .unavailable: Message("服务商出错或过载", "The provider fails or is overloaded")
        case .badResponse: Message("应答不符合协议，请检查地址", "The answer is not what the protocol says; check the address")
        case .empty: Message("服务商没有返回文本", "The answer holds no text")
        case .truncatedStream: Message("应答中途断开", "The answer broke off before its end")
        case .tooLarge: Message("请求或应答过长", "The request or its answer is too long")
        case .unsupported: Message("该服务商做不了这项任务", "This provider can't do that")
        case .cancelled: Message("调用已取消", "The call was cancelled")
        }
    }
}
