/// The kinds of official documents, with the words by which each opens and closes.
enum DocumentKind: String {
    case notice = "通知"
    case urgent = "紧急通知"
    case further = "补充通知"
    case opinion = "意见"
    case circular = "通报"
    case announcement = "公告"
    case publicNotice = "通告"
    case appeal = "倡议"
    case statement = "说明"
    case scheme = "方案"
    case rules = "规定"
    case decision = "决定"
    case reply = "批复"
    case request = "请示"
    case account = "报告"
    case letter = "函"
    case minutes = "纪要"

    /// What the title says it is; a notice when it says nothing.
    init(_ topic: Topic) {
        let kind = topic.kind
        let endings: [(String, DocumentKind)] = [
            ("紧急通知", .urgent), ("补充通知", .further), ("通知", .notice), ("意见", .opinion), ("通报", .circular),
            ("公告", .announcement),
            ("通告", .publicNotice), ("倡议书", .appeal), ("倡议", .appeal), ("情况说明", .statement), ("说明", .statement),
            ("方案", .scheme), ("工作计划", .scheme), ("规定", .rules), ("决定", .decision), ("批复", .reply), ("请示", .request),
            ("报告", .account), ("汇报", .account), ("总结", .account), ("函", .letter), ("纪要", .minutes),
        ]
        self = endings.first { kind.hasSuffix($0.0) }?.1 ?? .notice
    }

    /// The sentence that says why and about what the document is written.
    ///
    /// `act` is what it sets out to do (加强校园安全管理).
    func opening(_ topic: Topic, act: String) -> String {
        let purpose = DocumentKind.purpose(act)
        if [.notice, .urgent].contains(self), ["印发", "转发"].contains(where: { act.hasPrefix($0) }) {
            let verb = act.hasPrefix("印发") ? "印发" : "转发"
            return "《\(topic.name)》已经【待补充：审议或来文机关】同意，现\(verb)给你们，请结合实际认真贯彻落实。"
        }
        return switch self {
        case .opinion: purpose + "，现提出如下意见。"
        case .circular: "现将\(DocumentKind.matter(topic))通报如下。"
        case .statement: "现就\(DocumentKind.matter(topic))说明如下。"
        case .appeal: purpose + "，我们向【待补充：倡议对象】发出如下倡议。"
        case .scheme: purpose + "，结合实际，制定本方案。"
        case .rules: purpose + "，结合实际，制定本规定。"
        case let kind: purpose + "，现就有关事项\(kind.rawValue)如下。"
        }
    }

    /// Whether it addresses everybody, so that it names no addressee.
    var isPublic: Bool { self == .announcement || self == .publicNotice }

    /// 食堂卫生检查情况, or with 有关情况 or 有关事项 after a name that says neither.
    static func matter(_ topic: Topic) -> String {
        let name = topic.name
        if ["情况", "事项", "安排", "方案", "办法", "事宜"].contains(where: { name.hasSuffix($0) }) { return name }
        let tells = [.account, .circular, .statement, .minutes].contains(DocumentKind(topic))
        return name + (tells ? "有关情况" : "有关事项")
    }

    /// 186万元 of 预算186万元.
    static func sum(in phrase: String) -> String {
        var rest = Substring(phrase)
        for word in ["预算", "经费", "资金", "金额", "总计", "合计", "共计", "需要", "共", "为", "：", ":"] where rest.hasPrefix(word) {
            rest = rest.dropFirst(word.count)
        }
        return rest.first?.isNumber == true ? String(rest) : phrase
    }

    /// 20台 of 购置20台.
    static func scale(in order: String) -> String? {
        order.firstMatch(of: amount.regex).map { String($0.1) }
    }

    private static let amount = Pattern(
        /(?:购置|采购|购买|新购|新增|增加|增设|添置|更换|租赁|聘用|招聘|新建|改造|维修|扩建|数量|规模|面积|共|需|拟)(?:各类|约|为|[：:])*(\d[\d,.]*(?:平方米|公里|平方公里|[万余]?[台套辆张把件个间名人亩米株盏部组批份册所座处]))/
    )

    private static let asking = ["申请", "恳请", "请求", "要求", "请予"]
    private static let deeds = [
        "拨付", "划拨", "拨款", "解决", "安排", "追加", "采购", "购买", "购置", "新建", "修建", "建设", "扩建", "改建", "维修", "修缮", "聘请",
        "聘用", "招聘",
        "增加", "增设", "设立", "成立", "开展", "举办", "召开", "组织", "批准", "审批", "核销", "报废", "减免", "延长", "变更", "更换", "调整",
        "承办", "出让",
        "启用", "取消", "给予", "补助", "添置", "租赁", "改造", "实施", "参加",
    ]

    /// What a request asks leave for: the deed as a whole and what it is done to.
    static func requested(_ topic: Topic) -> (deed: String, object: String) {
        var text = topic.act ?? Markdown.escape(topic.bare)
        for word in asking where text.hasPrefix(word) && text.count > word.count + 2 {
            text.removeFirst(word.count)
            break
        }
        let verb = deeds.first { text.hasPrefix($0) && text.count > $0.count + 1 }
        guard let verb else { return ("开展" + topic.name, topic.name) }
        return (text, topic.act == nil ? String(text.dropFirst(verb.count)) : topic.name)
    }

    /// The line that ends the text.
    var closing: String {
        switch self {
        case .opinion: "各单位要结合实际制定具体措施，认真抓好落实。"
        case .appeal: "让我们从现在做起，从身边小事做起。"
        case .scheme, .rules: "以上内容自印发之日起施行，由【待补充：部门】负责解释。"
        case .urgent, .further: "特此通知。"
        case let kind: "特此\(kind.rawValue)。"
        }
    }

    /// 为切实加强…, without 切实 where the activity brings an adverb of its own or is a single act.
    private static func purpose(_ act: String) -> String {
        let plain = [
            "进一步", "切实", "全面", "深入", "扎实", "大力", "持续", "统筹", "有效", "规范", "召开", "举办", "举行", "开展", "组织", "成立", "设立", "调整",
            "征集",
            "评选", "申报", "报送", "表彰", "启用", "取消", "暂停", "恢复", "同意", "申请", "购置", "增加",
        ]
        return plain.contains { act.hasPrefix($0) } ? "为\(act)" : "为切实\(act)"
    }
}
