import Wire

/// Moments on the wire: Beijing time without an offset, `2026-01-22T10:00:00`; UTC milliseconds everywhere else.
enum WireTime {
    static let beijingOffsetMilliseconds = 8 * 3_600_000
    static let dayMilliseconds = CivilTime.millisecondsPerDay
    static let secondMilliseconds = 1000

    /// `2026-01-22T10:00:00` in Beijing for a moment in UTC milliseconds.
    static func text(_ moment: Int) -> String {
        let local = moment + beijingOffsetMilliseconds
        let days = local.floorDivided(by: dayMilliseconds)
        let second = (local - days * dayMilliseconds) / 1000
        let date = CivilDate(days: days)
        return String(unsafeUninitializedCapacity: 19) { buffer in
            func put(_ value: Int, at place: Int, width: Int) {
                var rest = value
                for index in stride(from: place + width - 1, through: place, by: -1) {
                    buffer[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
            }
            put(date.year, at: 0, width: 4)
            put(date.month, at: 5, width: 2)
            put(date.day, at: 8, width: 2)
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

    /// The last second before a moment, as text, which is how an end is shown: people who write 23:59:59 mean all of
    /// that second.
    static func lastSecond(before end: Int) -> String {
        text(end - 1)
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
        let date = CivilDate(days: days)
        let count = date.year * 12 + date.month - 1 + months
        let first = CivilDate.days(ofMonth: count)
        let last = CivilDate.days(ofMonth: count + 1) - 1
        return moment + (min(first + date.day - 1, last) - days) * dayMilliseconds
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
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year > 0,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        number = date.days
    }

    /// The midnight it begins with, in UTC milliseconds.
    var startsAt: Int { number * WireTime.dayMilliseconds - WireTime.beijingOffsetMilliseconds }

    var text: String { String(WireTime.text(startsAt).prefix(10)) }

    static func < (left: WireDay, right: WireDay) -> Bool { left.number < right.number }

    static func + (day: WireDay, days: Int) -> WireDay { WireDay(day.number + days) }
}
