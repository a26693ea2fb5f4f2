import Testing

@testable import Providers

/// What a title is about is read from whole words: which field of life, which kind of offer, of paper or of trade.
@Suite struct DraftChoiceTests {
    private static func field(of title: String) -> String? {
        let topic = Topic(title: title, fallback: nil)
        return Field.recognise(title: topic.title + topic.bare, keywords: [], among: Field.chinese)
    }

    /// Titles by the field that they ask for.
    static let titles: [(String, [String])] = [
        ("admission", ["高考志愿怎么填", "新高考选科怎么选"]),
        ("artwork", ["敦煌壁画里的飞天"]),
        ("beauty", ["油皮夏天底妆不脱妆的秘密", "敏感肌怎么护肤", "防晒霜怎么选", "痘印怎么淡化", "圆脸适合什么发型", "学生党平价口红推荐"]),
        ("bullying", ["校园霸凌怎么办", "孩子被同学孤立怎么办", "孩子在学校被欺负了怎么办"]),
        ("car", ["新能源汽车市场分析", "三分钟学会换备胎", "科目二倒车入库技巧", "冬天汽车保养常识", "十万左右的家用车怎么选", "新手上高速注意事项"]),
        ("celebration", ["婚礼布置的思路", "公司年会策划方案", "孩子生日派对布置", "孩子十岁生日怎么过", "公司年会节目创意"]),
        ("city", ["加装电梯为什么这么难", "老城区停车难怎么解", "地摊经济能走多远", "城中村改造的得失"]),
        ("coding", ["零基础学Python", "零基础学编程"]),
        ("craft", ["毛线编织入门", "手账怎么做", "亲子手工折纸"]),
        ("culture", ["汉字的故事", "书法艺术之美"]),
        ("device", ["手机卡顿怎么办", "电脑中病毒怎么办", "手机信号不好怎么办", "电脑开机慢怎么办", "WiFi信号差怎么办"]),
        ("diet", ["高血压患者的饮食禁忌", "糖尿病人能吃水果吗", "痛风饮食禁忌", "肾病病人吃什么好", "高血脂患者饮食注意"]),
        ("education", ["高三学生如何提高数学成绩", "考研英语怎么复习", "初中物理怎么学", "小学语文阅读理解答题技巧", "英语听力怎么练", "初一新生如何适应"]),
        ("eldercare", ["独居老人怎么照顾", "居家养老怎么安排", "老人不愿意去养老院", "空巢老人的一天"]),
        ("emergency", ["台风来临前要做哪些准备", "暴雨天出行注意事项", "地震来了怎么逃生", "地震时怎样逃生", "燃气泄漏怎么处理"]),
        ("environment", ["垃圾分类从我做起", "节约用水从我做起", "家里怎么节约用电", "旧衣回收去了哪里", "湿地为什么重要", "如何减少塑料垃圾"]),
        ("errands", ["医保异地报销怎么办理", "护照怎么办理", "办理居住证需要什么材料", "新生儿上户口流程", "公司注销怎么办理", "港澳通行证怎么续签", "退休手续怎么办"]),
        ("familyday", ["母亲节送什么", "父亲节送什么礼物", "教师节贺卡写什么"]),
        ("farming", ["大棚蔬菜病虫害防治", "葡萄园春季管理", "养鸡场怎么防病", "玉米种植技术", "大棚草莓种植", "合作社怎么带动农户"]),
        ("fashion", ["小个子女生秋冬穿搭", "汉服怎么搭配", "梨形身材怎么穿"]),
        ("feelings", ["年轻人为什么不愿意结婚了", "异地恋如何维持", "婆媳关系怎么处理", "如何走出失恋", "如何走出原生家庭的阴影"]),
        ("festival", ["端午节的由来", "春节的习俗", "除夕夜的团圆饭", "元宵节猜灯谜", "端午节习俗"]),
        ("finance", ["如何攒下第一笔钱", "信用卡逾期怎么办", "年轻人怎么存钱", "普通人如何做好家庭理财", "月薪五千怎么理财", "退休金够花吗", "保险怎么买才不吃亏"]),
        (
            "food",
            [
                "春季养生食谱", "冬天适合喝什么茶", "一碗热干面", "咖啡入门指南", "面包怎么保存", "冬至包饺子", "兰州拉面的三代人", "自制酸奶", "春季养肝食谱",
                "减脂期怎么吃早餐", "螃蟹怎么吃", "早餐吃什么好", "包子的哲学",
            ]
        ),
        ("fraud", ["老年人防诈骗宣传", "大学生如何防范刷单诈骗", "老人被保健品骗了怎么办", "警惕冒充公检法诈骗", "孩子被网络诈骗怎么办"]),
        ("games", ["剧本杀新手攻略", "原神新手开荒", "王者荣耀上分技巧"]),
        ("gardening", ["新手怎么养多肉", "绿萝叶子发黄怎么办", "君子兰什么时候开花", "阳台种草莓", "夏天绣球怎么养", "多肉夏天怎么浇水", "绿萝怎么水培"]),
        ("hazard", ["预制菜到底能不能吃", "微塑料对人体的影响", "甲醛超标怎么办"]),
        ("health", ["夏天空调病的预防", "立春养生", "久坐腰疼怎么缓解", "上班族颈椎病自救指南", "如何缓解焦虑", "减肥期间怎么吃", "办公室久坐人群怎么锻炼", "梅雨季怎么祛湿气"]),
        ("home", ["老房子装修注意事项", "厨房下水道堵了怎么办", "卫生间反味怎么解决"]),
        ("homework", ["孩子写作业磨蹭怎么办", "孩子写作业拖拉"]),
        ("housing", ["二手房避坑指南", "租房合同要注意什么", "第一次买房避坑", "毕业生租房防骗指南"]),
        ("industry", ["光伏产业的未来", "芯片为什么难造", "国产大飞机的十年", "国产芯片突围"]),
        ("innovation", ["人工智能如何改变教育", "深度学习入门", "量子计算会改变什么", "无人驾驶离我们还有多远"]),
        ("jobhunt", ["应届生面试自我介绍", "三十五岁失业怎么办", "面试迟到了怎么办", "HR最看重简历里的什么"]),
        (
            "law",
            [
                "试用期被辞退怎么维权", "劳动合同到期不续签怎么办", "邻居漏水怎么索赔", "朋友借钱不还怎么办", "朋友欠钱不还怎么起诉", "网购遇到假货怎么维权", "被公司裁员怎么赔偿",
                "高空抛物谁负责", "被拖欠工资怎么办", "交通事故怎么赔偿",
            ]
        ),
        ("making", ["工厂车间精益改善方法", "库存管理怎么做", "班组长怎么带团队", "车间5S管理推行", "仓库盘点怎么做"]),
        ("management", ["新员工培训怎么做", "志愿服务活动总结", "新任主管怎么带团队", "公司制度没人遵守怎么办", "如何做好绩效考核"]),
        ("marketing", ["实体店如何引流获客", "直播带货怎么开始", "小餐馆怎么做外卖引流", "美容院拓客方案", "私域流量怎么做"]),
        ("media", ["公众号涨粉的方法", "小红书怎么起号", "短视频脚本怎么写", "公众号文章没人看怎么办"]),
        (
            "medicine",
            [
                "宝宝发烧怎么护理", "老人骨折后如何护理", "痛风病人能吃海鲜吗", "甲状腺结节要紧吗", "带状疱疹怎么治", "乙肝患者日常注意", "老人高血压怎么控制",
                "换季皮肤过敏怎么办", "花粉过敏怎么办",
            ]
        ),
        ("music", ["零基础学吉他", "五月天演唱会", "吉他和弦怎么按", "如何学会唱歌不跑调"]),
        ("nature", ["春天的田野", "故乡的秋天", "第一场雪", "雨中的荷花", "一个人的黄昏", "秋天的第一片落叶"]),
        ("neighbour", ["广场舞噪音扰民怎么解决", "小区楼上噪音扰民怎么办", "楼上装修扰民怎么办", "邻里纠纷怎么化解"]),
        ("officewriting", ["周报怎么写", "述职报告怎么写", "会议纪要怎么写", "工作邮件怎么写"]),
        ("outing", ["周末去哪遛娃", "周末适合做什么", "北京周边适合遛娃的地方", "国庆去哪里玩人少", "五一带娃去哪"]),
        (
            "parenting",
            [
                "宝宝辅食南瓜小米粥", "儿子沉迷手机游戏怎么办", "孩子不爱吃饭怎么办", "孩子撒谎怎么办", "宝宝发脾气怎么办", "孩子玩手机怎么管", "二胎家庭怎么一碗水端平",
                "孩子总是丢三落四", "孩子上课注意力不集中怎么办",
            ]
        ),
        ("person", ["我的父亲", "写给奶奶的一封信"]),
        ("petcare", ["第一次养猫要准备什么", "猫咪绝育注意事项", "狗狗不吃狗粮怎么办"]),
        ("petillness", ["狗狗拉肚子怎么办", "猫咪呕吐怎么办", "狗狗感冒了怎么办"]),
        ("pets", ["猫为什么喜欢纸箱", "捡到一只流浪猫怎么办", "猫为什么爱踩奶"]),
        ("photography", ["手机摄影构图技巧", "毕业照怎么拍", "手机怎么拍月亮", "旅行怎么拍人像"]),
        ("pregnancy", ["孕妇能喝咖啡吗", "孕期失眠怎么办", "产后抑郁怎么调整", "孕早期注意事项", "待产包清单"]),
        ("product", ["电动车选购指南", "扫地机器人怎么选", "咖啡机怎么选", "小米手机值得买吗", "手机怎么选", "投影仪选购避坑", "千元耳机测评"]),
        ("publicservice", ["地铁安检有必要吗", "医院挂号为什么这么难"]),
        ("safety", ["电动车火灾怎么预防", "暑期防溺水安全教育", "校园消防安全知识", "施工现场安全用电", "工地高处作业安全"]),
        ("science", ["黑洞是怎样形成的", "彩虹是怎么形成的", "为什么会有潮汐", "恐龙是怎么灭绝的"]),
        ("shopstart", ["开一家奶茶店需要多少钱", "摆摊卖什么好", "奶茶加盟避坑", "开一家花店要准备什么"]),
        ("sleep", ["失眠怎么办", "喝咖啡睡不着怎么办", "熬夜后怎么补救", "打呼噜怎么治"]),
        ("sport", ["羽毛球入门指南", "马拉松新手备赛指南", "广场舞入门教学", "膝盖不好的人怎么跑步", "八段锦每天练多久", "游泳换气怎么学", "如何练出马甲线", "腰不好能跑步吗"]),
        ("sportevent", ["世界杯决赛观后"]),
        ("spreadsheet", ["Excel常用函数", "如何用Python处理Excel"]),
        ("symptom", ["孩子咳嗽怎么办", "小孩感冒发烧怎么办"]),
        ("technology", ["用AI写周报", "用DeepSeek写公文"]),
        ("teeth", ["牙齿矫正值得做吗", "三岁孩子不肯刷牙"]),
        ("thesis", ["毕业论文开题报告怎么写", "论文查重率高怎么降", "论文开题怎么准备"]),
        ("tidying", ["小户型收纳的10个妙招", "衣柜怎么收纳"]),
        ("cleaning", ["衣服上的油渍怎么去", "厨房油污怎么清洁", "洗衣机清洗教程"]),
        ("travel", ["成都三日游攻略", "故宫一日游", "云南旅行攻略", "带父母去旅行要准备什么", "三亚亲子游攻略", "第一次坐飞机要注意什么", "一个人去大理"]),
        ("venture", ["社区团购还能做吗", "大学生创业失败的教训", "大学生创业从哪里开始"]),
        ("wildlife", ["大熊猫的一天", "江豚还剩多少", "朱鹮重返秦岭"]),
        ("work", ["如何提高工作效率", "职场新人怎么和领导沟通", "怎么拒绝加班", "领导不喜欢我怎么办", "如何提高执行力", "番茄工作法怎么用", "怎么跟老板提加薪", "同事抢功怎么办"]),
        ("works", ["百年孤独读后感", "电影《活着》影评", "红楼梦里的吃", "《平凡的世界》读书笔记", "鲁迅笔下的故乡", "三体读后感"]),
    ]

    @Test(arguments: titles) func `a title is of the field that it is about`(field: String, titles: [String]) {
        for title in titles { #expect(Self.field(of: title) == field, "\(title)") }
    }

    /// Titles of no field; a wrong one would be worse than none.
    static let titlesOfNone = [
        "人生的意义", "一封没有寄出的信", "凌晨四点的便利店", "论幽默", "勇气", "我们为什么需要仪式感", "左撇子的烦恼", "时间都去哪儿了", "方言会消失吗", "如何写好一手字",
        "为什么飞机餐不好吃", "课桌上的刻字", "马路边的修鞋匠", "包容是一种力量", "诗和远方", "冷门知识", "茶馆里的说书人", "妈妈的味道", "雪中送炭的人", "雨伞上的广告",
        "孤勇者", "和老朋友重逢", "乡下的夏夜", "物业不作为怎么办", "外卖小哥的午饭", "人为什么会嫉妒", "沉默", "论朋友圈点赞", "等待", "为什么越忙越穷", "一支旧钢笔",
        "公交车上的陌生人", "楼下的裁缝铺", "怎样学会拒绝", "不完美也没关系", "慢下来", "钥匙丢了怎么办", "怎么才能不后悔", "我的邻居是个怪人", "夏天的风", "妈妈的手",
        "我想成为怎样的大人", "一把旧椅子", "在路上", "声音的记忆", "理发店的下午", "关于告别", "读大学有什么用", "为什么我们害怕失败", "打工十年", "外卖员的雨夜",
        "公园长椅上的陌生人",
    ]

    @Test(arguments: titlesOfNone) func `a title that fits no field gets none`(title: String) {
        #expect(Self.field(of: title) == nil)
    }

    @Test func `a word inside of a longer one does not stand by itself`() {
        #expect("全麦面包".wholeWords(["面包", "包"]).keys.sorted() == ["面包"])
        #expect("背包和包".wholeWords(["背包", "包"]) == ["背包": 0, "包": 3])
        #expect("路".wholeWords([]).isEmpty)
    }

    @Test(arguments: [
        ("全麦面包", "offer-eat"), ("包子铺加盟", "offer-franchise"), ("鞋柜", "offer-goods"), ("小米手机", "offer-goods"),
        ("课桌椅批发", "offer-trade"), ("酒店用品", "offer-trade"), ("宠物医院", "offer-pet"), ("本店新到大闸蟹", "offer-eat"),
        ("学区房楼盘", "offer-estate"), ("英语四六级冲刺班", "offer-course"), ("律师事务所", "offer-expert"),
        ("空调清洗", "offer-service"), ("燕麦奶上新", "offer-eat"), ("国货运动鞋", "offer-wear"),
        ("企业云盘", "offer-software"), ("儿童编程课", "offer-course"), ("民宿开业推广", "offer-stay"),
        ("车险续保", "offer-cover"), ("口腔诊所洗牙", "offer-care"), ("低糖酸奶新品上市", "offer-eat"),
        ("瑜伽馆开业", "offer-club"), ("瑜伽课招生", "offer-club"), ("瑜伽垫", "offer-goods"), ("少儿舞蹈培训", "offer-course"),
        ("巷口咖啡店开业", "offer-shop"), ("面包店周年庆", "offer-shop"), ("火锅店开业优惠", "offer-shop"),
        ("奶茶店加盟", "offer-franchise"), ("五常大米促销", "offer-eat"), ("冷萃咖啡上新", "offer-eat"),
        ("中秋月饼礼盒", "offer-gift"), ("鲜花配送", "offer-gift"), ("桶装水配送", "offer-eat"), ("同城跑腿", "offer-service"),
        ("日常保洁", "offer-service"), ("婚纱摄影", "offer-studio"), ("美甲店开业", "offer-studio"),
        ("宠物洗护店开业优惠", "offer-pet"), ("防晒霜新品", "offer-beauty"), ("通勤双肩包", "offer-wear"),
        ("秋季童装上新", "offer-wear"), ("阳澄湖大闸蟹预售", "offer-eat"), ("智能手表首发", "offer-goods"),
        ("扫地机器人618促销", "offer-goods"), ("保温杯", "offer-goods"), ("智慧农场", "offer-anything"),
        ("乡村音乐节", "offer-anything"), ("代理记账", "offer-expert"), ("商标注册", "offer-expert"),
        ("海边露营", "offer-stay"), ("温泉酒店特惠", "offer-stay"), ("门店收银系统", "offer-software"),
        ("记账App", "offer-software"), ("少儿重疾险", "offer-cover"), ("社区养老院", "offer-care"),
        ("驾校暑期招生", "offer-course"), ("书法班秋季招生", "offer-course"), ("江景公寓", "offer-estate"),
        ("全屋定制", "offer-service"), ("搬家公司", "offer-service"), ("猫粮", "offer-anything"),
        ("人体工学椅", "offer-goods"), ("办公用品集采", "offer-trade"), ("有机蔬菜配送", "offer-eat"), ("农家土鸡蛋", "offer-eat"),
        ("云南普洱茶", "offer-eat"), ("新中式旗袍", "offer-wear"), ("儿童护眼灯", "offer-goods"), ("电动车", "offer-goods"),
        ("健身房年卡", "offer-club"), ("演唱会门票", "offer-anything"), ("公益捐步活动", "offer-anything"),
        ("儿童摄影工作室", "offer-studio"), ("社区便利店", "offer-shop"), ("老街茶馆", "offer-shop"),
    ])
    func `copy speaks of what is offered`(title: String, kind: String) {
        #expect(Domain.offer(of: title).id == kind)
    }

    @Test(arguments: [
        ("短视频对青少年的影响", "paper-effects"), ("基于深度学习的轴承故障诊断方法研究", "paper-applying"),
        ("机器学习在信用风险评估中的研究", "paper-applying"), ("联邦学习中的隐私保护", "paper-applying"),
        ("强化学习电网调度", "paper-applying"), ("电影院线经营策略", "paper-remedies"), ("企业形象", ""), ("会计信息质量", ""),
        ("高中英语项目式学习的实践", "paper-teaching"), ("小学数学课堂提问策略", "paper-teaching"),
        ("鲁迅小说中的知识分子形象", "paper-literary"), ("《红楼梦》中的女性形象", "paper-literary"),
        ("张艺谋电影的叙事", "paper-literary"), ("非遗的短视频传播", "paper-spreading"), ("企业文化建设", ""),
        ("城市更新中的治理路径", "paper-remedies"), ("农村养老服务的现状与对策", "paper-remedies"),
        ("区块链在供应链金融中的应用", "paper-applying"), ("组织学习与企业创新绩效", ""), ("高性能混凝土的力学性能", "paper-experiment"),
        ("石墨烯复合材料的制备", "paper-experiment"), ("基于卷积神经网络的图像识别", "paper-applying"), ("城市形象定位", ""),
        ("城市形象传播", "paper-spreading"), ("唐诗中的月亮意象", "paper-literary"), ("女性就业歧视", ""),
        ("大学英语课程思政", "paper-teaching"),
    ])
    func `a paper asks what its title asks`(title: String, shape: String) {
        #expect(Domain.question(of: title)?.id ?? "" == shape)
    }

    @Test(arguments: [
        ("宠物殡葬服务商业计划书", ""), ("宠物上门喂养创业计划", "上门前的信任"), ("乡村民宿项目", "一样记得住的"), ("社区咖啡馆商业计划书", "一条街的账"),
        ("宠物用品店", "一条街的账"), ("AI健身App", "一个够痛的场景"), ("无人机植保服务", "跟着农时走"), ("无人机物流平台", "一个够痛的场景"),
        ("养老院", "留得住护理员"), ("上门家政", "上门前的信任"), ("有机果园", "跟着农时走"), ("跨境贸易公司", "选品的标准"),
    ])
    func `a plan dwells on its own trade`(title: String, point: String) {
        #expect(Domain.venturePoints(of: title).first?.name ?? "" == point)
    }

    @Test(arguments: [800, 1_500, 3_000]) func `a plan's funding stands in its finances`(length: Int) throws {
        let text = try Samples.draft("business_plan", "社区咖啡馆商业计划书", length: length)
        let finances = try #require(text.firstRange(of: "财务计划"))
        let funding = try #require(text.firstRange(of: "### 融资需求与资金用途"))
        #expect(finances.lowerBound < funding.lowerBound)
    }

    @Test func `a plan's stages have the deeds that lead to their aims`() throws {
        let text = try Samples.draft("business_plan", "宠物殡葬服务商业计划书")
        #expect(text.contains("| 验证需求 | 访谈宠物殡葬服务的目标客户，用最小的版本收到第一批付费 | 付费试用的客户数 |"))
        for misfit in ["节假日", "次卡", "由老客户试用"] { #expect(!text.contains(misfit), "\(misfit)") }
    }

    @Test func `a paper studies nobody whom its title does not name`() throws {
        let text = try Samples.draft("academic_paper", "基于深度学习的轴承故障诊断方法研究")
        for misfit in ["家长", "课堂", "学情", "相关领域的研究者"] { #expect(!text.contains(misfit), "\(misfit)") }
    }
}
