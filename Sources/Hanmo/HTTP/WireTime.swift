/// Moments on the wire: Beijing time without an offset, `2026-01-22T10:00:00`; UTC milliseconds everywhere else.
enum WireTime {
    static let beijingOffsetMilliseconds = 8 * 3_600_000
    static let dayMilliseconds = 86_400_000

    /// `2026-01-22T10:00:00` in Beijing for a moment in UTC milliseconds.
    static func text(_ moment: Int) -> String {
        let local = moment + beijingOffsetMilliseconds
        let days = local.floorDivided(by: dayMilliseconds)
        let second = (local - days * dayMilliseconds) / 1000
        let (year, month, day) = civil(fromDays: days)
        return String(unsafeUninitializedCapacity: 19) { buffer in
            func put(_ value: Int, at place: Int, width: Int) {
                var rest = value
                for index in stride(from: place + width - 1, through: place, by: -1) {
                    buffer[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
            }
            put(year, at: 0, width: 4)
            put(month, at: 5, width: 2)
            put(day, at: 8, width: 2)
            put(second / 3600, at: 11, width: 2)
            put(second / 60 % 60, at: 14, width: 2)
            put(second % 60, at: 17, width: 2)
            buffer[4] = UInt8(ascii: "-")
            buffer[7] = UInt8(ascii: "-")
            buffer[10] = UInt8(ascii: "T")
            buffer[13] = UInt8(ascii: ":")
            buffer[16] = UInt8(ascii: ":")
            return 19
        }
    }

    /// `2026-01-22T02:00:00.123Z`: for machines, which may stand anywhere.
    static func universal(_ moment: Int) -> String {
        let milliseconds = moment - moment.floorDivided(by: 1000) * 1000
        return "\(text(moment - beijingOffsetMilliseconds)).\(String(1000 + milliseconds).dropFirst())Z"
    }

    /// The same time of day in Beijing so many calendar months later; a month that has no such day gives its last one.
    ///
    /// 31 January and a month are 28 February, or 29 where there is one.
    static func adding(months: Int, to moment: Int) -> Int {
        let local = moment + beijingOffsetMilliseconds
        let days = local.floorDivided(by: dayMilliseconds)
        let (year, month, day) = civil(fromDays: days)
        let count = year * 12 + month - 1 + months
        let first = WireTime.days(ofMonth: count)
        let last = WireTime.days(ofMonth: count + 1) - 1
        return moment + (min(first + day - 1, last) - days) * dayMilliseconds
    }

    /// Days from 1970-01-01 to the first of a month, which is counted from January of year 0.
    static func days(ofMonth count: Int) -> Int {
        // The opposite of `civil`: March is the first month of a shifted year.
        let shifted = count - 2
        let year = shifted.floorDivided(by: 12)
        let leapDays = year.floorDivided(by: 4) - year.floorDivided(by: 100) + year.floorDivided(by: 400)
        return 365 * year + leapDays + (153 * (shifted - 12 * year) + 2) / 5 - 719_468
    }

    /// Year, month and day of a count of days since 1970-01-01 (proleptic Gregorian calendar).
    static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        // Years are counted from 1 March of year 0, so that the leap day comes last; an era is 400 years.
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

/// A day of Beijing, from midnight to midnight: `2026-01-22` on the wire.
struct WireDay: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    let number: Int

    init(_ number: Int) {
        self.number = number
    }

    /// The day on which a moment falls.
    init(of moment: Int) {
        number = (moment + WireTime.beijingOffsetMilliseconds).floorDivided(by: WireTime.dayMilliseconds)
    }

    /// Reads `2026-01-22`; nil for anything else, and for a day that no calendar has.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], parts.joined().utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), 1...12 ~= month, year > 0
        else { return nil }
        let first = WireTime.days(ofMonth: year * 12 + month - 1)
        guard 1...(WireTime.days(ofMonth: year * 12 + month) - first) ~= day else { return nil }
        number = first + day - 1
    }

    /// The midnight it begins with, in UTC milliseconds.
    var startsAt: Int { number * WireTime.dayMilliseconds - WireTime.beijingOffsetMilliseconds }

    var text: String { String(WireTime.text(startsAt).prefix(10)) }

    static func < (left: WireDay, right: WireDay) -> Bool { left.number < right.number }

    static func + (day: WireDay, days: Int) -> WireDay { WireDay(day.number + days) }
}

extension Int {
    /// The quotient rounded towards minus infinity, so that moments before 1970 fall on the right day.
    func floorDivided(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }
}
