import JSON

/// Yuan, at the edge only; inside, money is an integer of fen.
enum Yuan {
    /// `10.00` for 1000 fen; never negative here.
    static func text(_ fen: Int) -> String {
        let rest = fen % 100
        return "\(fen / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// `10` or `9.90`: as people write it.
    static func plain(_ fen: Int) -> String {
        fen % 100 == 0 ? String(fen / 100) : text(fen)
    }
}

extension JSONWriter {
    /// Money on the wire: yuan with two decimals, as a number.
    mutating func field(_ name: StaticString, fen: Int) {
        key(name)
        raw(json: Yuan.text(fen).utf8)
    }
}

extension Form {
    /// An amount of yuan with at most two decimals, as fen.
    mutating func fen(_ field: String, _ range: ClosedRange<Int>) -> Int {
        guard let amount = optionalFen(field, range) else {
            if !has(field) { fault(field, "不能为空", "is required") }
            return range.lowerBound
        }
        return amount
    }

    mutating func optionalFen(_ field: String, _ range: ClosedRange<Int>) -> Int? {
        guard let yuan = optionalNumber(field) else { return nil }
        let fen = (yuan * 100).rounded()
        // Yuan with two decimals are rarely exact in binary; a third decimal is a thousand times further off than that.
        guard abs(yuan * 100 - fen) < 1e-6, Double(range.lowerBound)...Double(range.upperBound) ~= fen else {
            let lowest = Yuan.text(range.lowerBound)
            let highest = Yuan.text(range.upperBound)
            fault(
                field,
                "应在 \(lowest) 与 \(highest) 之间，最多两位小数",
                "should be between \(lowest) and \(highest), with at most two decimals"
            )
            return nil
        }
        return Int(fen)
    }
}
