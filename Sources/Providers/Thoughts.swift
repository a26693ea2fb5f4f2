/// Takes a model's thoughts off the beginning of its text.
///
/// Some servers (Ollama, vLLM without a parser for the model) put them there between `<think>` and `</think>`, instead
/// of into a field of their own. Anything but white space before the tag makes it part of the text.
struct Thoughts: Sendable {
    private enum State {
        /// What has come may still become the opening tag.
        case undecided(String)
        /// Within the thoughts; with the end of what has come, which may be the beginning of the closing tag.
        case thinking(String)
        /// Behind the thoughts, where white space is no part of the text.
        case before
        case text
    }

    private static let opening = "<think>"
    private static let closing = "</think>"

    private var state = State.undecided("")

    /// A text that came whole, without its thoughts.
    static func removed(from text: String) -> String {
        var thoughts = Thoughts()
        return thoughts.read(text) + thoughts.finish()
    }

    /// Takes in a piece and returns what of it, and of those held back before, is text.
    mutating func read(_ piece: String) -> String {
        switch state {
        case .undecided(let held): return decide(held + piece)
        case .thinking(let held): return think(held + piece)
        case .before: return begin(piece)
        case .text: return piece
        }
    }

    /// What was held back and turns out to be text, now that no more comes; whatever comes after all is text.
    mutating func finish() -> String {
        defer { state = .text }
        if case .undecided(let held) = state { return held }
        return ""
    }

    private mutating func decide(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        if start.utf8.starts(with: Thoughts.opening.utf8) {
            return think(String(start.utf8.dropFirst(Thoughts.opening.utf8.count)) ?? "")
        }
        if Thoughts.opening.utf8.starts(with: start.utf8) {
            state = .undecided(text)
            return ""
        }
        state = .text
        return text
    }

    private mutating func think(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let closing = Array(Thoughts.closing.utf8)
        var position = 0
        while position + closing.count <= bytes.count {
            if bytes[position...].starts(with: closing) {
                return begin(String(decoding: bytes[(position + closing.count)...], as: UTF8.self))
            }
            position += 1
        }
        // Of thoughts nothing is kept but what may become the tag that ends them.
        state = .thinking(String(decoding: bytes.suffix(closing.count - 1), as: UTF8.self))
        return ""
    }

    private mutating func begin(_ text: String) -> String {
        let rest = String(text.drop(while: \.isWhitespace))
        state = rest.isEmpty ? .before : .text
        return rest
    }
}
