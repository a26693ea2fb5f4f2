import Dispatch
import Foundation

/// Runs writes one after the other, committing together those that wait together: one fsync for all of them.
///
/// They run on a thread of their own, except for brief ones where nobody writes and commits cost next to nothing: then
/// whoever asks runs its closure itself, since two changes of threads would take longer than the transaction. Under
/// load, and where a disk takes its time, that never happens. Brief reads are run likewise where nobody writes, since
/// this connection still has the pages that others would read again.
///
/// A group that goes well needs nothing to keep its closures apart. Where one fails after it has written, the whole
/// group is undone and run again, now each closure behind a savepoint of its own, so that the one that fails undoes
/// only itself. (Savepoints cost a copy of every page that is changed, which is why they are not there from the start.)
/// Nobody is answered before the commit is on disk. After an I/O error on a commit nothing is written any more: a
/// failed fsync may have dropped pages for good, and the next one would report success without them.
final class GroupCommit: Sendable {
    private struct State {
        var waiting: [TransactionJob] = []
        /// Whether somebody has the connection: the writer's thread, or a caller that found it at rest.
        var isTaken = false
        /// When the last group was done, in nanoseconds of the machine's uptime.
        var doneAt: UInt64 = 0
        /// How long it took.
        var tookNanoseconds = UInt64.max
        /// For how many transactions that write callers have taken the turn, in all and when the writer's thread last
        /// looked at the log.
        var runByCallers = 0
        var runBeforeLook = 0
        var commits = 0
        /// Why nothing is written any more.
        var failure: (any Error)?
        var isClosing = false
        var closing: [@Sendable (Result<Void, any Error>) -> Void] = []
        /// How closing went, once the thread has ended.
        var ending: Result<Void, any Error>?

        /// Whether the log may have grown long; only the writer's thread copies it back.
        var isLookDue: Bool {
            runByCallers - runBeforeLook >= runsBetweenLooks
        }

        /// Whether a caller may run its closure itself.
        func isAtRest(at moment: UInt64, as rest: Rest) -> Bool {
            !isTaken && waiting.isEmpty && !isLookDue && tookNanoseconds < rest.briefNanoseconds
                && moment > doneAt + rest.leastNanoseconds
        }
    }

    private let connection: SQLiteConnection
    private let options: Database.Options
    private let onCommit: @Sendable ([Notice]) -> Void
    private let finish: @Sendable (_ hasFailed: Bool) throws -> Void
    private let monitor = Monitor(State())

    /// - Parameters:
    ///   - connection: The only one that writes or checkpoints; from here on it belongs to whoever has the turn.
    ///   - onCommit: Called after each commit that has something to tell, on the thread that has committed.
    ///   - finish: Called once, on the writer's thread, after the last write; closes what there is to close.
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

    /// Queues a job, or runs it; it is answered exactly once, whatever happens.
    func submit(_ job: TransactionJob) {
        enum Turn {
            case wait
            case run
            case refuse(any Error)
        }
        let turn = monitor.withLock { state -> Turn in
            if let failure = state.failure {
                return .refuse(failure)
            }
            if state.isClosing {
                return .refuse(DatabaseError.closed)
            }
            if job.isBrief, state.isAtRest(at: job.askedAt, as: options.rest) {
                state.isTaken = true
                state.runByCallers += 1
                return .run
            }
            state.waiting.append(job)
            return .wait
        }
        switch turn {
        case .wait:
            monitor.wake()
        case .run:
            if connection.beginAtOnce() {
                perform([job], hasBegun: true)
            } else {
                // Another process writes; that is waited for on the writer's thread.
                monitor.withLock { $0.waiting.append(job) }
            }
            endTurn()
        case .refuse(let error):
            job.refuse(error)
        }
    }

    /// Runs `body` where nobody writes, on the calling thread; nil, without running it, where somebody may.
    func readAtRest<T>(_ body: (Connection) throws -> T) throws -> T? {
        let now = DispatchTime.now().uptimeNanoseconds
        let isMine = monitor.withLock { state in
            let isMine = state.failure == nil && !state.isClosing && state.isAtRest(at: now, as: options.rest)
            state.isTaken = state.isTaken || isMine
            return isMine
        }
        guard isMine else { return nil }
        defer { endTurn() }
        try connection.beginReading()
        defer { connection.endReading() }
        return try connection.lend(now: options.clock(), body)
    }

    /// Lets others have the connection, and wakes the writer's thread where there is something for it.
    private func endTurn() {
        let isWanted = monitor.withLock { state in
            state.isTaken = false
            return !state.waiting.isEmpty || state.isClosing || state.isLookDue
        }
        if isWanted {
            monitor.wake()
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

    /// Whether somebody has the connection; for tests.
    var isTaken: Bool {
        monitor.withLock { $0.isTaken }
    }

    /// For how many transactions that write callers have taken the turn by themselves; for tests.
    var runByCallers: Int {
        monitor.withLock { $0.runByCallers }
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
        while let jobs = takeTurn() {
            defer { endTurn() }
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

    /// Takes the connection and the jobs that wait, sleeping until there are any, or until the log is to be looked at;
    /// nil when the database is to be closed.
    private func takeTurn() -> ArraySlice<TransactionJob>? {
        // Those who were just answered may have their next write ready: under load groups grow, and an idle machine
        // comes back at once.
        sched_yield()
        return monitor.wait { state -> ArraySlice<TransactionJob>?? in
            guard !state.isTaken else { return nil }
            guard !state.waiting.isEmpty || state.isLookDue else {
                return state.isClosing ? .some(nil) : nil
            }
            state.isTaken = true
            state.runBeforeLook = state.runByCallers
            defer { state.waiting = [] }
            return state.waiting[...]
        }
    }

    /// Runs a group in one transaction and answers each of its jobs.
    private func perform(_ group: ArraySlice<TransactionJob>, hasBegun: Bool = false) {
        if let failure {
            group.forEach { $0.refuse(failure) }
            return
        }
        let start = DispatchTime.now().uptimeNanoseconds
        do {
            if !hasBegun {
                try connection.begin()
            }
            let outcomes = try transact(group)
            noteGroup(since: start)
            tell(of: group, outcomes)
            for (job, failure) in zip(group, outcomes) { job.answer(failure) }
        } catch {
            let isUndone = (try? connection.rollBack()) != nil
            noteGroup(since: start)
            if case DatabaseError.io = error {
                giveUp(on: error, refusing: group)
            } else if isUndone {
                group.forEach { $0.refuse(error) }
            } else {
                giveUp(on: error, refusing: group)
            }
        }
    }

    /// Keeps when a group was done and how long it took, before anybody is answered.
    private func noteGroup(since start: UInt64) {
        let end = DispatchTime.now().uptimeNanoseconds
        monitor.withLock { state in
            state.doneAt = end
            state.tookNanoseconds = end - start
        }
    }

    /// Runs a group that has begun up to and including its commit; throws where that failed for all of them.
    ///
    /// - Returns: What each closure threw.
    private func transact(_ group: ArraySlice<TransactionJob>) throws -> [(any Error)?] {
        let outcomes = try runTogether(group) ?? runApart(group)
        if outcomes.allSatisfy({ $0 != nil }) {
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
    private func runTogether(_ group: ArraySlice<TransactionJob>) throws -> [(any Error)?]? {
        var outcomes: [(any Error)?] = []
        outcomes.reserveCapacity(group.count)
        for job in group {
            let failure = try run(job)
            if group.count > 1, connection.hasActed, failure != nil || connection.hasOpenForeignKeys { return nil }
            outcomes.append(failure)
        }
        return outcomes
    }

    /// Begins anew, and runs each closure behind a savepoint.
    private func runApart(_ group: ArraySlice<TransactionJob>) throws -> [(any Error)?] {
        try connection.rollBack()
        try connection.begin()
        return try group.map { job in
            try connection.openSavepoint()
            return try settle(run(job))
        }
    }

    private func run(_ job: TransactionJob) throws -> (any Error)? {
        let failure = connection.lend(now: options.clock()) { job.run(in: $0) }
        try connection.requireTransaction()
        return failure
    }

    /// Says how long those that were committed have waited, and how many they were.
    private func tell(of group: ArraySlice<TransactionJob>, _ outcomes: [(any Error)?]) {
        var committed = 0
        for (job, failure) in zip(group, outcomes) where failure == nil {
            options.onWrite(job.waitedNanoseconds)
            committed += 1
        }
        if committed > 0 {
            options.onGroup(committed)
        }
    }

    /// Keeps what one closure of a group did, or undoes it and says why.
    private func settle(_ failure: (any Error)?) throws -> (any Error)? {
        guard failure == nil else {
            try connection.undoSavepoint()
            return failure
        }
        do {
            try connection.keepSavepoint()
            return nil
        } catch DatabaseError.foreignKey {
            try connection.undoSavepoint()
            return DatabaseError.foreignKey
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

/// When a database is at rest, so that a caller may run what is brief itself.
struct Rest: Sendable {
    /// How long nobody has written: longer than the pauses between writes under load, so that groups form then, and
    /// shorter than a provider's quickest answer.
    var leastNanoseconds: UInt64 = 150_000
    /// A last group that took this long shows a disk that takes its time, or closures that do: they hold up no caller.
    var briefNanoseconds: UInt64 = 500_000
}

/// After so many groups run by callers the writer's thread looks whether the log has grown long.
private let runsBetweenLooks = 64

/// How many closures share one commit at most, so that the first of them does not wait for ever.
private let closuresPerCommit = 256

/// How many pages (of 4 KiB) the log grows between checkpoints: just under what one block of SQLite's log index covers,
/// so that finding a page in the log stays one look-up.
private let pagesPerCheckpoint: Int32 = 4_000

/// From how many pages on (64 MiB) writing waits for readers that keep the log from being started anew.
private let pagesBeforeWaiting: Int32 = 16_000
