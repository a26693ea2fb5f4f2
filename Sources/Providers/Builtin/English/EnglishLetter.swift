/// An English letter: salutation, short paragraphs without headings, and who signs.
struct EnglishLetter {
    enum Kind: CaseIterable {
        case application, resignation, recommendation, thanks, apology

        /// The words by which titles name it.
        var names: [String] {
            switch self {
            case .application: ["cover letter", "application letter", "letter of application", "motivation letter"]
            case .resignation: ["resignation letter", "letter of resignation"]
            case .recommendation:
                ["recommendation letter", "letter of recommendation", "reference letter", "letter of reference"]
            case .thanks: ["thank-you letter", "thank you letter", "letter of thanks"]
            case .apology: ["apology letter", "letter of apology"]
            }
        }

        /// How long it is when nobody says, in words.
        var usualWords: Int {
            switch self {
            case .application, .recommendation: 260
            case .resignation, .thanks, .apology: 180
            }
        }
    }

    let kind: Kind
    /// Words of the title besides the kind's name (Tom Smith), with the word that links them (for).
    private let about: (link: String, words: [String])
    /// What the order says, by the first of the words that label it.
    private let said: [String: String]
    private let material: [String]
    private let keywords: [String]

    private static let links: Set<String> = ["for", "of", "from", "to", "as", "about", "regarding", ":"]
    /// Words of a title about letters rather than of a letter.
    private static let aboutLetters: Set<String> = [
        "how", "why", "what", "when", "write", "writing", "tips", "your", "guide", "best", "perfect", "template",
        "examples",
        "mistakes", "rules",
    ]
    private static let articles: Set<String> = ["a", "an", "the", "my", "our"]

    /// Nil when the brief asks for no letter of these kinds.
    init?(_ brief: Brief) {
        guard ["resume", "official_document", "wechat_article"].contains(brief.tool) else { return nil }
        let line = Markdown.oneLine(brief.title).replacing(":", with: " : ").replacing("–", with: " : ")
        var words = line.split(separator: " ").map(String.init)
        while let last = words.last, last.allSatisfy({ !$0.isLetter && !$0.isNumber }) { words.removeLast() }
        if let first = words.first, EnglishLetter.articles.contains(first.lowercased()) { words.removeFirst() }
        let lower = words.map { $0.lowercased() }
        guard EnglishLetter.aboutLetters.isDisjoint(with: lower) else { return nil }
        for kind in Kind.allCases {
            for name in kind.names.map({ $0.split(separator: " ").map(String.init) }) {
                if lower.starts(with: name) {
                    let rest = words.dropFirst(name.count)
                    let link = rest.first?.lowercased() ?? ""
                    guard rest.isEmpty || EnglishLetter.links.contains(link) else { continue }
                    self.init(kind, (link, Array(rest.dropFirst())), brief)
                    return
                }
                if Array(lower.suffix(name.count)) == name {
                    self.init(kind, ("", Array(words.dropLast(name.count))), brief)
                    return
                }
            }
        }
        return nil
    }

    private init(_ kind: Kind, _ about: (link: String, words: [String]), _ brief: Brief) {
        self.kind = kind
        var words = about.words
        if words.last == ":" { words.removeLast() }
        self.about = (about.link, words)
        var said = EnglishLetter.facts(of: brief.requirements)
        material = Sentences.split(String(brief.content.prefix(8_000))).filter { sentence in
            let facts = EnglishLetter.facts(of: sentence)
            said.merge(facts) { own, _ in own }
            return facts.isEmpty
        }
        self.said = said
        keywords = Subject.keywords(brief.keywords)
    }

    // MARK: - Facts

    /// The labels of an order (last day: June 30), the words for one thing together.
    private static let labels = [
        ["name", "my name", "signed"], ["company", "employer", "organisation", "organization"],
        ["position", "role", "job", "job title"], ["last day", "last working day", "leaving date"], ["reason"],
        ["recipient", "addressee", "manager", "dear"], ["candidate", "student", "employee"],
        ["school", "university", "programme", "program"], ["date"],
    ]

    private static let labelled = Pattern(/(?i)([a-z ]{4,18}?)\s*(?::|=| is )\s*(.{2,60})/)

    private static func facts(of text: String) -> [String: String] {
        var result: [String: String] = [:]
        for clause in text.prefix(5_000).split(whereSeparator: { ",;.\n，；。".contains($0) }) {
            let found = clause.trimmed.wholeMatch(of: labelled.regex)
            guard let found else { continue }
            let label = labels.first { $0.contains(found.1.lowercased()) }
            if let name = label?.first { result[name] = result[name] ?? found.2.trimmed }
        }
        return result
    }

    private func value(_ label: String) -> String? { said[label].map(Markdown.escape) }

    /// The slots of the outlines: `N` who signs, `Z` the date, `R` the reader, `V` the post, `G` the house, `D` the
    /// last day, `Q` the reason, `P` and `n` who is recommended, `U` what for, `M` the matter.
    private var slots: Slots {
        let matter = about.words.isEmpty ? nil : Markdown.escape(about.words.joined(separator: " "))
        let isPlain = about.words.first.map { EnglishLetter.articles.contains($0.lowercased()) } ?? false
        let title = isPlain ? matter.map { $0.drop { $0 != " " }.trimmed } : matter
        let isReader = about.link == "to"
        let isForPlace = EnglishLetter.places.contains(about.words.last?.lowercased() ?? "")
        let post = value("position") ?? ([.application, .resignation].contains(kind) && !isReader ? title : nil)
        let person = value("candidate") ?? (isReader || isForPlace ? nil : title)
        let first = person?.split(separator: " ").first.map(String.init) ?? ""
        let isNamed = first.first?.isUppercase == true && !EnglishLetter.people.contains(first.lowercased())
        return [
            "N": value("name") ?? "[to be filled in: name]", "Z": value("date") ?? "[to be filled in: date]",
            "R": value("recipient") ?? (isReader ? title : nil) ?? "[to be filled in: recipient]",
            "V": "the position of " + (post ?? "[to be filled in: position]"),
            "G": value("company") ?? "[to be filled in: company]",
            "D": value("last day") ?? "[to be filled in: date]", "Q": value("reason") ?? "",
            "P": isNamed ? person ?? "" : "[to be filled in: name]",
            "n": isNamed ? first : person.map { "this " + $0.lowercased() } ?? "the candidate",
            "U": value("school") ?? value("position").map { "the position of " + $0 } ?? (isForPlace ? matter : nil)
                ?? "[to be filled in: position or programme]",
            "M": (isReader ? nil : matter) ?? value("reason") ?? "[to be filled in: what it is about]",
        ]
    }

    /// What somebody is recommended for rather than who is.
    private static let places: Set<String> = [
        "school", "university", "college", "scholarship", "program", "programme", "job", "position", "internship",
    ]
    private static let people: Set<String> = ["student", "employee", "colleague", "intern", "teacher", "candidate"]

    // MARK: - Writing

    /// Writes the letter with its title and the closing note.
    func compose(_ brief: Brief, wishes: Wishes) -> String {
        var dice = Dice(seededBy: ["letter", brief.title, brief.requirements, brief.content])
        let order = Order(wishes, tool: brief.tool, isEnglish: true)
        let countsWords = wishes.length == nil || order.countsWords
        let asked = wishes.length == nil ? kind.usualWords : order.target
        func measure(_ text: String) -> Int { countsWords ? Draft.words(in: text) : Draft.length(of: text) }
        var page = LetterPage(EnglishLetterOutlines.of(kind), slots: slots, joint: " ", measure: measure, dice: &dice)
        page.place(material: material, room: asked)
        page.place(
            keywords: keywords,
            frames: dice.shuffled(EnglishLetterOutlines.keywordFrames(of: kind)),
            room: asked
        )
        page.fill(to: asked)
        let body = page.markdown
        var wishes = wishes
        wishes.unknown.removeAll { phrase in said.values.contains { phrase.holds($0) } }
        // A letter has no headings and speaks for its writer.
        (wishes.layout.refusesHeadings, wishes.layout.isFirstPerson) = (false, false)
        var notice = order.notice(hasGaps: false, isEnglish: true)
        let length = measure(body)
        if abs(length - asked) * 100 > asked * Letter.tolerance {
            notice += " Such a letter is drafted with \(length) \(countsWords ? "words" : "characters") at most."
        }
        let delivery = Delivered(title: brief.title, body: body, features: [], headings: 0)
        let unmet = wishes.unmet(tool: brief.tool, isEnglish: true, delivery: delivery)
        notice += Draft.remark(on: unmet, isEnglish: true)
        return "# \(Markdown.escape(Markdown.oneLine(brief.title)))\n\n\(body)\n\n\(notice)\n"
    }
}
