/// Moments as S3 writes and reads them; everything is UTC.
struct Moment: Hashable, Sendable {
    /// Since 1970.
    let milliseconds: Int

    private static let millisecondsPerDay = 86_400_000
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    init(milliseconds: Int) {
        self.milliseconds = milliseconds
    }

    /// - Parameter second: up to 60, for a leap second.
    private init?(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int) {
        guard 1970...9999 ~= year, 1...12 ~= month, 1...31 ~= day, 0...23 ~= hour, 0...59 ~= minute, 0...60 ~= second
        else { return nil }
        // Years that begin in March have their leap day at the end.
        let shiftedYear = month < 3 ? year - 1 : year
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let days = shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400 + dayOfYear - 719_468
        milliseconds = days * Moment.millisecondsPerDay + ((hour * 60 + minute) * 60 + second) * 1_000
    }

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, as headers have it.
    init?(header text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = Moment.months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let clock = parts[4].split(separator: ":").map { Int($0) ?? -1 }
        guard clock.count == 3, let day = Int(parts[1]), let year = Int(parts[3]) else { return nil }
        self.init(year, month + 1, day, clock[0], clock[1], clock[2])
    }

    /// Reads `1994-11-06T08:49:37.000Z`, as lists have it; fractions of seconds may be missing.
    init?(iso text: String) {
        guard text.hasSuffix("Z") else { return nil }
        let parts = text.dropLast().split { "-T:.".contains($0) }.map { Int($0) ?? -1 }
        guard parts.count == 6 || parts.count == 7 else { return nil }
        self.init(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
    }

    /// `20130524T000000Z`.
    var stamp: String {
        let (date, clock) = parts
        return "\(digits(date[0], 4))\(digits(date[1]))\(digits(date[2]))T\(clock.map { digits($0) }.joined())Z"
    }

    /// `20130524`.
    var day: String { String(stamp.prefix(8)) }

    /// `2013-05-24T00:00:00Z`, for people.
    var text: String {
        let (date, clock) = parts
        return "\(digits(date[0], 4))-\(digits(date[1]))-\(digits(date[2]))T"
            + "\(clock.map { digits($0) }.joined(separator: ":"))Z"
    }

    private var parts: (date: [Int], clock: [Int]) {
        let days = milliseconds / Moment.millisecondsPerDay
        let seconds = milliseconds % Moment.millisecondsPerDay / 1_000
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month < 3 ? 1 : 0)
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        return ([year, month, day], [seconds / 3_600, seconds / 60 % 60, seconds % 60])
    }

    private func digits(_ number: Int, _ count: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(count - text.count, 0)) + text
    }
}
