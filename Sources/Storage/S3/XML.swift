/// An element of the small documents that S3 answers with.
///
/// S3 needs a handful of elements, so this reads just those documents; Foundation's parser would bring a library of
/// some megabytes into the executable and reads document types, with all that can be hidden in them.
struct XML: Hashable, Sendable {
    /// Without its namespace's prefix.
    var name: String
    /// What stands between the tags and is no element, with its entities resolved.
    var text = ""
    var children: [XML] = []

    /// The first child of that name.
    subscript(name: String) -> XML? {
        children.first { $0.name == name }
    }

    /// Why a text is no document that S3 would send; says where, never what.
    struct Fault: Error, Equatable {
        let offset: Int
    }

    /// - Errors: ``Fault`` where it is no well-formed document, has a document type or is nested deeply.
    init(_ bytes: some Collection<UInt8>) throws(Fault) {
        var reader = XMLReader(Array(bytes))
        self = try reader.document()
    }

    fileprivate init(name: String) {
        self.name = name
    }
}

/// Reads a document byte by byte.
private struct XMLReader {
    private let bytes: [UInt8]
    private var offset = 0

    /// Deeper than any answer of S3.
    private static let depthLimit = 16
    private static let entities: [String: Character] = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]
    /// `&#x10FFFF;` is the longest one.
    private static let entityLimitBytes = 8

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var fault: XML.Fault { XML.Fault(offset: offset) }

    mutating func document() throws(XML.Fault) -> XML {
        _ = skip("\u{FEFF}")
        try skipMisc()
        let root = try element(depth: 1)
        try skipMisc()
        guard offset == bytes.count else { throw fault }
        return root
    }

    /// Passes over spaces, comments and processing instructions; S3 sends spaces first while it is still working.
    private mutating func skipMisc() throws(XML.Fault) {
        while true {
            skipSpaces()
            if skip("<?") {
                _ = try text(until: "?>")
            } else if skip("<!--") {
                _ = try text(until: "-->")
            } else {
                return
            }
        }
    }

    private mutating func element(depth: Int) throws(XML.Fault) -> XML {
        guard depth <= XMLReader.depthLimit, skip("<") else { throw fault }
        let tag = try name()
        var element = XML(
            name: String(tag[(tag.firstIndex(of: ":").map { tag.index(after: $0) } ?? tag.startIndex)...])
        )
        if try skipAttributes() { return element }
        while true {
            if skip("</") {
                guard try name() == tag else { throw fault }
                skipSpaces()
                guard skip(">") else { throw fault }
                return element
            } else if skip("<!--") {
                _ = try text(until: "-->")
            } else if skip("<![CDATA[") {
                element.text += try text(until: "]]>")
            } else if skip("<?") {
                _ = try text(until: "?>")
            } else if bytes[offset...].first == UInt8(ascii: "<") {
                element.children.append(try self.element(depth: depth + 1))
            } else {
                element.text += try content()
            }
        }
    }

    /// Passes over attributes to the tag's end.
    ///
    /// - Returns: whether the element ends with its tag.
    private mutating func skipAttributes() throws(XML.Fault) -> Bool {
        while true {
            skipSpaces()
            if skip("/>") { return true }
            if skip(">") { return false }
            _ = try name()
            skipSpaces()
            guard skip("=") else { throw fault }
            skipSpaces()
            guard let quote = ["\"", "'"].first(where: { skip($0) }) else { throw fault }
            _ = try text(until: quote)
        }
    }

    private mutating func name() throws(XML.Fault) -> String {
        let start = offset
        while offset < bytes.count, bytes[offset].isNameByte { offset += 1 }
        guard offset > start else { throw fault }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// Text up to the next tag.
    private mutating func content() throws(XML.Fault) -> String {
        var text: [UInt8] = []
        while true {
            guard offset < bytes.count else { throw fault }
            switch bytes[offset] {
            case UInt8(ascii: "<"):
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "&"):
                text += try entity().utf8
            default:
                text.append(bytes[offset])
                offset += 1
            }
        }
    }

    private mutating func entity() throws(XML.Fault) -> String {
        let start = offset
        guard let end = bytes[offset...].prefix(XMLReader.entityLimitBytes + 2).firstIndex(of: UInt8(ascii: ";")) else {
            throw fault
        }
        let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        offset = end + 1
        if let character = XMLReader.entities[name] { return String(character) }
        guard name.hasPrefix("#") else { throw XML.Fault(offset: start) }
        let digits = name.dropFirst()
        let number = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let number, number > 0, let scalar = Unicode.Scalar(number) else { throw XML.Fault(offset: start) }
        return String(Character(scalar))
    }

    private mutating func text(until end: String) throws(XML.Fault) -> String {
        let start = offset
        while offset < bytes.count {
            let found = offset
            if skip(end) { return String(decoding: bytes[start..<found], as: UTF8.self) }
            offset += 1
        }
        throw fault
    }

    private mutating func skip(_ text: String) -> Bool {
        guard bytes[offset...].starts(with: text.utf8) else { return false }
        offset += text.utf8.count
        return true
    }

    private mutating func skipSpaces() {
        while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
    }
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "."), 0x80...0xFF:
            true
        default: false
        }
    }
}

extension String {
    /// The text as it stands between tags.
    var xmlEscaped: String {
        reduce(into: "") { text, character in
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            default: text.append(character)
            }
        }
    }
}
