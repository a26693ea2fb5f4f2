extension Subject {
    /// Puts together what a Chinese draft is about: the subject of its title, and the material of its field of life.
    ///
    /// A short text stays with the first field that fits; a long one, `isLong`, needs the breadth of the others too.
    static func chinese(_ brief: Brief, wishes: Wishes, isLong: Bool, dice: inout Dice) -> Subject {
        var keywords = Subject.keywords(brief.keywords + wishes.emphases)
        var topic = Topic(title: brief.title, fallback: keywords.first)
        keywords.removeAll { $0 == topic.name }
        let field = Field.recognise(title: topic.title + topic.bare, keywords: keywords, among: Field.chinese)
        let domains = Subject.domains(field: field, intent: topic.intent, tool: brief.tool)
        adapt(&topic, tool: brief.tool, field: field)
        let first = domains[0]
        let verb =
            switch topic.intent {
            case .announce, .what, .study: "了解"
            case .review: "选好"
            default: topic.isClause ? "看懂" : brief.tool == "official_document" ? "做好" : first.verb
            }
        let ending = brief.tool == "official_document" && topic.act == nil ? "有关工作" : ""
        let wide = isLong ? Array(domains.prefix(2)) : [first]
        return Subject(
            topic: topic,
            points: domains.flatMap { dice.shuffled($0.points) },
            core: isLong ? domains.flatMap(\.points) : first.points,
            people: wishes.audience.isEmpty ? wide.flatMap(\.people) : wishes.audience + (isLong ? first.people : []),
            metrics: wide.flatMap(\.metrics),
            things: wide.flatMap(\.things),
            scenes: dice.shuffled(first.scenes) + domains[1].scenes,
            mistakes: wide.flatMap(\.mistakes),
            keywords: keywords,
            slots: ["t": topic.name, "a": topic.act ?? verb + topic.name + ending, "q": topic.title]
        )
    }

    /// The longest keyword that is woven into sentences, in characters.
    private static let longestKeyword = 24

    /// The user's keywords without repeats, cut to a length that a sentence can carry, and safe in Markdown.
    static func keywords(_ raw: [String]) -> [String] {
        var result: [String] = []
        for keyword in raw {
            var text = Markdown.oneLine(keyword)
            while let first = text.first, "#＃".contains(first) { text.removeFirst() }
            while let last = text.last, "#＃".contains(last) { text.removeLast() }
            text = Markdown.escape(String(text.trimmed.prefix(longestKeyword)))
            if text.contains(where: { $0.isLetter || $0.isNumber }), !result.contains(text) { result.append(text) }
        }
        return Array(result.prefix(24))
    }

    /// The fields whose material a text draws on, the most fitting first; always at least two.
    private static func domains(field: String?, intent: Topic.Intent, tool: String) -> [Domain] {
        let known = field.flatMap { Domain.all[$0] }
        let isInsight = known?.points.first?.mode == .insight
        switch tool {
        case "official_document", "work_report":
            guard let known, known.id != "management", !isInsight else { return [.management, .how] }
            return [known, .management]
        case "business_plan": return [.venture, .marketing]
        case "marketing_copy":
            if known?.id == "food" { return [.treat, .product] }
            guard let known, known.id != "product" else { return [.product, .how] }
            return [known, .product]
        case "resume": return [.career, .management]
        case "lesson_plan": return [.lesson, .theme]
        case "story_novel": return isInsight ? [known ?? .theme, .theme] : [.theme, .why]
        default: break
        }
        switch intent {
        case .why:
            guard let known else { return [.why, .theme] }
            return isInsight ? [known, .why, .theme] : [.why, known]
        case .how, .guide, .list, .plan, .notice, .summary:
            return known.map { [$0, isInsight ? .theme : .how] } ?? [.how, .theme]
        case .announce, .review:
            if known?.id == "food" { return [.treat, .food] }
            guard let known else { return [.product, .how] }
            return known.id == "product" ? [known, .how] : [known, .product]
        case .what, .study, .theme:
            guard let known else { return [.theme, .why] }
            return isInsight ? [known, .theme] : [known, .how]
        }
    }

    /// Makes the subject of a title fit the kind of text: 销售 becomes 销售工作 in a report, 成都 a journey there.
    private static func adapt(_ topic: inout Topic, tool: String, field: String?) {
        guard !topic.isClause else { return }
        let endings = ["工作", "项目", "活动", "业务", "情况", "管理", "建设"]
        if tool == "work_report" || topic.intent == .summary, topic.name.count <= 6,
            !endings.contains(where: { topic.name.hasSuffix($0) })
        {
            topic.name += "工作"
        }
        if field == "travel", topic.intent == .guide, topic.name.count <= 6 {
            topic.name += "之行"
        }
    }
}
