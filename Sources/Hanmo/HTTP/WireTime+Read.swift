import Wire

/// Moments that clients send.
extension WireTime {
    /// Moments that both sides can write, in UTC milliseconds: from 1970 to the end of 9999 in Beijing.
    private static let moments = 0...253_402_271_999_000

    /// The moment of `2026-01-22T10:00:00`, which is Beijing time, or of the same with an offset (RFC 3339).
    ///
    /// A moment has whole seconds, as those that we write; what is less is left out.
    ///
    /// - Returns: UTC milliseconds; nil for anything else, also for a day that no calendar has.
    static func moment(_ text: String) -> Int? {
        var rest = text.utf8[...]
        guard let year = digits(4, of: &rest), take("-", of: &rest), let month = digits(2, of: &rest),
            take("-", of: &rest), let day = digits(2, of: &rest), take("T", of: &rest),
            let hour = digits(2, of: &rest), take(":", of: &rest), let minute = digits(2, of: &rest),
            take(":", of: &rest), let second = digits(2, of: &rest), second < 60,
            let time = CivilTime(year, month, day, hour, minute, second)
        else { return nil }
        if take(".", of: &rest) {
            guard digits(1, of: &rest) != nil else { return nil }
            rest = rest.drop { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        }
        guard let offset = rest.isEmpty ? beijingOffsetMilliseconds : offset(rest) else { return nil }
        let moment = time.milliseconds - offset
        return moments.contains(moment) ? moment : nil
    }

    /// The milliseconds of `Z`, `+08:00` or `-05:30`.
    private static func offset(_ text: Substring.UTF8View) -> Int? {
        var rest = text
        if take("Z", of: &rest) { return rest.isEmpty ? 0 : nil }
        let isWest = take("-", of: &rest)
        guard isWest || take("+", of: &rest), let hours = digits(2, of: &rest), take(":", of: &rest),
            let minutes = digits(2, of: &rest), rest.isEmpty, hours < 24, minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 60 + minutes) * 60_000
    }

    private static func digits(_ count: Int, of rest: inout Substring.UTF8View) -> Int? {
        var number = 0
        for _ in 0..<count {
            guard let byte = rest.popFirst(), UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }

    private static func take(_ letter: Unicode.Scalar, of rest: inout Substring.UTF8View) -> Bool {
        guard rest.first == UInt8(ascii: letter) else { return false }
        rest.removeFirst()
        return true
    }
}

extension Form {
    /// Characters of a moment: more than any has.
    private static let momentLength = 1...40

    /// A moment that has to be there, in UTC milliseconds.
    mutating func moment(_ field: String) -> Int {
        require(field)
        return optionalMoment(field) ?? 0
    }

    /// A moment that may be absent or null.
    mutating func optionalMoment(_ field: String) -> Int? {
        guard let text = optionalText(field, Form.momentLength) else { return nil }
        guard let moment = WireTime.moment(text) else {
            fault(field, WireTime.expected.chinese, WireTime.expected.english)
            return nil
        }
        return moment
    }

    /// The end of what lasts to the end of the second that is named: the first moment after it, in UTC milliseconds.
    mutating func optionalEnd(_ field: String) -> Int? {
        optionalMoment(field).map { $0 + WireTime.secondMilliseconds }
    }
}

extension Query {
    /// A moment in UTC milliseconds.
    mutating func moment(_ name: String) -> Int? {
        guard let text = text(name) else { return nil }
        let moment = WireTime.moment(text)
        if moment == nil { fault(name, WireTime.expected.chinese, WireTime.expected.english) }
        return moment
    }

    /// `from` and `to`, both of which belong to the range: the first moment, and the one after the last.
    mutating func moments() -> (from: Int, to: Int) {
        let from = moment("from")
        let last = end("to")
        if let from, let last, last <= from { fault("to", "不能早于 from", "must not be before from") }
        return (from ?? 0, last ?? Int.max)
    }

    /// The end of what lasts to the end of the second that is named, likewise.
    mutating func end(_ name: String) -> Int? {
        moment(name).map { $0 + WireTime.secondMilliseconds }
    }
}

extension WireTime {
    fileprivate static let expected = Message(
        "应为时间，例如 2026-01-22T10:00:00",
        "should be a moment such as 2026-01-22T10:00:00"
    )
}
