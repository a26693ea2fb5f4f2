/// Wishes for the outer shape of a text: how it is parted, and who tells it.
struct LayoutWishes: Equatable {
    /// Whether a story is told by 我.
    var isFirstPerson = false
    /// Whether there should be no headings.
    var refusesHeadings = false
    /// In how many parts the text should be; nil when nothing was said.
    var parts: Int?

    init() {}

    init(requirements: String) {
        let text = requirements.lowercased()
        isFirstPerson = text.holds("第一人称") || text.holds("first person") || text.holds("first-person")
        let refusals = ["不要", "不用", "无需", "不分", "不加", "不设", "不带", "不需要", "去掉", "别", "without", "no "]
        refusesHeadings = refusals.contains { refusal in
            ["小标题", "分标题", "小节", "subheading", "heading"].contains { name in
                guard let at = text.firstRange(of: refusal), let of = text[at.upperBound...].firstRange(of: name) else {
                    return false
                }
                return text[at.upperBound..<of.lowerBound].count <= 3
            }
        }
        parts = LayoutWishes.parts(in: text)
    }

    /// How many parts a text can be ordered in.
    private static let range = 2...8

    private static func parts(in text: String) -> Int? {
        let numerals: [Character: Int] = ["两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8]
        for name in ["个大部分", "个部分", "大部分", "部分", "个小节", "parts", "sections"] {
            guard let at = text.firstRange(of: name) else { continue }
            let before = text[..<at.lowerBound].trimmed
            guard let last = before.last, let count = last.isHan ? numerals[last] : last.wholeNumberValue else {
                continue
            }
            if range.contains(count), before.dropLast().last?.wholeNumberValue == nil { return count }
        }
        return nil
    }
}

extension Wishes {
    /// The tools whose texts can be parted as the user likes; the others have forms of their own.
    private static let free: Set<String> = ["wechat_article", "story_novel"]
    /// The tools whose headings may be left out.
    private static let plain: Set<String> = [
        "wechat_article", "story_novel", "news_article", "marketing_copy", "xiaohongshu_note",
    ]

    /// How many wishes the closing note names, and how much of each, in characters.
    private static let namedWishes = 3
    private static let longestNamed = 24

    /// Whether the number of parts is given, so that none may be added.
    func keepsParts(tool: String) -> Bool { layout.parts != nil && tool == "wechat_article" }

    /// Leaves headings out as far as that was asked for.
    func arrange(_ sections: inout [Section], tool: String) {
        if layout.refusesHeadings, Wishes.plain.contains(tool) {
            for index in sections.indices { sections[index].heading = "" }
        } else if let parts = layout.parts, tool == "story_novel" {
            let headed = sections.indices.filter { !sections[$0].heading.isEmpty && !sections[$0].isEmpty }
            guard headed.count > parts else { return }
            let kept = Set((0..<parts).map { headed[$0 * headed.count / parts] })
            for index in headed where !kept.contains(index) { sections[index].heading = "" }
        }
    }

    /// What was asked for and is not in the text.
    func unmet(tool: String, isEnglish: Bool) -> [String] {
        var result: [String] = []
        if layout.isFirstPerson, isEnglish || tool != "story_novel" {
            result.append(isEnglish ? "first person" : "第一人称")
        }
        if layout.refusesHeadings, !Wishes.plain.contains(tool) { result.append(isEnglish ? "no headings" : "不要小标题") }
        if let parts = layout.parts,
            !Wishes.free.contains(tool) || layout.refusesHeadings || isEnglish && tool != "story_novel"
        {
            result.append(isEnglish ? "\(parts) parts" : "分\(parts)部分")
        }
        result += unknown.map { Markdown.escape(String($0.prefix(Wishes.longestNamed))) }
        return Array(result.prefix(Wishes.namedWishes))
    }
}
