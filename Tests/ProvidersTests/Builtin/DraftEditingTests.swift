import Testing

@testable import Providers

/// What an editor would strike out: words of another kind of text, and sentences that serve any title.
@Suite struct DraftEditingTests {
    @Test(arguments: [
        ("宠物洗护店开业优惠", "宠物洗护店", "新开业"), ("少儿英语培训班招生", "少儿英语培训班", "开始报名"), ("双十一女装促销", "女装", "优惠时间"),
        ("手冲咖啡壶新品上市", "手冲咖啡壶", "新上架"), ("养老院开放日", "养老院", "开放参观"),
    ])
    func `copy names the offer and calls to its occasion`(title: String, offer: String, call: String) throws {
        let text = try Samples.draft("marketing_copy", title)
        #expect(text.contains("**\(offer)："))
        #expect(text.contains("\(offer)\(call)") || text.contains("\(offer)的\(call)"), "\(text.suffix(200))")
        #expect(!Samples.spoken(text).contains { $0.contains(title) })
        let advice = Domain.product.points.filter { text.contains($0.name) }
        #expect(advice.isEmpty, "\(advice.map(\.name))")
    }

    @Test func `copy for children speaks to their parents`() throws {
        #expect(Domain.offer(of: "儿童编程课").people.allSatisfy { $0.contains("孩") || $0.contains("家长") })
        #expect(!Domain.offer(of: "考研辅导班").people.contains { $0.contains("孩") })
        #expect(Domain.offer(of: "某种没有人听说过的东西").id == "offer-goods")
    }

    /// The share of its sentences that a text of one title may have in common with that of another, in percent.
    private static let mostShared = 25

    @Test(arguments: [
        ("marketing_copy", ["燕麦奶上新", "国货运动鞋", "企业云盘", "儿童编程课", "民宿开业推广", "车险续保", "口腔诊所洗牙"]),
        ("video_script", ["自制柠檬茶", "智能手表测评", "租房避坑指南", "备考公务员", "敦煌壁画", "露营装备清单", "大熊猫", "故宫"]),
        ("xiaohongshu_note", ["秋冬护肤心得", "小户型收纳", "自学英语", "杭州三日游", "乡村振兴", "如何学会拒绝", "慢下来"]),
    ])
    func `short texts of unrelated titles are not one text`(tool: String, titles: [String]) throws {
        try Samples.expectUnlike(tool, titles, atMost: Self.mostShared)
    }

    @Test func `a short item of news has paragraphs, a long one headings`() throws {
        for title in ["市图书馆新馆开馆", "我校举办秋季运动会", "医院开展义诊活动"] {
            #expect(Samples.headings(try Samples.draft("news_article", title)).isEmpty, "\(title)")
            #expect(Samples.headings(try Samples.draft("news_article", title, length: 2_000)).count >= 3, "\(title)")
        }
    }

    /// How many gaps an item of usual length may leave to the reporter.
    private static let mostGaps = 26

    @Test func `news says what can be said and advises nobody how to write it`() throws {
        for title in ["地铁5号线开通试运营", "公积金新政策实施", "社区食堂开业", "校园足球联赛", "外卖骑手获评劳动模范"] {
            let text = try Samples.draft("news_article", title)
            #expect(text.ranges(of: "【待补充").count <= Self.mostGaps, "\(title)")
            for advice in ["值得写上", "可以单独成段", "宜逐字", "作为背景材料"] { #expect(!text.contains(advice), "\(title)") }
        }
    }

    @Test(arguments: ["春天", "甲醛", "社区食堂开业"]) func `the shortest news reaches its length without keywords`(
        title: String
    ) throws {
        for length in [100, 160, 220] {
            let count = Draft.length(of: try Samples.draft("news_article", title, length: length))
            #expect(abs(count - length) * 100 <= length * 15, "\(title) \(length): \(count)")
        }
    }

    @Test(arguments: [
        ("暴雨导致多路段积水", "获悉，暴雨导致多路段积水。"), ("地铁5号线开通试运营", "地铁5号线开通试运营。"), ("市图书馆新馆开馆", "市图书馆新馆开馆。"),
    ])
    func `a headline that is a sentence leads`(title: String, lead: String) throws {
        #expect(try Samples.draft("news_article", title).contains(lead))
    }

    @Test func `misfortune is told otherwise than a feast`() {
        #expect(Domain.coverage(of: "暴雨导致多路段积水")?.id == "coverage-accident")
        #expect(Domain.coverage(of: "小镇咖啡节")?.id == "coverage-event")
        #expect(Domain.coverage(of: "学校食堂推行明厨亮灶")?.id == "coverage-policy")
        #expect(Domain.coverage(of: "大学生创业大赛")?.id == "coverage-contest")
    }

    @Test func `keywords that are persons are written about as persons`() throws {
        #expect(KeywordKind.areNames(["曹操", "诸葛亮"], title: "读《三国演义》"))
        #expect(!KeywordKind.areNames(["安全", "方法"], title: "如何提高工作效率"))
        let text = try Samples.draft("wechat_article", "读《三国演义》", keywords: ["曹操", "诸葛亮"], length: 1_000)
        for misfit in ["没有“曹操”的时候", "“曹操”的代价", "“曹操”排在第几步"] { #expect(!text.contains(misfit)) }
    }

    @Test func `a paper examines what its question names`() throws {
        let effect = try Samples.draft("academic_paper", "短视频对青少年睡眠的影响")
        #expect(effect.contains("### 作用路径") && effect.contains("短视频对青少年睡眠的作用可能是直接的"))
        let novel = try Samples.draft("academic_paper", "红楼梦中的女性形象")
        #expect(novel.contains("### 叙述与修辞") && !novel.contains("研究对象拟选取女性"))
        #expect(Domain.influence(in: "影响因素研究") == nil)
    }

    @Test(arguments: [
        ("护士长述职报告", "**患者安全**", "本阶段，"), ("班主任学期工作总结", "**家校沟通**", "本学期，班主任工作"),
        ("财务部年度工作总结", "**核算与结账**", "本年度，财务部工作"),
    ])
    func `a report tells of the work of its department`(title: String, work: String, period: String) throws {
        let text = try Samples.draft("work_report", title)
        #expect(text.contains(work) && text.contains(period), "\(text.prefix(300))")
    }

    @Test(arguments: Samples.tools) func `a draft holds one wording of each sentence`(tool: String) throws {
        for title in ["社区食堂开业", "短视频对青少年的影响", "春天"] {
            for length in [nil, 3_000] {
                #expect(!(try Samples.draft(tool, title, length: length).contains("／")), "\(tool) \(title)")
            }
        }
    }
}
