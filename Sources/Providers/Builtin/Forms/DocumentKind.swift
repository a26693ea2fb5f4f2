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
        case .circular: "现将\(topic.name)有关情况通报如下。"
        case .statement: "现就\(topic.name)有关情况说明如下。"
        case .appeal: purpose + "，我们向【待补充：倡议对象】发出如下倡议。"
        case .scheme: purpose + "，结合实际，制定本方案。"
        case .rules: purpose + "，结合实际，制定本规定。"
        case let kind: purpose + "，现就有关事项\(kind.rawValue)如下。"
        }
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
