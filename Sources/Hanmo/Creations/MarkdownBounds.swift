/// Whether a text's shape keeps cmark-gfm quick: many of its steps take a time that grows with the square of what is
/// hostile in a text, and nothing interrupts them.
///
/// One pass that never asks what a line means where it can't be sure: what it takes for the inside of a paragraph may
/// be less to cmark-gfm, but not more. Each limit lets pass ten times what articles hold, and keeps 200,000 characters
/// below half a second.
struct MarkdownBounds {
    /// Quotes and list items within each other, also as indentation: two columns hold one.
    private static let nestingLimit = 50
    /// Deepest nesting times lines: a line is looked for in each level, and indented by all in plain text.
    private static let nestedLineLimit = 1_000_000
    /// Markers of numbered items: for its number in plain text, each item counts those before it.
    private static let numberLimit = 5_000
    /// Cells of a row; cmark-gfm walks through all of a row for each of them.
    private static let columnLimit = 500
    /// Widest row times lines: short rows are filled up.
    private static let cellLimit = 200_000
    /// Squares of the delimiters of each paragraph, which may stand within each other.
    private static let delimiterLimit = 25_000_000
    /// Squares of the lines of each paragraph: the last may be the head of a table, which is looked for from the first.
    private static let lineLimit = 200_000_000
    /// Starts of declarations, instructions and CDATA times the paragraph in which each is searched for its end.
    private static let markupLimit = 50_000_000
    /// Marks of an address times the word in which each is searched for its ends.
    private static let addressLimit = 50_000_000
    /// Brackets in a text times the longest paragraph that may define links: what each would put into the output.
    private static let definitionLimit = 25_000_000

    private typealias Line = Slice<UnsafeBufferPointer<UInt8>>

    private var lines = 0
    private var nesting = 0
    private var numbers = 0
    private var columns = 0
    private var brackets = 0
    private var longestDefinition = 0
    private var delimiterWork = 0
    private var lineWork = 0
    private var markupWork = 0
    private var addressWork = 0
    private var paragraph = Paragraph()
    private var fence: Fence?
    /// Lines of raw HTML may hide a fence.
    private var trustsFences = true
    private var isInTable = false

    /// What may be one paragraph to cmark-gfm.
    private struct Paragraph {
        var lines = 0
        var bytes = 0
        /// Bars of its first line, where that may be the head of a table.
        var headBars = 0
        var delimiters = 0
        var markups = 0
        var mayDefine = false
        var hasDefinitionMark = false
    }

    private struct Fence {
        let mark: UInt8
        let length: Int
    }

    static func hold(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var bounds = MarkdownBounds()
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex { $0 == .newline || $0 == .carriageReturn } ?? bytes.count
                bounds.read(bytes[start..<end])
                guard bounds.lineHolds else { return false }
                let isPair = end + 1 < bytes.count && bytes[end] == .carriageReturn && bytes[end + 1] == .newline
                start = end + (isPair ? 2 : 1)
            }
            bounds.endParagraph()
            return bounds.lineHolds && bounds.textHolds
        }
    }

    private var lineHolds: Bool {
        nesting <= MarkdownBounds.nestingLimit && numbers <= MarkdownBounds.numberLimit
            && columns <= MarkdownBounds.columnLimit && addressWork <= MarkdownBounds.addressLimit
            && delimiterWork <= MarkdownBounds.delimiterLimit && lineWork <= MarkdownBounds.lineLimit
            && markupWork <= MarkdownBounds.markupLimit
    }

    private var textHolds: Bool {
        nesting * lines <= MarkdownBounds.nestedLineLimit && columns * lines <= MarkdownBounds.cellLimit
            && brackets * longestDefinition <= MarkdownBounds.definitionLimit
    }

    private mutating func read(_ line: Line) {
        lines += 1
        if let open = fence {
            if MarkdownBounds.closes(line, open) { fence = nil }
            return
        }
        let (content, isItem) = readMarkers(of: line)
        guard let first = content.first else {
            // A marker of nothing may be a word of the paragraph before it.
            if line.contains(where: { $0 != .space && $0 != .tab }) { paragraph.lines += 1 } else { endParagraph() }
            return
        }
        if first == UInt8(ascii: "<") { trustsFences = false }
        if trustsFences, let opened = MarkdownBounds.fence(line) {
            endParagraph()
            fence = opened
            return
        }
        if isItem { endParagraph() }
        if first == UInt8(ascii: "[") { paragraph.mayDefine = true }
        let bars = MarkdownBounds.bars(ofRow: line)
        if isInTable || (paragraph.lines == 1 && bars > 0 && bars == paragraph.headBars) {
            isInTable = bars > 0 && (isInTable || MarkdownBounds.isDelimiterRow(line))
            if isInTable { endCells() }
        }
        if paragraph.lines == 0, !line.contains(UInt8(ascii: "\\")) { paragraph.headBars = bars }
        readInlines(of: line)
    }

    /// Counts the markers before a line's content; true where the line begins an item whatever stood before it.
    private mutating func readMarkers(of line: Line) -> (content: Line, isItem: Bool) {
        var rest = line
        var column = 0
        var markers = 0
        var isItem = false
        while let byte = rest.first {
            if byte == .space || byte == .tab {
                column += byte == .tab ? 4 : 1
                rest = rest.dropFirst()
            } else if let width = MarkdownBounds.marker(at: rest) {
                // Deeper it might be a word of the paragraph before it; so might be a number, or a marker of nothing.
                let hasContent = rest.dropFirst(width).contains { $0 != .space && $0 != .tab }
                if markers == 0, column < 4, byte != UInt8(ascii: ">"), width == 1, hasContent { isItem = true }
                if width > 1 { numbers += 1 }
                markers += 1
                nesting = max(nesting, column / 2 + markers)
                rest = rest.dropFirst(width)
            } else {
                break
            }
        }
        return (rest, isItem)
    }

    /// The length of a quote's or an item's marker.
    private static func marker(at rest: Line) -> Int? {
        if rest.first == UInt8(ascii: ">") { return 1 }
        let digits = rest.prefix(10).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        let signs: [UInt8] = digits > 0 ? [UInt8(ascii: "."), UInt8(ascii: ")")] : [.dash, .plus, .star]
        let tail = rest.dropFirst(digits)
        guard let sign = tail.first, signs.contains(sign) else { return nil }
        guard let next = tail.dropFirst().first else { return digits + 1 }
        return next == .space || next == .tab ? digits + 1 : nil
    }

    private mutating func readInlines(of line: Line) {
        var bars = 0
        var word = (bytes: 0, marks: 0)
        var last: UInt8 = 0
        for byte in line {
            word.bytes += 1
            switch byte {
            case .space, .tab:
                addressWork += word.bytes * word.marks
                word = (0, 0)
            case .star, UInt8(ascii: "_"), UInt8(ascii: "~"):
                paragraph.delimiters += 1
            case UInt8(ascii: "["), UInt8(ascii: "]"):
                paragraph.delimiters += 1
                brackets += 1
            case .bar:
                bars += 1
            case UInt8(ascii: "!"), UInt8(ascii: "?"):
                if last == UInt8(ascii: "<") { paragraph.markups += 1 }
            case .colon:
                if last == UInt8(ascii: "]") { paragraph.hasDefinitionMark = true }
                word.marks += 1
            case UInt8(ascii: "@"), UInt8(ascii: "."), UInt8(ascii: ")"), UInt8(ascii: ";"):
                word.marks += 1
            default:
                break
            }
            last = byte
        }
        addressWork += word.bytes * word.marks
        columns = max(columns, bars + 1)
        paragraph.lines += 1
        paragraph.bytes += line.count + 1
    }

    private mutating func endParagraph() {
        isInTable = false
        endCells()
    }

    /// Ends what is read as one, a paragraph or a row of a table.
    private mutating func endCells() {
        delimiterWork += paragraph.delimiters * paragraph.delimiters
        lineWork += paragraph.lines * paragraph.lines
        markupWork += paragraph.markups * paragraph.bytes
        if paragraph.mayDefine, paragraph.hasDefinitionMark {
            longestDefinition = max(longestDefinition, paragraph.bytes)
        }
        paragraph = Paragraph()
    }

    /// The bars of what is surely a row where the line before it is one; 0 of any other line.
    private static func bars(ofRow line: Line) -> Int {
        guard line.first == .bar, line.last(where: { $0 != .space && $0 != .tab }) == .bar else { return 0 }
        return line.count { $0 == .bar }
    }

    /// True for the row below a table's head, as in `|---|:-:|`.
    private static func isDelimiterRow(_ line: Line) -> Bool {
        let cells = line.split(separator: .bar, omittingEmptySubsequences: false).dropFirst().dropLast()
        return !cells.isEmpty
            && cells.allSatisfy { cell in
                let parts = cell.split { $0 == .space || $0 == .tab }
                guard parts.count == 1, let dashes = parts.first else { return false }
                let inner = dashes.drop { $0 == .colon }
                let count = inner.prefix { $0 == .dash }.count
                return count > 0 && dashes.count - inner.count <= 1 && inner.count - count <= 1
                    && inner.dropFirst(count).allSatisfy { $0 == .colon }
            }
    }

    /// A fence that opens code at the very beginning of a line, where nothing but its end can close it.
    private static func fence(_ line: Line) -> Fence? {
        guard let mark = line.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
        let length = line.prefix { $0 == mark }.count
        guard length >= 3, mark == UInt8(ascii: "~") || !line.dropFirst(length).contains(mark) else { return nil }
        return Fence(mark: mark, length: length)
    }

    private static func closes(_ line: Line, _ fence: Fence) -> Bool {
        let indent = line.prefix { $0 == .space }.count
        let marks = line.dropFirst(indent).prefix { $0 == fence.mark }.count
        return indent < 4 && marks >= fence.length
            && line.dropFirst(indent + marks).allSatisfy { $0 == .space || $0 == .tab }
    }
}

extension UInt8 {
    fileprivate static let newline = UInt8(ascii: "\n")
    fileprivate static let carriageReturn = UInt8(ascii: "\r")
    fileprivate static let space = UInt8(ascii: " ")
    fileprivate static let tab = UInt8(ascii: "\t")
    fileprivate static let bar = UInt8(ascii: "|")
    fileprivate static let colon = UInt8(ascii: ":")
    fileprivate static let dash = UInt8(ascii: "-")
    fileprivate static let plus = UInt8(ascii: "+")
    fileprivate static let star = UInt8(ascii: "*")
}
