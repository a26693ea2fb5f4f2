import Gateways
import JSON

extension JSONWriter {
    /// Money on the wire: yuan with two decimals, as a number.
    mutating func field(_ name: StaticString, fen: Int) {
        key(name)
        raw(json: Yuan.text(fen).utf8)
    }
}

extension Query {
    /// An amount of yuan with at most two decimals, as fen.
    mutating func fen(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        guard let text = text(name) else { return nil }
        guard let fen = Yuan.fen(text), range.contains(fen) else {
            let words = range.faultOfYuan
            fault(name, words.chinese, words.english)
            return nil
        }
        return fen
    }
}

extension ClosedRange<Int> {
    /// What to say of yuan outside this range of fen.
    fileprivate var faultOfYuan: Message {
        let lowest = Yuan.text(lowerBound)
        let highest = Yuan.text(upperBound)
        return Message(
            "应在 \(lowest) 与 \(highest) 之间，最多两位小数",
            "should be between \(lowest) and \(highest), with at most two decimals"
        )
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
            let words = range.faultOfYuan
            fault(field, words.chinese, words.english)
            return nil
        }
        return fen
    }
}
