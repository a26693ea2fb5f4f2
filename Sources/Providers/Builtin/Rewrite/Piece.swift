/// A sentence of a text to be rewritten, or lines of it that stay as they are, with its place among the lines.
struct Piece {
    /// The line that it ends on; of a piece of several lines it began earlier.
    var line: Int
    var firstLine: Int
    /// What stands before it on its line: the number of a list's item, or white space.
    var lead: String
    var text: String
    /// Whether it is kept as it is: a heading, a table row, a list item, a quotation, code.
    var isFixed: Bool

    init(line: Int, firstLine: Int? = nil, lead: String, text: String, isFixed: Bool = false) {
        self.line = line
        self.firstLine = firstLine ?? line
        self.lead = lead
        self.text = text
        self.isFixed = isFixed
    }

    static func pieces(of content: String) -> [Piece] {
        var result: [Piece] = []
        var fence: (line: Int, text: String)?
        for (number, line) in content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        {
            let isFence = line.trimmed.hasPrefix("```")
            if let open = fence {
                let text = open.text + "\n" + line
                fence = isFence ? nil : (open.line, text)
                if isFence {
                    result.append(Piece(line: number, firstLine: open.line, lead: "", text: text, isFixed: true))
                }
            } else if isFence {
                fence = (number, String(line))
            } else if !line.trimmed.isEmpty {
                result +=
                    isWhole(line)
                    ? [Piece(line: number, lead: "", text: String(line), isFixed: true)]
                    : sentences(of: line, at: number)
            }
        }
        if let fence {
            result.append(Piece(line: .max, firstLine: fence.line, lead: "", text: fence.text, isFixed: true))
        }
        return result
    }

    /// The pieces with the breaks between their lines.
    static func text(of pieces: [Piece]) -> String {
        var result = ""
        var last: Piece?
        for piece in pieces {
            if let last, last.line != piece.firstLine {
                // Lines of a table, a list or code belong together; those of prose are paragraphs.
                let isItem = !piece.lead.trimmed.isEmpty
                let isTight = piece.firstLine == last.line + 1 && (last.isFixed || piece.isFixed || isItem)
                result += isTight ? "\n" : "\n\n"
            }
            result += piece.lead + piece.text
            last = piece
        }
        return result
    }

    private static func isWhole(_ line: Substring) -> Bool {
        let text = line.trimmed
        if ["#", "|", "- ", "* ", "+ ", "> ", "---"].contains(where: { text.hasPrefix($0) }) { return true }
        // A line without any stop is a heading, a verse or an entry of a form; an open quotation goes on elsewhere.
        return !text.contains { "。！？；，!?.…".contains($0) } || Quotation.isLeftOpen(in: text)
    }

    private static func sentences(of line: Substring, at number: Int) -> [Piece] {
        let marker = markerLength(line)
        var lead = String(line.prefix(marker))
        var rest = line.dropFirst(marker)
        var result: [Piece] = []
        var quotation = Quotation()
        for sentence in Sentences.split(String(rest)) {
            let gap = rest.prefix { $0.isWhitespace }
            if quotation.isOpen, !result.isEmpty {
                // Sentences within one pair of straight quotation marks are one quotation.
                result[result.count - 1].text += gap + sentence
            } else {
                result.append(Piece(line: number, lead: lead + gap, text: sentence))
            }
            for character in sentence { quotation.read(character) }
            rest = rest.dropFirst(gap.count + sentence.count)
            lead = ""
        }
        return result
    }

    /// How much of a line is white space and the number of an item, such as `1. ` or 一、.
    private static func markerLength(_ line: Substring) -> Int {
        let space = line.prefix { $0.isWhitespace }.count
        let text = line.dropFirst(space)
        let number = text.prefix { $0.isWholeNumber || "（）()第".contains($0) }
        let rest = text.dropFirst(number.count)
        guard !number.isEmpty, let mark = rest.first, "、.．".contains(mark) || number.last == "）" || number.last == ")"
        else { return space }
        let end = "、.．".contains(mark) ? number.count + 1 : number.count
        // A figure such as 3.5 is part of the sentence.
        if mark == ".", rest.dropFirst().first?.isNumber ?? false { return space }
        return space + end + text.dropFirst(end).prefix { $0.isWhitespace }.count
    }
}
