import Foundation

/// Runs writes on one thread, committing together those that wait together: one fsync for all of them.
///
/// A group that goes well needs nothing to keep its closures apart. Where one fails after it has written, the whole
/// group is undone and run again, now each closure behind a savepoint of its own, so that the one that fails undoes
/// only itself. (Savepoints cost a copy of every page that is changed, which is why they are not there from the start.)
/// Nobody is answered before the commit is on disk. After an I/O error on a commit nothing is written any more: a
/// failed fsync may have dropped pages for good, and the next one would report success without them.
final class GroupCommit: Sendable {
    private struct State {
        var waiting: [TransactionJob] = []
        var commits = 0
        /// Why nothing is written any more.
        var failure: (any Error)?
        var isClosing = false
        var closing: [@Sendable (Result<Void, any Error>) -> Void] = []
        /// How closing went, once the thread has ended.
        var ending: Result<Void, any Error>?
    }

    private let connection: SQLiteConnection
    private let options: Database.Options
    private let onCommit: @Sendable ([Notice]) -> Void
    private let finish: @Sendable (_ hasFailed: Bool) throws -> Void
    private let monitor = Monitor(State())

    /// - Parameters:
    ///   - connection: The only one that writes or checkpoints; from here on it belongs to the writer thread.
    ///   - onCommit: Called on the writer thread after each commit that has something to tell.
    ///   - finish: Called once, on the writer thread, after the last write; closes what there is to close.
    init(
        _ connection: SQLiteConnection,
        options: Database.Options,
        onCommit: @escaping @Sendable ([Notice]) -> Void,
        finish: @escaping @Sendable (_ hasFailed: Bool) throws -> Void
    ) {
        self.connection = connection
        self.options = options
        self.onCommit = onCommit
        self.finish = finish
        let thread = Thread { self.runUntilClosed() }
        thread.name = "sqlite-writer"
        thread.start()
    }

    /// Queues a job; it is answered exactly once, whatever happens.
    func submit(_ job: TransactionJob) {
        let refusal = monitor.change { state -> (any Error)? in
            if let failure = state.failure {
                return failure
            }
            if state.isClosing {
                return DatabaseError.closed
            }
            state.waiting.append(job)
            return nil
        }
        if let refusal {
            job.refuse(refusal)
        }
    }

    /// Refuses further writes, finishes those that wait, and calls `done` when everything is closed.
    func close(_ done: @escaping @Sendable (Result<Void, any Error>) -> Void) {
        let ending = monitor.change { state -> Result<Void, any Error>? in
            state.isClosing = true
            if state.ending == nil {
                state.closing.append(done)
            }
            return state.ending
        }
        if let ending {
            done(ending)
        }
    }

    /// How many transactions were committed so far; for tests.
    var commits: Int {
        monitor.withLock { $0.commits }
    }

    /// How many jobs nobody has begun yet.
    var waiting: Int {
        monitor.withLock { $0.waiting.count }
    }

    /// True from the first call of ``close(_:)`` on; for tests.
    var isClosing: Bool {
        monitor.withLock { $0.isClosing }
    }

    private func runUntilClosed() {
        var log = LogKeeper()
        while let jobs = nextJobs() {
            for start in stride(from: 0, to: jobs.count, by: closuresPerCommit) {
                perform(jobs[start..<min(start + closuresPerCommit, jobs.count)])
            }
            guard failure == nil else { continue }
            do {
                try log.keepShort(of: connection)
            } catch {
                giveUp(on: error, refusing: [])
            }
        }
        end()
    }

    /// The jobs that wait, sleeping until there are any; nil when the database is to be closed.
    private func nextJobs() -> [TransactionJob]? {
        // Those who were just answered may have their next write ready: under load groups grow, and an idle machine
        // comes back at once.
        sched_yield()
        let jobs = monitor.wait { state -> [TransactionJob]? in
            guard !state.waiting.isEmpty || state.isClosing else { return nil }
            defer { state.waiting = [] }
            return state.waiting
        }
        return jobs.isEmpty ? nil : jobs
    }

    /// Runs a group in one transaction and answers each of its jobs.
    private func perform(_ group: ArraySlice<TransactionJob>) {
        if let failure {
            group.forEach { $0.refuse(failure) }
            return
        }
        do {
            let outcomes = try transact(group)
            tell(of: group, outcomes)
            outcomes.forEach { $0.answer() }
        } catch {
            let isUndone = (try? connection.rollBack()) != nil
            if case DatabaseError.io = error {
                giveUp(on: error, refusing: group)
            } else if isUndone {
                group.forEach { $0.refuse(error) }
            } else {
                giveUp(on: error, refusing: group)
            }
        }
    }

    /// Runs a group up to and including its commit; throws where that failed for all of them.
    private func transact(_ group: ArraySlice<TransactionJob>) throws -> [TransactionJob.Outcome] {
        try connection.begin()
        let outcomes = try runTogether(group) ?? runApart(group)
        if outcomes.allSatisfy(\.threw) {
            try connection.rollBack()
        } else {
            try connection.commit()
            monitor.withLock { $0.commits += 1 }
            let notices = connection.takeNotices()
            if !notices.isEmpty {
                onCommit(notices)
            }
        }
        return outcomes
    }

    /// Runs closures with nothing between them; nil where one failed and left something to be undone.
    private func runTogether(_ group: ArraySlice<TransactionJob>) throws -> [TransactionJob.Outcome]? {
        var outcomes: [TransactionJob.Outcome] = []
        outcomes.reserveCapacity(group.count)
        for job in group {
            let outcome = try run(job)
            if group.count > 1, connection.hasActed, outcome.threw || connection.hasOpenForeignKeys { return nil }
            outcomes.append(outcome)
        }
        return outcomes
    }

    /// Begins anew, and runs each closure behind a savepoint.
    private func runApart(_ group: ArraySlice<TransactionJob>) throws -> [TransactionJob.Outcome] {
        try connection.rollBack()
        try connection.begin()
        return try group.map { job in
            try connection.openSavepoint()
            return try settle(run(job), of: job)
        }
    }

    private func run(_ job: TransactionJob) throws -> TransactionJob.Outcome {
        let outcome = connection.lend(now: options.clock()) { job.run($0) }
        try connection.requireTransaction()
        return outcome
    }

    /// Says how long those that were committed have waited, and how many they were.
    private func tell(of group: ArraySlice<TransactionJob>, _ outcomes: [TransactionJob.Outcome]) {
        var committed = 0
        for (job, outcome) in zip(group, outcomes) where !outcome.threw {
            options.onWrite(job.waitedNanoseconds)
            committed += 1
        }
        if committed > 0 {
            options.onGroup(committed)
        }
    }

    /// Keeps or undoes what one closure of a group did.
    private func settle(_ outcome: TransactionJob.Outcome, of job: TransactionJob) throws -> TransactionJob.Outcome {
        guard !outcome.threw else {
            try connection.undoSavepoint()
            return outcome
        }
        do {
            try connection.keepSavepoint()
            return outcome
        } catch DatabaseError.foreignKey {
            try connection.undoSavepoint()
            return TransactionJob.Outcome(threw: true, answer: { job.refuse(DatabaseError.foreignKey) })
        }
    }

    private var failure: (any Error)? {
        monitor.withLock { $0.failure }
    }

    /// Stops all writing; whoever is answered from here on finds it stopped.
    private func giveUp(on error: any Error, refusing group: ArraySlice<TransactionJob>) {
        monitor.withLock { $0.failure = error }
        group.forEach { $0.refuse(error) }
        options.onFatal(error)
    }

    private func end() {
        let hasFailed = failure != nil
        let ending = Result { try finish(hasFailed) }
        let closing = monitor.withLock { state in
            state.ending = ending
            defer { state.closing = [] }
            return state.closing
        }
        closing.forEach { $0(ending) }
    }
}

/// Copies the write-ahead log back into the database file between groups, before it grows long.
private struct LogKeeper {
    /// How long the log was at the last attempt.
    private var pagesTried: Int32 = 0
    /// How long it was when readers were last waited for; next time it has to be twice as long, so that somebody who
    /// holds an old snapshot for an hour costs a few moments.
    private var pagesWaited: Int32 = 0

    mutating func keepShort(of connection: SQLiteConnection) throws {
        let pages = connection.logPages
        if pages < pagesTried {
            pagesTried = 0
            pagesWaited = 0
        }
        guard pages - pagesTried >= pagesPerCheckpoint else { return }
        pagesTried = pages
        let waits = pages >= max(pagesBeforeWaiting, 2 * pagesWaited)
        if waits {
            pagesWaited = pages
        }
        try connection.checkpoint(waitingForReaders: waits)
    }
}

/// How many closures share one commit at most, so that the first of them does not wait for ever.
private let closuresPerCommit = 256

/// How many pages (of 4 KiB) the log grows between checkpoints: just under what one block of SQLite's log index covers,
/// so that finding a page in the log stays one look-up.
private let pagesPerCheckpoint: Int32 = 4_000

/// From how many pages on (64 MiB) writing waits for readers that keep the log from being started anew.
private let pagesBeforeWaiting: Int32 = 16_000
