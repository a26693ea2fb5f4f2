import Testing

@testable import Providers

/// Lessons, meetings and plans have the parts, with their minutes, that the order names.
@Suite struct TimedPartTests {
    private static let lesson = "导入5分钟，讨论10分钟，练习20分钟，小结5分钟"

    @Test(arguments: [200, 600, 1_500, 3_000]) func `a lesson has the parts that were ordered`(length: Int) throws {
        let text = try Samples.draft("lesson_plan", "分数的初步认识", requirements: Self.lesson, length: length)
        let stages = text.split(separator: "\n").compactMap { line in
            line.firstMatch(of: /^[|-] (\p{Han}+（\d+分钟）)/).map { String($0.1) }
        }
        #expect(stages == ["导入（5分钟）", "讨论（10分钟）", "练习（20分钟）", "小结（5分钟）"])
        #expect(!text.contains("未能照办"))
        #expect((length * 85 / 100...length * 115 / 100).contains(Draft.length(of: text)))
    }

    @Test func `the parts of a lesson add up to its time, unless that was ordered too`() throws {
        let short = try Samples.draft("lesson_plan", "背影", requirements: "朗读8分钟、精讲15分钟、讨论12分钟")
        #expect(short.contains("| 课时 | 1课时（35分钟） |"))
        let said = try Samples.draft("lesson_plan", "背影", requirements: "每课时45分钟，朗读8分钟，精讲15分钟")
        #expect(said.contains("| 课时 | 1课时（45分钟） |") && !said.contains("每课时（"))
    }

    @Test func `parts of a kind are not taught alike`() throws {
        let text = try Samples.draft("lesson_plan", "分数的初步认识", requirements: "小组讨论10分钟，全班交流10分钟，复习导入5分钟，情境引入5分钟")
        let rows = text.split(separator: "\n").filter { $0.contains("分钟） |") && !$0.contains("课时") }
        #expect(Set(rows.map { $0.drop { $0 != "）" } }).count == 4)
    }

    @Test(arguments: [
        ("教学过程：导入5分钟、新授15分钟和小结3分钟", ["导入 5分钟", "新授 15分钟", "小结 3分钟"]),
        ("1.导入（5分钟） 2.新课（20分钟）", ["导入 5分钟", "新课 20分钟"]), ("1）导入（5分钟），2）新课环节约二十分钟", ["导入 5分钟", "新课 20分钟"]),
        ("5分钟导入，10分钟用于讨论，最后总结半小时", ["导入 5分钟", "讨论 10分钟", "总结 半小时"]), ("一节课40分钟，讨论10分钟", []),
        ("总时长40分钟，每课时45分钟", []), ("平均响应5分钟，办理时间缩短10分钟", []),
    ])
    func `an order names parts with their time`(order: String, parts: [String]) {
        #expect((TimedParts(order, tool: "lesson_plan")?.parts ?? []).map { "\($0.name) \($0.time)" } == parts)
    }

    @Test(arguments: ["1.导入5分钟\n2.讨论10分钟", "导入5分钟 讨论10分钟", "流程：导入5分钟、讨论10分钟，2000字"])
    func `parts that were read are told of nowhere else`(order: String) throws {
        let text = try Samples.draft("official_document", "新年联欢会活动方案", requirements: order)
        #expect(text.contains("1. 导入（5分钟）") && text.contains("2. 讨论（10分钟）"))
        #expect(!text.contains("主要数据为") && !text.contains("未能照办"))
    }

    @Test func `the agenda of a meeting has its parts, and so has a plan`() throws {
        let order = "签到10分钟，领导致辞15分钟，分组讨论1小时"
        let meeting = try Samples.draft("official_document", "关于召开项目启动会的通知", requirements: order)
        #expect(meeting.contains("会议议程\n\n（一）签到（10分钟）\n\n（二）领导致辞（15分钟）\n\n（三）分组讨论（1小时）\n"))
        for (tool, title) in [("official_document", "新年联欢会活动方案"), ("business_plan", "企业年会策划方案")] {
            let plan = try Samples.draft(tool, title, requirements: order)
            #expect(plan.contains("、环节与时间\n\n1. 签到（10分钟）：") && plan.contains("3. 分组讨论（1小时）："), "\(title)")
            #expect(!plan.contains("未能照办") && !plan.contains("主要数据为"))
        }
    }
}
