import Dispatch
import Testing

@testable import Hanmo

/// Prometheus's text format, letter for letter.
@Suite struct MetricsPageTests {
    @Test func `a family is a help, a type and its samples`() {
        var page = MetricsPage(capacity: 0)
        page.family("things_total", .counter, "Back\\slash, \"quotes\"\nand a second line.")
        page.sample("things_total", 7, ["name": "a \"b\" c:\\d\ne", "other": ""])
        page.single("level", .gauge, "How high.", -3)

        #expect(
            String(decoding: page.bytes, as: UTF8.self) == #"""
                # HELP things_total Back\\slash, "quotes"\nand a second line.
                # TYPE things_total counter
                things_total{name="a \"b\" c:\\d\ne",other=""} 7
                # HELP level How high.
                # TYPE level gauge
                level -3

                """#
        )
    }

    @Test func `a histogram's buckets count those below them, in seconds`() {
        let histogram = Histogram(Histogram.Scale(exponents: 7...9))
        for microseconds in [1, 128, 129, 256, 512, 513, 3_000_000] { histogram.record(microseconds) }
        var page = MetricsPage(capacity: 0)
        page.histogram("wait_seconds", histogram, ["of": "x"])

        #expect(
            String(decoding: page.bytes, as: UTF8.self) == """
                wait_seconds_bucket{of="x",le="0.000128"} 2
                wait_seconds_bucket{of="x",le="0.000256"} 4
                wait_seconds_bucket{of="x",le="0.000512"} 5
                wait_seconds_bucket{of="x",le="+Inf"} 7
                wait_seconds_sum{of="x"} 3.001539
                wait_seconds_count{of="x"} 7

                """
        )
    }

    @Test(
        arguments: [
            (0, "0"), (1, "0.000001"), (128, "0.000128"), (1_000_000, "1"), (1_500_000, "1.5"),
            (1_769_047_200_000_000, "1769047200"), (268_435_456, "268.435456"),
        ]
    )
    func `microseconds are written as seconds without a loss`(microseconds: Int, text: String) {
        #expect(MetricsPage.seconds(microseconds) == text)
    }

    @Test func `a value belongs to the smallest bound that is not below it`() {
        let scale = Histogram.Scale(exponents: 0...8)
        for value in 0...300 {
            let bound = (0...8).first { value <= 1 << $0 } ?? 9
            #expect(scale.bucket(of: value) == bound, "\(value)")
        }
        #expect(scale.bucket(of: .max) == 9)
    }

    @Test func `what many threads record at once is all counted`() {
        let table = HistogramTable(rows: 2, columns: 2, Histogram.Scale(exponents: 0...3))
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<1000 { table.record(2, row: 1, column: 0) }
        }

        #expect(table[1, 0]?.counts == [0, 8000, 0, 0, 0])
        #expect(table[1, 0]?.sum == 16_000)
        #expect(table[0, 0] == nil && table[1, 1] == nil)
    }
}
