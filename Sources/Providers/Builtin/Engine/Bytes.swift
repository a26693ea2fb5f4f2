#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Searching and comparing texts by their UTF-8 bytes.
///
/// Swift compares texts by Unicode equivalence, which costs many times as much for Chinese; the engine's own material
/// needs none of it.
extension String {
    /// Whether a text occurs in this one; neither has a NUL, which no order is taken with.
    func holds(_ part: String) -> Bool {
        withCString { text in part.withCString { strstr(text, $0) != nil } }
    }

    /// The hashes of the parts between stops (ASCII or three-byte signs) that are long enough to be compared,
    /// without those that begin with a bracket because they are left to be filled in.
    func partHashes(stops: Set<Unicode.Scalar>, shortestSentence: Int, shortestCell: Int) -> [UInt64] {
        var result: [UInt64] = []
        var hash = String.hashSeed
        var count = 0
        var isOpen = false
        let shortest = unicodeScalars.first == "|" ? shortestCell : shortestSentence
        for scalar in unicodeScalars {
            if stops.contains(scalar) {
                if count >= shortest, !isOpen { result.append(hash) }
                hash = String.hashSeed
                count = 0
            } else if scalar.value > 0x20, scalar.value != 0x3000 {
                if count == 0 { isOpen = scalar == "【" || scalar == "[" }
                hash = (hash ^ UInt64(scalar.value)) &* 0x100_0000_01b3
                count += 1
            }
        }
        if count >= shortest, !isOpen { result.append(hash) }
        return result
    }

    private static let hashSeed: UInt64 = 0xcbf2_9ce4_8422_2325
}
