import Wire

/// The name of an object, such as `images/4f/4f09…c1.png`.
///
/// Keys are made by the program, so their form is narrow: segments of `a`–`z`, `0`–`9`, `.`, `_` and `-` with `/` in
/// between, none of them empty or beginning with a dot. So no key leaves its folder, needs an escape in a URL, differs
/// from another by case alone, or meets a file of ours that is no object.
public struct ObjectKey: Hashable, Sendable {
    /// Within S3's 1,024 bytes also with a prefix before it.
    public static let limitBytes = 512
    /// Under the 255 bytes that file systems allow.
    public static let segmentLimitBytes = 128
    public static let segmentLimit = 8
    /// How many random bytes a new key has: 128 bits, so that nobody guesses one.
    static let randomBytes = 16

    public let rawValue: String

    /// - Errors: `invalidKey` for anything but the form above.
    public init(_ text: String) throws(StorageError) {
        guard (1...ObjectKey.limitBytes).contains(text.utf8.count) else {
            throw .invalidKey("a key has 1 to \(ObjectKey.limitBytes) bytes")
        }
        let segments = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard segments.count <= ObjectKey.segmentLimit else {
            throw .invalidKey("a key has at most \(ObjectKey.segmentLimit) segments")
        }
        for segment in segments {
            guard (1...ObjectKey.segmentLimitBytes).contains(segment.count), segment.first != UInt8(ascii: "."),
                segment.allSatisfy(\.isKeyByte)
            else {
                throw .invalidKey(
                    "each segment of a key has 1 to \(ObjectKey.segmentLimitBytes) of a-z, 0-9, '.', '_', '-'"
                        + " and does not begin with a dot"
                )
            }
        }
        rawValue = text
    }

    /// Makes a key that nobody can guess, spread over 256 folders: `kind/shard/random.extension`.
    ///
    /// - Parameters:
    ///   - kind: what the object is, such as `images`; one segment or several.
    ///   - ext: the file name's extension, which decides the content type.
    init(kind: String, extension ext: String, random: [UInt8]) throws(StorageError) {
        guard !ext.isEmpty, ext.utf8.allSatisfy({ $0.isKeyByte && $0 != UInt8(ascii: ".") }) else {
            throw .invalidKey("an extension has one or more of a-z, 0-9, '_', '-'")
        }
        let name = String(hex: random)
        try self.init("\(kind)/\(name.prefix(2))/\(name).\(ext)")
    }

    /// The segments before the last one.
    var folders: [String] {
        rawValue.split(separator: "/").dropLast().map(String.init)
    }

    /// The last segment.
    var name: String {
        String(rawValue[(rawValue.lastIndex(of: "/").map { rawValue.index(after: $0) } ?? rawValue.startIndex)...])
    }

    /// What the object holds, as the key's extension says; ``ContentType/unknown`` where it says nothing known.
    public var contentType: String {
        guard let dot = name.lastIndex(of: ".") else { return ContentType.unknown }
        return ContentType.of(extension: String(name[name.index(after: dot)...]))
    }
}

extension ObjectKey: CustomStringConvertible {
    public var description: String { rawValue }
}

extension UInt8 {
    fileprivate var isKeyByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
