/// The topics under which a text is posted: what it is about, its keywords, and what readers of its field look for.
enum Hashtags {
    /// One line of them; 小红书 marks a topic by a sign at either end, other networks by one in front.
    static func line(_ subject: Subject, count: Int, isEnglish: Bool) -> String {
        var names: [String] = []
        for raw in (isEnglish ? english(subject) : chinese(subject)) where names.count < count {
            let name = raw.filter { $0.isLetter || $0.isNumber }
            if (2...20).contains(name.count), !names.contains(name) { names.append(name) }
        }
        return names.map { isEnglish ? "#\($0)" : "#\($0)#" }.joined(separator: " ")
    }

    // MARK: - Chinese

    /// The longest title that is a topic by itself, in characters.
    private static let longestWhole = 10

    private static func chinese(_ subject: Subject) -> [String] {
        let topic = subject.topic
        let isWhole = topic.isPhrase && topic.bare.count <= longestWhole && !topic.isClause
        let own = isWhole ? [topic.bare] : topic.isClause ? [] : [topic.name]
        let title = topic.title + topic.bare
        let found = Field.recognise(title: title, keywords: subject.keywords, among: Field.chinese)
        let field = Domain.isDish(topic.title) ? Domain.dish.id : found
        let known = known(in: field ?? "")
        return own + subject.keywords + words(of: found, in: topic.title) + known + usual(topic.intent, known.count)
    }

    /// Words that name a field's matter to nobody who looks for it.
    private static let weak: Set<String> = [
        "攻略", "去哪", "文化", "管理", "效率", "选购", "产品", "课程", "孩子", "家长", "老师", "学生", "朋友", "分类", "科技", "技术",
    ]

    /// The words of a field that stand in a title (成都 and 三日游 of 成都三日游攻略), none inside of another.
    private static func words(of field: String?, in title: String) -> [String] {
        guard let cues = Field.chinese.first(where: { $0.id == field })?.cues else { return [] }
        let there = cues.filter {
            $0.count >= 2 && $0.contains(where: \.isHan) && !weak.contains($0) && title.holds($0)
        }
        return there.filter { word in !there.contains { $0 != word && $0.holds(word) } }
    }

    /// How many topics of a field are enough without those of any text.
    private static let enough = 3

    private static func usual(_ intent: Topic.Intent, _ known: Int) -> [String] {
        let all =
            switch intent {
            case .how, .guide, .list, .plan: ["干货分享", "实用技巧", "经验分享"]
            case .review, .announce: ["好物分享", "真实体验", "经验分享"]
            case .what, .why, .study: ["涨知识", "冷知识", "日常分享"]
            default: ["日常分享", "生活记录", "我的日常"]
            }
        return known >= enough ? Array(all.prefix(1)) : all
    }

    /// What readers of a field look for; nothing of a field without topics.
    static func known(in field: String) -> [String] { tags[field] ?? [] }

    private static let tags: [String: [String]] = {
        var result: [String: [String]] = [:]
        for line in Template.lines(lines) {
            let words = line.split(separator: " ").map(String.init)
            result[words[0]] = Array(words.dropFirst())
        }
        return result
    }()

    private static let lines = """
        safety 安全常识 安全提醒 防患未然
        management 团队管理 管理经验 职场干货
        marketing 营销干货 运营技巧 品牌推广
        work 职场干货 效率提升 自我成长
        technology 效率工具 数码技巧 AI工具
        innovation 科技前沿 科技生活 科普
        education 学习方法 学习打卡 自我提升
        parenting 育儿经验 亲子日常 带娃日常
        health 健康生活 养生日常 健康科普
        finance 理财 存钱计划 理财小白
        travel 旅游攻略 旅行 出行必备
        outing 周末去哪儿 周末好去处 出游
        food 美食分享 今天吃什么 美食日常
        product 好物分享 选购指南 好物测评
        environment 环保 低碳生活 绿色生活
        pets 萌宠日常 养宠经验 宠物
        petcare 养宠经验 科学养宠 萌宠日常
        petillness 养宠经验 宠物健康 科学养宠
        nature 四季之美 自然 生活美学
        culture 传统文化 文化科普 国风
        beauty 护肤 变美 护肤心得
        fashion 穿搭 穿搭灵感 日常穿搭
        gardening 养花 园艺 阳台花园
        farming 农业 种植技术 乡村生活
        sport 运动 健身打卡 自律生活
        games 游戏 游戏攻略 游戏日常
        music 音乐 音乐分享 学乐器
        photography 摄影 拍照技巧 手机摄影
        craft 手工 手作 手工教程
        medicine 健康科普 医学科普 健康管理
        feelings 情感 亲密关系 自我成长
        law 法律常识 普法 法律科普
        home 家居 家居灵感 装修经验
        housing 租房买房 居住经验 避坑
        car 用车知识 汽车 买车攻略
        making 制造业 工厂管理 精益生产
        media 自媒体 自媒体运营 内容创作
        science 科普 涨知识 科学
        works 书影音 好片好书推荐 文艺生活
        celebration 仪式感 活动策划 聚会
        sight 旅游攻略 人文景点 打卡
        artwork 艺术 传统文化 看展
        festival 传统节日 节日仪式感 节日
        familyday 感恩 亲情 节日
        solarterm 二十四节气 节气养生 传统文化
        sportevent 体育 赛事 看比赛
        industry 产业观察 行业分析 科技前沿
        city 城市生活 城市观察 城市更新
        hazard 健康科普 食品安全 辟谣
        publicservice 便民服务 生活常识 办事指南
        person 亲情 回忆 感恩
        eldercare 养老 关爱老人 陪伴父母
        choice 纠结症 过来人经验 选择
        dish 家常菜 美食教程 下厨房
        homework 学习习惯 陪娃学习 家庭教育
        sleep 睡眠 早睡早起 健康生活
        jobhunt 求职 面试技巧 职场新人
        admission 升学 志愿填报 择校
        thesis 论文写作 毕业论文 学术
        officewriting 职场写作 办公技巧 职场干货
        wildlife 野生动物 动物科普 保护动物
        tidying 收纳整理 收纳 断舍离
        cleaning 清洁妙招 家务技巧 居家清洁
        fraud 防骗 反诈 安全提醒
        pregnancy 孕期 孕期日常 备孕
        emergency 应急知识 安全常识 防灾
        errands 办事指南 生活常识 便民服务
        diet 饮食健康 健康饮食 营养
        venture 创业 创业经验 副业
        shopstart 开店 创业经验 小本创业
        neighbour 邻里关系 小区生活 居住经验
        bullying 保护孩子 校园安全 家庭教育
        device 数码技巧 手机技巧 生活小技巧
        spreadsheet 办公技巧 表格技巧 效率提升
        coding 编程 编程入门 程序员
        symptom 健康科普 家庭护理 健康常识
        teeth 口腔健康 护牙 健康科普
        """

    // MARK: - English

    private static func english(_ subject: Subject) -> [String] {
        let topic = subject.topic
        let own = topic.isClause ? topic.title : topic.name
        let words = own.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map { String($0).lowercased() }
            .filter { $0.count >= shortestWord && !empty.contains($0) }
        return [joined(topic.name)] + subject.keywords.map(joined) + words + ["dailylife", "tips"]
    }

    /// Words of that length that are no topics.
    private static let empty: Set<String> = [
        "learn", "learning", "about", "which", "where", "their", "there", "should", "could", "would", "these", "those",
        "every", "making", "better",
    ]

    /// The shortest word of an English title that is a topic, in letters.
    private static let shortestWord = 5

    /// #StudyHabits of study habits.
    private static func joined(_ text: String) -> String {
        text.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
