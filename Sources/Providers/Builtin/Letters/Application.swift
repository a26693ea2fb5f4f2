/// What somebody applies for in a letter, read from the words of a title before 申请书 (入党, 调岗, 国家助学金).
struct Application {
    /// How the letter argues: with a conviction, a need, what was achieved, work done, a wish to take part, or a cause.
    enum Argument { case party, league, need, merit, work, membership, cause }

    let argument: Argument
    /// What is applied for, as it stands behind 申请 (加入学生会).
    let asked: String
    /// The title's own words for it.
    let words: String
    /// Who applies, as far as the title says it: a post or a name (销售经理 of 销售经理转正申请书).
    private(set) var applicant = ""

    private static let cues: [(Argument, [String])] = [
        (.party, ["入党"]), (.league, ["入团"]),
        (.merit, ["奖学金", "评优", "三好", "优秀", "先进", "评奖", "奖励"]),
        (
            .need,
            [
                "助学", "困难", "贫困", "补助", "救助", "低保", "减免", "免除", "补贴", "资助", "贷款", "公租房", "廉租房", "捐助", "抚恤", "救济",
            ]
        ),
        (.work, ["转正", "调岗", "转岗", "换岗", "调动", "调职", "调离", "轮岗", "加薪", "涨薪", "升职", "晋升", "晋级", "职称", "竞聘", "竞岗"]),
        (.membership, ["学生会", "社团", "志愿者", "协会", "班干部", "班长", "班委", "学习委员", "入会", "入队", "参军", "入伍", "加入", "俱乐部"]),
    ]
    /// Applications with forms of their own, which are no letters.
    private static let formal = [
        "项目", "课题", "专利", "商标", "仲裁", "复议", "执行", "保全", "立项", "基金", "信息公开", "软著", "开题", "求职", "应聘",
    ]
    private static let people = ["大学生", "中学生", "高中生", "小学生", "学生", "员工", "职工", "个人", "教师", "家庭"]

    /// Nil when what is applied for takes no letter.
    init?(_ lead: String) {
        guard !Application.formal.contains(where: { lead.holds($0) }) else { return nil }
        words = lead
        argument = Application.cues.first { $0.1.contains { lead.holds($0) } }?.0 ?? .cause
        var rest = lead
        for word in Application.people where rest.hasPrefix(word) && rest.count > word.count + 1 {
            rest.removeFirst(word.count)
        }
        if argument == .work,
            let act = Application.cues.first(where: { $0.0 == .work })?.1.first(where: rest.hasSuffix),
            rest.count > act.count
        {
            let who = String(rest.dropLast(act.count))
            if Applicant.isPosition(who) || Applicant.isName(who) { (applicant, rest) = (who, act) }
        }
        asked = Application.phrase(rest, argument)
    }

    private static func phrase(_ words: String, _ argument: Argument) -> String {
        if words.isEmpty { return "【待补充：申请事项】" }
        if words.hasSuffix("生"), argument == .need { return words + "认定" }
        if ["贫困", "困难", "经济困难"].contains(words) { return "困难补助" }
        if argument == .merit, ["学生", "员工", "个人", "标兵", "教师", "干部"].contains(where: { words.hasSuffix($0) }) {
            return words + "称号"
        }
        guard argument == .membership, !["加入", "入", "参", "成为"].contains(where: { words.hasPrefix($0) }) else {
            return words
        }
        if ["班干部", "班长", "班委", "委员"].contains(where: { words.hasSuffix($0) }) { return "担任" + words }
        return words.hasSuffix("者") ? "成为" + words : "加入" + words
    }

    var outline: String {
        switch argument {
        case .party, .league: LetterOutlines.conviction
        case .need: LetterOutlines.need
        case .merit: LetterOutlines.merit
        case .work: LetterOutlines.change
        case .membership: LetterOutlines.membership
        case .cause: LetterOutlines.cause
        }
    }

    private static let schools = [
        "奖学金", "助学", "休学", "复学", "转学", "转专业", "退学", "缓考", "免修", "学生会", "社团", "班干部", "班长", "委员", "宿舍", "走读", "住校",
        "三好", "延期毕业", "重修", "入学", "贫困生", "入队",
    ]

    /// Whether it goes to a school.
    var isAtSchool: Bool { Application.schools.contains { asked.holds($0) } }

    /// To whom it goes where the order does not say.
    var salutation: String {
        switch argument {
        case .party: "敬爱的党组织"
        case .league: "敬爱的团组织"
        case .need, .merit: isAtSchool ? "尊敬的学校领导" : "尊敬的领导"
        case .work, .membership, .cause: isAtSchool ? "尊敬的老师" : "尊敬的领导"
        }
    }

    /// The slots of its outline: `O` what is joined, `o` those who decide, `b` 党 or 团, `e` its members, `S` the vow,
    /// `B` who applies, `F` what help lets somebody do, `H` who helps, `L` the handing over of a post.
    var slots: Slots {
        let isOfParty = argument == .party
        return [
            "O": isOfParty ? "中国共产党" : "中国共产主义青年团", "o": isOfParty ? "党组织" : "团组织",
            "b": isOfParty ? "党" : "团", "e": isOfParty ? "党员" : "团员",
            "S": isOfParty ? "愿意为共产主义事业奋斗终身" : "坚决拥护中国共产党的领导，自觉遵守团的章程",
            "B": isAtSchool ? "【待补充：院系、年级和专业】的学生" : "【待补充：单位或住址】的【待补充：身份】",
            "F": isAtSchool ? "学习" : argument == .need ? "工作和生活" : "工作", "H": isAtSchool ? "学校" : "您",
            "L": ["岗", "调"].contains { asked.holds($0) } ? "原来的工作我会列成清单，与接手的同事办妥交接，不影响进度。" : "",
        ]
    }
}
