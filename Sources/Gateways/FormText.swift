import Wire

/// The `a=1&b=%E6%98%A5` of addresses and forms.
enum FormText {
    static func joined(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(PercentText.escaped($0.name))=\(PercentText.escaped($0.value))" }.joined(separator: "&")
    }

    /// Reads a form; nil where it is none, or names a field twice, so that no two readers can see two different forms.
    static func fields(_ bytes: some Collection<UInt8>) -> [String: String]? {
        var fields: [String: String] = [:]
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            let name = part.prefix { $0 != UInt8(ascii: "=") }
            guard let key = unescaped(name), let value = unescaped(part.dropFirst(name.count + 1)),
                fields.updateValue(value, forKey: key) == nil
            else { return nil }
        }
        return fields
    }

    private static func unescaped(_ text: some Collection<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var rest = text.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"):
                bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(hexadecimal), let low = rest.next().flatMap(hexadecimal) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default:
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
