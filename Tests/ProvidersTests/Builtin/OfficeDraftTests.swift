import Testing

@testable import Providers

/// Documents, resumes, news and lessons say what their own kind of text is for.
@Suite struct OfficeDraftTests {
    @Test func `a notice of a holiday holds its dates and what to do before it`() throws {
        let text = try Samples.draft(
            "official_document",
            "关于端午节放假安排的通知",
            requirements: "6月19日至21日放假调休，共3天，300字"
        )
        #expect(text.contains("放假时间\n\n6月19日至21日放假调休，共3天。"))
        #expect(text.contains("值班") && text.contains("特此通知。"))
        for maxim in ["长效机制", "分级培训", "有人抓、有人管"] { #expect(!text.contains(maxim), "\(maxim)") }
    }

    @Test(arguments: ["停水检修通告", "关于调整居民生活用水价格的公告", "关于禁止燃放烟花爆竹的通告", "关于人民路封闭施工的通告"])
    func `what is announced to everybody has no addressee`(title: String) throws {
        for length in [300, 800, 2_000] {
            let text = try Samples.draft("official_document", title, length: length)
            #expect(!text.contains("主送机关"), "\(length)")
            #expect(!text.contains("各单位要"), "\(length)")
        }
    }

    @Test func `a notice of an outage takes time and place from its keywords`() throws {
        let text = try Samples.draft("official_document", "停水检修通告", keywords: ["3月5日8时至18时", "城东片区"])
        #expect(text.contains("影响时间\n\n3月5日8时至18时") && text.contains("影响范围\n\n城东片区。"))
        #expect(text.contains("储备用水"))
        #expect(!text.contains("“3月5日8时至18时”"))
    }

    @Test(arguments: ["关于端午节放假安排的通知", "停水检修通告", "关于调整居民生活用水价格的公告"], [100, 160, 300, 800, 1_500])
    func `a notice keeps its length`(title: String, length: Int) throws {
        let count = Draft.length(of: try Samples.draft("official_document", title, length: length))
        #expect(abs(count - length) * 100 <= length * 15, "\(count)")
    }

    @Test func `a request asks for what its title names, with the sum that was given`() throws {
        let text = try Samples.draft("official_document", "关于拨付村道硬化资金的请示", keywords: ["3.2公里", "预算186万元"])
        #expect(text.contains("恳请同意拨付村道硬化资金，") && text.contains("186万元"))
        for seam in ["开展拨付", "“3.2公里”", "【待补充：金额"] { #expect(!text.contains(seam), "\(seam)") }
    }

    @Test func `a report does not say 情况 twice`() throws {
        let text = try Samples.draft("official_document", "青石镇2025年河长制工作情况的报告")
        #expect(text.contains("现将青石镇2025年河长制工作情况报告如下。"))
    }

    @Test func `letters and commendations tell of no weekly meeting`() throws {
        for title in ["关于商请派员授课的函", "关于表彰2025年度先进集体和先进个人的决定"] {
            let text = try Samples.draft("official_document", title)
            for word in ["例会", "台账", "试点"] { #expect(!text.contains(word), "\(title) \(word)") }
        }
    }

    @Test(
        arguments: [
            ("小学英语教师求职简历", "", "小学英语教师"), ("个人简历", "应聘市场主管", "市场主管"), ("求职简历", "", "【待补充：目标岗位】"),
            ("应届生简历", "", "【待补充：目标岗位】"), ("Java开发工程师个人简历", "", "Java开发工程师"), ("月嫂简历", "", "月嫂"),
        ] as [(String, String, String)]
    )
    func `a resume finds the position`(title: String, order: String, position: String) throws {
        #expect(try Samples.draft("resume", title, requirements: order).contains("**目标岗位：\(position)**"))
    }

    @Test func `a resume takes name and degree from the order`() throws {
        let text = try Samples.draft("resume", "个人简历", keywords: ["本科"], requirements: "姓名李娜，应聘市场主管")
        #expect(text.contains("姓名：李娜") && text.contains("｜本科｜"))
    }

    @Test(arguments: [("幼儿园老师求职信", "贵校正在招聘幼儿园老师，"), ("会计岗位求职信", "正在招聘会计，")])
    func `a letter of application names the position alone`(title: String, words: String) throws {
        #expect(try Samples.draft("resume", title).contains(words))
    }

    @Test func `a resume speaks of the work of its trade`() throws {
        let nanny = try Samples.draft("resume", "月嫂简历")
        #expect(nanny.contains("日常照护") && !nanny.contains("跨部门") && !nanny.contains("项目推进"))
        let nurse = try Samples.draft("resume", "ICU护士简历")
        #expect(nurse.contains("患者安全") && !nurse.contains("跨部门"))
    }

    @Test(arguments: [
        ("县人民医院成功实施首例心脏搭桥手术", "coverage-medical"), ("机器人大赛落幕", "coverage-contest"), ("社区篮球赛落幕", "coverage-match"),
        ("市长调研老旧小区改造工作", "coverage-visit"), ("警方破获特大电信诈骗案", "coverage-justice"), ("国产大飞机C919首飞成功", "coverage-feat"),
        ("房贷利率再次下调", "coverage-economy"), ("本周末将迎来强降雨", "coverage-weather"), ("公积金新政策实施", "coverage-policy"),
        ("反诈宣传走进社区", "coverage-drive"), ("暴雨导致多路段积水", "coverage-accident"),
    ])
    func `news is told by its kind`(title: String, kind: String) {
        #expect(Domain.coverage(of: title)?.id == kind)
    }

    @Test func `news without a kind tells nobody how to take part`() throws {
        let text = try Samples.draft("news_article", "一种新病毒引起关注")
        for words in ["参与的方式", "索要费用", "经费来源"] { #expect(!text.contains(words), "\(words)") }
    }

    @Test func `the lead stands before any keyword`() throws {
        for length in [200, 300, 600] {
            let text = try Samples.draft(
                "news_article",
                "社区食堂开张 老人八元吃上热乎饭",
                keywords: ["助老"],
                length: length
            )
            let lead = try #require(text.firstRange(of: "，社区食堂开张"))
            if let keyword = text.firstRange(of: "助老") { #expect(lead.lowerBound < keyword.lowerBound, "\(length)") }
        }
    }

    @Test func `what is left of a day is no part of a name`() throws {
        #expect(try Samples.draft("news_article", "本周六社区义诊").contains("就社区义诊发布消息"))
    }

    @Test func `a lesson learns what its school subject is for`() throws {
        let history = try Samples.draft("lesson_plan", "鸦片战争")
        #expect(history.contains("时间轴") && !history.contains("生活经验") && !history.contains("解决一个"))
        let sport = try Samples.draft("lesson_plan", "立定跳远")
        #expect(sport.contains("动作要领") && sport.contains("热身") && !sport.contains("基本含义"))
        let grammar = try Samples.draft("lesson_plan", "过去完成时")
        #expect(!grammar.contains("采访一位家人") && !grammar.contains("课件、课件"))
    }
}
