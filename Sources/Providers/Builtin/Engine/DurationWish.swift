/// A length of a video that somebody asked for in words, such as 60秒, 3分钟, 1分30秒 or `90 seconds`.
enum DurationWish {
    /// The shortest and the longest video that is drafted, in seconds; orders outside are drawn in.
    static let range = 5...600

    /// Scalars that are looked through, and before a number for what it is the length of.
    private static let searched = 5_000
    private static let lookedBack = 4

    private static let seconds = scalars(of: "秒", "seconds", "second", "-second", "secs", "sec", "s")
    private static let minutes = scalars(of: "分钟", "分", "minutes", "minute", "-minute", "mins", "min")
    /// What stands before 分 where it alone counts minutes; elsewhere it counts points or parts (提高5分, 分3个部分).
    private static let durations = scalars(of: "时长", "片长", "总长", "全长", "长度")
    /// Words before a time that belongs to a part (前3秒) or a habit (每天10分钟).
    private static let parts = scalars(of: "每", "前", "开头", "黄金", "首", "最后", "结尾", "语速", "第")
    private static let single: [Unicode.Scalar: Double] = [
        "半": 0.5, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]

    /// The first duration of the whole in a sentence, in seconds.
    static func find(in text: String) -> Int? {
        let text = Array(text.unicodeScalars.prefix(searched))
        var index = 0
        while index < text.count {
            guard let (value, end) = number(text, at: index) else {
                index += 1
                continue
            }
            let before = text[max(0, index - lookedBack)..<index]
            let isNamed = text[max(0, index - 2 * lookedBack)..<index].holds(anyOf: durations)
            if let total = duration(value, text, at: end, isNamed: isNamed), total > 0, !before.holds(anyOf: parts) {
                return min(max(Int(total + 0.5), range.lowerBound), range.upperBound)
            }
            index = max(end, index + 1)
        }
        return nil
    }

    /// - Parameters:
    ///   - isNamed: whether the order says before it that this is a duration.
    ///   - isEnd: whether the number is the second one of a range, behind which there is no third.
    private static func duration(
        _ value: Double,
        _ text: [Unicode.Scalar],
        at start: Int,
        isNamed: Bool,
        isEnd: Bool = false
    ) -> Double? {
        if let end = unit(seconds, text, at: start) { return end > start ? value : nil }
        if !isEnd, start < text.count, "-~～—–至到".unicodeScalars.contains(text[start]),
            let (second, end) = number(text, at: start + 1), second > 0,
            let total = duration(second, text, at: end, isNamed: isNamed, isEnd: true)
        {
            return (total * value / second + total) / 2
        }
        guard let end = unit(minutes, text, at: start) else { return nil }
        if end < text.count, text[end] == "半" { return value * 60 + 30 }
        if let (rest, stop) = number(text, at: end), unit(seconds, text, at: stop) != nil {
            return value * 60 + rest
        }
        return text[end - 1] == "分" && !isNamed ? nil : value * 60
    }

    private static func number(_ text: [Unicode.Scalar], at start: Int) -> (value: Double, end: Int)? {
        if let number = WrittenNumber(in: text, at: start) { return (number.value, number.end) }
        guard start < text.count, let value = single[text[start]] else { return nil }
        return (value, start + 1)
    }

    private static func unit(_ names: [[Unicode.Scalar]], _ text: [Unicode.Scalar], at start: Int) -> Int? {
        guard start < text.count, let name = names.first(where: { text[start...].begins(with: $0) }) else { return nil }
        let end = start + name.count
        let isWord = name.last?.isLatin == true && end < text.count && text[end].isLatin
        return isWord ? nil : end
    }
}
