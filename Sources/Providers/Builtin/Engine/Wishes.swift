/// What the requirements ask for, as far as the engine can grant it.
struct Wishes {
    /// Sections and turns of phrase that a text can be asked to have.
    enum Feature: String, CaseIterable {
        case tips, checklist, example, comparison, questions, steps, numbers, mistakes
    }

    enum Manner { case plain, humorous, formal, warm, lively }

    var features: [Feature] = []
    var manner = Manner.plain
    /// Readers named by the requirements, such as 大学生.
    var audience: [String] = []
    /// Things that the requirements want brought out, used like keywords.
    var emphases: [String] = []
    /// How long the text should be; nil when nothing was said.
    var length: LengthWish?
    /// How long a video should be, in seconds; nil when nothing was said.
    var duration: Int?
    /// The phrase that names the duration.
    var durationPhrase: String?
    var layout = LayoutWishes()
    /// What the requirements state as it is: when, where, who, how much.
    var facts: [StatedFact] = []
    /// The parts that the requirements give a time each; nil when they name none.
    var parts: TimedParts?
    /// The first phrases that ask for a feature, and for the manner.
    var featurePhrases: [Feature: String] = [:]
    var mannerPhrase: String?
    /// Phrases of the requirements that the engine makes nothing of.
    var unknown: [String] = []

    private static let cues: [(Feature, [String])] = [
        (.tips, ["技巧", "干货", "实用", "tips", "practical"]),
        (.checklist, ["清单", "checklist", "列表", "list"]),
        (.example, ["案例", "例子", "实例", "举例", "example", "case"]),
        (.comparison, ["对比", "对照", "compar", "versus"]),
        (.questions, ["问答", "常见问题", "答疑", "FAQ", "faq", "Q&A", "q&a"]),
        (.steps, ["步骤", "流程", "分步", "step"]),
        (.numbers, ["指标", "数据", "量化", "metric"]),
        (.mistakes, ["误区", "避坑", "踩坑", "注意事项", "mistake", "pitfall"]),
    ]

    private static let manners: [(Manner, [String])] = [
        (.humorous, ["幽默", "搞笑", "风趣", "诙谐", "轻松", "humor", "funny", "witty"]),
        (.formal, ["正式", "严肃", "专业", "严谨", "formal", "professional", "serious"]),
        (.warm, ["温暖", "温馨", "亲切", "治愈", "温柔", "走心", "warm", "friendly", "gentle"]),
        (.lively, ["热情", "活泼", "激情", "励志", "感染力", "energetic", "lively", "inspiring"]),
    ]

    /// Words that name features, manners or lengths and are therefore nothing to bring out in the text itself.
    private static let notEmphases = ["字", "风格", "语气", "格式", "段", "标题", "emoji", "表情", "开头", "结尾", "不要", "具体"]

    /// Clauses of an order that are read, and characters of each: each is compared with those before it.
    static let mostPhrases = 200
    private static let longestPhrase = 400

    /// - Parameters:
    ///   - isSpoken: whether the text is a speech, whose duration says how long it is.
    ///   - tool: the tool whose texts may have parts that take their time.
    init(requirements: String, tone: String?, length: Int?, isSpoken: Bool = false, tool: String = "") {
        let text = String(requirements.prefix(5_000))
        let both = text + "\n" + (tone ?? "")
        manner = Wishes.manners.first { $0.1.contains { both.holds($0) } }?.0 ?? .plain
        mannerPhrase = tone.map { "语气" + $0 }
        duration = DurationWish.find(in: text)
        layout = LayoutWishes(requirements: text)
        parts = TimedParts(text, tool: tool)
        for phrase in Wishes.phrases(of: text).prefix(Wishes.mostPhrases) {
            let phrase = String(phrase.prefix(Wishes.longestPhrase))
            if parts?.isAll(of: phrase) != true { read(phrase) }
        }
        features = Feature.allCases.filter { featurePhrases[$0] != nil }
        audience = Array(audience.prefix(2))
        emphases = Array(emphases.prefix(4))
        let spoken = isSpoken ? duration.map { $0 * Wishes.charactersPerSecond } : nil
        let named = LengthWish.find(in: text)
        let ofParts = named == nil ? LengthWish.ofParts(layout.parts, in: text) : nil
        self.length = named ?? (ofParts ?? spoken ?? length).map { LengthWish(count: $0, unit: .characters) }
        if ofParts != nil { unknown.removeAll(where: LengthWish.isOfPart) }
        if isSpoken { durationPhrase = nil }
    }

    /// How many characters a speaker says in a second.
    private static let charactersPerSecond = 4

    private mutating func read(_ phrase: String) {
        for feature in Feature.allCases where featurePhrases[feature] == nil && Wishes.asks(for: feature, in: phrase) {
            featurePhrases[feature] = phrase.trimmed
        }
        if Wishes.manners.contains(where: { $0.0 == manner && $0.1.contains { phrase.holds($0) } }) {
            mannerPhrase = phrase.trimmed
        }
        let stated = StatedFact.all(in: phrase)
        if let reader = Wishes.tail(of: phrase, after: ["读者是", "读者为", "受众是", "受众为", "面向", "针对", "写给"]) {
            audience.append(contentsOf: Wishes.items(of: reader).prefix(2))
        } else if !stated.isEmpty {
            facts += stated
        } else if let wanted = Wishes.tail(
            of: phrase,
            after: ["重点介绍", "重点突出", "突出", "强调", "围绕", "包含", "包括", "介绍", "提到"]
        ) {
            for item in Wishes.items(of: wanted).filter(Wishes.isEmphasis).prefix(3) {
                if let fact = StatedFact(keyword: item) { facts.append(fact) } else { emphases.append(item) }
            }
        } else if let fact = StatedFact(bareClause: phrase.trimmed) {
            facts.append(fact)
        } else if DurationWish.find(in: phrase) != nil, LengthWish.find(in: phrase) == nil {
            durationPhrase = durationPhrase ?? phrase.trimmed
        } else if !Wishes.isUnderstood(phrase.trimmed), !unknown.contains(phrase.trimmed) {
            unknown.append(phrase.trimmed)
        }
    }

    /// Words of what other parts of the engine read from an order.
    private static let knownElsewhere = ["口语", "通俗", "casual", "informal"]

    private static func isUnderstood(_ phrase: String) -> Bool {
        phrase.count < 2 || LengthWish.find(in: phrase) != nil || phrase.hasSuffix("不限")
            || LayoutWishes(requirements: phrase) != LayoutWishes()
            || Feature.allCases.contains { asks(for: $0, in: phrase) }
            || manners.contains { $0.1.contains { phrase.holds($0) } }
            || knownElsewhere.contains { phrase.holds($0) }
    }

    private static func asks(for feature: Feature, in phrase: String) -> Bool {
        cues.contains { $0.0 == feature && $0.1.contains { phrase.holds($0) } }
            || feature == .comparison && asksToCompare(phrase)
    }

    /// 比较 asks for a comparison where it is a verb or a noun (优缺点比较), and for nothing as an adverb (比较轻松).
    private static func asksToCompare(_ phrase: String) -> Bool {
        guard let range = phrase.firstRange(of: "比较") else { return false }
        let (before, after) = (phrase[..<range.lowerBound].trimmed, phrase[range.upperBound...].trimmed)
        return after.isEmpty
            || ["一下", "分析", "表", "两", "各", "几", "不同", "优", "异同", "国内"].contains { after.hasPrefix($0) }
            || ["横向", "纵向", "进行", "做", "作", "做个", "加以"].contains { before.hasSuffix($0) }
    }

    /// The clauses of the requirements; a point or a comma between digits parts none.
    private static func phrases(of text: String) -> [Substring] {
        var result: [Substring] = []
        var start = text.startIndex
        for index in text.indices where "，。；;,.\n！!？?".contains(text[index]) {
            let next = text.index(after: index)
            let isInNumber =
                ",.".contains(text[index]) && index > text.startIndex && next < text.endIndex
                && text[text.index(before: index)].isNumber && text[next].isNumber
            if isInNumber { continue }
            if start < index { result.append(text[start..<index]) }
            start = next
        }
        return start < text.endIndex ? result + [text[start...]] : result
    }

    private static func tail(of phrase: String, after heads: [String]) -> String? {
        for head in heads {
            guard let range = phrase.firstRange(of: head) else { continue }
            let rest = String(phrase[range.upperBound...]).trimmed
            return rest.count >= 2 ? rest : nil
        }
        return nil
    }

    private static func items(of text: String) -> [String] {
        var parts = [""]
        for character in text {
            if "、和与及".contains(character) { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts.map { Wishes.bare($0) }.filter { (2...12).contains($0.count) }
    }

    private static func bare(_ text: String) -> String {
        var part = Markdown.oneLine(text)
        for tail in ["的读者", "的人群", "人群", "读者", "等"] where part.hasSuffix(tail) && part.count > tail.count + 1 {
            part.removeLast(tail.count)
        }
        return Markdown.escape(part)
    }

    private static func isEmphasis(_ text: String) -> Bool {
        !notEmphases.contains { text.holds($0) }
            && !Feature.allCases.contains { asks(for: $0, in: text) }
            && !manners.contains { $0.1.contains { text.holds($0) } }
    }
}
