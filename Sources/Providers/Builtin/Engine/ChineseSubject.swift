extension Subject {
    /// Puts together what a Chinese draft is about: the subject of its title, and the material of its field of life.
    ///
    /// A short text stays with the first field that fits; a long one, `isLong`, needs the breadth of the others too.
    static func chinese(_ brief: Brief, wishes: Wishes, isLong: Bool, dice: inout Dice) -> Subject {
        var keywords = Subject.keywords(brief.keywords + wishes.emphases)
        let year = brief.tool == "lesson_plan" ? SchoolYear(Markdown.oneLine(brief.title)) : SchoolYear("")
        var topic = Topic(title: brief.title, fallback: keywords.first)
        if !year.name.isEmpty {
            let title = topic.title
            topic = Topic(title: year.rest, fallback: keywords.first)
            topic.title = title
        }
        if brief.tool == "work_report" { topic = ReportSubject.topic(topic, fallback: keywords.first) }
        keywords.removeAll { $0 == topic.name }
        let isOfficial = ["official_document", "work_report"].contains(brief.tool)
        let fields = isOfficial ? Field.chinese.filter { officialFields.contains($0.id) } : Field.chinese
        if topic.isWordless { topic.name = namesOfNothing[brief.tool] ?? "这件事" }
        let isDish = !isOfficial && Domain.isDish(topic.title)
        if isDish, [.theme, .what].contains(topic.intent) { topic.intent = .guide }
        let field =
            topic.application != nil
            ? Domain.application.id
            : topic.isChoice && !isOfficial
                ? Domain.choice.id
                : isDish
                    ? Domain.dish.id
                    : Field.recognise(title: topic.title + topic.bare, keywords: keywords, among: fields)
        let domains = Subject.domains(field: field, topic: topic, tool: brief.tool)
        adapt(&topic, tool: brief.tool, field: field)
        let first = domains[0]
        let isDocument = brief.tool == "official_document"
        let verb =
            switch topic.intent {
            case _ where isDocument: "做好"
            case .announce, .what, .study: "了解"
            case .review: "选好"
            default: topic.isClause ? "看懂" : first.verb
            }
        let flavour = flavour(of: field, tool: brief.tool)
        let question = brief.tool == "academic_paper" ? Domain.question(of: topic.title) : nil
        let studied = brief.tool == "academic_paper" && question?.id != "paper-literary" ? persons(in: topic.bare) : []
        let ending = isDocument && !topic.name.hasSuffix("工作") ? "有关工作" : ""
        let staysInField =
            ["business_plan", "academic_paper"].contains(brief.tool) || field != nil && freeTools.contains(brief.tool)
        let wide = isLong && !staysInField ? Array(domains.prefix(2)) : [first]
        let asked = question.flatMap { $0.people.isEmpty ? nil : $0 }
        let people =
            studied.isEmpty
            ? asked?.people ?? flavour?.people ?? wide.flatMap(\.people) : studied + (asked ?? first).people
        let isMeasured = brief.tool == "academic_paper" && measuredFields.contains(field ?? "")
        let metrics = isMeasured ? flavour?.metrics ?? [] : []
        let known = mixedTools.contains(brief.tool) ? knownPoints(field: field, topic: topic) : []
        let own =
            brief.tool == "lesson_plan"
            ? Domain.lessonPoints(of: topic.title, year: topic.title)
            : brief.tool == "business_plan"
                ? Domain.venturePoints(of: topic.title)
                : brief.tool == "news_article"
                    ? NewsFacets.points(of: topic.title, keywords: keywords) : question?.points ?? known
        var slots: Slots = [
            "t": topic.name, "a": (isDocument && topic.isClause ? nil : topic.act) ?? verb + topic.name + ending,
            "q": topic.title,
        ]
        if brief.tool == "marketing_copy" { slots["U"] = first.verb }
        slots["L"] = year.name.isEmpty ? "【待补充】" : Markdown.escape(year.name)
        if !year.book.isEmpty { slots["G"] = Markdown.escape(year.book) }
        if !year.name.isEmpty { slots["R"] = Markdown.escape(year.rest) }
        (slots["X"], slots["Y"]) = (topic.application?.technique, topic.application?.field)
        if let influence = question.flatMap({ _ in Domain.influence(in: topic.title) }) {
            (slots["X"], slots["Y"]) = influence
        }
        return Subject(
            topic: topic,
            points: (brief.tool == "news_article" ? own : [])
                + Subject.points(of: domains, field: field, topic: topic, tool: brief.tool, dice: &dice),
            core: isLong && (!staysInField || brief.tool == "academic_paper")
                ? (question?.points ?? []) + domains.flatMap(\.points)
                : own.isEmpty ? first.points : own + first.points,
            people: wishes.audience.isEmpty ? people : wishes.audience + (isLong ? people : []),
            metrics: asked?.metrics ?? (metrics + wide.flatMap(\.metrics)),
            things: asked?.things ?? wide.flatMap(\.things),
            scenes: dice.shuffled(first.scenes) + domains[1].scenes,
            mistakes: wide.flatMap(\.mistakes),
            keywords: keywords,
            slots: slots
        )
    }

    /// What a text is about whose title and keywords have no words.
    private static let namesOfNothing = [
        "official_document": "此项工作", "work_report": "各项工作", "business_plan": "本项目", "academic_paper": "本文议题",
        "lesson_plan": "本课内容",
        "marketing_copy": "这件好物", "resume": "本岗位", "news_article": "此次活动",
    ]

    /// The tools whose texts speak of nothing but their field, however long they are.
    private static let freeTools: Set<String> = ["wechat_article"]

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

    /// The fields of life whose material suits offices and firms as much as persons.
    private static let officialFields = ["safety", "management", "marketing", "environment", "farming", "making"]

    /// The fields whose measures a paper can use.
    private static let measuredFields: Set<String> = [
        "health", "education", "farming", "making", "environment", "finance", "medicine", "sport", "housing", "home",
    ]

    /// Whom a title names as studied (大学生, 居民), the longest name of each.
    private static func persons(in title: String) -> [String] {
        let known = [
            "大学生", "研究生", "高中生", "初中生", "中小学生", "小学生", "留守儿童", "儿童", "青少年", "老年人", "居民", "农户", "农民", "教师", "护士", "患者",
            "消费者",
            "用户", "企业员工", "员工", "家长", "女性", "流动人口", "村民", "学龄前儿童", "创业者", "中小企业", "上市公司", "制造企业",
        ]
        var result: [String] = []
        for name in known where title.holds(name) && !result.contains(where: { $0.holds(name) }) {
            result.append(["中小企业", "上市公司", "制造企业"].contains(name) ? name + "管理者" : name)
        }
        return result
    }

    /// The field whose people, scenes and measures a text speaks of, although its material is that of its form.
    private static func flavour(of field: String?, tool: String) -> Domain? {
        guard ["academic_paper", "business_plan"].contains(tool), let field else { return nil }
        guard let known = field == "food" ? .treat : Domain.named(field), known.points.first?.mode == .practice else {
            return nil
        }
        return known
    }

    /// The fields whose material a text draws on, the most fitting first; always at least two.
    ///
    /// Texts that state facts (news, documents, reports, plans, papers) take neutral material unless a field's own is.
    private static func domains(field: String?, topic: Topic, tool: String) -> [Domain] {
        var known = field.flatMap { Domain.named($0) }
        let isInsight = known?.points.first?.mode == .insight
        switch tool {
        case "news_article":
            let kind = Domain.coverage(of: topic.title)
            return [kind ?? .coverage, .coverageMore] + (kind == nil ? [] : [.coverage])
        case "official_document" where topic.gathering == .activity: return [.implementation, .support, .management]
        case "work_report" where Domain.trade(of: topic.title) != nil:
            return [Domain.trade(of: topic.title) ?? .management, .management, .implementation, .support]
        case "official_document", "work_report":
            guard let known, officialFields.contains(known.id), known.id != "management" else {
                return [.management, .implementation, .support]
            }
            return [known, .management, .implementation, .support]
        case "business_plan": return [.venture, .ventureMore]
        case "academic_paper": return [.inquiry, .inquiryMore]
        case "marketing_copy":
            return [.offer(of: topic.title), .offerMore]
        case "resume": return [.career, .management, .implementation]
        case "lesson_plan": return [.lesson, .education]
        case "story_novel": return isInsight ? [known ?? .theme, .theme] : [.theme, .why]
        default: break
        }
        let partner = field.flatMap { partners[$0] }.flatMap { Domain.named($0) }
        if known?.id == "pets", [.how, .guide, .list, .plan, .review].contains(topic.intent) { known = .petcare }
        switch topic.intent {
        case .why:
            guard let known else { return [.why, .theme] }
            return isInsight ? [known, .why, .theme] : [known, .why]
        case .how, .guide, .list, .plan, .notice, .summary:
            if known?.id == Domain.innovation.id { known = .technology }
            guard let known else { return [.how, .theme] }
            if let partner { return [known, partner, .how] }
            return known.points.first?.mode == .insight ? [known, .theme] : [known, .how]
        case .announce, .review:
            if known?.id == "food" { return [.treat, .food] }
            let isPlace = ["院", "校", "园", "班", "机构", "公司", "店", "馆", "专业", "大学", "城市", "医生", "老师"].contains {
                topic.name.hasSuffix($0)
            }
            guard let known else { return isPlace ? [.how, .theme] : [.product, .how] }
            if isInsight { return [known, .theme, .how] }
            if let partner { return [known, partner, .how] }
            return known.id == "product" ? [known, .how] : [known, .product, .how]
        case .what, .study, .theme:
            guard let known else { return [.theme, .why] }
            if known.id == Domain.application.id { return [known, .innovation] }
            if let partner { return [known, partner, .theme] }
            return isInsight ? [known, .theme] : [known, .how]
        }
    }

    /// Everything worth saying: what is known of this very subject, then four points of its field, then those of the
    /// second field by turns with the rest of the first, so that two titles of one field do not become one text.
    private static func points(
        of domains: [Domain],
        field: String?,
        topic: Topic,
        tool: String,
        dice: inout Dice
    ) -> [Point] {
        let trade =
            switch tool {
            case "lesson_plan": Domain.lessonPoints(of: topic.title, year: topic.title)
            case "business_plan": Domain.venturePoints(of: topic.title)
            case "academic_paper": Domain.question(of: topic.title)?.points ?? []
            default: [Point]()
            }
        if tool == "academic_paper", !trade.isEmpty { return trade + domains.flatMap { dice.shuffled($0.points) } }
        if !trade.isEmpty { return dice.shuffled(trade) + domains.flatMap { dice.shuffled($0.points) } }
        if tool == "news_article" {
            let more = domains.dropFirst().flatMap { dice.shuffled($0.points) }
            return (domains[0].points + more).map { $0.reworded(&dice) }
        }
        let dealt = domains.map { dice.shuffled($0.points) }
        guard mixedTools.contains(tool), field != nil, domains.count > 1 else { return dealt.flatMap { $0 } }
        let known = knownPoints(field: field, topic: topic)
        var result = known + dealt[0].prefix(max(2, pointsOfFirst - known.count))
        var first = dealt[0].dropFirst(result.count - known.count)
        let isGeneral = ["how", "theme", "why"].contains(domains[1].id)
        let most = !isGeneral ? mostOfSecond : known.isEmpty ? 0 : mostOfGeneral
        var second = dealt[1].prefix(most)
        while !first.isEmpty || !second.isEmpty {
            result += second.prefix(2)
            second = second.dropFirst(2)
            result += first.prefix(1)
            first = first.dropFirst()
        }
        return result + dealt[1].dropFirst(most) + dealt.dropFirst(2).flatMap { $0 }
    }

    /// What is known of the very subject of a title.
    private static func knownPoints(field: String?, topic: Topic) -> [Point] {
        field == Domain.dish.id ? Domain.dishPoints(in: topic.title) : SubjectLore.points(of: topic.title)
    }

    /// The tools whose texts mix two fields.
    private static let mixedTools: Set<String> = ["wechat_article", "xiaohongshu_note", "video_script"]
    /// How many points of the first field, or known of the subject itself, come before any of the second.
    private static let pointsOfFirst = 4
    /// How many points of the second field come between those of the first.
    private static let mostOfSecond = 6
    /// The same of the general material, where the subject itself is known; else it comes last.
    private static let mostOfGeneral = 3

    /// The field that goes best with another; the general material goes with those that are not named.
    private static let partners = [
        "sight": "culture", "artwork": "culture", "festival": "culture", "solarterm": "nature",
        "industry": "innovation",
        "eldercare": "medicine", "homework": "parenting", "sleep": "health", "jobhunt": "work", "thesis": "education",
        "officewriting": "work", "wildlife": "nature", "dish": "food", "admission": "education",
    ]

    /// Makes the subject of a title fit the kind of text: 销售 becomes 销售工作 in a report, 成都 a journey there.
    private static func adapt(_ topic: inout Topic, tool: String, field: String?) {
        guard !topic.isClause else { return }
        if tool == "marketing_copy" {
            topic.name = Occasion.offer(in: topic.name)
            return
        }
        if tool == "official_document", topic.gathering == .meeting {
            topic.name = Topic.matter(ofMeeting: topic.name)
            return
        }
        if tool == "work_report" {
            topic.name = ReportSubject.work(topic.name)
            return
        }
        if topic.intent == .summary, topic.name.count <= 6 { topic.name = ReportSubject.work(topic.name) }
        let isJourney = ["游", "行", "旅", "攻略"].contains { topic.name.hasSuffix($0) }
        if field == "travel", topic.intent == .guide, topic.name.count <= 6, !isJourney {
            topic.name += "之行"
        }
    }
}
