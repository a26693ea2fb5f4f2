/// The stages of a lesson, and what teacher and pupils do in those that an order names.
enum LessonStages {
    /// The outline of the stages: those that were ordered, else the usual ones, whose times add up to one period.
    static func outline(_ parts: TimedParts?) -> String { parts.map(outline(of:)) ?? usual }

    private static let usual = """
        ## 教学过程 @ weight=2 layout=list below=240
        - 导入：出示与{t}有关的情境，说一说看到了什么
        - 新授：结合实例讲解“{p}”
        - 探究：小组讨论“{g}”，推选代表汇报
        - 小结：用一句话总结{t}
        ## 教学过程 @ weight=2.2 layout=rows least=240
        = | 环节与时间 | 教师活动 | 学生活动 | 设计意图 |
        = |---|---|---|---|
        | 导入（{3}分钟） | {Q} |
        | 新授（{4}分钟） | {U} |
        | 探究（{5}分钟） | {W} |
        | 巩固（{6}分钟） | {V} |
        | 小结（{7}分钟） | {Z} |
        | 作业（{8}分钟） | 布置分层作业，说明要求 | 记录并选择 | 课后延伸 |
        """

    private static func outline(of parts: TimedParts) -> String {
        var dealt: [Int: Int] = [:]
        let rows = parts.parts.map { part in
            let kind = kinds.firstIndex { $0.cues.contains { part.name.holds($0) } }
            let ways = kind.map { kinds[$0].ways } ?? []
            let turn = dealt[kind ?? -1, default: 0]
            dealt[kind ?? -1] = turn + 1
            let way = turn < ways.count ? ways[turn] : others[min(turn, others.count - 1)]
            return "= | \(part.label) | \(way.replacing("NAME", with: Markdown.escape(part.name))) |"
        }
        return """
            ## 教学过程 @ weight=0 layout=list below=240
            \(parts.parts.map { "+ - \($0.label)" }.joined(separator: "\n"))
            ## 教学过程 @ weight=0 layout=rows least=240
            = | 环节与时间 | 教师活动 | 学生活动 | 设计意图 |
            = |---|---|---|---|
            \(rows.joined(separator: "\n"))
            """
    }

    /// The words by which a part's name tells its kind, and what is done in the first of the kind, in the second and so
    /// on; a slot alone stands for what the school subject does there, see ``LessonKind``.
    private static let kinds: [(cues: [String], ways: [String])] = [
        (["作业"], ["布置分层作业，说明要求 | 记录并选择 | 课后延伸"]),
        (
            ["小结", "总结", "归纳", "放松", "结课"],
            ["{Z}", "请学生对照目标说一处收获、一处疑问 | 自评，记下要再看的内容 | 反思所学"]
        ),
        (
            ["导入", "引入", "热身", "激趣", "情境", "情景", "复习", "暖场", "开场"],
            ["{Q}", "回顾与{t}有关的旧知识，请两位学生各说一点 | 回忆、补充，互相纠正 | 接上已有的认识"]
        ),
        (["签到", "点名", "考勤", "组织教学"], ["清点人数，检查学习用品 | 应答，准备好学习用品 | 进入上课的状态"]),
        (["休息"], ["提醒喝水和活动 | 离开座位，放松身体 | 恢复注意力"]),
        (
            ["练习", "巩固", "训练", "检测", "测验", "测试", "运用", "应用", "习题", "做题"],
            ["{V}", "出示一道联系实际的题目，先独立完成再讲评 | 动手完成，说出思路 | 在运用中加深理解"]
        ),
        (
            ["讨论", "探究", "合作", "小组", "实验", "辩论", "思考", "交流"],
            ["{W}", "组织全班交流，请不同意见的学生各说理由 | 倾听、补充、质疑 | 在对话中修正认识"]
        ),
        (
            ["朗读", "诵读", "阅读", "自读", "自学", "默读", "预习"],
            ["提出阅读的要求和时间，巡视并了解疑难 | 静心读，圈画要点和疑问 | 直接面对内容，形成自己的看法"]
        ),
        (
            ["视频", "观看", "播放", "欣赏", "演示"],
            ["先提一个问题，再播放或演示与{t}有关的内容 | 带着问题看，记下要点 | 借助画面获得直观的认识"]
        ),
        (
            ["展示", "汇报", "分享", "表演", "点评", "发言"],
            ["请学生上台展示，引导其他人点评 | 展示、倾听，提出建议 | 学会表达，也学会欣赏"]
        ),
        (
            ["游戏", "竞赛", "比赛", "抢答"], ["讲清规则，组织学生参加，及时鼓励 | 遵守规则，积极参加 | 在活动中运用所学"]
        ),
        (["拓展", "延伸"], ["提出一个联系生活的问题，把{t}引向课外 | 举例，交流想法 | 拓宽视野"]),
        (
            ["新授", "讲授", "讲解", "新课", "示范", "精讲", "授课", "讲"],
            ["{U}", "换一个例子再讲“{p}”，请学生说出与前一例的不同 | 比较、记录、提问 | 在对比中加深理解"]
        ),
    ]
    private static let others = [
        "说明“NAME”的要求，巡视指导 | 按要求完成，遇到困难及时提出 | 落实本环节的任务",
        "组织学生完成“NAME”，请一两位说说做法 | 动手完成，交流做法 | 在做中学",
        "引导学生进行“NAME”，及时反馈 | 积极参与，听取同伴的意见 | 推进本课目标",
    ]
}
