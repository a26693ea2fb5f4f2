/// What a brief says of the persons and the matter of a letter, as the values of its slots.
///
/// | slot | stands for | slot | stands for |
/// |---|---|---|---|
/// | `R` | the salutation | `N`, `Z` | who signs, and the date |
/// | `G` | the house (公司) | `V`, `T` | the post in a sentence, and alone |
/// | `P`, `n` | the person spoken of, in full and in short | `U` | what for |
/// | `Q`, `Y`, `D` | the reason, the time served, the last day | `M` | the matter |
/// | `1`, `2`, `E` | when and where, and what takes place | `y` | how long people worked together |
/// | `I`, `W` | 我 or 我们, 您 or 你们 | `C`, `c` | colleagues, and one of them |
struct LetterFacts {
    private(set) var slots: Slots = [:]
    /// Keywords that no slot took.
    private(set) var keywords: [String] = []
    /// The user's own sentences that no slot took.
    private(set) var material: [String] = []
    /// Whether a recommendation is for a school rather than for an employer.
    private(set) var isForStudy = false
    /// Whether a house thanks those who trust it rather than somebody who helped.
    private(set) var isForTrust = false
    private var isAtSchool = false
    /// What a certificate certifies (在职), or nothing.
    private(set) var certified = ""
    /// What an application asks for.
    let application: Application?
    private var values: [String] = []
    /// All that letters of this kind may say.
    private let outline: String
    private var said: [Label: String] = [:]

    private enum Label: CaseIterable {
        case signer, person, house, post, addressee, reason, lastDay, purpose, matter, years, date, time, place, event

        /// Whether that is such a value, where no sign says so: 姓名李娜, and not 姓名请留空.
        func mayBe(_ value: String) -> Bool {
            switch self {
            case .signer, .person: Applicant.isName(value)
            case .post: Applicant.isPosition(value)
            default: true
            }
        }

        /// The slots that hold it.
        var slots: [Character] {
            switch self {
            case .signer: ["N"]
            case .person: ["P", "n", "N"]
            case .house: ["G", "N"]
            case .post: ["V", "T"]
            case .addressee: ["R"]
            case .reason: ["Q", "q"]
            case .lastDay: ["D"]
            case .purpose: ["U"]
            case .matter: ["M", "E"]
            case .years: ["Y", "y"]
            case .date: ["Z"]
            case .time: ["1"]
            case .place: ["2"]
            case .event: ["E"]
            }
        }

        /// The words before a value; those that are words of any sentence need a sign behind them.
        var words: (free: [String], signed: [String]) {
            switch self {
            case .signer: (["申请人", "辞职人", "推荐人", "写信人", "落款", "署名", "我叫"], ["道歉人"])
            case .person: (["被推荐人", "学生姓名", "员工姓名", "姓名"], ["学生", "员工", "推荐对象", "持信人", "名字"])
            case .house: (["公司名称", "单位名称", "学校名称", "所在单位", "所在公司"], ["公司", "单位", "学校", "主办单位", "主办方", "医院"])
            case .post: (["职位", "岗位", "职务", "现任", "担任"], ["职业"])
            case .addressee: (["收信人", "收件人", "写给", "受邀人", "邀请对象", "感谢对象", "道歉对象"], ["致", "称呼", "给", "对象"])
            case .reason: (["申请原因", "申请理由", "辞职原因", "离职原因", "辞职理由", "离职理由"], ["原因", "理由"])
            case .lastDay: (["离职日期", "离职时间", "最后工作日", "最后一天", "离岗日期"], [])
            case .purpose:
                (["申请事项", "申请学校", "申请院校", "申请专业", "申请项目", "应聘岗位", "应聘职位", "目标岗位"], ["用途", "用于", "事由", "办理"])
            case .matter: (["感谢事由", "道歉事由", "道歉原因", "致歉原因", "感谢原因", "事情经过"], ["事情", "事件", "起因"])
            case .years: ([], ["工作年限", "在职时间", "共事时间"])
            case .date: (["落款日期", "写信日期"], ["日期"])
            case .time: (["活动时间", "会议时间", "时间定于"], ["时间"])
            case .place: (["活动地点", "会议地点", "地点定于"], ["地点", "地址"])
            case .event: ([], ["活动", "活动名称", "会议名称", "活动主题"])
            }
        }
    }

    init(_ brief: Brief, title: LetterTitle, wishes: Wishes) {
        outline = title.kind.outlines.joined()
        application = title.application
        let order = String(brief.requirements.prefix(5_000))
        let content = String(brief.content.prefix(8_000))
        for clause in LetterFacts.clauses(of: order) { read(clause, kind: title.kind) }
        for fact in wishes.facts where [.invitation, .leave].contains(title.kind) {
            if fact.kind == .time { set(.time, fact.value) }
            if fact.kind == .place { set(.place, fact.value) }
        }
        for sentence in Sentences.split(content) {
            let all = LetterFacts.clauses(of: sentence)
            let open = all.filter { !read($0, kind: title.kind) }
            if open.count == all.count {
                material.append(sentence)
            } else if !open.isEmpty {
                material.append(open.joined(separator: "，") + "。")
            }
        }
        read(title)
        keywords = Subject.keywords(brief.keywords).filter { !take(keyword: $0, kind: title.kind) }
        setSlots(title, everything: [brief.title, order, content] + brief.keywords)
    }

    /// Whether a phrase of the requirements gave one of the values.
    func isRead(_ phrase: String) -> Bool { values.contains { phrase.holds($0) } }

    private static let manners = [
        "诚恳", "真诚", "诚挚", "礼貌", "委婉", "得体", "规范", "格式", "真挚", "感恩", "感谢", "语气", "态度", "书信", "情感", "简洁", "正式", "严肃",
        "专业",
    ]

    /// Whether a phrase asks for nothing but what a letter is anyway.
    static func isManner(_ phrase: String) -> Bool {
        phrase.count <= 12 && !phrase.hasPrefix("感谢") && manners.contains { phrase.holds($0) }
            && !["幽默", "搞笑", "活泼", "轻松"].contains { phrase.holds($0) }
    }

    // MARK: - Reading

    private static func clauses(of text: String) -> [String] {
        text.split { "，。；;,\n！!？?".contains($0) }.map { $0.trimmed }.filter { !$0.isEmpty }
    }

    /// Takes the value of a clause that is nothing but one; false when it is none.
    @discardableResult
    private mutating func read(_ clause: String, kind: Letter.Kind) -> Bool {
        for (label, word) in LetterFacts.labels where clause.hasPrefix(word) {
            let rest = clause.dropFirst(word.count).trimmed
            let value = LetterFacts.withoutSign(rest)
            let isSigned = value.count < rest.count
            let isFree = label.words.free.contains(word) && label.mayBe(value)
            guard isSigned || isFree, (1...30).contains(value.count) else { continue }
            return set(label, value)
        }
        return readSentence(clause, kind: kind)
    }

    /// Every word with its label, the longest first: 落款日期 is no 落款.
    private static let labels: [(label: Label, word: String)] = Label.allCases.flatMap { label in
        (label.words.free + label.words.signed).map { (label, $0) }
    }
    .sorted { ($1.word.count, $0.word) < ($0.word.count, $1.word) }

    private static func withoutSign(_ text: String) -> String {
        var rest = text
        while let sign = ["：", ":", "定于", "是", "为", "叫", "="].first(where: { rest.hasPrefix($0) }) {
            rest = rest.dropFirst(sign.count).trimmed
        }
        return rest
    }

    /// Facts of clauses that are sentences: 在公司工作了三年, 6月30日离职, 申请牛津大学计算机硕士, 感谢老师的教导.
    private mutating func readSentence(_ clause: String, kind: Letter.Kind) -> Bool {
        let served = /(?:在.{1,16})?(?:工作|任职|在职|入职|共事|认识|相识)(?:了|满|已|近)*([0-9一二三四五六七八九十两半]{1,3}(?:个月|年)半?)/
        if let match = clause.wholeMatch(of: served) {
            return set(.years, String(match.1))
        }
        let day =
            /[^\d]{0,6}?((?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号]|底|初|中旬)|[本下]个?月(?:底|初|中旬|\d{1,2}[日号])).{0,3}(?:离职|离岗|离开)/
        if let match = clause.wholeMatch(of: day) {
            return set(.lastDay, String(match.1))
        }
        switch kind {
        case .resignation:
            let cause = /我?(?:因为|由于|因)(.{2,20}?)(?:而|提出)*(?:辞职|离职|辞去工作)?/
            guard let match = clause.wholeMatch(of: cause) else { return false }
            return set(.reason, String(match.1))
        case .recommendation:
            let aim = /(?:推荐)?(?:他|她|其|该生|学生)?(?:申请|报考|应聘|竞聘)(.{2,24})/
            guard let match = clause.wholeMatch(of: aim), !match.1.hasPrefix("用") else { return false }
            return set(.purpose, String(match.1))
        case .thanks:
            guard let match = clause.wholeMatch(of: /(?:主要|重点)?感谢(.{4,30})/) else { return false }
            return set(.matter, String(match.1))
        case .apology:
            let cause = /(?:因为|由于|因|为|就)(.{2,24}?)(?:一事|的事)?(?:向.{1,10})?(?:道歉|致歉)?/
            guard let match = clause.wholeMatch(of: cause) else { return false }
            return set(.matter, String(match.1))
        case .application:
            let move = /(?:我|想|希望|申请)*(从.{2,12}(?:调|转)(?:到|往|至|入|岗到).{2,12})/
            if let match = clause.wholeMatch(of: move) { return set(.purpose, String(match.1)) }
            let cause = /我?(?:因为|由于|因)(.{2,24}?)(?:而|特|提出)*(?:申请)?/
            guard let match = clause.wholeMatch(of: cause) else { return false }
            return set(.reason, String(match.1))
        case .leave:
            let cause = /我?(?:因为|由于|因)(.{2,20}?)(?:需要|要)?(?:请假)?/
            guard let match = clause.wholeMatch(of: cause) else { return false }
            return set(.reason, String(match.1))
        case .invitation, .introduction, .certificate, .confession, .comfort, .praise, .congratulation: return false
        }
    }

    /// Keeps a value; false where the letter has no place for it, or has another one there.
    @discardableResult
    private mutating func set(_ label: Label, _ value: String) -> Bool {
        guard said[label] == nil, label.slots.contains(where: { outline.holds("{\($0)}") }) else { return false }
        said[label] = value
        values.append(value)
        return true
    }

    private mutating func read(_ title: LetterTitle) {
        said[.addressee] = said[.addressee] ?? title.addressee
        said[.matter] = said[.matter] ?? title.matter
        if said[.house] == nil, let sender = title.sender { said[.house] = sender }
        if let who = title.application?.applicant, !who.isEmpty {
            let label = Applicant.isName(who) ? Label.signer : .post
            said[label] = said[label] ?? who
        }
        let isWhole =
            title.kind == .thanks && LetterFacts.isPersons(title.lead)
            || title.kind == .resignation && Applicant.isPosition(title.lead)
        let lead = isWhole ? title.lead : LetterFacts.standing(of: title.lead)
        guard !lead.isEmpty else { return }
        switch title.kind {
        case .resignation where Applicant.isName(lead): said[.signer] = said[.signer] ?? lead
        case .resignation where LetterFacts.isReason(lead): said[.reason] = said[.reason] ?? lead
        case .resignation: said[.post] = said[.post] ?? lead
        case .recommendation where Applicant.isName(lead): said[.person] = said[.person] ?? lead
        case .recommendation: said[.purpose] = said[.purpose] ?? lead
        case .certificate: certified = lead
        case .introduction: break
        case .leave:
            said[.reason] = said[.reason] ?? LetterFacts.causes[lead] ?? (LetterFacts.isReason(lead) ? lead : nil)
        case .praise where Applicant.isName(lead): said[.person] = said[.person] ?? lead
        case .confession, .praise, .congratulation: said[.matter] = said[.matter] ?? lead
        case .comfort where LetterFacts.isPersons(lead): said[.addressee] = said[.addressee] ?? lead
        case .comfort: said[.matter] = said[.matter] ?? lead
        case .invitation: said[.event] = said[.event] ?? lead
        case .application: break
        case .thanks where LetterFacts.isPersons(lead), .apology where LetterFacts.isPersons(lead):
            said[.addressee] = said[.addressee] ?? lead
        case .thanks, .apology: said[.matter] = said[.matter] ?? lead
        }
    }

    /// Words before a letter's name that tell its kind more closely, and nothing of the case.
    private static let kinds = [
        "出国留学", "留学申请", "出国", "留学", "海外", "员工", "实习生", "学生", "老师", "教师", "教授", "导师", "求职", "工作", "个人", "中文", "英文",
        "活动", "商务", "公司", "单位", "客户", "通用", "普通", "正式", "简单", "会议", "入职", "升学", "升职", "晋升", "党组织", "行政",
    ]

    /// What is left of a title's lead besides such words; a post keeps its words (英语教师).
    private static func standing(of lead: String) -> String {
        kinds.contains(lead) || kinds.contains { other in kinds.contains { lead == $0 + other } } ? "" : lead
    }

    private static let reasons = [
        "原因", "发展", "规划", "家庭", "父母", "照顾", "身体", "健康", "深造", "考研", "读研", "留学", "创业", "老家", "异地", "转行", "薪", "工资",
        "加班", "通勤", "生育", "结婚",
    ]

    /// What leaves of a kind are taken for.
    private static let causes = ["病假": "身体不适", "事假": "有事需要处理", "婚假": "办理婚事", "产假": "生育", "陪产假": "照顾生产的家人"]

    private static func isReason(_ text: String) -> Bool { reasons.contains { text.holds($0) } }

    /// Takes a keyword that is the value of a slot, or names the letter itself.
    private mutating func take(keyword: String, kind: Letter.Kind) -> Bool {
        if read(keyword, kind: kind) { return true }
        switch kind {
        case .resignation where said[.reason] == nil && LetterFacts.isReason(keyword): said[.reason] = keyword
        case .resignation where said[.post] == nil && Applicant.isPosition(keyword),
            .application where said[.post] == nil && Applicant.isPosition(keyword):
            said[.post] = keyword
        case .recommendation where said[.person] == nil && Applicant.isName(keyword): said[.person] = keyword
        case .thanks where said[.addressee] == nil && LetterFacts.isPersons(keyword),
            .apology where said[.addressee] == nil && LetterFacts.isPersons(keyword),
            .invitation where said[.addressee] == nil && LetterFacts.isPersons(keyword):
            said[.addressee] = keyword
        default: return kind.names.contains(keyword) || application?.words.holds(keyword) == true
        }
        return true
    }

    private static func isPersons(_ word: String) -> Bool {
        [
            "老师", "医生", "护士", "客户", "家长", "同事", "同学", "领导", "校友", "嘉宾", "用户", "朋友", "人员", "志愿者", "顾客", "伙伴", "父母", "恩师",
            "教练", "员工",
        ]
        .contains { word.hasSuffix($0) }
    }

    // MARK: - Slots

    private mutating func setSlots(_ title: LetterTitle, everything: [String]) {
        let all = everything.joined(separator: "\n")
        let studies = ["留学", "申请学校", "硕士", "研究生", "博士", "保研", "考研", "大学", "夏令营", "奖学金", "本科", "导师", "招生", "该生", "升学"]
        isForStudy = studies.contains { all.holds($0) }
        func value(_ label: Label) -> String? { said[label].map(Markdown.escape) }
        let isOfHouse = title.kind == .certificate || title.kind == .introduction
        let isOwn = [.resignation, .confession, .leave, .application].contains(title.kind)
        slots["N"] = value(.signer) ?? (isOwn ? value(.person) : nil) ?? "【待补充：姓名】"
        if [.thanks, .apology, .invitation, .comfort, .praise, .congratulation].contains(title.kind) {
            slots["N"] = value(.signer) ?? value(.house) ?? "【待补充：署名】"
        }
        slots["Z"] = value(.date) ?? "【待补充：日期】"
        slots["G"] = value(.house) ?? (isOfHouse ? "【待补充：单位名称】" : LetterFacts.house(of: said[.post] ?? ""))
        slots["V"] = value(.post).map { $0 + "一职" } ?? "职务"
        slots["T"] = value(.post) ?? "【待补充：职务】"
        slots["P"] = value(.person) ?? (title.kind == .praise ? "这位同志" : "【待补充：姓名】")
        slots["n"] = isForStudy ? "该生" : value(.person) ?? "这位同事"
        slots["Q"] = LetterFacts.cause(value(.reason) ?? "个人原因")
        let isClub = ["班级", "组织"].contains(slots["G"] ?? "")
        slots["Y"] = value(.years).map { "在这里的\($0)里" } ?? (isClub ? "任职以来" : "入职以来")
        slots["c"] = isClub ? "同学" : "同事"
        slots["C"] = isClub ? "同学们" : "同事们"
        slots["y"] = value(.years)
        slots["D"] = value(.lastDay) ?? "【待补充：日期】"
        slots["M"] = value(.matter) ?? LetterFacts.gap(of: title.kind)
        slots["q"] = value(.reason) ?? (title.kind == .leave ? "【待补充：请假事由】" : "【待补充：申请理由】")
        slots["E"] = value(.event) ?? value(.matter) ?? "【待补充：活动名称】"
        let time = title.kind == .leave ? "【待补充：起止时间】" : "【待补充：时间】"
        (slots["1"], slots["2"]) = (value(.time) ?? time, value(.place) ?? "【待补充：地点】")
        slots["I"] = value(.house) != nil || ["客户", "公司", "本店", "商家", "我们"].contains { all.holds($0) } ? "我们" : "我"
        let reader = said[.addressee] ?? ""
        let isToMany = [.comfort, .praise, .congratulation].contains(title.kind)
        slots["W"] = isToMany || LetterFacts.areMany(reader) ? "你们" : "您"
        if isToMany { slots["I"] = "我们" }
        isForTrust = ["客户", "顾客", "用户", "会员", "伙伴"].contains { reader.hasSuffix($0) }
        if isForTrust { slots["I"] = "我们" }
        slots["U"] = purpose(title.kind, value(.purpose))
        let schools = ["老师", "班主任", "学生", "上课", "作业", "旷课", "逃课", "学校", "考试", "宿舍", "班级", "校园", "同学"]
        isAtSchool = schools.contains { all.holds($0) }
        slots["R"] = salutation(title.kind)
        guard let application else { return }
        slots.merge(application.slots) { own, _ in own }
        slots["U"] = value(.purpose) ?? Markdown.escape(application.asked)
    }

    private static func gap(of kind: Letter.Kind) -> String {
        switch kind {
        case .thanks: "【待补充：所感谢的事】"
        case .comfort: "【待补充：节日或时机】"
        case .congratulation: "【待补充：喜讯】"
        default: "【待补充：事由】"
        }
    }

    private static func areMany(_ readers: String) -> Bool {
        ["各位", "全体"].contains { readers.hasPrefix($0) }
            || ["人员", "们", "志愿者", "团队", "医院", "同学", "全体员工"].contains { readers.hasSuffix($0) }
    }

    private func purpose(_ kind: Letter.Kind, _ said: String?) -> String {
        guard kind == .recommendation else { return said ?? "【待补充：事由】" }
        if isForStudy { return said.map { "申请" + $0 } ?? "申请贵校【待补充：专业或项目】" }
        return said.map { "应聘" + $0 } ?? "到贵单位工作"
    }

    private static func house(of post: String) -> String {
        let houses = [
            ("学校", ["教师", "老师", "班主任", "辅导员", "校长"]), ("医院", ["护士", "医生", "医师"]), ("班级", ["班长", "学习委员", "课代表"]),
            ("组织", ["部长", "社长", "理事"]), ("单位", ["公务员", "科员", "书记"]),
        ]
        return houses.first { $0.1.contains { post.hasSuffix($0) } }?.0 ?? "公司"
    }

    private static func cause(_ reason: String) -> String {
        if reason.hasSuffix("原因") { return "由于\(reason)，我无法继续在现在的岗位上工作下去。" }
        if ["发展", "规划", "转行"].contains(where: { reason.holds($0) }) { return "出于\(reason)的考虑，我希望到新的方向上继续学习和尝试。" }
        if ["薪", "工资", "加班", "压力", "通勤"].contains(where: { reason.holds($0) }) { return "我作出这个决定，主要与\(reason)有关。" }
        let plans = ["照顾", "考", "读", "创业", "回", "结婚", "深造", "留学", "搬", "备", "陪"]
        let isPlan = plans.contains { reason.hasPrefix($0) }
        return "我作出这个决定，主要是因为\(isPlan ? "要" : "")\(reason)，今后难以兼顾目前的工作。"
    }

    private func salutation(_ kind: Letter.Kind) -> String {
        guard let known = said[.addressee].map(Markdown.escape) else {
            return switch kind {
            case .resignation: slots["G"] == "班级" ? "尊敬的老师" : "尊敬的领导"
            case .recommendation: isForStudy ? "尊敬的招生负责人" : "尊敬的招聘负责人"
            case .thanks: "尊敬的【待补充：感谢对象】"
            case .apology: "尊敬的【待补充：收信人】"
            case .invitation: "尊敬的【待补充：受邀人】"
            case .introduction, .certificate: "【待补充：收信单位】"
            case .application: application?.salutation ?? "尊敬的领导"
            case .confession, .leave: isAtSchool ? "尊敬的老师" : "尊敬的领导"
            case .comfort: "【待补充：慰问对象】"
            case .praise, .congratulation: "【待补充：收信单位或个人】"
            }
        }
        if kind == .introduction { return known }
        return ["尊敬", "亲爱", "敬爱", "各位", "全体"].contains { known.hasPrefix($0) } ? known : "尊敬的" + known
    }
}
