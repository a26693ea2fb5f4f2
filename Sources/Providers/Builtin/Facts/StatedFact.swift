/// Something that the user states as it is (a date, a place, a figure, an offer), to be passed on and not discussed.
struct StatedFact: Equatable {
    enum Kind { case time, place, people, agenda, money, offer, figure, other }

    var kind: Kind
    /// What it is the value of (活动时间), or nothing.
    var label = ""
    var value: String
    /// The words of the order that it was read from.
    var source: String

    /// As it stands in a sentence.
    var clause: String { Markdown.escape(label.isEmpty ? value : label + "为" + value) }
}

extension StatedFact {
    /// Labels that requirements put before a value, the longer ones first.
    private static let labels: [(kind: Kind, words: [String])] = [
        (
            .other,
            [
                "主送机关", "主送单位", "主送", "发文单位", "发文机关", "落款单位", "落款日期", "落款", "署名", "成文日期", "主持人", "主持", "记录人", "记录",
                "单位", "主办单位", "主办方", "承办单位", "活动主题",
                "会议主题", "联系人", "联系电话", "咨询电话", "电话", "品牌", "营业时间", "报名时间", "报名截止", "开放时间",
            ]
        ),
        (.time, ["会议时间", "活动时间", "召开时间", "举办时间", "开会时间", "集合时间", "时间", "日期"]),
        (.place, ["会议地点", "活动地点", "召开地点", "举办地点", "开会地点", "集合地点", "地点", "地址"]),
        (
            .people,
            [
                "参会人员", "参加人员", "参会对象", "参加对象", "出席人员", "与会人员", "参会人数", "参加人数", "参会人", "人数", "参会", "出席",
            ]
        ),
        (.agenda, ["会议议程", "活动议程", "主要议程", "议程"]),
        (.money, ["项目预算", "总预算", "预算", "所需经费", "经费", "总投资", "投资", "价格", "售价", "票价", "门票", "费用", "学费"]),
    ]

    /// Labels of words that say something else as often, which only a colon makes labels.
    private static let needsColon: Set<String> = ["主持人", "主持", "记录人", "记录", "单位", "参会", "出席"]

    /// What links a label to its value.
    private static let signs = [":", "\u{FF1A}", "定于", "定在", "定为", "安排在", "设在", "为", "是", "在", "于", "="]
    /// How many characters may stand before a label (本次会议).
    private static let longestLead = 4

    /// The fact in a clause of the requirements; nil when it states none.
    init?(clause: String) {
        let line = clause.trimmed.drop { "-·•*、".contains($0) || $0.isWhitespace }.trimmed
        guard let fact = StatedFact.labelled(line) ?? StatedFact.unlabelled(line) else { return nil }
        self = fact
    }

    private static func labelled(_ line: String) -> StatedFact? {
        for (kind, words) in labels {
            for word in words {
                guard let range = line.firstRange(of: word) else { continue }
                let lead = line[..<range.lowerBound]
                let rest = line[range.upperBound...].trimmed
                let value = withoutSigns(rest)
                if needsColon.contains(word),
                    lead.count > (word == "单位" ? 0 : 2) || !":\u{FF1A}".contains(rest.first ?? " ")
                {
                    continue
                }
                guard lead.count <= longestLead, !value.isEmpty, lead.last.map({ "以按把用从对".contains($0) }) != true,
                    value.count < rest.count || lead.isEmpty && canFollow(kind, value)
                else { continue }
                return StatedFact(kind: kind, label: word, value: value, source: line)
            }
        }
        return nil
    }

    private static func withoutSigns(_ text: String) -> String {
        var rest = text
        while let sign = signs.first(where: { rest.hasPrefix($0) }) { rest = rest.dropFirst(sign.count).trimmed }
        return rest
    }

    private static let hours = "今明后本下每周星上中晚早元一二三四五六七八九十"
    private static let places = "室厅馆楼院校园场店县市区镇村路街号层座寺湖山边心厦家站所部房堂"
    private static let noPeople = ["员", "数", "要", "需", "应", "必须", "不", "可以", "多", "少", "名单", "的", "和", "及"]

    /// Whether a value may follow its label with nothing in between: 地点县政府三楼会议室, but not 时间紧凑.
    private static func canFollow(_ kind: Kind, _ value: String) -> Bool {
        guard let first = value.first, let last = value.last, value.count >= 2 else { return false }
        let hasFigure = value.contains { $0.isNumber }
        switch kind {
        case .time:
            let isDay = ["周", "天", "月", "日", "午", "点", "旦", "节"].contains { value.holds($0) }
            return (first.isNumber || hours.contains(first)) && (hasFigure || isDay) && !value.hasPrefix("上要")
        case .place: return value.count <= 24 && places.contains(last) && !value.hasPrefix("要")
        case .people: return value.count <= 24 && !noPeople.contains { value.hasPrefix($0) }
        case .money: return first.isNumber || first == "约" && hasFigure
        case .agenda, .offer, .figure: return false
        case .other: return first.isNumber
        }
    }

    /// Facts that need no label: 1月15日上午9点在县政府三楼会议室召开, 全体业主参加.
    private static func unlabelled(_ line: String) -> StatedFact? {
        if isMoment(line) { return StatedFact(kind: .time, label: "时间", value: line, source: line) }
        if let match = line.wholeMatch(of: meets.regex) {
            return StatedFact(kind: .place, label: "地点", value: String(match.1), source: line)
        }
        if let match = line.wholeMatch(of: ends.regex), isMoment(String(match.1)) {
            return StatedFact(kind: .other, label: deadline, value: String(match.1), source: line)
        }
        if let match = line.wholeMatch(of: /(?:由|请|有|共)?(.{2,16}?)(?:参加|出席|参会)/) {
            let who = String(match.1)
            let isOther = ["欢迎", "鼓励", "如何", "怎么", "号召", "动员", "吸引", "不", "要"].contains { who.holds($0) }
            return isOther ? nil : StatedFact(kind: .people, label: "参加人员", value: who, source: line)
        }
        return nil
    }

    /// Facts of a clause that tells when and where at once.
    static func all(in clause: String) -> [StatedFact] {
        let line = clause.trimmed
        if let match = line.wholeMatch(of: happens.regex), isMoment(String(match.1)) {
            return [
                StatedFact(kind: .time, label: "时间", value: String(match.1), source: line),
                StatedFact(kind: .place, label: "地点", value: String(match.2), source: line),
            ]
        }
        return [StatedFact(clause: line)].compactMap { $0 }
    }

    /// What a day by which something ends is called.
    static let deadline = "截止时间"

    /// 在三楼会议室召开.
    private static let meets = Pattern(
        /(?:会议|大会|年会|活动|仪式|典礼|发布会)?(?:将|拟|定)?(?:在|于)(.{2,20}?)(?:召开|举行|举办|开会|集合)/
    )
    /// 11月28日在上海发布, 发布会于11月28日在上海举行; without a day, 在小红书发布 says where a text goes.
    private static let happens = Pattern(
        /(?:.{2,8}?(?:于|在))?(?:时间)?(\d.{2,22}?)(?:在|于)(.{2,20}?)(?:召开|举行|举办|开会|集合|发布|上市|首发|启动|开幕|开业|揭牌|揭幕)/
    )
    /// 11月11日截止, 报名到11月11日结束.
    private static let ends = Pattern(/(?:活动|优惠|报名|征集)?(?:将?于|到|至|截至)?(\d.{2,15}?)(?:截止|结束|为止|前有效)/)

    /// Whether a text is nothing but a day, with or without an hour (2026年3月8日上午9点至11点).
    static func isMoment(_ text: String) -> Bool {
        guard text.contains(/\d{1,2}月\d{1,2}[日号]|\d{1,2}[点时:：]/), text.first?.isNumber == true else { return false }
        return text.allSatisfy { $0.isNumber || "年月日号点时分半整至到-—~～:：前后起止上中下午早晚晨周星期一二三四五六天（）()、 ".contains($0) }
    }
}
