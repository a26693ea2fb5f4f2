/// What kind of thing a keyword names, as far as its ending shows it; each kind asks for sentences of its own.
enum KeywordKind: String, CaseIterable {
    case metric, tool, method, person, place, trait, thing

    /// Whether several keywords are names of persons (林黛玉, 薛宝钗, 王熙凤): where the title speaks of people, for many
    /// words begin like a name.
    static func areNames(_ keywords: [String], title: String) -> Bool {
        keywords.count > 1 && wordsOfPeople.contains { title.holds($0) } && keywords.allSatisfy(Applicant.isName)
    }

    private static let wordsOfPeople = [
        "《", "人物", "形象", "女性", "男性", "英雄", "诗人", "作家", "画家", "角色", "演员", "名人", "科学家", "皇帝", "将军", "三国", "红楼", "水浒",
        "西游",
    ]

    private static let endings: [(KeywordKind, [String])] = [
        (.metric, ["率", "数量", "次数", "人数", "金额", "销售额", "成本", "时长", "产量", "销量", "指数", "比例", "满意度", "得分", "均分", "周期"]),
        (.tool, ["工具", "软件", "app", "平台", "系统", "设备", "仪器", "机器", "小程序", "插件", "模板"]),
        (
            .method,
            ["法", "术", "技巧", "方法", "训练", "策略", "流程", "步骤", "管理", "规划", "设计", "操作", "复习", "练习", "沟通", "运营", "优化", "改造"]
        ),
        (
            .person,
            [
                "老人", "孩子", "女性", "男性", "者", "师", "员", "族", "家长", "父亲", "母亲", "爸爸", "妈妈", "学生", "医生", "老板", "邻居", "朋友",
                "年轻人",
            ]
        ),
        (
            .place,
            ["市", "省", "县", "镇", "村", "街", "路", "馆", "园", "寺", "湖", "山", "古城", "景区", "社区", "车站", "广场", "故宫", "长城"]
        ),
        (
            .trait,
            [
                "感", "心", "力", "性", "情", "爱", "背叛", "勇气", "孤独", "自由", "信任", "责任", "希望", "善良", "诚信", "成长", "坚持", "遗憾",
                "思念", "幸福",
            ]
        ),
    ]

    /// Words that only end like one of a kind.
    private static let others: Set<String> = [
        "中心", "核心", "点心", "电力", "动力", "算力", "马力", "思路", "道路", "网路", "超市", "门路", "家园", "火山",
    ]

    init(_ keyword: String) {
        let word = keyword.lowercased()
        guard !KeywordKind.others.contains(word) else {
            self = .thing
            return
        }
        self = KeywordKind.endings.first { $0.1.contains { word.hasSuffix($0) } }?.0 ?? .thing
    }

    /// Sentences about a keyword of this kind in plain texts; `{k}` is the keyword.
    var plain: [String] {
        switch self {
        case .metric: KeywordKind.metrics
        case .tool: KeywordKind.tools
        case .method: KeywordKind.methods
        case .person: KeywordKind.persons
        case .place: KeywordKind.places
        case .trait: KeywordKind.traits
        case .thing: []
        }
    }

    private static let metrics = Template.lines(
        """
        “{k}”先定口径：算谁、算哪一段时间、从哪里取数，三样写在同一行。
        单看一个“{k}”说明不了什么，和上一期比、和同类比，才看得出是变好还是变坏。
        “{k}”变动时先找拐点，问那几天发生了什么，再谈原因。
        给“{k}”定一个够得着的目标，同时写一个不能牺牲的底线，免得为了数字走样。
        影响“{k}”的因素列出三个，只动其中一个，观察一个周期。
        """
    )
    private static let tools = Template.lines(
        """
        选“{k}”先写要解决的那一件事，再看它几步能做完、能不能换设备用、出了错怎样退回。
        “{k}”上手只学三个最常用的功能，用满两周再看要不要学别的。
        用“{k}”之前想好资料放在哪里、谁能看见、停用时怎样带走。
        免费和收费的“{k}”差在数量、速度还是售后，按自己用得到的那一项付钱。
        “{k}”省下的时间要算得出来，算不出的先别换。
        """
    )
    private static let methods = Template.lines(
        """
        “{k}”可以拆成准备、动手、检查三步，每一步写一个看得见的动作。
        第一次用“{k}”，选一件小而完整的事来试，成败都看得清。
        “{k}”有它不适用的场合，先写下哪些情况不用它。
        学“{k}”最好看别人做一遍，自己做一遍，再讲给别人听一遍。
        给“{k}”定一个检查点：做到哪一步停下来看，看什么。
        """
    )
    /// These stand alone: what is asked of a thing can't be asked of somebody.
    static let persons = Template.lines(
        """
        写“{k}”，先写一天里的一个小时：在哪里、忙什么、为什么事皱眉。
        谈{t}，“{k}”绕不过去，先想想第一次出场时是怎样写的、怎样说的。
        “{k}”说过的一句话比概括更有力，抄下原话再谈看法【待补充：原话】。
        “{k}”想得到什么，又怕失去什么，两样都写，人才立得住。
        看“{k}”怎样待最亲近的人和最不相干的人，差别就是性情。
        “{k}”做过的一个选择：当时有哪两条路，为什么走了这一条。
        放到{t}里比一比，“{k}”和别人最不一样的是哪一处。
        别人眼里的“{k}”和自己心里的“{k}”常常不是同一个人，各写一句。
        “{k}”身边有一样东西，物件不会说话，却最知道主人。
        若能问“{k}”一个问题，会问什么？把问题写下来，再替对方想一个回答。
        喜欢“{k}”和不喜欢“{k}”的人，各自看重的是什么。
        “{k}”在这里变了吗？找出变化前后的两个场面，放在一起看。
        """
    )
    private static let places = Template.lines(
        """
        写“{k}”从一处具体的角落写起：门口、路口、窗边，先写看见和听见的。
        “{k}”在不同的时辰样子不同，清晨、中午和傍晚各去一次再动笔。
        去“{k}”之前查好开放时间、交通和人多的时段【待补充：以官方信息为准】。
        问问住在“{k}”附近的人，外来的人看风景，他们看变化。
        “{k}”的来历有几种说法，写清哪一种有记载、哪一种是传说【待补充：出处】。
        """
    )
    private static let traits = Template.lines(
        """
        “{k}”看不见，只能从举动里看：谁做了什么，又没有做什么。
        找一个“{k}”最明显的时刻，写清前一秒和后一秒。
        “{k}”多了会怎样，少了又会怎样，两头都举一个例子。
        与其问有没有“{k}”，不如问它在什么情形下出现，又在什么情形下不见了。
        “{k}”是一点点来的，从一件当天就能做的小事看起，一周后再看有没有变化。
        """
    )

    /// Sentences about a figure in reports and official documents; a figure is no work to train or to fund.
    static let formalMetric = Template.lines(
        """
        “{k}”按月统计，与上月和上年同期比较，变化原因逐条说明【待补充：数据】。
        明确“{k}”的统计口径、数据来源和责任部门，前后保持一致。
        “{k}”本期为【待补充：数据】，目标为【待补充：目标】，差距的主要原因为【待补充：原因】。
        对推高或拉低“{k}”的前三类原因分别制定措施，明确责任人和完成时限。
        将“{k}”列入{t}的月度通报，连续两期未达目标的作专题分析。
        “{k}”出现明显波动时，三个工作日内查明原因并报告。
        围绕“{k}”确定改进事项，以下一期数据检验成效。
        防止单纯追求“{k}”而忽视服务质量，定期抽查原始记录。
        """
    )
}
