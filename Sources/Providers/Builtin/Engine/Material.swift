/// One thing worth saying about a subject: a method, a cause or an observation, with four sentences of its own.
struct Point: Hashable, Sendable {
    /// Whether a point is something to do or something to see.
    enum Mode: Sendable { case practice, insight }

    /// A short name that can stand in quotation marks.
    var name: String
    /// An imperative phrase without a subject and without a full stop.
    var head: String
    var why: String
    var how: String
    /// Where it goes wrong.
    var trap: String
    /// By what one sees that it works.
    var sign: String
    var mode: Mode

    var text: String { name + head + why + how + trap + sign }

    /// With one of the wordings of each sentence that has several, parted by ／.
    func reworded(_ dice: inout Dice) -> Point {
        var result = self
        result.why = dice.reworded(why)
        result.how = dice.reworded(how)
        result.trap = dice.reworded(trap)
        result.sign = dice.reworded(sign)
        return result
    }
}

/// What the engine knows to say about one field of life.
struct Domain: Sendable {
    var id: String
    /// The verb that makes an activity of a bare noun (做好, 用好, 感受).
    var verb: String
    var points: [Point] = []
    var people: [String] = []
    var metrics: [String] = []
    var things: [String] = []
    var scenes: [String] = []
    /// A common mistake, and what to do instead.
    var mistakes: [(wrong: String, right: String)] = []

    /// Reads a lexicon written one entry a line.
    ///
    /// `people`, `metrics` and `things` list nouns parted by `|`; `scene` is a sentence; `wrong A -> B` a mistake;
    /// `do NAME | HEAD` and `see NAME | HEAD` open a point, whose four sentences (why, how, trap, sign) follow.
    init(_ id: String, verb: String, _ text: String) {
        self.id = id
        self.verb = verb
        var open: (name: String, head: String, mode: Point.Mode)?
        var sentences: [String] = []
        for line in Template.lines(text) {
            if let point = open {
                sentences.append(line)
                guard sentences.count == 4 else { continue }
                points.append(
                    Point(
                        name: point.name,
                        head: point.head,
                        why: sentences[0],
                        how: sentences[1],
                        trap: sentences[2],
                        sign: sentences[3],
                        mode: point.mode
                    )
                )
                open = nil
                sentences = []
                continue
            }
            let word = line.prefix { $0 != " " }
            let rest = line.dropFirst(word.count).trimmed
            switch word {
            case "people": people = Domain.items(rest)
            case "metrics": metrics = Domain.items(rest)
            case "things": things = Domain.items(rest)
            case "scene": scenes.append(rest)
            case "wrong":
                guard let arrow = rest.firstRange(of: " -> ") else { continue }
                mistakes.append((String(rest[..<arrow.lowerBound]), String(rest[arrow.upperBound...])))
            case "do", "see":
                let parts = Domain.items(rest)
                open = (parts[0], parts.count > 1 ? parts[1] : parts[0], word == "do" ? .practice : .insight)
            default: break
            }
        }
    }

    private static func items(_ text: String) -> [String] {
        text.split(separator: "|").map { $0.trimmed }
    }
}

/// The words by which a field of life is recognised.
struct Field: Sendable {
    var id: String
    var cues: [String]

    /// The longest title that keywords may explain, in characters; a longer one has a head of its own.
    private static let wordless = 4

    /// The field whose words weigh most in the title; nil when none is to be seen.
    ///
    /// A word inside of a longer one that is known does not count: 作业 and not 写作 speaks in 不爱写作业. Words that are
    /// mostly said of something else (冬天, 手机, 学习) count only as the head of the title, its last word; a few of them
    /// (孩子, 节约) also where nothing else is to be seen. Of equals the last one says what the title is about. Keywords
    /// count only where a title says next to nothing.
    static func recognise(title: String, keywords: [String], among fields: [Field]) -> String? {
        let words = Words(title)
        let tail = Words(title.count <= wordless ? keywords.joined(separator: " ") : "")
        let places = words.places(of: fields.flatMap(\.cues))
        var best: (id: String, score: Int, place: Int)?
        var hinted: (id: String, place: Int)?
        for field in fields {
            var (score, last) = (0, 0)
            for cue in field.cues {
                if let place = places[cue] {
                    let weight = weight(of: cue, isHead: words.endsWith(cue))
                    score += weight
                    if weight > 0 { last = max(last, place) }
                    if hints.contains(cue), place > hinted?.place ?? -1 { hinted = (field.id, place) }
                }
                if tail.contains(cue) { score += cue.count }
            }
            guard score >= 2, (score, last) > (best?.score ?? 0, best?.place ?? 0) else { continue }
            best = (field.id, score, last)
        }
        return best?.id ?? hinted?.id
    }

    /// How much a word of a field says that stands in a title.
    private static func weight(of cue: String, isHead: Bool) -> Int {
        guard !deciders.contains(cue) else { return 2 * cue.count + 6 }
        guard modifiers.contains(cue) else { return 2 * cue.count + (isHead ? 4 : 1) }
        return !isHead ? 0 : handles.contains(cue) ? 2 * cue.count : 2 * cue.count + 4
    }

    /// Words that a title is about whatever else it names: 孕期失眠 is no matter of sleep alone.
    private static let deciders: Set<String> = [
        "孕期", "孕妇", "怀孕", "产后", "哺乳期", "诈骗", "骗局", "被骗", "骗了", "逃生", "暴雨天", "台风天", "火灾", "开店", "开一家",
    ]

    /// Heads that say less than the word before them: 葡萄园管理 is about the vineyard.
    private static let handles: Set<String> = [
        "管理", "制度", "技术", "培训", "教学", "学习", "教育", "考试", "课程", "安全", "工具", "软件", "数据", "产品", "市场", "运营", "历史", "会议",
        "合同", "保险", "专业", "课堂", "预算", "消费", "压力", "沟通", "礼物",
    ]

    /// Words that tell the field of a title in which no other word does.
    private static let hints: Set<String> = [
        "孩子", "宝宝", "幼儿", "患者", "节约", "回收", "春天", "秋天", "冬天", "春节", "端午", "中秋", "清明", "合同", "保险", "夫妻", "情绪", "焦虑",
        "考试", "植物", "直播", "门店", "客户", "品牌", "周末", "年会", "生日", "衣服", "拍照", "小学生", "应届生", "职场新人", "税", "债", "加班", "同事",
        "课堂", "医院", "早餐", "公众号",
    ]

    /// Seasons, places, persons and other words that decide nothing where they stand before another noun.
    private static let modifiers: Set<String> = [
        "春天", "春日", "夏天", "秋天", "冬天", "秋日", "雨", "雪", "清晨", "黄昏", "阳光", "季节", "晴天", "星星", "月亮", "大海", "森林", "风景", "种植",
        "周末", "云南", "成都", "西藏", "新疆", "京都", "大理", "厦门", "海边", "学习", "学生", "老师", "大学", "校园", "专业", "记忆", "课程", "考试",
        "分数",
        "孩子", "家长", "父母", "幼儿", "宝宝", "妈妈", "爸爸", "陪伴", "健康", "运动", "压力", "心理", "情绪", "焦虑", "安全", "值班", "数据", "技术",
        "科技",
        "智能", "工具", "软件", "互联网", "文化", "传统", "历史", "艺术", "节日", "音乐", "电影", "春节", "端午", "中秋", "清明", "绿色", "分类", "节约",
        "回收",
        "味道", "水果", "早餐", "厨房", "会议", "管理", "制度", "办公", "培训", "客户", "品牌", "市场", "产品", "汽车", "家居", "礼物", "收入", "工资",
        "保险",
        "消费", "预算", "税", "债", "城市", "产业", "老年人", "地铁", "公交", "高铁", "机场", "诗", "同事", "沟通", "专注", "汇报", "公园", "市集", "出行",
        "酒店", "渠道", "转化", "运营", "直播", "门店",
        "生态", "故乡", "朋友", "游戏", "手机", "照片", "剪辑", "农村", "农民", "医院", "医生", "患者", "植物", "衣服", "客厅", "卧室", "工厂", "车间",
        "工业",
        "物流", "法律", "合同", "公众号", "账号", "粉丝", "社交", "夫妻", "单身", "物理", "化学", "人体", "停车", "驾驶", "手术", "体育", "拍照", "布置",
        "生日",
        "年会", "聚会", "小说", "文学", "加班", "远程", "教育", "教学", "课堂", "医疗", "金融", "行政", "物业", "干部", "教师", "小学生", "应届生", "职场新人",
    ]

    /// Those of all fields and of none.
    private static let chineseWords = Set(chinese.flatMap(\.cues) + strangers)
        .filter { $0.unicodeScalars.first?.isLatin != true }

    /// A text in which Chinese words are sought anywhere, and Latin ones only as whole words.
    private struct Words {
        private let text: String
        private let latin: [Substring]

        init(_ text: String) {
            self.text = text.lowercased()
            latin = self.text.split { !$0.isLatin }
        }

        func contains(_ cue: String) -> Bool {
            if cue.unicodeScalars.first?.isLatin == true { return latin.contains { $0 == cue } }
            return text.holds(cue)
        }

        /// Where the words of the fields stand here last as words of their own, not as a part of a longer known one.
        ///
        /// The longest are looked for first, in other fields too: there is no 机器人 in 扫地机器人.
        func places(of cues: [String]) -> [String: Int] {
            text.wholeWords(cues.filter { contains($0) } + Field.chineseWords.filter { text.holds($0) })
        }

        func endsWith(_ cue: String) -> Bool {
            cue.first?.isLatin == true ? latin.last.map { $0 == cue } ?? false : text.hasSuffix(cue)
        }
    }
}
