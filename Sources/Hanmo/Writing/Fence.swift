/// The tags of a prompt, within which a user's words are material and no orders: none of these words may open or close
/// one.
struct Fence: Sendable {
    /// In lower case.
    private let names: [[UInt8]]

    /// - Parameter template: what the tags are found in.
    init(around template: Substring) {
        var names: [[UInt8]] = []
        for part in template.utf8.split(separator: UInt8(ascii: "<")).dropFirst() {
            let name = part.drop { $0 == UInt8(ascii: "/") }.prefix(while: Fence.isOfName).map(Fence.lowercased)
            if !name.isEmpty, !names.contains(name) { names.append(name) }
        }
        self.names = names
    }

    /// The words with the `<` before each of our names escaped, as `&lt;`; other tags are the words' own affair.
    ///
    /// A model reads `</BRIEF>`, `< / brief >` and `<Brief x=1>` like the tag as it is written here, so case, blanks
    /// and what follows the name don't matter.
    func kept(by words: String) -> String {
        guard words.contains(byte: UInt8(ascii: "<")) else { return words }
        var kept: [UInt8] = []
        var rest = Array(words.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "<"), isOurs(rest) { kept += "&lt;".utf8 } else { kept.append(byte) }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// Whether a tag whose `<` was just read bears one of our names.
    private func isOurs(_ rest: ArraySlice<UInt8>) -> Bool {
        // Blanks beyond ASCII, among them those without a width, begin with these bytes in UTF-8.
        let start = rest.drop { $0 <= 0x20 || $0 == UInt8(ascii: "/") || $0 == 0x7F || $0 >= 0x80 }
        let name = start.prefix(while: Fence.isOfName).map(Fence.lowercased)
        return names.contains(name)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: false
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        byte | 0x20
    }
}
