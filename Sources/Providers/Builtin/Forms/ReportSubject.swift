/// What a work report is about, and of which stretch of time it tells.
enum ReportSubject {
    private static let kinds: Set<String> = [
        "周报", "日报", "月报", "季报", "年报", "总结", "工作总结", "年终总结", "汇报", "工作汇报", "述职", "述职报告", "复盘", "工作报告", "工作", "计划",
        "工作计划", "报告", "情况报告", "情况汇报", "工作情况",
    ]

    /// Stretches of time that a title names without a year.
    private static let named = [
        ("上半年", "上半年"), ("下半年", "下半年"), ("学期", "本学期"), ("季度", "本季度"), ("月度", "本月"), ("年度", "本年度"), ("年终", "本年度"),
        ("双十一", "活动期间"),
    ]

    /// Reads the title of a report anew without the plan for the next year and the stretches of time in it, which
    /// are kept as its period: 财务部工作总结 of 财务部2025年工作总结及2026年工作计划.
    static func topic(_ topic: Topic, fallback: String?) -> Topic {
        guard !topic.isWordless else { return topic }
        let (title, period) = parted(Markdown.oneLine(topic.title))
        var result = title.isEmpty ? topic : Topic(title: title, fallback: fallback)
        if title.isEmpty || result.isWordless { result.name = "工作" }
        result.title = topic.title
        result.period = period
        return result
    }

    private static func parted(_ line: String) -> (title: String, period: String) {
        var title = line
        let plan = /(总结|汇报|报告|小结|述职|周报|日报|月报)(?:以及|[及和暨与、 ]).*(?:计划|打算|思路|安排|规划|要点)$/
        if let match = title.firstMatch(of: plan) { title = String(title[..<match.1.endIndex]) }
        for form in ["工作情况报告", "工作情况汇报"] where title.hasSuffix(form) && title.count > form.count {
            title = title.dropLast(form.count) + "工作总结"
        }
        if title.hasSuffix("报告"), title.count > 3, !TitleWords.tails.contains(where: { title.hasSuffix($0.0) }) {
            title.removeLast(2)
        }
        return withoutPeriods(title)
    }

    /// A title without the stretches of time in it, and these.
    private static func withoutPeriods(_ title: String) -> (title: String, period: String) {
        var rest = Topic.withYearTwice(title)
        var period = ""
        for pattern in [
            /[0-9]{4}(?:[—–\-~～至][0-9]{4}学年|学年|财年|年度?)/,
            /前?第?[一二三四1234前两]季度|[上下]半年|(?:第[一二]|[春秋]季)学期|第[0-9一二三四五六七八九十]+周|[本上]周|[本上]月|本季度|本年度/,
            /[0-9]{1,2}月?[—–\-~～至][0-9]{1,2}月|[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}月份?(?![0-9])/,
        ] as [Regex<Substring>] {
            guard let match = rest.firstMatch(of: pattern) else { continue }
            period += match.0
            rest.removeSubrange(match.range)
        }
        for word in ["年度", "年终", "月度", "季度", "上学期", "下学期", "本学期", "学期"] {
            guard let range = rest.firstRange(of: word), rest.count > word.count + 1 else { continue }
            if period.isEmpty { period = named.first { word.hasSuffix($0.0) }?.1 ?? "" }
            rest.removeSubrange(range)
            break
        }
        if let range = rest.firstRange(of: /年中(?=工作|总结|述职|汇报|复盘)/) {
            if period.isEmpty { period = "今年以来" }
            rest.removeSubrange(range)
        }
        while let first = rest.first, "的，、 ".contains(first) { rest.removeFirst() }
        return (rest, period.hasSuffix("月份") ? String(period.dropLast()) : period)
    }

    /// What a report tells of: 技术部工作 of 技术部, and everything where the title names no more than the kind of report.
    static func work(_ name: String) -> String {
        if kinds.contains(name) { return "各项工作" }
        let endings = ["工作", "项目", "活动", "业务", "情况", "管理", "建设", "任务", "课题", "复盘", "会议", "大会", "行动", "仪式", "节", "赛"]
        let isWhole = endings.contains { name.hasSuffix($0) } || name.count > longestUnit
        return isWhole ? name : name + "工作"
    }

    /// The longest name to which 工作 is still added, in characters.
    private static let longestUnit = 14

    /// The stretch of time of a report, from its title or from its kind.
    static func period(_ topic: Topic) -> String {
        if !topic.period.isEmpty { return Markdown.escape(topic.period) }
        for (word, period) in named where topic.title.holds(word) { return period }
        let named = topic.kind + topic.bare
        for (kind, period) in [("周报", "本周"), ("日报", "今日"), ("月报", "本月"), ("季报", "本季度"), ("年报", "本年度")]
        where named.holds(kind) {
            return period
        }
        return "本阶段"
    }
}
