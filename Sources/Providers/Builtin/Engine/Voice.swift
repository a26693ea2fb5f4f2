/// Everything that depends on the language of a draft, apart from the forms.
struct Voice {
    /// Patterns about things to do, and about things to see.
    struct Register {
        var practice: [String]
        var insight: [String]

        init(_ practice: [String], _ insight: [String]? = nil) {
            self.practice = practice
            self.insight = insight ?? practice
        }
    }

    /// What stands between two sentences of a paragraph.
    var joint: String
    /// How names are quoted and listed.
    var names: (open: String, close: String, comma: String, and: String)
    /// The signs after which a sentence has ended.
    var stops: Set<Unicode.Scalar>
    var registers: [String: Register]
    /// Opening sentences of sections, by name (`hook` is chosen by the title's intent).
    var lists: [String: [String]]
    var hooks: [Topic.Intent: [String]]
    /// Sections that requirements can ask for.
    var features: [Wishes.Feature: SectionSpec]
    /// Asides by which a manner is heard.
    var manners: [Wishes.Manner: [String]]
    /// Sentences so short that they fit in anywhere, by tool; `*` serves the others.
    var shorts: [String: [String]]
    /// Sections that lengthen a text, by tool; `*` serves the others.
    var reserves: [String: ReserveSpec]
    /// The heading below which those stand when there is no more room at the top.
    var home: String

    /// Several names in one list: “一”、“二”和“三”.
    func joined(_ items: [String], quoted: Bool) -> String {
        let items = quoted ? items.map { names.open + $0 + names.close } : items
        guard items.count > 1, let last = items.last else { return items.first ?? "" }
        return items.dropLast().joined(separator: names.comma) + names.and + last
    }
}

/// What a draft is about and made of, put together for one brief.
struct Subject {
    var topic: Topic
    /// Everything worth saying, the most fitting first.
    var points: [Point]
    /// Those of the points that sentences in passing may name.
    var core: [Point]
    var people: [String]
    var metrics: [String]
    var things: [String]
    var scenes: [String]
    var mistakes: [(wrong: String, right: String)]
    var keywords: [String]
    /// Slots whose values are the same in the whole draft.
    var slots: Slots
    /// Further slots whose values are dealt, by their letters.
    var decks: [Character: [String]] = [:]
    /// Scenes that a long story tells, each sentence by sentence.
    var episodes: [[String]] = []
}
