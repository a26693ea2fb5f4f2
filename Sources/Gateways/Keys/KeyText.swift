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
    /// - Parameter name: what the key is, for the message.
    /// - Errors: `misconfigured` where there is neither; the text itself is never repeated.
    init(_ text: String, _ name: String) throws(GatewayError) {
        // Environment files have no line breaks, so they are often written out.
        let lines = text.split(separator: #"\n"#, omittingEmptySubsequences: false).joined(separator: "\n")
        var body = lines[...]
        if let start = lines.firstRange(of: KeyText.opening) {
            guard let labelEnd = lines[start.upperBound...].firstRange(of: KeyText.dashes) else {
                throw KeyText.fault(name, "is no PEM: its first line is cut")
            }
            let label = String(lines[start.upperBound..<labelEnd.lowerBound])
            guard let end = lines[labelEnd.upperBound...].firstRange(of: "-----END \(label)-----") else {
                throw KeyText.fault(name, "is no PEM: its last line is missing")
            }
            self.label = label
            body = lines[labelEnd.upperBound..<end.lowerBound]
        } else {
            label = nil
        }
        guard label?.contains("ENCRYPTED") != true, !body.contains("ENCRYPTED") else {
            throw KeyText.fault(name, "is encrypted with a password; store it without one")
        }
        let base64 = String(body.filter { !$0.isWhitespace })
        guard !base64.isEmpty else { throw KeyText.fault(name, "is empty") }
        // No key begins so: an RSA key's bytes are a long sequence, whose base64 begins with an M.
        guard label != nil || !base64.hasPrefix("/") else {
            throw KeyText.fault(name, "is a path; the setting for one has _FILE behind its name")
        }
        guard let data = Data(base64Encoded: base64) else {
            throw KeyText.fault(name, "is neither PEM nor base64")
        }
        bytes = Array(data)
    }

    static func fault(_ name: String, _ problem: String) -> GatewayError {
        GatewayError(.misconfigured, message: "\(name) \(problem)")
    }

    private static let opening = "-----BEGIN "
    private static let dashes = "-----"
}
