extension Brief {
    /// Whether the text is to be English: by the language that is ordered, else by the letters of what it starts from.
    ///
    /// A name in Latin letters among keywords and requirements in Chinese (ChatGPT) makes no English text; a sentence
    /// does.
    public var isEnglish: Bool {
        switch languageAsked {
        case .english: true
        case .chinese, .traditionalChinese, .other: false
        case nil:
            isLatin
                && (isLatinSentence
                    || !(keywords + [requirements, String(content.prefix(Brief.lookedThrough))])
                        .contains { $0.contains(where: \.isHan) })
        }
    }

    enum Language { case english, chinese, traditionalChinese, other }

    /// The language that is ordered; nil where the order leaves it open.
    var languageAsked: Language? {
        let asked = (language ?? "").trimmed.lowercased()
        if asked.isEmpty || asked == "auto" || asked == "自动" { return nil }
        if asked.hasPrefix("en") || asked.contains("英") && !asked.contains("中") { return .english }
        let isOfChina = ["中", "汉", "漢", "繁", "简"].contains(where: asked.contains)
        guard isOfChina || asked.hasPrefix("zh") || asked.hasPrefix("chinese") else { return .other }
        let tags = asked.split { !$0.isLetter }
        return asked.contains("繁") || !Brief.traditional.isDisjoint(with: tags) ? .traditionalChinese : .chinese
    }

    /// Whether what the text starts from, its title or the text to rewrite, is Chinese.
    var isChinese: Bool { tool == "content_rewrite" ? Rewrite.isChinese(source) : source.contains(where: \.isHan) }

    /// Whether that is a sentence in Latin letters rather than a name.
    var isLatinSentence: Bool {
        let words = source.lowercased().split(separator: " ")
        return isLatin && words.count > Brief.longestForeignName && !Brief.sentenceWords.isDisjoint(with: words)
    }

    private var isLatin: Bool { !isChinese && source.contains(where: \.isLatin) }
    private var source: String { tool == "content_rewrite" ? content : title }

    /// How much of a material is looked through for its language, in characters.
    private static let lookedThrough = 400
    /// The longest title that counts as a name rather than as a text in a language, in words.
    private static let longestForeignName = 2
    /// What asks for the characters of Taiwan and Hong Kong.
    private static let traditional: Set<Substring> = ["hant", "tw", "hk", "mo", "traditional"]
    /// Words that make a title of several words a sentence rather than a name.
    private static let sentenceWords: Set<Substring> = [
        "a", "an", "and", "are", "for", "how", "in", "is", "my", "of", "on", "the", "to", "what", "why", "with", "your",
    ]
}
