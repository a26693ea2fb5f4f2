#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where a key is: in the setting itself, or in a file that it names.
public enum KeySource: Hashable, Sendable {
    /// PEM, or the bare base64 that Alipay's console shows; line breaks may be written `\n`.
    case text(String)
    case file(String)

    /// Far above any key or certificate.
    private static let fileLimitBytes = 64 << 10

    /// The text of the key.
    ///
    /// - Errors: `misconfigured` where the file can't be read.
    func read(_ part: MerchantPart) throws(GatewayError) -> String {
        switch self {
        case .text(let text):
            return text
        case .file(let path):
            guard let file = fopen(path, "r") else {
                throw .misconfigured(
                    part,
                    "can't be read from the file that is named for it: \(KeySource.reason(path))"
                )
            }
            defer { fclose(file) }
            var bytes = [UInt8](repeating: 0, count: KeySource.fileLimitBytes + 1)
            let count = fread(&bytes, 1, bytes.count, file)
            guard ferror(file) == 0 else {
                throw .misconfigured(
                    part,
                    "can't be read from the file that is named for it: \(KeySource.reason(path))"
                )
            }
            guard count <= KeySource.fileLimitBytes, let text = String(validating: bytes.prefix(count), as: UTF8.self)
            else { throw .misconfigured(part, "is not in the file that is named for it, which holds no text of a key") }
            return text
        }
    }

    /// Never the path itself, since keys are put in its place.
    private static func reason(_ path: String) -> String {
        let reason = String(cString: strerror(errno))
        guard path.contains("-----") || path.hasPrefix("MI") || !path.contains("/") else { return reason }
        return "\(reason); the key itself belongs into the setting without _FILE behind its name"
    }
}

extension KeySource: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "KeySource(hidden)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
