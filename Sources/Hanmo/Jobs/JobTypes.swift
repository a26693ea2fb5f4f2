import Wire

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What is to be done later, once, whatever dies in between: the payload, and by its type the kind of job.
///
/// ```swift
/// struct FileDeletion: Job {
///     static let kind = JobKind("files.delete", attempts: 30)
///     let keys: [String]
/// }
/// try jobs.enqueue(FileDeletion(keys: keys), in: connection)                     // with the act it belongs to
/// JobHandler(FileDeletion.self) { job, _ in try await files.delete(job.keys) }   // in App/JobHandlers.swift
/// ```
///
/// A handler may run again after it has done its work, because its process can die before that is recorded: each
/// effect needs a key of its own, or goes through ``JobContext/write(_:)``.
package protocol Job: Codable, Sendable {
    static var kind: JobKind { get }
}

/// What holds for all jobs of one type.
package struct JobKind: Sendable {
    /// Of the chapter and the act, such as `files.delete`; stored with each job, so it is never changed.
    let name: String
    /// How often a job is tried before it is parked.
    let attempts: Int
    /// After this the handler's task is cancelled, and the attempt has failed.
    let timeLimit: Duration
    let backOff: BackOff
    /// Milliseconds from one run to the next; nil for jobs that are enqueued.
    let period: Int?

    /// - Parameter period: makes it a recurring job, begun at each multiple of it; a run that was missed is made up for
    ///   once.
    package init(
        _ name: String,
        attempts: Int = 5,
        timeLimit: Duration = .seconds(60),
        backOff: BackOff = BackOff(),
        every period: Duration? = nil
    ) {
        precondition(attempts > 0 && timeLimit > .zero, "a job needs an attempt and time for it")
        self.name = name
        self.attempts = attempts
        self.timeLimit = timeLimit
        self.backOff = backOff
        self.period = period.map(\.milliseconds)
    }

    /// When the next run of a recurring kind is due.
    ///
    /// - Parameter last: when the last one was due: a clock that was set back must not bring the same run again.
    func nextRun(after now: Int, last: Int? = nil) -> Int? {
        guard let period else { return nil }
        let next = (now.floorDivided(by: period) + 1) * period
        return max(next, last.map { $0 + period } ?? next)
    }

    /// The key of a recurring kind's one open job.
    static let recurringKey = "recurring"
}

/// How long a job waits after an attempt that failed: twice as long each time, and never quite the same.
package struct BackOff: Sendable {
    /// Never more than this, so that a clock that was set back stalls no job for longer.
    static let longest = Duration.seconds(600)

    let first: Duration

    package init(first: Duration = .seconds(2)) {
        self.first = first
    }

    /// Milliseconds to wait after a number of attempts: half of it fixed, half by `dice`, so that jobs that failed
    /// together don't come back together.
    ///
    /// - Parameter dice: 0..<1.
    func delay(after attempts: Int, dice: Double) -> Int {
        let doublings = min(max(attempts - 1, 0), BackOff.mostDoublings)
        let whole = min(first.milliseconds << doublings, BackOff.longest.milliseconds)
        return whole / 2 + Int(Double(whole) / 2 * dice)
    }

    /// Enough to come from a millisecond to the longest wait, few enough not to overflow.
    private static let mostDoublings = 20
}

/// How a handler says what is to become of a job that it could not do; any other error is tried again.
package enum JobFailure: Error, Equatable {
    /// No further attempt can help: the job is parked at once.
    case permanent(String)
    /// The next attempt makes sense after this long, ten minutes at most; it counts like any other.
    case retry(after: Duration, because: String)
    /// Nothing has failed, what the job waits for is not there yet: it is asked again after this long, ten minutes at
    /// most, and no attempt is counted.
    case notYet(after: Duration)
}

enum JobState: String, Sendable, CaseIterable {
    /// Waits for its moment or for a free place.
    case queued
    case running
    case done
    /// Given up on, with the last error; an administrator may have it tried again.
    case parked
    case cancelled
}

/// How the jobs of an installation stand.
struct JobFigures: Sendable {
    let counts: [(kind: String, state: JobState, count: Int)]
    /// How long the one has been ready that has waited longest; 0 where none waits.
    let oldestReadyMilliseconds: Int
}

/// A job as it is stored.
struct JobRecord: Sendable {
    let id: Int
    let kind: String
    let key: String?
    /// JSON.
    let payload: String
    let state: JobState
    let attempts: Int
    let maxAttempts: Int
    let lastError: String?
    let isCancelRequested: Bool
    let runAt: Int
    let createdAt: Int
    let startedAt: Int?
    let finishedAt: Int?
}

/// A job that a runner has taken and nobody else will touch while its lease lasts.
struct ClaimedJob: Sendable {
    let id: Int
    let kind: String
    let payload: String
    /// Counted from 1, this one included.
    let attempt: Int
    let maxAttempts: Int
    let runAt: Int
    /// The runner that took it.
    let owner: Int
}

/// A place in the queue: jobs are taken by the moment from which they may run, then by number.
struct QueuePlace: Sendable, Comparable {
    var runAt: Int
    var id: Int

    static let start = QueuePlace(runAt: Int.min, id: 0)

    static func < (left: QueuePlace, right: QueuePlace) -> Bool {
        (left.runAt, left.id) < (right.runAt, right.id)
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    /// Seconds with their fraction.
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}

extension Job {
    /// The payload as it is stored.
    func encoded() throws -> String {
        String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    }

    static func decoded(_ payload: String) throws -> Self {
        try JSONDecoder().decode(Self.self, from: Data(payload.utf8))
    }
}
