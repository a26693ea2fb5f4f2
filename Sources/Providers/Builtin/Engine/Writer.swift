/// Writes one draft: deals sentences from a subject and a voice into the sections of a form until the length is right.
final class Writer {
    let tool: String
    let subject: Subject
    let voice: Voice
    let wishes: Wishes
    /// How long the body will be in characters, about; forms are laid out by it.
    let size: Int
    /// How long the body should be, counted by `measure`.
    let target: Int
    let measure: (String) -> Int
    let numbering: FormSpec.Numbering
    let shortName: ShortName?
    private(set) var dice: Dice
    private var decks: [String: Deck<String>] = [:]
    private var frames: [String: Deck<Frame>] = [:]
    private var points: Deck<Point>
    /// How many kinds of points sentences in passing may name.
    private let modes: Int
    private var others: Deck<Point>
    private var mistakes: Deck<(wrong: String, right: String)>
    /// The hashes of the sentences written so far.
    private var used: Set<UInt64> = []
    /// The marks of the frames that this text may not hold again.
    private var closed: Set<UInt64> = []
    /// What each sentence on offer took, so that it can be given back when it finds no room.
    private var claims: [String: Claim] = [:]
    /// The names of the points that have a section or a label of their own.
    private var taken: Set<String> = []
    private var scenesTold = 0
    /// How long the sentences written so far are, and how many of them name in full a subject that is a phrase.
    var written = 0
    var timesNamed = 0
    /// How many further sections a story has been given.
    var reserves = 0
    /// The scenes that it has not told yet; nil before the first.
    var episodes: [[String]]?

    private struct Claim {
        var marks: [UInt64]
        var label: String?
    }

    /// How many sentences in a row may turn out to be known already before a supply counts as dry.
    private static let patience = 12

    init(
        tool: String,
        size: Int,
        subject: Subject,
        voice: Voice,
        wishes: Wishes,
        target: Int,
        measure: @escaping (String) -> Int,
        numbering: FormSpec.Numbering,
        dice: Dice
    ) {
        self.tool = tool
        self.size = size
        self.subject = subject
        self.voice = voice
        self.wishes = wishes
        self.target = target
        self.measure = measure
        self.numbering = numbering
        self.dice = dice
        shortName = ShortName(of: subject, tool: tool, isEnglish: !voice.joint.isEmpty)
        points = Deck(subject.core)
        modes = Set(subject.core.map(\.mode)).count
        others = Deck(subject.core)
        mistakes = Deck(subject.mistakes)
    }

    // MARK: - Dealing

    /// A card of a named deck, which is made of `cards` when it is first asked for.
    func deal(_ name: String, _ cards: [String]) -> String? {
        guard !cards.isEmpty else { return nil }
        var deck = decks.removeValue(forKey: name) ?? Deck(cards)
        let card = deck.deal(&dice)
        decks[name] = deck
        return card
    }

    /// Fills a pattern: fixed slots first, the others dealt from the subject's material.
    func render(_ pattern: String, point: Point? = nil, fixed: Slots = [:]) -> String? {
        let letters = Template.letters(of: pattern)
        guard !letters.isEmpty else { return pattern }
        var slots = subject.slots
        for (letter, value) in fixed { slots[letter] = value }
        func asks(_ letter: Character) -> Bool {
            slots[letter] == nil && letters.contains { letter.asciiValue == $0 }
        }
        var chosen = point
        if chosen == nil, asks("p") || asks("h") || asks("i") || asks("j") { chosen = points.deal(&dice) }
        if let chosen {
            slots["p"] = slots["p"] ?? chosen.name
            slots["h"] = slots["h"] ?? chosen.head
            if asks("i") { slots["i"] = Template.fill(chosen.how, slots) }
            if asks("j") { slots["j"] = Template.fill(chosen.why, slots) }
        }
        if asks("g") { slots["g"] = others.deal(&dice) { $0.name != chosen?.name }?.name }
        if asks("k") { slots["k"] = deal("keywords", subject.keywords) }
        if asks("w") { slots["w"] = deal("people", subject.people) }
        if asks("m") { slots["m"] = deal("metrics", subject.metrics) }
        if asks("o") { slots["o"] = deal("things", subject.things) }
        if asks("x") || asks("y"), let mistake = mistakes.deal(&dice) {
            slots["x"] = mistake.wrong
            slots["y"] = mistake.right
        }
        for (letter, cards) in subject.decks.inOrder where asks(letter) {
            slots[letter] = deal("deck \(letter)", cards)
        }
        return Template.fill(pattern, slots).map(tidy)
    }

    /// Capitalises the first letter of an English sentence that begins with a slot.
    private func tidy(_ text: String) -> String {
        guard !voice.joint.isEmpty, let first = text.first else { return text }
        if text.hasPrefix("- **"), let letter = text.dropFirst(4).first, letter.isLowercase {
            return "- **" + letter.uppercased() + text.dropFirst(5)
        }
        return first.isLowercase ? first.uppercased() + text.dropFirst() : text
    }

    /// Whether a unit may still be written: none of its sentences has been used.
    func isFresh(_ unit: String) -> Bool {
        hashes(of: unit).allSatisfy { !used.contains($0) }
    }

    func use(_ unit: String) {
        for hash in hashes(of: unit) { used.insert(hash) }
    }

    /// Sentences shorter than this are names and labels, which may stand more than once.
    private static let shortestSentence = 4
    /// The same of the cells of a table.
    private static let shortestCell = 10

    private func hashes(of unit: String) -> [UInt64] {
        unit.partHashes(
            stops: voice.stops,
            shortestSentence: Writer.shortestSentence,
            shortestCell: Writer.shortestCell
        )
    }

    // MARK: - Frames

    /// Writes a sentence and takes its frame and its label; nil when one of them, or the sentence, stands already.
    func write(_ frame: Frame, point: Point? = nil, fixed: Slots = [:]) -> String? {
        guard isOpen(frame) else { return nil }
        let label = point == nil && frame.isLabelled ? nextPoints(1).first : nil
        guard !frame.isLabelled || point != nil || label != nil else { return nil }
        guard let unit = render(frame.text, point: point ?? label, fixed: fixed), isFresh(unit) else {
            if let label { taken.remove(label.name) }
            return nil
        }
        closed.formUnion(frame.marks)
        claims[unit] = Claim(marks: frame.marks, label: label?.name)
        return unit
    }

    func write(_ pattern: String, point: Point? = nil, fixed: Slots = [:]) -> String? {
        write(Frame(pattern), point: point, fixed: fixed)
    }

    private func isOpen(_ frame: Frame) -> Bool { frame.marks.allSatisfy { !closed.contains($0) } }

    /// Gives back what a sentence took that found no room.
    func release(_ unit: String) {
        guard let claim = claims.removeValue(forKey: unit) else { return }
        closed.subtract(claim.marks)
        if let label = claim.label { taken.remove(label) }
    }

    /// Opens every frame again, for a text so long that it has used them all; headings and labels stay taken.
    func reopen() {
        closed = []
        claims = [:]
    }

    /// The next open frame of a named deck, which is made of `patterns` when it is first asked for.
    private func dealFrame(_ name: String, _ patterns: [String], holding text: String? = nil) -> Frame? {
        var deck = frames.removeValue(forKey: name) ?? Deck(patterns.map(Frame.init))
        let frame = deck.deal(&dice) { isOpen($0) && (text.map($0.text.holds) ?? true) }
        frames[name] = deck
        return frame
    }

    // MARK: - Supplies

    /// Deals from patterns until they bring nothing new; with `holding` only from those that hold a text.
    func supply(
        _ name: String,
        _ patterns: [String],
        point: Point? = nil,
        fixed: Slots = [:],
        holding text: String? = nil
    ) -> () -> String? {
        { [unowned self] in
            for _ in 0..<Writer.patience {
                guard let frame = dealFrame(name, patterns, holding: text) else { return nil }
                if let unit = write(frame, point: point, fixed: fixed) { return unit }
            }
            return nil
        }
    }

    /// Deals a register's patterns, by the kind of each point.
    func supply(register name: String, point: Point? = nil, fixed: Slots = [:]) -> () -> String? {
        guard let register = voice.registers[name] else { return { nil } }
        func patterns(_ point: Point) -> (String, [String]) {
            let isPractice = point.mode == .practice
            return ("\(name) \(isPractice)", isPractice ? register.practice : register.insight)
        }
        if let point {
            let (deck, list) = patterns(point)
            return supply(deck, list, point: point, fixed: fixed)
        }
        return { [unowned self] in
            var dry: Set<Point.Mode> = []
            for _ in 0..<Writer.patience {
                guard let point = points.deal(&dice) else { return nil }
                let (deck, list) = patterns(point)
                guard let frame = dealFrame(deck, list) else {
                    dry.insert(point.mode)
                    if dry.count == modes { return nil }
                    continue
                }
                if let unit = write(frame, point: point, fixed: fixed) { return unit }
            }
            return nil
        }
    }

    /// An unused sentence of a list that names the topic, so that a section begins with its subject.
    func topical(_ name: String, _ patterns: [String], point: Point? = nil, fixed: Slots = [:]) -> String? {
        supply(name, patterns, point: point, fixed: fixed, holding: "{t}")()
    }

    // MARK: - Points and scenes

    /// The next points of the subject that have neither a section nor a label of their own.
    func nextPoints(_ count: Int) -> [Point] {
        let fresh = subject.points.filter { !taken.contains($0.name) }
        let result = Array(fresh.prefix(count))
        for point in result { taken.insert(point.name) }
        return result
    }

    /// The point that shares most with a keyword, among those that are not taken; nil when none shares half of it.
    func bestPoint(for keyword: String) -> Point? {
        let pairs = keyword.adjacentPairs
        var best: (point: Point, score: Int)?
        for point in subject.points where !taken.contains(point.name) {
            let text = point.text
            let score = pairs.reduce(0) { $0 + (text.holds($1) ? 1 : 0) }
            if score > best?.score ?? 0 { best = (point, score) }
        }
        guard let best, best.score * 2 >= pairs.count else { return nil }
        taken.insert(best.point.name)
        return best.point
    }

    /// The next scene of the subject; nil when all were told.
    func nextScene() -> String? {
        guard scenesTold < subject.scenes.count else { return nil }
        scenesTold += 1
        return render(subject.scenes[scenesTold - 1])
    }
}

extension String {
    /// Every two neighbouring characters.
    var adjacentPairs: [String] {
        zip(self, dropFirst()).map { String([$0, $1]) }
    }
}
