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

extension Dictionary where Key == Character {
    /// The entries by their letters.
    ///
    /// A dictionary is gone through in another order by each process, so whoever draws from ``Dice`` meanwhile uses
    /// this: the same brief gives the same text.
    var inOrder: [(key: Character, value: Value)] { sorted { $0.key < $1.key } }
}

enum Template {
    /// Fills the slots of a pattern; nil when it asks for one that has no value, so that the pattern is passed over.
    static func fill(_ pattern: String, _ slots: Slots) -> String? {
        var result = ""
        result.reserveCapacity(pattern.utf8.count + 48)
        let bytes = pattern.utf8
        var start = bytes.startIndex
        while let open = bytes[start...].firstIndex(of: UInt8(ascii: "{")) {
            let name = bytes.index(after: open)
            guard name < bytes.endIndex else { return nil }
            let close = bytes.index(after: name)
            guard close < bytes.endIndex, bytes[close] == UInt8(ascii: "}") else { return nil }
            guard let value = slots[Character(Unicode.Scalar(bytes[name]))], !value.isEmpty else { return nil }
            result += pattern[start..<open]
            result += value
            start = bytes.index(after: close)
        }
        if start == bytes.startIndex { return pattern }
        return result + pattern[start...]
    }

    /// The letters of the slots that a pattern asks for.
    static func letters(of pattern: String) -> [UInt8] {
        var result: [UInt8] = []
        var isOpen = false
        for byte in pattern.utf8 {
            if isOpen { result.append(byte) }
            isOpen = byte == UInt8(ascii: "{")
        }
        return result
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
    var isHan: Bool { unicodeScalars.first?.isHan ?? false }

    /// A letter of a Latin alphabet.
    var isLatin: Bool { unicodeScalars.first?.isLatin ?? false }
}
