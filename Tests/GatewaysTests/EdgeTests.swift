import Foundation
import Testing

@testable import Gateways

/// Money, moments and forms where they leave and enter.
struct EdgeTests {
    @Test(arguments: [
        (1, "0.01"), (10, "0.10"), (99, "0.99"), (100, "1.00"), (1_005, "10.05"), (5_000_000, "50000.00"),
    ])
    func `fen become yuan and yuan fen, exactly`(_ fen: Int, _ yuan: String) {
        #expect(Yuan.text(fen) == yuan)
        #expect(Yuan.fen(yuan) == fen)
    }

    @Test func `every amount up to a hundred yuan comes back as it went`() {
        #expect((0...10_000).allSatisfy { Yuan.fen(Yuan.text($0)) == $0 })
    }

    @Test(arguments: [("10", 1_000), ("9.9", 990), ("0.1", 10), ("0", 0), ("007.50", 750)])
    func `yuan are read as gateways write them`(_ yuan: String, _ fen: Int) {
        #expect(Yuan.fen(yuan) == fen)
    }

    @Test(arguments: [
        "", ".", "1.", ".5", "1.234", "-1", "+1", "1e3", "1,00", "１", " 1", "1 ", "0x1", "1.0.0", "NaN",
        "9999999999999",
    ])
    func `what is no amount is none`(_ text: String) {
        #expect(Yuan.fen(text) == nil)
    }

    @Test(arguments: [
        (0, "1970-01-01 08:00:00"), (1_795_865_400_000, "2026-11-28 19:30:00"),
        (951_753_599_000, "2000-02-28 23:59:59"), (951_840_000_000, "2000-03-01 00:00:00"),
    ])
    func `moments are Beijing's`(_ milliseconds: Int, _ text: String) {
        #expect(Moment.plain(milliseconds) == text)
        #expect(Moment.milliseconds(plain: text) == milliseconds)
        let offset = text.replacingOccurrences(of: " ", with: "T") + "+08:00"
        #expect(Moment.offset(milliseconds) == offset)
        #expect(Moment.milliseconds(offset: offset) == milliseconds)
    }

    @Test func `moments agree with the system's calendar over two hundred years`() {
        let formatter = ISO8601DateFormatter()
        formatter.timeZone = TimeZone(secondsFromGMT: 8 * 3_600)
        for day in stride(from: 0, to: 73_000, by: 13) {
            let milliseconds = day * 86_400_000 + 12_345_000
            let text = formatter.string(from: Date(timeIntervalSince1970: Double(milliseconds) / 1_000))
            #expect(Moment.offset(milliseconds) == text)
            #expect(Moment.milliseconds(offset: text) == milliseconds)
        }
    }

    @Test func `moments come with fractions, other zones and none`() {
        #expect(Moment.milliseconds(plain: "2026-11-28 19:30:00.25") == 1_795_865_400_000)
        #expect(Moment.milliseconds(offset: "2026-11-28T11:30:00Z") == 1_795_865_400_000)
        #expect(Moment.milliseconds(offset: "2026-11-28T06:00:00-05:30") == 1_795_865_400_000)
        for text in ["", "2026-11-28", "2026-13-28 00:00:00", "2026-11-28 24:00:00", "now", "2026-11-28T19:30:00"] {
            #expect(Moment.milliseconds(plain: text) == nil)
            #expect(Moment.milliseconds(offset: text) == nil)
        }
    }

    @Test func `forms are read whole or not at all`() {
        #expect(FormText.fields(Array("a=1&b=%E6%98%A5+x&c=&d".utf8)) == ["a": "1", "b": "春 x", "c": "", "d": ""])
        for text in ["a=1&a=2", "a=%", "a=%4", "a=%zz", "a=%FF", "%FF=1"] {
            #expect(FormText.fields(Array(text.utf8)) == nil)
        }
        #expect(FormText.joined([("a", "春 x&=+"), ("b", "-._~")]) == "a=%E6%98%A5%20x%26%3D%2B&b=-._~")
    }
}
