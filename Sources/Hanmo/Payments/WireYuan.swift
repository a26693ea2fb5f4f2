import Gateways
import JSON

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
            require(field)
            return range.lowerBound
        }
        return amount
    }

    mutating func optionalFen(_ field: String, _ range: ClosedRange<Int>) -> Int? {
        guard let yuan = optionalNumber(field) else { return nil }
        guard let fen = Yuan.fen(yuan), range.contains(fen) else {
            let lowest = Yuan.text(range.lowerBound)
            let highest = Yuan.text(range.upperBound)
            fault(
                field,
                "应在 \(lowest) 与 \(highest) 之间，最多两位小数",
                "should be between \(lowest) and \(highest), with at most two decimals"
            )
            return nil
        }
        return fen
    }
}
