import JSON

/// One of the 14 tools: what it is called, what it takes, and how its model is told to write.
final class WritingTool: Sendable {
    /// The API document's `tool_type`.
    let type: String
    let name: Message
    let description: Message
    /// Characters, where the order says nothing.
    let defaultLength: Int
    let fields: [String]
    let required: Set<String>
    let prompt: PromptTemplate

    /// Reads a tool from its resource file.
    ///
    /// - Errors: ``Fault`` naming what the file lacks: a mistake of ours, found by the first test that starts the product.
    init(type: String, file: String) throws(Fault) {
        self.type = type
        let parts = file.split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty else { throw Fault(type: type, what: "front matter") }
        var values: [String: String] = [:]
        for line in parts[1].split(separator: "\n") {
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { values[String(pair[0])] = String(pair[1]).trimmed }
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
        guard let prompt = PromptTemplate(parts[2]) else { throw Fault(type: type, what: "prompt") }
        self.prompt = prompt
    }

    struct Fault: Error {
        let type: String
        let what: String
    }
}

/// The two halves of a prompt file; the user's is cut once into pieces, since it is filled for every text.
struct PromptTemplate: Sendable {
    private enum Piece: Sendable {
        case text(String)
        /// Where a field of the order goes: `{{…}}` in the file.
        case field(String)
    }

    let system: String
    private let lines: [[Piece]]

    init?(_ text: Substring) {
        guard let system = text.range(of: "# system\n"), let user = text.range(of: "\n# user\n") else { return nil }
        self.system = String(text[system.upperBound..<user.lowerBound]).trimmed
        lines = String(text[user.upperBound...]).trimmed
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map(PromptTemplate.pieces)
    }

    private static func pieces(of line: Substring) -> [Piece] {
        var pieces: [Piece] = []
        var rest = line
        while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
            pieces.append(.text(String(rest[..<open.lowerBound])))
            pieces.append(.field(String(rest[open.upperBound..<close.lowerBound])))
            rest = rest[close.upperBound...]
        }
        pieces.append(.text(String(rest)))
        return pieces
    }

    /// The user's half with its fields filled in; a line whose field is empty is left out.
    ///
    /// What stands in a field is put in as it is: braces in a user's text stay text.
    func filled(_ values: [String: String]) -> String {
        var filled = ""
        for line in lines {
            guard let text = PromptTemplate.filled(line, values) else { continue }
            if !filled.isEmpty { filled += "\n" }
            filled += text
        }
        return filled
    }

    private static func filled(_ line: [Piece], _ values: [String: String]) -> String? {
        var filled = ""
        for piece in line {
            switch piece {
            case .text(let text): filled += text
            case .field(let name):
                guard let value = values[name], !value.isEmpty else { return nil }
                filled += fenced(value)
            }
        }
        return filled
    }

    /// The templates fence the user's fields in; nothing inside may end the fence.
    private static func fenced(_ value: String) -> String {
        guard value.contains(byte: UInt8(ascii: "<")) else { return value }
        var fenced: [UInt8] = []
        var rest = value.utf8[...]
        while let byte = rest.popFirst() {
            fenced.append(byte)
            if byte == UInt8(ascii: "<"), rest.starts(with: "/brief".utf8) { fenced.append(UInt8(ascii: " ")) }
        }
        return String(decoding: fenced, as: UTF8.self)
    }
}

extension Substring {
    /// The first place where `text` stands.
    fileprivate func range(of text: StaticString) -> Range<Index>? {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        var start = startIndex
        while start < endIndex {
            if utf8[start...].starts(with: wanted) { return start..<utf8.index(start, offsetBy: wanted.count) }
            start = utf8.index(after: start)
        }
        return nil
    }
}
