import Gateways

/// A report as a file that spreadsheets open: RFC 4180, in UTF-8 with a mark by which they know it.
struct StatisticsSheet {
    /// Without it spreadsheets take Chinese for another encoding.
    private static let byteOrderMark = "\u{FEFF}"

    let text: String

    init(_ report: any StatisticsReport, in language: Language) {
        let head = report.columns.map { SheetCell.text($0.text(in: language)) }
        let lines = ([head] + report.rows(in: language)).map { row in
            row.map(\.text).joined(separator: ",") + "\r\n"
        }
        text = StatisticsSheet.byteOrderMark + lines.joined()
    }
}

/// One cell of a sheet.
struct SheetCell: Sendable, Equatable {
    /// As it stands in the file.
    let text: String

    private init(verbatim text: String) {
        self.text = text
    }

    static func number(_ number: Int) -> SheetCell { SheetCell(verbatim: String(number)) }

    static func yuan(_ fen: Int) -> SheetCell { SheetCell(verbatim: Yuan.text(fen)) }

    /// Digits and a point.
    static func decimal(_ digits: String) -> SheetCell { SheetCell(verbatim: digits) }

    /// With what a formula begins, for one spreadsheet or another: some read full width as half width.
    private static let formulaStarts = "=+-@\t\r＝＋－＠".unicodeScalars

    /// Words, which somebody else may have chosen: what a spreadsheet would take for a formula gets an apostrophe
    /// before it, and what would end the cell stands in quotation marks.
    static func text(_ words: String) -> SheetCell {
        let isFormula = words.unicodeScalars.first.map(formulaStarts.contains) ?? false
        let tame = isFormula ? "'\(words)" : words
        guard tame.unicodeScalars.contains(where: ",\"\r\n".unicodeScalars.contains) else {
            return SheetCell(verbatim: tame)
        }
        return SheetCell(verbatim: "\"\(tame.replacing("\"", with: "\"\""))\"")
    }
}
