/// The parameters behind the `?` of a request, read name by name; faults are kept until ``check()``.
struct Query {
    private var values: [(name: String, value: String)] = []
    private var faults: [FieldFault] = []

    /// More parameters than any of our URLs has; the rest is ignored.
    private static let countLimit = 64

    init(_ request: Request) {
        guard !request.query.isEmpty else { return }
        for pair in request.query.split(separator: "&", maxSplits: Query.countLimit).prefix(Query.countLimit) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Query.decoded(parts[0]), let value = Query.decoded(parts.count > 1 ? parts[1] : "") else {
                faults.append(FieldFault(field: "query", message: Message("编码无效", "is not encoded properly")))
                continue
            }
            values.append((name, value))
        }
    }

    func check() throws(Failure) {
        if !faults.isEmpty { throw .invalid(faults) }
    }

    /// The last value of that name; an empty one counts as absent.
    func text(_ name: String) -> String? {
        guard let value = values.last(where: { $0.name == name })?.value.trimmed, !value.isEmpty else { return nil }
        return value
    }

    mutating func text(_ name: String, atMost length: Int) -> String? {
        guard let text = text(name) else { return nil }
        if text.contains(byte: 0) {
            fault(name, "不能包含空字符", "must not contain NUL")
        } else if text.unicodeScalars.count > length {
            fault(name, "最多 \(length) 个字符", "has at most \(length) characters")
        } else {
            return text
        }
        return nil
    }

    mutating func integer(_ name: String, _ range: ClosedRange<Int>, default fallback: Int) -> Int {
        guard let value = values.last(where: { $0.name == name })?.value else { return fallback }
        return integer(value, named: name, range) ?? fallback
    }

    /// The same where it may be left out; empty counts as absent.
    mutating func integer(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        text(name).flatMap { integer($0, named: name, range) }
    }

    private mutating func integer(_ value: String, named name: String, _ range: ClosedRange<Int>) -> Int? {
        guard let number = Int(value.trimmed), range.contains(number) else {
            fault(
                name,
                "应为 \(range.lowerBound) 与 \(range.upperBound) 之间的整数",
                "should be an integer between \(range.lowerBound) and \(range.upperBound)"
            )
            return nil
        }
        return number
    }

    mutating func bool(_ name: String) -> Bool? {
        guard let value = text(name) else { return nil }
        switch value {
        case "true": return true
        case "false": return false
        default:
            fault(name, "应为 true 或 false", "should be true or false")
            return nil
        }
    }

    /// A day of Beijing, as `2026-01-22`.
    mutating func day(_ name: String) -> WireDay? {
        guard let value = text(name) else { return nil }
        if let day = WireDay(value) { return day }
        fault(name, "应为 2026-01-22 形式的日期", "should be a date such as 2026-01-22")
        return nil
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        choice(name, among: type.allCases.map(\.rawValue)).flatMap(Choice.init)
    }

    /// The same among words that are known only while the program runs.
    mutating func choice(_ name: String, among words: [String]) -> String? {
        guard let value = text(name) else { return nil }
        if words.contains(value) { return value }
        let list = words.joined(separator: ", ")
        fault(name, "应为以下之一：\(list)", "should be one of: \(list)")
        return nil
    }

    mutating func fault(_ name: String, _ chinese: String, _ english: String) {
        faults.append(FieldFault(field: name, message: Message(chinese, english)))
    }

    private static func decoded(_ text: Substring) -> String? {
        if !text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") || $0 >= 0x80 }) {
            return String(text)
        }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst(), let low = rest.popFirst(),
                    let upper = Character(Unicode.Scalar(high)).hexDigitValue,
                    let lower = Character(Unicode.Scalar(low)).hexDigitValue
                else { return nil }
                bytes.append(UInt8(upper << 4 | lower))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
