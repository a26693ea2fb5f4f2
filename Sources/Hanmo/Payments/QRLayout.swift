/// What a QR code of one size looks like and holds, and how its bytes are protected.
struct QRLayout: Sendable {
    /// 1 to 20.
    let version: Int

    /// Bytes of correction in each block, by version from 1.
    private static let correction = [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
    ]
    private static let blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16]
    /// Says that bytes follow.
    private static let byteMode: UInt8 = 0b0100

    /// The smallest one that holds so many bytes; nil where none does.
    static func smallest(for count: Int) -> QRLayout? {
        (1...blocks.count).lazy.map { QRLayout(version: $0) }.first { layout in
            (4 + layout.lengthBits + count * 8 + 7) / 8 <= layout.dataCount
        }
    }

    var size: Int { version * 4 + 17 }

    /// Where the middles of the small squares are, on both axes.
    var alignments: [Int] {
        guard version > 1 else { return [] }
        let count = version / 7 + 2
        let step = (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<count - 1).map { size - 7 - $0 * step }.reversed()
    }

    private var lengthBits: Int { version < 10 ? 8 : 16 }
    private var correctionCount: Int { QRLayout.correction[version - 1] }
    private var blockCount: Int { QRLayout.blocks[version - 1] }
    private var dataCount: Int { codewordCount - correctionCount * blockCount }

    /// All bytes, those of correction included.
    private var codewordCount: Int {
        var modules = (16 * version + 128) * version + 64
        if version >= 2 {
            let count = version / 7 + 2
            modules -= (25 * count - 10) * count - 55
            if version >= 7 { modules -= 36 }
        }
        return modules / 8
    }

    /// What is drawn, in the order in which it is drawn.
    func codewords(of bytes: [UInt8]) -> [UInt8] {
        let data = padded(bytes)
        let short = codewordCount / blockCount - correctionCount
        // The last blocks are a byte longer where they can't all be of one length.
        let shortBlocks = blockCount - codewordCount % blockCount
        var parts: [[UInt8]] = []
        var start = 0
        for block in 0..<blockCount {
            let end = start + short + (block < shortBlocks ? 0 : 1)
            parts.append(Array(data[start..<end]))
            start = end
        }
        let corrections = parts.map { ReedSolomon.correction(of: $0, count: correctionCount) }
        return interleaved(parts) + interleaved(corrections)
    }

    private func interleaved(_ parts: [[UInt8]]) -> [UInt8] {
        let longest = parts.map(\.count).max() ?? 0
        return (0..<longest).flatMap { index in parts.filter { index < $0.count }.map { $0[index] } }
    }

    /// Mode, length and bytes, and then what fills the rest.
    private func padded(_ bytes: [UInt8]) -> [UInt8] {
        // The mode takes half a byte, so everything after it is moved by half a byte.
        let length = lengthBits == 8 ? [UInt8(bytes.count)] : [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)]
        var data: [UInt8] = []
        var half = QRLayout.byteMode
        for byte in length + bytes {
            data.append(half << 4 | byte >> 4)
            half = byte & 0x0F
        }
        data.append(half << 4)
        var filler: UInt8 = 0xEC
        while data.count < dataCount {
            data.append(filler)
            filler ^= 0xEC ^ 0x11
        }
        return data
    }
}

/// Bytes from which others can be found again: Reed and Solomon's, over the field of 256 elements of QR codes.
enum ReedSolomon {
    static func correction(of data: [UInt8], count: Int) -> [UInt8] {
        let divisor = divisor(count)
        var rest = [UInt8](repeating: 0, count: count)
        for byte in data {
            let factor = byte ^ rest.removeFirst()
            rest.append(0)
            for index in 0..<count { rest[index] ^= product(divisor[index], factor) }
        }
        return rest
    }

    /// The product of (x - 2^i) for i below the degree, without its first coefficient, which is 1.
    private static func divisor(_ degree: Int) -> [UInt8] {
        var coefficients = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                coefficients[index] = product(coefficients[index], root)
                if index + 1 < degree { coefficients[index] ^= coefficients[index + 1] }
            }
            root = product(root, 2)
        }
        return coefficients
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result = 0
        for bit in (0..<8).reversed() {
            result = result << 1 ^ (result >> 7) * 0x11D
            if right >> bit & 1 == 1 { result ^= Int(left) }
        }
        return UInt8(result)
    }
}
