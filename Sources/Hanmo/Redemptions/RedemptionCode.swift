import Crypto
import Foundation

/// A code as it is handed out, `K7WQ-3MZX-9PBN-HR4T`: whoever has it is given what its batch brings.
///
/// Sixteen letters of 32 are 80 bits: among a million codes that can be redeemed, a billion guesses a second would hit
/// one in some forty years. Nobody has more than a few an hour.
struct RedemptionCode: Sendable, Hashable {
    /// Those that nobody takes for one another: no I and no 1, no O and no 0.
    private static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    private static let length = 16
    private static let groupLength = 4
    /// What stands between groups, also after a word processor has put its own in.
    private static let dashes: Set<Character> = ["-", "‐", "‑", "–", "—", "−"]

    private let letters: String

    /// Draws a new one.
    init() {
        letters = String((0..<RedemptionCode.length).map { _ in RedemptionCode.alphabet.randomElement()! })
    }

    /// Reads what somebody has typed: in either case, in full width too, with dashes, blanks or nothing between groups;
    /// nil where it is no code.
    init?(_ text: String) {
        let letters = text.trimmed.precomposedStringWithCompatibilityMapping.uppercased()
            .filter { !RedemptionCode.dashes.contains($0) && !$0.isWhitespace }
        guard letters.count == RedemptionCode.length, letters.allSatisfy(RedemptionCode.alphabet.contains) else {
            return nil
        }
        self.letters = letters
    }

    /// As it is shown, in groups.
    var text: String {
        stride(from: 0, to: RedemptionCode.length, by: RedemptionCode.groupLength)
            .map { letters.dropFirst($0).prefix(RedemptionCode.groupLength) }
            .joined(separator: "-")
    }

    /// As it is stored: HMAC-SHA-256, so that who reads the database can't redeem anything.
    func hash(under key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(letters.utf8), using: key))
    }
}
