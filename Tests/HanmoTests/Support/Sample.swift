import JSON
import Testing

/// Bytes under a name, so that a test's report shows the name.
struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    init(_ name: String, _ text: String) {
        self.init(name, Array(text.utf8))
    }

    var testDescription: String { name }
}

extension JSON: CustomTestStringConvertible {
    /// As on the wire, but not at any length.
    public var testDescription: String {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.count > 120 ? "\(text.prefix(120))…" : text
    }
}
