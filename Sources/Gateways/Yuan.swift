/// Yuan, at the edges only; inside, money is an integer of fen.
public enum Yuan {
    /// `10.00` for 1000 fen, `-0.05` for -5.
    public static func text(_ fen: Int) -> String {
        let rest = abs(fen) % 100
        return "\(fen < 0 ? "-" : "")\(abs(fen) / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// `10` or `9.90`: as people write it.
    public static func plain(_ fen: Int) -> String {
        fen % 100 == 0 ? String(fen / 100) : text(fen)
    }

    /// The fen of `10`, `9.9` or `9.90`; nil for anything else, since nobody may guess at money.
    public static func fen(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard 1...2 ~= parts.count, let yuan = number(parts[0]) else { return nil }
        var fen = 0
        if parts.count == 2 {
            guard 1...2 ~= parts[1].utf8.count, let digits = number(parts[1]) else { return nil }
            fen = parts[1].utf8.count == 1 ? digits * 10 : digits
        }
        return yuan * 100 + fen
    }

    /// The fen of a number of yuan; nil where it has more than two decimals or is beyond all payments.
    ///
    /// Two decimals are rarely exact in binary, but nearly so.
    public static func fen(_ yuan: Double) -> Int? {
        let fen = (yuan * 100).rounded()
        guard abs(fen) < highestFen, abs(yuan * 100 - fen) < roundingFen else { return nil }
        return Int(fen)
    }

    /// Far above any payment, and exact in binary.
    private static let highestFen = 1e8
    /// Twice what a product of that size may be off.
    private static let roundingFen = 3e-8
    /// Far above any payment, and far below what an `Int` holds.
    private static let digitsLimit = 12

    private static func number(_ digits: Substring) -> Int? {
        guard 1...digitsLimit ~= digits.utf8.count,
            digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return nil }
        return Int(digits)
    }
}
