/// Titles that ask why, what or whether.
extension Topic {
    /// Reads a question other than how something is done; false when the title is none.
    mutating func takeAsking(of text: inout String) -> Bool {
        guard intent == .theme else { return false }
        return takeReason(of: text) || takeMeaning(of: &text) || takeWhich(of: &text) || takeDoubt(of: &text)
    }

    /// 猫为什么怕水 asks why 猫怕水.
    private mutating func takeReason(of text: String) -> Bool {
        let words = ["为什么会", "为什么", "为何", "为啥", "凭什么"]
        guard let range = words.lazy.compactMap({ text.firstRange(of: $0) }).first, range.lowerBound > text.startIndex
        else { return false }
        let who = text[..<range.lowerBound].trimmed
        var what = text[range.upperBound...].trimmed
        for word in ["应该", "必须", "需要", "要"] where what.hasPrefix(word) && what.count > word.count + 1 {
            what.removeFirst(word.count)
            break
        }
        if what.hasSuffix("了"), what.hasPrefix("不"), what.count > 3 { what.removeLast() }
        guard who.count <= 12, what.count >= 2, !who.hasSuffix("揭秘"), !who.hasSuffix("我们") else { return false }
        name = who + what + "这件事"
        (act, intent, isClause) = ("看懂" + name, .why, true)
        return true
    }

    /// 元宇宙到底是什么 asks what 元宇宙 is.
    private mutating func takeMeaning(of text: inout String) -> Bool {
        for end in ["到底是什么", "究竟是什么", "是什么意思", "是什么东西", "是什么", "是啥"] where text.hasSuffix(end) {
            let rest = String(text.dropLast(end.count)).trimmed
            guard (2...12).contains(rest.count), !rest.hasSuffix("的") else { return false }
            text = rest
            (name, intent) = (rest, .what)
            return true
        }
        return false
    }

    /// 北京有哪些值得去的博物馆 asks for 北京的博物馆, and 成都有什么好吃的 for 成都的美食.
    private mutating func takeWhich(of text: inout String) -> Bool {
        if let match = text.wholeMatch(of: /(?:哪些|什么样的|什么)(.{1,6})(?:最?)适合(.{2,8})/) {
            text = "适合\(match.2)的\(match.1)"
            (name, intent) = (text, .what)
            return true
        }
        guard let range = text.firstRange(of: "都有哪些") ?? text.firstRange(of: "有哪些") ?? text.firstRange(of: "有什么")
        else { return false }
        let place = text[..<range.lowerBound].trimmed
        let said = text[range.upperBound...].trimmed
        let asked = ["好吃的": "美食", "好玩的": "好去处"][said] ?? said
        guard place.count >= 2 else { return false }
        if asked.isEmpty {
            text = place
        } else {
            let noun = asked.lastIndex(of: "的").map { String(asked[asked.index(after: $0)...]) } ?? asked
            guard noun.count >= 2 else { return false }
            text = place + (place.contains("的") ? "" : "的") + noun
        }
        (name, intent) = (text, .what)
        return true
    }

    /// What a title may doubt of its subject (心理咨询有用吗).
    private static let doubts = [
        "值得买", "值得做", "值得去", "值得学", "值得入手", "值得", "有用", "有效", "靠谱", "安全", "可靠", "难学", "好学", "难考", "好考", "难", "贵",
        "真的有用",
        "真的好", "好用", "好喝", "好吃", "划算", "合法", "可信", "有必要", "还能做", "还能买", "还有机会", "有前途", "有前景", "好找工作", "管用", "能信", "健康",
        "危险",
        "严重",
    ]
    private static let mays = ["可不可以", "能不能", "可以", "能够", "应该", "需要", "值得", "能"]

    /// 牙齿矫正值得做吗 doubts 牙齿矫正, and 孕妇能喝咖啡吗 asks about 孕妇喝咖啡.
    private mutating func takeDoubt(of text: inout String) -> Bool {
        guard let last = text.last, "吗么".contains(last), text.count > 4 else { return false }
        let asked = text.dropLast().trimmed
        for word in Topic.doubts where asked.hasSuffix(word) && asked.count >= word.count + 2 {
            var rest = asked.dropLast(word.count)
            for filler in ["到底", "真的", "还", "很", "就", "算"]
            where rest.hasSuffix(filler) && rest.count >= filler.count + 2 {
                rest = rest.dropLast(filler.count)
            }
            text = String(rest)
            (name, intent) = (text, word.hasPrefix("值得买") || word == "值得入手" ? .review : .what)
            return true
        }
        for word in Topic.mays {
            guard let range = asked.firstRange(of: word), range.lowerBound > asked.startIndex else { continue }
            let who = asked[..<range.lowerBound].trimmed
            let what = asked[range.upperBound...].trimmed
            let isWord = ["人工智", "功", "智", "性", "技", "节", "潜", "体", "动", "才", "万", "可"].contains { who.hasSuffix($0) }
            guard (1...6).contains(who.count), (1...8).contains(what.count), !isWord, !who.hasSuffix("了"),
                !["我", "你", "他", "她", "我们", "你们"].contains(who)
            else { continue }
            let isOfOne = what.count == 1 && who.count > 1
            guard isOfOne || what.count > 1 else { continue }
            text = isOfOne ? who : who + what
            (name, intent, isPhrase) = (text, .what, !isOfOne)
            return true
        }
        return false
    }
}
