/// A day of the calendar, by which protocols write moments (proleptic Gregorian).
public struct CivilDate: Hashable, Sendable {
    public let year: Int
    /// From 1.
    public let month: Int
    /// From 1.
    public let day: Int

    /// - Parameter days: since 1970-01-01.
    public init(days: Int) {
        // Years are counted from 1 March of year 0, so that the leap day comes last; an era is 400 years.
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    }

    /// Nil for a day that no calendar has, such as 29 February of most years.
    public init?(year: Int, month: Int, day: Int) {
        guard 1...12 ~= month else { return nil }
        let count = year * 12 + month - 1
        let length = CivilDate.days(ofMonth: count + 1) - CivilDate.days(ofMonth: count)
        guard 1...length ~= day else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Since 1970-01-01.
    public var days: Int { CivilDate.days(ofMonth: year * 12 + month - 1) + day - 1 }

    /// Days from 1970-01-01 to the first of a month, which is counted from January of year 0.
    public static func days(ofMonth count: Int) -> Int {
        // The opposite of `init(days:)`: March is the first month of a shifted year.
        let shifted = count - 2
        let year = shifted.floorDivided(by: 12)
        let leapDays = year.floorDivided(by: 4) - year.floorDivided(by: 100) + year.floorDivided(by: 400)
        return 365 * year + leapDays + (153 * (shifted - 12 * year) + 2) / 5 - 719_468
    }
}

extension Int {
    /// The quotient rounded towards minus infinity, so that moments before 1970 fall on the right day.
    @inlinable
    public func floorDivided(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }
}
