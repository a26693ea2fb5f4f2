/// The form of one kind of text, written as a readable outline.
///
/// A line `## Heading @ key=value …` opens a section (the heading may be missing). Below it stand lines that always
/// appear (`= ` before and `+ ` after the sentences), sentences in the order in which they are offered (no mark), and
/// patterns dealt again and again while there is room (`* `). A sentence that does not fit the length is passed over,
/// unless it is marked to stand in any case (`! `).
///
/// | key | meaning | default |
/// |---|---|---|
/// | `weight` | share of the length | 1 |
/// | `least`, `below` | the section appears for targets from, and under, so many characters | 0, no limit |
/// | `layout` | `prose`, `list`, `numbered`, `rows` (a table) or `apart` (a paragraph each) | `prose` |
/// | `from` | opening sentences, by the names of the voice's lists, one of each | none |
/// | `fill` | which register's patterns follow the section's own | none |
/// | `each` | one section for each `point`, `keyword`, `person`, or card of a slot's deck | one section |
/// | `per`, `most` | for `each`: one for so many characters of the target, and at most so many | 400, 99 |
/// | `upto` | at most so many sentences or lines | no limit |
/// | `own` | which sentences of a point are used: `w`hy, `h`ow, `t`rap, `s`ign | `whts` |
/// | `hold` | slots that keep one value within the section | none |
/// | `keys` | keywords without a section of their own are named here, by this list of the voice | none |
/// | `number` | `no` leaves the heading without a number | `yes` |
/// | `extras` | `here`: what the requirements ask for is put before this section | no |
/// | `closes` | `yes`: from here on nothing may be put in between, so that the ending stays the ending | no |
///
/// In a line, `§` and `№` become its number in its section (1, 一), and `¤` the seconds that its third cell takes to
/// speak.
struct FormSpec {
    /// How the sections are counted: not at all, 一、, or 1.
    enum Numbering {
        case none, chinese, decimal

        /// What stands before the heading of a section.
        func label(_ number: Int) -> String {
            switch self {
            case .none: ""
            case .chinese: Numbering.chinese(number) + "、"
            case .decimal: "\(number) "
            }
        }

        /// A number up to 99 in Chinese.
        static func chinese(_ number: Int) -> String {
            let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
            let tens = number / 10
            return (tens == 0 ? "" : (tens == 1 ? "" : digits[min(tens, 9)]) + "十") + digits[number % 10]
        }
    }

    var numbering: Numbering
    var sections: [SectionSpec] = []

    init(_ outline: String) {
        self.init(.none, outline)
    }

    init(_ numbering: Numbering, _ outline: String) {
        self.numbering = numbering
        for line in Template.lines(outline) {
            if line.hasPrefix("##") {
                sections.append(SectionSpec(headline: line))
                continue
            }
            guard !sections.isEmpty else { continue }
            let last = sections.count - 1
            if line.hasPrefix("= ") {
                sections[last].before.append(String(line.dropFirst(2)))
            } else if line.hasPrefix("+ ") {
                sections[last].after.append(String(line.dropFirst(2)))
            } else if line.hasPrefix("! ") {
                sections[last].required.append(String(line.dropFirst(2)))
            } else if line.hasPrefix("* ") {
                sections[last].cycle.append(String(line.dropFirst(2)))
            } else {
                sections[last].leads.append(line)
            }
        }
    }
}

/// One section of a form, see ``FormSpec``.
struct SectionSpec {
    enum Layout: String { case prose, list, numbered, rows, apart }

    var heading = ""
    var level = 2
    var weight = 1.0
    var least = 0
    var below = Int.max
    var layout = Layout.prose
    var from: [String] = []
    var fill: String?
    var each: String?
    var per = 400
    var most = 99
    var upTo = Int.max
    var own = "whts"
    var hold = ""
    var keys: String?
    var isNumbered = true
    var takesExtras = false
    var closes = false
    var before: [String] = []
    var required: [String] = []
    var leads: [String] = []
    var cycle: [String] = []
    var after: [String] = []

    init(headline: String) {
        level = headline.prefix { $0 == "#" }.count
        var text = headline.dropFirst(level)
        if let at = text.firstRange(of: "@ ") {
            for pair in text[at.upperBound...].split(separator: " ") {
                let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                if sides.count == 2 { set(sides[0], to: sides[1]) }
            }
            text = text[..<at.lowerBound]
        }
        heading = text.trimmed
    }

    private mutating func set(_ key: String, to value: String) {
        switch key {
        case "weight": weight = Double(value) ?? 1
        case "least": least = Int(value) ?? 0
        case "below": below = Int(value) ?? Int.max
        case "layout": layout = Layout(rawValue: value) ?? .prose
        case "from": from = value.split(separator: ",").map(String.init)
        case "fill": fill = value
        case "each": each = value
        case "per": per = max(1, Int(value) ?? 400)
        case "most": most = Int(value) ?? 99
        case "upto": upTo = Int(value) ?? Int.max
        case "own": own = value
        case "hold": hold = value
        case "keys": keys = value
        case "number": isNumbered = value != "no"
        case "extras": takesExtras = value == "here"
        case "closes": closes = value == "yes"
        default: break
        }
    }
}
