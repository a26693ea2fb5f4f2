/// English words and phrases that can stand for each other.
enum EnglishSwaps {
    static func pairs(_ style: Style) -> [String: String] {
        switch style {
        case .plain: plain
        case .colloquial: casual
        case .formal: formal
        }
    }

    /// Whether a word is meant where it stands: `before` the word, `behind` its first following word, if any.
    static func fits(_ word: String, before: String?, behind: String?, endsClause: Bool) -> Bool {
        if commaWords.contains(word) { return endsClause }
        if verbs.contains(word) { return before.map(beforeVerbs.contains) ?? false }
        if word == "because" { return behind != "of" }
        if word == "very" { return before != "the" && before != "this" }
        if word.hasSuffix("'s"), word != "let's" {
            // "It's" may stand for "it has".
            return behind.map { !$0.hasSuffix("ed") && !participles.contains($0) } ?? false
        }
        if casualContractions[word] != nil { return !endsClause && behind != nil && behind != "only" }
        return true
    }

    /// Words that join sentences only before a comma (“however hard it was” is something else).
    private static let commaWords: Set<String> = [
        "however", "therefore", "furthermore", "additionally", "moreover", "consequently",
    ]

    /// Words that are nouns as well, or forms of a verb that only some subjects take.
    private static let verbs: Set<String> = [
        "purchase", "utilize", "utilise", "obtain", "commence", "buy", "show", "start", "try", "fix", "set up",
        "look into", "point out", "find out", "put off", "require", "assist", "conclude", "attempt", "demonstrate",
        "investigate", "establish", "determine", "postpone", "inform", "receive",
    ]
    private static let beforeVerbs: Set<String> = [
        "to", "will", "would", "can", "cannot", "could", "should", "must", "may", "might", "not", "don't", "didn't",
        "we", "they", "you", "i", "us", "let's", "please", "and", "won't", "can't", "shouldn't",
    ]
    private static let participles: Set<String> = [
        "been", "got", "become", "gone", "had", "made", "come", "taken", "done", "grown", "given", "seen",
    ]

    private static let contractions: [(short: String, long: String)] = [
        ("shouldn't", "should not"), ("can't", "cannot"), ("couldn't", "could not"), ("won't", "will not"),
        ("wouldn't", "would not"), ("don't", "do not"), ("doesn't", "does not"), ("didn't", "did not"),
        ("isn't", "is not"), ("aren't", "are not"), ("wasn't", "was not"), ("weren't", "were not"),
        ("haven't", "have not"), ("hasn't", "has not"), ("hadn't", "had not"), ("mustn't", "must not"),
        ("it's", "it is"), ("that's", "that is"), ("there's", "there is"), ("we're", "we are"), ("they're", "they are"),
        ("you're", "you are"), ("i'm", "I am"), ("i've", "I have"), ("we've", "we have"), ("they've", "they have"),
        ("you've", "you have"), ("i'll", "I will"), ("we'll", "we will"), ("you'll", "you will"),
        ("they'll", "they will"), ("what's", "what is"), ("who's", "who is"),
    ]

    private static let casualContractions: [String: String] = Dictionary(
        uniqueKeysWithValues: contractions.map {
            ($0.long.lowercased(), $0.long.hasPrefix("I ") ? "I" + $0.short.dropFirst() : $0.short)
        }
    )

    private static let plain: [String: String] = [
        "however": "yet", "therefore": "so", "because": "since", "additionally": "also", "furthermore": "also",
        "numerous": "many", "purchase": "buy", "utilize": "use", "utilise": "use", "obtain": "get", "commence": "begin",
        "rapidly": "quickly", "often": "frequently", "frequently": "often", "currently": "now", "nearly": "almost",
        "almost": "nearly", "maybe": "perhaps", "perhaps": "maybe", "totally": "entirely", "although": "though",
        "gradually": "slowly", "immediately": "at once", "approximately": "about",
    ]

    private static let formal: [String: String] = Dictionary(
        contractions.map { ($0.short, $0.long) } + [
            ("let's", "let us"), ("gonna", "going to"), ("wanna", "want to"), ("gotta", "have to"),
            ("kids", "children"), ("buy", "purchase"), ("show", "demonstrate"), ("start", "commence"),
            ("try", "attempt"), ("fix", "repair"), ("find out", "determine"), ("set up", "establish"),
            ("look into", "investigate"), ("point out", "indicate"), ("put off", "postpone"), ("maybe", "perhaps"),
            ("right away", "immediately"), ("boss", "manager"),
        ]
    ) { first, _ in first }

    private static let casual: [String: String] = casualContractions.merging([
        "therefore": "so", "however": "but", "furthermore": "also", "additionally": "also", "moreover": "also",
        "consequently": "so", "numerous": "lots of", "obtain": "get", "require": "need", "assist": "help",
        "purchase": "buy", "purchased": "bought", "commence": "start", "attempt": "try", "utilize": "use",
        "utilise": "use", "demonstrate": "show", "children": "kids", "approximately": "about",
        "immediately": "right away", "perhaps": "maybe", "prior to": "before", "in order to": "to",
        "regarding": "about", "investigate": "look into", "establish": "set up", "determine": "find out",
        "postpone": "put off", "very": "really", "at present": "now", "inform": "tell", "receive": "get",
    ]) { first, _ in first }
}
