/// The words around the subject of a Chinese title.
///
/// Longer words stand before those that they contain.
enum TitleWords {
    static let heads: [(String, Topic.Intent)] = [
        ("手把手教你如何", .how), ("手把手教你", .how), ("教你如何", .how), ("教你怎么", .how), ("一招教你", .how), ("教你", .how),
        ("普通人如何", .how), ("新手如何", .how), ("我们该如何", .how), ("我们如何", .how), ("应该如何", .how), ("该如何", .how),
        ("如何", .how), ("怎样", .how), ("怎么样", .how), ("怎么", .how), ("怎", .how), ("学会", .how),
        ("我们为什么", .why), ("为什么说", .why), ("为什么", .why), ("为何", .why), ("为啥", .why), ("凭什么", .why),
        ("到底什么是", .what), ("什么是", .what), ("何为", .what), ("何谓", .what), ("一文读懂", .what), ("一文看懂", .what),
        ("一文了解", .what), ("带你了解", .what), ("读懂", .what), ("认识", .what),
        ("浅谈", .study), ("浅析", .study), ("试论", .study), ("漫谈", .theme), ("谈谈", .theme), ("论", .study), ("探析", .study),
    ]

    /// Words that only begin like one of ``heads``.
    static let noHeads = ["论文", "论坛", "论语", "论证", "论述", "认识论", "怎么办"]

    static let tails: [(String, Topic.Intent)] = [
        ("使用指南", .guide), ("入门指南", .guide), ("完全指南", .guide), ("实用指南", .guide), ("新手指南", .guide), ("旅游攻略", .guide),
        ("旅行攻略", .guide), ("使用手册", .guide), ("使用教程", .guide), ("入门教程", .guide), ("指南", .guide), ("攻略", .guide),
        ("教程", .guide), ("手册", .guide), ("入门", .guide),
        ("工作总结报告", .summary), ("总结报告", .summary), ("工作总结", .summary), ("述职报告", .summary), ("工作报告", .summary),
        ("工作汇报", .summary), ("情况汇报", .summary), ("总结", .summary), ("汇报", .summary), ("周报", .summary), ("日报", .summary),
        ("月报", .summary), ("季报", .summary), ("复盘报告", .summary), ("复盘", .summary), ("述职", .summary),
        ("商业计划书", .plan), ("商业计划", .plan), ("创业计划书", .plan), ("计划书", .plan), ("策划案", .plan), ("策划书", .plan),
        ("实施方案", .plan), ("工作方案", .plan), ("活动方案", .plan), ("方案", .plan), ("工作计划", .plan), ("计划", .plan),
        ("项目", .plan),
        ("使用体验", .review), ("深度测评", .review), ("测评", .review), ("评测", .review), ("选购", .review), ("推荐", .review),
        ("对比", .review), ("哪个好", .review), ("怎么选", .review), ("开箱", .review),
        ("新品上市", .announce), ("新品发布会", .announce), ("新品发布", .announce), ("正式上市", .announce), ("正式上线", .announce),
        ("正式发布", .announce), ("盛大开业", .announce), ("隆重开幕", .announce), ("发布会", .announce), ("上市", .announce),
        ("上线", .announce), ("发布", .announce), ("开业", .announce), ("开幕", .announce), ("启动仪式", .announce),
        ("启动", .announce),
        ("正式成立", .announce), ("成立", .announce), ("圆满举行", .announce), ("成功举办", .announce), ("举行", .announce),
        ("举办", .announce), ("新品", .announce),
        ("的紧急通知", .notice), ("的补充通知", .notice), ("的预备通知", .notice), ("的指导意见", .notice), ("的实施意见", .notice),
        ("的若干意见", .notice), ("的情况通报", .notice), ("的表彰通报", .notice), ("的表彰决定", .notice), ("的处分决定", .notice),
        ("的情况说明", .notice), ("的情况报告", .notice), ("的调研报告", .notice), ("的复函", .notice), ("的邀请函", .notice),
        ("的倡议", .notice), ("的规定", .notice), ("的紧急通告", .notice),
        ("的通知", .notice), ("的请示", .notice), ("的报告", .notice), ("的函", .notice), ("的意见", .notice), ("的通报", .notice),
        ("的公告", .notice), ("的通告", .notice), ("的决定", .notice), ("的批复", .notice), ("的倡议书", .notice),
        ("的说明", .notice), ("紧急通知", .notice), ("补充通知", .notice), ("指导意见", .notice), ("实施意见", .notice),
        ("表彰决定", .notice), ("倡议书", .notice), ("情况说明", .notice), ("批复", .notice), ("会议纪要", .notice), ("通知", .notice),
        ("请示", .notice), ("公告", .notice), ("通告", .notice),
        ("纪要", .notice),
        ("应用研究", .study), ("的研究", .study), ("的思考", .study),
        ("的探讨", .study), ("的探索", .study), ("研究", .study), ("的分析", .study), ("分析", .study), ("问题与对策", .study),
        ("的实用技巧", .how), ("的小技巧", .how), ("的技巧", .how), ("的方法", .how), ("的秘诀", .how), ("的建议", .how),
        ("的秘密", .how), ("的思路", .how), ("的要点", .how), ("的诀窍", .how), ("的讲究", .how), ("避坑", .how), ("保养", .guide),
        ("新手须知", .guide), ("须知", .guide), ("注意事项", .guide), ("上岸经验", .how), ("全攻略", .guide), ("的小知识", .guide),
        ("小知识", .guide), ("小常识", .guide), ("的小妙招", .how), ("的妙招", .how),
        ("小妙招", .how), ("妙招", .how),
        ("的习惯", .how),
        ("的步骤", .how), ("的经验", .how), ("小技巧", .how), ("技巧", .how),
        ("方法", .how), ("秘诀", .how), ("建议", .how), ("经验分享", .how), ("心得", .how), ("清单", .list), ("盘点", .list),
        ("使用", .guide),
        ("读后感", .theme), ("观后感", .theme), ("书评", .theme), ("影评", .theme), ("乐评", .theme), ("游记", .theme),
        ("教学反思", .theme), ("发言稿", .theme), ("演讲稿", .theme), ("讲话稿", .theme), ("主持词", .theme),
        ("的故事", .theme), ("故事", .theme), ("教学设计", .theme), ("教案", .theme), ("课件", .theme), ("说课稿", .theme),
        ("个人简历", .theme), ("简历", .theme), ("求职信", .theme), ("自荐信", .theme), ("短视频脚本", .theme), ("脚本", .theme),
        ("营销文案", .theme), ("宣传文案", .theme), ("文案", .theme), ("新闻稿", .theme), ("软文", .theme),
    ]

    /// Those of ``tails`` that a headline may call an event by (新华书店举行全民阅读活动启动仪式).
    static let ceremonies: Set<String> = ["启动仪式", "启动", "发布会", "新品发布会", "举行", "举办", "成立", "开幕"]

    static let adverbs = [
        "进一步", "切实", "扎实", "深入", "大力", "全力", "统筹", "更好地", "更好的", "正确地", "科学地", "快速地", "有效地", "高效地", "轻松地", "快速", "高效",
        "正确", "科学", "有效", "轻松",
        "迅速", "持续", "全面", "真正", "从零开始", "从零",
    ]

    static let verbs = [
        "提高", "提升", "改善", "增强", "加强", "学习", "学会", "学好", "掌握", "选择", "挑选", "选购", "写好", "撰写", "做好", "养成",
        "培养", "减少", "降低", "避免", "克服", "摆脱", "战胜", "管理", "制定", "打造", "保持", "推进", "推动", "促进", "应对", "缓解",
        "准备", "使用", "利用", "用好", "搭建", "建立", "构建", "优化", "处理", "解决", "开展", "深化", "落实", "规范", "完善", "严格",
        "举办", "召开", "举行", "申请", "组织", "布置", "经营", "运营", "开设", "创办", "设计", "制作", "开发", "实现", "平衡", "陪伴", "教育", "照顾",
        "训练", "预防", "保护", "治理", "节约", "理解", "认识", "看待", "面对", "度过", "走出", "拥有", "获得", "激发", "拒绝", "告别",
        "挑战", "策划", "筹备", "维护", "修复", "种植", "饲养", "练习", "读懂", "看懂", "存下", "攒下", "拍好", "拍摄", "讲好", "组建",
        "规划", "加快", "表彰", "成立", "设立", "调整", "印发", "转发", "征集", "评选", "申报", "报送", "强化", "健全", "防范", "整治", "打击",
        "杜绝", "排查", "清理", "抓好", "同意", "授予", "启用", "取消", "暂停", "恢复", "购置", "增加", "扩大", "改造", "聘用",
        "做到", "写出", "选对", "吃出", "带好", "教会", "讲清", "拍出", "画出", "练出", "练好", "养好", "做出", "学到", "读完", "改变",
        "开好", "创建", "防止", "防治", "防控", "倡导", "实施", "迎来", "补充", "管好", "教好", "过好", "种好", "玩好", "学懂", "赚到", "守住", "守护",
        "去除", "消除",
    ]

    /// Verbs of one character, which part a title only where it asks how something is done.
    static let shortVerbs: Set<Character> = [
        "养", "写", "学", "做", "练", "存", "拍", "画", "种", "洗", "泡", "煮", "炒", "炖", "玩", "讲", "选", "挑", "买", "用", "办", "教",
    ]

    /// Verbs by which something is chosen.
    static let choosing = ["选购", "挑选", "选择", "选对", "选", "挑", "买"]

    /// Verbs that turn against what they name: 预防溺水 is about the former as much as about the latter.
    static let warding: Set<String> = ["预防", "防范", "防止", "杜绝", "拒绝", "避免"]

    static let emoji: [Character: String] = [
        "🎉": "庆祝", "🎊": "庆祝", "🎂": "生日", "❤️": "爱", "💕": "爱", "🐱": "猫", "🐶": "狗", "🐧": "企鹅", "☕️": "咖啡",
        "☕": "咖啡", "🌸": "春天的花", "🌊": "大海", "🏖": "海边假期", "⛰": "登山", "🏃": "跑步", "📚": "读书", "🎵": "音乐",
        "🍜": "一碗面", "🍎": "苹果", "🌙": "月亮", "☀️": "晴天", "⭐️": "星星", "⭐": "星星", "🌧": "雨天", "❄️": "雪",
        "🚀": "出发", "💡": "灵感", "🎨": "绘画", "⚽️": "足球", "🏠": "家", "🌱": "种植", "😀": "快乐", "😊": "微笑", "😂": "笑声",
        "😭": "眼泪", "🔥": "热情", "💰": "存钱", "🚗": "自驾", "✈️": "旅行", "🎁": "礼物", "🎓": "毕业",
    ]
}
