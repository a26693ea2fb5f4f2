import Database
import Logging
import ServiceLifecycle
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Runs jobs in this process: takes them from the database, gives each a task, records what became of it.
///
/// What it holds is leased: every few seconds it says that it lives, with one statement for all of its jobs, and looks
/// whether the others still do. No clock is compared for that. A runner that gave no sign of life during four looks
/// of another one has ended: what it held goes to whoever takes it next, and should it live after all, its words about
/// those jobs count no more.
///
/// ``JobDesk`` decides what is done next. This type does it.
package final class JobRunner: Service {
    /// What depends on where it runs.
    package struct Options: Sendable {
        /// Jobs that run at once, at least 1.
        var places: Int
        /// Jobs that are taken, or recorded, in one transaction.
        var batchLimit = 256
        /// True where no other process can be on the database, so that whatever seems to run there has died.
        var isAlone: Bool
        /// Called once jobs are taken.
        var onReady: @Sendable () -> Void = {}
        /// 0..<1, for waits that differ.
        var dice: @Sendable () -> Double = { Double.random(in: 0..<1) }

        package init(places: Int, batchLimit: Int = 256, isAlone: Bool) {
            self.places = places
            self.batchLimit = batchLimit
            self.isAlone = isAlone
        }
    }

    let database: Database
    let options: Options
    let clock: Clock
    let logger: Logger
    private let handlers: [String: JobHandler]
    let desk: Mutex<JobDesk>
    let watch = Mutex(RunnerWatch())
    private let alarm = Mutex<Alarm?>(nil)

    /// Until when a timer sleeps.
    private struct Alarm {
        let moment: Int
        let task: Task<Void, Never>
    }

    /// How long a turn that failed is waited after, as the database may be gone for a while.
    private static let failurePause = Duration.seconds(1)
    /// How long a job waits whose kind this process does not know, because a newer version may run beside it.
    private static let strangerDelay = 10_000

    package init(
        database: Database,
        handlers: [JobHandler],
        options: Options,
        clock: Clock = .system,
        logger: Logger
    ) {
        precondition(options.places > 0, "a runner needs a place for a job")
        self.database = database
        self.options = options
        self.clock = clock
        self.logger = logger
        self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.kind.name, $0) })
        desk = Mutex(JobDesk(places: options.places, batchLimit: options.batchLimit))
    }

    var recurringKinds: [JobKind] {
        handlers.values.map(\.kind).filter { $0.period != nil }.sorted { $0.name < $1.name }
    }

    // MARK: Doing what can be done

    /// Starts what the desk lets start, jobs and turns; called whenever something has changed.
    func proceed() {
        let now = clock.now
        let moment = desk.withLock { desk -> Int? in
            while desk.beginJob({ place, job in start(job, at: place) }) {}
            while let turn = desk.beginTurn(at: now) {
                Task.detached { await self.perform(turn) }
            }
            return desk.isStopping ? nil : desk.nextMoment
        }
        if let moment, moment > now { setAlarm(for: moment, now: now) }
    }

    private func start(_ job: ClaimedJob, at place: Int) -> (task: Task<Void, Never>, timeLimit: Duration) {
        let handler = handlers[job.kind]
        // Detached, so that a handler runs wherever there is a thread and inherits nothing.
        let task = Task.detached {
            let error = await self.attempt(job, with: handler)
            self.desk.withLock { desk in
                desk.endJob(at: place) { self.ending(of: job, error: error, interruption: $0, handler: handler) }
            }
            self.proceed()
        }
        return (task, handler?.kind.timeLimit ?? .zero)
    }

    /// Calls the handler, and answers what it threw.
    private func attempt(_ job: ClaimedJob, with handler: JobHandler?) async -> (any Error)? {
        guard let handler else { return nil }
        let context = JobContext(
            id: job.id,
            attempt: job.attempt,
            isLastAttempt: job.attempt >= job.maxAttempts,
            owner: job.owner,
            database: database
        )
        do {
            try await handler.run(job.payload, context)
            return nil
        } catch {
            return error
        }
    }

    private func ending(
        of job: ClaimedJob,
        error: (any Error)?,
        interruption: JobDesk.Interruption?,
        handler: JobHandler?
    ) -> Outcome.Ending {
        guard let handler else {
            return .postponed(by: JobRunner.strangerDelay, because: "no process here knows jobs of this kind")
        }
        guard let error else { return .done }
        switch interruption {
        case .cancelled: return .cancelled
        case .stopping, .lost: return .handedBack
        case .overdue: return failed(job, "it took longer than \(handler.kind.timeLimit)", handler.kind)
        case nil: break
        }
        switch error as? JobFailure {
        case .permanent(let reason)?:
            return .parked(because: reason)
        case .notYet(let delay)?:
            return .postponed(by: delay.milliseconds, because: nil)
        case .retry(let delay, let reason)?:
            return failed(job, reason, handler.kind, after: delay.milliseconds)
        case nil:
            return failed(job, explain(error), handler.kind)
        }
    }

    private func failed(_ job: ClaimedJob, _ reason: String, _ kind: JobKind, after delay: Int? = nil) -> Outcome.Ending
    {
        guard job.attempt < job.maxAttempts else { return .parked(because: reason) }
        return .retry(after: delay ?? kind.backOff.delay(after: job.attempt, dice: options.dice()), because: reason)
    }

    // MARK: Turns at the database

    private func perform(_ turn: JobDesk.Turn) async {
        let begunAt = ContinuousClock.now
        do {
            let periods = handlers.compactMapValues { $0.kind.period == nil ? nil : $0.kind }
            let (taken, lost) = try await database.write { connection in
                let store = JobStore(connection)
                let lost = try store.record(turn.outcomes, recurring: periods, by: turn.runner)
                guard let take = turn.take else { return (JobDesk.Taken(), lost) }
                return (try store.take(take, for: turn.runner), lost)
            }
            desk.withLock { $0.end(turn, taken, took: ContinuousClock.now - begunAt) }
            report(turn.outcomes, lost: lost)
        } catch {
            desk.withLock { $0.fail(turn) }
            if case DatabaseError.closed = error { return }
            logger.error("jobs can't be taken or recorded", metadata: ["error": "\(explain(error))"])
            try? await Task.sleep(for: JobRunner.failurePause)
            desk.withLock { $0.resume() }
        }
        proceed()
    }

    /// Logs what did not go well; once it is recorded, so that nothing is told twice.
    private func report(_ outcomes: [Outcome], lost: Int) {
        if lost > 0 { logger.warning("\(lost) jobs had been taken over by another process") }
        for outcome in outcomes {
            let job = outcome.job
            var fields: Logger.Metadata = ["job": "\(job.id)", "kind": "\(job.kind)", "attempt": "\(job.attempt)"]
            switch outcome.ending {
            case .done, .handedBack, .postponed(_, nil), .cancelled: break
            case .retry(_, let reason), .postponed(_, let reason?):
                fields["error"] = "\(reason)"
                logger.notice("a job is tried again", metadata: fields)
            case .parked(let reason):
                fields["error"] = "\(reason)"
                logger.error("a job is parked", metadata: fields)
            }
        }
    }

    // MARK: Waking

    func hear(_ notification: Database.Notification) {
        switch notification {
        case .missed:
            desk.withLock { $0.lookEverywhere() }
        case .payload(let text):
            switch JobSignal(text) {
            case .ready(let moment)?: desk.withLock { $0.hear(ofReady: moment) }
            case .waiting(let moment)?: desk.withLock { $0.hear(ofWaiting: moment) }
            case .cancel(let id)?: desk.withLock { $0.cancel(id) }
            case nil: return
            }
        }
        proceed()
    }

    /// Wakes up at a moment that a job waits for.
    private func setAlarm(for moment: Int, now: Int) {
        alarm.withLock { alarm in
            if let alarm, alarm.moment <= moment { return }
            alarm?.task.cancel()
            let task = Task.detached {
                guard (try? await Task.sleep(for: .milliseconds(moment - now))) != nil else { return }
                self.alarm.withLock { $0 = nil }
                self.proceed()
            }
            alarm = Alarm(moment: moment, task: task)
        }
    }

    func dropAlarm() {
        alarm.withLock { alarm in
            alarm?.task.cancel()
            alarm = nil
        }
    }
}

/// What a turn does, in its transaction.
extension JobStore {
    /// Records what became of jobs.
    ///
    /// - Returns: how many of them this runner held no more.
    fileprivate func record(_ outcomes: [Outcome], recurring: [String: JobKind], by runner: Int) throws -> Int {
        var lost = 0
        // Most are done at the first attempt: those are one statement.
        var done: [Int: [Int]] = [:]
        var handedBack: [Int: [ClaimedJob]] = [:]
        for outcome in outcomes {
            let job = outcome.job
            switch outcome.ending {
            case .done: done[job.attempt, default: []].append(job.id)
            case .handedBack: handedBack[job.attempt, default: []].append(job)
            case .cancelled, .parked, .retry, .postponed: lost += try record(outcome, by: runner) ? 0 : 1
            }
        }
        for (attempt, ids) in done { lost += try ids.count - finish(ids, attempt: attempt, by: runner) }
        for (attempt, jobs) in handedBack { lost += try jobs.count - handBack(jobs, attempt: attempt, by: runner) }
        for outcome in outcomes {
            guard outcome.hasEnded, let kind = recurring[outcome.job.kind] else { continue }
            try schedule(kind, last: outcome.job.runAt)
        }
        return lost
    }

    private func record(_ outcome: Outcome, by runner: Int) throws -> Bool {
        let job = outcome.job
        switch outcome.ending {
        case .done: return try finish([job.id], attempt: job.attempt, by: runner) > 0
        case .handedBack: return try handBack([job], attempt: job.attempt, by: runner) > 0
        case .cancelled: return try end(job, as: .cancelled, because: nil, by: runner)
        case .parked(let reason): return try end(job, as: .parked, because: reason, by: runner)
        case .retry(let delay, let reason):
            return try retry(job, after: delay, isCounted: true, because: reason, by: runner)
        case .postponed(let delay, let reason):
            return try retry(job, after: delay, isCounted: false, because: reason, by: runner)
        }
    }

    /// Enqueues the next run of a recurring kind, unless there is one.
    func schedule(_ kind: JobKind, last: Int? = nil) throws {
        let moment = kind.nextRun(after: connection.now, last: last)
        _ = try insert(kind, payload: "{}", key: JobKind.recurringKey, at: moment)
    }

    fileprivate func take(_ take: JobDesk.Take, for runner: Int) throws -> JobDesk.Taken {
        if let known = take.known {
            let strays = try listHeld(by: runner).filter { !known.contains($0.id) }
            for (attempt, jobs) in Dictionary(grouping: strays, by: \.attempt) {
                _ = try handBack(jobs, attempt: attempt, by: runner)
            }
        }
        var taken = JobDesk.Taken()
        if take.looksForDue {
            taken.due = try takeDue(limit: take.limit, for: runner)
            taken.nextMoment = try nextMoment()
        }
        if taken.due.count < take.limit {
            taken.ready = try takeReady(after: take.place, limit: take.limit - taken.due.count, for: runner)
        }
        return taken
    }
}
