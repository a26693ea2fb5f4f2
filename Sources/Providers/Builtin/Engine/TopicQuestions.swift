/// Titles that ask how something is done.
extension Topic {
    private static let questions = [
        "应该怎么", "应该如何", "到底怎么", "究竟怎么", "到底如何", "究竟如何", "该怎么", "该如何", "应如何", "要怎么", "怎么", "如何", "怎样",
    ]

    /// The last characters of those who ask (新手, 上班族) and of the times when they do (冬天).
    private static let askers: Set<Character> = [
        "人", "族", "生", "手", "员", "师", "妈", "爸", "们", "友", "党", "者", "天", "节", "季", "时", "前", "后", "期", "皮", "肌", "男",
        "女",
        "长", "子", "宝", "家", "司", "业", "校", "年", "末", "区", "店", "层", "位",
    ]

    /// Questions at the end of a title that ask what to mind in doing something.
    private static let concerns = [
        "需要注意什么", "要注意什么", "应注意什么", "该注意什么", "注意什么", "有哪些注意事项", "的注意事项", "注意事项", "需要准备什么", "要准备什么", "该准备什么", "准备什么",
        "需要知道什么", "是什么体验", "是一种什么体验", "有什么好处", "有什么讲究",
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
        for ending in ["时", "的时候", "前", "之前", "，", "的"] where rest.hasSuffix(ending) && rest.count > ending.count + 2 {
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
                (name, act, intent) = (before, "应对" + before, .how)
                bare = before
                isPhrase = before.count >= 5
            } else if let verb = after.first, TitleWords.shortVerbs.contains(verb),
                after.count <= 2 || after.dropFirst().first.map({ "才更最得好又都".contains($0) }) == true
            {
                (name, act) = (before, String(verb) + before)
                bare = before
                intent = TitleWords.choosing.contains(after) ? .review : .how
            } else if after.count < 3, before.contains(where: { "被不没丢坏遭".contains($0) }) {
                (name, act, intent) = (before, "应对" + before, .how)
            } else if after.count < 3, TitleWords.verbs.contains(after) {
                (name, act, intent) = (before, after + before, .how)
            } else if after.count < 3 {
                name = "“\(text)”这个问题"
                (act, intent, isClause) = ("弄清" + name, .how, true)
            } else if let last = before.last, Topic.askers.contains(last), before.count <= 8 {
                intent = .how
                bare = after
                name = after
                takePattern(of: after)
            } else {
                name = before + after + "这件事"
                (act, intent, isClause) = ("看懂" + name, .what, true)
            }
            return true
        }
        return false
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
        guard let verb = rest.first, TitleWords.shortVerbs.contains(verb), rest.count >= 3 else { return false }
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
