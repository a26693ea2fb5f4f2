import Testing

@testable import Providers

/// Titles as people write them: long, with circumstances in front and a word that says little at the end.
@Suite struct LongTitleTests {
    static let titles = [
        "算法推荐对大学生信息茧房的影响研究",
        "短视频平台算法推荐机制对大学生信息茧房形成的影响研究",
        "社交媒体使用对青少年心理健康的影响及其干预机制研究",
        "数字化转型背景下中小制造企业供应链韧性提升路径研究",
        "基于深度学习的城市交通流量短时预测方法研究",
        "乡村振兴战略背景下农村电商物流体系的优化对策研究",
        "“双减”政策下小学生家庭作业负担与学习投入的关系研究",
        "人工智能生成内容著作权归属问题的法律规制研究",
        "新媒体环境下高校思想政治教育话语体系创新研究",
        "家庭教养方式对初中生学业拖延的影响：自我效能感的中介作用",
        "绿色金融政策对重污染企业技术创新的影响——基于A股上市公司的经验证据",
        "老旧小区改造中居民参与意愿的影响因素分析",
        "跨境电商平台卖家知识产权侵权风险及防范对策研究",
        "城市社区居家养老服务供给模式的比较研究",
        "我和爷爷一起在乡下度过的那个漫长夏天的经历",
        "一个普通人在三线城市十年换了七份工作的真实经历",
        "如何在三个月内从零开始学会独立开发一个手机应用",
        "为什么现在的年轻人越来越不愿意在大城市买房结婚",
        "关于进一步加强全区冬春季森林草原防灭火工作的紧急通知",
        "关于举办第十二届全市中小学生科技创新大赛的补充通知",
        "关于推进全市公共图书馆高质量发展的实施意见",
        "关于表彰2025年度先进集体和先进个人的决定",
        "关于同意设立市级大学生创新创业示范基地的批复",
        "油皮夏天底妆不脱妆的秘密",
        "冬天怎么给老人选电热毯",
        "新手怎么养多肉",
        "儿童防蓝光学习台灯",
        "人工智能如何改变教育",
        "孩子不爱吃饭怎么办",
        "论文怎么写",
        "上班族如何利用碎片时间读书",
        "让孩子爱上阅读的5个方法",
        "中国传统节日中的饮食文化及其当代意义",
        "大学生村官在基层治理现代化进程中的角色定位与作用发挥",
        "时间管理：如何高效利用每一天",
        "别再熬夜了！年轻人如何科学改善睡眠",
        "互联网时代的阅读习惯变迁",
        "冬日里的一碗热汤面",
        "外婆的澎湖湾",
        "三体问题的数值解法及其稳定性",
        "元宇宙视域下非物质文化遗产数字化传播的创新路径与实践策略研究",
        "大型语言模型辅助下的高中英语写作教学形成性评价设计与实施效果研究",
        "气候变化对长江中下游水稻产量的影响及适应性对策",
        "职场新人如何写好一份让领导满意的周报",
        "灯塔守望者的最后一封信",
        "我在北京漂了十年",
        "关于转发《国务院办公厅关于加强数字政府建设的指导意见》的通知",
        "关于印发《办公用品管理办法》的通知",
        "关于2026年春节放假安排的通知",
        "农村留守儿童社会支持网络的构建及其影响因素分析",
        "基于用户画像的高校图书馆个性化服务模式研究",
    ]

    @Test(arguments: titles) func `a long title keeps a subject that says what it is about`(title: String) throws {
        let name = Topic(title: title, fallback: nil).name
        #expect((2...LongName.bound).contains(name.count), "\(name)")
        #expect(!LongName.dependent.contains(name), "\(name)")
        let shared = Set(title.adjacentPairs).intersection(name.adjacentPairs)
        #expect(shared.count >= min(3, name.count - 1), "\(name)")
        for tool in ["academic_paper", "wechat_article", "official_document"] {
            let text = try Samples.draft(tool, title, length: 600)
            #expect(!text.contains("这个主题"), "\(tool)")
            #expect(!text.contains("看懂") || tool == "wechat_article", "\(tool)")
        }
    }

    @Test(
        arguments: [
            ("短视频平台算法推荐机制对大学生信息茧房形成的影响研究", "短视频平台算法推荐机制与大学生信息茧房形成"),
            ("算法推荐对大学生信息茧房的影响研究", "算法推荐对大学生信息茧房的影响"), ("社交媒体使用对青少年心理健康的影响及其干预机制研究", "社交媒体使用与青少年心理健康"),
            ("数字化转型背景下中小制造企业供应链韧性提升路径研究", "中小制造企业供应链韧性提升路径"), ("新手怎么养多肉", "多肉"), ("多肉怎么养", "多肉"),
            ("冬天怎么给老人选电热毯", "电热毯"), ("孩子不爱吃饭怎么办", "孩子不爱吃饭"), ("论文怎么写", "论文"),
            ("红烧肉怎么做才不腻", "红烧肉"), ("试用期被辞退怎么维权", "试用期被辞退"), ("儿子沉迷手机游戏怎么办", "儿子沉迷手机游戏"), ("三分钟学会换备胎", "换备胎"),
            ("2077年的最后一个人类", "最后一个人类"), ("别再熬夜了！年轻人如何科学改善睡眠", "睡眠"),
        ]
    )
    func `a title is cut at a phrase`(title: String, name: String) {
        #expect(Topic(title: title, fallback: nil).name == name)
    }

    @Test(
        arguments: [
            ("油皮夏天底妆不脱妆的秘密", "beauty"), ("冬天怎么给老人选电热毯", "product"), ("新手怎么养多肉", "gardening"), ("儿童防蓝光学习台灯", "product"),
            ("孩子们的科学实验课", "parenting"), ("校园安全管理", "safety"), ("成都小吃", "food"), ("周末加班", "work"), ("春天", "nature"),
            ("雪糕批发", nil), ("高考志愿填报", "admission"), ("健康码", nil), ("程序员颈椎保健", "health"), ("音乐老师的猫", "pets"),
        ] as [(String, String?)]
    )
    func `only the head of a title decides its field`(title: String, field: String?) {
        let topic = Topic(title: title, fallback: nil)
        for keywords in [[], ["安全", "夏天"]] {
            let found = Field.recognise(title: topic.title + topic.bare, keywords: keywords, among: Field.chinese)
            #expect(found == field, "\(keywords)")
        }
    }
}
