import Testing

@testable import Providers

/// The subjects of titles as people write them: questions, labels in front, dates, headlines and reports.
@Suite struct TitleSubjectTests {
    @Test(
        arguments: [
            ("普通人如何做好家庭理财", "家庭理财", "做好家庭理财"), ("新手怎么养好兰花", "兰花", "养好兰花"), ("年轻人怎么存钱", "存钱", "存钱"),
            ("一个人如何学好英语", "英语", "学好英语"), ("老年人如何用好智能手机", "智能手机", "用好智能手机"), ("冬季如何养生", "养生", "养生"),
            ("班主任如何管好班级", "班级", "管好班级"), ("油皮如何正确洗脸", "洗脸", "正确洗脸"), ("农村怎么做电商", "电商", "做电商"),
            ("公司注销怎么办理", "公司注销", "办理公司注销"), ("公积金怎么提取", "公积金", "提取公积金"), ("护照怎么办", "护照", "办理护照"),
            ("红烧肉怎么做好吃", "红烧肉", "做红烧肉"), ("兰花怎么养才好", "兰花", "养兰花"), ("房子怎么装修", "房子", "装修房子"),
            ("邻居太吵怎么投诉", "邻居太吵", "应对邻居太吵"), ("驾照怎么换证", "驾照换证", "办理驾照换证"),
            ("如何写好一份简历", "简历", "写好一份简历"),
        ]
    )
    func `who asks is no subject, and what is done keeps its object`(title: String, name: String, act: String) {
        let topic = Topic(title: title, fallback: nil)
        #expect(topic.name == name)
        #expect(topic.act == act)
    }

    @Test(
        arguments: [
            ("猫为什么怕水", "猫怕水这件事", .why), ("年轻人为什么不愿意结婚了", "年轻人不愿意结婚这件事", .why), ("元宇宙是什么", "元宇宙", .what),
            ("牙齿矫正值得做吗", "牙齿矫正", .what), ("孕妇能喝咖啡吗", "孕妇喝咖啡", .what), ("隔夜菜能吃吗？医生这样说", "隔夜菜", .what),
            ("黑洞是怎样形成的", "黑洞的形成", .what), ("北京有哪些值得去的博物馆", "北京的博物馆", .what), ("成都有什么好吃的", "成都的美食", .what),
            ("开一家奶茶店需要多少钱", "开一家奶茶店", .guide), ("哪些水果适合糖尿病人", "适合糖尿病人的水果", .what),
        ] as [(String, String, Topic.Intent)]
    )
    func `a question gives what it asks about`(title: String, name: String, intent: Topic.Intent) {
        let topic = Topic(title: title, fallback: nil)
        #expect(topic.name == name)
        #expect(topic.intent == intent)
    }

    @Test(arguments: [
        ("探店：巷子里的兰州拉面", "巷子里的兰州拉面"), ("上班族必看：颈椎病自救指南", "颈椎病自救"), ("书评：《平凡的世界》", "《平凡的世界》"),
        ("《流浪地球2》观后感", "《流浪地球2》"), ("李家村：小辣椒铺就致富路", "小辣椒铺就致富路"), ("营养师提醒：夏天少喝冷饮", "夏天少喝冷饮"),
        ("职场新人：三招写好周报", "周报"), ("心理健康课：学会情绪管理", "情绪管理"), ("安全教育主题班会：预防溺水", "预防溺水"),
        ("主题班会《诚信考试》", "诚信考试"), ("测评：戴森吹风机", "戴森吹风机"), ("时间管理：如何高效利用每一天", "时间管理"),
        ("雄安新区：未来之城的样子", "雄安新区"), ("社区食堂开张 老人八元吃上热乎饭", "社区食堂开张"), ("老街换新颜 游客纷至沓来", "老街换新颜"),
        ("iPhone 15 使用体验", "iPhone 15"),
    ])
    func `of a title in parts the one that says something is the subject`(title: String, name: String) {
        #expect(Topic(title: title, fallback: nil).name == name)
    }

    @Test(arguments: [
        ("本周末将迎来强降雨", "强降雨", "本周末"), ("本周六社区义诊", "社区义诊", "本周六"), ("本周日图书馆闭馆", "图书馆闭馆", "本周日"),
        ("本月底全市停电检修", "全市停电检修", "本月底"), ("3月15日起实施新规", "新规", "3月15日"), ("明天起油价上调", "油价上调", "明天"),
        ("三月的雨", "三月的雨", ""), ("明天会更好", "明天会更好", ""), ("四季度假村开业", "四季度假村", ""),
    ])
    func `a date is taken whole or not at all`(title: String, name: String, period: String) {
        let topic = Topic(title: title, fallback: nil)
        #expect(topic.name == name)
        #expect(topic.period == period)
    }

    @Test(arguments: [
        ("城区菜市场改造完成重新开业", "城区菜市场"), ("新华书店举行全民阅读活动启动仪式", "全民阅读活动启动仪式"), ("警方破获特大电信诈骗案", "特大电信诈骗案"),
        ("县人民医院成功实施首例心脏搭桥手术", "心脏搭桥手术"), ("机器人大赛在我市落幕", "机器人大赛"), ("市长调研老旧小区改造工作", "老旧小区改造工作"),
        ("房贷利率再次下调", "房贷利率下调"), ("社会调研报告", "社会调研报告"),
    ])
    func `a headline keeps its names whole`(title: String, name: String) {
        #expect(Topic(title: title, fallback: nil).name == name)
    }

    @Test(arguments: [
        ("2025年前三季度工作总结", "2025年前三季度，各项工作围绕"), ("客服中心第二季度工作总结", "第二季度，客服中心工作围绕"),
        ("党支部2025年度工作总结", "2025年度，党支部工作围绕"), ("财务部2025年工作总结及2026年工作计划", "2025年，财务部工作围绕"),
        ("前端开发工程师周报", "本周，前端开发工程师工作围绕"), ("青石镇人民政府2025年上半年安全生产工作报告", "2025年上半年，青石镇人民政府安全生产工作围绕"),
        ("2025—2026学年第一学期教学工作总结", "2025—2026学年第一学期，教学工作围绕"), ("年终总结", "本年度，各项工作围绕"),
    ])
    func `a report names its time once and its unit as work`(title: String, opening: String) throws {
        let text = try Samples.draft("work_report", title)
        #expect(text.contains(opening), "\(text.prefix(200))")
    }

    @Test(arguments: [
        ("第一次业主大会", "各项议题"), ("职工代表大会", "各项议题"), ("2026年度安全生产工作会议", "安全生产工作"), ("防汛工作部署会", "防汛工作"),
        ("新学期班主任工作会议", "新学期班主任工作"),
    ])
    func `a meeting is about its matter, not about those who meet`(name: String, matter: String) {
        #expect(Topic.matter(ofMeeting: name) == matter)
    }
}
