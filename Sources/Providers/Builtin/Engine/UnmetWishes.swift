/// What a finished draft shows of the wishes.
struct Delivered {
    var title: String
    /// The body as Markdown.
    var body: String
    /// The features that the text has.
    var features: Set<Wishes.Feature>
    /// How many headings it has at the top.
    var headings: Int
}

extension Wishes {
    /// How many wishes the closing note names, and how much of each, in characters.
    private static let namedWishes = 4
    private static let longestNamed = 24

    /// The tools whose texts take asides in a manner, and those that are not formal.
    private static let voiced: Set<String> = ["wechat_article", "xiaohongshu_note"]
    private static let casual: Set<String> = ["marketing_copy", "story_novel", "video_script"]

    /// What was asked for and is not in the text; without `delivery` what the tool can't do.
    func unmet(tool: String, isEnglish: Bool, delivery: Delivered? = nil) -> [String] {
        var result: [String] = []
        if layout.isFirstPerson, isEnglish || tool != "story_novel" {
            result.append(isEnglish ? "first person" : "第一人称")
        }
        if layout.refusesHeadings, !Wishes.plain.contains(tool) { result.append(isEnglish ? "no headings" : "不要小标题") }
        if let parts = layout.parts, !isParted(parts, tool: tool, isEnglish: isEnglish, delivery: delivery) {
            result.append(isEnglish ? "\(parts) parts" : "分\(parts)\(layout.partsName)")
        }
        let body = delivery?.body ?? ""
        var phrases = facts.filter { !StatedFacts.stands($0, in: body) }.map(\.source)
        phrases += parts?.missing(in: body) ?? []
        if let delivery { phrases += dropped(tool: tool, isEnglish: isEnglish, delivery: delivery) }
        if tool != "video_script", let durationPhrase, !Wishes.holdsMinutes(of: durationPhrase, body) {
            phrases.append(durationPhrase)
        }
        phrases += unknown.filter { !Wishes.isEvident($0, in: body) && !Wishes.fits($0, title: delivery?.title) }
        phrases.removeAll { isEnglish ? EnglishOffer.isTold($0, in: body) : isGranted($0, tool: tool, in: body) }
        for phrase in phrases {
            let named = Markdown.escape(String(phrase.prefix(Wishes.longestNamed)))
            if !result.contains(named) { result.append(named) }
        }
        return Array(result.prefix(Wishes.namedWishes))
    }

    private func isParted(_ parts: Int, tool: String, isEnglish: Bool, delivery: Delivered?) -> Bool {
        guard Wishes.free.contains(tool), !layout.refusesHeadings else { return false }
        if isEnglish { return tool == "story_novel" }
        return delivery.map { $0.headings == parts } ?? true
    }

    /// The phrases that ask for features and a manner which the text has not.
    private func dropped(tool: String, isEnglish: Bool, delivery: Delivered) -> [String] {
        var result: [String] = []
        for feature in features where !delivery.features.contains(feature) {
            guard let phrase = featurePhrases[feature] else { continue }
            // 实用 alone praises rather than orders.
            let isPraise = feature == .tips && !["技巧", "干货", "tips"].contains { phrase.holds($0) }
            if !isPraise { result.append(phrase) }
        }
        let mood = tool == "video_script" && !isEnglish ? VideoMood(self) : nil
        let hasMood = mood?.isShown(in: delivery.body) == true
        let hasManner =
            hasMood || manner == .plain || Wishes.voiced.contains(tool)
            || manner == .formal && !Wishes.casual.contains(tool)
        if !hasManner, let mannerPhrase { result.append(mannerPhrase) }
        return result
    }

    /// Whether a form of its own grants a phrase that nothing else reads: the mood of a film, what is known of an
    /// applicant, a fact of a study.
    private func isGranted(_ phrase: String, tool: String, in body: String) -> Bool {
        if tool == "video_script", let mood = VideoMood(self) {
            return mood.isNamed(in: phrase) && mood.isShown(in: body)
        }
        if tool == "resume" { return ResumeOrder.isTold(phrase, in: body) }
        if tool == "official_document", let scale = DocumentKind.scale(in: phrase) { return body.holds(scale) }
        if tool == "news_article", let city = NewsPlace.city(in: phrase) {
            return phrase.hasSuffix(city) && body.holds(city)
        }
        let facts = StudyFacts.read(phrase, tool: tool)
        return !facts.isEmpty && facts.allSatisfy { StatedFacts.stands($0, in: body) }
    }

    private static func holdsMinutes(of phrase: String, _ body: String) -> Bool {
        phrase.firstMatch(of: /\d+分钟/).map { body.holds(String($0.0)) } ?? false
    }

    /// Whether a phrase says how long the title may be, and the title is no longer.
    private static func fits(_ phrase: String, title: String?) -> Bool {
        guard let title, phrase.holds("标题"), let most = phrase.firstMatch(of: /(\d{1,2})个?字/).flatMap({ Int($0.1) })
        else { return false }
        return Draft.length(of: title) <= most
    }

    /// Words of what a form has by itself, and what shows that it is there.
    private static let evidence: [(words: [String], marks: [String])] = [
        (["朋友圈"], ["朋友圈"]), (["海报"], ["海报版"]), (["短信"], ["短信版"]), (["话题", "标签", "tag", "hashtag"], ["#"]),
        (["分镜"], ["分镜"]), (["字幕"], ["字幕"]), (["台词", "口播", "旁白"], ["台词"]), (["画面", "镜头"], ["画面"]),
        (["表格"], ["|---"]), (["小标题", "分标题", "层级标题"], ["## "]), (["标题"], ["标题备选", "发布标题"]),
        (["板书"], ["板书"]), (["教学目标"], ["教学目标"]), (["作业"], ["作业"]), (["教学反思"], ["教学反思"]),
        (["落款", "署名"], ["署名"]),
        (["摘要"], ["摘要"]), (["参考文献"], ["参考文献"]), (["关键词"], ["关键词"]), (["财务"], ["财务计划"]), (["风险"], ["风险"]),
        (["下一步", "工作计划"], ["下一步"]), (["问题", "不足"], ["问题与原因", "主要问题", "主要不足"]),
        (["互动", "引导", "号召"], ["评论", "留言", "行动号召"]),
    ]

    /// Whether a phrase that nothing reads is met all the same, because the form of the text has what it names.
    private static func isEvident(_ phrase: String, in body: String) -> Bool {
        let text = phrase.lowercased()
        let isRefusal = ["不要", "不用", "不带", "不加", "不含", "别", "无", "no "].contains { text.hasPrefix($0) }
        if text.holds("emoji") || text.holds("表情") { return body.contains(where: \.isPictograph) != isRefusal }
        let named = evidence.filter { $0.words.contains { text.holds($0) } }
        let hasFigure = text.contains { $0.isASCII && $0.isNumber }
        guard let first = named.first, text.count <= longestEvident, !hasFigure else { return false }
        return first.marks.contains { body.holds($0) } != isRefusal
    }

    /// A longer phrase says more of a thing than that it be there.
    private static let longestEvident = 10
}
