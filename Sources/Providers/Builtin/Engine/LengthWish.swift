/// A length that somebody asked for in words, such as 约1500字, 800-1000字, 不少于两千字 or `3000 words`.
struct LengthWish: Equatable {
    enum Unit { case characters, words }

    var count: Int
    var unit: Unit

    /// "At least" aims a little above the number and "at most" a little below it, both well within the tolerance.
    private static let aboveTheLeast = 1.05
    private static let belowTheMost = 0.93

    /// Finds the first length of the whole text in a sentence, passing over those of a part (每段100字).
    static func find(in text: String) -> LengthWish? {
        let characters = Array(text.prefix(5_000))
        var index = 0
        while index < characters.count {
            guard let first = number(in: characters, at: index) else {
                index += 1
                continue
            }
            var end = first.end
            var value = first.value
            var isRange = false
            if let dash = dashLength(in: characters, at: end), let second = number(in: characters, at: end + dash) {
                value = (value + second.value) / 2
                end = second.end
                isRange = true
            } else if let unitEnd = unit(in: characters, at: end)?.end,
                let dash = dashLength(in: characters, at: unitEnd),
                let second = number(in: characters, at: unitEnd + dash),
                unit(in: characters, at: second.end) != nil
            {
                value = (value + second.value) / 2
                end = second.end
                isRange = true
            }
            let before = String(characters[max(0, index - 6)..<index])
            let found = unit(in: characters, at: end)
            let named = ["字数", "篇幅", "全文", "长度"].contains { before.contains($0) }
            if found != nil || named, value >= 1, !isPart(before) {
                let after = String(characters[min(found?.end ?? end, characters.count)...].prefix(3))
                return LengthWish(
                    count: Int((isRange ? value : aimed(value, before: before, after: after)) + 0.5),
                    unit: found?.unit ?? .characters
                )
            }
            index = max(first.end, index + 1)
        }
        return nil
    }

    private static func aimed(_ value: Double, before: String, after: String) -> Double {
        if ["不少于", "至少", "不低于", "超过", "at least"].contains(where: { before.hasSuffix($0) || before.contains($0) }),
            !before.contains("不超过")
        {
            return value * aboveTheLeast
        }
        if after.hasPrefix("以上") { return value * aboveTheLeast }
        if ["不超过", "不多于", "少于", "控制在", "up to"].contains(where: { before.contains($0) }) || after.hasPrefix("以内")
            || after.hasPrefix("以下") || after.hasPrefix("之内")
        {
            return value * belowTheMost
        }
        return value
    }

    private static func isPart(_ before: String) -> Bool {
        let clause = before.split(omittingEmptySubsequences: false) { "，。；、,;".contains($0) }.last ?? ""
        return ["每", "标题", "摘要", "开头", "导语", "结尾", "副标题"].contains { clause.contains($0) }
    }

    /// A number at a position: Arabic digits of either width, with 千, 万, k, or written in Chinese.
    static func number(in characters: [Character], at start: Int) -> (value: Double, end: Int)? {
        var index = start
        var digits = ""
        while index < characters.count, digits.count < 9 {
            let character = characters[index]
            if let digit = character.wholeNumberValue, digit < 10, !character.isHan {
                digits.append(String(digit))
            } else if character == ".", !digits.isEmpty, !digits.contains(".") {
                digits.append(".")
            } else if character == "," && !digits.isEmpty {
                // A thousands separator.
            } else {
                break
            }
            index += 1
        }
        guard !digits.isEmpty else { return chineseNumber(in: characters, at: start) }
        if digits.hasSuffix(".") { digits.removeLast() }
        guard var value = Double(digits) else { return nil }
        if index < characters.count {
            switch characters[index] {
            case "千", "k", "K": value *= 1_000
            case "万", "w", "W": value *= characters[index].isHan || !isWord(characters, index) ? 10_000 : 1
            case "百": value *= 100
            default: return (value, skipSpaces(characters, index))
            }
            let unit = characters[index]
            if unit.isHan || !isWord(characters, index) { index += 1 }
            if unit.isHan, let rest = remainder(in: characters, at: index, below: unit) {
                return (value + rest.value, skipSpaces(characters, rest.end))
            }
        }
        return (value, skipSpaces(characters, index))
    }

    private static let scales: [Character: Double] = ["万": 10_000, "千": 1_000, "百": 100]

    /// What follows a large unit as part of the same number: 5千 of 2万5千, and 5 of 2万5, which means as much.
    private static func remainder(
        in characters: [Character],
        at start: Int,
        below unit: Character
    ) -> (
        value: Double, end: Int
    )? {
        guard start < characters.count, let digit = characters[start].wholeNumberValue, digit < 10 else { return nil }
        let next = start + 1 < characters.count ? characters[start + 1] : " "
        let goesOn = next.wholeNumberValue != nil && !next.isHan || "千百".contains(next)
        if goesOn, let rest = number(in: characters, at: start), rest.value < (scales[unit] ?? 0) { return rest }
        guard let scale = scales[unit], "字多左个 ".contains(next) else { return nil }
        return (Double(digit) * scale / 10, start + 1)
    }

    private static func isWord(_ characters: [Character], _ index: Int) -> Bool {
        index + 1 < characters.count && characters[index + 1].isLatin
    }

    private static func skipSpaces(_ characters: [Character], _ index: Int) -> Int {
        var index = index
        while index < characters.count, characters[index].isWhitespace || characters[index] == "个" { index += 1 }
        return index
    }

    private static let digits: [Character: Int] = [
        "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "零": 0,
    ]
    private static let units: [Character: Int] = ["十": 10, "百": 100, "千": 1_000, "万": 10_000]

    private static func chineseNumber(in characters: [Character], at start: Int) -> (value: Double, end: Int)? {
        var index = start
        var total = 0
        var digit = 0
        var hasUnit = false
        while index < characters.count, index - start < 9 {
            if let value = digits[characters[index]] {
                digit = value
            } else if let unit = units[characters[index]] {
                total += max(digit, 1) * unit
                digit = 0
                hasUnit = true
            } else {
                break
            }
            index += 1
        }
        if digit > 0, index - 2 >= start, let last = units[characters[index - 2]], last >= 100 {
            total += digit * last / 10
            digit = 0
        }
        return hasUnit ? (Double(total + digit), skipSpaces(characters, index)) : nil
    }

    private static func dashLength(in characters: [Character], at index: Int) -> Int? {
        guard index < characters.count else { return nil }
        if "-~～—–至到".contains(characters[index]) {
            var length = 1
            while index + length < characters.count, "-~～—– ".contains(characters[index + length]) { length += 1 }
            return length
        }
        return nil
    }

    private static func unit(in characters: [Character], at index: Int) -> (unit: Unit, end: Int)? {
        guard index < characters.count else { return nil }
        let rest = String(characters[index...].prefix(12)).lowercased()
        for (name, unit) in [
            ("汉字", Unit.characters), ("字符", .characters), ("字", .characters), ("characters", .characters),
            ("chars", .characters), ("words", .words), ("word", .words), ("-word", .words), ("单词", .words),
            ("词", .words),
        ] where rest.hasPrefix(name) {
            return (unit, index + name.count)
        }
        return nil
    }
}
