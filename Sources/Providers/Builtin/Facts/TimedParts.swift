/// The parts of a lesson, a meeting or an event with the time that an order gives to each: 导入5分钟，讨论10分钟.
struct TimedParts {
    struct Part: Equatable {
        var name: String
        /// As it was said (10分钟, 半小时).
        var time: String
        var minutes: Int

        /// How a text names it together with its time.
        var label: String { "\(Markdown.escape(name))（\(time)）" }
    }

    let parts: [Part]
    /// The words of the order that they were read from.
    private let sources: [String]

    /// The tools whose texts have parts that take their time; in others minutes are something to write about.
    private static let tools: Set<String> = ["lesson_plan", "official_document", "business_plan"]
    /// A single time is that of the whole or of a habit.
    private static let leastParts = 2
    private static let searched = 5_000

    /// Nil where the order names no such parts, or the tool's texts have none.
    init?(_ requirements: String, tool: String) {
        guard TimedParts.tools.contains(tool) else { return nil }
        var found: [(part: Part, source: String)] = []
        for item in TimedParts.items(of: String(requirements.prefix(TimedParts.searched))) {
            guard let part = TimedParts.part(item), !found.contains(where: { $0.part.name == part.name }) else {
                continue
            }
            found.append((part, item))
        }
        guard found.count >= TimedParts.leastParts else { return nil }
        parts = found.map(\.part)
        sources = found.map(\.source)
    }

    /// How long all of them take together.
    var minutes: Int { parts.reduce(0) { $0 + $1.minutes } }

    /// The agenda of a meeting that has these parts, a line each.
    var agenda: String {
        parts.enumerated().map { "（\(FormSpec.Numbering.chinese($0 + 1))）\($1.label)" }.joined(separator: "\n\n")
    }

    /// Whether a clause of the order names such parts and nothing else.
    func isAll(of clause: String) -> Bool {
        TimedParts.items(of: clause).allSatisfy { item in TimedParts.part(item).map(parts.contains) ?? false }
    }

    /// The words of those that a text does not name with their time.
    func missing(in text: String) -> [String] {
        zip(parts, sources).filter { !text.holds($0.0.label) }.map(\.1)
    }

    // MARK: - Reading

    private static let linked = Pattern(/(分钟|小时|[）)])(?:\s+|和|与|以及|及)/)

    private static func items(of text: String) -> [String] {
        text.replacing(linked.regex) { $0.1 + "、" }.split { "，。；;,、\n！!/＋+→".contains($0) }.map(\.trimmed)
            .filter { !$0.isEmpty }
    }

    /// Words before a part's name, and between it and its time, that are none of it.
    private static let heads = ["其中", "然后", "最后", "接着", "首先", "再", "先", "分为", "分成", "包括", "包含", "设", "和", "用"]
    private static let tails = ["环节", "部分", "时间", "阶段", "控制在", "大约", "约", "占", "用", "为", "需", "共", "安排", "进行", "的"]
    /// Names of the whole, and words by which a time is no part's.
    private static let wholes: Set<String> = ["会议", "活动", "培训", "课堂", "课程", "上课", "本课", "全课", "一共", "总共", "演讲"]
    private static let others = [
        "每", "课时", "节课", "时长", "总计", "总长", "全程", "全长", "平均", "缩短", "压缩", "延长", "节约", "节省", "减少", "增加", "提前",
        "推迟", "迟到", "超过", "少于", "以内", "车程", "步行", "路程",
    ]
    private static let namedFirst = Pattern(
        /(?:\d{1,2}[.．）)]|[①-⑩]|[（(]?[一二三四五六七八九十][）)])?\s*([\p{Han}A-Za-z“”]{1,14}?)[\s：:（(]*(\d{1,3}|[一二两三四五六七八九十]{1,3}|半)\s*(个?小时|分钟|min|分)[）)]?(?:左右)?/
    )
    private static let timedFirst = Pattern(
        /(?:用|花)?(\d{1,3}|[一二两三四五六七八九十]{1,3}|半)\s*(个?小时|分钟)(?:的时间)?(?:用来|用于|进行|做)?的?(\p{Han}{2,10})/
    )

    /// The part that an item is; one behind a colon where the whole of it is none (教学过程：导入5分钟).
    private static func part(_ item: String) -> Part? {
        if let match = item.wholeMatch(of: namedFirst.regex) {
            return part(String(match.1), String(match.2), String(match.3))
        }
        if let match = item.wholeMatch(of: timedFirst.regex) {
            return part(String(match.3), String(match.1), String(match.2))
        }
        guard let colon = item.firstIndex(where: { "：:".contains($0) }) else { return nil }
        return part(item[item.index(after: colon)...].trimmed)
    }

    private static func part(_ words: String, _ number: String, _ unit: String) -> Part? {
        var name = words
        for head in heads where name.hasPrefix(head) && name.count > head.count + 1 { name.removeFirst(head.count) }
        while let tail = tails.first(where: { name.hasSuffix($0) && name.count > $0.count }) {
            name.removeLast(tail.count)
        }
        guard name.count >= 2, !wholes.contains(name), !others.contains(where: { name.holds($0) }) else { return nil }
        let isHours = unit.hasSuffix("小时")
        if number == "半" { return isHours ? Part(name: name, time: "半小时", minutes: 30) : nil }
        guard let count = Int(number) ?? count(number), count > 0 else { return nil }
        return Part(name: name, time: "\(count)\(isHours ? "小时" : "分钟")", minutes: isHours ? count * 60 : count)
    }

    /// A number below a hundred in Chinese.
    private static func count(_ number: String) -> Int? {
        (1..<100).first { FormSpec.Numbering.chinese($0) == number.replacing("两", with: "二") }
    }
}

extension Writer {
    /// Gives a plan or a document the list of its parts, which a lesson and the notice of a meeting have in their form.
    func state(_ parts: TimedParts, in sections: inout [Section]) {
        let standing = sections.flatMap { $0.before + $0.after }.joined(separator: "\n")
        guard !parts.missing(in: standing).isEmpty else { return }
        var section = Section()
        section.heading = "环节与时间"
        section.layout = .numbered
        section.units = parts.parts.map { "\($0.label)：内容为【待补充】，负责人为【待补充】。" }
        section.filled = section.units.reduce(0) { $0 + measure($1) }
        sections.insert(section, at: end(of: sections))
    }
}
