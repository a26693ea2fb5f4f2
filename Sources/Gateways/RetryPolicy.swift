import NIOCore

extension GatewayHTTP {
    /// When a request that failed is sent again, and after what pause.
    ///
    /// Every act may be repeated (see ``Gateway``), and both gateways ask for repetition after a failure of theirs.
    /// Somebody waits for the answer, so there are few attempts; what comes later is the caller's to arrange.
    public struct RetryPolicy: Sendable {
        /// How often a request is sent at most, the first time included.
        public var attempts = 3
        public var firstPause = Duration.milliseconds(300)
        public var longestPause = Duration.seconds(2)
        /// Waits; throws when the task is cancelled meanwhile.
        public var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
        /// A number in 0..<1.
        public var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

        public init() {}

        /// How much of a pause chance may take off, so that many callers don't come back at once.
        static let jitter = 0.5

        /// The pause after the attempt of that number; 1 is the first.
        func pause(after attempt: Int) -> Duration {
            var pause = firstPause
            for _ in 1..<max(attempt, 1) where pause < longestPause { pause = pause * 2 }
            return min(pause, longestPause) * (1 - RetryPolicy.jitter * random())
        }

        /// Makes attempts until one succeeds, none is left, or no time is left.
        ///
        /// - Errors: that of the last attempt, with the doubt of those before it; `cancelled` when the task was
        ///   cancelled in a pause.
        func run<Value>(
            before deadline: NIODeadline,
            _ attempt: (_ number: Int) async throws(GatewayError) -> Value
        ) async throws(GatewayError) -> Value {
            var number = 1
            var isInDoubt = false
            while true {
                var failure: GatewayError
                do throws(GatewayError) {
                    return try await attempt(number)
                } catch {
                    failure = error
                }
                // What a later attempt is refused an earlier one may have brought about.
                if failure.leavesDoubt { isInDoubt = true } else { failure.mayBeDone = isInDoubt }
                let pause = pause(after: number)
                guard failure.usuallyPasses, number < attempts, NIODeadline.now() + TimeAmount(pause) < deadline else {
                    throw failure
                }
                do {
                    try await sleep(pause)
                } catch {
                    throw GatewayError(.cancelled, message: "cancelled")
                }
                number += 1
            }
        }
    }
}
