import Testing

@testable import Providers

/// What ends a text stays at its end, however long it becomes.
@Suite struct DraftEndingTests {
    static let lengths = [500, 800, 1_200, 2_000, 3_000, 4_500, 6_000, 8_000, 10_000]

    @Test(arguments: ["短视频对大学生学习的影响研究", "基于用户画像的图书馆个性化服务研究", "春天"], lengths)
    func `a paper ends with its conclusion and its references`(title: String, length: Int) throws {
        let text = try Samples.draft("academic_paper", title, keywords: ["信息素养"], length: length)
        let headings = Samples.headings(text)
        #expect(headings.suffix(2) == ["结论与展望", "参考文献"], "\(headings)")
        if length >= 1_200 { #expect(headings.dropLast(2).last == "讨论", "\(headings)") }
        #expect(headings.count <= 14, "\(headings)")
        let advice = [Domain.why, .how, .theme, .work].flatMap(\.points)
        #expect(!advice.contains { text.contains($0.how) || text.contains($0.why) })
    }

    @Test(
        arguments: [
            ("关于加强校园安全管理的通知", "工作要求"), ("关于召开2026年度安全生产工作会议的通知", "有关要求"), ("关于举办春季运动会的通知", "有关要求"),
            ("关于申请购置设备的请示", "请示事项"),
            ("关于防汛工作的报告", "下一步打算"), ("项目推进会会议纪要", "会议要求"), ("关于成立信息化领导小组的决定", "有关要求"), ("关于表彰2025年度优秀员工的决定", "希望和要求"),
        ],
        lengths
    )
    func `an official document ends with what it asks for`(_ order: (title: String, last: String), length: Int) throws {
        let headings = Samples.headings(try Samples.draft("official_document", order.title, length: length))
        #expect(headings.last == order.last, "\(order.title) \(length): \(headings)")
    }

    @Test(arguments: [
        ("wechat_article", "写在最后"), ("work_report", "下一步计划"), ("business_plan", "风险与对策"), ("lesson_plan", "分层作业"),
        ("news_article", "下一步"),
        ("marketing_copy", "行动号召"),
    ])
    func `long texts of other kinds keep their endings too`(_ order: (tool: String, ending: String)) throws {
        for length in [3_000, 6_000, 10_000] {
            let headings = Samples.headings(try Samples.draft(order.tool, "社区咖啡馆", length: length))
            let place = try #require(headings.lastIndex(of: order.ending), "\(order.tool): \(headings)")
            #expect(headings.count - place <= 3, "\(order.tool) \(length): \(headings.suffix(6))")
        }
    }
}
