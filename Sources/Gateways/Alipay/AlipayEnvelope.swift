/// An answer of Alipay, taken apart without being understood: `{"alipay_trade_query_response":{…},"sign":"…"}`.
///
/// The signature is on the bytes between the root's value's braces as they came, so nothing may be read and written
/// anew. Braces within strings don't count, and no name may stand there twice: two readers would see two answers.
struct AlipayEnvelope {
    /// The object that was signed, from brace to brace.
    let content: ArraySlice<UInt8>
    let signature: String?
    /// The number of the certificate whose key has signed, in certificate mode.
    let certificate: String?
    /// Whether the gateway refused the request before any method saw it.
    let isError: Bool

    /// - Parameter method: what was asked, as `alipay.trade.query`.
    /// - Errors: `badResponse` where this is no answer to it.
    init(_ bytes: [UInt8], _ method: String) throws(GatewayError) {
        var scanner = Scanner(bytes: bytes)
        guard let members = scanner.members() else {
            throw GatewayError(.badResponse, message: "Alipay's answer is no JSON")
        }
        let root = method.split(separator: ".").joined(separator: "_") + "_response"
        let (content, error) = (members[root], members["error_response"])
        guard let found = content ?? error, content == nil || error == nil, found.first == UInt8(ascii: "{") else {
            throw GatewayError(.badResponse, message: "Alipay's answer has no \(root)")
        }
        self.content = found
        isError = content == nil
        // Base64 needs no escapes but for the slash.
        func plain(_ value: ArraySlice<UInt8>) -> String {
            String(decoding: value.filter { $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        }
        signature = members["sign"].map(plain)
        certificate = members["alipay_cert_sn"].map(plain)
    }

    /// Alipay's own library for PHP accepts a signature on the text before its slashes were escaped; so is done here.
    func isSigned(_ signature: String, by key: VerifyingKey) -> Bool {
        if key.isValid(signature, of: content) { return true }
        let plain = unescapedSlashes
        return plain.count < content.count && key.isValid(signature, of: plain)
    }

    private var unescapedSlashes: [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(content.count)
        for byte in content {
            if byte == UInt8(ascii: "/"), plain.last == UInt8(ascii: "\\") { plain.removeLast() }
            plain.append(byte)
        }
        return plain
    }
}

/// Finds where the members of one object begin and end.
private struct Scanner {
    let bytes: [UInt8]
    private var offset = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// The raw values by their names; nil where this is no object, goes on after it, or has a name twice.
    mutating func members() -> [String: ArraySlice<UInt8>]? {
        var members: [String: ArraySlice<UInt8>] = [:]
        guard skip("{") else { return nil }
        repeat {
            guard let name = string()?.dropFirst().dropLast(), skip(":"), let value = value(),
                members.updateValue(value, forKey: String(decoding: name, as: UTF8.self)) == nil
            else { return nil }
        } while skip(",")
        guard skip("}") else { return nil }
        skipSpaces()
        return offset == bytes.count ? members : nil
    }

    private mutating func value() -> ArraySlice<UInt8>? {
        skipSpaces()
        switch next {
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "{"): return object()
        default: return word()
        }
    }

    /// A number, or one of JSON's three words.
    private mutating func word() -> ArraySlice<UInt8>? {
        let start = offset
        while let byte = next, byte.isASCIIWord { offset += 1 }
        return offset > start ? bytes[start..<offset] : nil
    }

    private mutating func object() -> ArraySlice<UInt8>? {
        let start = offset
        var depth = 0
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                guard string() != nil else { return nil }
                continue
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth -= 1
            default: break
            }
            offset += 1
            if depth == 0 { return bytes[start..<offset] }
        }
        return nil
    }

    /// A string with its quotes.
    private mutating func string() -> ArraySlice<UInt8>? {
        skipSpaces()
        let start = offset
        guard skip("\"") else { return nil }
        while let byte = next {
            offset += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return bytes[start..<offset] }
        }
        return nil
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpaces()
        guard next == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func skipSpaces() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { offset += 1 }
    }
}

extension UInt8 {
    fileprivate var isASCIIWord: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"),
            UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
