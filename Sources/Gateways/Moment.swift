import Wire

/// Moments as the gateways write and read them, both in Beijing time: eight hours ahead of UTC, all year round.
enum Moment {
    private static let beijingMilliseconds = 8 * 3_600_000

    /// `2026-01-22 10:00:00`, as Alipay has it.
    static func plain(_ milliseconds: Int) -> String {
        let time = CivilTime(milliseconds: milliseconds + beijingMilliseconds)
        return "\(time.dateText()) \(time.clockText())"
    }

    /// `2026-01-22T10:00:00+08:00`, as WeChat Pay has it.
    static func offset(_ milliseconds: Int) -> String {
        let time = CivilTime(milliseconds: milliseconds + beijingMilliseconds)
        return "\(time.dateText())T\(time.clockText())+08:00"
    }

    /// Reads `2026-01-22 10:00:00`, with or without fractions of a second, as Beijing time.
    ///
    /// - Returns: UTC milliseconds.
    static func milliseconds(plain text: String) -> Int? {
        local(text, separator: " ").map { $0 - beijingMilliseconds }
    }

    /// Reads `2026-01-22T10:00:00+08:00`, or with `Z` for the offset.
    ///
    /// - Returns: UTC milliseconds.
    static func milliseconds(offset text: String) -> Int? {
        if text.hasSuffix("Z") { return local(text.dropLast(), separator: "T") }
        let zone = text.suffix(6)
        guard zone.utf8.count == 6, let sign = zone.first, sign == "+" || sign == "-",
            let moment = local(text.dropLast(6), separator: "T")
        else { return nil }
        let numbers = zone.dropFirst().split(separator: ":").map { Int($0) ?? -1 }
        guard numbers.count == 2, 0...18 ~= numbers[0], 0...59 ~= numbers[1] else { return nil }
        let shift = (numbers[0] * 60 + numbers[1]) * 60_000
        return sign == "+" ? moment - shift : moment + shift
    }

    private static func local(_ text: some StringProtocol, separator: Character) -> Int? {
        let halves = text.split(separator: separator, omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-").map { Int($0) ?? -1 }
        let clock = halves[1].prefix { $0 != "." }.split(separator: ":").map { Int($0) ?? -1 }
        guard date.count == 3, clock.count == 3, 1970...9999 ~= date[0] else { return nil }
        return CivilTime(date[0], date[1], date[2], clock[0], clock[1], clock[2])?.milliseconds
    }
}
