/// Words that can stand for each other wherever they occur.
enum Synonyms {
    /// Replaces connecting words outside of quotation marks, brackets and code; with a style its own words.
    static func replace(in sentence: String, style: Style, isChinese: Bool) -> String {
        let own = style.pairs(isChinese: isChinese)
        if own.isEmpty { return isChinese ? chinese(sentence, byFirst) : english(sentence, englishPairs) }
        if isChinese { return chinese(sentence, Dictionary(grouping: own) { $0.word.first ?? " " }) }
        return english(sentence, Dictionary(own.map { ($0.word, $0.other) }) { first, _ in first })
    }

    private static func chinese(_ sentence: String, _ pairs: [Character: [(word: String, other: String)]]) -> String {
        var result = ""
        var rest = Substring(sentence)
        var depth = 0
        while let character = rest.first {
            if "“‘「『《（(【`".contains(character) { depth += character == "`" && depth > 0 ? -1 : 1 }
            if "”’」』》）)】".contains(character) { depth = max(0, depth - 1) }
            if depth == 0, let choices = pairs[character],
                let pair = choices.filter({ rest.hasPrefix($0.word) }).max(by: { $0.word.count < $1.word.count })
            {
                result += pair.other
                rest = rest.dropFirst(pair.word.count)
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    /// The longest phrase that is replaced, in words.
    private static let longestPhrase = 3

    private static func english(_ sentence: String, _ pairs: [String: String]) -> String {
        let words = sentence.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        var result: [String] = []
        var isQuoted = false
        var index = 0
        while index < words.count {
            let marks = words[index].filter { "\"“”".contains($0) }.count
            if isQuoted || marks > 0 {
                if marks % 2 == 1 { isQuoted.toggle() }
                result.append(words[index])
                index += 1
                continue
            }
            var taken = 1
            var written = words[index]
            for length in (1...longestPhrase).reversed() where index + length <= words.count {
                let phrase = words[index..<index + length].joined(separator: " ").replacing("’", with: "'")
                let bare = phrase.trimmingSuffix { ",.;:!?".contains($0) }
                guard let other = pairs[bare.lowercased()] else { continue }
                let cased = bare.first?.isUppercase == true ? other.prefix(1).uppercased() + other.dropFirst() : other
                (taken, written) = (length, cased + phrase.dropFirst(bare.count))
                break
            }
            result.append(written)
            index += taken
        }
        return result.joined(separator: " ")
    }

    private static let englishPairs: [String: String] = [
        "however": "yet", "therefore": "so", "because": "since", "additionally": "also", "furthermore": "also",
        "numerous": "many", "purchase": "buy", "utilize": "use", "utilise": "use", "obtain": "get", "commence": "begin",
        "begin": "start", "rapidly": "quickly", "quickly": "fast", "often": "frequently", "frequently": "often",
        "currently": "now", "nearly": "almost", "almost": "nearly", "maybe": "perhaps", "perhaps": "maybe",
        "big": "large", "large": "big", "hard": "difficult", "difficult": "hard", "totally": "entirely",
        "although": "though", "gradually": "slowly", "immediately": "at once", "approximately": "about",
    ]

    /// Longer words stand before those that they begin with; words that map to themselves are protected.
    private static let pairs: [(word: String, other: String)] = [
        ("可以说", "可以说"), ("一直到", "一直到"), ("可以吗", "可以吗"), ("特别的", "特别的"), ("一定要", "务必"), ("非常", "十分"), ("十分钟", "十分钟"),
        ("十分之", "十分之"), ("十分", "非常"), ("很多", "许多"), ("许多", "很多"), ("但是", "不过"), ("然而", "不过"), ("因此", "因而"),
        ("所以", "因而"), ("并且", "而且"),
        ("而且", "并且"), ("如果", "倘若"), ("例如", "比如"), ("比如", "例如"), ("可以", "能够"), ("能够", "可以"), ("提高", "提升"), ("提升", "提高"),
        ("目前", "当前"), ("现在", "如今"), ("特别是", "尤其是"), ("尤其是", "特别是"), ("逐渐", "渐渐"), ("渐渐", "逐渐"), ("立刻", "马上"),
        ("马上", "立刻"),
        ("经常", "时常"), ("常常", "时常"), ("往往", "常常"), ("不断", "持续"), ("大约", "约"), ("获得", "得到"), ("得到", "获得"), ("方法", "办法"),
        ("办法", "方法"), ("因为", "由于"), ("由于", "因为"), ("仍然", "依然"), ("依然", "仍然"), ("几乎", "差不多"), ("突然", "忽然"), ("忽然", "突然"),
        ("必须", "须"),
        ("应该", "应当"), ("应当", "应该"), ("尽管", "虽然"), ("无论", "不论"), ("不论", "无论"), ("一直", "始终"), ("始终", "一直"), ("已经", "已"),
        ("其实", "实际上"), ("全部", "全都"), ("引起", "引发"), ("导致", "造成"), ("造成", "导致"), ("显著", "明显"), ("明显", "显著"), ("快速", "迅速"),
        ("迅速", "快速"), ("优秀", "出色"), ("喜欢", "喜爱"), ("高兴", "开心"), ("以及", "和"), ("总之", "总的来说"), ("更加", "更为"), ("重要", "关键"),
        ("各种", "多种"), ("此外", "另外"), ("另外", "此外"),
    ]

    private static let byFirst: [Character: [(word: String, other: String)]] = Dictionary(
        grouping: pairs,
        by: { $0.word.first ?? " " }
    )
}

extension String {
    /// Without the characters at the end that match.
    fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> String {
        var part = Substring(self)
        while let last = part.last, matches(last) { part.removeLast() }
        return String(part)
    }
}
