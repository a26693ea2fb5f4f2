/// Reads what an order says of a lesson: its duration, its book, the class.
enum LessonFacts {
    static let grade = "学科与年级"
    private static let minutes = "课时时长"
    private static let periods = "课时"
    private static let book = "教材版本"
    private static let size = "班级人数"
    /// The labels that a slot of the form takes.
    static let slotted = [grade, minutes, periods, book]

    static func read(_ phrase: String) -> [StatedFact] {
        func fact(_ label: String, _ value: String) -> [StatedFact] {
            [StatedFact(kind: .other, label: label, value: value, source: phrase)]
        }
        if let found = time(in: phrase) { return found.flatMap { fact($0.label, $0.value) } }
        if let value = book(in: phrase) { return fact(book, value) }
        if let value = grade(in: phrase) { return fact(grade, value) }
        if let value = size(in: phrase) { return fact(size, value) }
        if ["新授课", "复习课", "公开课", "练习课", "实验课", "讲评课", "活动课", "示范课", "汇报课", "综合课"].contains(phrase) {
            return fact("课型", phrase)
        }
        for label in labels where phrase.hasPrefix(label) {
            let value = phrase.dropFirst(label.count).drop { ":：为是在于 ".contains($0) }
            let isWish = ["要", "需", "应"].contains { value.hasPrefix($0) }
            guard (2...20).contains(value.count), !isWish else { continue }
            return fact(names[label] ?? label, String(value))
        }
        return []
    }

    private static let labels = [
        "授课教师", "任课教师", "执教教师", "执教者", "主讲教师", "授课学校", "学校", "授课班级",
        "班级名称", "授课时间", "上课时间", "授课地点", "上课地点", "课型", "单元", "时间",
        "地点",
    ]
    private static let names = ["时间": "授课时间", "地点": "授课地点"]

    // MARK: - Time

    /// What may stand around a number of minutes that is the whole lesson's.
    private static let aroundMinutes = [
        "每个课时", "每课时", "一课时", "个课时", "课时", "一节课", "每节课", "节课", "每节",
        "教学时间", "课堂时间", "总时长", "时长", "课堂", "时间", "上课", "一共", "总共", "共",
        "每",
        "连上", "连堂",
    ]
    private static let written = ["三十五": 35, "三十": 30, "四十五": 45, "四十": 40, "五十": 50, "九十": 90]
    private static let lengths = 15...180

    /// 45分钟, 2课时, 每课时40分钟; not 导入5分钟.
    private static func time(in phrase: String) -> [(label: String, value: String)]? {
        var rest = phrase
        var result: [(String, String)] = []
        if let match = rest.firstMatch(of: /(\d{2,3}|[三四五九]十五?)\s*分钟/) {
            let count = Int(match.1) ?? written[String(match.1)]
            guard let count, lengths.contains(count) else { return nil }
            result.append((minutes, "\(count)分钟"))
            rest.removeSubrange(match.range)
        }
        if let match = rest.firstMatch(of: /([1-9一二两三四五六])\s*个?(?:课时|节课)/) {
            let count =
                Int(match.1)
                ?? "一二三四五六".firstIndex(of: match.1.first ?? " ").map {
                    "一二三四五六".distance(from: "一二三四五六".startIndex, to: $0) + 1
                }
            result.append((periods, "\(count ?? 2)课时"))
            rest.removeSubrange(match.range)
        }
        return result.isEmpty || !StudyFacts.rest(of: rest, without: aroundMinutes).isEmpty ? nil : result
    }

    // MARK: - Book and class

    private static let publishers = [
        "人教", "部编", "统编", "北师大", "苏教", "苏科", "浙教", "沪教", "沪科",
        "外研", "湘教", "冀教", "鲁教", "鲁科", "粤教", "译林", "仁爱", "华师大", "青岛",
        "西师", "西南师大", "牛津", "教科", "科教", "人音", "人美", "岭南", "湘美", "湘艺", "中图", "岳麓", "川教", "冀人", "闽教", "桂教",
    ]
    private static let longestBook = 20

    private static func book(in phrase: String) -> String? {
        let isBook = ["版", "教材", "课本"].contains { phrase.holds($0) }
        guard isBook, phrase.count <= longestBook, publishers.contains(where: { phrase.holds($0) }) else { return nil }
        var value = Substring(phrase)
        for word in ["教材版本", "版本", "教材", "课本", "使用", "采用", "选用", "用", "为", "是", "：", ":"] where value.hasPrefix(word) {
            value = value.dropFirst(word.count)
        }
        for word in ["教材", "课本"] where value.hasSuffix(word) && value.count > word.count {
            value = value.dropLast(word.count)
        }
        return value.trimmed
    }

    private static let aroundGrade = [
        "适合", "适用于", "适用", "面向", "针对", "对象", "学段", "年级", "授课", "学生", "使用", "小朋友", "孩子", "教案",
    ]

    private static func grade(in phrase: String) -> String? {
        let school = /(?:小学|初中|高中|中学)?(?:[一二三四五六七八九1-9]年级|高[一二三]|初[一二三])(?:上册|下册|上学期|下学期)?(?:[（(]?\d{1,2}[)）]?班)?/
        let match = phrase.firstMatch(of: school)?.0 ?? phrase.firstMatch(of: /(?:幼儿园)?[大中小]班/)?.0
        guard let match else { return nil }
        let subjects = ["语文", "数学", "英语", "物理", "化学", "生物", "历史", "地理", "政治", "科学", "音乐", "美术", "体育"]
        let subject = subjects.first { phrase.holds(match + $0) } ?? ""
        let rest = phrase.replacing(match + subject, with: "")
        return StudyFacts.rest(of: rest, without: aroundGrade).isEmpty ? match + subject : nil
    }

    /// 班级人数42人, 全班42人, 40名学生; not 4人一组.
    private static func size(in phrase: String) -> String? {
        guard !phrase.holds("组"), !phrase.holds("轮") else { return nil }
        let labelled =
            /(?:(?:班级|学生|全班)?人数|班级|全班|本班|班额|学生)(?:共有|共|有|为|是|约|：|:)*(\d{1,3})(?:人|名|位|个)(?:学生|同学)?/
        let named = phrase.wholeMatch(of: labelled)
        let bare = phrase.wholeMatch(of: /(?:共有|共|有|约)?(\d{1,3})(?:名|个|位)(?:学生|同学|孩子|幼儿)/)
        return (named?.1 ?? bare?.1).map { $0 + "人" }
    }

    // MARK: - Slots

    /// The slots of the stages, from 导入 to 作业, with the minutes that each takes of a usual period.
    private static let stages: [(slot: Character, minutes: Int)] = [
        ("3", 5), ("4", 12), ("5", 10), ("6", 8), ("7", 3), ("8", 2),
    ]
    private static let usual = 40

    /// Fills the slots with what the order says, and with what is usual where it says nothing.
    static func fill(_ slots: inout Slots, with study: StudyFacts?, parts: TimedParts?) {
        func value(_ label: String) -> String? { study?.values(label).first }
        let count = value(minutes).flatMap { Int($0.prefix { $0.isNumber }) } ?? parts?.minutes ?? usual
        divide(count, into: &slots)
        switch value(periods) {
        case let periods? where periods != "1课时": slots["A"] = "\(periods)（每课时\(count)分钟，以下为其中一课时）"
        default: slots["A"] = "1课时（\(count)分钟）"
        }
        slots["G"] = value(book) ?? slots["G"] ?? "【待补充】"
        if let grade = value(grade) {
            let known = slots["L"] ?? ""
            slots["L"] = known.hasPrefix("【") ? grade : known.holds(grade) ? known : grade + known
        }
    }

    /// Divides a period among the stages in their usual shares, to the minute.
    private static func divide(_ total: Int, into slots: inout Slots) {
        var shares = stages.map { max(1, total * $0.minutes / usual) }
        let byRest = stages.indices.sorted {
            (total * stages[$0].minutes % usual, $1) > (total * stages[$1].minutes % usual, $0)
        }
        for index in byRest.prefix(max(0, total - shares.reduce(0, +))) { shares[index] += 1 }
        shares[1] -= max(0, shares.reduce(0, +) - total)
        for (stage, share) in zip(stages, shares) { slots[stage.slot] = "\(share)" }
    }
}
