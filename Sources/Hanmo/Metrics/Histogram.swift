import Synchronization

/// How often something was how large, in buckets whose bounds double.
struct Histogram: Sendable {
    /// Which bounds there are: all powers of two between two of them, in the unit of what is recorded.
    struct Scale: Sendable {
        /// The exponents of the first and the last bound.
        let exponents: ClosedRange<Int>

        /// A bucket up to each bound, and one for what is beyond the last.
        var buckets: Int { exponents.count + 1 }

        /// Where a value belongs: into the bucket of the smallest bound that is not below it.
        ///
        /// Bounds are powers of two so that this is a handful of instructions, whatever their number.
        func bucket(of value: Int) -> Int {
            let exponent = value <= 1 ? 0 : Int.bitWidth - (value - 1).leadingZeroBitCount
            return min(max(exponent - exponents.lowerBound, 0), exponents.count)
        }

        /// The counters that a histogram of this scale needs.
        fileprivate func makeCounters() -> Counters { Counters(buckets + 1) }
    }

    let scale: Scale
    /// The buckets, then the sum of all values.
    private let counters: Counters

    init(_ scale: Scale) {
        self.init(scale, scale.makeCounters())
    }

    fileprivate init(_ scale: Scale, _ counters: Counters) {
        self.scale = scale
        self.counters = counters
    }

    func record(_ value: Int) {
        counters.add(1, at: scale.bucket(of: value))
        counters.add(value, at: scale.buckets)
    }

    /// What lies in each bucket, not counting those below it.
    var counts: [Int] { (0..<scale.buckets).map { counters[$0] } }

    var sum: Int { counters[scale.buckets] }
}

/// Histograms by row and column, each made when something is first recorded in it: most never are.
///
/// `@unchecked Sendable` is sound for the same reason as that of ``Counters``.
final class HistogramTable: @unchecked Sendable {
    let rows: Int
    let columns: Int
    let scale: Histogram.Scale
    private let places: UnsafeMutablePointer<AtomicLazyReference<Counters>>

    init(rows: Int, columns: Int, _ scale: Histogram.Scale) {
        self.rows = rows
        self.columns = columns
        self.scale = scale
        places = .allocate(capacity: rows * columns)
        for index in 0..<rows * columns { (places + index).initialize(to: AtomicLazyReference()) }
    }

    deinit {
        places.deinitialize(count: rows * columns)
        places.deallocate()
    }

    func record(_ value: Int, row: Int, column: Int) {
        let place = place(row, column)
        let counters = places[place].load() ?? places[place].storeIfNil(scale.makeCounters())
        Histogram(scale, counters).record(value)
    }

    /// Nil where nothing has been recorded.
    subscript(row: Int, column: Int) -> Histogram? {
        places[place(row, column)].load().map { Histogram(scale, $0) }
    }

    private func place(_ row: Int, _ column: Int) -> Int {
        precondition(0..<rows ~= row && 0..<columns ~= column, "there is no such histogram")
        return row * columns + column
    }
}
