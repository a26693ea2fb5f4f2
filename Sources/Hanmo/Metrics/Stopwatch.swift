#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Says how long ago it was made, by a clock that nobody sets.
struct Stopwatch: Sendable {
    private let startNanoseconds = Stopwatch.now()

    /// Rounded up, so that no time at all is counted as less than what it took.
    var microseconds: Int { (Stopwatch.now() - startNanoseconds + 999) / 1000 }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
