/// Filling sections to the length and putting them on paper.
extension Writer {
    /// How far a section may overrun its share, as a part of the whole target.
    private static let slack = 0.025
    /// How many sentences that do not fit are tried before a section counts as full.
    private static let tries = 10
    /// The shortfall, as a part of the target, below which a text is long enough.
    private static let tolerance = 0.035
    /// The shortfall that is borne rather than filled up with sentences that say little.
    private static let bearable = 0.1

    /// The least shortfall, in characters, that is worth a section of its own.
    private static let smallestReserve = 60

    /// Fills the sections so that the whole comes close to the target; `reserve` gives further sections for
    /// what is missing when all run dry.
    func fit(_ sections: inout [Section], reserve: (Int) -> Section?) {
        for index in sections.indices {
            for text in sections[index].before + sections[index].after { use(text) }
            place(&sections[index])
        }
        let fixed = sections.reduce(0) { $0 + cost($1) + $1.filled }
        var left = target - fixed
        var weight = sections.reduce(0) { $0 + ($1.canGrow ? $1.weight : 0) }
        for index in sections.indices where sections[index].canGrow {
            let share = weight > 0 ? Double(left) * sections[index].weight / weight : 0
            let placed = sections[index].filled
            let isOneOfMany = size >= Writer.longText && sections[index].kind != nil
            fill(&sections[index], to: placed + Int(share), leadsOnly: isOneOfMany)
            weight -= sections[index].weight
            left -= sections[index].filled - placed
        }
        var shortfall = target - length(of: sections)
        var shortfallWhenReopened: Int?
        var vainReserves = 0
        var vainReopenings = 0
        var added = 0
        var mostAdded = Writer.mostReserves
        while Double(shortfall) > Double(target) * Writer.tolerance {
            let before = shortfall
            for index in growing(sections) where sections[index].canGrow && shortfall > 0 {
                guard sections[index].vain < Writer.mostVainFillings else { continue }
                let room = max(shortfall / max(1, sections.count), min(shortfall, 60))
                let (filled, wasEmpty) = (sections[index].filled, sections[index].isEmpty)
                fill(&sections[index], to: filled + room)
                let isVain = shortfallWhenReopened != nil && sections[index].filled == filled
                sections[index].vain = isVain ? sections[index].vain + 1 : 0
                shortfall -= sections[index].filled - filled
                if wasEmpty, !sections[index].isEmpty { shortfall -= cost(sections[index]) }
                if Double(shortfall) <= Double(target) * Writer.tolerance { break }
            }
            guard shortfall == before else { continue }
            guard shortfall > Writer.smallestReserve else { break }
            let mayAdd = added < mostAdded || tool == "story_novel"
            if mayAdd, vainReserves < Writer.mostVainFillings, var more = reserve(shortfall) {
                place(&more)
                fill(&more, to: min(shortfall, max(300, target / 12)))
                vainReserves = more.units.isEmpty ? vainReserves + 1 : 0
                if more.units.isEmpty { continue }
                use(more.heading)
                add(more, to: &sections)
                added += 1
                shortfall = target - length(of: sections)
            } else {
                vainReopenings = shortfall == shortfallWhenReopened ? vainReopenings + 1 : 0
                guard vainReopenings < Writer.mostVainReopenings else { break }
                if vainReopenings > 0 { mostAdded += Writer.mostReserves / 2 }
                shortfallWhenReopened = shortfall
                vainReserves = 0
                reopen()
            }
        }
        if Double(shortfall) > Double(target) * Writer.bearable { append(to: &sections, shortfall) }
    }

    /// Where something further is put: before the ending.
    func end(of sections: [Section]) -> Int {
        sections.firstIndex(where: \.isClosing) ?? max(0, sections.count - 1)
    }

    /// The order in which sections grow: the shortest first, those of the ending after all others.
    private func growing(_ sections: [Section]) -> [Int] {
        let end = end(of: sections)
        func fullness(_ index: Int) -> Double { Double(sections[index].filled) / max(0.1, sections[index].weight) }
        return (0..<end).reversed().sorted { fullness($0) < fullness($1) } + (end..<sections.count).reversed()
    }

    /// After how many vain fillings, with frames opened anew, a section counts as full for good; after as many vain
    /// reserves frames are opened anew.
    private static let mostVainFillings = 2
    /// How many further sections a text gets before its own take the same frames again with other words.
    private static let mostReserves = 12
    /// How often frames are opened anew without finding anything new; headings are dealt by chance, so not only once.
    private static let mostVainReopenings = 4

    /// From here on, in characters, sections of one kind first take their own sentences and then share what suits any.
    private static let longText = 3_000

    /// Below this a text has no room for a further section, and short sentences fill it up.
    private static let shortText = 500

    /// Puts into a section what it must have, after its opening sentence.
    private func place(_ section: inout Section) {
        guard !section.required.isEmpty else { return }
        if target >= Writer.shortText, [.prose, .rows].contains(section.layout), !section.isAboutKeyword,
            !section.leads.isEmpty
        {
            section.required.insert(section.leads.removeFirst(), at: 0)
        }
        for unit in section.required where isFresh(unit) { take(unit, as: spoken(unit, in: section), into: &section) }
    }

    /// Makes up for a shortfall with a paragraph of short sentences, before what closes the text.
    private func append(to sections: inout [Section], _ shortfall: Int) {
        var tail = Section()
        tail.more = [supply("shorts", voice.shorts[tool] ?? voice.shorts["*"] ?? [])]
        fill(&tail, to: shortfall - Int(Double(target) * Writer.bearable / 2))
        sections.insert(tail, at: end(of: sections))
    }

    /// Adds sentences up to a share; with `leadsOnly` none but those that only this section has.
    private func fill(_ section: inout Section, to share: Int, leadsOnly: Bool = false) {
        let slack = max(6, Int(Double(target) * Writer.slack))
        grow(&section, to: share, slack: slack) { leadsOnly && $0.leads.isEmpty ? nil : self.nextUnit(of: &$0) }
        guard section.layout == .prose, target < Writer.shortText else { return }
        let last = supply("shorts", voice.shorts[tool] ?? voice.shorts["*"] ?? [])
        grow(&section, to: share - slack / 2, slack: slack * 3 / 2) { _ in last() }
    }

    private func grow(_ section: inout Section, to share: Int, slack: Int, _ next: (inout Section) -> String?) {
        var misses = 0
        var passedOver: [String] = []
        while section.filled < share - slack / 2, misses < Writer.tries, section.units.count < section.upTo {
            guard let unit = next(&section) else { break }
            let spoken = spoken(unit, in: section)
            guard isFresh(unit), isFresh(spoken), section.filled + measure(spoken) <= share + slack else {
                misses += 1
                passedOver.append(unit)
                continue
            }
            take(unit, as: spoken, into: &section)
        }
        for unit in passedOver { release(unit) }
    }

    private func take(_ unit: String, as spoken: String, into section: inout Section) {
        use(unit)
        if spoken != unit { use(spoken) }
        section.units.append(spoken)
        section.filled += measure(spoken)
        written += measure(spoken)
        if let name = shortName, name.isPhrase, name.isNamed(in: spoken) { timesNamed += 1 }
    }

    /// A sentence as it stands in its section: what was just named in full goes by its short name.
    private func spoken(_ unit: String, in section: Section) -> String {
        var result = unit
        if let role = section.role, role.isNamed(in: result) {
            result = role.applied(to: result, isKept: !section.units.contains { role.isNamed(in: $0) })
        }
        guard let name = shortName, name.isNamed(in: result) else { return result }
        if section.layout == .rows { return result }
        if name.isPhrase { return name.applied(to: result, isKept: timesNamed * ShortName.phraseRest <= written) }
        guard section.layout == .prose else { return name.applied(to: result, isKept: true) }
        let last = (section.before + section.units).suffix(ShortName.reach)
        return name.applied(to: result, isKept: !section.isBelowName && !last.contains { name.isNamed(in: $0) })
    }

    private func nextUnit(of section: inout Section) -> String? {
        if !section.leads.isEmpty { return section.leads.removeFirst() }
        for supply in section.more {
            if let unit = supply() { return unit }
        }
        return nil
    }

    /// What a section costs before any sentence is in it.
    func cost(_ section: Section) -> Int {
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
                let times = seconds(of: section.units)
                let rows = section.units.enumerated().map { Writer.numbered($1, $0 + 1, seconds: times[$0]) }
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
        let units = section.units.enumerated().map { Writer.numbered($1, $0 + 1, seconds: 0) }
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

    /// How many characters a narrator speaks in ten seconds: Chinese ones, and letters of English words.
    private static let charactersPerTenSeconds = (chinese: 45, english: 135)
    /// The shortest shot, in seconds.
    private static let shortestShot = 2.0

    /// How many seconds each shot takes: as long as its voice, its third cell, takes to speak, drawn to the length of
    /// the video when one was ordered.
    private func seconds(of rows: [String]) -> [Int] {
        let rate = Writer.charactersPerTenSeconds
        let pace = Double(voice.joint.isEmpty ? rate.chinese : rate.english) / 10
        let spoken = rows.map { row in
            let cells = row.split(separator: "|")
            return max(Writer.shortestShot, cells.count > 2 ? Double(Draft.length(of: cells[2].trimmed)) / pace : 0)
        }
        guard let duration = wishes.duration else { return spoken.map { Int($0 + 0.99) } }
        let total = spoken.reduce(0, +)
        var (exact, given) = (0.0, 0)
        return spoken.map { time in
            exact += time * Double(duration) / total
            let share = max(1, Int(exact + 0.5) - given)
            given += share
            return share
        }
    }

    /// A line with its running number for `§` and `№`, and its seconds for `¤`.
    private static func numbered(_ unit: String, _ number: Int, seconds: Int) -> String {
        guard unit.contains(where: { $0 == "§" || $0 == "№" || $0 == "¤" }) else { return unit }
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
    var canGrow: Bool { (!leads.isEmpty || !more.isEmpty) && units.count < upTo }
}
