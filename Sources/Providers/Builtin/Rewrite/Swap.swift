/// One word that another can stand for, and where: Chinese is written without gaps, so the same characters are another
/// word between other neighbours (体现在, 项目前期, 十分钟).
struct Swap {
    /// Where a word has to stand: anywhere, at the head of a clause, or at that of a sentence.
    enum Place { case anywhere, clause, sentence }

    var word: String
    var other: String
    var place: Place
    /// Characters one of which has to stand before the word, or the mark for a clause's head; empty for any.
    private var onlyAfter: Set<Character>
    /// Characters that may not stand before the word.
    private var notAfter: Set<Character>
    /// Texts one of which has to follow; empty for any.
    private var onlyBefore: [String]
    /// Texts that may not follow.
    private var notBefore: [String]
    /// Texts beside which, anywhere in the sentence, the word stays.
    private var unless: [String]
    /// What the sentence has to hold.
    private var needs: String

    /// In lists, a clause's head or its end, and a figure.
    private static let head: Character = "¶"
    private static let end = "¶"
    private static let number = "#"
    private static let numerals: Set<Character> = Set("0123456789０１２３４５６７８９一二三四五六七八九十百千万两几半数")

    /// What follows is given in lists with a space between their items.
    init(
        _ word: String,
        _ other: String,
        at place: Place = .anywhere,
        onlyAfter: String = "",
        notAfter: String = "",
        onlyBefore: String = "",
        notBefore: String = "",
        unless: String = "",
        needs: String = ""
    ) {
        func list(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
        self.word = word
        self.other = other
        self.place = place
        self.onlyAfter = Set(onlyAfter)
        self.notAfter = Set(notAfter)
        self.onlyBefore = list(onlyBefore)
        self.notBefore = list(notBefore)
        self.unless = list(unless)
        self.needs = needs
    }

    /// Whether the word may be replaced where `rest` begins with it, behind `before`, in a sentence.
    func fits(before: Character?, rest: Substring, in sentence: String) -> Bool {
        let opens = before.map { $0 != "、" && Swap.isMark($0) } ?? true
        switch place {
        case .anywhere: break
        case .clause: guard opens else { return false }
        case .sentence: guard before == nil else { return false }
        }
        if let before, notAfter.contains(before) { return false }
        if !onlyAfter.isEmpty, !onlyAfter.contains(opens ? Swap.head : before ?? Swap.head) { return false }
        let behind = rest.dropFirst(word.count)
        if notBefore.contains(where: { Swap.follows($0, behind) }) { return false }
        if !onlyBefore.isEmpty, !onlyBefore.contains(where: { Swap.follows($0, behind) }) { return false }
        return sentence.holds(needs) && !unless.contains { sentence.holds($0) }
    }

    private static func follows(_ item: String, _ behind: Substring) -> Bool {
        switch item {
        case end: behind.first.map(isMark) ?? true
        case number: behind.first.map(numerals.contains) ?? false
        default: behind.hasPrefix(item)
        }
    }

    /// Whether a clause may begin behind a character.
    private static func isMark(_ character: Character) -> Bool {
        "，。；：！？—…、,;:!?”」".contains(character) || character.isWhitespace
    }
}
