import Testing

@testable import Providers

/// Titles that name a kind of document, a person or a position.
@Suite struct DraftKindTests {
    @Test(arguments: [
        ("关于进一步加强森林防灭火工作的紧急通知", "为进一步加强森林防灭火工作，现就有关事项紧急通知如下。", "特此通知。"),
        ("关于举办科技创新大赛的补充通知", "为举办科技创新大赛，现就有关事项补充通知如下。", "特此通知。"),
        ("关于推进公共图书馆高质量发展的实施意见", "为切实推进公共图书馆高质量发展，现提出如下意见。", "认真抓好落实。"),
        ("关于加快发展数字经济的指导意见", "现提出如下意见。", "认真抓好落实。"),
        ("关于印发《办公用品管理办法》的通知", "《办公用品管理办法》已经【待补充：审议或来文机关】同意，现印发给你们", "特此通知。"),
        ("关于食堂卫生检查情况的通报", "现将食堂卫生检查情况通报如下。", "特此通报。"), ("关于同意设立创业基地的批复", "收悉。经研究，现批复如下。", "此复。"),
        ("关于成立信息化领导小组的决定", "经研究，决定成立信息化领导小组。", "特此决定。"), ("关于表彰优秀员工的决定", "决定表彰优秀员工", "特此决定。"),
        ("关于2026年春节放假安排的通知", "现将2026年春节放假安排通知如下。", "特此通知。"),
    ])
    func `each kind of document opens and closes in its own words`(
        title: String,
        opening: String,
        closing: String
    ) throws {
        for length in [300, 800, 2_500] {
            let text = try Samples.draft("official_document", title, length: length)
            #expect(text.contains(opening), "\(length)")
            #expect(text.contains(closing), "\(length)")
            for word in ["的紧急，", "看懂", "这个主题", "有关情况有关情况"] { #expect(!text.contains(word), "\(length) \(word)") }
        }
    }

    @Test(
        arguments: [
            ("张三的个人简历", [], "**目标岗位：【待补充：目标岗位】**　姓名：张三"), ("张三的个人简历", ["产品经理"], "**目标岗位：产品经理**　姓名：张三"),
            ("应届毕业生应聘小学英语教师", [], "**目标岗位：小学英语教师**"), ("产品经理简历", [], "**目标岗位：产品经理**"),
        ] as [(String, [String], String)]
    )
    func `a resume tells a name from a position`(title: String, keywords: [String], line: String) throws {
        #expect(try Samples.draft("resume", title, keywords: keywords).contains(line))
    }

    @Test func `a report whose title names only its kind is about all work of that time`() throws {
        #expect(try Samples.draft("work_report", "周报").contains("本周，各项工作围绕"))
        #expect(try Samples.draft("work_report", "技术部周报").contains("本周，技术部工作围绕"))
        #expect(try Samples.draft("work_report", "年终总结").contains("本年度，各项工作围绕"))
    }

    @Test func `marketing copy holds as many versions as it announces`() throws {
        for title in ["低糖酸奶新品上市", "儿童防蓝光学习台灯", "社区咖啡店"] {
            for length in [200, 420, 600, 1_000, 2_000] {
                let text = try Samples.draft("marketing_copy", title, length: length)
                guard text.contains("短文案三版") else { continue }
                #expect(text.ranges(of: "版**：").count == 3, "\(title) \(length)")
            }
        }
    }

    @Test(arguments: [
        ("resume", "Cover letter for a junior data analyst", "the position of junior data analyst"),
        ("resume", "Resume of Jane Doe", "Name: Jane Doe"),
        ("official_document", "Notice on the annual fire drill", "arranged for the annual fire drill"),
        ("work_report", "Weekly report of the design team", "the work of the design team"),
        ("official_document", "Request for new laptops", "approval of new laptops"),
        ("official_document", "Minutes of the budget meeting", "The meeting dealt with the budget meeting"),
        ("lesson_plan", "Lesson plan: Photosynthesis", "what Photosynthesis means"),
        ("story_novel", "The lighthouse keeper's last letter", "the lighthouse keeper's last letter"),
    ])
    func `an English title loses the words of its kind and nothing else`(
        tool: String,
        title: String,
        words: String
    ) throws {
        let text = try Samples.draft(tool, title)
        #expect(text.contains(words))
        #expect(!Samples.spoken(text).contains { $0.contains(title) && tool != "story_novel" })
    }

    @Test func `a rewrite sounds as it was asked to, and a short one has no headings`() throws {
        let source = "因此，项目目前尚未完成。由于预算不足，团队无法按期交付，此外还有三位成员离职。总之，我们必须补充人手。"
        let spoken = try Samples.draft("content_rewrite", "口语", requirements: "更口语化", content: source)
        for word in ["因此", "因而", "由于", "尚未", "无法", "目前"] { #expect(!spoken.contains(word), "\(word)") }
        #expect(spoken.contains("还没完成") && spoken.contains("没法按期交付"))
        let formal = try Samples.draft(
            "content_rewrite",
            "书面",
            requirements: "更正式",
            content: "现在还没弄好，所以没法交。比如大家觉得东西太多。"
        )
        #expect(formal.contains("目前") && formal.contains("因此") && formal.contains("无法"))
        #expect(
            !(try Samples.draft("content_rewrite", "摘要", requirements: "100字", content: source + source).contains("## "))
        )
        let english = try Samples.draft(
            "content_rewrite",
            "Note",
            requirements: "formal",
            content: "We shouldn't wait, and the kids can't help it. Let's start."
        )
        #expect(
            english.contains("should not wait") && english.contains("children cannot")
                && english.contains("Let us commence.")
        )
        let casual = try Samples.draft(
            "content_rewrite",
            "Note",
            requirements: "informal",
            content: "We should not wait. Therefore, do not purchase it."
        )
        #expect(casual.contains("shouldn't wait") && casual.contains("So, don't buy it."))
    }
}
