/// What a work report is about when its title names only the kind of report.
enum ReportSubject {
    private static let kinds: Set<String> = [
        "周报", "日报", "月报", "季报", "年报", "总结", "工作总结", "年终总结", "汇报", "工作汇报", "述职", "述职报告", "复盘", "工作报告", "工作", "计划",
        "工作计划",
    ]

    /// Stretches of time inside of a title.
    private static let named = [
        ("上半年", "上半年"), ("下半年", "下半年"), ("学期", "本学期"), ("季度", "本季度"), ("月度", "本月"), ("年度", "本年度"), ("年终", "本年度"),
        ("双十一", "活动期间"),
    ]

    /// A department's name without the stretch of time in it: 市场部 of 市场部上半年.
    static func withoutPeriod(_ name: String) -> String {
        var rest = name
        for (word, _) in named where rest.hasSuffix(word) && rest.count >= word.count + 2 {
            rest.removeLast(word.count)
        }
        return rest
    }

    static func isOnlyKind(_ name: String) -> Bool { kinds.contains(name) }

    /// The stretch of time of a report, from its title or from its kind.
    static func period(_ topic: Topic) -> String {
        if topic.period == "年终" { return "本年度" }
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
