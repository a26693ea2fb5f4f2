/// What the engine reads of an order: enough for whatever people write, and too little to keep it busy.
///
/// It walks texts character by character, forth and back. A character of thousands of marks, or a row of thousands of
/// flags, which Unicode pairs from the row's beginning, would make each step as long as the text.
enum BriefBounds {
    /// Scalars of one character; a family of emoji has eleven.
    private static let scalars = 32
    /// Flags in a row; there are not many more.
    private static let flags = 300

    static func bounded(_ brief: Brief) -> Brief {
        var brief = brief
        brief.title = readable(brief.title)
        brief.keywords = brief.keywords.map(readable)
        brief.requirements = readable(brief.requirements)
        brief.content = readable(brief.content)
        return brief
    }

    /// A text without what stands beyond the bounds.
    static func readable(_ text: String) -> String {
        // Most texts have nothing of the sort, and are not made anew.
        guard !text.unicodeScalars.allSatisfy(standsAlone) else { return text }
        var kept = String.UnicodeScalarView()
        var row = 0
        for character in text {
            let parts = character.unicodeScalars
            row = parts.first.map(isHalfOfFlag) == true ? row + 1 : 0
            if row <= flags { kept.append(contentsOf: parts.prefix(scalars)) }
        }
        return String(kept)
    }

    /// Whether a scalar is surely a character by itself: those that Chinese and Western texts consist of.
    private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x300, 0x2010...0x2027, 0x3000...0x3029, 0x3041...0x3096, 0x30A1...0x30FA, 0x3400...0x9FFF,
            0xFF01...0xFF9D:
            true
        default: false
        }
    }

    private static func isHalfOfFlag(_ scalar: Unicode.Scalar) -> Bool {
        0x1F1E6...0x1F1FF ~= scalar.value
    }
}
