/// Wishes for the outer shape of a text: how it is parted, and who tells it.
struct LayoutWishes: Equatable {
    /// Whether a story is told by 我.
    var isFirstPerson = false
    /// Whether there should be no headings.
    var refusesHeadings = false
    /// In how many parts the text should be; nil when nothing was said.
    var parts: Int?
    /// What the order calls those: 部分, 点, 段, 章.
    var partsName = "部分"

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
        if let found = LayoutWishes.parts(in: text) { (parts, partsName) = found }
    }

    /// How many parts a text can be ordered in.
    private static let range = 2...8

    /// Words for parts that mean them in any order.
    private static let names = ["个大部分", "个部分", "大部分", "部分", "个小节", "个章节", "个板块", "个模块", "parts", "sections"]
    /// Words that mean parts only behind a verb such as 分成, for they count other things too (上午9点, 三章).
    private static let shortNames = ["个要点", "个方面", "个层面", "个段落", "大点", "要点", "小点", "方面", "段落", "点", "段", "章", "节", "条"]
    private static let verbs = ["分", "分成", "分为", "写", "写成", "列", "列出", "提出", "给出", "讲", "归纳", "总结", "共", "从", "按", "用"]
    private static let numerals: [Character: Int] = [
        "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    ]

    private static func parts(in text: String) -> (count: Int, name: String)? {
        for name in names {
            for range in text.ranges(of: name) {
                if let count = number(before: range.lowerBound, in: text)?.count { return (count, "部分") }
            }
        }
        for name in shortNames {
            for range in text.ranges(of: name) {
                guard let (count, start) = number(before: range.lowerBound, in: text),
                    verbs.contains(where: { text[..<start].trimmed.hasSuffix($0) }), name != "节" || text.holds("分")
                else { continue }
                return (count, name.hasPrefix("个") ? String(name.dropFirst()) : name)
            }
        }
        return nil
    }

    /// A number within ``range`` that ends where something is counted, and where it begins.
    private static func number(before end: String.Index, in text: String) -> (count: Int, start: String.Index)? {
        let before = text[..<end].trimmed
        guard let last = before.last, let count = last.isHan ? numerals[last] : last.wholeNumberValue,
            range.contains(count), let at = text[..<end].lastIndex(of: last)
        else { return nil }
        let isLonger = text[..<at].last.map { $0.wholeNumberValue != nil || $0 == "第" || "十百".contains($0) } ?? false
        return isLonger ? nil : (count, at)
    }
}

extension Wishes {
    /// The tools whose texts can be parted as the user likes; the others have forms of their own.
    static let free: Set<String> = ["wechat_article", "story_novel"]
    /// The tools whose headings may be left out.
    static let plain: Set<String> = [
        "wechat_article", "story_novel", "news_article", "marketing_copy", "xiaohongshu_note",
    ]

    /// Whether the number of parts is given, so that none may be added.
    func keepsParts(tool: String) -> Bool { layout.parts != nil && tool == "wechat_article" }

    /// How long a part is, in characters, that one point fills without padding, and how much each further point takes.
    private static let roomOfPoint = 230
    private static let roomOfFurtherPoint = 180

    /// Gives the parts of a long article several points each, below a heading that names them, for a single one would
    /// have to be drawn out with sentences that say little.
    /// - Returns: whether it did so.
    func deepen(_ sections: inout [Section], writer: Writer) -> Bool {
        guard let parts = layout.parts, keepsParts(tool: writer.tool), !layout.refusesHeadings else { return false }
        let room = (writer.target / parts - Wishes.roomOfPoint) / Wishes.roomOfFurtherPoint
        let spare = writer.subject.points.count / parts - 1
        let count = min(room, spare)
        guard count > 0 else { return false }
        let spec = SectionSpec(headline: "### {h} @ each=point fill=plain")
        for index in sections.indices.reversed() where sections[index].kind != nil && sections[index].isTop {
            let further = writer.nextPoints(count).map { writer.section(spec, point: $0) }
            var head = Section()
            head.isGroup = true
            head.weight = 0
            let names = [sections[index].name] + further.map(\.name)
            let listed = names.count > 3 ? [names[0], names[1], names[names.count - 1]] : names
            head.heading = writer.voice.joined(listed, quoted: false)
            writer.use(head.heading)
            sections[index].level = 3
            sections.insert(contentsOf: further, at: index + 1)
            sections.insert(head, at: index)
        }
        return true
    }

    /// Spreads what was added last, which stands in the last part, over all parts.
    func spread(_ sections: inout [Section]) {
        let isAdded = { (section: Section) in section.level == 3 && section.kind == nil && !section.heading.isEmpty }
        let added = sections.filter(isAdded)
        guard !added.isEmpty else { return }
        sections.removeAll(where: isAdded)
        let heads = sections.indices.filter { sections[$0].isGroup }
        for (number, head) in heads.enumerated().reversed() {
            let next = sections.indices.first { $0 > head && sections[$0].level == 2 } ?? sections.count
            let share = added.indices.filter { $0 % heads.count == number }.map { added[$0] }
            sections.insert(contentsOf: share, at: next)
        }
    }

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
}
