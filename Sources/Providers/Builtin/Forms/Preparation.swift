extension Forms {
    /// Gives the subject what only this tool's form asks for.
    static func prepare(
        _ subject: inout Subject,
        tool: String,
        size: Int,
        wishes: Wishes,
        brief: Brief,
        facts: StatedFacts,
        isEnglish: Bool,
        dice: inout Dice
    ) {
        let topic = subject.topic
        subject.slots["T"] = topic.isClause ? Markdown.escape(topic.bare) : topic.name
        let own = tool == "academic_paper" && !isEnglish ? paperTerms(of: subject) : [topic.name]
        let listed = subject.keywords.isEmpty ? own : Array(subject.keywords.prefix(8))
        subject.slots["K"] = listed.joined(separator: isEnglish ? ", " : "；")
        subject.slots["D"] = wishes.duration.map { "\($0)" + (isEnglish ? " seconds" : "秒") }
        subject.slots["#"] = Hashtags.line(subject, count: min(8, max(3, size / 50)), isEnglish: isEnglish)
        if isEnglish { return EnglishForms.prepare(&subject, tool: tool, dice: &dice) }
        switch tool {
        case "work_report":
            subject.slots["P"] = ReportSubject.period(topic)
        case "marketing_copy":
            subject.slots["E"] = Occasion.call(
                Occasion(title: topic.title),
                name: topic.name,
                verb: subject.slots["U"] ?? "咨询"
            )
        case "news_article":
            prepare(news: &subject, brief: brief, moment: facts.moment)
        case "official_document":
            prepare(document: &subject, brief: brief, size: size, parts: wishes.parts, dice: &dice)
            if subject.slots["1"]?.hasPrefix("【待补充") == true, let moment = facts.moment { subject.slots["1"] = moment }
        case "business_plan":
            subject.slots.merge(VentureTrade.of(topic.title).slots(naming: topic.name)) { own, _ in own }
        case "resume":
            prepare(resume: &subject, brief: brief, size: size, dice: &dice)
        case "lesson_plan":
            prepare(lesson: &subject, size: size, study: facts.study, parts: wishes.parts, dice: &dice)
        case "video_script":
            subject.slots["D"] = subject.slots["D"] ?? "分镜表各镜之和"
            subject.decks["v"] = VideoShots.all(things: subject.things, people: subject.people)
        default: break
        }
    }

    /// What happened, as far as the title says it: the lead of a news release.
    static func event(of topic: Topic) -> String {
        if let event = topic.event { return "\(event.who)\(event.verb)\(event.what)" }
        let body = "【待补充：发布单位】"
        switch topic.intent {
        case .announce:
            let verbs = ["上市", "上线", "发布", "开业", "开幕", "启动", "成立", "举行", "举办"]
            let verb = verbs.first { topic.kind.contains($0) } ?? "推出"
            if verb == "推出" { return "\(body)推出\(topic.name)" }
            return ["上市", "上线", "发布", "成立"].contains(verb)
                ? "\(body)宣布\(topic.name)\(verb)" : "\(topic.name)\(verb)"
        case .summary: return "\(body)公布\(topic.name)的有关情况"
        case .notice, .plan: return "\(body)就\(topic.name)作出安排"
        default: return "\(body)就\(topic.name)发布消息"
        }
    }
}
