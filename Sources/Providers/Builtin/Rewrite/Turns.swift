/// Turns of Chinese sentences that tell or describe, where the meaning does not hang on their order.
enum Turns {
    /// Moves a time behind or before its subject, shortens 的时候 and 以后, and ends a sentence behind what opens a scene.
    static func turn(_ sentence: String) -> String {
        guard sentence.hasSuffix("。"), !sentence.contains(where: { "“「\"（`《".contains($0) }) else { return sentence }
        return opened(whenShortened(timeMoved(sentence)))
    }

    // MARK: - Times

    private static let persons = ["我们", "他们", "她们", "咱们", "大家", "我", "他", "她"]
    private static let days = [
        "今天", "昨天", "前天", "明天", "后天", "每天", "那天", "昨晚", "今晚", "去年", "今年", "明年", "上周", "下周", "上个月", "下个月", "周末", "放学后",
        "下班后", "饭后",
    ]
    private static let hours = ["早上", "早晨", "清晨", "上午", "中午", "下午", "傍晚", "晚上", "夜里"]
    /// With what a predicate begins: 我今天去, but not 我今天的 or 今天我妈妈.
    private static let predicates: Set<Character> = [
        "去", "来", "到", "在", "和", "跟", "要", "想", "把", "被", "看", "听", "买", "吃", "做", "写", "学", "会", "能", "就", "都", "又",
        "也", "还",
        "才", "没", "不", "从", "给", "对", "终", "很", "坐", "带", "走", "回", "起", "参", "收", "遇", "睡", "读", "画", "洗", "打", "玩",
        "必", "一",
        "再", "只", "总", "常", "出", "开", "准",
    ]

    /// 周末，我们去爬山 becomes 我们周末去爬山, and the other way round.
    private static func timeMoved(_ sentence: String) -> String {
        if let (time, rest) = time(openings: sentence) {
            let open = rest.hasPrefix("，") ? rest.dropFirst() : rest[...]
            guard let (person, deed) = person(openings: String(open)), starts(deed) else { return sentence }
            return person + time + deed
        }
        guard let (person, rest) = person(openings: sentence), let (time, deed) = time(openings: rest), starts(deed)
        else {
            return sentence
        }
        return time + (time.hasPrefix("每") ? "" : "，") + person + deed
    }

    private static func starts(_ deed: String) -> Bool {
        deed.first.map(predicates.contains) ?? false && !deed.hasPrefix("和蔼") && !deed.hasPrefix("一家")
            && !deed.hasPrefix("对象")
            && !deed.hasPrefix("的")
    }

    private static func person(openings text: String) -> (String, String)? {
        persons.first { text.hasPrefix($0) }.map { ($0, String(text.dropFirst($0.count))) }
    }

    private static func time(openings text: String) -> (String, String)? {
        var time = days.first { text.hasPrefix($0) } ?? ""
        if let hour = hours.first(where: { text.dropFirst(time.count).hasPrefix($0) }) { time += hour }
        return time.isEmpty ? nil : (time, String(text.dropFirst(time.count)))
    }

    /// 吃饭的时候， becomes 吃饭时，; 当 before it is not needed then.
    private static func whenShortened(_ sentence: String) -> String {
        let when = /(^|，)(每当)?(?:当(?=[我他她你它人]))?([^，。；：、的有当]{1,9}[^，。；：、的有小老大是个这那么天季当])的时候，/
        guard let match = sentence.firstMatch(of: when) else { return afterShortened(sentence) }
        var result = sentence
        result.replaceSubrange(match.range, with: match.1 + (match.2 ?? "") + match.3 + "时，")
        return result
    }

    /// 放学以后， becomes 放学后，; not 多年以后 and 从此以后.
    private static func afterShortened(_ sentence: String) -> String {
        let after = /([^，。；：、]{1,9}[^，。；：、年月天日周号点时分今此久前是])(?:以后|之后)，/
        guard let match = sentence.firstMatch(of: after) else { return sentence }
        var result = sentence
        result.replaceSubrange(match.range, with: match.1 + "后，")
        return result
    }

    // MARK: - Scenes

    private static let events = ["来了", "到了", "亮了", "黑了", "停了", "晴了", "放学了", "下课了"]
    private static let bound = [
        "所以", "就", "才", "但", "可", "而", "还", "也", "又", "便", "却", "于是", "不", "因", "那", "这", "好", "快", "再", "吗", "没",
    ]
    /// The longest clause that opens a scene, and the least that has to follow for a sentence of its own.
    private static let longestOpening = 6
    private static let shortestScene = 14

    /// 天亮了，… becomes 天亮了。… where a whole scene follows.
    private static func opened(_ sentence: String) -> String {
        guard let comma = sentence.firstIndex(of: "，") else { return sentence }
        let opening = sentence[..<comma]
        let scene = String(sentence[sentence.index(after: comma)...])
        guard opening.count <= longestOpening, events.contains(where: { opening.hasSuffix($0) }),
            !opening.contains(where: { "如若要等当因既虽不没".contains($0) }), scene.count >= shortestScene,
            !bound.contains(where: { scene.hasPrefix($0) })
        else { return sentence }
        return opening + "。" + scene
    }

    // MARK: - Neighbours

    private static let subjects: [Character] = ["我", "他", "她", "它"]
    /// With what a sentence about the person itself begins behind the pronoun: 我是, 她有, but not 我爱人 or 他家.
    private static let states: Set<Character> = Set("是叫在有喜住来会能很也每最不没从姓今去")
    /// The same of what goes on about it.
    private static let goings: Set<Character> = Set("是叫有喜住会能很也都每最不没从对觉做学常总还今")
    /// The longest two sentences that are joined, together.
    private static let longestPair = 32

    /// 我是小明。我今年十岁。 as one sentence; nil where the second doesn't just go on about the subject of the first.
    static func joined(_ first: String, _ second: String) -> String? {
        guard let subject = first.first, subjects.contains(subject), second.first == subject, first.hasSuffix("。"),
            second.hasSuffix("。"), first.count + second.count <= longestPair, !first.contains("，"),
            !second.contains("，"),
            let own = first.dropFirst().first, states.contains(own), let next = second.dropFirst().first,
            goings.contains(next), !first.hasSuffix("了。"),
            !first.dropFirst().contains(where: { subjects.contains($0) }),
            !(first + second).contains(where: { "“”《》：；".contains($0) }),
            time(openings: String(second.dropFirst()))?.1.hasPrefix("的") != true
        else { return nil }
        return first.dropLast() + "，" + second.dropFirst()
    }
}
