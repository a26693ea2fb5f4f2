import Testing

@testable import Providers

/// Titles that once became one essay with the noun exchanged, or an essay about something else.
@Suite struct DraftRegressionTests {
    /// Ordinary titles of many kinds.
    static let titles = [
        "半导体", "番茄炒蛋", "世界杯", "母亲节", "城市更新", "端午节的由来", "我的父亲", "大熊猫", "故宫", "北京的秋天", "面试技巧", "高考志愿填报", "论文查重",
        "甲醛", "奥运会", "敦煌壁画", "二十四节气", "独生子女养老", "社区养老服务", "如何和婆婆相处", "怎样写好周报", "地铁安检", "围棋", "口红", "早起的好处",
        "相亲", "螺蛳粉", "预制菜", "核废水", "人脸识别",
    ]

    /// How much two drafts may share when their titles are masked, in percent.
    static let mostShared = 25

    /// The sentences of a draft with the names of its subject masked.
    private func sentences(_ text: String, title: String) -> Set<String> {
        let topic = Topic(title: title, fallback: nil)
        let names = Set([title, topic.name, topic.bare]).sorted { $0.count > $1.count }
        return Set(
            Samples.sentences(text).filter { !$0.hasPrefix("#") }.map { sentence in
                names.reduce(sentence) { $0.replacing($1, with: "X") }
            }
        )
    }

    @Test func `articles about unlike things are unlike, also with their titles masked`() throws {
        let texts = try Self.titles.map { title in
            sentences(try Samples.draft("wechat_article", title, length: 1_500), title: title)
        }
        for (index, first) in texts.enumerated() {
            for (other, second) in texts.enumerated().dropFirst(index + 1) {
                let pair = [Self.titles[index], Self.titles[other]]
                let shared = first.intersection(second).count
                #expect(
                    shared * 100 <= min(first.count, second.count) * Self.mostShared,
                    "\(pair): \(shared) of \(first.count)"
                )
            }
        }
    }

    @Test(
        arguments: [
            ("孩子不爱写作业怎么办", "homework"), ("大熊猫保护", "wildlife"), ("茶余饭后的闲聊", nil), ("手冲咖啡壶新品上市", "product"),
            ("租房党必看的收纳技巧", "tidying"), ("失眠怎么办", "sleep"), ("怎样建立孩子的安全感", "parenting"), ("怎样写好周报", "officewriting"),
            ("高空作业安全", "safety"), ("公众号写作", "media"), ("养猫入门", "petcare"),
        ] as [(String, String?)]
    )
    func `a word inside of a longer one does not decide the field`(title: String, field: String?) {
        let topic = Topic(title: title, fallback: nil)
        let found = Field.recognise(title: topic.title + topic.bare, keywords: [], among: Field.chinese)
        #expect(found == field)
    }

    @Test func `a recipe names its ingredients and what to do with them`() throws {
        for tool in ["wechat_article", "xiaohongshu_note", "video_script"] {
            let text = try Samples.draft(tool, "三分钟学会做番茄炒蛋", length: 1_000)
            let points = Domain.dishPoints(in: "番茄炒蛋")
            #expect(points.map(\.name) == ["番茄出汁", "鸡蛋要嫩", "怎样炒"])
            #expect(points.contains { text.contains($0.how.dropLast()) || text.contains($0.why.dropLast()) }, "\(tool)")
        }
    }

    @Test(
        arguments: [
            ("第一次带父母去云南旅行要注意什么", "带父母去云南旅行"), ("人工智能会取代老师吗", "人工智能会取代老师吗"), ("孩子不爱写作业怎么办", "孩子不爱写作业"),
        ]
    )
    func `a clause is not repeated as if it were a noun`(title: String, clause: String) throws {
        let text = try Samples.draft("wechat_article", title, length: 1_400)
        let times = Samples.spoken(text).joined(separator: "\n").ranges(of: clause).count
        #expect((1...4).contains(times), "\(times)")
    }

    @Test func `the subject of a report on how to write one stays in it`() throws {
        #expect(Topic(title: "怎样写好周报", fallback: nil).name == "周报")
        #expect(try Samples.draft("wechat_article", "怎样写好周报", length: 800).ranges(of: "周报").count >= 4)
    }

    @Test(arguments: [("时间管理", "四象限"), ("效率工具", "自动化"), ("高原反应", "就医"), ("小户型", "高处")])
    func `the section of a common keyword holds a method`(keyword: String, word: String) throws {
        let text = try Samples.draft("wechat_article", "如何安排一天", keywords: [keyword], length: 1_500)
        let section = try #require(
            text.split(separator: "\n## ").first { $0.hasPrefix(keyword) || $0.contains("、\(keyword)") }
        )
        #expect(section.contains(word), "\(section)")
    }

    @Test func `every keyword of three gets a section`() throws {
        let names = ["林黛玉", "薛宝钗", "王熙凤"]
        let text = try Samples.draft("wechat_article", "《红楼梦》里的三个女性", keywords: names, length: 1_500)
        for name in names { #expect(Samples.headings(text).contains { $0.hasPrefix(name) }, "\(name)") }
    }

    @Test func `a figure is neither trained nor put on a list of skills`() throws {
        let report = try Samples.draft("work_report", "客服部工作总结", keywords: ["投诉率"], length: 1_500)
        #expect(!report.contains("“投诉率”的培训"))
        let resume = try Samples.draft("resume", "张伟 产品经理 5年 求职", keywords: ["需求分析", "三年经验"])
        #expect(!resume.contains("；三年经验") && resume.contains("相关经验5年"))
    }
}

/// The user's own facts stand where they belong, and no gap asks for them.
@Suite struct DraftMaterialTests {
    @Test func `news takes date, place and speakers from its material`() throws {
        let text = try Samples.draft(
            "news_article",
            "我市首条无人驾驶公交线路开通",
            content: "滨海市3月18日讯 3月18日上午，线路在滨海新区开通。首批投放10辆车。市交通局局长王建国表示：“安全员全程在岗。”",
            length: 600
        )
        #expect(text.hasPrefix("# 我市首条无人驾驶公交线路开通\n\n滨海市　3月18日\n\n3月18日上午，线路在滨海新区开通。"))
        #expect(text.contains("\n\n市交通局局长王建国表示：“安全员全程在岗。”\n"))
        for gap in ["【待补充：日期】", "【待补充：城市】", "【待补充：负责人引语", "这段经历"] { #expect(!text.contains(gap), "\(gap)") }
    }

    @Test func `a resume takes name, employers and school from its material`() throws {
        let text = try Samples.draft(
            "resume",
            "张三 Java后端 5年 求职",
            content: "姓名：张三，电话13800000000。2016-2020 浙江工业大学 软件工程 本科毕业。2020年至今在云帆科技有限公司任后端工程师。"
        )
        #expect(text.contains("**目标岗位：Java后端**　姓名：张三"))
        #expect(text.contains("电话：13800000000"))
        for gap in ["【待补充：公司】", "【待补充：学校】", "姓名：【待补充】"] { #expect(!text.contains(gap), "\(gap)") }
        let work = try #require(text.firstRange(of: "## 工作经历"))
        let school = try #require(text.firstRange(of: "## 教育背景"))
        #expect(text[work.upperBound..<school.lowerBound].contains("云帆科技有限公司"))
        #expect(text[school.upperBound...].contains("浙江工业大学"))
    }

    @Test func `a letter of application is a letter, whatever its title puts first`() throws {
        let text = try Samples.draft("resume", "求职信：应聘小学语文教师")
        #expect(text.contains("贵校正在招聘小学语文教师") && text.contains("此致　敬礼"))
    }

    @Test func `a lesson knows its school year`() throws {
        let text = try Samples.draft("lesson_plan", "小学三年级数学认识分数")
        #expect(text.contains("| 课题 | 认识分数 |") && text.contains("| 学科与年级 | 小学三年级数学 |"))
    }
}
