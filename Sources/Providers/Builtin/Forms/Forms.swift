/// Which form each tool has, and how long its texts are when nobody says.
enum Forms {
    /// Usual lengths by tool, in characters.
    ///
    /// The tools that start from a text of the user's have none.
    static let defaultLengths: [String: Int] = [
        "wechat_article": 1_500, "xiaohongshu_note": 500, "official_document": 800, "academic_paper": 3_000,
        "marketing_copy": 600, "news_article": 900, "video_script": 600, "story_novel": 2_000, "business_plan": 3_000,
        "work_report": 1_500, "resume": 700, "lesson_plan": 1_500,
    ]

    /// The outline of a tool's text; some tools have more than one kind.
    static func form(
        of tool: String,
        subject: inout Subject,
        wishes: Wishes,
        isEnglish: Bool,
        dice: inout Dice
    ) -> FormSpec {
        if isEnglish { return EnglishForms.form(of: tool, subject: subject, dice: &dice) }
        switch tool {
        case "xiaohongshu_note": return .note
        case "official_document": return .official(subject.topic)
        case "academic_paper": return .paper(&dice)
        case "marketing_copy": return .marketing(CopyFrames.Wordings(&dice))
        case "news_article": return .news
        case "video_script":
            return .video(
                isInsight: subject.core.first?.mode == .insight,
                steps: Array(subject.points.prefix(Domain.isDish(subject.topic.title) ? 4 : 2))
            )
        case "story_novel": return cast(&subject, wishes: wishes, dice: &dice)
        case "business_plan": return .businessPlan
        case "work_report": return .report
        case "resume": return subject.topic.isLetter ? .coverLetter : .resume
        case "lesson_plan": return .lesson(LessonStages.outline(wishes.parts))
        default: return wishes.layout.parts.map(FormSpec.article(parts:)) ?? .article(dice.roll(3))
        }
    }
}
