/// Filling sections to the length and putting them on paper.
extension Writer {
    /// How far a section may overrun its share, as a part of the whole target.
    private static let slack = 0.025
    /// How many sentences that do not fit are tried before a section counts as full.
    private static let tries = 10
    /// The shortfall, as a part of the target, below which a text is long enough.
    private static let tolerance = 0.035

    /// The least shortfall, in characters, that is worth a section of its own.
    private static let smallestReserve = 60

    /// Fills the sections so that the whole comes close to the target; `reserve` gives further sections when all run dry.
    func fit(_ sections: inout [Section], reserve: () -> Section?) {
        for index in sections.indices {
            for text in sections[index].before + sections[index].after { use(text) }
        }
        let fixed = sections.reduce(0) { $0 + cost($1) + $1.filled }
        var left = target - fixed
        var weight = sections.reduce(0) { $0 + ($1.canGrow ? $1.weight : 0) }
        for index in sections.indices where sections[index].canGrow {
            let share = weight > 0 ? Double(left) * sections[index].weight / weight : 0
            fill(&sections[index], to: Int(share))
            weight -= sections[index].weight
            left -= sections[index].filled
        }
        var shortfall = target - length(of: sections)
        var round = 0
        while Double(shortfall) > Double(target) * Writer.tolerance, round < 60 {
            round += 1
            let before = shortfall
            for index in sections.indices.reversed() where sections[index].canGrow && shortfall > 0 {
                let room = max(shortfall / max(1, sections.count / 2), min(shortfall, 60))
                fill(&sections[index], to: sections[index].filled + room)
                shortfall = target - length(of: sections)
                if Double(shortfall) <= Double(target) * Writer.tolerance { break }
            }
            if shortfall == before {
                guard shortfall > Writer.smallestReserve, var more = reserve() else { break }
                let room = min(shortfall, max(300, target / 12))
                fill(&more, to: room)
                guard !more.units.isEmpty else { break }
                sections.insert(more, at: max(0, sections.count - 1))
                shortfall = target - length(of: sections)
            }
        }
        if Double(shortfall) > Double(target) * Writer.tolerance * 2 { append(to: &sections, shortfall) }
    }

    /// Makes up for a small shortfall with a paragraph of short sentences, before what closes the text.
    private func append(to sections: inout [Section], _ shortfall: Int) {
        var tail = Section()
        tail.more = [supply("shorts", voice.shorts[tool] ?? voice.shorts["*"] ?? [])]
        fill(&tail, to: shortfall)
        let closes = sections.last.map { $0.units.isEmpty && !$0.after.isEmpty } ?? false
        sections.insert(tail, at: closes ? sections.count - 1 : sections.count)
    }

    private func fill(_ section: inout Section, to share: Int) {
        let slack = max(6, Int(Double(target) * Writer.slack))
        var misses = 0
        while section.filled < share - slack / 2, misses < Writer.tries {
            guard let unit = nextUnit(of: &section) else { return }
            guard isFresh(unit) else {
                misses += 1
                continue
            }
            let cost = measure(unit)
            guard section.filled + cost <= share + slack else {
                misses += 1
                continue
            }
            use(unit)
            section.units.append(unit)
            section.filled += cost
        }
        guard section.filled < share - slack / 2, section.layout == .prose else { return }
        let last = supply("shorts", voice.shorts[tool] ?? voice.shorts["*"] ?? [])
        for _ in 0..<Writer.tries where section.filled < share - slack {
            guard let unit = last() else { return }
            let cost = measure(unit)
            guard section.filled + cost <= share + slack else { continue }
            use(unit)
            section.units.append(unit)
            section.filled += cost
        }
    }

    private func nextUnit(of section: inout Section) -> String? {
        if !section.leads.isEmpty { return section.leads.removeFirst() }
        while let supply = section.more.first {
            if let unit = supply() { return unit }
            section.more.removeFirst()
        }
        return nil
    }

    /// What a section costs before any sentence is in it.
    private func cost(_ section: Section) -> Int {
        measure(headingLine(section, number: 1)) + (section.before + section.after).reduce(0) { $0 + measure($1) }
    }

    private func length(of sections: [Section]) -> Int {
        sections.reduce(0) { $0 + ($1.isEmpty ? 0 : cost($1) + $1.filled) }
    }

    // MARK: - On paper

    private func headingLine(_ section: Section, number: Int) -> String {
        guard !section.heading.isEmpty else { return "" }
        let marks = String(repeating: "#", count: section.level)
        let label = section.isNumbered && section.level == 2 ? numbering.label(number) : ""
        return "\(marks) \(label)\(section.heading)"
    }

    /// The sections as Markdown; those that stayed empty are left out.
    func markdown(of sections: [Section]) -> String {
        var blocks: [String] = []
        var number = 0
        for section in sections where !section.isEmpty {
            if !section.heading.isEmpty {
                if section.isNumbered, section.level == 2 { number += 1 }
                blocks.append(headingLine(section, number: number))
            }
            let isTable = section.layout == .rows
            if isTable {
                let header = section.before.joined(separator: "\n")
                let rows = section.units.enumerated().map { Writer.numbered($1, $0 + 1) }
                blocks.append(([header] + rows).filter { !$0.isEmpty }.joined(separator: "\n"))
            } else {
                blocks += section.before
                blocks += paragraphs(of: section)
            }
            blocks += section.after
        }
        return blocks.joined(separator: "\n\n")
    }

    private func paragraphs(of section: Section) -> [String] {
        let units = section.units.enumerated().map { Writer.numbered($1, $0 + 1) }
        switch section.layout {
        case .apart: return units
        case .list: return units.isEmpty ? [] : [units.joined(separator: "\n")]
        case .numbered:
            let lines = units.enumerated().map { "\($0 + 1). \($1)" }
            return lines.isEmpty ? [] : [lines.joined(separator: "\n")]
        case .prose, .rows:
            var result: [String] = []
            var current: [String] = []
            var room = 3
            let isDialogue = tool == "story_novel"
            for unit in units {
                if (isDialogue && unit.hasPrefix("“")) || current.count >= room {
                    if !current.isEmpty { result.append(current.joined(separator: voice.joint)) }
                    current = []
                    room = 3 + (unit.utf8.count % 2)
                }
                current.append(unit)
            }
            if !current.isEmpty { result.append(current.joined(separator: voice.joint)) }
            return result
        }
    }

    /// How many characters a narrator speaks in ten seconds.
    private static let charactersPerTenSeconds = 45

    /// A line with its running number for `§` and `№` and, for `¤`, the seconds that its third cell takes to speak.
    private static func numbered(_ unit: String, _ number: Int) -> String {
        guard unit.contains(where: { $0 == "§" || $0 == "№" || $0 == "¤" }) else { return unit }
        let cells = unit.split(separator: "|").map { $0.trimmed }
        let spoken = cells.count > 2 ? Draft.length(of: cells[2]) : 0
        let seconds = max(2, (spoken * 10 + charactersPerTenSeconds - 1) / charactersPerTenSeconds)
        var result = ""
        for character in unit {
            switch character {
            case "§": result += "\(number)"
            case "№": result += FormSpec.Numbering.chinese(number)
            case "¤": result += "\(seconds)"
            default: result.append(character)
            }
        }
        return result
    }
}

extension Section {
    /// Whether sentences can be added.
    var canGrow: Bool { !leads.isEmpty || !more.isEmpty }
}
