extension Draft {
    /// The shortest and the longest text that the engine drafts, in characters; orders outside are drawn in and the text
    /// says so.
    public static let lengthRange = 100...20_000

    /// The longest English draft in words: about as much to read as the longest in characters.
    public static let longestWords = 4_000

    /// Counts the characters of a draft's body.
    ///
    /// White space and the marks of Markdown (`#`, `*`, `_`, `` ` ``, `>`, `|`, `~`, `\`, list markers, table rules)
    /// don't count, nor do the title (a first-level heading) and quoted notes (lines that begin with `>`), where the
    /// engine says what it is. An emoji counts as one.
    public static func length(of text: String) -> Int {
        var count = 0
        for line in text.split(whereSeparator: \.isNewline) {
            guard let body = countedPart(of: line) else { continue }
            for character in body where !character.isWhitespace && !uncounted.contains(character) {
                count += 1
            }
        }
        return count
    }

    /// Counts the words of a draft's body, leaving out what ``length(of:)`` leaves out.
    public static func words(in text: String) -> Int {
        var count = 0
        for line in text.split(whereSeparator: \.isNewline) {
            guard let body = countedPart(of: line) else { continue }
            for word in body.split(whereSeparator: { $0.isWhitespace || $0 == "|" })
            where word.contains(where: { $0.isLetter || $0.isNumber }) {
                count += 1
            }
        }
        return count
    }

    private static let uncounted: Set<Character> = ["#", "*", "_", "`", ">", "|", "~", "\\"]

    /// The part of a line that counts; nil for a title, a note or the rule under a table's header.
    private static func countedPart(of line: Substring) -> Substring? {
        var body = line.drop(while: \.isWhitespace)
        if body.hasPrefix("# ") || body.hasPrefix("> ") { return nil }
        if body.allSatisfy({ $0 == "|" || $0 == "-" || $0 == ":" || $0 == " " || $0 == "*" }) { return nil }
        if body.hasPrefix("- ") { return body.dropFirst(2) }
        let digits = body.prefix(while: { $0.isASCII && $0.isNumber })
        if !digits.isEmpty, digits.count < 4, body.dropFirst(digits.count).hasPrefix(". ") {
            body = body.dropFirst(digits.count + 2)
        }
        return body
    }
}
