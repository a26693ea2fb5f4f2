import Wire

/// Moments as S3 writes and reads them; everything is UTC.
struct Moment: Hashable, Sendable {
    /// Since 1970.
    let milliseconds: Int

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    init(milliseconds: Int) {
        self.milliseconds = milliseconds
    }

    private init?(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int) {
        guard 1970...9999 ~= year, let time = CivilTime(year, month, day, hour, minute, second) else { return nil }
        milliseconds = time.milliseconds
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

    private var time: CivilTime { CivilTime(milliseconds: milliseconds) }

    /// `20130524T000000Z`.
    var stamp: String { "\(day)T\(time.clockText(""))Z" }

    /// `20130524`.
    var day: String { time.dateText("") }

    /// `2013-05-24T00:00:00Z`, for people.
    var text: String { "\(time.dateText())T\(time.clockText())Z" }
}
