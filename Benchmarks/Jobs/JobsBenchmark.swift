import Database
import Foundation
import Hanmo
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// How fast jobs go: `JobsBenchmark URL`, where URL names an empty database.
///
/// Prints one line for each figure, `name value`, for `Benchmarks/run`. Rules, SQL and runner are those of the program;
/// only the handlers do nothing.
@main struct JobsBenchmark {
    /// Jobs that are enqueued before they are run, and in one transaction.
    static let backlog = 60_000
    static let enqueuedAtOnce = 500
    /// How often the rate beside an old snapshot is taken.
    static let turns = 5
    /// Jobs that come one by one while nothing else happens.
    static let singles = 200
    /// As many as `HANMO_WORKERS` has by default.
    static let places = 4

    let database: Database
    let jobs: Jobs
    let begun = Begun()
    let logger: Logger

    static func main() async throws {
        // As in the program: tasks run on the threads that hold the connections.
        NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
        guard CommandLine.arguments.count == 2 else {
            print("usage: JobsBenchmark sqlite:PATH | postgres://…")
            exit(64)
        }
        let database = try Database(CommandLine.arguments[1])
        try await database.migrate(migrations, orCreate: schema)
        try await JobsBenchmark(database).run()
        try await database.close()
    }

    init(_ database: Database) {
        self.database = database
        jobs = Jobs(database: database)
        var logger = Logger(label: "bench")
        logger.logLevel = .warning
        self.logger = logger
    }

    func run() async throws {
        figure("jobs_per_second_taking_32", try await rate(batch: 32))
        let delays = try await delays().sorted()
        figure("enqueue_to_start_p50_ms", delays[delays.count / 2])
        figure("enqueue_to_start_p99_ms", delays[delays.count * 99 / 100])
        try await rateBesideAnOldSnapshot()
    }

    /// In turns, each beside the mean of the two around it, because tables grow and a server has things of its own to
    /// do meanwhile; medians of the turns.
    private func rateBesideAnOldSnapshot() async throws {
        var (alone, beside) = ([try await rate(batch: 256)], [Double]())
        for _ in 1...JobsBenchmark.turns {
            beside.append(try await besideAnOldSnapshot { try await rate(batch: 256) })
            alone.append(try await rate(batch: 256))
        }
        let shares = beside.indices.map { 2 * beside[$0] / (alone[$0] + alone[$0 + 1]) }
        figure("jobs_per_second_taking_256", median(alone))
        figure("jobs_per_second_taking_256_beside_an_old_snapshot", median(beside))
        figure("share_beside_an_old_snapshot", median(shares))
    }

    private func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }

    private func figure(_ name: String, _ value: Double) {
        print("\(name) \(String(format: "%.2f", value))")
        fflush(nil)
    }

    private func runner(batch: Int) -> JobRunner {
        let begun = begun
        return JobRunner(
            database: database,
            handlers: [
                JobHandler(Nothing.self) { _, _ in },
                JobHandler(Stamp.self) { stamp, _ in begun.note(stamp.number) },
            ],
            options: JobRunner.Options(places: JobsBenchmark.places, batchLimit: batch, isAlone: !database.isShared),
            logger: logger
        )
    }

    /// Jobs a second, from the first that is taken to the last that is recorded.
    private func rate(batch: Int) async throws -> Double {
        for _ in 0..<JobsBenchmark.backlog / JobsBenchmark.enqueuedAtOnce {
            try await database.write { connection in
                for _ in 0..<JobsBenchmark.enqueuedAtOnce { try jobs.enqueue(Nothing(), in: connection) }
            }
        }
        let start = ContinuousClock.now
        try await runner(batch: batch).drain()
        return Double(JobsBenchmark.backlog) / milliseconds(from: start, to: .now) * 1000
    }

    /// Milliseconds from before a job is enqueued until its handler begins, while nothing else happens.
    private func delays() async throws -> [Double] {
        let idle = runner(batch: 256)
        let running = Task { try await idle.run() }
        try await Task.sleep(for: .seconds(1))
        var found: [Double] = []
        for number in 0..<JobsBenchmark.singles {
            let start = ContinuousClock.now
            try await database.write { _ = try jobs.enqueue(Stamp(number: number), in: $0) }
            while begun.moment(of: number) == nil { try await Task.sleep(for: .milliseconds(1)) }
            found.append(milliseconds(from: start, to: begun.moment(of: number)!))
            try await Task.sleep(for: .milliseconds(5))
        }
        running.cancel()
        _ = try? await running.value
        return found
    }

    /// Does something while another session holds the snapshot that it began with, as a backup or a report does.
    private func besideAnOldSnapshot<T>(_ body: () async throws -> T) async throws -> T {
        let (release, held) = (DispatchSemaphore(value: 0), AsyncStream.makeStream(of: Void.self))
        async let snapshot: Void = database.readLong { connection in
            _ = try connection.value("SELECT count(*) FROM job_runners")
            held.continuation.finish()
            release.wait()
        }
        for await _ in held.stream {}
        let result = try await body()
        release.signal()
        try await snapshot
        return result
    }

    private func milliseconds(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) -> Double {
        let (seconds, attoseconds) = (end - start).components
        return Double(seconds) * 1e3 + Double(attoseconds) / 1e15
    }
}

/// A job that does nothing, for throughput.
struct Nothing: Job {
    static let kind = JobKind("bench.nothing")
}

/// A job that says when it was begun, for delays.
struct Stamp: Job {
    static let kind = JobKind("bench.stamp")
    let number: Int
}

/// When which job was begun.
final class Begun: Sendable {
    private let moments = Mutex<[Int: ContinuousClock.Instant]>([:])

    func note(_ number: Int) {
        moments.withLock { $0[number] = .now }
    }

    func moment(of number: Int) -> ContinuousClock.Instant? {
        moments.withLock { $0[number] }
    }
}
