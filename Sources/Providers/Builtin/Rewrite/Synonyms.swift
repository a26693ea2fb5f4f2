/// Words that can stand for each other, replaced where they are meant.
enum Synonyms {
    /// Replaces words outside of quotation marks, brackets, links and code; words of `kept` stay as they are.
    static func replace(in sentence: String, style: Style, isChinese: Bool, keeping kept: [String] = []) -> String {
        isChinese
            ? chinese(sentence, style.swaps, kept.filter { !$0.isEmpty })
            : english(sentence, EnglishSwaps.pairs(style))
    }

    private static func chinese(_ sentence: String, _ swaps: [Character: [Swap]], _ kept: [String]) -> String {
        var result = ""
        var rest = Substring(sentence)
        var before: Character?
        var quotation = Quotation()
        while let character = rest.first {
            quotation.read(character)
            var taken = 1
            var written = String(character)
            if let link = linkLength(rest) {
                taken = link
                written = String(rest.prefix(link))
            } else if let word = kept.first(where: { rest.hasPrefix($0) }) {
                taken = word.count
                written = word
            } else if !quotation.isOpen,
                let swap = swaps[character]?.first(where: {
                    rest.hasPrefix($0.word) && $0.fits(before: before, rest: rest, in: sentence)
                })
            {
                taken = swap.word.count
                written = swap.other
            }
            result += written
            before = rest[rest.index(rest.startIndex, offsetBy: taken - 1)]
            rest = rest.dropFirst(taken)
        }
        return result
    }

    /// How long the link is that begins a text; nil when none does.
    private static func linkLength(_ text: Substring) -> Int? {
        guard text.hasPrefix("http") || text.hasPrefix("www.") else { return nil }
        return text.prefix { !$0.isWhitespace && !"，。；、）】”".contains($0) }.count
    }

    /// The longest phrase that is replaced, in words.
    private static let longestPhrase = 3

    private static func english(_ sentence: String, _ pairs: [String: String]) -> String {
        let words = sentence.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        var result: [String] = []
        var isQuoted = false
        var index = 0
        while index < words.count {
            let marks = words[index].filter { "\"“”`".contains($0) }.count
            if isQuoted || marks > 0 {
                if marks % 2 == 1 { isQuoted.toggle() }
                result.append(words[index])
                index += 1
                continue
            }
            let (taken, written) = phrase(at: index, of: words, pairs) ?? (1, words[index])
            result.append(written)
            index += taken
        }
        return result.joined(separator: " ")
    }

    /// The longest phrase that begins at a word and has another for it, with its length in words.
    private static func phrase(at index: Int, of words: [String], _ pairs: [String: String]) -> (Int, String)? {
        for length in (1...longestPhrase).reversed() where index + length <= words.count {
            let phrase = words[index..<index + length].joined(separator: " ").replacing("’", with: "'")
            let bare = phrase.withoutEndMarks
            let before = index > 0 ? words[index - 1].lowercased() : nil
            let behind = index + length < words.count ? words[index + length].lowercased().withoutEndMarks : nil
            guard let other = pairs[bare.lowercased()],
                EnglishSwaps.fits(bare.lowercased(), before: before, behind: behind, endsClause: bare != phrase)
            else { continue }
            let cased = bare.first?.isUppercase == true ? other.prefix(1).uppercased() + other.dropFirst() : other
            return (length, cased + phrase.dropFirst(bare.count))
        }
        return nil
    }
}

/// Whether the characters read so far leave a quotation, a bracket or code open.
struct Quotation {
    private var depth = 0
    private var isCode = false
    private var isStraight = false

    var isOpen: Bool { depth > 0 || isCode || isStraight }

    mutating func read(_ character: Character) {
        switch character {
        case "`": isCode.toggle()
        case "\"": isStraight.toggle()
        case "“", "‘", "「", "『", "《", "（", "(", "【", "[": depth += 1
        case "”", "’", "」", "』", "》", "）", ")", "】", "]": depth = max(0, depth - 1)
        default: break
        }
    }

    /// Whether a text leaves one open.
    static func isLeftOpen(in text: String) -> Bool {
        var quotation = Quotation()
        for character in text { quotation.read(character) }
        return quotation.isOpen
    }
}

extension String {
    fileprivate var withoutEndMarks: String {
        var part = Substring(self)
        while let last = part.last, ",.;:!?".contains(last) { part.removeLast() }
        return String(part)
    }
}
