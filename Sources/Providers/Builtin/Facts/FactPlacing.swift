/// Puts what the user states into the text: into the gaps that ask for it, else into a sentence near the top.
struct StatedFacts {
    private(set) var facts: [StatedFact]
    /// What the order says of a lesson or of a survey.
    private(set) var study: StudyFacts?
    private let tool: String

    private static let loose: Set<String> = ["wechat_article", "xiaohongshu_note", "video_script"]

    /// Those of the requirements and of the keywords, which `brief` loses.
    init(_ wishes: Wishes, takenFrom brief: inout Brief, isEnglish: Bool) {
        tool = brief.tool
        guard !isEnglish, StatedFact.statingTools.contains(brief.tool) else {
            facts = []
            if !isEnglish { study = StudyFacts(wishes, takenFrom: &brief) }
            return
        }
        facts = wishes.facts
        brief.keywords.removeAll { keyword in
            guard let fact = StatedFact(keyword: keyword) else { return false }
            // A bare number of minutes or metres may well be what an article is about.
            if fact.kind == .figure, fact.isBare, StatedFacts.loose.contains(brief.tool) { return false }
            if !facts.contains(where: { $0.value == fact.value }) { facts.append(fact) }
            return true
        }
    }

    private func all(_ kinds: StatedFact.Kind...) -> [StatedFact] { facts.filter { kinds.contains($0.kind) } }

    // MARK: - Gaps

    /// The day and hour that the user states, safe in Markdown.
    var moment: String? { all(.time).first.map { Markdown.escape($0.value) } }

    /// The gaps of a text with what fills them.
    private var answers: [(gap: String, answer: String)] {
        var result: [(gap: String, answer: String)] = []
        for fact in facts {
            let value = Markdown.escape(fact.value)
            for gap in StatedFacts.gaps[fact.label] ?? [] {
                let name = gap.prefix { $0 != "【" }
                result.append((gap, name + value))
            }
        }
        func answer(_ kinds: StatedFact.Kind..., with make: (String) -> [(String, String)]) {
            let found = facts.filter { kinds.contains($0.kind) }
            if !found.isEmpty { result += make(StatedFacts.listed(found)) }
        }
        switch tool {
        case "work_report":
            answer(.figure, .money) { [("【待补充：成果】", $0)] }
        case "official_document":
            let scales = all(.figure).filter(\.isBare)
            if !scales.isEmpty { result.append(("【待补充：规模和数量】", scales.map(\.clause).joined(separator: "、"))) }
            let budgets = all(.money).filter { fact in
                ["预算", "经费", "投资", "资金", "费用"].contains { (fact.label + fact.value).holds($0) }
            }
            if !budgets.isEmpty {
                result.append(("【待补充：金额及测算依据】", "（\(StatedFacts.listed(budgets))，测算依据为【待补充】）"))
            }
        case "news_article":
            answer(.people) { _ in [("【待补充：参加者的身份与人数】", Markdown.escape(all(.people)[0].value))] }
        case "business_plan":
            if let team = facts.first(where: { $0.kind == .figure && $0.value.holds("团队") && $0.value.hasSuffix("人") })
            {
                let told = Markdown.escape(team.value.replacing("团队", with: "团队现有"))
                result.append(("姓名与履历为【待补充：团队成员】", "\(told)，姓名与履历为【待补充：团队成员】"))
            }
            if let sum = facts.first(where: { $0.value.hasPrefix("融资") && $0.value.contains(where: \.isNumber) }) {
                let need = Markdown.escape(String(sum.value.drop { !$0.isNumber }))
                result += [("融资需求为【待补充：金额】", "融资需求为\(need)"), ("本轮融资金额为【待补充】", "本轮融资金额为\(need)")]
            }
        case "marketing_copy":
            result += offerAnswers
            answer(.offer) { [("【待补充：活动】", $0), ("的优惠时间与规则为【待补充：起止时间与规则】", "推出\($0)，起止时间为【待补充】")] }
            answer(.money) {
                [("价格与详情见【待补充：价格与链接】", "\($0)，详情见【待补充：链接】"), ("价格与到货时间为【待补充：价格与时间】", "\($0)，到货时间为【待补充】")]
            }
        default: break
        }
        return result
    }

    /// Where and until when there is something on offer.
    private var offerAnswers: [(gap: String, answer: String)] {
        var result: [(gap: String, answer: String)] = []
        if let place = all(.place).first.map({ Markdown.escape($0.value) }) {
            result.append(("地址与营业时间为【待补充：地址与时间】", "地址为\(place)，营业时间为【待补充】"))
            result.append(("在【待补充：地址】", "在\(place)"))
        }
        if let end = facts.first(where: { $0.label == StatedFact.deadline }).map({ Markdown.escape($0.value) }) {
            let offers = all(.offer)
            if !offers.isEmpty {
                let told = "推出\(StatedFacts.listed(offers))，\(end)截止"
                result.append(("的优惠时间与规则为【待补充：起止时间与规则】", told))
            }
            result.append(("的优惠时间与规则为【待补充：起止时间与规则】", "的优惠\(end)截止，规则为【待补充：规则】"))
            result.append(("时间、名额与费用为【待补充：时间、名额、费用】", "\(end)截止，名额与费用为【待补充：名额、费用】"))
        }
        return result
    }

    /// The gaps that a label of the requirements answers.
    private static let gaps: [String: [String]] = {
        var result: [String: [String]] = [:]
        for (labels, gaps) in [
            (["主送机关", "主送单位", "主送"], ["【待补充：主送机关】", "【待补充：主送单位】"]),
            (["发文单位", "发文机关", "落款单位", "落款", "署名"], ["【待补充：发文机关署名】", "【待补充：发文单位署名】"]),
            (["单位"], ["【待补充：发文机关署名】", "【待补充：发文单位署名】", "【待补充：发布单位】"]),
            (["主持人", "主持"], ["主持：【待补充】"]), (["记录人", "记录"], ["记录：【待补充】"]),
            (["成文日期", "落款日期"], ["【待补充：成文日期】"]), (["主办单位", "主办方"], ["【待补充：主办单位】"]),
            (["活动主题"], ["【待补充：活动主题】"]), (["联系人"], ["联系人：【待补充】"]),
            (["联系电话", "咨询电话", "电话"], ["电话：【待补充】"]), (["品牌"], ["【待补充：品牌】"]),
        ] {
            for label in labels { result[label] = gaps }
        }
        return result
    }()

    /// A text with its gaps filled.
    func filled(_ text: String) -> String {
        answers.reduce(text) { $0.replacing($1.gap, with: $1.answer) }
    }

    // MARK: - Sentences

    /// Whether a text holds the value of a fact.
    static func stands(_ fact: StatedFact, in text: String) -> Bool {
        text.holds(Markdown.escape(fact.value))
    }

    /// What no gap takes, in sentences; nil when nothing is left.
    func sentence(besides standing: String) -> String? {
        let text = filled(standing)
        let open = facts.filter { !StatedFacts.stands($0, in: text) && StatedFacts.gaps[$0.label] == nil }
        let figures = open.filter { [.figure, .money].contains($0.kind) && $0.label.isEmpty }
        let bare = figures.contains(where: \.isBare) ? figures : []
        let offers = open.filter { $0.kind == .offer }
        let told = open.filter { !bare.contains($0) && !offers.contains($0) }
        var result: [String] = []
        if !told.isEmpty { result.append(StatedFacts.listed(told)) }
        if !bare.isEmpty { result.append("主要数据为" + bare.map(\.clause).joined(separator: "、")) }
        if !offers.isEmpty { result.append("优惠内容为" + offers.map(\.clause).joined(separator: "、")) }
        return result.isEmpty ? nil : result.joined(separator: "；") + "。"
    }

    /// The same in the manner of an advertisement, which says an offer more than once.
    var claim: String? {
        let told = facts.filter { StatedFacts.gaps[$0.label] == nil }
        return told.isEmpty ? nil : "**" + told.map(\.clause).joined(separator: "｜") + "**"
    }

    private static func listed(_ facts: [StatedFact]) -> String {
        facts.map(\.clause).joined(separator: "，")
    }

    /// Rows of a report's table: what is measured and what it came to.
    var rows: [String] {
        guard tool == "work_report" else { return [] }
        return all(.figure, .money).compactMap { fact in
            guard let match = fact.value.wholeMatch(of: /(?:完成|实现|累计|全年)*([\u{4e00}-\u{9fff}]{2,8}?)(?:约|达|为)?(\d.*)/),
                !["同比", "环比", "增长", "下降"].contains(where: { String(match.1).holds($0) })
            else { return nil }
            return "| \(match.1) | 【待补充】 | \(Markdown.escape(String(match.2))) | 【待补充】 | 与上期同口径比较 |"
        }
    }
}

extension StatedFact {
    /// Whether it is a figure without a word of what it measures.
    fileprivate var isBare: Bool { value.first?.isNumber == true }
}

extension Writer {
    /// States the user's facts near the top, as far as no gap of the form takes them; a film gets its mood.
    func state(_ facts: StatedFacts, in sections: inout [Section]) {
        if tool == "video_script", voice.joint.isEmpty, let mood = VideoMood(wishes) { play(mood, in: &sections) }
        if let study = facts.study { state(study, in: &sections) }
        if let parts = wishes.parts { state(parts, in: &sections) }
        let standing = sections.flatMap { $0.before + $0.after + $0.required }.joined(separator: "\n")
        if let index = sections.firstIndex(where: { $0.heading.hasSuffix("数据一览") }) {
            sections[index].required.insert(contentsOf: facts.rows, at: 0)
        }
        if tool == "marketing_copy", let claim = facts.claim, !sections.isEmpty {
            sections[0].after.insert(claim, at: 0)
            return
        }
        guard let sentence = facts.sentence(besides: standing) else { return }
        switch tool {
        case "video_script":
            guard let index = sections.firstIndex(where: { $0.layout == .rows }),
                let row = render("| § | {v} | \(sentence) | \(caption(of: sentence)) | ¤秒 |")
            else { return }
            open(&sections[index], with: row)
        case "official_document" where sections.first.map { $0.before.count > 1 } == true:
            sections[0].before.append(sentence)
        default:
            let host = sections.firstIndex { [.prose, .apart].contains($0.layout) && !$0.isClosing && $0.weight > 0 }
            guard let host else { return }
            open(&sections[host], with: tool == "xiaohongshu_note" ? "📌 " + sentence : sentence)
        }
    }

    /// Puts a sentence behind the first of a section.
    func open(_ section: inout Section, with sentence: String) {
        // News has its lead among what it must have.
        let isLed = target >= Writer.ledFrom && section.layout != .apart && tool != "news_article"
        if !isLed, !section.leads.isEmpty { section.required.insert(section.leads.removeFirst(), at: 0) }
        section.required.insert(sentence, at: isLed || section.required.isEmpty ? 0 : 1)
    }

    private func caption(of sentence: String) -> String {
        sentence.count <= Writer.longestCaption ? sentence.trimmingEnd("。") : "要点"
    }

    /// The longest caption, in characters.
    private static let longestCaption = 16

    /// From this target on, in characters, the first sentence of a section leads what it must have anyway.
    private static let ledFrom = 500
}
