extension Subject {
    /// Puts together what an English draft is about.
    static func english(_ brief: Brief, wishes: Wishes, isLong: Bool, dice: inout Dice) -> Subject {
        var keywords = Subject.keywords(brief.keywords + wishes.emphases)
        let topic = Topic(english: brief.title, fallback: keywords.first, tool: brief.tool)
        keywords.removeAll { $0.lowercased() == topic.name.lowercased() }
        let practical: Bool =
            switch topic.intent {
            case .how, .guide, .list, .plan, .notice, .summary, .announce, .review: true
            case .why, .what, .study, .theme: brief.tool == "marketing_copy"
            }
        let isStory = brief.tool == "story_novel"
        let isWork = ["official_document", "work_report", "resume"].contains(brief.tool)
        let field = Field.recognise(title: brief.title, keywords: keywords, among: Field.english)
        let known = ["wechat_article", "xiaohongshu_note", "video_script"].contains(brief.tool) ? field : nil
        let domains: [Domain] =
            switch brief.tool {
            case "news_article": [.englishCoverage]
            case "academic_paper": [.englishInquiry]
            case "business_plan": [.englishVenture, .englishWork]
            case "marketing_copy": [.englishOffer, .englishInsight]
            case _ where isWork: [.englishWork, .englishHow]
            case _ where isStory || !practical:
                [known.flatMap(Domain.english), .englishInsight, .englishHow].compactMap { $0 }
            default: [known.flatMap(Domain.english), .englishHow, .englishInsight].compactMap { $0 }
            }
        let first = domains[0]
        let staysInField = known != nil || brief.tool == "business_plan"
        let wide = isLong && !staysInField ? domains : [first]
        return Subject(
            topic: topic,
            points: domains.flatMap { dice.shuffled($0.points) },
            core: wide.flatMap(\.points),
            people: first.people,
            metrics: wide.flatMap(\.metrics),
            things: wide.flatMap(\.things),
            scenes: dice.shuffled(first.scenes),
            mistakes: wide.flatMap(\.mistakes),
            keywords: keywords,
            slots: [
                "t": topic.name, "a": topic.act ?? "\(first.verb) \(topic.name)", "q": topic.title,
                "V": EnglishOffer.terms(in: brief.requirements),
            ]
        )
    }
}

extension Topic {
    /// Reads an English title.
    init(english title: String, fallback: String?, tool: String = "") {
        let line = Markdown.oneLine(title)
        self.init(title: "", fallback: nil)
        self.title = Markdown.escape(line)
        var words = line.split(separator: " ").map(String.init)
        while let last = words.last?.last, !last.isLetter, !last.isNumber, last != ")", last != "+", last != "#" {
            words[words.count - 1].removeLast()
            if words[words.count - 1].isEmpty { words.removeLast() }
        }
        let lower = words.map { $0.lowercased() }
        var start = 0
        var end = words.count
        func has(_ prefix: [String]) -> Bool { lower.starts(with: prefix) && words.count > prefix.count }
        if has(["how", "to"]) {
            intent = .how
            start = 2
        } else if has(["a", "guide", "to"]) || has(["the", "guide", "to"]) {
            intent = .guide
            start = 3
        } else if has(["why"]) {
            intent = .why
            start = 1
        } else if has(["what", "is"]) || has(["what", "are"]) {
            intent = .what
            start = 2
        }
        if intent == .theme {
            let read = EnglishTitle(words, tool: tool)
            (words, kind, intent) = (read.words, read.kind, read.intent)
            end = words.count
        }
        let body = Array(words[start..<max(start, end)])
        let text = body.joined(separator: " ")
        bare = text
        switch intent {
        case .how where start == 2:
            act = Markdown.escape(Topic.lowerFirst(text))
            let stop = body.firstIndex {
                ["in", "within", "without", "by", "before", "when"].contains($0.lowercased())
            }
            var short = Array(body[..<max(1, stop ?? body.count)])
            short[0] = Topic.gerund(short[0].lowercased())
            name = short.joined(separator: " ")
        case .why:
            name = "the question of why " + Topic.lowerFirst(text)
            isClause = true
        default:
            name = Topic.isOrdinary(body.first ?? "") ? Topic.lowerFirst(text) : text
        }
        let group = ["team", "department", "office", "group", "division", "unit", "class", "committee"]
        if kind == "report", group.contains(body.last?.lowercased() ?? "") { name = "the work of " + name }
        if name.isEmpty { name = fallback ?? "this subject" }
        if name.count > Topic.longestEnglishName { name = Topic.cut(name) }
        if let act, act.count > Topic.longestEnglishName + 20 { self.act = nil }
        name = Markdown.escape(Topic.lowerOrdinary(name))
    }

    /// A subject in title case without its capitals, where the first word shows that it is no name (Sleeping Better).
    private static func lowerOrdinary(_ name: String) -> String {
        guard name.first?.isLowercase == true else { return name }
        return name.split(separator: " ").map { isOrdinary(String($0)) ? lowerFirst(String($0)) : String($0) }
            .joined(separator: " ")
    }

    /// The longest subject that is repeated in full, in characters.
    private static let longestEnglishName = 72

    /// A shorter name: what stands before the first colon, comma or preposition that leaves enough.
    private static func cut(_ name: String) -> String {
        let words = name.split(separator: " ").map(String.init)
        let stops: Set<String> = [
            "in", "at", "during", "under", "among", "through", "with", "by", "across", "between", "when",
        ]
        if let colon = name.firstIndex(where: { ":;,".contains($0) }), name[..<colon].count >= 12 {
            return String(name[..<colon])
        }
        if let stop = words.indices.dropFirst(3).first(where: { stops.contains(words[$0].lowercased()) }) {
            return words[..<stop].joined(separator: " ")
        }
        return words.prefix(10).joined(separator: " ")
    }

    /// Whether the first word of a title is no name, so that it is written small within a sentence.
    private static func isOrdinary(_ word: String) -> Bool {
        if ["The", "A", "An", "Our", "My", "Better", "First", "Healthy", "Simple"].contains(word) { return true }
        let small = word.lowercased()
        if names.contains(small) { return false }
        return small.count > 5 && small.hasSuffix("ing") || Field.english.contains { $0.cues.contains(small) }
    }

    /// Names among the words of ``Field/english``.
    private static let names: Set<String> = [
        "swift", "python", "javascript", "rust", "linux", "ai", "chatgpt", "english", "spanish", "youtube", "instagram",
        "tiktok", "seo",
    ]

    private static func lowerFirst(_ text: String) -> String {
        guard let first = text.first, text.dropFirst().first?.isUppercase != true else { return text }
        return first.lowercased() + text.dropFirst()
    }

    /// The -ing form of a verb.
    private static func gerund(_ verb: String) -> String {
        let vowels = "aeiou"
        if verb.hasSuffix("ie") { return verb.dropLast(2) + "ying" }
        if verb.hasSuffix("e"), !verb.hasSuffix("ee"), verb != "be" { return verb.dropLast() + "ing" }
        let letters = Array(verb)
        if letters.count == 3, let last = letters.last, !vowels.contains(last), !"wxy".contains(last),
            vowels.contains(letters[1]), !vowels.contains(letters[0])
        {
            return verb + String(last) + "ing"
        }
        return verb + "ing"
    }
}
