/// The place of the first byte that can't stand in a string as it is, a quote, a backslash or a control character, or
/// the text's end; looks at eight bytes at a time.
func firstEscape(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var position = start
    while position + 8 <= text.count {
        let word = UnsafeRawPointer(text.baseAddress!).loadUnaligned(fromByteOffset: position, as: UInt64.self)
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5C)
        // The usual "has a zero byte" and "has a byte below n" tests; bytes of 0x80 and up never match.
        let control = (word &- ones &* 0x20) & ~word
        let found = (control | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes) & highs
        if found != 0 { return position + found.littleEndian.trailingZeroBitCount / 8 }
        position += 8
    }
    while position < text.count {
        let byte = text[position]
        if byte < 0x20 || byte == 0x22 || byte == 0x5C { return position }
        position += 1
    }
    return text.count
}
