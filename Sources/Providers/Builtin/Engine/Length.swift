extension Draft {
    /// The shortest and the longest text that the engine drafts, in characters; orders outside are drawn in and the
    /// text says so.
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
        for line in text.unicodeScalars.split(separator: "\n") {
            guard let body = countedPart(of: Substring(line)) else { continue }
            var joinsNext = false
            for scalar in body.unicodeScalars {
                if scalar.value < 0x80 {
                    if scalar.value > 0x20, !uncounted.contains(scalar) { count += 1 }
                } else if scalar.value == zeroWidthJoiner {
                    joinsNext = true
                    continue
                } else if !joinsNext, scalar.isCounted {
                    count += 1
                }
                joinsNext = false
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

    private static let uncounted: Set<Unicode.Scalar> = ["#", "*", "_", "`", ">", "|", "~", "\\"]
    private static let zeroWidthJoiner: UInt32 = 0x200d

    /// The part of a line that counts; nil for a title, a note or the rule under a table's header.
    private static func countedPart(of line: Substring) -> Substring? {
        let bytes = line.utf8.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let first = bytes.first else { return nil }
        if first >= 0x80 { return Substring(bytes) }
        let isMark = bytes.dropFirst().first == UInt8(ascii: " ")
        switch first {
        case UInt8(ascii: "#") where isMark, UInt8(ascii: ">") where isMark: return nil
        case UInt8(ascii: "|"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: ":"):
            if bytes.allSatisfy({ "|-:* ".utf8.contains($0) }) { return nil }
            return Substring(first == UInt8(ascii: "-") && isMark ? bytes.dropFirst(2) : bytes)
        default:
            let digits = bytes.prefix { (0x30...0x39).contains($0) }.count
            let isItem = (1...3).contains(digits) && bytes.dropFirst(digits).starts(with: ". ".utf8)
            return Substring(isItem ? bytes.dropFirst(digits + 2) : bytes)
        }
    }
}

extension Unicode.Scalar {
    /// Whether a sign beyond ASCII counts: no white space, nothing that only changes the sign before it.
    fileprivate var isCounted: Bool {
        switch value {
        case 0x3400...0x9fff, 0xff01...0xff5e, 0x3001...0x301c: true
        case 0xfe00...0xfe0f, 0x1f3fb...0x1f3ff, 0x200b...0x200f, 0x3000, 0xa0: false
        default:
            !properties.isWhitespace && properties.generalCategory != .nonspacingMark
                && properties.generalCategory != .enclosingMark && properties.generalCategory != .format
        }
    }
}
