import Foundation
import JSON
import Testing
import Wire

@testable import Hanmo

@Suite struct WireTimeTests {
    @Test(
        arguments: [
            (0, "1970-01-01T08:00:00"), (-1, "1970-01-01T07:59:59"), (-28_800_000, "1970-01-01T00:00:00"),
            (-28_800_001, "1969-12-31T23:59:59"), (999, "1970-01-01T08:00:00"),
            (1_769_011_199_999, "2026-01-21T23:59:59"), (1_769_011_200_000, "2026-01-22T00:00:00"),
            (1_709_135_999_000, "2024-02-28T23:59:59"), (1_709_136_000_000, "2024-02-29T00:00:00"),
            (1_798_732_799_999, "2026-12-31T23:59:59"), (1_798_732_800_000, "2027-01-01T00:00:00"),
            (-2_208_988_800_000, "1900-01-01T08:00:00"), (253_402_271_999_000, "9999-12-31T23:59:59"),
        ]
    )
    func `a moment is written in Beijing time, around midnight and before 1970 too`(moment: Int, text: String) {
        #expect(WireTime.text(moment) == text)
    }

    @Test(
        arguments: [
            ("2026-01-22T10:00:00", 1_769_047_200_000), ("2026-01-22T10:00:00.999", 1_769_047_200_000),
            ("2026-01-22T10:00:00+08:00", 1_769_047_200_000), ("2026-01-22T02:00:00Z", 1_769_047_200_000),
            ("2026-01-21T20:30:00.5-05:30", 1_769_047_200_000), ("1970-01-01T08:00:00", 0),
            ("2024-02-29T00:00:00", 1_709_136_000_000), ("9999-12-31T23:59:59", 253_402_271_999_000),
        ]
    )
    func `a moment is read in Beijing time, or with its offset`(text: String, moment: Int) {
        #expect(WireTime.moment(text) == moment)
    }

    @Test(
        arguments: [
            "", "2026-01-22", "2026-01-22 10:00:00", "2026-1-22T10:00:00", "2026-01-22T10:00", "2026-01-22T24:00:00",
            "2026-01-22T10:60:00", "2026-01-22T10:00:60", "2026-02-29T10:00:00", "2026-13-01T10:00:00",
            "2026-00-01T10:00:00", "2026-01-00T10:00:00", "2026-04-31T10:00:00", "2026-01-22T10:00:00.",
            "2026-01-22T10:00:00+8", "2026-01-22T10:00:00+24:00", "2026-01-22T10:00:00+08:60",
            "2026-01-22T10:00:00+08:00x", "2026-01-22T10:00:00Zx", "2026-01-22T10:00:00 ", "-026-01-22T10:00:00",
            "1970-01-01T07:59:59", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00", "２０26-01-22T10:00:00",
        ]
    )
    func `what is no moment is not guessed at`(text: String) {
        #expect(WireTime.moment(text) == nil)
    }

    @Test func `every moment that is written is read again`() {
        for moment in stride(from: 0, to: 253_402_271_999_000, by: 987_654_321_000) {
            #expect(WireTime.moment(WireTime.text(moment)) == moment)
        }
    }

    @Test func `every day of four centuries agrees with Foundation's calendar`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for days in stride(from: -25_567, to: 120_529, by: 13) {
            let date = Date(timeIntervalSince1970: Double(days) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let civil = CivilDate(days: days)
            #expect([civil.year, civil.month, civil.day] == [parts.year, parts.month, parts.day])
        }
    }

    @Test func `replies carry the time of their act in Beijing`() async throws {
        try await withTestApp(at: "2026-12-31T23:59:59") { app in
            let lin = try await app.signUp("lin", credits: 100)
            _ = try await lin.create(title: "旧年", content: "文")
            app.clock.advance(seconds: 1)
            _ = try await lin.create(title: "新年", content: "文")

            let times = try await lin.get("/creations").items.map { $0["created_at"] }
            #expect(times == ["2027-01-01T00:00:00", "2026-12-31T23:59:59"])
        }
    }

    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (1_769_047_200, "Thu, 22 Jan 2026 02:00:00 GMT"),
            (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
        ]
    )
    func `the Date header has the form of RFC 9110`(second: Int, text: String) {
        #expect(HTTPDate.format(second) == text)
    }

    @Test(arguments: [(7, 2, 3), (-7, 2, -4), (-8, 2, -4), (0, 5, 0), (-1, 86_400_000, -1)])
    func `division rounds down`(number: Int, divisor: Int, quotient: Int) {
        #expect(number.floorDivided(by: divisor) == quotient)
    }

    @Test func `every day of a century is read as it is written, and lasts from midnight to midnight`() {
        let wrong = (0..<36_525).map { WireDay($0) }.filter { day in
            WireDay(day.text) != day || WireDay(of: day.startsAt) != day || WireDay(of: day.startsAt - 1) != day + -1
        }

        #expect(wrong == [])
        #expect(WireDay("2000-02-29")?.startsAt == 951_753_600_000)
        #expect(WireDay("2100-02-29") == nil)
    }
}
