/// Cutting a text into sentences.
enum Sentences {
    /// The sentences of a text with their closing marks, without empty ones; a line break always ends a sentence.
    static func split(_ text: String) -> [String] {
        var result: [String] = []
        var current = ""
        var depth = 0
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            if character.isNewline {
                flush(&current, into: &result)
                depth = 0
                continue
            }
            current.append(character)
            if "“「『（(".contains(character) { depth += 1 }
            if "”」』）)".contains(character) { depth = max(0, depth - 1) }
            let next = index + 1 < characters.count ? characters[index + 1] : "\n"
            if ends(character, next: next), depth == 0, !isClosing(next) {
                flush(&current, into: &result)
            } else if depth == 0, isClosing(character), index > 0, ends(characters[index - 1], next: "\n"),
                !isClosing(next)
            {
                flush(&current, into: &result)
            }
        }
        flush(&current, into: &result)
        return result
    }

    private static func ends(_ character: Character, next: Character) -> Bool {
        if "。！？!?…".contains(character) { return !"。！？!?…".contains(next) }
        return character == "." && next.isWhitespace
    }

    private static func isClosing(_ character: Character) -> Bool {
        "”」』’）)".contains(character)
    }

    private static func flush(_ current: inout String, into result: inout [String]) {
        let sentence = current.trimmed
        if !sentence.isEmpty { result.append(sentence) }
        current = ""
    }
}
