import Database
import Synchronization
import Testing

@testable import Hanmo

/// A job of tests, which only has a text.
struct Note: Job {
    static let kind = JobKind("test.note", attempts: 3, timeLimit: .seconds(30), backOff: BackOff(first: .seconds(4)))

    let text: String
}

/// What the notes' handler was called with, and what it does next.
final class NoteDesk: Sendable {
    private enum Plan: Sendable {
        case failure(any Error)
        case held(HeldNote)
    }

    private let plans = Mutex<[Plan]>([])
    /// Every attempt, as `text 1`.
    let attempts = Recorder<String>()

    /// The next attempt fails.
    func failNext(_ error: any Error, times: Int = 1) {
        plans.withLock { $0 += Array(repeating: .failure(error), count: times) }
    }

    /// The next attempt waits until the test lets it go on, or until its task is cancelled.
    func holdNext() -> HeldNote {
        let note = HeldNote()
        plans.withLock { $0.append(.held(note)) }
        return note
    }

    var handler: JobHandler {
        JobHandler(Note.self) { note, context in
            self.attempts.record("\(note.text) \(context.attempt)")
            switch self.plans.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            case nil: break
            case .failure(let error)?: throw error
            case .held(let held)?: try await held.wait(context)
            }
        }
    }
}

/// An attempt that waits.
final class HeldNote: Sendable {
    private let begun = AsyncStream.makeStream(of: JobContext.self)
    private let released = AsyncStream.makeStream(of: Void.self)
    /// True: goes on waiting though its task is cancelled.
    let isStubborn = Mutex(false)

    fileprivate func wait(_ context: JobContext) async throws {
        begun.continuation.yield(context)
        begun.continuation.finish()
        if isStubborn.withLock({ $0 }) {
            await Task.detached { for await _ in self.released.stream { return } }.value
        } else {
            for await _ in released.stream { return }
            try Task.checkCancellation()
        }
    }

    /// Returns once the handler waits.
    @discardableResult
    func hasBegun() async throws -> JobContext {
        for await context in begun.stream { return context }
        throw CancellationError()
    }

    func release() {
        released.continuation.finish()
    }
}

struct SomethingWrong: Error, CustomStringConvertible {
    var description = "something went wrong"
}

extension TestApp {
    @discardableResult
    func enqueue(_ job: some Job, at moment: Int? = nil, key: String? = nil) async throws -> Int? {
        try await services.database.write { try services.jobs.enqueue(job, at: moment, key: key, in: $0) }
    }

    /// A runner as another process would have it; nothing runs until it is told to.
    func runner(_ handlers: [JobHandler], places: Int = 4, batchLimit: Int = 256) -> JobRunner {
        var options = JobRunner.Options(places: places, batchLimit: batchLimit, isAlone: false)
        options.dice = { 0 }
        return JobRunner(
            database: services.database,
            handlers: handlers,
            options: options,
            clock: services.clock,
            logger: services.logger
        )
    }

    /// Runs all jobs that may run now, as the product would.
    func runJobs() async throws {
        try await services.jobRunner(places: 4).drain()
    }

    /// Jobs from the first to the last, as `text state attempts`; recurring ones by their kind.
    func jobs() async throws -> [String] {
        try await services.database.read { connection in
            try connection.all("SELECT kind, payload, state, attempts FROM jobs ORDER BY id") { row in
                let name = (try? Note.decoded(row.string(1)).text) ?? row.string(0)
                return "\(name) \(row.string(2)) \(row.int(3))"
            }
        }
    }

    /// Forgets notes that a test has left on purpose.
    func forgetJobs() async throws {
        try await arrange("DELETE FROM jobs WHERE kind = \(Note.kind.name)")
    }
}

extension JobRunner {
    /// Starts it without its own timers, and lets it hear of what happens.
    func begin() async throws -> Task<Void, Never> {
        try await open()
        let news = database.notifications(on: Jobs.channel)
        proceed()
        return Task { for await notification in news { hear(notification) } }
    }

    /// Returns once it has nothing in hand and nothing to take, or after a patience that only a broken product tries.
    func untilQuiet() async throws {
        for _ in 0..<JobRunner.looks {
            if desk.withLock({ $0.isQuiet(at: clock.now) }) { return }
            try await Task.sleep(for: JobRunner.look)
        }
        Issue.record("the runner does not come to rest")
    }

    private static let look = Duration.milliseconds(1)
    private static let looks = 20_000
}
