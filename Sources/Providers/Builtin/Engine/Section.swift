/// A section while it is being written.
struct Section {
    var heading = ""
    var level = 2
    var isNumbered = true
    var weight = 1.0
    var layout = SectionSpec.Layout.prose
    var before: [String] = []
    var leads: [String] = []
    var more: [() -> String?] = []
    var after: [String] = []
    var units: [String] = []
    /// How long the units are together.
    var filled = 0

    /// Whether there is nothing to show; a table needs more than its header and the rule below it.
    var isEmpty: Bool { units.isEmpty && after.isEmpty && (layout == .rows ? before.count <= 2 : before.isEmpty) }
}

extension Writer {
    // MARK: - From the form to sections

    /// Lays out the sections of a form for this draft's target, with what the requirements ask for.
    func sections(of form: FormSpec) -> [Section] {
        var result: [Section] = []
        for spec in form.sections {
            if spec.takesExtras { result += extras() }
            guard size >= spec.least, size < spec.below else { continue }
            result += expand(spec)
        }
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

    private func expand(_ spec: SectionSpec) -> [Section] {
        let count = min(spec.most, max(1, size / spec.per))
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

    private func section(_ spec: SectionSpec, point: Point? = nil, fixed: Slots = [:]) -> Section {
        var result = Section()
        var heading = spec.heading
        if spec.each == "keyword", point == nil, let colon = heading.firstIndex(where: { $0 == "：" || $0 == ":" }),
            heading[colon...].contains(where: { $0 == "h" || $0 == "p" })
        {
            heading = heading[..<colon].trimmed
        }
        result.heading = render(heading, point: point, fixed: fixed) ?? ""
        result.level = spec.level
        result.isNumbered = spec.isNumbered
        result.weight = spec.weight
        result.layout = spec.layout
        result.before = spec.before.compactMap { render($0, point: point, fixed: fixed) }
        result.after = spec.after.compactMap { render($0, point: point, fixed: fixed) }
        for name in spec.from { result.leads += opening(name, point: point, fixed: fixed) }
        if spec.each == "point" || spec.each == "keyword" {
            if spec.each == "keyword", point == nil, !spec.own.isEmpty {
                result.leads += keywordSentences(register: spec.fill ?? "plain", fixed: fixed)
            } else if let point, !spec.own.isEmpty {
                result.leads += own(of: point, register: spec.fill ?? "plain", spec.own, fixed: fixed)
            }
        }
        result.leads += spec.leads.compactMap { render($0, point: point, fixed: fixed) }
        if !spec.cycle.isEmpty {
            result.more.append(supply("cycle " + spec.heading + spec.cycle[0], spec.cycle, point: point, fixed: fixed))
        }
        if let fill = spec.fill { result.more.append(supply(register: fill, point: point, fixed: fixed)) }
        return result
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

    /// What is said about a keyword of which no point knows anything.
    private func keywordSentences(register: String, fixed: Slots) -> [String] {
        guard let (name, list) = keywordList(register) else { return [] }
        let first = topical(name, list, fixed: fixed)
        let next = supply(name, list, fixed: fixed)
        return ([first] + (0..<Writer.sentencesPerKeyword).map { _ in next() }).compactMap { $0 }
    }

    /// How many sentences follow the first about such a keyword.
    private static let sentencesPerKeyword = 4

    private func keywordList(_ register: String) -> (name: String, patterns: [String])? {
        for name in [register + "keyword", "keyword"] {
            if let list = voice.lists[name] { return (name, list) }
        }
        return nil
    }

    /// The sentences of a point itself, opened by one that ties it to the topic.
    private func own(of point: Point, register: String, _ parts: String, fixed: Slots) -> [String] {
        let patterns = voice.registers[register]
        let isPractice = point.mode == .practice
        var result: [String] = []
        if let keyword = fixed["k"], let (name, list) = keywordList(register) {
            result += [topical(name, list, point: point, fixed: ["k": keyword])].compactMap { $0 }
        } else if let list = isPractice ? patterns?.practice : patterns?.insight {
            result += [topical("\(register) \(isPractice)", list, point: point)].compactMap { $0 }
        }
        for part in parts {
            let sentence =
                switch part {
                case "w": point.why
                case "h": point.how
                case "t": point.trap
                default: point.sign
                }
            result += [render(sentence, point: point)].compactMap { $0 }
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
