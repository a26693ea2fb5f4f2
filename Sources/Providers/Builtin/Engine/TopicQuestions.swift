/// Titles that ask how something is done.
extension Topic {
    private static let questions = [
        "应该怎么", "应该如何", "到底怎么", "究竟怎么", "到底如何", "究竟如何", "该怎么", "该如何", "应如何", "要怎么", "怎么", "如何", "怎样",
    ]

    /// The last characters of those who ask (新手, 上班族) and of the times when they do (冬天).
    private static let askers: Set<Character> = [
        "人", "族", "生", "手", "员", "师", "妈", "爸", "们", "友", "党", "者", "天", "节", "季", "时", "前", "后", "期", "皮", "肌", "男",
        "女", "长", "宝", "家", "司", "业", "校", "年", "末", "区", "店", "层", "位", "民", "士", "任", "岁", "户",
    ]
    /// The same of more characters, where the last one ends other words, too (房子, 手机).
    private static let longAskers = [
        "孩子", "妻子", "儿子", "妹子", "男子", "女子", "娃子", "司机", "小白", "小编", "会计", "夫妻", "情侣", "小户型", "毕业", "个子", "主播", "村干部",
        "干部", "教授",
        "团队", "老板", "领导", "同学", "姑娘", "婆婆", "爷爷", "奶奶", "新人", "女性", "男性", "农村", "乡村", "县城", "小镇", "家里", "冬季", "媒体",
        "没钱", "基础", "在家", "业余",
    ]
    /// What ends like one who asks and is a thing.
    private static let noAskers = [
        "花生", "扶手", "把手", "聊天", "作业", "卫生", "关节", "环节", "细节", "物业", "账户", "窗户", "商业", "搬家", "陈皮", "专业", "牛皮", "瓜皮",
        "行业", "信任", "责任",
    ]

    /// Whether these words name those who ask or the time when they do.
    static func isAsker(_ words: String) -> Bool {
        guard words.count <= 8, let last = words.last, !noAskers.contains(where: { words.hasSuffix($0) }) else {
            return false
        }
        return askers.contains(last) || longAskers.contains { words.hasSuffix($0) }
    }

    /// Questions at the end of a title that ask what to mind in doing something.
    private static let concerns = [
        "需要注意什么", "要注意什么", "应注意什么", "该注意什么", "注意什么", "有哪些注意事项", "的注意事项", "注意事项", "需要准备什么", "要准备什么", "该准备什么", "准备什么",
        "需要知道什么", "需要多少钱", "要花多少钱", "要多少钱", "多少钱", "需要多久", "要多久", "需要哪些材料", "需要什么材料", "需要哪些手续", "需要什么手续",
        "需要什么条件", "需要哪些条件", "需要做哪些准备", "要做哪些准备", "该做哪些准备", "是什么体验", "是一种什么体验", "有什么好处", "有什么讲究",
    ]
    private static let firstTimes = ["第一次", "首次", "头一次", "初次"]

    /// 第一次带父母去云南旅行要注意什么 is about 带父母去云南旅行; false when the title asks nothing of the kind.
    ///
    /// What is left must be something that is done, or else 考研 and the like, so that it can stand as a noun.
    mutating func takeConcern(of text: inout String) -> Bool {
        guard intent == .theme, let end = Topic.concerns.first(where: { text.hasSuffix($0) }) else { return false }
        var rest = String(text.dropLast(end.count)).trimmed
        let isFirst = Topic.firstTimes.first { rest.hasPrefix($0) }
        if let isFirst, rest.count > isFirst.count + 1 { rest.removeFirst(isFirst.count) }
        for ending in ["时", "的时候", "之前", "前", "，", "的", "大概", "一般"]
        where rest.hasSuffix(ending) && rest.count > ending.count + 2 {
            rest.removeLast(ending.count)
        }
        guard rest.count >= 2 else { return false }
        text = rest
        isPhrase = rest.count >= 5
        (name, act, intent) = (rest, isPhrase ? rest : nil, .guide)
        return true
    }

    /// Reads a question in the middle of a title; false when there is none.
    ///
    /// 多肉怎么养 asks about 多肉, 新手怎么养多肉 about the same, and 人工智能如何改变教育 about a whole clause.
    mutating func takeQuestion(in text: String) -> Bool {
        guard intent == .theme || intent == .review else { return false }
        for word in Topic.questions {
            guard let range = text.firstRange(of: word), range.lowerBound > text.startIndex else { continue }
            let before = text[..<range.lowerBound].trimmed
            let after = text[range.upperBound...].trimmed
            guard before.count >= 2, !after.isEmpty else { return false }
            if after == "办" {
                let isPaper = ["证", "照", "手续"].contains { before.hasSuffix($0) }
                (name, act, intent) = (before, (isPaper ? "办理" : "应对") + before, .how)
                bare = before
                isPhrase = before.count >= 5
            } else if let verb = Topic.bareVerb(of: after) {
                (name, act) = (before, (Topic.isTrouble(before) ? "应对" : verb) + before)
                bare = before
                intent = TitleWords.choosing.contains(after) ? .review : .how
            } else if after.count > 1, Topic.isAsker(before) || Topic.hasOwnObject(after) {
                takeDoing(after)
            } else if after.count < 3, Topic.isFormality(after) {
                (name, act, intent) = (before + after, "办理" + before + after, .how)
            } else if before.hasSuffix("是"), after.hasSuffix("的"), before.count > 2, after.count > 2 {
                (name, intent) = (before.dropLast() + "的" + after.dropLast(), .what)
                bare = name
            } else if after.count < 3, Topic.isTrouble(before) {
                (name, act, intent) = (before, "应对" + before, .how)
            } else if after.count < 3 {
                name = "“\(text)”这个问题"
                (act, intent, isClause) = ("弄清" + name, .how, true)
            } else {
                name = before + after + "这件事"
                (act, intent, isClause) = ("看懂" + name, .what, true)
            }
            return true
        }
        return false
    }

    /// 存钱 of 年轻人怎么存钱: what is done with an object of its own.
    private mutating func takeDoing(_ doing: String) {
        intent = .how
        bare = doing
        name = doing
        let plain = Topic.withoutAdverb(doing)
        let isWhole = !TitleWords.verbs.contains { plain.hasPrefix($0) && plain.count > $0.count }
        let startsShort = plain.first.map { TitleWords.shortVerbs.contains($0) } == true
        if plain.count == 2 || plain.count == 3 && isWhole && !startsShort {
            (name, act) = (plain, doing)
        } else {
            takePattern(of: doing)
        }
    }

    /// Whether a title tells of something that went wrong (邻居太吵, 白衬衫发黄).
    private static func isTrouble(_ words: String) -> Bool {
        words.firstMatch(of: /.[被不没丢坏遭太堵漏](?![子套罩褥锈阳])./) != nil
            || words.count > 2 && ["疼", "痛", "痒", "堵", "漏", "发黄", "发霉", "发炎"].contains { words.hasSuffix($0) }
    }

    private static func withoutAdverb(_ text: String) -> String {
        guard let word = TitleWords.adverbs.first(where: { text.hasPrefix($0) && text.count >= $0.count + 2 }) else {
            return text
        }
        return String(text.dropFirst(word.count))
    }

    /// How the doing of something is said to turn out (养好, 洗干净, 炖才白): the verb has no object behind it then.
    private static let outcomes = [
        "好", "好吃", "好喝", "好看", "好玩", "好听", "好用", "干净", "熟", "烂", "软", "香", "嫩", "透", "开", "亮", "对", "活", "成", "掉",
        "一点", "好一点", "入味", "出来", "上手",
    ]

    /// The verb of what is done with what stands before the question (养 of 兰花怎么养才好); nil where the question
    /// names an object of its own (养好兰花, 存钱).
    private static func bareVerb(of after: String) -> String? {
        if after.count < 3, TitleWords.verbs.contains(after) || handling.contains(after) { return after }
        guard let verb = after.first,
            TitleWords.shortVerbs.contains(verb) || "过煎炸烤蒸拌腌焯晒修剪染烫发".contains(verb)
        else { return nil }
        let rest = String(after.dropFirst())
        let isTurn =
            rest.first.map { "才更最得又都不".contains($0) } == true
            || rest.wholeMatch(of: /[0-9一二两三四五六七八九十几]+[天晚次遍年周]/) != nil
        return rest.isEmpty || isTurn || outcomes.contains(rest) ? String(verb) : nil
    }

    /// Whether a phrase begins with a verb that takes all the rest as its object (做电商, 管好班级).
    private static func hasOwnObject(_ phrase: String) -> Bool {
        guard phrase.count >= 3, let verb = phrase.first else { return false }
        if phrase.dropFirst().first == "好", phrase.count >= 4 { return true }
        return TitleWords.shortVerbs.contains(verb)
    }

    /// What is done with papers, accounts and things in two characters.
    private static let handling: Set<String> = [
        "办理", "注销", "提取", "领取", "查询", "缴纳", "计算", "报销", "退还", "开具", "变更", "激活", "设置", "安装", "清洗", "保存", "保养", "收纳",
        "续签", "续费", "补办", "开通", "关闭", "绑定", "识别", "辨别", "鉴别", "存放", "储存", "冷冻", "腌制", "修理", "维修", "拆卸", "搭配", "评价",
        "划分", "分配", "登记", "备案", "认定", "转让", "抵押", "继承", "分割", "安排", "消毒", "修剪", "繁殖", "装修", "装饰", "摆放", "打扫", "退换",
    ]

    /// Whether it is a formality that belongs to what stands before it (驾照怎么换证).
    private static func isFormality(_ words: String) -> Bool {
        ["证", "税", "款", "费", "票", "签"].contains { words.hasSuffix($0) }
            || ["转", "退", "换"].contains { words.hasPrefix($0) }
    }

    /// Parts 给老人选电热毯, 养多肉 or 买相机 into a verb of one character and its object; false when it is no such phrase.
    mutating func takeShortVerb(of text: String) -> Bool {
        guard intent == .how || intent == .review else { return false }
        var rest = Substring(text)
        if let first = rest.first, "给为帮替".contains(first) {
            guard let verb = rest.dropFirst(2).prefix(6).firstIndex(where: { TitleWords.shortVerbs.contains($0) })
            else {
                return false
            }
            rest = rest[verb...]
        }
        guard let verb = rest.first, TitleWords.shortVerbs.contains(verb), rest.count >= 3,
            intent == .how || TitleWords.choosing.contains(String(verb)), !TitleCompounds.beginsShort(rest)
        else { return false }
        var object = rest.dropFirst()
        if TitleWords.choosing.contains(String(rest.prefix(2))) { object = object.dropFirst() }
        for word in ["一款", "一个", "一份", "一篇", "一台", "一本", "一双", "一只"] where object.hasPrefix(word) {
            object = object.dropFirst(2)
        }
        guard object.count >= 2 else { return false }
        (name, act) = (String(object), text)
        if TitleWords.choosing.contains(where: { rest.hasPrefix($0) }) { intent = .review }
        return true
    }
}
