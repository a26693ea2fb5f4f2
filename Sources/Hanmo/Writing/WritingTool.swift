#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// One of the 14 tools: what it is called, what it takes, and how its model is told to write.
final class WritingTool: Sendable {
    /// The API document's `tool_type`.
    let type: String
    let name: Message
    let description: Message
    /// Characters, where the order says nothing.
    let defaultLength: Int
    /// The same for English, which says in 60 words what Chinese says in 100 characters; to the nearest fifty.
    var defaultWords: Int { (defaultLength * 3 / 5 + 25) / 50 * 50 }
    let fields: [String]
    let required: Set<String>
    let prompt: PromptTemplate

    /// Reads a tool from its resource file.
    ///
    /// - Errors: ``Fault`` naming what the file lacks: a mistake of ours, found by the first test that starts the
    ///   product.
    init(type: String, file: String) throws(Fault) {
        self.type = type
        guard let start = file[...].range(of: "---\n"), start.lowerBound == file.startIndex,
            let end = file[start.upperBound...].range(of: "---\n")
        else { throw Fault(type: type, what: "front matter") }
        var values: [String: String] = [:]
        for line in file[start.upperBound..<end.lowerBound].utf8.split(separator: UInt8(ascii: "\n")) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            values[String(Substring(line[..<colon]))] = String(Substring(line[colon...].dropFirst())).trimmed
        }
        func value(_ key: String) throws(Fault) -> String {
            guard let value = values[key], !value.isEmpty else { throw Fault(type: type, what: key) }
            return value
        }
        func list(_ key: String) throws(Fault) -> [String] {
            try value(key).split(separator: ",").map { String($0).trimmed }
        }
        name = Message(try value("name"), try value("name_en"))
        description = Message(try value("description"), try value("description_en"))
        guard let length = Int(try value("default_length")) else { throw Fault(type: type, what: "default_length") }
        defaultLength = length
        fields = try list("fields")
        required = Set(try list("required"))
        guard let prompt = PromptTemplate(file[end.upperBound...]) else { throw Fault(type: type, what: "prompt") }
        self.prompt = prompt
    }

    struct Fault: Error {
        let type: String
        let what: String
    }
}

/// The two halves of a prompt file; the user's is cut once into pieces, since it is filled for every text.
struct PromptTemplate: Sendable {
    /// What goes where a line of the file has `{{…}}`.
    enum Field: String, Sendable {
        case title, keywords, requirements, content, language, tone, length
    }

    private struct Piece: Sendable {
        let text: String
        /// What follows the text; nil at the end of a line.
        let field: Field?
    }

    let system: String
    private let lines: [[Piece]]
    private let fence: Fence

    /// - Returns: nil where a half is missing, or a field that no order has.
    init?(_ text: Substring) {
        guard let system = text.range(of: "# system\n"), let user = text.range(of: "\n# user\n") else { return nil }
        self.system = String(text[system.upperBound..<user.lowerBound]).trimmed
        var lines: [[Piece]] = []
        let told = String(text[user.upperBound...]).trimmed
        for line in told.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard let pieces = PromptTemplate.pieces(of: Substring(line)) else { return nil }
            lines.append(pieces)
        }
        self.lines = lines
        fence = Fence(around: text[user.upperBound...])
    }

    private static func pieces(of line: Substring) -> [Piece]? {
        var pieces: [Piece] = []
        var rest = line
        while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
            guard let field = Field(rawValue: String(rest[open.upperBound..<close.lowerBound])) else { return nil }
            pieces.append(Piece(text: String(rest[..<open.lowerBound]), field: field))
            rest = rest[close.upperBound...]
        }
        pieces.append(Piece(text: String(rest), field: nil))
        return pieces
    }

    /// The user's half with its fields filled in; a line whose field is empty is left out.
    ///
    /// What stands in a field is put in as it is: braces in a user's text stay text.
    func filled(_ value: (Field) -> String) -> String {
        var filled = ""
        filled.reserveCapacity(PromptTemplate.usualBytes)
        for line in lines {
            let values = line.map { $0.field.map(value) ?? "" }
            guard zip(line, values).allSatisfy({ $0.field == nil || !$1.isEmpty }) else { continue }
            if !filled.isEmpty { filled += "\n" }
            for (piece, value) in zip(line, values) {
                filled += piece.text
                filled += fence.kept(by: value)
            }
        }
        return filled
    }

    /// What most orders take, so that the text is not moved while it grows.
    private static let usualBytes = 2_048
}

extension Substring {
    /// The first place where `text` stands.
    fileprivate func range(of text: String) -> Range<Index>? {
        guard let place = withCString({ start in strstr(start, text).map { UnsafePointer($0) - start } }) else {
            return nil
        }
        let start = utf8.index(startIndex, offsetBy: place)
        return start..<utf8.index(start, offsetBy: text.utf8.count)
    }
}
