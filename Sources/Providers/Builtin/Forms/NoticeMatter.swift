/// What a notice to those concerned tells of: it says what, when, where, whom it concerns and whom to ask, and
/// manages nobody.
struct NoticeMatter {
    /// One of the facts that come first: a heading, and the slot of what the order says of it, or what is missing.
    struct Fact {
        var heading: String
        var slot: Character
        var gap: String
    }

    /// Words of a title that show the matter, unless one of `barred` stands there too.
    var words: [String]
    var barred: [String] = ["加强", "专项", "整治", "检查", "应急预案", "演练"]
    var facts: [Fact]
    /// Why it is written: what is said behind the facts' opening line; `{4}` is the reason that the order gives.
    var lead: String
    var heading: String
    /// What those concerned should know or do.
    var items: String
    /// Items for titles that hold a word, before the others.
    var special: [(words: [String], items: String)] = []

    /// The matter that a title names, in a document of a kind that tells of one; nil when it is another's.
    ///
    /// What is announced to everybody without such a matter tells of rules.
    init?(_ topic: Topic) {
        let kind = DocumentKind(topic)
        guard [.notice, .urgent, .further, .announcement, .publicNotice].contains(kind) else { return nil }
        let title = topic.title
        let found = NoticeMatter.all.first { matter in
            matter.words.contains { title.holds($0) } && !matter.barred.contains { title.holds($0) }
        }
        if let found, topic.gathering == nil {
            self = found
        } else if kind.isPublic {
            self = .rules
        } else {
            return nil
        }
    }

    private init(
        words: [String],
        barred: [String]? = nil,
        facts: [Fact],
        lead: String,
        heading: String = "有关事项",
        items: String,
        special: [(words: [String], items: String)] = []
    ) {
        self.words = words
        if let barred { self.barred = barred }
        (self.facts, self.lead, self.heading, self.items, self.special) = (facts, lead, heading, items, special)
    }

    private static let time = Fact(heading: "时间", slot: "1", gap: "起止时间")
    private static let place = Fact(heading: "范围", slot: "2", gap: "具体范围")

    private static let all: [NoticeMatter] = [holiday, outage, price, closure, move, hiring]

    private static let holiday = NoticeMatter(
        words: ["放假", "调休", "假期安排"],
        barred: ["加强", "专项", "整治", "检查", "期间", "安全工作", "疫情"],
        facts: [Fact(heading: "放假时间", slot: "1", gap: "放假、调休和上班的日期")],
        lead: "根据【待补充：放假依据】，现将{s}通知如下。",
        items: """
            **（№）值班安排**。假期值班人员名单为【待补充：值班表】，值班期间请保持通信畅通。
            **（№）安全检查**。放假前请关好门窗，切断不必要的电源、水源，妥善保管贵重物品和重要资料。
            **（№）按时返岗**。假期结束后请按时返岗，因故不能返岗的，须提前办理请假手续。
            **（№）工作衔接**。需要在放假前办结的事项请提前办理，对外服务的时间如有变化，请提前告知服务对象。
            **（№）出行安全**。外出请遵守交通规则，留意天气和路况，并与家人和单位保持联系。
            **（№）突发情况**。遇有突发情况，请及时联系值班人员，值班电话为{5}。
            **（№）加班登记**。确因工作需要加班的，按规定履行手续并做好登记。
            **（№）文明过节**。厉行节约，移风易俗，遵守廉洁自律的有关规定。
            **（№）车辆与钥匙**。公务车辆按规定封存停放，办公室钥匙和印章由专人保管。
            **（№）场所开放**。假期仍然开放的场所和时间为【待补充：场所及时间】。
            """
    )

    private static let outage = NoticeMatter(
        words: ["停水", "停电", "停气", "停暖", "停热", "断网", "停机", "检修", "系统维护", "系统升级", "降压供水"],
        barred: ["加强", "专项", "整治", "检查", "应急预案", "演练", "做好"],
        facts: [
            Fact(heading: "影响时间", slot: "1", gap: "起止时间"), Fact(heading: "影响范围", slot: "2", gap: "区域、楼栋或用户"),
        ],
        lead: "因{4}，需要进行{v}，现将有关事项{D}如下。",
        items: """
            **（№）提前安排**。请受影响的单位和居民提前做好准备，合理安排生产和生活。
            **（№）时间变化**。提前完成的将提前恢复，因天气等原因需要延长的，另行公布。
            **（№）相互转告**。请相互转告，并提醒家中的老人和行动不便的邻居。
            **（№）重点用户**。医院、学校和连续生产的单位请启用备用设施，有困难的及时联系。
            **（№）现场配合**。作业期间请勿靠近施工区域，服从现场人员的引导。
            **（№）恢复之后**。恢复后仍有异常的，请拨打{5}报修。
            **（№）车辆停放**。请勿在作业点周边停放车辆，以免影响施工。
            **（№）结果公布**。恢复情况将通过【待补充：公布渠道】告知。
            """,
        special: [
            (
                ["水"],
                """
                **（№）储备用水**。请提前储备必要的生活用水，停水期间关好水龙头，以免恢复时跑水。
                **（№）恢复供水**。恢复初期水质可能浑浊，请先放水，待水清后再使用。
                """
            ),
            (
                ["电"],
                """
                **（№）保护电器**。请提前关闭电脑等用电设备并保存资料，恢复供电后再逐一开启。
                **（№）电梯与门禁**。停电期间电梯、门禁等可能停用，请勿乘坐电梯，注意防火防盗。
                """
            ),
            (
                ["气"],
                """
                **（№）关闭阀门**。停气期间请关闭灶前阀和表前阀，不要自行开启或改动燃气设施。
                **（№）恢复供气**。恢复后请先开窗通风，确认没有漏气再点火，不得用明火试漏。
                """
            ),
            (
                ["系统", "网", "机"],
                """
                **（№）提前办理**。请提前办理急需的业务，并保存未提交的数据。
                **（№）暂停的功能**。期间不能使用的功能为【待补充：功能】，请勿重复提交。
                """
            ),
        ]
    )

    private static let price = NoticeMatter(
        words: ["价格", "水价", "电价", "气价", "票价", "收费标准", "收费", "租金", "物业费", "运价", "资费", "调价"],
        barred: ["加强", "专项", "整治", "检查", "监管", "规范", "清理", "评估"],
        facts: [
            Fact(heading: "价格标准", slot: "3", gap: "调整前后的标准"), Fact(heading: "执行时间", slot: "1", gap: "起始日期"),
            Fact(heading: "适用范围", slot: "2", gap: "用户或项目"),
        ],
        lead: "根据【待补充：依据文件及文号】，经【待补充：程序】，现将{s}{D}如下。",
        items: """
            **（№）计费衔接**。跨越执行日期的费用，计算办法为【待补充：办法】。
            **（№）优惠与减免**。享受优惠或减免的对象和标准为【待补充：对象和标准】，按原规定享受的是否延续，一并说明。
            **（№）查询方式**。用户可以通过【待补充：渠道】查询标准、用量和账单。
            **（№）明码标价**。收费单位应当在收费场所公示项目和标准，不得在标准之外加收费用。
            **（№）已缴费用**。执行之前已经预缴的费用，处理办法为【待补充：办法】。
            **（№）调整说明**。调整的原因和测算情况为【待补充：成本和测算】。
            **（№）合同衔接**。与用户签有合同的，按合同约定办理变更。
            **（№）意见反映**。对执行中的问题，可以拨打{5}反映，将在规定时间内答复。
            """
    )

    private static let closure = NoticeMatter(
        words: ["封闭", "封路", "闭馆", "闭园", "停业", "停课", "交通管制", "限行", "禁行", "绕行", "暂停", "停止", "停运", "施工"],
        barred: ["加强", "专项", "整治", "检查", "应急预案", "演练", "做好", "安全"],
        facts: [
            Fact(heading: "时间", slot: "1", gap: "起止时间"), Fact(heading: "范围", slot: "2", gap: "路段、场所或业务"),
        ],
        lead: "因{4}，现将{s}{D}如下。",
        items: """
            **（№）提前安排**。请提前了解时间和范围，错开安排，以免空跑。
            **（№）现场指引**。请留意现场的标志和提示，服从工作人员的引导。
            **（№）时间变化**。提前结束或需要延长的，另行公布。
            **（№）特殊需要**。救护、消防等紧急需要不受影响，确有困难的请联系现场人员。
            **（№）已经约定的事项**。已经预约、购票或登记的，处理办法为【待补充：办法】。
            **（№）替代安排**。期间可以使用的替代方式为【待补充：方式】。
            **（№）周边居民**。由此给周边单位和居民带来不便，敬请谅解。
            **（№）咨询**。咨询电话为{5}。
            """,
        special: [
            (
                ["路", "桥", "隧道", "交通", "限行", "禁行", "绕行", "街"],
                """
                **（№）绕行路线**。过往车辆和行人的绕行路线为【待补充：路线】，请按标志通行。
                **（№）公交与停车**。受影响的公交线路和停车安排为【待补充：调整】，请提前查询。
                """
            )
        ]
    )

    private static let move = NoticeMatter(
        words: ["搬迁", "迁址", "迁至", "更名", "变更地址", "办公地址", "办公地点", "新址", "变更名称", "启用印章", "启用新"],
        barred: ["征收", "做好", "加强", "检查"],
        facts: [
            Fact(heading: "变更内容", slot: "2", gap: "新地址或新名称"), Fact(heading: "启用时间", slot: "1", gap: "日期"),
        ],
        lead: "因{4}，现将{s}{D}如下。",
        items: """
            **（№）业务办理**。启用之日起，有关业务按变更后的内容办理，原有内容停止使用。
            **（№）联系方式**。变更后的电话为{5}，通信地址和邮编为【待补充：地址】。
            **（№）交通**。前往的公交、停车和入口为【待补充：路线】。
            **（№）过渡安排**。变更前后的衔接办法为【待补充：过渡时间和办法】，已受理的事项继续办理。
            **（№）合同与票据**。已经签订的合同继续有效，开票等信息有变化的，请以变更后的为准。
            **（№）邮件与来函**。请自启用之日起按变更后的内容寄送，以免延误。
            **（№）网上信息**。网站和公众号上的信息将同步更新。
            **（№）谅解**。由此带来的不便，敬请谅解。
            """
    )

    private static let hiring = NoticeMatter(
        words: ["招聘", "招考", "招录", "招生", "遴选", "招募", "公开选拔"],
        barred: ["做好", "加强", "检查", "专项", "规范", "整治"],
        facts: [
            Fact(heading: "岗位与名额", slot: "6", gap: "岗位、名额和要求"), Fact(heading: "报名时间", slot: "1", gap: "起止时间"),
            Fact(heading: "报名地点或网址", slot: "2", gap: "地点或网址"),
        ],
        lead: "根据工作需要，现将{s}{D}如下。",
        heading: "报名与选拔",
        items: """
            **（№）基本条件**。遵纪守法，品行良好，具备岗位需要的学历、专业和身体条件，具体为【待补充：条件】。
            **（№）报名材料**。报名时提交身份证明、学历证明、相关证书和近期照片，材料须真实有效。
            **（№）资格审查**。报名结束后进行审查，与条件不符或材料不实的，取消资格。
            **（№）考试与考核**。方式、科目和成绩计算办法为【待补充：办法】，时间另行通知。
            **（№）公示与录取**。拟录取名单按规定公示，公示期间可以反映情况。
            **（№）费用与待遇**。费用或待遇为【待补充：标准】。
            **（№）纪律**。全过程接受监督，不委托任何机构办班或代收费用。
            **（№）咨询**。咨询电话为{5}，监督电话为【待补充：电话】。
            """
    )

    private static let rules = NoticeMatter(
        words: [],
        facts: [
            Fact(heading: "适用范围", slot: "2", gap: "区域、对象或事项"), Fact(heading: "施行时间", slot: "1", gap: "起止日期"),
        ],
        lead: "根据【待补充：依据】，现就{t}的有关事项{D}如下。",
        items: """
            **（№）主要内容**。{t}的内容和标准为【待补充：内容】。
            **（№）应当做到**。有关单位和个人应当做到【待补充：要求】。
            **（№）不得有的行为**。下列行为不被允许：【待补充：行为】。
            **（№）办理方式**。需要申报、登记或办理手续的，地点、材料和时限为【待补充：办理指南】。
            **（№）例外情形**。确有特殊情况的，可以在【待补充：日期】前提出申请。
            **（№）监督与举报**。欢迎监督，发现违反的可以拨打{5}，对反映人的信息予以保密。
            **（№）违反的处理**。违反规定的，由【待补充：部门】依照有关规定处理。
            **（№）与以往规定的衔接**。以往的规定与此不一致的，以本次公布的为准。
            **（№）文本查阅**。全文和附件可在【待补充：网址或地点】查阅。
            **（№）宣传告知**。请相互转告，共同遵守。
            """
    )
}
