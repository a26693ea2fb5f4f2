/// A QR code of up to 666 bytes, at the level that survives 15 % of damage.
///
/// - Source: ISO/IEC 18004; byte mode, versions 1 to 20, level M.
struct QRCode: Sendable {
    /// Modules on each side, without the quiet zone.
    let size: Int
    private var dark: [Bool]
    /// Modules that stand where they do in every code of this size, and carry no data.
    private var fixed: [Bool]

    /// - Parameter mask: 0 to 7; nil: the one that is easiest to scan.
    /// - Returns: nil where the text is longer than a code of this kind holds.
    init?(_ text: String, mask: Int? = nil) {
        let bytes = Array(text.utf8)
        guard let layout = QRLayout.smallest(for: bytes.count) else { return nil }
        size = layout.size
        dark = Array(repeating: false, count: size * size)
        fixed = dark
        drawFixedModules(layout)
        draw(layout.codewords(of: bytes))
        let plain = self
        let candidates = (mask.map { [$0] } ?? Array(0..<8)).map { mask in
            var code = plain
            code.apply(mask)
            return code
        }
        dark = candidates.min { $0.penalty < $1.penalty }!.dark
    }

    subscript(x: Int, y: Int) -> Bool { dark[y * size + x] }

    /// The code as an SVG with the quiet zone of four modules around it.
    var svg: String {
        var path = ""
        for y in 0..<size {
            for x in 0..<size where self[x, y] { path += "M\(x + 4) \(y + 4)h1v1h-1z" }
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size + 8) \(size + 8)" shape-rendering="crispEdges">\
            <path fill="#fff" d="M0 0h\(size + 8)v\(size + 8)H0z"/><path d="\(path)"/></svg>
            """
    }

    // MARK: Fixed modules

    private mutating func fix(_ x: Int, _ y: Int, _ isDark: Bool) {
        dark[y * size + x] = isDark
        fixed[y * size + x] = true
    }

    private mutating func drawFixedModules(_ layout: QRLayout) {
        for place in 0..<size {
            fix(6, place, place.isMultiple(of: 2))
            fix(place, 6, place.isMultiple(of: 2))
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
        let last = layout.alignments.count - 1
        for (row, y) in layout.alignments.enumerated() {
            for (column, x) in layout.alignments.enumerated() {
                // Finders stand in three of the corners.
                guard ![(0, 0), (0, last), (last, 0)].contains(where: { $0 == (row, column) }) else { continue }
                for dy in -2...2 { for dx in -2...2 { fix(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) } }
            }
        }
        drawFormat(mask: 0)
        if layout.version >= 7 { drawVersion(layout.version) }
    }

    private mutating func drawFinder(_ x: Int, _ y: Int) {
        for dy in -4...4 {
            for dx in -4...4 where 0..<size ~= x + dx && 0..<size ~= y + dy {
                let distance = max(abs(dx), abs(dy))
                fix(x + dx, y + dy, distance != 2 && distance != 4)
            }
        }
    }

    /// Level and mask, twice, with ten bits that correct them.
    private mutating func drawFormat(mask: Int) {
        var rest = mask
        for _ in 0..<10 { rest = (rest << 1) ^ ((rest >> 9) * 0x537) }
        let bits = (mask << 10 | rest) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { fix(8, index, bit(index)) }
        fix(8, 7, bit(6))
        fix(8, 8, bit(7))
        fix(7, 8, bit(8))
        for index in 9..<15 { fix(14 - index, 8, bit(index)) }
        for index in 0..<8 { fix(size - 1 - index, 8, bit(index)) }
        for index in 8..<15 { fix(8, size - 15 + index, bit(index)) }
        fix(8, size - 8, true)
    }

    private mutating func drawVersion(_ version: Int) {
        var rest = version
        for _ in 0..<12 { rest = (rest << 1) ^ ((rest >> 11) * 0x1F25) }
        let bits = version << 12 | rest
        for index in 0..<18 {
            let (far, near) = (size - 11 + index % 3, index / 3)
            fix(far, near, bits >> index & 1 == 1)
            fix(near, far, bits >> index & 1 == 1)
        }
    }

    // MARK: Data

    /// Fills what is free with bits, in columns of two from the right, upwards and downwards in turn.
    private mutating func draw(_ codewords: [UInt8]) {
        var index = 0
        var isUpward = true
        for right in stride(from: size - 1, to: 0, by: -2) {
            // The column of the timing pattern is left out.
            let right = right <= 6 ? right - 1 : right
            for step in 0..<size {
                let y = isUpward ? size - 1 - step : step
                for x in [right, right - 1] where !fixed[y * size + x] && index < codewords.count * 8 {
                    dark[y * size + x] = codewords[index / 8] >> (7 - index % 8) & 1 == 1
                    index += 1
                }
            }
            isUpward.toggle()
        }
    }

    private mutating func apply(_ mask: Int) {
        for y in 0..<size {
            for x in 0..<size where !fixed[y * size + x] && QRCode.turns(mask, x, y) { dark[y * size + x].toggle() }
        }
        drawFormat(mask: mask)
    }

    private static func turns(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }

    /// How hard the code is to scan: long runs, blocks, what looks like a finder, and more of one colour count.
    private var penalty: Int {
        var sum = 0
        for line in 0..<size {
            sum += QRCode.penalty(of: (0..<size).map { self[$0, line] })
            sum += QRCode.penalty(of: (0..<size).map { self[line, $0] })
        }
        for y in 1..<size {
            for x in 1..<size {
                let colour = self[x, y]
                if self[x - 1, y] == colour, self[x, y - 1] == colour, self[x - 1, y - 1] == colour { sum += 3 }
            }
        }
        let share = dark.count { $0 } * 20 - size * size * 10
        return sum + abs(share) / (size * size) * 10
    }

    private static func penalty(of line: [Bool]) -> Int {
        var sum = 0
        var run = 0
        for (place, isDark) in line.enumerated() {
            run = place > 0 && line[place - 1] == isDark ? run + 1 : 1
            if run == 5 { sum += 3 } else if run > 5 { sum += 1 }
        }
        for start in 0...max(0, line.count - finder.count) {
            let part = line[start..<start + finder.count]
            if part.elementsEqual(finder) || part.elementsEqual(finder.reversed()) { sum += 40 }
        }
        return sum
    }

    /// A finder's middle line with the light beside it.
    private static let finder = [true, false, true, true, true, false, true, false, false, false, false]
}
