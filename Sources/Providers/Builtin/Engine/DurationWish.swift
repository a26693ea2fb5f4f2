/// A length of a video that somebody asked for in words, such as 60秒, 3分钟, 1分30秒 or `90 seconds`.
enum DurationWish {
    /// The shortest and the longest video that is drafted, in seconds; orders outside are drawn in.
    static let range = 5...600

    private static let seconds = ["秒", "seconds", "second", "-second", "secs", "sec", "s"]
    private static let minutes = ["分钟", "分", "minutes", "minute", "-minute", "mins", "min"]
    /// What follows 分 where it counts no minutes.
    private static let notMinutes: Set<Character> = ["镜", "为", "成", "之", "段", "层", "享", "析", "别", "步", "类"]
    /// Words before a time that belongs to a part (前3秒) or a habit (每天10分钟).
    private static let parts = ["每", "前", "开头", "黄金", "首", "最后", "结尾", "语速", "第"]

    /// The first duration of the whole in a sentence, in seconds.
    static func find(in text: String) -> Int? {
        let characters = Array(text.prefix(5_000))
        var index = 0
        while index < characters.count {
            guard let (value, end) = number(characters, at: index) else {
                index += 1
                continue
            }
            let before = String(characters[max(0, index - 4)..<index])
            if let total = duration(value, characters, at: end), !parts.contains(where: { before.contains($0) }) {
                return min(max(Int(total + 0.5), range.lowerBound), range.upperBound)
            }
            index = max(end, index + 1)
        }
        return nil
    }

    private static func duration(_ value: Double, _ characters: [Character], at start: Int) -> Double? {
        if let end = unit(seconds, characters, at: start) { return end > start ? value : nil }
        if start < characters.count, "-~～—–至到".contains(characters[start]),
            let (second, end) = number(characters, at: start + 1), let total = duration(second, characters, at: end)
        {
            return (total * value / second + total) / 2
        }
        guard let end = unit(minutes, characters, at: start) else { return nil }
        let next = end < characters.count ? characters[end] : " "
        if notMinutes.contains(next), characters[end - 1] == "分" { return nil }
        if next == "半" { return value * 60 + 30 }
        if let (rest, stop) = number(characters, at: end), unit(seconds, characters, at: stop) != nil {
            return value * 60 + rest
        }
        return value * 60
    }

    private static func number(_ characters: [Character], at start: Int) -> (value: Double, end: Int)? {
        let single: [Character: Double] = [
            "半": 0.5, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
        ]
        if let (value, end) = LengthWish.number(in: characters, at: start) { return (value, end) }
        guard start < characters.count, let value = single[characters[start]] else { return nil }
        return (value, start + 1)
    }

    private static func unit(_ names: [String], _ characters: [Character], at start: Int) -> Int? {
        guard start < characters.count else { return nil }
        let rest = String(characters[start...].prefix(8)).lowercased()
        guard let name = names.first(where: { rest.hasPrefix($0) }) else { return nil }
        let end = start + name.count
        let isWord = name.last?.isLatin == true && end < characters.count && characters[end].isLatin
        return isWord ? nil : end
    }
}
