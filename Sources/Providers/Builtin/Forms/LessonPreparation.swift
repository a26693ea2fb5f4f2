extension Forms {
    /// The points that ask for the meaning of a notion; an event of the past, a text or a movement has none.
    private static let conceptual: Set<String> = ["基本含义", "主要特征", "典型例子", "生活运用"]
    /// Those of any lesson that say less than a school subject's own.
    private static let general: Set<String> = ["前后联系", "表达交流"]
    /// From how many characters on a plan needs every point there is.
    private static let longLesson = 10_000
    /// How many points sentences in passing need at least.
    private static let leastPoints = 3

    /// Gives a lesson plan its subject, two names for the blackboard, and what suits its school subject.
    static func prepare(
        lesson subject: inout Subject,
        size: Int,
        study: StudyFacts?,
        parts: TimedParts?,
        dice: inout Dice
    ) {
        let kind = LessonKind.of(subject.topic.title)
        if !kind.isConceptual, size < longLesson {
            subject.core.removeAll { conceptual.contains($0.name) }
            subject.points.removeAll { conceptual.contains($0.name) }
            let own = subject.core.filter { !general.contains($0.name) }
            if own.count >= leastPoints { subject.core = own }
        }
        if let rest = subject.slots["R"] {
            let isTorn = rest.holds("》") && !rest.holds("《")
            subject.slots["T"] = Markdown.oneLine(isTorn ? String(rest.prefix { $0 != "》" }) : rest)
        }
        let names = dice.shuffled(Array(subject.core.prefix(6))).map(\.name)
        subject.slots["1"] = names[0]
        subject.slots["2"] = names[1]
        for (letter, text) in kind.slots.inOrder {
            subject.slots[letter] = fill(text, subject, dice: &dice)
        }
        for (letter, text) in stages.inOrder where subject.slots[letter] == nil {
            subject.slots[letter] = fill(text, subject, dice: &dice)
        }
        LessonFacts.fill(&subject.slots, with: study, parts: parts)
    }

    /// What teacher and pupils do at the stages of a lesson, and what for.
    private static let stages: Slots = [
        "Q": "出示与{t}有关的情境，提问：看到了什么？想到了什么？ | 自由发言，记下一个疑问 | 唤起经验，引出课题",
        "U": "结合实例讲解“{p}”，板书关键词 | 倾听、圈画、复述要点 | 建立清晰的认识",
        "W": "发放任务卡，巡视指导，追问“为什么这样想” | 小组讨论“{g}”，推选代表汇报 | 在交流中突破难点",
        "Z": "引导学生用一句话总结{t} | 说收获，说疑问 | 梳理结构",
    ]

    private static func fill(_ text: String, _ subject: Subject, dice: inout Dice) -> String? {
        let points = dice.shuffled(Array(subject.core.prefix(6))).map(\.name)
        let things = dice.shuffled(subject.things)
        let slots: Slots = ["t": subject.topic.name, "p": points[0], "g": points[1], "o": things.first ?? "图片"]
        return Template.fill(text, slots)
    }
}
