extension Writer {
    /// A further section for a text whose own sections have nothing left to say; nil when there is no new heading for it.
    func reserve() -> Section? {
        let spec = voice.reserves[tool] ?? voice.reserves["*"]
        guard let spec, let heading = supply("reserve", spec.headings)() else { return nil }
        use(heading)
        var section = Section()
        section.heading = heading
        let fixed = held(spec.hold)
        section.isNumbered = spec.isNumbered
        section.layout = spec.layout
        section.before = spec.before
        if spec.cycle.isEmpty {
            section.more = [supply(register: spec.register, fixed: fixed)]
        } else {
            section.more = [supply("reserve of " + spec.headings[0], spec.cycle, fixed: fixed)]
        }
        return section
    }
}

/// Sections that lengthen a text when its form has nothing left to say.
struct ReserveSpec {
    /// Patterns of the headings; a text that has used them all ends there.
    var headings: [String]
    var register = "plain"
    var isNumbered = true
    var layout = SectionSpec.Layout.prose
    var before: [String] = []
    var cycle: [String] = []
    /// Slots that keep one value within such a section.
    var hold = ""
}
