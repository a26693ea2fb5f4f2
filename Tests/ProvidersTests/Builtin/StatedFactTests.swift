import Testing

@testable import Providers

/// Facts of an order (when, where, who, how much) are passed on as they are, and what is left out is told.
@Suite struct StatedFactTests {
    @Test(arguments: [
        "完成销售额3500万元", "同比增长18%", "新增客户52家", "3.2公里", "预算186万元", "门票475元", "买一送一", "八只288元",
        "满300减50", "8.5折", "3月5日8时至18时",
    ])
    func `a keyword with a figure, a date or an offer is a fact`(keyword: String) {
        #expect(StatedFact(keyword: keyword) != nil)
    }

    @Test(arguments: [
        "5G", "三年级", "30天计划", "2026年高考", "90后", "第3名", "C919", "24小时营业", "双11", "5年经验", "2025年", "骨折", "满意度",
    ])
    func `a keyword that only holds a number is a topic`(keyword: String) {
        #expect(StatedFact(keyword: keyword) == nil)
    }

    @Test(arguments: [
        ("地点县政府三楼会议室", "地点为县政府三楼会议室"), ("时间1月15日上午9点", "时间为1月15日上午9点"), ("时间定于2026年3月8日", "时间为2026年3月8日"),
        ("全体业主参加", "参加人员为全体业主"), ("在三楼会议室召开", "地点为三楼会议室"), ("参加人数300人", "参加人数为300人"),
    ])
    func `a clause states a fact without a colon`(clause: String, said: String) {
        #expect(StatedFact.all(in: clause).map(\.clause) == [said])
    }

    @Test(arguments: ["时间紧凑", "时间管理很重要", "地点要写清楚", "欢迎大家参加", "价格实惠", "以时间为线索", "参加人员要写明"])
    func `a clause about time or place states nothing`(clause: String) {
        #expect(StatedFact.all(in: clause).isEmpty)
    }

    @Test func `time, place and people stand in news and notices`() throws {
        let news = try Samples.draft(
            "news_article",
            "市图书馆举办亲子阅读节",
            requirements: "时间5月1日，地点市图书馆一楼大厅，参加人数300人，500字"
        )
        #expect(news.contains("5月1日，市图书馆举办亲子阅读节。") && !news.contains("【待补充：日期】"))
        #expect(news.contains("地点为市图书馆一楼大厅，参加人数为300人。") && !news.contains("未能照办"))
        let notice = try Samples.draft(
            "official_document",
            "关于召开全县教育工作会议的通知",
            requirements: "时间1月15日上午9点，地点县政府三楼会议室"
        )
        #expect(notice.contains("会议时间\n\n1月15日上午9点\n") && notice.contains("会议地点\n\n县政府三楼会议室\n"))
    }

    @Test func `figures stand where results are told and in no frame about ideas`() throws {
        let keywords = ["销售部", "完成销售额3500万元", "同比增长18%", "新增客户52家"]
        let report = try Samples.draft("work_report", "2025年工作总结", keywords: keywords, requirements: "1000字")
        #expect(report.contains("最重要的成果为完成销售额3500万元，同比增长18%，新增客户52家；"))
        #expect(report.contains("| 销售额 | 【待补充】 | 3500万元 |"))
        #expect(!report.contains("“新增客户52家”") && !report.contains("“同比增长18%”"))
        let copy = try Samples.draft("marketing_copy", "奶茶店开业优惠", keywords: ["买一送一", "鲜奶"])
        #expect(copy.contains("**买一送一**") && copy.contains("开业活动为买一送一") && !copy.contains("“买一送一”"))
    }

    @Test(arguments: [
        ("story_novel", "一只想飞的企鹅", "800字，搞笑", "“搞笑”"), ("video_script", "北京两日游", "30秒，全程押韵", "“全程押韵”"),
        ("official_document", "关于召开期中家长会的通知", "平均分提高5分", "“平均分提高5分”"),
        ("business_plan", "社区咖啡店商业计划书", "800字，问答", "“问答”"),
    ])
    func `a wish that the form can't grant is told`(tool: String, title: String, wish: String, named: String) throws {
        let note = try Samples.draft(tool, title, requirements: wish).split(separator: "\n").last ?? ""
        #expect(note.contains("未能照办") && note.contains(named), "\(note)")
    }

    @Test(arguments: [
        ("xiaohongshu_note", "上海迪士尼一日游攻略", "带emoji，语气活泼"), ("marketing_copy", "奶茶店开业优惠", "朋友圈文案"),
        ("wechat_article", "如何提高工作效率", "20字以内的标题，正文1000字"), ("wechat_article", "如何提高工作效率", "分5点，每段300字"),
    ])
    func `a wish that is met is not told as left out`(tool: String, title: String, wish: String) throws {
        #expect(try !Samples.draft(tool, title, requirements: wish).contains("未能照办"))
    }

    @Test func `a document takes no section of an article about one's habits`() throws {
        let text = try Samples.draft("official_document", "关于开展校园安全检查的通知", requirements: "流程清晰，列出清单，有案例")
        #expect(text.contains("、任务清单\n") && text.contains("、典型案例\n") && !text.contains("未能照办"))
        #expect(!text.contains("虚拟示例") && !text.contains("不用临时去找"))
        #expect(Wishes(requirements: "语言比较轻松", tone: nil, length: nil).features.isEmpty)
        #expect(Wishes(requirements: "优缺点比较", tone: nil, length: nil).features == [.comparison])
    }

    @Test(
        arguments: [
            ("分5点", 5), ("分五段", 5), ("列出五个要点", 5), ("从三个方面", 3), ("上午9点开会", nil), ("提高5点", nil), ("第三部分重点写", nil),
        ] as [(String, Int?)]
    )
    func `points and paragraphs count as parts`(text: String, parts: Int?) {
        #expect(LayoutWishes(requirements: text).parts == parts)
    }

    @Test(arguments: [("20字以内的标题，正文1000字", 1_000), ("正文1000字，20字以内的标题", 1_000), ("200字的摘要，正文3000字", 3_000)])
    func `the length of a part is not that of the whole`(text: String, count: Int) {
        #expect(LengthWish.find(in: text)?.count == count)
    }

    @Test func `the length follows from that of the parts, or of a speech`() throws {
        let parts = try Samples.draft("wechat_article", "如何提高工作效率", requirements: "分5点，每段300字")
        #expect(abs(Draft.length(of: parts) - 1_500) <= 225 && Samples.headings(parts).count == 5)
        let speech = try Samples.draft("wechat_article", "国旗下的演讲稿", requirements: "3分钟演讲稿")
        #expect(abs(Draft.length(of: speech) - 720) <= 108)
        #expect(DurationWish.find(in: "平均分提高5分") == nil && DurationWish.find(in: "时长3分") == 180)
    }

    @Test(arguments: [("3000字，分五个部分", 3_000, 5), ("8000字，分4个部分", 8_000, 4)])
    func `long parts hold several points each`(wish: String, length: Int, parts: Int) throws {
        let text = try Samples.draft("wechat_article", "马拉松新手备赛指南", requirements: wish)
        #expect(Samples.headings(text).count == parts)
        #expect(text.split(separator: "\n").count { $0.hasPrefix("### ") } >= 2 * parts)
        #expect(abs(Draft.length(of: text) - length) * 100 <= length * 15)
    }
}
