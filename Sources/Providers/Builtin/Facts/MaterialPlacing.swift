/// Puts the user's own sentences where they belong: they are the only facts that a draft can hold.
extension Writer {
    /// How much of a text the user's own sentences may take.
    private static let materialShare = 0.5

    /// Gives each sentence to the section whose heading or keyword it shares most with, else to the first of all.
    ///
    /// What finds no section stands in one of its own at the top.
    func place(material sentences: [String], in sections: inout [Section]) {
        var room = Int(Double(target) * Writer.materialShare)
        let hosts = sections.indices.filter { index in
            [.prose, .apart].contains(sections[index].layout) && !sections[index].isClosing && sections[index].upTo > 4
                && sections[index].weight > 0
        }
        var given: [Int: [String]] = [:]
        var homeless: [String] = []
        for sentence in sentences {
            let text = Markdown.escape(sentence)
            guard measure(text) <= room else { continue }
            room -= measure(text)
            guard let first = hosts.first else {
                homeless.append(text)
                continue
            }
            let best = hosts.max { kinship(sections[$0], text) < kinship(sections[$1], text) } ?? first
            let host = kinship(sections[best], text) > 0 ? best : first
            given[host, default: []].append(tool == "xiaohongshu_note" ? "📎 " + text : text)
        }
        for (index, units) in given { sections[index].required.insert(contentsOf: units, at: 0) }
        guard !homeless.isEmpty else { return }
        var section = Section()
        section.heading = voice.joint.isEmpty ? "已有材料要点" : "What we know"
        section.isNumbered = false
        section.layout = .list
        section.weight = 0
        section.units = homeless.map { "- " + $0 }
        section.filled = section.units.reduce(0) { $0 + measure($1) }
        sections.insert(section, at: 0)
    }

    /// How many pairs of neighbouring characters a section's own words share with a sentence.
    private func kinship(_ section: Section, _ sentence: String) -> Int {
        let subject = subject.topic.name
        return Set((section.heading + " " + section.name).adjacentPairs).count { pair in
            sentence.holds(pair) && !subject.holds(pair)
        }
    }
}
