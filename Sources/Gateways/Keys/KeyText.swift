#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A key's bytes, and what its armour says they are.
struct KeyText {
    /// As `RSA PRIVATE KEY`; nil for bare base64.
    let label: String?
    /// DER.
    let bytes: [UInt8]

    /// Reads PEM or bare base64; whatever stands around the first PEM block is left out.
    ///
    /// - Errors: `misconfigured` where there is neither; the text itself is never repeated.
    init(_ text: String, _ part: MerchantPart) throws(GatewayError) {
        var rest = KeyText.lines(of: text)[...]
        if let block = try KeyText.next(of: &rest, part) {
            self = block
        } else {
            self = try KeyText(nil, rest, part)
        }
    }

    /// Reads every PEM block of a text, such as a bundle of certificates.
    static func blocks(_ text: String, _ part: MerchantPart) throws(GatewayError) -> [KeyText] {
        var rest = lines(of: text)[...]
        var blocks: [KeyText] = []
        while let block = try next(of: &rest, part) { blocks.append(block) }
        return blocks
    }

    /// Environment files have no line breaks, so they are often written out.
    private static func lines(of text: String) -> String {
        text.split(separator: #"\n"#, omittingEmptySubsequences: false).joined(separator: "\n")
    }

    /// The first PEM block, which is taken off the text; nil where there is none.
    private static func next(of text: inout Substring, _ part: MerchantPart) throws(GatewayError) -> KeyText? {
        guard let start = text.firstRange(of: opening) else { return nil }
        guard let labelEnd = text[start.upperBound...].firstRange(of: dashes) else {
            throw .misconfigured(part, "is no PEM: its first line is cut")
        }
        let label = String(text[start.upperBound..<labelEnd.lowerBound])
        guard let end = text[labelEnd.upperBound...].firstRange(of: "-----END \(label)-----") else {
            throw .misconfigured(part, "is no PEM: its last line is missing")
        }
        defer { text = text[end.upperBound...] }
        return try KeyText(label, text[labelEnd.upperBound..<end.lowerBound], part)
    }

    private init(_ label: String?, _ body: Substring, _ part: MerchantPart) throws(GatewayError) {
        guard label?.contains("ENCRYPTED") != true, !body.contains("ENCRYPTED") else {
            throw .misconfigured(part, "is encrypted with a password; store it without one")
        }
        // Some editors put a mark before the first byte.
        let base64 = String(body.filter { !$0.isWhitespace && $0 != "\u{FEFF}" })
        guard !base64.isEmpty else { throw .misconfigured(part, "is empty") }
        // No key begins so: an RSA key's bytes are a long sequence, whose base64 begins with an M.
        guard label != nil || !base64.hasPrefix("/") else {
            throw .misconfigured(part, "is a path; the setting for one has _FILE behind its name")
        }
        guard let data = Data(base64Encoded: base64) else {
            throw .misconfigured(
                part,
                "is neither PEM nor base64; a path belongs into the setting with _FILE behind its name"
            )
        }
        self.label = label
        bytes = Array(data)
    }

    private static let opening = "-----BEGIN "
    private static let dashes = "-----"
}
