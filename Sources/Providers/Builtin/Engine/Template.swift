/// What the slots of a sentence pattern stand for in one draft: `t` in `{t}` is the topic, and so on.
///
/// | slot | stands for | slot | stands for |
/// |---|---|---|---|
/// | `t` | the topic, a noun | `a` | the activity, a verb phrase |
/// | `p` | the name of a point | `h` | what to do about that point |
/// | `g` | the name of another point | `k` | a keyword |
/// | `w` | a kind of person | `m` | something to measure |
/// | `o` | a thing to use | `x`, `y` | a mistake, and what to do instead |
/// | `q` | the title as it was given | `j`, `i` | why a point matters, and how it is done |
/// | `T`, `K` | the topic and all keywords, for tables | `#` | a line of hashtags |
///
/// Some forms have slots of their own, see ``Forms``.
typealias Slots = [Character: String]

enum Template {
    /// Fills the slots of a pattern; nil when it asks for one that has no value, so that the pattern is passed over.
    static func fill(_ pattern: String, _ slots: Slots) -> String? {
        guard pattern.utf8.contains(UInt8(ascii: "{")) else { return pattern }
        var result = ""
        var rest = Substring(pattern)
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let name = rest.index(after: open)
            let close = rest.index(after: name)
            guard close < rest.endIndex, rest[close] == "}" else { return nil }
            guard let value = slots[rest[name]], !value.isEmpty else { return nil }
            result += value
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// The lines of a block of patterns, one pattern a line.
    static func lines(_ block: String) -> [String] {
        block.split(separator: "\n").map { $0.trimmed }.filter { !$0.isEmpty }
    }
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmed: String {
        var part = Substring(self)
        while let first = part.first, first.isWhitespace { part.removeFirst() }
        while let last = part.last, last.isWhitespace { part.removeLast() }
        return String(part)
    }
}

/// Makes a user's words safe inside Markdown.
enum Markdown {
    private static let marks: Set<Character> = ["\\", "`", "*", "_", "#", "[", "]", "<", ">", "|", "~", "{", "}"]

    /// Escapes every mark that could start emphasis, a heading, a link, HTML or a table cell; lines become one line.
    static func escape(_ text: String) -> String {
        var result = ""
        for character in oneLine(text) {
            if marks.contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }

    /// The text on one line, without control characters and with single spaces.
    static func oneLine(_ text: String) -> String {
        var result = ""
        var gap = false
        for character in text {
            if character.isWhitespace || character.isNewline || character.isControl {
                gap = !result.isEmpty
            } else {
                if gap { result.append(" ") }
                gap = false
                result.append(character)
            }
        }
        return result
    }
}

extension Character {
    /// A control character, a line separator, or a mark that turns the direction of the text around.
    var isControl: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0...0x1f, 0x7f...0x9f, 0x200b, 0x200e, 0x200f, 0x2028...0x202e, 0x2060...0x2069, 0xfeff: true
            default: false
            }
        }
    }

    /// A Chinese character.
    var isHan: Bool {
        guard let scalar = unicodeScalars.first?.value else { return false }
        return (0x4e00...0x9fff).contains(scalar) || (0x3400...0x4dbf).contains(scalar)
            || (0x20000...0x323af).contains(scalar)
    }

    /// A letter of a Latin alphabet.
    var isLatin: Bool {
        guard let scalar = unicodeScalars.first?.value else { return false }
        return (0x41...0x5a).contains(scalar) || (0x61...0x7a).contains(scalar)
            || ((0xc0...0x24f).contains(scalar) && scalar != 0xd7 && scalar != 0xf7)
    }
}
