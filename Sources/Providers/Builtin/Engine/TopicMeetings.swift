/// What meetings are about.
extension Topic {
    private static let meetings = [
        "动员大会", "部署会议", "专题会议", "推进会议", "工作会议", "代表大会", "座谈会", "推进会", "动员会", "部署会", "培训会", "研讨会", "大会", "会议", "例会",
        "年会",
    ]

    /// Those who meet to settle what they have in common, which their name doesn't tell.
    private static let bodies = [
        "业主", "职工", "教职工", "党员", "会员", "股东", "代表", "家长", "学生", "村民", "居民", "员工", "教师", "理事", "理事会", "董事会", "监事会", "全体",
        "团员", "社员", "校友", "债权人", "班主任", "部门", "公司", "全校", "全厂",
    ]

    /// What a meeting is about: 安全生产工作 of 2026年度安全生产工作会议, its items where only those who meet are named
    /// (业主大会), and the meeting itself when its name says no more.
    static func matter(ofMeeting name: String) -> String {
        var rest = name
        _ = takePeriod(&rest)
        let kind = meetings.first { rest.hasSuffix($0) }
        if let kind { rest.removeLast(kind.count) }
        if kind == nil, rest.hasSuffix("会"), bodies.contains(where: { rest.dropLast().hasSuffix($0) }) {
            rest.removeLast()
        }
        if let ordinal = rest.firstMatch(of: /第[0-9一二三四五六七八九十]+[次届]/) { rest.removeSubrange(ordinal.range) }
        _ = takePeriod(&rest)
        if kind != "工作会议", bodies.contains(where: { rest.hasSuffix($0) }) { return "各项议题" }
        guard rest.count >= 2 else { return name }
        return rest.hasSuffix("工作") || kind == nil && rest.hasSuffix("会") ? rest : rest + "工作"
    }
}
