import Testing

@testable import Providers

/// Headlines in parts are told in full, and news and plans of different subjects are different texts.
@Suite struct HeadlinePlanTests {
    @Test(arguments: [
        ("社区食堂开张 老人八元吃上热乎饭", "，社区食堂开张，老人八元吃上热乎饭。"), ("社区食堂开张，老人八元吃上热乎饭", "，社区食堂开张，老人八元吃上热乎饭。"),
        ("老街换新颜 游客纷至沓来", "获悉，老街换新颜，游客纷至沓来。"), ("2026年春运启动 预计发送旅客3亿人次", "获悉，2026年春运启动，预计发送旅客3亿人次。"),
        ("市图书馆举办亲子阅读节 三百家庭参加", "，市图书馆举办亲子阅读节，三百家庭参加。"), ("营收增长20% 净利润翻番", "获悉，营收增长20%，净利润翻番。"),
        ("全市中小学9月1日开学 新增学位1.2万个", "获悉，全市中小学9月1日开学，新增学位1.2万个。"),
        ("新能源汽车下乡 农民购车享补贴 充电桩建到村口", "获悉，新能源汽车下乡，农民购车享补贴，充电桩建到村口。"),
        ("社区诊所开业：8月起可用医保", "获悉，社区诊所开业，8月起可用医保。"),
        ("快讯：我国成功发射遥感卫星", "获悉，我国成功发射遥感卫星。"), ("教育部：严禁中小学生携带手机进课堂", "从教育部获悉，严禁中小学生携带手机进课堂。"),
    ])
    func `a headline of several parts leads in full`(title: String, lead: String) throws {
        let text = try Samples.draft("news_article", title)
        #expect(text.hasPrefix("# \(title)\n"))
        #expect(Samples.body(text)[1].contains(lead), "\(Samples.body(text)[1])")
    }

    @Test(arguments: [
        ("iPhone 17 发布", "宣布iPhone 17发布。"), ("小米SU7 交付量突破十万台", "获悉，小米SU7 交付量突破十万台。"),
        ("国产大飞机 C919 首飞成功", "，国产大飞机 C919首飞成功。"), ("AI 走进课堂 学生用上智能助教", "获悉，AI 走进课堂，学生用上智能助教。"),
    ])
    func `a space in a name parts nothing`(title: String, lead: String) throws {
        let text = try Samples.draft("news_article", title)
        #expect(Samples.body(text)[1].contains(lead), "\(Samples.body(text)[1])")
    }

    @Test func `what opens is named without its opening`() throws {
        let text = try Samples.draft("news_article", "社区食堂开张 老人八元吃上热乎饭")
        #expect(text.contains("谈到社区食堂，") && !text.contains("社区食堂开张的"))
    }

    @Test(arguments: [
        ("三万亩小麦开镰收割", "coverage-harvest"), ("外卖骑手跳江救人", "coverage-deed"), ("候鸟飞抵鄱阳湖越冬", "coverage-nature"),
        ("共享单车乱停放问题引关注", "coverage-grievance"), ("古镇夜经济点亮假期", "coverage-heritage"), ("国货美妆走红", "coverage-trend"),
        ("高校毕业生返乡当起新农人", "coverage-persons"), ("银发旅游升温", "coverage-travel"), ("家政服务员持证上岗", "coverage-jobs"),
        ("智慧养老走进寻常百姓家", "coverage-service"), ("2026年春运启动", "coverage-transit"), ("高考首日平稳", "coverage-exam"),
        ("城市书房成为市民新去处", "coverage-venue"), ("工业机器人走进车间", "coverage-industry"), ("儿童流感疫苗开打", "coverage-health"),
        ("暴雨导致多路段积水", "coverage-accident"), ("我校举办秋季运动会", "coverage-school"), ("社区食堂开张", "coverage-opening"),
    ])
    func `everyday news has kinds of its own`(title: String, kind: String) {
        #expect(Domain.coverage(of: title)?.id == kind)
    }

    /// The share of its sentences that a text of one title may have in common with that of another, in percent.
    private static let mostShared = 50

    @Test(arguments: [
        ("business_plan", ["社区咖啡店", "少儿编程培训", "乡村民宿", "智能门锁", "口腔诊所", "跨境电商", "家装设计公司"]),
        ("news_article", ["三万亩小麦开镰收割", "外卖骑手跳江救人", "国货美妆走红", "候鸟飞抵鄱阳湖越冬", "家政服务员持证上岗"]),
    ])
    func `long texts of unrelated titles are not one text`(tool: String, titles: [String]) throws {
        try Samples.expectUnlike(tool, titles, atMost: Self.mostShared)
    }

    /// The same of two titles whose news is of one kind.
    private static let mostSharedOfKind = 46

    @Test(arguments: [
        ["市图书馆新馆开馆", "地铁5号线开通试运营", "社区食堂开业", "滨江公园建成开放", "跨江大桥正式通车"],
        ["第三届社区读书节开幕", "城市草莓音乐节举行", "我市举办农产品博览会", "人工智能产业大会召开", "县中学百年校庆庆典"],
        ["医院开展义诊活动", "公司组织无偿献血", "消防演练走进校园", "志愿者开展植树活动", "反诈宣传走进社区"],
        ["社区篮球赛落幕", "城市马拉松开跑", "端午龙舟比赛落幕"], ["低糖酸奶新品上市", "某公司发布新能源重卡", "折叠屏手机发布"],
        ["本周末将迎来强降雨", "寒潮来袭全市降温", "高温红色预警发布"], ["房贷利率再次下调", "国内油价上涨"],
    ])
    func `news of one kind differs by what its title names`(titles: [String]) throws {
        try Samples.expectUnlike("news_article", titles, atMost: Self.mostSharedOfKind)
    }

    @Test func `a thing is told of in its own kind of news only`() {
        #expect(NewsFacets.points(of: "跨江大桥正式通车", keywords: []).first?.name == "通行与绕行")
        for title in ["跨江大桥坍塌事故", "消防员火场救人", "养老金上调政策实施", "春天"] {
            #expect(NewsFacets.points(of: title, keywords: []).isEmpty, "\(title)")
        }
    }

    @Test func `a keyword of the news is told of like a word of the title`() throws {
        let text = try Samples.draft("news_article", "滨江片区改造完工", keywords: ["图书馆"])
        #expect(text.contains("藏书、座位和借阅方式为"))
    }

    @Test(arguments: [
        ("社区咖啡店", "食品经营许可"), ("少儿编程培训", "办学许可"), ("剧本杀门店", "约得起、坐得住"), ("智能门锁", "产品认证"), ("量子通信项目", "面向【待补充：目标客户】"),
    ])
    func `a plan speaks of the customers, costs and permits of its trade`(title: String, words: String) throws {
        #expect(try Samples.draft("business_plan", title + "商业计划书").contains(words))
    }
}
