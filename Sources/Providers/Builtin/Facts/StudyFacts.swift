/// What an order says of a lesson (how long, which book, how many pupils) or of a survey (where, when, whom, how).
struct StudyFacts {
    private var facts: [StatedFact] = []
    private let tool: String

    /// Those of the requirements and of the keywords, which `brief` loses; nil where there are none.
    init?(_ wishes: Wishes, takenFrom brief: inout Brief) {
        tool = brief.tool
        guard StudyFacts.readers[tool] != nil else { return nil }
        let phrases = wishes.facts.map(\.source) + [wishes.durationPhrase].compactMap { $0 } + wishes.unknown
        // 案例分析 asks an article for an example, and tells the method of a paper.
        let asked = Wishes.Feature.allCases.compactMap { wishes.featurePhrases[$0] }
        for phrase in phrases + asked { add(StudyFacts.read(phrase, tool: tool)) }
        for reader in wishes.audience {
            add(StudyFacts.read(reader, tool: tool).filter { $0.label == LessonFacts.grade })
        }
        let tool = tool
        let stated = brief.keywords.filter { keyword in
            let isFact = !StudyFacts.read(keyword, tool: tool).isEmpty
            // A paper may well be about a method.
            return isFact && (tool == "lesson_plan" || keyword.contains(where: \.isNumber))
        }
        brief.keywords.removeAll(where: stated.contains)
        for keyword in stated { add(StudyFacts.read(keyword, tool: tool)) }
        if facts.isEmpty { return nil }
    }

    private mutating func add(_ more: [StatedFact]) {
        for fact in more where !facts.contains(where: { $0.label == fact.label && $0.value == fact.value }) {
            facts.append(fact)
        }
    }

    private static let readers: [String: @Sendable (String) -> [StatedFact]] = [
        "lesson_plan": { LessonFacts.read($0) }, "academic_paper": { PaperFacts.read($0) },
    ]

    /// The facts that a phrase of an order states for a tool.
    static func read(_ phrase: String, tool: String) -> [StatedFact] { readers[tool]?(phrase.trimmed) ?? [] }

    /// The values of a label, safe in Markdown.
    func values(_ label: String) -> [String] { facts.filter { $0.label == label }.map { Markdown.escape($0.value) } }

    /// The facts that are told under their own label.
    func rows(besides labels: [String]) -> [(label: String, value: String)] {
        facts.filter { !labels.contains($0.label) }.map { ($0.label, Markdown.escape($0.value)) }
    }

    /// What is left of a phrase without these words.
    static func rest(of phrase: String, without words: [String]) -> String {
        words.reduce(phrase) { $0.replacing($1, with: "") }.filter { !$0.isWhitespace && !":：，、=的为是约（）()".contains($0) }
    }
}

extension Writer {
    /// Puts what is known of a lesson into its table, and what is known of a survey into the paper's design.
    func state(_ study: StudyFacts, in sections: inout [Section]) {
        if tool == "lesson_plan" {
            guard let table = sections.firstIndex(where: { $0.heading == "基本信息" }) else { return }
            for row in study.rows(besides: LessonFacts.slotted) {
                sections[table].before.append("| \(row.label) | \(row.value) |")
            }
        } else {
            PaperFacts.state(study, in: &sections)
        }
    }
}
