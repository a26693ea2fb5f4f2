/// What a title is about, as far as its words show it.
struct Topic {
    /// What the title sets out to do with its subject.
    enum Intent { case how, why, what, guide, list, announce, review, summary, notice, plan, study, theme }

    /// The title as it was given, on one line and safe in Markdown.
    var title: String
    /// The subject as a noun (工作效率); clauses are turned into one (猫喜欢纸箱这件事).
    var name: String
    /// The activity as a verb phrase (提高工作效率), or nil when the title names none.
    var act: String?
    var intent = Intent.theme
    /// The kind of document that the title names (通知, 总结, …), or nothing.
    var kind = ""
    /// The stretch of time that the title names (2026年第一季度), or nothing.
    var period = ""
    /// Who did what, when the title says so (某公司发布新能源重卡); the subject is then the last of the three.
    var event: (who: String, verb: String, what: String)?
    /// The technique and the field of a title like 人工智能在医疗中的应用.
    var application: (technique: String, field: String)?
    /// What a notice with this title calls people to; nil for any other.
    var gathering: Gathering?
    /// The subject's words without marks, to compare with a lexicon.
    var bare: String
    /// Whether neither the title nor anything else names the subject.
    var isWordless = false
    /// Whether the subject is a clause or only quoted, so that it is no plain noun.
    var isClause = false
    /// Whether the subject is something that is done or that happens, in so many words, rather than a noun: it is named
    /// in full only now and then.
    var isPhrase = false
    /// Whether the title asks for a letter of application.
    var isLetter: Bool {
        kind.hasSuffix("信") || ["求职信", "自荐信", "应聘信", "申请信", "推荐信"].contains { title.holds($0) }
    }
    /// Whether the title asks which of two things to take (买房还是租房).
    var isChoice: Bool {
        guard let or = title.firstRange(of: "还是") else { return false }
        return title[..<or.lowerBound].count >= 1 && title[or.upperBound...].count >= 1
            && !["我们", "他", "她", "我", "你"].contains { title[..<or.lowerBound].hasSuffix($0) }
    }

    /// Reads a Chinese title.
    ///
    /// `fallback` names the subject when the title has no words at all, such as one of emoji.
    init(title: String, fallback: String?) {
        let line = Markdown.oneLine(title)
        self.title = Markdown.escape(line)
        var text = Topic.core(of: line)
        bare = text
        if text.isEmpty {
            let known = Topic.words(ofEmoji: line) ?? fallback
            name = known ?? "这个主题"
            bare = name
            isWordless = known == nil
            isClause = isWordless
            return
        }
        name = text
        takeMainPart(of: &text)
        text = Topic.withYearTwice(text)
        period = Topic.takePeriod(&text)
        if !period.isEmpty { Topic.takeLink(of: &text) }
        if takeConcern(of: &text) || takeAsking(of: &text) {
            bare = text
            finish()
            return
        }
        if takeQuestion(in: text) {
            finish()
            return
        }
        takeFrame(&text)
        while intent != .why, text.hasSuffix("的") || text.hasSuffix("之") { text.removeLast() }
        if text.isEmpty { text = Topic.mainPart(of: bare).part }
        bare = text
        name = text
        takePattern(of: text)
        // The title itself, with its date, tells the whole then.
        if !period.isEmpty, event?.what.isEmpty == true, Topic.tells(text) { event = nil }
        finish()
    }

    /// Cuts what was found to a fit length and makes it safe.
    private mutating func finish() {
        gathering = Topic.gathering(named: name, act: act)
        isPhrase = isPhrase || isClause
        shorten()
        if Topic.isOfWork(title), title.holds("《\(name)》") { name = "《\(name)》" }
        name = Markdown.escape(name)
        act = act.map { Markdown.escape($0) }
    }

    // MARK: - Cutting the title down to its subject

    /// The title without quotation marks around it and without signs and emoji at its ends.
    private static func core(of line: String) -> String {
        var text = Substring(line)
        func isEdge(_ character: Character) -> Bool {
            !(character.isLetter || character.isNumber)
                && !(character == "+" || character == "#" || character == ")" || character == "）" || character == "%")
        }
        while let last = text.last, isEdge(last) || last.isPictograph { text.removeLast() }
        while let first = text.first, isEdge(first) || first.isPictograph { text.removeFirst() }
        guard text.contains(where: { $0.isLetter || $0.isNumber }) else { return "" }
        if text.contains("”"), !text.contains("“") { text = "“" + text }
        if let open = text.firstIndex(of: "《"), isLabel(text[..<open].trimmed) {
            text = text[..<open] + "：" + text[open...]
        }
        return String(text.filter { !"《》".contains($0) && !$0.isPictograph })
    }

    /// Takes the words around the subject off and learns the intent and the kind of document from them.
    private mutating func takeFrame(_ text: inout String) {
        if text.hasPrefix("关于"), text.count > 4 {
            text.removeFirst(2)
        }
        for word in ["商请贵单位", "商请", "恳请", "协助", "支持", "配合"] where text.hasPrefix(word) && text.count > word.count + 3 {
            text.removeFirst(word.count)
        }
        takeDuration(&text)
        for (word, intent) in TitleWords.heads
        where text.hasPrefix(word) && text.count > word.count
            && !TitleWords.noHeads.contains(where: { text.hasPrefix($0) })
        {
            text.removeFirst(word.count)
            self.intent = intent
            break
        }
        text = text.trimmed
        takeAddress(&text)
        takeCount(&text)
        var isFirst = true
        var again = true
        while again {
            again = false
            for (word, intent) in TitleWords.tails
            where text.hasSuffix(word) && text.count > word.count && !Topic.needs(text.dropLast(word.count), word) {
                text.removeLast(word.count)
                if isFirst, self.intent == .theme || intent == .notice { self.intent = intent }
                if isFirst { kind = word.hasPrefix("的") ? String(word.dropFirst()) : word }
                isFirst = false
                while text.count > 1, text.hasSuffix("的") || text.hasSuffix("之") { text.removeLast() }
                again = !["印发", "转发"].contains { text.hasPrefix($0) }
                break
            }
        }
        takeCountedTail(&text)
        text = text.trimmed
        if text.count > 2 {
            for word in ["我的", "我们的", "一个", "一只", "一位", "一名", "一座", "一场", "一条", "一次"] where text.hasPrefix(word) {
                text.removeFirst(word.count)
                break
            }
        }
    }

    /// Whether what stands before a word at the end says nothing without it: 写好 of 写好周报, 菜市场重新 of 菜市场重新开业
    /// and 书店举行读书节 of 书店举行读书节启动仪式.
    private static func needs(_ rest: Substring, _ word: String) -> Bool {
        if TitleWords.verbs.contains(String(rest)) || rest == "写" { return true }
        if ["重新", "再次", "即将", "将", "一份", "一篇"].contains(where: { rest.hasSuffix($0) && rest.count > $0.count }) {
            return true
        }
        if ["年终", "年中"].contains(rest) { return true }
        return TitleWords.ceremonies.contains(word)
            && ["举行", "举办", "召开"].contains { rest.dropFirst(2).contains($0) }
    }

    /// 三分钟学会换备胎: takes 三分钟 off the front.
    private func takeDuration(_ text: inout String) {
        for unit in ["分钟", "秒", "小时", "天", "周", "个月"] {
            guard let range = text.firstRange(of: unit), text[..<range.lowerBound].count <= 3,
                range.lowerBound > text.startIndex,
                text[..<range.lowerBound].allSatisfy({ $0.isNumber || "一二三四五六七八九十几半".contains($0) })
            else { continue }
            let rest = text[range.upperBound...]
            if ["学会", "教你", "看懂", "读懂", "搞懂", "掌握", "带你", "教会", "做好", "搞定"].contains(where: { rest.hasPrefix($0) }) {
                text = String(rest)
            }
            return
        }
    }

    /// 租房党必看的收纳技巧: takes everything up to 必看的 off the front.
    private func takeAddress(_ text: inout String) {
        for word in ["必看的", "必备的", "必读的", "必学的", "都在用的", "专属的", "必知的"] {
            guard let range = text.firstRange(of: word), text[range.upperBound...].count >= 2 else { continue }
            text = String(text[range.upperBound...])
            return
        }
    }

    /// 10个提高效率的技巧: takes 10个 off the front.
    private mutating func takeCount(_ text: inout String) {
        let numerals = "0123456789一二三四五六七八九十几"
        let digits = text.prefix { numerals.contains($0) }
        let rest = text.dropFirst(digits.count)
        guard !digits.isEmpty, rest.count > 2, let measure = rest.first, "个种条招大款项".contains(measure) else { return }
        if digits == "一" { return }
        text = String(rest.dropFirst())
        if intent == .theme { intent = .list }
    }

    /// 提高效率的10个技巧, of which the last word is gone already: takes 的10个 off the end.
    private func takeCountedTail(_ text: inout String) {
        let numerals = "0123456789一二三四五六七八九十几"
        guard let last = text.last, "个种条招大款项".contains(last) else { return }
        var rest = text.dropLast()
        let before = rest.count
        while let digit = rest.last, numerals.contains(digit) { rest.removeLast() }
        guard rest.count < before, rest.count >= 2 else { return }
        while rest.count > 1, rest.hasSuffix("的") { rest.removeLast() }
        text = String(rest)
    }

    /// Parts 提高工作效率 into the verb and its object; what can't be parted stays whole.
    mutating func takeVerb(of text: String) {
        var rest = Substring(text)
        if intent == .how, text.hasPrefix("在"), let end = text.prefix(10).lastIndex(where: { "内里中后前时".contains($0) }) {
            rest = rest[rest.index(after: end)...]
        }
        var adverb = ""
        for word in TitleWords.adverbs where rest.hasPrefix(word) && rest.count > word.count + 2 {
            adverb = word
            rest.removeFirst(word.count)
            break
        }
        let verb = TitleWords.verbs.first { rest.hasPrefix($0) && rest.count >= $0.count + 2 }
        if let verb, !rest.dropFirst(verb.count).hasPrefix("的"), !rest.dropFirst(verb.count).hasPrefix("者"),
            !isNoun(rest, beginningWith: verb)
        {
            let object = String(rest.dropFirst(verb.count))
            act = adverb + verb + object
            if intent == .how, TitleWords.choosing.contains(verb) { intent = .review }
            if ["一款", "一个", "一份", "一篇", "一台", "一本", "自己的", "孩子的"].contains(where: { object.hasPrefix($0) }) {
                let drop = object.hasPrefix("自己的") || object.hasPrefix("孩子的") ? 3 : 2
                name = object.count > drop + 1 ? String(object.dropFirst(drop)) : object
            } else {
                name = object
            }
            if intent == .theme, TitleWords.warding.contains(verb) { name = verb + object }
            if name.hasPrefix("适合") || name.hasPrefix("让") || name.hasPrefix("对") || name.hasPrefix("在") {
                name = Topic.nounAfterLastDe(in: name) ?? name
            }
            return
        }
        let isWhole = verb.map { isNoun(rest, beginningWith: $0) } ?? false
        if !isWhole, takeShortVerb(of: text) { return }
        let isOfPlace = ["我市", "我省", "我县", "我区", "我校", "我国", "我院", "我司", "我队", "我镇", "我村", "我厂", "我行", "我局"].contains {
            text.hasPrefix($0)
        }
        let startsLikeClause =
            !isOfPlace
            && ["我", "你", "他", "她", "它", "要", "不", "把", "让", "在", "别", "请", "当"].contains {
                text.hasPrefix($0)
            }
        let endsLikeClause = ["了", "吗", "吧", "呢", "啦", "着", "过"].contains { text.hasSuffix($0) }
        if intent == .why {
            var clause = text
            for word in ["我们要", "要", "应该", "必须"] where clause.hasPrefix(word) && clause.count > word.count + 1 {
                clause.removeFirst(word.count)
                break
            }
            name = clause + "这件事"
            act = "看懂" + name
            isClause = true
        } else if intent == .how, isNominal(text), !startsLikeClause {
            name = text
            act = kind.isEmpty ? text : nil
        } else if intent == .how || intent == .list && startsLikeClause, text.count >= 4 {
            act = text
            name = text + "这件事"
            isClause = true
        } else if startsLikeClause && !Topic.endsInNoun(text) || endsLikeClause, text.count >= 4 {
            name = "“\(text)”\(text.hasPrefix("我") ? "这段经历" : "这个话题")"
            isClause = true
        }
    }

    /// Whether a verb only begins the noun that is the subject (训练营招生, 学习机推荐): a title that asks how something
    /// is done speaks of an act for certain, one that recommends or studies something hardly ever.
    private func isNoun(_ text: Substring, beginningWith verb: String) -> Bool {
        if intent == .how, kind.isEmpty || TitleWords.choosing.contains(verb) { return false }
        switch intent {
        case .review where TitleWords.choosing.contains(verb): return false
        case .review where text.contains("的"): return true
        case .review, .study: return TitleCompounds.nominal.contains(verb) || TitleCompounds.begins(text, with: verb)
        default: return TitleCompounds.begins(text, with: verb)
        }
    }

    /// Whether what is done needs no 这件事 to stand as a noun: 考研英语备考 of 考研英语备考经验, 倒车入库, 情绪管理.
    private func isNominal(_ text: String) -> Bool {
        let starts = ["和", "与", "跟", "给", "为", "从", "对", "被", "像", "向", "去", "如", "没"]
        guard !starts.contains(where: { text.hasPrefix($0) }), !text.contains("不") else { return false }
        let isCompound = !kind.isEmpty && text.count <= 10 && !title.holds("的" + kind)
        let ends = ["转型", "升级", "管理", "规划", "创业", "备考", "发展", "写作", "阅读", "理财", "健身", "投资"]
        return text.count == 4 || isCompound || text.count <= 8 && ends.contains { text.hasSuffix($0) }
    }

    /// 我和爷爷一起度过的那个夏天 is a noun, however it begins.
    private static func endsInNoun(_ text: String) -> Bool {
        guard let noun = nounAfterLastDe(in: text) else { return false }
        return text.count - noun.count > 4 && noun.count <= 8 && !text.hasPrefix("不") && !text.hasPrefix("别")
    }

    /// 适合新手的跑鞋 ends in the noun 跑鞋.
    private static func nounAfterLastDe(in text: String) -> String? {
        guard let index = text.lastIndex(of: "的") else { return nil }
        let noun = text[text.index(after: index)...]
        return noun.count >= 2 ? String(noun) : nil
    }

    /// Cuts a subject that is too long to be repeated in full; an activity of such length is left out.
    private mutating func shorten() {
        if !isClause || name.count > LongName.bound { name = LongName.cut(name) }
        if let act, act.count > LongName.bound { self.act = nil }
    }

    /// What the emoji of a title speak of.
    private static func words(ofEmoji line: String) -> String? {
        for character in line {
            if let word = TitleWords.emoji[character] { return word }
        }
        return nil
    }
}

extension Character {
    /// An emoji or another picture, but no digit or letter.
    var isPictograph: Bool {
        guard let scalar = unicodeScalars.first else { return false }
        return scalar.value > 0x2190 && !isLetter && (scalar.properties.isEmoji || scalar.value >= 0x1f000)
            && scalar.value != 0x3030 && scalar.value != 0x303d
    }
}
