/// A number that stands in a text: Arabic digits of either width, with 千, 万, k, or written in Chinese.
struct WrittenNumber {
    let value: Double
    /// Where the text goes on, behind spaces and 个.
    let end: Int

    /// Digits, with their point, that are read.
    private static let digitLimit = 9

    /// - Parameter scale: what the number has to be smaller than, so that another unit may follow its own.
    /// - Returns: nil where no number begins at that place.
    init?(in text: [Unicode.Scalar], at start: Int, below scale: Double = .infinity) {
        var index = start
        var digits = Digits()
        while index < text.count, digits.length < WrittenNumber.digitLimit, digits.take(text[index]) { index += 1 }
        guard digits.length > 0 else {
            self.init(chinese: text, at: start)
            return
        }
        let value = digits.value
        guard index < text.count else {
            self.init(value, text, index)
            return
        }
        let unit = text[index]
        let isUnit = unit.isHan || !WrittenNumber.isInWord(text, index)
        let factor: Double
        switch unit {
        case "千", "k", "K": factor = 1_000
        case "万": factor = 10_000
        case "w", "W": factor = isUnit ? 10_000 : 1
        case "百": factor = 100
        default:
            self.init(value, text, index)
            return
        }
        if isUnit { index += 1 }
        if unit.isHan, factor < scale, let rest = WrittenNumber.remainder(in: text, at: index, below: factor) {
            self.init(value * factor + rest.value, text, rest.end)
        } else {
            self.init(value * factor, text, index)
        }
    }

    private init(_ value: Double, _ text: [Unicode.Scalar], _ index: Int) {
        self.value = value
        var index = index
        while index < text.count, text[index] == "个" || text[index].isSpace { index += 1 }
        end = index
    }

    /// Digits as they are read, among them a point and the commas between thousands.
    private struct Digits {
        /// How many were taken, with the point.
        private(set) var length = 0
        private var number = 0
        /// By what the number is to be divided; nil before the point.
        private var divisor: Int?

        var value: Double { Double(number) / Double(divisor ?? 1) }

        /// False where the scalar is no part of a number.
        mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            if let digit = scalar.digit {
                number = number * 10 + digit
                divisor = divisor.map { $0 * 10 }
            } else if scalar == ".", length > 0, divisor == nil {
                divisor = 1
            } else {
                return scalar == "," && length > 0
            }
            length += 1
            return true
        }
    }

    /// What follows a large unit as part of the same number: 5千 of 2万5千, and 5 of 2万5, which means as much.
    private static func remainder(
        in text: [Unicode.Scalar],
        at start: Int,
        below scale: Double
    ) -> (value: Double, end: Int)? {
        guard start < text.count, let digit = text[start].digit ?? text[start].chineseDigit else { return nil }
        let next = start + 1 < text.count ? text[start + 1] : " "
        if next.digit != nil || next == "千" || next == "百", let rest = WrittenNumber(in: text, at: start, below: scale),
            rest.value < scale
        {
            return (rest.value, rest.end)
        }
        switch next {
        case "字", "多", "左", "个", " ": return (Double(digit) * scale / 10, start + 1)
        default: return nil
        }
    }

    /// Whether a letter is followed by another.
    private static func isInWord(_ text: [Unicode.Scalar], _ index: Int) -> Bool {
        index + 1 < text.count && text[index + 1].isLatin
    }

    private init?(chinese text: [Unicode.Scalar], at start: Int) {
        var index = start
        var total = 0
        var digit = 0
        var hasUnit = false
        while index < text.count, index - start < WrittenNumber.digitLimit {
            if let value = text[index].chineseDigit {
                digit = value
            } else if let unit = text[index].chineseUnit {
                total += max(digit, 1) * unit
                digit = 0
                hasUnit = true
            } else {
                break
            }
            index += 1
        }
        guard hasUnit else { return nil }
        if digit > 0, index - 2 >= start, let last = text[index - 2].chineseUnit, last >= 100 {
            total += digit * last / 10
            digit = 0
        }
        self.init(Double(total + digit), text, index)
    }
}

extension Unicode.Scalar {
    /// 0 to 9, of either width or any script but Chinese.
    fileprivate var digit: Int? {
        if isASCII { return "0"..."9" ~= self ? Int(value - 0x30) : nil }
        guard !isHan, let number = properties.numericValue, 0...9 ~= number else { return nil }
        return Int(exactly: number)
    }

    fileprivate var chineseDigit: Int? {
        switch self {
        case "零": 0
        case "一": 1
        case "二", "两": 2
        case "三": 3
        case "四": 4
        case "五": 5
        case "六": 6
        case "七": 7
        case "八": 8
        case "九": 9
        default: nil
        }
    }

    fileprivate var chineseUnit: Int? {
        switch self {
        case "十": 10
        case "百": 100
        case "千": 1_000
        case "万": 10_000
        default: nil
        }
    }

    fileprivate var isSpace: Bool { isASCII ? value == 0x20 || 0x09...0x0D ~= value : properties.isWhitespace }
}
