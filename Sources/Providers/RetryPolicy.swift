import Foundation
import NIOCore

/// When a request that failed is sent again, and after what pause.
///
/// The figures are those of the providers' own libraries: pauses of 0.5 s, 1 s, 2 s … up to 8 s, each shortened by up
/// to a quarter so that many callers don't come back at once. A pause that the provider asks for counts instead.
public struct RetryPolicy: Sendable {
    /// How often a request is sent at most, the first time included.
    public var attempts = 3
    public var firstPause = Duration.milliseconds(500)
    public var longestPause = Duration.seconds(8)
    /// The longest pause a provider may ask for; beyond it the user is better told than kept waiting.
    public var longestRequestedPause = Duration.seconds(30)
    /// Waits; throws when the task is cancelled meanwhile.
    public var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// A number in 0..<1.
    public var random: @Sendable () -> Double = { Double.random(in: 0..<1) }
    /// The time of day in milliseconds of UTC, to read a `Retry-After` that names a moment.
    public var now: @Sendable () -> Int = { Int(Date().timeIntervalSince1970 * 1000) }

    public init() {}

    /// How much of a pause chance may take off, so that it never exceeds the longest.
    static let jitter = 0.25

    /// The pause after the attempt of that number (1 is the first), or nil to give up.
    func pause(after attempt: Int, _ error: ProviderError) -> Duration? {
        guard error.isRetryable, attempt < attempts else { return nil }
        if let asked = error.retryAfter {
            return asked <= longestRequestedPause ? asked : nil
        }
        var pause = firstPause
        for _ in 1..<max(attempt, 1) where pause < longestPause { pause = pause * 2 }
        return min(pause, longestPause) * (1 - RetryPolicy.jitter * random())
    }

    /// Makes attempts until one succeeds, none is left, or no time is left.
    ///
    /// - Errors: that of the last attempt; `cancelled` when the task was cancelled in a pause.
    func run(
        before deadline: NIODeadline,
        _ attempt: () async throws(Setback) -> TextResult
    ) async throws(ProviderError) -> TextResult {
        var number = 1
        while true {
            let setback: Setback
            do throws(Setback) {
                return try await attempt()
            } catch {
                setback = error
            }
            guard setback.mayRepeat, let pause = pause(after: number, setback.error),
                NIODeadline.now() + TimeAmount(pause) < deadline
            else { throw setback.error }
            do {
                try await sleep(pause)
            } catch {
                throw ProviderError(.cancelled, message: "cancelled")
            }
            number += 1
        }
    }
}

/// How one attempt failed.
struct Setback: Error {
    var error: ProviderError
    /// Whether the caller has seen nothing of the answer yet, so that another one may take its place.
    var mayRepeat = true
}
