/// Speaking of every keyword of the order.
extension Writer {
    /// What a sentence about one keyword takes, in characters, about.
    private static let roomPerKeyword = 40
    /// How much of a text may go to keywords that have no section of their own.
    private static let shareOfMentions = 0.45
    /// What mentions may take even where the fixed parts of a form leave no room, in percent.
    private static let leastShareOfMentions = 20
    /// How many keywords one sentence names when there is no room for one each.
    private static let keywordsPerSentence = 5

    /// Gives the sections that take keywords a sentence about each of these, or about several at once in a short text.
    func mention(_ keywords: [String], in sections: inout [Section], _ hosts: [(index: Int, list: String)]) {
        guard !keywords.isEmpty, !hosts.isEmpty else { return }
        let standing = sections.reduce(0) { $0 + cost($1) }
        let budget = min(Int(Double(target) * Writer.shareOfMentions), target * 11 / 10 - standing)
        var room = min(budget, Int(Double(size) * Writer.shareOfMentions))
        var rest = keywords[...]
        var groups: [[String]] = []
        while let keyword = rest.first {
            let fitsAlone = room >= Writer.roomPerKeyword * rest.count
            let group = fitsAlone ? [keyword] : Array(rest.prefix(Writer.keywordsPerSentence))
            groups.append(group)
            rest = rest.dropFirst(group.count)
            room -= Writer.roomPerKeyword
        }
        let limit = max(budget, target * Writer.leastShareOfMentions / 100)
        var spent = 0
        for (number, group) in groups.enumerated() {
            let host = hosts[number * hosts.count / groups.count]
            let sentence = about(group, list: host.list)
            if spent + measure(sentence) <= limit {
                spent += measure(sentence)
                sections[host.index].required.append(sentence)
                continue
            }
            release(sentence)
            let last = joined(groups[number...].flatMap { $0 }, list: host.list)
            if spent + measure(last) <= limit * 5 / 4 { sections[host.index].required.append(last) }
            return
        }
    }

    /// A sentence about keywords: from the list when there is one, else one that joins them.
    func about(_ keywords: [String], list: String, point: Point? = nil) -> String {
        if keywords.count == 1 {
            let fixed: Slots = ["k": keywords[0]]
            if let known = lore(
                of: keywords[0],
                register: list == "keyword" ? "plain" : list == "notekeyword" ? "note" : ""
            )
            .first.flatMap({ write(noted($0, list: list), fixed: fixed) }) {
                return known
            }
            let list = deck(ofKeyword: keywords[0], list: list)
            let patterns = voice.lists[list] ?? []
            if let sentence = topical(list, patterns, point: point, fixed: fixed)
                ?? supply(list, patterns, point: point, fixed: fixed)()
            {
                return sentence
            }
        }
        return joined(keywords, list: list)
    }

    /// A note marks every line with a picture.
    private func noted(_ sentence: String, list: String) -> String {
        list == "notekeyword" ? "📎 " + sentence : sentence
    }

    /// A sentence that names several keywords.
    ///
    /// A list `name` has such sentences in `names`; the last resort are those of any text.
    private func joined(_ keywords: [String], list: String) -> String {
        let names: Slots = ["z": voice.joined(keywords, quoted: true), "Z": voice.joined(keywords, quoted: false)]
        let name = voice.lists[list + "s"] == nil ? "keywords" : list + "s"
        let patterns = voice.lists[name] ?? []
        return supply(name, patterns, fixed: names)() ?? render(patterns[0], fixed: names) ?? ""
    }
}
