/// What a long subject is called after it was named in full, so that a paragraph does not repeat it in every sentence.
struct ShortName {
    /// The subject as it stands in the sentences, and at the beginning of one.
    let full: String
    let short: String
    private let capital: String
    /// Whether the subject is a phrase, which hardly bears being repeated.
    let isPhrase: Bool

    /// From how many characters on a Chinese and an English subject counts as long.
    private static let leastLength = (chinese: 8, english: 22)
    /// From how many characters on a phrase counts as long.
    private static let leastPhrase = 5
    /// After how many characters of a text a phrase may be said in full once more.
    static let phraseRest = 700
    /// How many sentences after the full name may say the short one; a paragraph has at most one more.
    static let reach = 3

    /// Nil when the subject is short enough to be repeated, or is no plain noun of the text.
    init?(of subject: Subject, tool: String, isEnglish: Bool) {
        guard let name = subject.slots["t"], tool != "resume",
            name.count >= (isEnglish ? ShortName.leastLength.english : ShortName.leastLength.chinese)
                || subject.topic.isPhrase && name.count >= ShortName.leastPhrase,
            tool != "story_novel" || subject.topic.isClause
        else { return nil }
        isPhrase = subject.topic.isPhrase
        full = name
        capital = ShortName.capital(name)
        short =
            isEnglish
            ? ShortName.english[tool] ?? "this subject" : ShortName.chinese(name, topic: subject.topic, tool: tool)
    }

    /// Somebody in a story: 老人 for 修钟的老人; nil when there is nothing to leave out.
    init?(role: String?) {
        guard let role, let of = role.firstIndex(of: "的"), role.distance(from: of, to: role.endIndex) > 2 else {
            return nil
        }
        isPhrase = false
        full = role
        capital = ShortName.capital(role)
        short = String(role[role.index(after: of)...])
    }

    private static let english = [
        "academic_paper": "this topic", "business_plan": "the project", "official_document": "this matter",
        "work_report": "this work", "news_article": "it", "marketing_copy": "it", "lesson_plan": "this topic",
        "video_script": "it",
    ]

    /// Nouns at the end of a subject by which it can be taken up again: 这一机制 for 短视频平台算法推荐机制.
    private static let heads = [
        "影响", "关系", "作用", "效果", "机制", "模式", "方法", "路径", "体系", "策略", "对策", "意愿", "能力", "系统", "平台", "制度", "政策",
        "技术", "模型", "现象", "行为", "观念", "变迁", "应用", "设计", "困境", "风险", "服务", "改造", "习惯", "问题", "创新",
    ]

    private static func chinese(_ name: String, topic: Topic, tool: String) -> String {
        if topic.isClause {
            let ending = ["这件事", "这个问题", "这个话题", "这段经历", "这句话"].first { name.hasSuffix($0) }
            if let ending { return ending }
        }
        switch tool {
        case "academic_paper":
            if name.hasSuffix("因素") { return "这一议题" }
            if let head = heads.first(where: { name.hasSuffix($0) }) { return "这一" + head }
            return name.contains("与") ? "二者关系" : "这一议题"
        case "business_plan": return "本项目"
        case "official_document", "work_report": return "这项工作"
        case "lesson_plan": return "这一内容"
        case "news_article": return "此事"
        case "marketing_copy": return "它"
        default:
            return topic.intent == .review || topic.intent == .announce ? "它" : topic.act == nil ? "这个话题" : "这件事"
        }
    }

    /// A sentence with the short name for the full one, except for its first where that `isKept`.
    func applied(to sentence: String, isKept: Bool) -> String {
        guard isNamed(in: sentence) else { return sentence }
        var result = ""
        var rest = Substring(sentence)
        var keeps = isKept
        while let range = firstName(in: rest) {
            let before = rest[..<range.lowerBound]
            let isName = before.last.map { "“《#".contains($0) } ?? false
            result += before
            if keeps || isName {
                result += rest[range]
                keeps = keeps && isName
            } else {
                let isCapital = rest[range].first?.isUppercase == true && full.first?.isLowercase == true
                result += isCapital ? short.prefix(1).uppercased() + short.dropFirst() : short
            }
            rest = rest[range.upperBound...]
        }
        return result + rest
    }

    /// Whether a sentence names the subject in full.
    func isNamed(in sentence: String) -> Bool { sentence.holds(full) || sentence.holds(capital) }

    private static func capital(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }

    private func firstName(in text: Substring) -> Range<Substring.Index>? {
        let ranges = [text.firstRange(of: full), full == capital ? nil : text.firstRange(of: capital)]
        return ranges.compactMap { $0 }.min { $0.lowerBound < $1.lowerBound }
    }
}
