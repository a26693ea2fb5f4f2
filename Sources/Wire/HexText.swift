extension String {
    /// Bytes as hexadecimal digits in lower case, two for each.
    @inlinable
    public init(hex bytes: some Sequence<UInt8>) {
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.underestimatedCount)
        for byte in bytes {
            text.append(String.hexDigit(byte >> 4))
            text.append(String.hexDigit(byte & 0x0F))
        }
        self.init(decoding: text, as: UTF8.self)
    }

    @usableFromInline
    static func hexDigit(_ number: UInt8) -> UInt8 {
        number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") - 10 + number
    }
}
