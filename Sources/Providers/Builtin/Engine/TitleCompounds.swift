/// Nouns that begin with a word that is a verb elsewhere (洗衣机, 学生党, 训练营, 教育经费), which must stay whole.
enum TitleCompounds {
    /// Whether a text begins with a noun whose first character is a verb by itself (养生壶, 教师节).
    static func beginsShort(_ text: Substring) -> Bool {
        text.prefixMatch(of: shortNouns.regex) != nil
    }

    /// Whether a text begins with a noun that begins with a verb of two characters (管理层激励, 设计师接单).
    static func begins(_ text: Substring, with verb: String) -> Bool {
        let rest = text.dropFirst(verb.count)
        if verb == "教育" { return rest.prefixMatch(of: pupils.regex) == nil }
        if loneNouns.contains(where: { text.hasPrefix($0) }) { return true }
        guard nominal.contains(verb) else { return false }
        return rest.prefixMatch(of: nounEnds.regex) != nil
            || !makers.contains(verb) && rest.prefixMatch(of: looseEnds.regex) != nil
    }

    /// Verbs that stand before nouns as they are: 学习 of 学习桌, 平衡 of 平衡车.
    static let nominal: Set<String> = [
        "学习", "管理", "教育", "训练", "设计", "规划", "运营", "经营", "开发", "组织", "治理", "练习", "策划", "使用", "保护", "维护", "种植", "饲养",
        "陪伴",
        "申请", "申报", "认识", "理解", "挑战", "平衡", "准备", "制作", "创建", "改造", "防治", "防控", "规范", "拍摄", "培养", "处理", "修复", "照顾",
        "预防",
        "评选", "清理", "表彰", "调整", "补充", "应对", "选择",
    ]

    private static let loneNouns = [
        "增强现实", "增强型", "提升机", "优化师", "处理器", "处理中心", "预防针", "利用率", "补充协议", "补充说明", "补充医疗", "修复霜", "修复液", "推进剂", "推进器",
        "平衡车", "平衡木", "平衡树", "培养皿", "培养基", "培养方案", "挑战杯", "学习强国", "挑战赛", "选择题", "选择困难", "选择性", "规范字", "规范化", "减少剂",
        "建立健全",
    ]

    /// Whom one educates; before all else 教育 is part of a noun.
    private static let pupils = Pattern(
        #/
        好?(?:自己|自家|我们|他们|两个|二胎|青春|叛逆|孩子|小孩|子女|女儿|儿子|儿童|学生|宝宝|男孩|女孩
        |幼儿(?!园)|青少年|下一代|党员|员工|职工|群众)
        /#
    )

    /// What 学习, 管理 and the like stand before in a noun (训练营, 管理层, 设计师).
    private static let nounEnds = Pattern(
        #/
        [者岗费型性]|营(?!造|销|养)|层(?!次)|所(?!属|有)|[局厅]|院(?!子|落)|区(?!域|块|别)|桌(?!面)|椅|鞋|仪(?!式)
        |机(?!器|会|械|组|房|场|构)|师(?!生|傅|徒)|员(?!工)|家(?!庭|里|务|人|长|中)|部(?!门|下|队|属|编|分)|科(?!学|技|目|室)
        |班(?!级|子|组)|学(?!生|习|校|员|科)|法(?!律|语|规|治)|商(?!业|务|户|品|家|场|铺)|力(?!量|学)|题(?!目)
        |会计|人员|机构|中心|机器人|神器|助手|思维|理念|理论|模式|体系|机制|架构|能力|水平|质量|效率|效果|成效|条例|规程|流程
        |标准|权限|范围|状况|情况|现状|基地|手册|说明|小组|委员|动机|行为|兴趣|障碍|成绩|笔记|岗位
        /#
    )

    /// The same, where other verbs have it as their object: 开发软件, 处理数据.
    private static let looseEnds = Pattern(
        #/
        软件|系统|平台|工具|行业|产业|企业|专业|课程|制度|结构|方法|技术|策略|措施|办法|规定|细则|工艺|指标|目标|资源|资料|材料|经费
        |资金|成本|费用|数据|问题|难题|困境|环境|氛围|方案|计划|习惯|焦虑|咨询|培训|服务
        /#
    )
    private static let makers: Set<String> = [
        "开发", "制作", "处理", "应对", "组织", "策划", "规划", "准备", "规范", "培养", "使用", "维护", "创建", "保护", "清理",
    ]

    private static let shortNouns = Pattern(
        #/
        养(?:老|生|分|殖|护|乐多|成系)|写(?:字|真|手)|写作(?!业)|学[校历霸龄位术费徒渣者员长姐报步堂区]|学生(?!物|字|词)|学前(?!端)
        |学科(?!二|三|目|一|四)|学院|学业(?!务)|学期(?!货|权)|学年|做工(?!作)|练功服|存[款折储量]|存货|存钱罐|存单(?!词)
        |拍立得|拍卖(?!家)|拍档|拍手(?!机|工|部)|画[笔册质展廊架卷师]|画面(?!部|包|条)|画家(?!里|乡|具|人|居)|画像(?!素)
        |画室(?!内|外)|种子|种类|种族|种业|种粮|种猪|洗衣[机液粉凝房店袋]|洗碗[机块粉]|洗地机|洗面[奶巾乳]|洗发[水露膏]
        |洗手[液台间盆池]|洗脸[巾盆仪]|洗鞋[机店]|洗牙器|洗车[机店液行]|洗[护漱涤浴烘礼]|洗甲水|洗眼液|洗洁精
        |泡泡|泡面|泡菜|泡芙|泡沫|泡脚[桶盆包片]|泡腾片|泡椒|煮蛋器|煮茶[器炉壶]|煮面锅|炒锅|炒菜机|炒货|炒股|炒作|炖锅|炖盅
        |玩[具偶伴法]|玩家(?!里|居)|讲[座义台堂稿坛]|讲师|讲解(?!题)|讲话|选手(?!机|表|办|工|账|套|镯)|选题(?!库)|选[秀修段址]
        |选民(?!宿)|选调|选角(?!度)|选品(?!牌)|选举|挑食|买手(?!机|表|办|工|镯|套)|买家(?!具|电|用|居|庭)|买方(?!便)|买断
        |买单(?!反|车|杠)|用户(?!外)|用品(?!牌)|用电(?!脑|饭|动|视|烤|子|磁|压)|用水(?!果|彩|壶|桶|泥|彩)|用人(?!工)
        |用地(?!图|铁)|用语(?!音|言|文)|用工(?!具)|用[途量药餐房纸材料血友火能]|用车(?!载)|用具|办公(?!司)|办事(?!业)|办案
        |办学(?!校|历)|办法|教[师育材室程授具职资研务堂养培改辅父官条]|教练(?!习|字)|教学(?!生)|教案(?!例)
        /#
    )
}
