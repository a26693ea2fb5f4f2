extension Draft {
    /// Why a brief can't be drafted.
    public enum Refusal: Error, Sendable, Hashable {
        /// There is no tool of this name.
        case unknownTool(String)
        /// Translating needs a model.
        case translation
        /// The engine writes Chinese and English only.
        case language(String)
        /// The title, or the text to rewrite, is in another language than the one that is asked for.
        case otherLanguage(String)
        /// Rewriting needs a text to rewrite.
        case noContent
        /// Nothing in the text to rewrite can be changed safely.
        case unchanged

        /// What to tell the user in Chinese, with the remedy.
        public var message: String {
            switch self {
            case .unknownTool(let name): "内置草稿引擎没有“\(name.prefix(40))”这个写作工具"
            case .translation: "内置草稿引擎不能翻译，未扣积分；\(Refusal.remedy)"
            case .language(let name):
                "内置草稿引擎只能写中文和英文，不能写“\(name.prefix(40))”，未扣积分；\(Refusal.remedy)"
            case .otherLanguage(let name):
                "内置草稿引擎不能翻译，只能用标题（改写时用原文）的语言写作，不能写成“\(name.prefix(40))”，未扣积分；"
                    + "请换用该语言的标题，或\(Refusal.remedy)"
            case .unchanged: "内置草稿引擎在原文中没有找到可以稳妥改动的地方，未扣积分；\(Refusal.remedy)"
            case .noContent: "内置草稿引擎改写时需要原文，未扣积分；请在 content 中提供要改写的内容"
            }
        }

        /// The same in English.
        public var englishMessage: String {
            switch self {
            case .unknownTool(let name): "The built-in draft engine has no writing tool \"\(name.prefix(40))\""
            case .translation:
                "The built-in draft engine can't translate, and nothing was charged; \(Refusal.englishRemedy)"
            case .language(let name):
                "The built-in draft engine writes Chinese and English and not \"\(name.prefix(40))\", and nothing was "
                    + "charged; \(Refusal.englishRemedy)"
            case .otherLanguage(let name):
                "The built-in draft engine can't translate: it writes in the language of the title, or of the text to "
                    + "rewrite, and not in \"\(name.prefix(40))\", and nothing was charged; give a title in that language, "
                    + "or \(Refusal.englishRemedy)"
            case .unchanged:
                "The built-in draft engine found nothing in the text that it could change safely, and nothing was "
                    + "charged; \(Refusal.englishRemedy)"
            case .noContent:
                "The built-in draft engine needs the text to rewrite in content, and nothing was charged"
            }
        }

        private static let remedy = "请选择其他模型，或请管理员在“模型管理”中添加一个（如通义千问、DeepSeek）"
        private static let englishRemedy =
            "choose another model, or have an administrator add one (such as Qwen or DeepSeek)"
    }
}
