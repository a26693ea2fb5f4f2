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
