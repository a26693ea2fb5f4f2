#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A file of settings as people write it for a shell or for Docker Compose, on whatever system they write.
///
/// A line is `NAME=value`, also behind `export`. A value may stand in quotes and then go over several lines; in double
/// quotes `\n`, `\"`, `\\` and `\$` are a newline and the character itself, in single quotes all is what it is. Without
/// quotes a comment begins at a `#` behind a blank. Where a name comes twice, the last one counts. Nothing is expanded.
///
/// What can't be read that way is refused and not passed over: a setting that is silently missing may be the one that
/// keeps strangers out. No fault shows what stands in a line, which may be a secret, even where a name should be.
enum DotEnv {
    /// Far above any settings: what is larger only bears the name.
    private static let limitBytes = 1 << 20

    /// The variables in a file; none where there is no such file.
    ///
    /// - Errors: ``Settings/Fault`` naming `.env` and, where one line is to blame, its number.
    static func variables(at path: String) throws(Settings.Fault) -> [String: String] {
        guard let bytes = try contents(of: path) else { return [:] }
        return try variables(in: bytes)
    }

    /// The variables in what a file holds.
    static func variables(in bytes: [UInt8]) throws(Settings.Fault) -> [String: String] {
        guard bytes.count <= limitBytes else { throw fault("should not be larger than \(limitBytes >> 20) MiB") }
        let text = withPlainNewlines(bytes)
        let lines = text.split(separator: Sign.newline, omittingEmptySubsequences: false)
        if let index = lines.firstIndex(where: { String(validating: $0, as: UTF8.self) == nil }) {
            throw fault("is not UTF-8", line: index + 1)
        }
        var reader = Reader(text)
        return try reader.variables()
    }

    private static func contents(of path: String) throws(Settings.Fault) -> [UInt8]? {
        guard let file = fopen(path, "r") else {
            guard errno == ENOENT else { throw unreadable() }
            return nil
        }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: limitBytes + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        // A folder is opened like a file, and only then can't be read.
        guard ferror(file) == 0 else { throw unreadable() }
        return Array(bytes.prefix(count))
    }

    private static func unreadable() -> Settings.Fault {
        fault("can't be read: \(String(cString: strerror(errno)))")
    }

    fileprivate static func fault(_ problem: String, line: Int? = nil) -> Settings.Fault {
        Settings.Fault(variable: ".env", problem: line.map { "line \($0) \(problem)" } ?? problem)
    }

    /// Editors on Windows put a byte order mark in front, and a carriage return into each newline.
    private static func withPlainNewlines(_ bytes: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var previous: UInt8?
        for byte in bytes.dropFirst(bytes.starts(with: Sign.byteOrderMark) ? Sign.byteOrderMark.count : 0) {
            if byte == Sign.carriageReturn {
                plain.append(Sign.newline)
            } else if byte != Sign.newline || previous != Sign.carriageReturn {
                plain.append(byte)
            }
            previous = byte
        }
        return plain
    }
}

private enum Sign {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let comment = UInt8(ascii: "#")
    static let equals = UInt8(ascii: "=")
    static let doubleQuote = UInt8(ascii: "\"")
    static let singleQuote = UInt8(ascii: "'")
    static let backslash = UInt8(ascii: "\\")
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}

/// Goes through the text once, whose newlines are plain.
private struct Reader {
    private let text: [UInt8]
    private var offset = 0
    private var line = 1

    init(_ text: [UInt8]) {
        self.text = text
    }

    mutating func variables() throws(Settings.Fault) -> [String: String] {
        var variables: [String: String] = [:]
        while offset < text.count {
            take(while: Sign.isBlank)
            if isAtEndOfLine || next == Sign.comment {
                take { $0 != Sign.newline }
            } else {
                let name = try name()
                variables[name] = try value()
            }
            // The newline that ends the line, if it is not the last one.
            offset += 1
            line += 1
        }
        return variables
    }

    private var next: UInt8? { offset < text.count ? text[offset] : nil }

    private var isAtEndOfLine: Bool { next == nil || next == Sign.newline }

    @discardableResult private mutating func take(while belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = offset
        while let byte = next, belongs(byte) { offset += 1 }
        return text[start..<offset]
    }

    /// What stands before the `=`, which is taken, too.
    private mutating func name() throws(Settings.Fault) -> String {
        let words = take { $0 != Sign.equals && $0 != Sign.newline }.split(whereSeparator: Sign.isBlank)
        guard next == Sign.equals else { throw DotEnv.fault("has no =", line: line) }
        offset += 1
        let isExported = words.first?.elementsEqual("export".utf8) == true
        guard words.count == (isExported ? 2 : 1), let name = words.last, Reader.isName(name) else {
            throw DotEnv.fault("should have a name before the =: letters, digits and _, no digit first", line: line)
        }
        return String(decoding: name, as: UTF8.self)
    }

    private static func isName(_ word: ArraySlice<UInt8>) -> Bool {
        let isDigit = { (byte: UInt8) in UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
        return !isDigit(word.first!)
            && word.allSatisfy { byte in
                // The bit that makes an ASCII letter a small one.
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || isDigit(byte) || byte == UInt8(ascii: "_")
            }
    }

    private mutating func value() throws(Settings.Fault) -> String {
        let blanks = take(while: Sign.isBlank)
        switch next {
        case Sign.doubleQuote, Sign.singleQuote: return try quotedValue()
        default: return plainValue(startsComment: !blanks.isEmpty)
        }
    }

    /// - Parameter startsComment: whether a `#` at once is one, since a blank stands before it.
    private mutating func plainValue(startsComment: Bool) -> String {
        var isBehindBlank = startsComment
        var value = take { byte in
            defer { isBehindBlank = Sign.isBlank(byte) }
            return byte != Sign.newline && !(byte == Sign.comment && isBehindBlank)
        }
        take { $0 != Sign.newline }
        while let last = value.last, Sign.isBlank(last) { value.removeLast() }
        return String(decoding: value, as: UTF8.self)
    }

    private mutating func quotedValue() throws(Settings.Fault) -> String {
        let quote = text[offset]
        let firstLine = line
        var value: [UInt8] = []
        offset += 1
        while next != quote {
            guard let byte = next else { throw DotEnv.fault("opens a quote that nothing closes", line: firstLine) }
            offset += 1
            if byte == Sign.newline { line += 1 }
            value.append(byte == Sign.backslash && quote == Sign.doubleQuote ? escaped() : byte)
        }
        offset += 1
        let blanks = take(while: Sign.isBlank)
        guard isAtEndOfLine || (next == Sign.comment && !blanks.isEmpty) else {
            let place = line == firstLine ? "" : " (on line \(line))"
            throw DotEnv.fault("has more behind the quote that closes its value\(place)", line: firstLine)
        }
        take { $0 != Sign.newline }
        return String(decoding: value, as: UTF8.self)
    }

    /// What a backslash in double quotes stands for together with what follows it; before all else it is just itself.
    private mutating func escaped() -> UInt8 {
        switch next {
        case UInt8(ascii: "n"):
            offset += 1
            return Sign.newline
        case let byte? where [Sign.doubleQuote, Sign.backslash, UInt8(ascii: "$")].contains(byte):
            offset += 1
            return byte
        default: return Sign.backslash
        }
    }
}
