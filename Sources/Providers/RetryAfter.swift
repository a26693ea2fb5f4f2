import NIOHTTP1
import Wire

extension HTTPHeaders {
    /// Reads how long an answer asks to wait: `retry-after-ms`, else `retry-after` in seconds or as an HTTP date.
    ///
    /// - Parameter now: the time of day in milliseconds of UTC.
    /// - Returns: nil where nothing sensible is said, a moment that has passed included.
    func retryAfter(now: () -> Int) -> Duration? {
        if let value = first(name: "retry-after-ms"), let milliseconds = Double(value), milliseconds > 0 {
            return pause(milliseconds: milliseconds)
        }
        guard let value = first(name: "retry-after") else { return nil }
        if let seconds = Double(value) { return seconds > 0 ? pause(milliseconds: seconds * 1000) : nil }
        guard let moment = httpDate(value) else { return nil }
        let wait = moment - now()
        return wait > 0 ? .milliseconds(wait) : nil
    }
}

/// A day: more than anybody waits, and no risk of an overflow.
private let longestMilliseconds = 86_400_000.0

private func pause(milliseconds: Double) -> Duration {
    .milliseconds(Int(min(milliseconds, longestMilliseconds)))
}

/// The milliseconds since 1970 of a date such as `Sun, 06 Nov 1994 08:49:37 GMT`, the only form that may be sent today.
private func httpDate(_ text: String) -> Int? {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]),
        let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3]), 1970...9999 ~= year
    else { return nil }
    let clock = parts[4].split(separator: ":").map { Int($0) ?? -1 }
    guard clock.count == 3 else { return nil }
    return CivilTime(year, month + 1, day, clock[0], clock[1], clock[2])?.milliseconds
}
