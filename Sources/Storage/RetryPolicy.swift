import NIOCore

extension Storage {
    /// When a request to S3 that failed is sent again, and after what pause.
    ///
    /// S3's own advice for `SlowDown` and 5xx is exponential back-off; pauses of 0.2 s, 0.4 s, 0.8 s … are each
    /// shortened by up to a half, so that many callers don't come back at once. Every body that is sent is in memory,
    /// so each request can be repeated; an object that is being read is not asked for again once its first byte was
    /// there.
    public struct RetryPolicy: Sendable {
        /// How often a request is sent at most, the first time included.
        public var attempts = 4
        public var firstPause = Duration.milliseconds(200)
        public var longestPause = Duration.seconds(5)
        /// Waits; throws when the task is cancelled meanwhile.
        public var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
        /// A number in 0..<1.
        public var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

        public init() {}

        /// How much of a pause chance may take off.
        static let jitter = 0.5

        /// The pause after the attempt of that number; 1 is the first.
        func pause(after attempt: Int) -> Duration {
            var pause = firstPause
            for _ in 1..<max(attempt, 1) where pause < longestPause { pause = pause * 2 }
            return min(pause, longestPause) * (1 - RetryPolicy.jitter * random())
        }

        /// Makes attempts until one succeeds, none is left, or no time is left.
        ///
        /// - Errors: that of the last attempt; `cancelled` when the task was cancelled in a pause.
        func run<Value>(
            before deadline: NIODeadline,
            _ attempt: (_ number: Int) async throws(Setback) -> Value
        ) async throws(StorageError) -> Value {
            var number = 1
            while true {
                let setback: Setback
                do throws(Setback) {
                    return try await attempt(number)
                } catch {
                    setback = error
                }
                let pause = pause(after: number)
                guard setback.mayPass, number < attempts, NIODeadline.now() + TimeAmount(pause) < deadline else {
                    throw setback.error
                }
                do {
                    try await sleep(pause)
                } catch {
                    throw .cancelled
                }
                number += 1
            }
        }
    }
}

/// How one attempt failed.
struct Setback: Error {
    var error: StorageError
    /// Whether another attempt may go better.
    var mayPass: Bool

    init(_ error: StorageError, mayPass: Bool? = nil) {
        self.error = error
        self.mayPass = mayPass ?? error.usuallyPasses
    }
}
