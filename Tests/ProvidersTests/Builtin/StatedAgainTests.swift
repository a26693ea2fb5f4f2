import Testing

@testable import Providers

/// What an order states is not asked for again.
@Suite struct StatedAgainTests {
    @Test func `minutes name who presided, who came and who wrote`() throws {
        let text = try Samples.draft(
            "official_document",
            "安全生产工作会议纪要",
            requirements: "主持人：王局长；参会：各科室负责人；记录：小李"
        )
        #expect(text.contains("主持：王局长　出席：各科室负责人　记录：小李"))
        #expect(!text.contains("未能照办"))
    }

    @Test func `a notice is signed by the body that the order names`() throws {
        let text = try Samples.draft("official_document", "元旦放假通知", requirements: "单位：江城科技有限公司")
        #expect(text.contains("\n江城科技有限公司\n"))
        #expect(!text.contains("【待补充：发文机关署名】"))
    }

    @Test(arguments: ["主持要幽默", "参会请提前签到", "记录要详细", "参会单位要写明"])
    func `words that are labels only with a colon state nothing without`(clause: String) {
        #expect(StatedFact.all(in: clause).isEmpty)
    }

    @Test func `copy knows its address and until when`() throws {
        let text = try Samples.draft(
            "marketing_copy",
            "洗衣机促销",
            requirements: "地点:武汉光谷店，11月11日截止，买一送一"
        )
        #expect(text.contains("洗衣机推出买一送一，11月11日截止"))
        #expect(text.contains("地点为武汉光谷店"))
        let opening = try Samples.draft("marketing_copy", "咖啡店开业", requirements: "地点:武汉光谷店")
        #expect(opening.contains("地址为武汉光谷店，营业时间为【待补充】"))
    }

    @Test func `a plan knows its team and what it asks for`() throws {
        let text = try Samples.draft("business_plan", "社区咖啡店商业计划书", requirements: "团队5人，融资200万元")
        #expect(text.contains("团队现有5人"))
        #expect(text.contains("融资金额为200万元"))
        #expect(!text.contains("未能照办"))
    }

    @Test(arguments: [
        ("人教版小学四年级数学上册《角的度量》第一课时教案", "| 课题 | 角的度量 |", "小学四年级数学上册", "| 教材版本 | 人教版 |"),
        ("《背影》朱自清 初二语文", "| 课题 | 背影 |", "初二语文", "| 教材版本 | 【待补充】 |"),
        ("小学三年级数学认识分数", "| 课题 | 认识分数 |", "小学三年级数学", "| 教材版本 | 【待补充】 |"),
    ])
    func `a lesson's title tells book, class and subject`(title: String, row: String, year: String, book: String) throws
    {
        let text = try Samples.draft("lesson_plan", title)
        for said in [row, "| 学科与年级 | \(year) |", book] { #expect(text.contains(said), "\(said)") }
    }
}
