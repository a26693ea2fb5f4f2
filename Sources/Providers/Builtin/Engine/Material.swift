/// One thing worth saying about a subject: a method, a cause or an observation, with four sentences of its own.
struct Point: Hashable {
    /// Whether a point is something to do or something to see.
    enum Mode { case practice, insight }

    /// A short name that can stand in quotation marks.
    var name: String
    /// An imperative phrase without a subject and without a full stop.
    var head: String
    var why: String
    var how: String
    /// Where it goes wrong.
    var trap: String
    /// By what one sees that it works.
    var sign: String
    var mode: Mode

    var text: String { name + head + why + how + trap + sign }
}

/// What the engine knows to say about one field of life.
struct Domain {
    var id: String
    /// The verb that makes an activity of a bare noun (做好, 用好, 感受).
    var verb: String
    var points: [Point] = []
    var people: [String] = []
    var metrics: [String] = []
    var things: [String] = []
    var scenes: [String] = []
    /// A common mistake, and what to do instead.
    var mistakes: [(wrong: String, right: String)] = []

    /// Reads a lexicon written one entry a line.
    ///
    /// `people`, `metrics` and `things` list nouns parted by `|`; `scene` is a sentence; `wrong A -> B` a mistake;
    /// `do NAME | HEAD` and `see NAME | HEAD` open a point, whose four sentences (why, how, trap, sign) follow.
    init(_ id: String, verb: String, _ text: String) {
        self.id = id
        self.verb = verb
        var open: (name: String, head: String, mode: Point.Mode)?
        var sentences: [String] = []
        for line in Template.lines(text) {
            if let point = open {
                sentences.append(line)
                guard sentences.count == 4 else { continue }
                points.append(
                    Point(
                        name: point.name,
                        head: point.head,
                        why: sentences[0],
                        how: sentences[1],
                        trap: sentences[2],
                        sign: sentences[3],
                        mode: point.mode
                    )
                )
                open = nil
                sentences = []
                continue
            }
            let word = line.prefix { $0 != " " }
            let rest = line.dropFirst(word.count).trimmed
            switch word {
            case "people": people = Domain.items(rest)
            case "metrics": metrics = Domain.items(rest)
            case "things": things = Domain.items(rest)
            case "scene": scenes.append(rest)
            case "wrong":
                guard let arrow = rest.firstRange(of: " -> ") else { continue }
                mistakes.append((String(rest[..<arrow.lowerBound]), String(rest[arrow.upperBound...])))
            case "do", "see":
                let parts = Domain.items(rest)
                open = (parts[0], parts.count > 1 ? parts[1] : parts[0], word == "do" ? .practice : .insight)
            default: break
            }
        }
    }

    private static func items(_ text: String) -> [String] {
        text.split(separator: "|").map { $0.trimmed }
    }
}

/// The words by which a field of life is recognised.
struct Field: Sendable {
    var id: String
    var cues: [String]

    /// The field whose words weigh most in the title, then in the keywords; nil when none is to be seen.
    static func recognise(title: String, keywords: [String], among fields: [Field]) -> String? {
        var best: (id: String, score: Int)?
        let head = Words(title)
        let tail = Words(keywords.joined(separator: " "))
        for field in fields {
            var score = 0
            for cue in field.cues {
                if head.contains(cue) { score += 2 * cue.count + 1 }
                if tail.contains(cue) { score += cue.count }
            }
            if score >= 2, score > best?.score ?? 0 { best = (field.id, score) }
        }
        return best?.id
    }

    /// A text in which Chinese words are sought anywhere, and Latin ones only as whole words.
    private struct Words {
        private let text: String
        private let latin: [Substring]

        init(_ text: String) {
            self.text = text.lowercased()
            latin = self.text.split { !$0.isLatin }
        }

        func contains(_ cue: String) -> Bool {
            if cue.first?.isLatin == true { return latin.contains { $0 == cue } }
            return text.holds(cue)
        }
    }
}
