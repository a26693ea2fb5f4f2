/// Moments as the gateways write and read them, both in Beijing time: eight hours ahead of UTC, all year round.
enum Moment {
    private static let millisecondsPerDay = 86_400_000
    private static let beijingMilliseconds = 8 * 3_600_000

    /// `2026-01-22 10:00:00`, as Alipay has it.
    static func plain(_ milliseconds: Int) -> String {
        let (date, clock) = parts(milliseconds + beijingMilliseconds)
        return "\(date) \(clock)"
    }

    /// `2026-01-22T10:00:00+08:00`, as WeChat Pay has it.
    static func offset(_ milliseconds: Int) -> String {
        let (date, clock) = parts(milliseconds + beijingMilliseconds)
        return "\(date)T\(clock)+08:00"
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
        guard date.count == 3, clock.count == 3, 1970...9999 ~= date[0], 1...12 ~= date[1], 1...31 ~= date[2],
            0...23 ~= clock[0], 0...59 ~= clock[1], 0...60 ~= clock[2]
        else { return nil }
        // Years that begin in March have their leap day at the end.
        let year = date[1] < 3 ? date[0] - 1 : date[0]
        let dayOfYear = (153 * ((date[1] + 9) % 12) + 2) / 5 + date[2] - 1
        let days = year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
        return days * millisecondsPerDay + ((clock[0] * 60 + clock[1]) * 60 + clock[2]) * 1_000
    }

    private static func parts(_ milliseconds: Int) -> (date: String, clock: String) {
        let days = milliseconds / millisecondsPerDay
        let seconds = milliseconds % millisecondsPerDay / 1_000
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month < 3 ? 1 : 0)
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        return (
            "\(digits(year, 4))-\(digits(month))-\(digits(day))",
            "\(digits(seconds / 3_600)):\(digits(seconds / 60 % 60)):\(digits(seconds % 60))"
        )
    }

    private static func digits(_ number: Int, _ count: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(count - text.utf8.count, 0)) + text
    }
}
