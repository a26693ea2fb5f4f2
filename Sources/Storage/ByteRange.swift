/// A part of an object, as HTTP's `Range` header names it (RFC 9110, section 14.1.2).
public enum ByteRange: Hashable, Sendable {
    /// From this offset to the end.
    case from(Int)
    /// From the first offset to the last one, both included; a last one beyond the end means the end.
    case between(Int, Int)
    /// That many bytes at the end, or all where there are fewer.
    case last(Int)

    /// Reads `bytes=0-99`, `bytes=100-` or `bytes=-100`.
    ///
    /// - Returns: nil for anything else, several ranges included; the header is then to be ignored.
    public init?(headerValue: String) {
        let unit = "bytes="
        guard headerValue.utf8.count <= ByteRange.headerLimitBytes, headerValue.lowercased().hasPrefix(unit) else {
            return nil
        }
        let bounds = headerValue.dropFirst(unit.count).split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2 else { return nil }
        let numbers = bounds.map { bound in bound.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(bound) : nil }
        switch (bounds[0].isEmpty, bounds[1].isEmpty, numbers[0], numbers[1]) {
        case (false, true, .some(let first), _): self = .from(first)
        case (true, false, _, .some(let count)): self = .last(count)
        case (false, false, .some(let first), .some(let last)) where first <= last: self = .between(first, last)
        default: return nil
        }
    }

    /// The range as a header says it.
    public var headerValue: String {
        switch self {
        case .from(let first): "bytes=\(first)-"
        case .between(let first, let last): "bytes=\(first)-\(last)"
        case .last(let count): "bytes=-\(count)"
        }
    }

    /// The offsets meant in an object of that size, or nil where it has no byte in the range.
    public func offsets(in sizeBytes: Int) -> Range<Int>? {
        switch self {
        case .from(let first):
            return first >= 0 && first < sizeBytes ? first..<sizeBytes : nil
        case .between(let first, let last):
            guard first >= 0, first < sizeBytes, first <= last else { return nil }
            return first..<min(last, sizeBytes - 1) + 1
        case .last(let count):
            return count > 0 && sizeBytes > 0 ? max(sizeBytes - count, 0)..<sizeBytes : nil
        }
    }

    /// Longer than two 64-bit numbers need.
    private static let headerLimitBytes = 64
}
