extension FormSpec {
    /// A notice to those concerned: the facts first, each under its heading, then what to know, then whom to ask.
    ///
    /// 公告 and 通告 address everybody, so that no addressee stands above them (GB/T 9704).
    static func notice(of matter: NoticeMatter, _ kind: DocumentKind, title: String) -> FormSpec {
        let address = kind.isPublic ? "" : "= 【待补充：主送机关】：\n"
        let facts = matter.facts.enumerated().map { index, fact in
            "## \(fact.heading) @ weight=0 least=\(index < 2 ? 0 : 150)\n= {\(fact.slot)}"
        }
        let special = matter.special.filter { $0.words.contains { title.holds($0) } }.prefix(1).map(\.items)
        return FormSpec(
            .chinese,
            """
            ## @ weight=0
            \(address)= \(matter.lead)
            ## @ weight=0 least=150
            = {K}
            \(facts.joined(separator: "\n"))
            ## \(matter.heading) @ weight=2 layout=apart least=150 closes=yes extras=here
            \((special + [matter.items]).joined(separator: "\n"))
            * **（№）{p}**。{i}
            * **（№）{p}**。{j}{i}
            ## @ weight=0.1
            + \(kind.closing)
            \(DocumentLines.signature)
            ## @ weight=0 least=200
            \(DocumentLines.contact)
            """
        )
    }
}

/// What an order says about the matter of a notice.
struct NoticeDetails {
    private var slots: Slots = [:]
    /// The slots of the keywords that are facts.
    private var facts: [String: Character] = [:]

    private static let places = [
        "小区", "交叉口", "广场", "站", "片区", "社区", "路", "街", "巷", "园区", "村", "镇", "乡", "区", "县", "楼", "栋", "路段",
        "沿线", "桥", "隧道", "用户", "业主", "居民",
    ]

    init(order: String, keywords: [String]) {
        let said = order.split { "，。；;,\n！!？?".contains($0) }.prefix(Wishes.mostPhrases).map { $0.trimmed }
        var times: [String] = []
        var prices: [String] = []
        for phrase in said + keywords where LengthWish.find(in: phrase) == nil {
            let slot: Character?
            if let phone = NoticeDetails.phone(in: phrase) {
                slots["5"] = phone
                slot = "5"
            } else if let reason = NoticeDetails.value(of: phrase, after: ["因为", "由于", "原因", "因"]) {
                slots["4"] = reason
                slot = "4"
            } else if NoticeDetails.isTime(phrase) {
                times.append(NoticeDetails.value(of: phrase, after: ["时间"]) ?? phrase)
                slot = "1"
            } else if phrase.contains(where: \.isNumber), phrase.holds("元") {
                prices.append(DocumentKind.sum(in: phrase))
                slot = "3"
            } else if let place = NoticeDetails.place(in: phrase) {
                slots["2"] = slots["2"].map { $0 + "、" + place } ?? place
                slot = "2"
            } else {
                slot = nil
            }
            if keywords.contains(phrase) { facts[phrase] = slot }
        }
        slots["1"] = times.isEmpty ? nil : times.joined(separator: "，")
        slots["3"] = prices.isEmpty ? nil : prices.joined(separator: "，")
    }

    /// Everything that was given in `keywords` and the order as slots; what is missing is a gap to fill.
    func slots(for matter: NoticeMatter) -> Slots {
        var result: Slots = [
            "4": slots["4"].map(Markdown.escape) ?? "【待补充：原因】", "5": slots["5"].map(Markdown.escape) ?? "【待补充：电话】",
        ]
        for fact in matter.facts {
            result[fact.slot] = slots[fact.slot].map { Markdown.escape($0) + "。" } ?? "【待补充：\(fact.gap)】。"
        }
        return result
    }

    /// The keywords that no slot of a notice of this matter holds.
    func rest(of keywords: [String], for matter: NoticeMatter) -> [String] {
        let shown = Set(matter.facts.map(\.slot) + ["5"] + (matter.lead.holds("{4}") ? ["4"] : []))
        return keywords.filter { keyword in !(facts[keyword].map(shown.contains) ?? false) }
    }

    func isFact(_ keyword: String) -> Bool { facts[keyword] != nil }

    /// The sums of money that were named.
    var sums: String? { slots["3"].map(Markdown.escape) }

    private static func isTime(_ text: String) -> Bool {
        text.firstMatch(of: /\d月|\d日|\d号|\d[时点:]|\d年|共\d+天|[一二三四五六七八九十]月/) != nil
    }

    private static func phone(in text: String) -> String? {
        text.firstMatch(of: /0\d{2,3}[-－]?\d{7,8}|1\d{10}|400[-\d]{7,9}|电话[：:为是\s]*\d{5,12}/).map {
            String($0.0.filter { $0.isNumber || $0 == "-" })
        }
    }

    private static func place(in text: String) -> String? {
        if let said = value(
            of: text,
            after: [
                "影响范围", "停水范围", "停电范围", "范围", "影响区域", "区域", "地点", "地址",
                "路段",
            ]
        ) {
            return said
        }
        return text.count <= 16 && places.contains { text.hasSuffix($0) } ? text : nil
    }

    /// What stands behind one of some words at the beginning of a phrase, and the sign or verb after it.
    private static func value(of text: String, after words: [String]) -> String? {
        for word in words {
            guard let range = text.firstRange(of: word), text[..<range.lowerBound].count <= 4 else { continue }
            if word == "因", range.lowerBound != text.startIndex { continue }
            var rest = text[range.upperBound...].trimmed
            for sign in [":", "：", "定于", "定在", "为", "是", "在"] where rest.hasPrefix(sign) {
                rest = rest.dropFirst(sign.count).trimmed
                break
            }
            if rest.count >= 2 { return rest }
        }
        return nil
    }
}
