#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The time, as everything in the product reads it; tests bring their own.
package struct Clock: Sendable {
    private let read: @Sendable () -> Int

    /// - Parameter read: UTC milliseconds.
    init(_ read: @escaping @Sendable () -> Int) {
        self.read = read
    }

    /// UTC milliseconds.
    var now: Int { read() }

    package static let system = Clock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
