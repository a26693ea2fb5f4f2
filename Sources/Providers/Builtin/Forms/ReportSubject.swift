/// What a work report is about when its title names only the kind of report.
enum ReportSubject {
    private static let kinds: Set<String> = [
        "周报", "日报", "月报", "季报", "年报", "总结", "工作总结", "年终总结", "汇报", "工作汇报", "述职", "述职报告", "复盘", "工作报告", "工作", "计划",
        "工作计划",
    ]

    static func isOnlyKind(_ name: String) -> Bool { kinds.contains(name) }

    /// The stretch of time of a report, from its title or from its kind.
    static func period(_ topic: Topic) -> String {
        if topic.period == "年终" { return "本年度" }
        if !topic.period.isEmpty { return Markdown.escape(topic.period) }
        let named = topic.kind + topic.bare
        for (kind, period) in [("周报", "本周"), ("日报", "今日"), ("月报", "本月"), ("季报", "本季度"), ("年报", "本年度")]
        where named.holds(kind) {
            return period
        }
        return "本阶段"
    }
}
