/// Why a text is no JSON that we read.
public enum JSONError: Error, Equatable, Sendable {
    /// The text breaks the grammar at this byte.
    case malformed(at: Int)
    /// The bytes are no UTF-8.
    case notUTF8
    /// Arrays and objects are nested deeper than the limit.
    case tooDeep
    /// A number is beyond what a double can hold.
    case numberOutOfRange(at: Int)
}

extension JSON {
    /// How deep arrays and objects may be nested: far more than any form needs, far less than a stack can bear.
    public static let depthLimit = 64

    /// Reads one JSON text, strictly (RFC 8259): no trailing bytes, no comments, no lone surrogates.
    public init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
        func parse(_ buffer: UnsafeBufferPointer<UInt8>) -> Result<JSON, JSONError> {
            Result { () throws(JSONError) in try JSON(parsing: buffer) }
        }
        let parsed = bytes.withContiguousStorageIfAvailable(parse) ?? Array(bytes).withUnsafeBufferPointer(parse)
        self = try parsed.get()
    }

    /// The same for a text.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: text.utf8)
    }

    public init(parsing bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) {
        var parser = JSONParser(bytes: bytes)
        self = try parser.document()
    }
}

/// Recursive descent over bytes; every read is checked against the end.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func document() throws(JSONError) -> JSON {
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw .malformed(at: position) }
        return value
    }

    private var next: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSON {
        guard let byte = next else { throw .malformed(at: position) }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        guard position + word.utf8CodeUnitCount <= bytes.count else { throw .malformed(at: position) }
        for offset in 0..<word.utf8CodeUnitCount where bytes[position + offset] != word.utf8Start[offset] {
            throw .malformed(at: position + offset)
        }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSON {
        guard depth <= JSON.depthLimit else { throw .tooDeep }
        position += 1
        var members: [JSON.Member] = []
        skipSpace()
        if next == UInt8(ascii: "}") {
            position += 1
            return .object(members)
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw .malformed(at: position) }
            let name = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw .malformed(at: position) }
            position += 1
            skipSpace()
            members.append(JSON.Member(name, try value(depth: depth)))
            skipSpace()
            if next == UInt8(ascii: ",") {
                position += 1
            } else if next == UInt8(ascii: "}") {
                position += 1
                return .object(members)
            } else {
                throw .malformed(at: position)
            }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSON {
        guard depth <= JSON.depthLimit else { throw .tooDeep }
        position += 1
        var elements: [JSON] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            skipSpace()
            elements.append(try value(depth: depth))
            skipSpace()
            if next == UInt8(ascii: ",") {
                position += 1
            } else if next == UInt8(ascii: "]") {
                position += 1
                return .array(elements)
            } else {
                throw .malformed(at: position)
            }
        }
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        position = firstEscape(in: bytes, from: start)
        guard let stop = next else { throw .malformed(at: position) }
        if stop == UInt8(ascii: "\"") {
            let text = try utf8(UnsafeBufferPointer(rebasing: bytes[start..<position]))
            position += 1
            return text
        }
        var unescaped = Array(bytes[start..<position])
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try unescaped.withUnsafeBufferPointer { (buffer) throws(JSONError) in try utf8(buffer) }
            case UInt8(ascii: "\\"):
                try escape(into: &unescaped)
            case 0..<0x20:
                throw .malformed(at: position)
            default:
                unescaped.append(byte)
                position += 1
            }
        }
        throw .malformed(at: position)
    }

    private func utf8(_ buffer: UnsafeBufferPointer<UInt8>) throws(JSONError) -> String {
        // `String(validating:as:)` is generic, and asks the runtime for its types at each call.
        do {
            return String(copying: try UTF8Span(validating: buffer.span))
        } catch {
            throw .notUTF8
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        position += 1
        guard let kind = next else { throw .malformed(at: position) }
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let start = position
            var code = try hexadecimal()
            if 0xD800...0xDBFF ~= code {
                guard next == UInt8(ascii: "\\") else { throw .malformed(at: start) }
                position += 1
                guard next == UInt8(ascii: "u") else { throw .malformed(at: start) }
                position += 1
                let low = try hexadecimal()
                guard 0xDC00...0xDFFF ~= low else { throw .malformed(at: start) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw .malformed(at: start) }
            text.append(contentsOf: UTF8.encode(scalar)!)
        default:
            throw .malformed(at: position - 1)
        }
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw .malformed(at: position)
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        try digits()
        if bytes[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 { throw .malformed(at: firstDigit) }
        var isInteger = true
        if next == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let value = Int(text) { return .int(value) }
        guard let value = Double(text), value.isFinite else { throw .numberOutOfRange(at: start) }
        return .double(value)
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = next, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
        guard position > start else { throw .malformed(at: position) }
    }
}
