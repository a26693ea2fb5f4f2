/// Titles in several parts (探店：巷子里的兰州拉面), of which one names the subject.
extension Topic {
    /// Parts that only say what kind of text it is, with what the rest of the title then sets out to do.
    private static let labels: [(String, Intent)] = [
        ("干货", .theme), ("收藏", .theme), ("重磅", .theme), ("推荐", .review), ("原创", .theme), ("深度", .theme), ("科普", .theme),
        ("揭秘", .theme), ("分享", .theme), ("探店", .theme), ("打卡", .theme), ("警惕", .theme), ("注意", .theme), ("最新", .theme),
        ("提醒", .theme), ("快讯", .theme), ("速看", .theme), ("实用", .theme), ("书评", .theme), ("影评", .theme), ("乐评", .theme),
        ("剧评", .theme), ("读后感", .theme), ("观后感", .theme), ("书单", .list), ("清单", .list), ("游记", .theme), ("随笔", .theme),
        ("测评", .review), ("评测", .review), ("开箱", .review), ("教程", .guide), ("攻略", .guide), ("指南", .guide),
        ("食谱", .guide), ("菜谱", .guide), ("专访", .theme), ("人物", .theme), ("特写", .theme), ("微课", .theme), ("公开课", .theme),
        ("班会", .theme), ("主题班会", .theme), ("班会课", .theme), ("团课", .theme), ("讲话", .theme), ("发言", .theme),
        ("演讲", .theme),
        ("发言稿", .theme), ("演讲稿", .theme), ("讲话稿", .theme), ("通知", .notice), ("公告", .notice), ("通告", .notice),
        ("教案", .theme), ("教学设计", .theme), ("教学反思", .theme), ("故事", .theme), ("短篇小说", .theme), ("小说", .theme),
    ]

    /// Ends by which a part is a call to readers or the name of a series (上班族必看, 营养师提醒, 心理健康课, 家长课堂).
    private static let labelEnds = [
        "必看", "必读", "必备", "必背", "必学", "必收", "必知", "提醒", "建议", "有效", "课堂", "讲堂", "小课堂", "探店", "班会", "班会课", "第一课",
        "分享", "推荐", "专访", "故事", "讲话", "发言稿", "演讲稿", "书评", "影评", "收藏", "揭秘", "科普", "专栏", "日记", "教育课", "健康课",
        "养生课", "理财课", "直播间",
    ]

    /// Ends of the names of places and bodies that a headline begins with (李家村：小辣椒铺就致富路).
    private static let datelines = ["村", "镇", "乡", "县", "街道", "社区", "管委会", "派出所", "供电公司", "交警大队"]

    /// Keeps the part that names the subject; a label in front tells what is done with it.
    mutating func takeMainPart(of text: inout String) {
        Topic.partAtName(&text)
        let (part, label) = Topic.mainPart(of: text)
        text = part
        guard let label else { return }
        let exact = Topic.labels.first { $0.0 == label }
        let said = (exact ?? Topic.labels.first { label.hasSuffix($0.0) })?.1 ?? .theme
        if said != .theme { intent = said }
        if TitleWords.tails.contains(where: { $0.0 == label }) { kind = label }
    }

    /// 读《活着》有感 speaks of 活着; the marks are gone already.
    private static func partAtName(_ text: inout String) {
        guard text.hasSuffix("有感"), let first = text.first, "读观看".contains(first), text.count > 4 else { return }
        text = String(text.dropFirst().dropLast(2))
        if text.hasPrefix("了") || text.hasPrefix("完"), text.count > 2 { text.removeFirst() }
    }

    /// Whether a title speaks of a book or a film, whose name then keeps its marks.
    static func isOfWork(_ title: String) -> Bool {
        ["书评", "影评", "剧评", "读后感", "观后感", "有感", "读书分享", "书单", "读书笔记"].contains { title.holds($0) }
    }

    /// The part that names the subject, and the label that stood before it.
    static func mainPart(of text: String) -> (part: String, label: String?) {
        var parts = text.split { "：:|｜—，,；;！!？?。".contains($0) }.map { $0.trimmed }.filter { $0.count >= 2 }
        if parts.count <= 1 { parts = halves(of: parts.first ?? text) }
        guard parts.count > 1 else { return (parts.first ?? text, nil) }
        let label = parts.dropLast().first(where: isLabel)
        let real = parts.filter { part in !isLabel(part) && !["基于", "以", "来自"].contains { part.hasPrefix($0) } }
        var named = real[...]
        if real.count > 1, isOnlyCall(real[0]) || isOnlyAddress(real[0], before: real[1]) { named = named.dropFirst() }
        return (named.first { (2...LongName.bound).contains($0.count) } ?? named.first ?? text, label)
    }

    static func isLabel(_ part: String) -> Bool {
        labels.contains { $0.0 == part } || part.count <= 9 && labelEnds.contains { part.hasSuffix($0) }
    }

    /// 别再熬夜了 and 你还在熬夜吗 only call to the reader; 隔夜菜能吃吗 is what the title asks.
    private static func isOnlyCall(_ part: String) -> Bool {
        part.hasSuffix("吗") ? part.contains("你") : ["了", "吧", "啦"].contains { part.hasSuffix($0) }
    }

    /// Whether a part only says to whom or when the next applies (职场新人：三招写好周报), or where it happened.
    private static func isOnlyAddress(_ part: String, before next: String) -> Bool {
        let isAdvice =
            startsWithCount(next)
            || TitleWords.heads.contains { $0.1 == .how && next.hasPrefix($0.0) }
            || ["如何", "怎么", "怎样"].contains { next.dropFirst().contains($0) }
        if isAdvice { return isAsker(part) }
        let isNoun = next.contains("的") || TitleWords.tails.contains { next.hasSuffix($0.0) }
        return part.count <= 8 && next.count >= 5 && !isNoun && datelines.contains { part.hasSuffix($0) }
    }

    /// 三招写好周报 and 5个方法 begin with a number of things.
    private static func startsWithCount(_ text: String) -> Bool {
        let rest = text.drop { "0123456789一二三四五六七八九十几".contains($0) }
        return rest.count < text.count && rest.first.map { "个种条招步点".contains($0) } == true
    }

    /// A headline of two parts (老街换新颜 游客纷至沓来), whose space is no part of a name such as iPhone 15.
    private static func halves(of text: String) -> [String] {
        let parts = text.split { $0 == " " || $0 == "\u{3000}" }.map(String.init)
        guard parts.count > 1, parts.allSatisfy({ $0.count >= 4 }) else { return [text] }
        let isChinese = parts.allSatisfy { part in
            let bare = part.unicodeScalars.filter { $0 != "“" && $0 != "”" }
            return [bare.first, bare.last].allSatisfy { $0?.isHan == true }
        }
        return isChinese ? parts : [text]
    }
}
