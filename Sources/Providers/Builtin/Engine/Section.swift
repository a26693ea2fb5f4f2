/// A section while it is being written.
struct Section {
    var heading = ""
    var level = 2
    var isNumbered = true
    /// The name of the point, keyword or person that it is about, or nothing.
    var name = ""
    /// Which line of the form made it as one of several; nil when it is the only one.
    var kind: String?
    /// Whether the text above it has just named the subject in full.
    var isBelowName = false
    /// Who is met in it, when it tells a part of a story.
    var role: ShortName?
    /// Whether it is only a heading above others.
    var isGroup = false
    /// Whether it belongs to the ending, before which everything further is put.
    var isClosing = false
    var weight = 1.0
    var layout = SectionSpec.Layout.prose
    var before: [String] = []
    /// Sentences that stand in the text however short it is.
    var required: [String] = []
    /// Whether those come first, because the section is about a keyword.
    var isAboutKeyword = false
    var leads: [String] = []
    var more: [() -> String?] = []
    var after: [String] = []
    var units: [String] = []
    /// How many units it takes at most.
    var upTo = Int.max
    /// How long the units are together.
    var filled = 0
    /// How often in a row nothing new was found for it.
    var vain = 0

    /// Whether there is nothing to show; a table needs more than its header and the rule below it.
    var isEmpty: Bool {
        !isGroup && units.isEmpty && after.isEmpty && (layout == .rows ? before.count <= 2 : before.isEmpty)
    }
}

extension Writer {
    // MARK: - From the form to sections

    /// Lays out the sections of a form for this draft's target, with what the requirements ask for.
    func sections(of form: FormSpec) -> [Section] {
        var result: [Section] = []
        var hosts: [(index: Int, list: String)] = []
        var withSection: Set<String> = []
        var isClosing = false
        for spec in form.sections {
            if spec.takesExtras { result += extras() }
            isClosing = isClosing || spec.closes
            guard size >= spec.least, size < spec.below else { continue }
            if spec.each == "keyword" { withSection.formUnion(subject.keywords.prefix(count(of: spec))) }
            if spec.each == nil, let list = spec.keys { hosts.append((result.count, list)) }
            let from = result.count
            result += expand(spec)
            for index in from..<result.count { result[index].isClosing = isClosing }
        }
        mention(subject.keywords.filter { !withSection.contains($0) }, in: &result, hosts)
        group(&result)
        return result
    }

    /// A text of this length has room for one section that was asked for; each further one takes as much again.
    private static let roomForExtra = 260

    private func extras() -> [Section] {
        wishes.features.prefix(max(1, size / Writer.roomForExtra)).compactMap { feature in
            guard let spec = voice.features[feature], size >= spec.least else { return nil }
            return expand(spec).first
        }
    }

    /// How many sections a spec of one for each point, keyword or person makes at most.
    private func count(of spec: SectionSpec) -> Int { min(spec.most, max(1, size / spec.per)) }

    private func expand(_ spec: SectionSpec) -> [Section] {
        let count = count(of: spec)
        switch spec.each {
        case nil: return [section(spec)]
        case "point":
            return nextPoints(count).map { section(spec, point: $0) }
        case "keyword":
            return subject.keywords.prefix(count).map { keyword in
                section(spec, point: bestPoint(for: keyword), fixed: ["k": keyword])
            }
        case "person":
            return subject.people.prefix(count).map { section(spec, fixed: ["w": $0]) }
        case let letter?:
            guard let slot = letter.first, let cards = subject.decks[slot] else { return [] }
            return dice.shuffledCopy(of: cards).prefix(count).map { card in
                section(spec, fixed: held(spec.hold).merging([slot: card]) { _, own in own })
            }
        }
    }

    /// One card for each of the slots that stay the same within a section.
    func held(_ letters: String) -> Slots {
        var slots: Slots = [:]
        for letter in letters { slots[letter] = deal("deck \(letter)", subject.decks[letter] ?? []) }
        return slots
    }

    func section(_ spec: SectionSpec, point: Point? = nil, fixed: Slots = [:]) -> Section {
        var result = Section()
        result.heading = heading(of: spec, point: point, fixed: fixed)
        result.name = point?.name ?? fixed["k"] ?? fixed["w"] ?? ""
        result.kind = spec.each == nil ? nil : spec.heading
        result.level = spec.level
        result.isBelowName = spec.level == 3
        result.role = ShortName(role: fixed["e"])
        result.isNumbered = spec.isNumbered
        result.weight = spec.weight
        result.layout = spec.layout
        result.upTo = spec.upTo
        result.before = spec.before.compactMap { render($0, point: point, fixed: fixed) }
        result.after = spec.after.compactMap { render($0, point: point, fixed: fixed) }
        if let keyword = fixed["k"], spec.each == "keyword" {
            result.isAboutKeyword = true
            let known = point == nil ? lore(of: keyword, register: spec.fill ?? "plain").first : nil
            result.required = [
                known.flatMap { write((spec.fill == "note" ? "📎 " : "") + $0, fixed: fixed) }
                    ?? about([keyword], list: spec.keys ?? keywordList(spec.fill ?? "plain"), point: point)
            ]
        }
        result.required += spec.required.compactMap { write($0, point: point, fixed: fixed) }
        for name in spec.from { result.leads += opening(name, point: point, fixed: fixed) }
        if spec.each == "keyword", point == nil, !spec.own.isEmpty {
            result.leads += keywordSentences(register: spec.fill ?? "plain", fixed: fixed)
        } else if let point, !spec.own.isEmpty {
            result.leads += own(of: point, register: spec.fill ?? "plain", spec.own, fixed: fixed)
        }
        result.leads += spec.leads.compactMap { write($0, point: point, fixed: fixed) }
        if !spec.cycle.isEmpty {
            result.more.append(supply("cycle " + spec.heading + spec.cycle[0], spec.cycle, point: point, fixed: fixed))
        }
        if let fill = spec.fill { result.more.append(supply(register: fill, point: point, fixed: fixed)) }
        return result
    }

    /// The heading of a section; one of several of a kind loses what stands before or after its own words when another
    /// has it already.
    private func heading(of spec: SectionSpec, point: Point?, fixed: Slots) -> String {
        guard let each = spec.each else { return render(spec.heading, point: point, fixed: fixed) ?? "" }
        var pattern = spec.heading
        if each == "keyword", point == nil, let colon = pattern.firstIndex(where: { $0 == "：" || $0 == ":" }),
            pattern[colon...].contains(where: { $0 == "h" || $0 == "p" })
        {
            pattern = pattern[..<colon].trimmed
        }
        let bare = each == "point" ? "{p}" : each == "keyword" ? "{k}" : each == "person" ? "{w}" : pattern
        let text = write(pattern, point: point, fixed: fixed) ?? render(bare, point: point, fixed: fixed) ?? ""
        use(text)
        return text
    }

    /// One opening sentence of a named list, or of the same with `See` for things to see.
    private func opening(_ name: String, point: Point?, fixed: Slots) -> [String] {
        switch name {
        case "hook":
            let hooks = voice.hooks[subject.topic.intent] ?? voice.hooks[.theme] ?? []
            return [supply("hook", hooks, fixed: fixed)()].compactMap { $0 }
        case "scene":
            return [nextScene()].compactMap { $0 }
        case "manner":
            guard let asides = voice.manners[wishes.manner] else { return [] }
            return [supply("manner", asides, point: point, fixed: fixed)()].compactMap { $0 }
        default:
            let see = subject.core.first?.mode == .insight ? voice.lists[name + "See"] : nil
            return [supply(name, see ?? voice.lists[name] ?? [], point: point, fixed: fixed)()].compactMap { $0 }
        }
    }

    /// What more is said about a keyword of which no point knows anything.
    private func keywordSentences(register: String, fixed: Slots) -> [String] {
        guard let keyword = fixed["k"] else { return [] }
        let known = lore(of: keyword, register: register)
        if known.count > 1 {
            let mark = register == "note" ? "🔖 " : ""
            return known.dropFirst().prefix(register == "note" ? 2 : 9).compactMap { write(mark + $0, fixed: fixed) }
        }
        let list = keywordList(register)
        let deck = deck(ofKeyword: keyword, list: list)
        let next = supply(deck, voice.lists[deck] ?? [], fixed: fixed)
        var kind = known.isEmpty ? kind(of: keyword).plain : []
        if register != "plain" { kind = [] }
        let own = supply("kind of " + keyword, kind, fixed: fixed)
        let shares = Writer.sentencesOfKeywords / max(1, subject.keywords.count)
        return (0..<min(Writer.sentencesPerKeyword, shares)).compactMap { _ in own() ?? next() }
    }

    /// What the engine knows of a keyword in texts that give advice.
    func lore(of keyword: String, register: String) -> [String] {
        guard ["plain", "note"].contains(register), voice.joint.isEmpty else { return [] }
        guard var known = KeywordLore.sentences(of: keyword), !known.isEmpty else { return [] }
        if !known[0].holds(keyword) { known[0] = "谈“{k}”，" + known[0] }
        return known
    }

    private func kind(of keyword: String) -> KeywordKind {
        KeywordKind.areNames(subject.keywords, title: subject.topic.title) ? .person : KeywordKind(keyword)
    }

    /// The name of the list that suits the kind of a keyword: one of its own, where there is any.
    func deck(ofKeyword keyword: String, list: String) -> String {
        let own = list + " " + kind(of: keyword).rawValue
        return voice.lists[own] == nil ? list : own
    }

    /// How many sentences follow the first about such a keyword, at most.
    private static let sentencesPerKeyword = 4
    /// How many sentences follow the first of all keywords together, so that some are left for the last keyword.
    private static let sentencesOfKeywords = 12

    private func keywordList(_ register: String) -> String {
        voice.lists[register + "keyword"] == nil ? "keyword" : register + "keyword"
    }

    /// The sentences of a point itself, opened by one that ties it to the topic.
    private func own(of point: Point, register: String, _ parts: String, fixed: Slots) -> [String] {
        let patterns = voice.registers[register]
        let isPractice = point.mode == .practice
        var result: [String] = []
        let opensItself = tool == "news_article"
        if fixed["k"] == nil, !opensItself, let list = isPractice ? patterns?.practice : patterns?.insight {
            let opener = topical("\(register) \(isPractice)", list, point: point)
            let name = register + "opener"
            result += [opener ?? supply(name, voice.lists[name] ?? [], point: point)()].compactMap { $0 }
        }
        for part in parts {
            let sentence =
                switch part {
                case "w": point.why
                case "h": point.how
                case "t": point.trap
                default: point.sign
                }
            result += [write(sentence, point: point)].compactMap { $0 }
        }
        return result
    }
}

extension Dice {
    /// Shuffles without rolling on, so that a layout does not depend on how often it is asked for.
    func shuffledCopy<Element>(of elements: [Element]) -> [Element] {
        var copy = self
        return copy.shuffled(elements)
    }
}
