/// The built-in draft engine: writes a well-formed first draft from a brief, without a model and without a network.
///
/// It deals sentences from its own lexicons into the form of the tool. The same brief always gives the same text, and
/// other titles give other texts. Every keyword is spoken of, as far as the length allows. No sentence stands twice in
/// one text, and up to some 2,000 characters no frame of a sentence does. Of the world outside the brief it says only
/// what is common knowledge of a field or a subject: names, dates and figures that only the user knows are left as
/// 【待补充】, and those of the brief's material stand where they belong.
public enum Draft {
    /// Writes the draft of a brief as Markdown.
    ///
    /// - Returns: a title, the body, and one quoted line that says which engine wrote it. The body's length, counted by
    ///   ``length(of:)``, lies within 15 % of what the requirements or `length` ask for, or the quoted line says that a
    ///   ``Letter`` does not.
    /// - Errors: ``Refusal``.
    public static func compose(_ brief: Brief) throws(Refusal) -> String {
        var brief = BriefBounds.bounded(brief)
        try check(brief)
        let isEnglish = brief.isEnglish
        var wishes = Wishes(
            requirements: brief.requirements,
            tone: brief.tone,
            length: brief.length,
            isSpoken: isSpoken(brief),
            tool: brief.tool
        )
        if brief.tool == "content_rewrite" { return try Rewrite.compose(brief, wishes: wishes, isEnglish: isEnglish) }
        if isEnglish, let letter = EnglishLetter(brief) { return letter.compose(brief, wishes: wishes) }
        if !isEnglish, let letter = Letter(brief, wishes: wishes) { return letter.compose(brief, wishes: wishes) }
        var dice = Dice(seededBy: seeds(of: brief))
        if !isEnglish, Letter.isApplication(brief) { brief.tool = "resume" }
        let facts = StatedFacts(wishes, takenFrom: &brief, isEnglish: isEnglish)
        let order = Order(wishes, tool: brief.tool, isEnglish: isEnglish)
        let isLong = order.size >= longText
        var subject =
            isEnglish
            ? Subject.english(brief, wishes: wishes, isLong: isLong, dice: &dice)
            : Subject.chinese(brief, wishes: wishes, isLong: isLong, dice: &dice)
        Forms.prepare(
            &subject,
            tool: brief.tool,
            size: order.size,
            wishes: wishes,
            brief: brief,
            facts: facts,
            isEnglish: isEnglish,
            dice: &dice
        )
        let form = Forms.form(of: brief.tool, subject: &subject, wishes: wishes, isEnglish: isEnglish, dice: &dice)
        var voice = isEnglish ? Voice.english : .chinese
        if !isEnglish { voice.features = Voice.chineseFeatures(of: brief.tool) }
        let asked = wishes.features
        let isLoose = isEnglish || looseTools.contains(brief.tool)
        var delivered = form.features(size: order.size)
        wishes.features.removeAll { voice.features[$0] == nil || !isLoose && delivered.contains($0) }
        let writer = Writer(
            tool: brief.tool,
            size: order.size,
            subject: subject,
            voice: voice,
            wishes: wishes,
            target: order.target,
            measure: order.countsWords ? { words(in: $0) } : { length(of: $0) },
            numbering: form.numbering,
            dice: dice
        )
        var sections = writer.sections(of: form)
        let isDeep = !isEnglish && wishes.deepen(&sections, writer: writer)
        writer.state(facts, in: &sections)
        writer.place(material: material(of: brief), in: &sections)
        writer.fit(&sections) { room in
            guard !isEnglish, wishes.keepsParts(tool: brief.tool) else { return writer.reserve(room: room) }
            guard isDeep else { return nil }
            var more = writer.reserve(room: room)
            more?.level = 3
            return more
        }
        if isDeep { wishes.spread(&sections) }
        wishes.arrange(&sections, tool: brief.tool)
        let body = facts.filled(writer.markdown(of: sections))
        for feature in asked {
            if let spec = voice.features[feature], feature.stands(as: spec, in: sections) { delivered.insert(feature) }
        }
        wishes.features = asked
        let delivery = Delivered(
            title: subject.topic.title,
            body: body,
            features: delivered,
            headings: sections.count { $0.isTop && !$0.isEmpty }
        )
        var notice = order.notice(hasGaps: body.holds("【待补充"), isEnglish: isEnglish)
        notice += remark(
            on: wishes.unmet(tool: brief.tool, isEnglish: isEnglish, delivery: delivery),
            isEnglish: isEnglish
        )
        return "# \(headline(brief, subject.topic, isEnglish: isEnglish))\n\n\(body)\n\n\(notice)\n"
    }

    /// Refuses a brief that can't be drafted, without drafting it.
    ///
    /// The engine translates nothing, and a title among sentences of another language reads as a mixture.
    static func check(_ brief: Brief) throws(Refusal) {
        if brief.tool == "translation" { throw .translation }
        guard brief.tool == "content_rewrite" || Forms.defaultLengths[brief.tool] != nil else {
            throw .unknownTool(brief.tool)
        }
        let language = brief.language ?? ""
        switch brief.languageAsked {
        case .english where brief.isChinese, .chinese where brief.isLatinSentence: throw .otherLanguage(language)
        case .traditionalChinese, .other: throw .language(language)
        case .english, .chinese, nil: break
        }
    }

    /// The tools whose texts take a section that was asked for besides one of the form's that is like it.
    private static let looseTools: Set<String> = ["wechat_article", "xiaohongshu_note", "video_script"]

    private static let speeches = ["演讲", "发言", "讲话", "致辞", "致词", "讲稿", "朗诵", "主持词", "主持稿", "播音稿", "广播稿", "脱口秀"]

    /// Whether a text is to be spoken, so that its duration says how long it is.
    private static func isSpoken(_ brief: Brief) -> Bool {
        brief.tool != "video_script" && speeches.contains { (brief.title + brief.requirements).holds($0) }
    }

    /// From how many characters on a text draws on more than one field.
    private static let longText = 3_600

    private static func headline(_ brief: Brief, _ topic: Topic, isEnglish: Bool) -> String {
        if topic.title.isEmpty { return brief.tool }
        guard brief.tool == "xiaohongshu_note", !topic.title.contains(where: \.isPictograph) else { return topic.title }
        return topic.title + NoteEmoji.pair(for: topic)
    }

    /// Everything in a brief that may change the text, in a fixed order.
    private static func seeds(of brief: Brief) -> [String] {
        [
            brief.tool, brief.title, brief.keywords.joined(separator: "\u{1e}"), brief.requirements, brief.content,
            brief.language ?? "", brief.tone ?? "", brief.length.map(String.init) ?? "",
        ]
    }

    /// What the closing note of every tool says about wishes that were left out, in the language of the text.
    static func remark(on unmet: [String], isEnglish: Bool) -> String {
        guard !unmet.isEmpty else { return "" }
        let quoted = unmet.map { "“\($0)”" }.joined(separator: isEnglish ? ", " : "、")
        return isEnglish ? " Left out of the requirements: \(quoted)." : "以下要求引擎未能照办，请修改时留意：\(quoted)。"
    }

    // MARK: - The user's own material

    /// The sentences that the user gave along, without those that stand in slots of the form already.
    private static func material(of brief: Brief) -> [String] {
        guard !brief.content.trimmed.isEmpty else { return [] }
        switch brief.tool {
        case "news_article": return NewsFacts(brief.content).report
        case "resume": return ResumeFacts(brief.content).rest
        default: return Sentences.split(String(brief.content.prefix(8_000)))
        }
    }
}

/// How long a text was ordered, drawn into what the engine can write.
struct Order {
    var target: Int
    var countsWords = false
    /// Whether the order lay outside of what the engine writes.
    var wasClamped = false

    /// An English text needs about twice as many letters as a Chinese one has characters to say the same.
    private static let englishFactor = 2

    /// How long the text will be in characters, about.
    var size: Int { countsWords ? target * Order.charactersPerWord : target }

    private static let charactersPerWord = 5

    init(_ wishes: Wishes, tool: String, isEnglish: Bool) {
        guard let wish = wishes.length else {
            if tool == "video_script", let duration = wishes.duration {
                target = Order.script(of: duration, isEnglish: isEnglish)
                return
            }
            let usual = Forms.defaultLengths[tool] ?? 1_000
            target = isEnglish ? usual * Order.englishFactor : usual
            return
        }
        let range = Draft.lengthRange
        if wish.unit == .words, isEnglish {
            let words = 20...Draft.longestWords
            countsWords = true
            target = min(max(wish.count, words.lowerBound), words.upperBound)
        } else {
            target = min(max(wish.count, range.lowerBound), range.upperBound)
        }
        wasClamped = target != wish.count
    }

    /// How long the script of a video of so many seconds is, in characters: its voice, pictures and captions, and
    /// notes.
    private static func script(of seconds: Int, isEnglish: Bool) -> Int {
        isEnglish ? seconds * 30 + 500 : seconds * 10 + 300
    }

    /// What Chinese labelling rules ask for in every generated text, whatever its language.
    static let label = "AI生成"

    /// The line under every draft that says what wrote it; it holds ``label``.
    ///
    /// With `hasGaps` it tells what to do with them.
    func notice(hasGaps: Bool, isEnglish: Bool) -> String {
        let unit = countsWords ? "words" : "characters"
        if isEnglish {
            return "> Drafted by Hanmo's built-in draft engine (AI-generated, " + Order.label
                + "): a starting point to edit, not a finished text."
                + (wasClamped ? " The length was set to \(target) \(unit), the nearest that the engine writes." : "")
        }
        return Order.chineseNotice(hasGaps: hasGaps)
            + (wasClamped ? "要求的篇幅超出引擎范围（100～20000字），已按\(target)字起草。" : "")
    }

    /// What every Chinese draft says of itself.
    static func chineseNotice(hasGaps: Bool) -> String {
        "> 本文由翰墨内置草稿引擎生成（AI生成），是供修改的初稿" + (hasGaps ? "，【待补充】处请填入真实信息。" : "。")
    }
}
