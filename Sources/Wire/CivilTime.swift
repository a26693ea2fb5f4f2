/// A second of the calendar, in whatever zone whoever uses it has in mind.
public struct CivilTime: Hashable, Sendable {
    public let date: CivilDate
    /// From midnight.
    public let second: Int

    public static let millisecondsPerDay = 86_400_000

    /// - Parameter milliseconds: since 1970-01-01 00:00 in that zone.
    public init(milliseconds: Int) {
        let days = milliseconds.floorDivided(by: CivilTime.millisecondsPerDay)
        date = CivilDate(days: days)
        second = (milliseconds - days * CivilTime.millisecondsPerDay) / 1000
    }

    /// Nil for what no calendar and no clock has.
    ///
    /// - Parameter second: up to 60, for a leap second, which is the next minute's first.
    public init?(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int) {
        guard let date = CivilDate(year: year, month: month, day: day), 0...23 ~= hour, 0...59 ~= minute,
            0...60 ~= second
        else { return nil }
        self.date = date
        self.second = (hour * 60 + minute) * 60 + second
    }

    /// Since 1970-01-01 00:00 in the same zone.
    public var milliseconds: Int { date.days * CivilTime.millisecondsPerDay + second * 1000 }

    /// `2026-01-22`; with another separator, or none.
    public func dateText(_ separator: String = "-") -> String {
        [padded(date.year, 4), padded(date.month), padded(date.day)].joined(separator: separator)
    }

    /// `10:00:00`; with another separator, or none.
    public func clockText(_ separator: String = ":") -> String {
        [padded(second / 3600), padded(second / 60 % 60), padded(second % 60)].joined(separator: separator)
    }

    private func padded(_ number: Int, _ count: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(count - text.utf8.count, 0)) + text
    }
}
