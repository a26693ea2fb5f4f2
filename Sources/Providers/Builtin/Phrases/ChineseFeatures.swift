extension Voice {
    /// The sections that requirements can ask for in the texts of a tool.
    ///
    /// What suits an article (一份清单 of one's own habits, 一个虚拟案例) does not suit a document; those have sections of
    /// their own, or none where the form itself gives what is asked for or nothing sensible can be said.
    static func chineseFeatures(of tool: String) -> [Wishes.Feature: SectionSpec] {
        switch tool {
        case "wechat_article", "xiaohongshu_note", "video_script": Voice.chinese.features
        case "official_document", "work_report", "business_plan": documentFeatures
        case "lesson_plan": documentFeatures.filter { [.example, .mistakes, .numbers].contains($0.key) }
        case "academic_paper": paperFeatures
        case "news_article": newsFeatures
        case "marketing_copy": copyFeatures
        default: [:]
        }
    }

    private static let documentFeatures: [Wishes.Feature: SectionSpec] = [
        .checklist: SectionSpec("任务清单", layout: .list, cycle: ["- {p}：{h}"]).limited(to: 5),
        .example: SectionSpec("典型案例", leads: ["可供借鉴的案例为【待补充：单位、做法与成效】。"]),
        .comparison: SectionSpec(
            "对比情况",
            layout: .rows,
            before: ["| 项目 | 此前 | 目前 | 变化 |", "|---|---|---|---|"],
            cycle: ["| {m} | 【待补充】 | 【待补充】 | 【待补充】 |"]
        ).limited(to: 3),
        .steps: SectionSpec(
            "工作流程",
            layout: .numbered,
            leads: [
                "确定牵头人员，列出{t}的具体事项和完成时限。", "把要求传达到每一名经办人员，说明标准和需要提交的材料。", "按分工逐项办理，办结一项、登记一项。",
                "对照要求复核办理情况，发现问题当即退回整改。", "汇总结果，整理材料归档。",
            ]
        ),
        .numbers: SectionSpec("有关数据", leads: ["有关数据为【待补充：数据及来源】，统计口径与此前保持一致。"]),
        .mistakes: SectionSpec("注意事项", layout: .list, cycle: ["- 防止{x}，应当{y}"]).limited(to: 4),
    ]

    private static let paperFeatures: [Wishes.Feature: SectionSpec] = [
        .example: SectionSpec("案例选取", leads: ["拟选取的案例为【待补充：案例名称】，选取的理由在于其典型性和材料的可得性。"]),
        .numbers: SectionSpec("数据说明", leads: ["所用数据的来源、时间范围和样本量为【待补充：数据说明】，变量的处理方法随文交代，以便他人复核。"]),
    ]

    private static let newsFeatures: [Wishes.Feature: SectionSpec] = [
        .example: SectionSpec("", leads: ["一个具体的例子是【待补充：采访所得的事例】。"]),
        .steps: SectionSpec("", leads: ["{t}的流程为【待补充：流程】。"]),
        .numbers: SectionSpec("", leads: ["{t}的有关数据为【待补充：数据及来源】。"]),
    ]

    private static let copyFeatures: [Wishes.Feature: SectionSpec] = [
        .example: SectionSpec("真实案例", leads: ["一位用户的使用经过为【待补充：经本人同意的案例】。"]),
        .numbers: SectionSpec("数据说话", leads: ["{t}的关键数据为【待补充：数据及来源】。"]),
    ]
}

extension SectionSpec {
    fileprivate func limited(to count: Int) -> SectionSpec {
        var copy = self
        copy.upTo = count
        return copy
    }
}

extension FormSpec {
    /// Headings by which a form has something itself that can be asked for.
    private static let own: [Wishes.Feature: [String]] = [
        .steps: ["步骤", "流程", "教学过程", "里程碑"], .numbers: ["数据", "财务"], .questions: ["打消顾虑", "常见的几个问题", "提问"],
        .mistakes: ["风险", "弯路"], .comparison: ["竞争分析"], .checklist: ["下一步计划", "理由"],
    ]

    /// The features that this form gives a text of such a size by itself.
    func features(size: Int) -> Set<Wishes.Feature> {
        let headings = sections.filter { size >= $0.least && size < $0.below }.map(\.heading)
        let found = FormSpec.own.filter { _, names in names.contains { name in headings.contains { $0.holds(name) } } }
        return Set(found.keys)
    }
}

extension Wishes.Feature {
    /// Whether a text has this feature, by the heading of its section or by its first sentence.
    func stands(as spec: SectionSpec, in sections: [Section]) -> Bool {
        guard spec.heading.isEmpty else { return sections.contains { $0.heading == spec.heading && !$0.isEmpty } }
        let words = spec.leads.first?.split(separator: "【").last.map { "【" + $0 } ?? ""
        return sections.contains { $0.units.contains { $0.holds(words) } }
    }
}
