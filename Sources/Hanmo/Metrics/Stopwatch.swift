/// Says how long ago it was made, by a clock that nobody sets.
struct Stopwatch: Sendable {
    private let start = ContinuousClock.now

    /// Rounded up, so that no time at all is counted as less than what it took.
    var microseconds: Int {
        let (seconds, attoseconds) = start.duration(to: .now).components
        return Int(seconds) * 1_000_000 + Int((attoseconds + 999_999_999_999) / 1_000_000_000_000)
    }
}
