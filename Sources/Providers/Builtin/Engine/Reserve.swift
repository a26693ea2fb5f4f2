extension Writer {
    /// A further section for a text whose own have nothing left to say; nil when there is no new heading for it.
    ///
    /// The points that were not written about come first, each under its own heading. `room` is how many characters are
    /// missing.
    func reserve(room: Int) -> Section? {
        guard let spec = voice.reserves[tool] ?? voice.reserves["*"] else { return nil }
        if spec.cycle.isEmpty, let point = nextPoints(1).first {
            let form = SectionSpec(ofPoint: spec.pointHeading, register: spec.register, spec)
            return section(form, point: point)
        }
        let fixed = held(spec.hold)
        guard let heading = supply("reserve", spec.headings, fixed: fixed)() else { return nil }
        var section = Section()
        section.heading = heading
        section.level = spec.level
        section.isBelowName = spec.level == 3
        section.role = ShortName(role: fixed["e"])
        section.isNumbered = spec.isNumbered
        section.layout = spec.layout
        section.before = spec.before
        section.upTo = spec.upTo
        if spec.cycle.isEmpty {
            section.more = [supply(register: spec.register, fixed: fixed)]
        } else if let episode = nextEpisode(room: room - cost(section), fixed: fixed) {
            section.required = episode
            section.upTo = episode.count
        } else {
            section.more = [supply("reserve of " + spec.headings[0], spec.cycle, fixed: fixed)]
        }
        return section
    }
}

extension Writer {
    /// The sentences of the next scene that was not told yet, by chance; nil when none is left or none fits into
    /// `room`, because a scene is told whole.
    private func nextEpisode(room: Int, fixed: Slots) -> [String]? {
        let order = episodes ?? dice.shuffledCopy(of: subject.episodes)
        episodes = order
        guard let next = order.first else { return nil }
        let sentences = next.compactMap { render($0, fixed: fixed) }
        guard sentences.reduce(0, { $0 + measure($1) }) <= room else { return nil }
        episodes?.removeFirst()
        return sentences
    }
}

extension SectionSpec {
    fileprivate init(ofPoint heading: String, register: String, _ reserve: ReserveSpec) {
        self.init(headline: "## " + heading)
        level = reserve.level
        isNumbered = reserve.isNumbered
        each = "point"
        fill = register
    }
}

/// Sections that lengthen a text when its form has nothing left to say.
struct ReserveSpec {
    /// Patterns of the headings; a text that has used them all ends there.
    var headings: [String]
    var register = "plain"
    /// The heading of a point that was not written about.
    var pointHeading = "{h}"
    var level = 2
    /// How many sentences such a section has at most.
    var upTo = Int.max
    var isNumbered = true
    var layout = SectionSpec.Layout.prose
    var before: [String] = []
    var cycle: [String] = []
    /// Slots that keep one value within such a section.
    var hold = ""
}
