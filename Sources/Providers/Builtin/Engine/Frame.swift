/// A sentence pattern, with what of it a reader would recognise if it came again with other words in its slots.
struct Frame {
    var text: String
    /// The hashes of its sentences without their slots; a text holds each of them once, see
    /// ``Writer/write(_:point:fixed:)``.
    var marks: [UInt64] = []
    /// Whether it labels a line with the name of a point, which then labels no other line.
    var isLabelled: Bool

    /// How much of a sentence stands between its slots when it counts as a frame, in ``weight(of:)``.
    ///
    /// Four Chinese characters or twelve Latin letters; what is shorter is only a joint, such as “：” or “可以”.
    private static let leastWeight = 12

    init(_ text: String) {
        self.text = text
        isLabelled = text.holds("{p}**") || text.hasPrefix("| {p} |")
        var hash = Frame.seed
        var weight = 0
        var isSlot = false
        var openBrackets = 0
        for scalar in text.unicodeScalars {
            switch scalar {
            case "{": isSlot = true
            case "}": isSlot = false
            case "【", "[": openBrackets += 1
            case "】", "]": openBrackets -= 1
            case "。", "！", "？", "；", "｜", "|", "\n", ".", "!", "?", ";":
                if weight >= Frame.leastWeight { marks.append(hash) }
                (hash, weight) = (Frame.seed, 0)
            default:
                let own = isSlot || openBrackets > 0 ? 0 : Frame.weight(of: scalar)
                if own > 0 { hash = (hash ^ UInt64(scalar.value)) &* 0x100_0000_01b3 }
                weight += own
            }
        }
        if weight >= Frame.leastWeight { marks.append(hash) }
    }

    private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

    private static func weight(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x41...0x5a, 0x61...0x7a: 1
        case 0x3400...0x9fff: 3
        default: 0
        }
    }
}
