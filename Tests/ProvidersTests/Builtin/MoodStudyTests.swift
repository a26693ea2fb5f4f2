import Testing

@testable import Providers

/// Films have the mood that was ordered, and lessons and papers state what the order says of them.
@Suite struct MoodStudyTests {
    @Test(arguments: ["幽默", "搞笑", "温情", "紧张", "悬疑风格"], ["北京两日游", "新手爸爸第一次换尿布", "苔藓之美"])
    func `a film has the mood that was ordered`(mood: String, title: String) throws {
        let wishes = Wishes(requirements: mood, tone: nil, length: nil)
        let shown = try #require(VideoMood(wishes))
        for seconds in [15, 30, 60, 180] {
            let text = try Samples.draft("video_script", title, requirements: "\(seconds)秒，\(mood)")
            #expect(shown.isShown(in: text) && !text.contains("未能照办"), "\(seconds)")
            #expect(text.contains("待补充") == false)
        }
        for length in [300, 600, 1_500] {
            let count = Draft.length(of: try Samples.draft("video_script", title, requirements: mood, length: length))
            #expect(abs(count - length) * 100 <= length * 15, "\(length): \(count)")
        }
    }

    @Test func `a film without a mood has none of these shots`() throws {
        let text = try Samples.draft("video_script", "北京两日游", requirements: "60秒，不要紧张")
        #expect(!VideoMood.allCases.contains { $0.isShown(in: text) })
    }

    @Test func `a lesson states its time, its book and its class`() throws {
        let text = try Samples.draft("lesson_plan", "三年级语文《荷塘月色》教案", requirements: "45分钟，人教版，班级人数42人")
        for row in ["| 课时 | 1课时（45分钟） |", "| 教材版本 | 人教版 |", "| 班级人数 | 42人 |", "导入（6分钟）", "新授（14分钟）"] {
            #expect(text.contains(row), "\(row)")
        }
        #expect(!text.contains("未能照办"))
    }

    @Test(arguments: [35, 40, 45, 50, 90]) func `the stages of a lesson add up to its time`(minutes: Int) throws {
        let text = try Samples.draft("lesson_plan", "分数的初步认识", requirements: "\(minutes)分钟")
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("分钟） |") }
        let stages = rows.filter { !$0.contains("课时") }
        let sum = stages.compactMap { row in
            row.firstMatch(of: /（(\d+)分钟）/).flatMap { Int($0.1) }
        }.reduce(0, +)
        #expect(stages.count == 6 && sum == minutes)
    }

    @Test(arguments: [
        ("适合五年级学生", "| 学科与年级 | 五年级 |"), ("2课时，每课时45分钟", "| 课时 | 2课时（每课时45分钟，以下为其中一课时） |"),
        ("使用部编版教材，全班38名学生", "| 班级人数 | 38人 |"), ("授课教师：王老师，公开课", "| 授课教师 | 王老师 |"),
        ("时间3月5日，地点三楼多媒体教室", "| 授课地点 | 三楼多媒体教室 |"),
    ])
    func `a fact of a lesson stands in its table`(wish: String, row: String) throws {
        let text = try Samples.draft("lesson_plan", "分数的初步认识", requirements: wish)
        #expect(text.contains(row) && !text.contains("未能照办"))
    }

    @Test(arguments: ["4人一组", "教案简洁版"]) func `what is no fact of a lesson is told as left out`(wish: String) throws {
        let note = try Samples.draft("lesson_plan", "分数的初步认识", requirements: wish).split(separator: "\n").last ?? ""
        #expect(note.contains("“\(wish)”"))
    }

    @Test func `a paper states its survey`() throws {
        let text = try Samples.draft(
            "academic_paper",
            "短视频对大学生注意力的影响",
            requirements: "2000字，问卷调查，样本300份，2023年至2024年，地点武汉三所高校"
        )
        #expect(text.contains("本研究采用问卷调查的方法。调查地点为武汉三所高校，时间范围为2023年至2024年，样本为300份。"))
        for denial in ["理论分析相结合", "缺少实证数据", "未能照办", "【待补充：研究设计】"] {
            #expect(!text.contains(denial), "\(denial)")
        }
    }

    @Test(
        arguments: [
            ("采用问卷与访谈相结合的方法", ["问卷调查", "访谈"]), ("在北京开展实地调研", ["北京", "实地调研"]),
            ("发放问卷320份", ["发放问卷320份", "问卷调查"]), ("2021—2023年", ["2021—2023年"]), ("案例分析", ["案例分析"]),
            ("以武汉市为例", ["武汉市"]), ("参考文献15条", []), ("创新点3个", []), ("实证研究", []),
        ] as [(String, [String])]
    )
    func `a clause says how, where, when or whom`(clause: String, values: [String]) {
        #expect(StudyFacts.read(clause, tool: "academic_paper").map(\.value).sorted() == values.sorted())
    }
}
