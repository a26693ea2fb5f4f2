/// A length that somebody asked for in words, such as 约1500字, 800-1000字, 不少于两千字 or `3000 words`.
///
/// It is looked for in every order, so the text is walked by scalars, which compare as numbers; characters would be put
/// together again and again.
struct LengthWish: Equatable {
    enum Unit { case characters, words }

    var count: Int
    var unit: Unit

    /// "At least" aims a little above the number and "at most" a little below it, both well within the tolerance.
    private static let aboveTheLeast = 1.05
    private static let belowTheMost = 0.93

    /// Scalars that are looked through, before a number for what it counts, and behind one for its bounds.
    private static let searched = 5_000
    private static let lookedBack = 6
    private static let lookedAhead = 3
    /// The same for what part of the text a length is for.
    private static let lookedBackForParts = 8

    private static let names = scalars(of: "字数", "篇幅", "全文", "长度")
    private static let least = scalars(of: "不少于", "至少", "不低于", "超过", "least ")
    private static let most = scalars(of: "不超过", "不多于", "少于", "控制在", "up to")
    private static let notMore = scalars(of: "不超过")
    private static let orMore = scalars(of: "以上")
    private static let orLess = scalars(of: "以内", "以下", "之内")
    private static let parts = scalars(of: "每", "标题", "摘要", "开头", "导语", "结尾", "副标题", "前言", "引言", "结语", "口号", "标语")
    /// What may stand between a length and the part that it is for (20字以内的标题).
    private static let links = scalars(of: "以内", "之内", "以下", "左右", "以上", "上下", "的")
    private static let units: [(name: [Unicode.Scalar], unit: Unit)] =
        scalars(of: "汉字", "字符", "字", "characters", "chars").map { ($0, .characters) }
        + scalars(of: "words", "word", "-word", "单词", "词").map { ($0, .words) }

    /// Finds the first length of the whole text in a sentence, passing over those of a part (每段100字).
    static func find(in text: String) -> LengthWish? {
        let text = Array(text.unicodeScalars.prefix(searched))
        var index = 0
        while index < text.count {
            guard let first = WrittenNumber(in: text, at: index) else {
                index += 1
                continue
            }
            var end = first.end
            var value = first.value
            var isRange = false
            if let dash = dashLength(in: text, at: end), let second = WrittenNumber(in: text, at: end + dash) {
                value = (value + second.value) / 2
                end = second.end
                isRange = true
            } else if let unitEnd = unit(in: text, at: end)?.end,
                let dash = dashLength(in: text, at: unitEnd),
                let second = WrittenNumber(in: text, at: unitEnd + dash),
                unit(in: text, at: second.end) != nil
            {
                value = (value + second.value) / 2
                end = second.end
                isRange = true
            }
            let before = text[max(0, index - lookedBack)..<index]
            let found = unit(in: text, at: end)
            let isPart =
                isPart(text[max(0, index - lookedBackForParts)..<index]) || isPart(text, from: found?.end ?? end)
            if found != nil || before.holds(anyOf: names), value >= 1, !isPart {
                let after = text[min(found?.end ?? end, text.count)...].prefix(lookedAhead)
                return LengthWish(
                    count: Int((isRange ? value : aimed(value, before: before, after: after)) + 0.5),
                    unit: found?.unit ?? .characters
                )
            }
            index = max(first.end, index + 1)
        }
        return nil
    }

    private static func aimed(
        _ value: Double,
        before: ArraySlice<Unicode.Scalar>,
        after: ArraySlice<Unicode.Scalar>
    ) -> Double {
        if before.holds(anyOf: least), !before.holds(anyOf: notMore) { return value * aboveTheLeast }
        if after.begins(withAnyOf: orMore) { return value * aboveTheLeast }
        if before.holds(anyOf: most) || after.begins(withAnyOf: orLess) { return value * belowTheMost }
        return value
    }

    private static func isPart(_ before: ArraySlice<Unicode.Scalar>) -> Bool {
        let clause = before.lastIndex(where: endsClause).map { before[($0 + 1)...] } ?? before
        return clause.holds(anyOf: parts)
    }

    /// Whether a part is named right behind a length.
    private static func isPart(_ text: [Unicode.Scalar], from start: Int) -> Bool {
        var rest = text[min(start, text.count)...]
        while let link = links.first(where: rest.begins) { rest = rest.dropFirst(link.count) }
        return rest.begins(withAnyOf: parts)
    }

    /// Whether a phrase gives the length of a part and nothing else (每段300字).
    static func isOfPart(_ phrase: String) -> Bool {
        phrase.firstMatch(of: /^每个?(段|点|条|章|节|部分|段落|小节|要点)(约|大约|左右|不少于|不超过)?\d+(个)?字(左右|以内|以上)?$/) != nil
    }

    /// How long a text of so many parts is whose requirements say how long each is (分五段，每段300字).
    static func ofParts(_ parts: Int?, in text: String) -> Int? {
        guard let parts,
            let match = text.firstMatch(of: /每个?(?:段|点|条|章|节|部分|段落|小节|要点)(?:约|大约|不少于|不超过)?(\d{2,4})(?:个)?字/),
            let each = Int(match.1)
        else { return nil }
        return parts * each
    }

    private static func endsClause(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "，", "。", "；", "、", ",", ";": true
        default: false
        }
    }

    private static func dashLength(in text: [Unicode.Scalar], at index: Int) -> Int? {
        guard index < text.count else { return nil }
        switch text[index] {
        case "至", "到": break
        case let scalar where isDash(scalar): break
        default: return nil
        }
        var length = 1
        while index + length < text.count, isDash(text[index + length]) || text[index + length] == " " { length += 1 }
        return length
    }

    private static func isDash(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "-", "~", "～", "—", "–": true
        default: false
        }
    }

    private static func unit(in text: [Unicode.Scalar], at index: Int) -> (unit: Unit, end: Int)? {
        guard index < text.count else { return nil }
        let rest = text[index...]
        return units.first { rest.begins(with: $0.name) }.map { ($0.unit, index + $0.name.count) }
    }
}
