/// What a headline says, part by part: a lead repeats all of it, and later sentences refer to it.
struct NewsHeadline {
    /// The parts of a headline of several (社区食堂开张 | 老人八元吃上热乎饭), without a label such as 快讯.
    private let parts: [String]
    /// Who says it, where the headline names them (教育部：严禁携带手机进课堂).
    private(set) var source: String?
    /// The topic of the first part, where there are several; a later one may have been taken for the whole.
    private(set) var first: Topic?
    /// Whether the headline is a sentence (警方破获特大电信诈骗案) rather than a noun.
    let isSentence: Bool
    /// What later sentences call what the headline tells.
    let reference: String

    init(_ topic: Topic) {
        let title = Markdown.oneLine(topic.title.filter { $0 != "\\" })
        let (speaker, statement) = NewsHeadline.statement(in: title)
        var parts = NewsHeadline.parts(of: statement)
        if parts.count > 1, NewsHeadline.isLabel(parts[0]) { parts.removeFirst() }
        source = speaker.map(Markdown.escape)
        self.parts = parts.map(Markdown.escape)
        if parts.count > 1 || statement != title || parts.joined() != statement {
            let first = Topic(title: parts[0], fallback: nil)
            // An event whose day stands in the headline would lose it.
            let isEvent = first.event != nil && first.period.isEmpty && speaker == nil
            let isWhole = parts.count > 1 || speaker != nil || !title.holds(statement)
            isSentence = !isEvent && (isWhole || NewsHeadline.isSentence(first))
            self.first = first
        } else {
            isSentence = NewsHeadline.isSentence(topic)
        }
        reference = NewsHeadline.reference(to: title)
    }

    /// The whole of it as a sentence without its stop.
    var told: String { parts.joined(separator: "，") }
    /// What follows the first part.
    var rest: [String] { Array(parts.dropFirst()) }

    // MARK: - Parts

    /// From how many characters on what a space parts is a part of its own: 华为 of 华为 发布会 is not.
    private static let leastPart = 4
    /// How many Chinese characters a part needs that begins with a figure or a Latin word (8元吃上热乎饭).
    private static let leastChinese = 3

    private static func parts(of text: String) -> [String] {
        let pieces = text.split { "，,；;！!｜|".contains($0) }.map { $0.trimmed }.filter { !$0.isEmpty }
        return pieces.isEmpty ? [text] : pieces.flatMap(spaced)
    }

    /// What stands on either side of a space, unless it is a part of a name or an amount (iPhone 17 发布, C919 首飞).
    private static func spaced(_ text: String) -> [String] {
        var result: [String] = []
        for word in text.split(whereSeparator: { $0.isWhitespace }).map(String.init) {
            guard let last = result.last else {
                result.append(word)
                continue
            }
            if parts(last, word) {
                result.append(word)
            } else {
                result[result.count - 1] = last + " " + word
            }
        }
        return result
    }

    private static func parts(_ last: String, _ next: String) -> Bool {
        guard let end = last.last, let start = next.first, !isLabel(last) else { return true }
        if end.isASCII, end.isLetter || end.isNumber { return false }
        if ["什么", "如何", "怎么", "吗", "多少"].contains(where: { next.holds($0) }) { return false }
        let isChinese = !start.isASCII || next.count { $0.isHan } >= leastChinese
        return isChinese && min(last.count, next.count) >= leastPart
    }

    private static let labels: Set<String> = [
        "重磅", "快讯", "突发", "官方通报", "官宣", "最新", "最新消息", "刚刚", "速看", "关注", "提醒", "简讯", "要闻", "独家",
    ]

    private static func isLabel(_ part: String) -> Bool { labels.contains(part) }

    private static let places = ["村", "镇", "乡", "县", "街道", "社区"]
    private static let bodies = [
        "部", "委", "局", "厅", "院", "办", "署", "警方", "公安", "台", "中心", "集团", "公司", "大学", "协会", "银行", "央行", "法院", "医院", "政府",
        "消协", "交警", "铁路", "海关",
    ]

    /// Takes a label or a place off that a colon parts from the rest, and who says the rest.
    private static func statement(in title: String) -> (speaker: String?, statement: String) {
        guard let colon = title.firstIndex(where: { $0 == "：" || $0 == ":" }) else { return (nil, title) }
        let (before, after) = (title[..<colon].trimmed, title[title.index(after: colon)...].trimmed)
        guard after.count >= leastPart, before.count >= 2, !before.contains(" ") else { return (nil, title) }
        if isLabel(before) { return (nil, after) }
        if places.contains(where: { before.hasSuffix($0) }) { return (nil, before + after) }
        if bodies.contains(where: { before.hasSuffix($0) }) { return (before, after) }
        // What tells something by itself is a part as any other; what does not is a heading over the rest.
        let tells = endings.contains { before.hasSuffix($0) } || verbs.contains { before.dropFirst(2).contains($0) }
        return (nil, tells ? "\(before) \(after)" : title)
    }

    private static let endings = ["开业", "启动", "开放", "发布", "上线", "通车", "落成", "开工", "竣工", "投用", "揭牌"]

    // MARK: - Sentences

    private static let verbs = [
        "成功", "宣布", "破获", "抓获", "开张", "吃上", "用上", "住上", "喝上", "引起", "救人", "增收", "获救", "落网", "打响", "走红", "热销", "惠及",
        "打通", "首飞", "升空",
        "宣判", "出台", "调研", "视察", "慰问", "带队", "举行", "举办", "召开", "迎客流", "迎来", "重新开业", "过半", "见效", "攻克", "斩获",
        "夺得", "突破", "参加",
        "前往", "下线", "停电", "停水", "上涨", "下跌", "涨价", "降价", "送到", "送上", "捐赠", "捐出", "资助", "脱贫", "回应", "提醒", "呼吁",
        "曝光", "查处", "通报",
        "走进", "成为", "带火", "升温", "富了", "引关注", "难求", "考上", "收徒", "授课", "讲述", "卖出", "有了", "点亮", "俏销", "飞抵", "越冬", "回归",
        "助力", "涨价", "持证", "待解", "当起", "收割", "丰收", "开镰", "亮起", "搬进", "迎丰收", "人气旺", "受欢迎", "受青睐", "护航", "守护", "回暖",
        "走上", "变成", "变身", "摘得", "问世", "开播", "开讲", "开课", "开学", "放榜", "就位", "到位", "提速", "扩容", "减负", "便利",
    ]
    /// Endings of names that hold such a verb.
    private static let nouns = ["会", "赛", "节", "展", "报告", "办法", "方案", "计划", "经验", "故事", "指南", "政策", "案例", "晚会", "论坛"]

    private static func isSentence(_ topic: Topic) -> Bool {
        guard topic.event == nil, !topic.isClause else { return false }
        let title = topic.title
        if Topic.tells(topic.bare) { return true }
        return !nouns.contains { title.hasSuffix($0) } && verbs.contains { title.dropFirst(2).contains($0) }
    }

    private static let references = [
        "coverage-event": "此次活动", "coverage-drive": "此次活动", "coverage-school": "此次活动", "coverage-match": "此次比赛",
        "coverage-contest": "此次比赛", "coverage-opening": "这一项目", "coverage-policy": "这一做法", "coverage-award": "此次评选",
        "coverage-cooperation": "此次合作", "coverage-weather": "此次天气", "coverage-launch": "这次发布", "coverage-feat": "此次任务",
        "coverage-visit": "此次调研", "coverage-economy": "此次变动", "coverage-justice": "此案",
    ]

    private static func reference(to title: String) -> String {
        Domain.coverage(of: title).flatMap { references[$0.id] } ?? "此事"
    }
}
