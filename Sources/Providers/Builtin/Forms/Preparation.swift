extension Forms {
    /// Gives the subject what only this tool's form asks for.
    static func prepare(
        _ subject: inout Subject,
        tool: String,
        size: Int,
        wishes: Wishes,
        order: String,
        isEnglish: Bool,
        dice: inout Dice
    ) {
        let topic = subject.topic
        subject.slots["T"] = topic.isClause ? Markdown.escape(topic.bare) : topic.name
        let listed = subject.keywords.isEmpty ? [topic.name] : Array(subject.keywords.prefix(8))
        subject.slots["K"] = listed.joined(separator: isEnglish ? ", " : "；")
        subject.slots["D"] = wishes.duration.map { "\($0)" + (isEnglish ? " seconds" : "秒") }
        subject.slots["#"] = hashtags(subject, count: min(8, max(3, size / 50)), isEnglish: isEnglish)
        if isEnglish { return EnglishForms.prepare(&subject, tool: tool, dice: &dice) }
        switch tool {
        case "work_report":
            subject.slots["P"] = ReportSubject.period(topic)
        case "news_article":
            subject.slots["N"] = event(of: topic)
        case "official_document":
            subject.slots.merge(MeetingDetails.slots(in: order, for: topic.gathering)) { _, said in said }
            subject.slots["A"] = DocumentKind(topic).opening(topic, act: subject.slots["a"] ?? topic.name)
            let opens = ["召开", "举行", "举办", "组织"].contains { topic.act?.hasPrefix($0) == true }
            subject.slots["c"] = opens ? topic.act : "召开" + Markdown.escape(topic.bare)
        case "resume":
            let applicant = Applicant(topic, keywords: subject.keywords)
            subject.slots["t"] = applicant.position ?? "这一职位"
            subject.slots["a"] = "胜任" + (applicant.position ?? "这一职位")
            subject.slots["T"] = applicant.position ?? "【待补充：目标岗位】"
            subject.slots["N"] = applicant.name ?? "【待补充】"
            subject.keywords.removeAll { $0 == applicant.position }
            if subject.keywords.isEmpty { subject.slots["K"] = applicant.position ?? "【待补充：专业能力】" }
        case "lesson_plan":
            if let rest = subject.slots["R"] { subject.slots["T"] = Markdown.oneLine(rest) }
            let names = dice.shuffled(Domain.lesson.points).map(\.name)
            subject.slots["1"] = names[0]
            subject.slots["2"] = names[1]
        case "video_script":
            subject.slots["D"] = subject.slots["D"] ?? "分镜表各镜之和"
            subject.decks["v"] = VideoShots.all
        default: break
        }
    }

    /// What happened, as far as the title says it: the lead of a news release.
    private static func event(of topic: Topic) -> String {
        if let event = topic.event { return "\(event.who)\(event.verb)\(event.what)" }
        let body = "【待补充：发布单位】"
        switch topic.intent {
        case .announce:
            let verbs = ["上市", "上线", "发布", "开业", "开幕", "启动", "成立", "举行", "举办"]
            let verb = verbs.first { topic.kind.contains($0) } ?? "推出"
            if verb == "推出" { return "\(body)推出\(topic.name)" }
            return ["上市", "上线", "发布", "成立"].contains(verb)
                ? "\(body)宣布\(topic.name)\(verb)" : "\(body)的\(topic.name)\(verb)"
        case .summary: return "\(body)公布\(topic.name)的有关情况"
        case .notice, .plan: return "\(body)就\(topic.name)作出安排"
        default: return "\(body)就\(topic.name)发布消息"
        }
    }

    /// 小红书 marks a topic by a sign at either end, other networks by one in front.
    private static func hashtags(_ subject: Subject, count: Int, isEnglish: Bool) -> String {
        var names: [String] = []
        for raw in [subject.topic.name] + subject.keywords + subject.points.prefix(5).map(\.name) {
            let name = raw.filter { $0.isLetter || $0.isNumber }
            guard (2...20).contains(name.count), !names.contains(name), names.count < count else { continue }
            names.append(name)
        }
        return names.map { isEnglish ? "#\($0)" : "#\($0)#" }.joined(separator: " ")
    }
}
