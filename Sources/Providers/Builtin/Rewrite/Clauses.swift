/// Turns Chinese sentences around or parts them, where that leaves their meaning alone.
enum Clauses {
    static func turn(_ sentence: String) -> String {
        guard sentence.hasSuffix("。"), !sentence.contains(where: { "“「\"：（`".contains($0) }) else { return sentence }
        if let parted = parted(sentence) { return parted }
        let parts = sentence.dropLast().split(separator: "，", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return parts.count > 2 ? broken(parts) + "。" : sentence }
        let (first, second) = (parts[0], parts[1])
        if let cause = rest(of: first, after: ["因为", "由于"]) {
            let result = rest(of: second, after: results) ?? second
            guard standsAlone(result), !result.contains(where: { "就才便只".contains($0) }) else { return sentence }
            return result + "，这是因为" + cause + "。"
        }
        if let result = rest(of: second, after: results), first.count > 8, standsAlone(result), !opens(first) {
            return first + "。正因如此，" + result + "。"
        }
        return sentence
    }

    private static let results = ["因此", "所以", "因而"]

    /// How a clause begins that has a subject of its own, which no word before it explains.
    private static let subjects = [
        "我", "你", "您", "大家", "人们", "许多", "很多", "不少", "有些", "有的", "今年", "明年", "去年", "今天", "明天", "昨天", "本", "各",
        "全", "每",
    ]

    /// Whether a clause can stand before or without the one that it followed: it has a subject, and points to nothing.
    private static func standsAlone(_ clause: String) -> Bool {
        let isThere = clause.hasPrefix("有") && (clause.dropFirst().first?.isNumber ?? false)
        guard isThere || subjects.contains(where: { clause.hasPrefix($0) }), clause.count >= 6 else { return false }
        return !clause.contains { "他她它此这那其该之".contains($0) }
    }

    /// Whether a clause begins something that only a later one ends.
    private static func opens(_ text: String) -> Bool {
        [
            "虽", "尽管", "固然", "因为", "由于", "既然", "如果", "要是", "假如", "倘若", "只有", "只要", "无论", "不论", "即使", "哪怕", "不但",
            "不仅", "之所以", "不是",
        ].contains { text.holds($0) }
    }

    /// The least that both sides of a semicolon have to hold to be sentences, in characters.
    private static let shortestSide = 8

    /// Two halves that a semicolon joins, as sentences; nil where there are more, which are a list.
    private static func parted(_ sentence: String) -> String? {
        let halves = sentence.split(separator: "；", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ $0.count >= shortestSide }) else { return nil }
        let lists = ["一是", "二是", "第一", "第二", "其一", "一方面", "首先", "其次", "一、", "1"]
        guard !lists.contains(where: { halves[0].hasPrefix($0) || halves[1].hasPrefix($0) }) else { return nil }
        return halves[0] + "。" + halves[1]
    }

    /// How long the part before a break is at least, in characters.
    private static let longPart = 24

    /// Breaks a long sentence before a clause that could begin one of its own.
    private static func broken(_ parts: [String]) -> String {
        var result = parts[0]
        var length = parts[0].count
        for (index, part) in parts.enumerated().dropFirst() {
            let canBreak = length > longPart && !opens(parts[..<index].joined())
            if canBreak, let but = rest(of: part, after: ["但是", "然而"]) {
                result += "。不过，" + but
                length = but.count
            } else if canBreak, let so = rest(of: part, after: ["因此", "所以"]), standsAlone(so) {
                result += "。正因如此，" + so
                length = so.count
            } else {
                result += "，" + part
                length += part.count
            }
        }
        return result
    }

    private static func rest(of text: String, after heads: [String]) -> String? {
        for head in heads where text.hasPrefix(head) && text.count > head.count + 1 {
            return String(text.dropFirst(head.count))
        }
        return nil
    }
}
