/// Titles whose shape says more than their words.
extension Topic {
    /// Reads the title by the first shape that fits, else parts it into a verb and its object.
    mutating func takePattern(of text: String) {
        if let (technique, field) = Topic.application(in: text, kind: kind) {
            application = (Markdown.escape(technique), Markdown.escape(field))
            name = "\(technique)在\(field)中的应用"
            if intent == .theme || intent == .guide { intent = .what }
        } else if intent == .theme, let parts = Topic.event(in: text) {
            event = (Markdown.escape(parts.who), parts.verb, Markdown.escape(parts.what))
            name = Topic.withoutFirst(parts.what)
            intent = .announce
        } else if intent == .theme, let change = Topic.change(in: text) {
            event = (Markdown.escape(change.who), change.verb, "")
            name = change.name
            intent = .what
        } else if intent == .theme, let news = Topic.happening(in: text) {
            event = (Markdown.escape(news.who), news.verb, "")
            name = news.thing
            intent = .announce
        } else if intent == .theme, let outing = Topic.outing(in: text) {
            name = outing
            intent = .guide
        } else {
            takeVerb(of: text)
        }
    }

    /// X在Y中的应用, also when 应用研究 was taken off already.
    private static func application(in text: String, kind: String) -> (String, String)? {
        guard let at = text.firstIndex(of: "在") else { return nil }
        let technique = text[..<at].trimmed
        var field = text[text.index(after: at)...].trimmed
        let uses = ["创新应用", "应用", "运用", "实践", "使用"]
        if let use = uses.first(where: { field.hasSuffix($0) }) {
            field.removeLast(use.count)
        } else if !uses.contains(where: { kind.hasPrefix($0) }) {
            return nil
        }
        for ending in ["的", "中", "领域", "行业", "方面", "里"] where field.hasSuffix(ending) && field.count > ending.count + 1
        {
            field.removeLast(ending.count)
        }
        guard (2...12).contains(technique.count), (2...8).contains(field.count) else { return nil }
        return (technique, field)
    }

    private static let eventVerbs = [
        "发布", "推出", "上线", "举办", "召开", "举行", "启动", "开通", "签署", "开展", "破获", "查处", "实施", "调研", "视察", "出台", "公布",
    ]
    /// Those of ``eventVerbs`` that stand inside of nouns, too (政策实施效果, 市场调研), unless a person or a body does it.
    private static let doubtful: Set<String> = ["破获", "查处", "实施", "调研", "视察", "出台", "公布"]
    private static let doers: Set<Character> = [
        "院", "校", "局", "市", "县", "省", "区", "司", "国", "厂", "心", "部", "村", "镇", "委", "会", "所", "站", "馆", "队", "行", "方",
        "长", "记",
        "团", "组", "门", "安",
    ]
    /// What makes a noun of such a verb (发布会, 启动仪式, 实施方案).
    private static let nounEnds = [
        "会", "的", "活动", "仪式", "计划", "前", "后", "时", "试运营", "运营", "报告", "问卷", "方案", "情况", "成功", "中", "路径", "策略", "细则",
        "效果", "方法",
    ]
    /// Words before the verb of a headline that belong to it (成功实施).
    private static let manners = ["成功", "正式", "圆满", "隆重", "全面", "集中", "联合", "再次", "首次", "将"]

    /// 某公司发布新能源重卡: who, did, what.
    private static func event(in text: String) -> (who: String, verb: String, what: String)? {
        for verb in eventVerbs {
            guard let range = text.firstRange(of: verb) else { continue }
            var who = text[..<range.lowerBound].trimmed
            let manner = manners.first { who.hasSuffix($0) && who.count >= $0.count + 2 } ?? ""
            who = withoutDay(String(who.dropLast(manner.count)).trimmed)
            var what = text[range.upperBound...].trimmed
            for start in ["了", "一款", "一场", "首款", "全新"] where what.hasPrefix(start) && what.count > start.count + 1 {
                what.removeFirst(start.count)
            }
            let isNoun = who.contains("的") || nounEnds.contains { what.hasPrefix($0) }
            guard (2...14).contains(who.count), (2...16).contains(what.count), !isNoun else { continue }
            if doubtful.contains(verb), who.last.map({ doers.contains($0) }) != true { continue }
            return (who, manner + verb, what)
        }
        return nil
    }

    private static let days = ["今日", "今天", "昨日", "昨天", "明日", "明天", "今晨", "今晚", "昨晚", "近日", "日前"]

    /// 地铁5号线 of 地铁5号线今日开通: the day is told with the date and is no part of a name.
    private static func withoutDay(_ who: String) -> String {
        guard let day = days.first(where: { who.hasSuffix($0) && who.count >= $0.count + 2 }) else { return who }
        return who.dropLast(day.count).trimmed
    }

    /// 心脏搭桥手术 of 首例心脏搭桥手术.
    private static func withoutFirst(_ thing: String) -> String {
        let start = ["首条", "首个", "首座", "首家", "首批", "首例", "首台", "首届", "第一条", "第一座"].first {
            thing.hasPrefix($0) && thing.count > $0.count + 2
        }
        return String(thing.dropFirst(start?.count ?? 0))
    }

    /// Ends of headlines that tell of a change (房贷利率再次下调), the longer ones before those that they contain, with
    /// what of them belongs to the subject.
    private static let changes = [
        ("首飞成功", "首飞"), ("成功首飞", "首飞"), ("发射成功", "发射"), ("成功发射", "发射"), ("重新开业", ""), ("恢复开放", ""), ("恢复通车", ""),
        ("再次下调", "下调"), ("再次上调", "上调"), ("下调", "下调"), ("上调", "上调"), ("大幅增长", "增长"), ("持续增长", "增长"), ("翻番", "翻番"),
        ("上涨", "上涨"), ("下跌", "下跌"), ("公布", ""), ("获批", ""), ("通过验收", ""), ("开售", "开售"), ("闭馆", "闭馆"), ("停运", "停运"),
        ("复航", "复航"), ("来袭", "来袭"), ("开张", "开张"), ("再创新高", ""), ("创新高", ""),
    ]

    private static func change(in text: String) -> (who: String, verb: String, name: String)? {
        guard let (end, kept) = changes.first(where: { text.hasSuffix($0.0) }) else { return nil }
        var who = text.dropLast(end.count).trimmed
        var verb = end
        for done in ["改造完成", "将", "正式"] where who.hasSuffix(done) && who.count >= done.count + 2 {
            who.removeLast(done.count)
            verb = done + (done == "改造完成" ? "后" : "") + verb
            break
        }
        who = withoutDay(who)
        guard (2...16).contains(who.count), !who.contains("的") else { return nil }
        return (who, verb, who + kept)
    }

    /// Verbs by which a headline is a sentence already (暴雨导致多路段积水).
    private static let tellingVerbs = [
        "导致", "引发", "造成", "推行", "走进", "走入", "落幕", "闭幕", "开跑", "升级", "进课堂", "进校园", "进社区", "下乡", "修通", "完成", "获评", "荣获",
        "实施", "平稳", "加装", "开展", "迎来", "开馆", "开园", "改造", "当选", "入选", "突破", "上调", "下调", "恢复", "亮相", "抵达", "返乡", "增长",
        "遭遇",
    ]

    /// Whether a headline says by itself what happened, so that the lead can repeat it.
    static func tells(_ text: String) -> Bool {
        tellingVerbs.contains { text.dropFirst(2).contains($0) } || ["迎来", "实施"].contains { text.hasPrefix($0) }
            || change(in: text) != nil
    }

    private static let happenings = [
        "正式开通", "开通", "通车", "开工", "竣工", "落成", "投用", "启用", "晋级", "夺冠", "获奖", "挂牌", "揭牌", "出炉", "落幕", "闭幕", "开馆", "开园",
        "改造完成", "完工", "正式实施", "实施", "平稳进行", "开通试运营", "试运营",
    ]

    /// 我市首条无人驾驶公交线路开通: what happened to what; `thing` is the latter without 我市首条.
    private static func happening(in text: String) -> (who: String, verb: String, thing: String)? {
        guard let verb = happenings.first(where: { text.hasSuffix($0) }) else { return nil }
        let who = withoutDay(text.dropLast(verb.count).trimmed)
        guard (2...20).contains(who.count) else { return nil }
        var thing = Substring(who)
        if thing.first == "我", thing.count > 4 { thing = thing.dropFirst(2) }
        if let at = thing.lastIndex(of: "在"), thing[at...].count <= 5, thing[..<at].count >= 3 { thing = thing[..<at] }
        for start in ["首条", "首个", "首座", "首家", "首批", "第一条", "第一座", "首"]
        where thing.hasPrefix(start) && thing.count > start.count + 1 {
            thing = thing.dropFirst(start.count)
            break
        }
        return (who, verb, String(thing))
    }

    /// 周末去哪儿 asks for an outing.
    private static func outing(in text: String) -> String? {
        for question in ["去哪儿玩", "去哪里玩", "去哪玩", "去哪儿", "去哪里", "去哪", "玩什么", "哪里玩"] where text.hasSuffix(question) {
            let when = text.dropLast(question.count)
            guard when.count <= 8 else { return nil }
            return (when.isEmpty ? "周末" : when) + "出游"
        }
        return nil
    }

    /// Meetings and activities, which a notice tells time and place of.
    enum Gathering { case meeting, activity }

    /// What the subject calls people to; nil when it is no gathering.
    static func gathering(named name: String, act: String?) -> Gathering? {
        let festive = ["运动会", "晚会", "音乐会", "展览会", "博览会", "联欢会", "招聘会", "演唱会", "游园会"]
        if festive.contains(where: { name.hasSuffix($0) }) { return .activity }
        if ["会议", "大会", "例会", "年会"].contains(where: { name.hasSuffix($0) }) { return .meeting }
        let calls = ["召开", "举行", "举办"].contains { act?.hasPrefix($0) == true }
        if name.hasSuffix("会"), calls || name.count > 3, !name.hasSuffix("委员会"), !name.hasSuffix("协会") {
            return .meeting
        }
        return calls ? .activity : nil
    }
}
