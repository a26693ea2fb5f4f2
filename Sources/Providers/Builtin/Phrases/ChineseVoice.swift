extension Voice {
    static let chinese = Voice(
        joint: "",
        names: ("“", "”", "、", "和"),
        stops: ["。", "！", "？", "；", "｜", "|", "\n"],
        registers: [
            "plain": Register(PlainFrames.practice, PlainFrames.insight),
            "formal": Register(FormalFrames.practice, FormalFrames.insight),
            "academic": Register(AcademicFrames.patterns),
            "news": Register(NewsFrames.patterns),
            "plan": Register(PlanFrames.practice),
            "copy": Register(CopyFrames.practice),
            "note": Register(NoteFrames.frames, NoteFrames.insight),
            "letter": Register(LetterFrames.patterns),
            "lesson": Register(LessonFrames.patterns),
            "meeting": Register(MeetingFrames.patterns + FormalFrames.practice),
        ],
        lists: [
            "bridge": PlainBlocks.bridge, "close": PlainBlocks.close,
            "call": PlainBlocks.call,
            "keyword": PlainFrames.keyword, "people": PlainFrames.people,
            "question": PlainBlocks.questions.map(answered),
            "step": PlainBlocks.steps, "academickeyword": AcademicFrames.keyword,
            "newskeyword": NewsFrames.keyword, "plankeyword": PlanFrames.keyword, "lessonkeyword": LessonFrames.keyword,
            "copykeyword": CopyFrames.keyword, "copyturn": CopyFrames.turn, "formalkeyword": FormalFrames.keyword,
            "notehook": NoteFrames.hook,
            "noteclose": NoteFrames.close, "notekeyword": NoteFrames.keyword, "callSee": PlainBlocks.callSee,
            "notehookSee": NoteFrames.hookSee,
            "notecloseSee": NoteFrames.closeSee, "meetingkeyword": MeetingFrames.keyword,
            "videokeyword": VideoShots.keyword, "videofirst": VideoShots.first, "videoopen": VideoShots.open,
            "videoopenSee": VideoShots.openSee, "videoclose": VideoShots.close, "videocloseSee": VideoShots.closeSee,
            "resumeabout": KeywordFrames.resumeAbout, "resumekeyword": KeywordFrames.resumeProject,
            "storykeyword": KeywordFrames.storyKeyword, "storytogether": KeywordFrames.storyTogether,
            "plainopener": PlainFrames.openers,
            "keywords": KeywordFrames.plain, "notekeywords": KeywordFrames.note, "formalkeywords": KeywordFrames.formal,
            "meetingkeywords": KeywordFrames.formal, "plankeywords": KeywordFrames.formal,
            "academickeywords": KeywordFrames.academic, "newskeywords": NewsFrames.keywords,
            "copykeywords": KeywordFrames.copy, "lessongoal": LessonFrames.goal, "lessongoals": KeywordFrames.lesson,
            "videokeywords": VideoShots.keywords, "resumeabouts": KeywordFrames.resume,
            "storykeywords": KeywordFrames.story, "storytogethers": KeywordFrames.story,
            "keyword person": KeywordKind.persons,
            "formalkeyword metric": KeywordKind.formalMetric, "meetingkeyword metric": KeywordKind.formalMetric,
        ].merging(StoryCast.lists) { first, _ in first },
        hooks: [
            .how: PlainBlocks.hookHow, .guide: PlainBlocks.hookHow, .list: PlainBlocks.hookHow,
            .plan: PlainBlocks.hookHow,
            .notice: PlainBlocks.hookHow, .why: PlainBlocks.hookWhy, .what: PlainBlocks.hookTheme,
            .study: PlainBlocks.hookTheme, .theme: PlainBlocks.hookTheme, .review: PlainBlocks.hookReview,
            .announce: PlainBlocks.hookAnnounce, .summary: PlainBlocks.hookSummary,
        ],
        features: [
            .tips: SectionSpec("实用技巧", layout: .list, cycle: PlainBlocks.tips),
            .checklist: SectionSpec("一份清单", layout: .list, cycle: PlainBlocks.checklist),
            .example: SectionSpec("一个虚拟案例", leads: PlainBlocks.example),
            .comparison: SectionSpec(
                "做法对比",
                layout: .rows,
                before: ["| 角度 | 常见做法 | 更稳妥的做法 |", "|---|---|---|"],
                cycle: PlainBlocks.comparison
            ),
            .questions: SectionSpec("问与答", layout: .apart, cycle: PlainBlocks.questions.map(answered)),
            .steps: SectionSpec("分步来做", layout: .numbered, leads: PlainBlocks.steps),
            .numbers: SectionSpec("看哪些指标", layout: .list, cycle: PlainFrames.metric),
            .mistakes: SectionSpec("容易踩的坑", layout: .apart, cycle: PlainFrames.mistake),
        ],
        manners: [
            .humorous: PlainBlocks.humorous, .warm: PlainBlocks.warm, .lively: PlainBlocks.lively,
            .formal: PlainBlocks.formal,
        ],
        shorts: [
            "*": PlainBlocks.shorts, "official_document": FormalFrames.shorts, "work_report": FormalFrames.shorts,
            "business_plan": PlanFrames.shorts, "academic_paper": AcademicFrames.shorts,
            "news_article": NewsFrames.shorts,
            "marketing_copy": CopyFrames.shorts, "xiaohongshu_note": NoteFrames.shorts,
            "lesson_plan": LessonFrames.shorts,
            "resume": LetterFrames.shorts, "story_novel": StoryCast.shorts,
        ],
        reserves: reserves,
        home: "补充说明"
    )

    private static let reserves: [String: ReserveSpec] = {
        let headings = ["“{p}”的补充说明", "“{p}”与“{g}”的衔接", "关于“{p}”的几点说明", "“{p}”与“{g}”", "再看“{p}”"]
        var result: [String: ReserveSpec] = [
            "*": ReserveSpec(headings: ["再谈“{p}”", "“{p}”与“{g}”之间", "换个角度看“{p}”", "关于“{p}”的几点补充"]),
            "story_novel": ReserveSpec(
                headings: ["路过{l}", "夜宿{l}", "{l}，雨停之后", "{l}的清晨", "{l}的傍晚", "从{l}往前"],
                upTo: 22,
                cycle: StoryCast.wandering,
                hold: "el"
            ),
        ]
        for (tool, register) in [
            "official_document": "formal", "work_report": "formal", "business_plan": "plan",
            "academic_paper": "academic",
            "news_article": "news", "marketing_copy": "copy", "lesson_plan": "lesson", "resume": "letter",
            "xiaohongshu_note": "plain",
        ] {
            let names = ["academic", "news", "plan", "letter", "copy"].contains(register)
            result[tool] = ReserveSpec(headings: headings, register: register, pointHeading: names ? "{p}" : "{h}")
            if ["academic", "plan"].contains(register) { result[tool]?.level = 3 }
            if register == "news" { result[tool]?.headings = ["{p}的补充说明", "{p}与{g}", "再谈{p}", "{p}的进展", "{p}的细节"] }
        }
        return result
    }()

    /// A question in bold and its answer below it.
    private static func answered(_ pattern: String) -> String {
        let parts = pattern.split(separator: "|", maxSplits: 1)
        return "**\(parts[0])**\n\(parts[1])"
    }

}

extension SectionSpec {
    /// A section that is not part of an outline.
    init(
        _ heading: String,
        layout: Layout = .prose,
        before: [String] = [],
        leads: [String] = [],
        cycle: [String] = []
    ) {
        self.init(headline: "## " + heading)
        self.layout = layout
        self.before = before
        self.leads = leads
        self.cycle = cycle
        weight = 0.8
    }
}
