import DequeModule
import Dispatch
import Foundation

/// Hands closures to connections, each of which has a thread of its own, since libpq and the closures block.
///
/// Threads and connections are made when they are first needed, up to a bound. Whoever finds all of them taken waits in
/// a queue, and is refused when it is too long or moves too slowly. Long closures take half of the connections at most,
/// so that the others go on serving.
final class PostgresPool: Sendable {
    /// A closure that waits for a connection.
    struct Request: Sendable {
        let job: TransactionJob
        let mode: PostgresConnection.Mode
        let isLong: Bool
        /// Until when it waits, in nanoseconds of the machine's uptime.
        let deadline: UInt64
    }

    private struct State {
        var waiting: Deque<Request> = []
        var longOnes = 0
        var threads = 0
        var idleThreads = 0
        var isSweepPlanned = false
        var isClosing = false
        var closing: [@Sendable (Result<Void, any Error>) -> Void] = []
    }

    private let server: PostgresServer
    private let limit: Int
    private let longLimit: Int
    private let patienceNanoseconds: UInt64
    private let options: Database.Options
    private let monitor = Monitor(State())

    init(_ server: PostgresServer, options: Database.Options) {
        self.server = server
        limit = max(options.connections, 1)
        longLimit = max(limit / 2, 1)
        patienceNanoseconds = options.patienceNanoseconds
        self.options = options
    }

    /// Queues a closure; it is answered exactly once, whatever happens.
    func submit(_ job: TransactionJob, _ mode: PostgresConnection.Mode, isLong: Bool = false) {
        enum Turn {
            case wait
            case waitWithNewThread
            case refuse(DatabaseError)
        }
        let deadline = DispatchTime.now().uptimeNanoseconds + patienceNanoseconds
        let turn = monitor.change { state -> Turn in
            if state.isClosing {
                return .refuse(.closed)
            }
            if state.waiting.count >= requestsWaiting {
                return .refuse(.exhausted)
            }
            state.waiting.append(Request(job: job, mode: mode, isLong: isLong, deadline: deadline))
            if state.waiting.count > state.idleThreads, state.threads < limit {
                state.threads += 1
                return .waitWithNewThread
            }
            // A long one may have to wait although a thread sleeps.
            if state.idleThreads == 0 || isLong {
                planSweep(&state, at: deadline)
            }
            return .wait
        }
        switch turn {
        case .wait:
            break
        case .waitWithNewThread:
            startThread()
        case .refuse(let error):
            job.refuse(error)
        }
    }

    var load: Database.Load {
        monitor.withLock { state in
            Database.Load(
                inUse: state.threads - state.idleThreads,
                limit: limit,
                waiting: state.waiting.count,
                writesWaiting: nil
            )
        }
    }

    /// Refuses further closures, finishes those that wait, and calls `done` when every connection is closed.
    func close(_ done: @escaping @Sendable (Result<Void, any Error>) -> Void) {
        let isClosed = monitor.changeForAll { state -> Bool in
            state.isClosing = true
            if state.threads > 0 {
                state.closing.append(done)
            }
            return state.threads == 0
        }
        if isClosed {
            done(.success(()))
        }
    }

    // MARK: Threads

    private func startThread() {
        let thread = Thread {
            self.serveUntilClosed()
        }
        thread.name = "postgres"
        thread.start()
    }

    private func serveUntilClosed() {
        do {
            let worker = PostgresWorker(PostgresConnection(server, onStatement: options.onStatement), options)
            while let request = next(beforeSleep: worker.settle) {
                worker.serve(request)
                if request.isLong { monitor.withLock { $0.longOnes -= 1 } }
            }
        }
        let closing = monitor.withLock { state in
            state.threads -= 1
            guard state.threads == 0 else { return [@Sendable (Result<Void, any Error>) -> Void]() }
            defer { state.closing = [] }
            return state.closing
        }
        closing.forEach { $0(.success(())) }
    }

    /// The closure that has waited longest, sleeping until there is one; nil when the pool closes.
    private func next(beforeSleep settle: () -> Void) -> Request? {
        if let request = monitor.withLock({ popFirst(of: &$0) }) {
            return request
        }
        settle()
        monitor.withLock { $0.idleThreads += 1 }
        return monitor.wait { state -> Request?? in
            guard let request = popFirst(of: &state) else {
                return state.isClosing ? .some(nil) : nil
            }
            state.idleThreads -= 1
            return request
        }
    }

    /// The first closure whose turn it is: a long one waits while others like it have their share of the connections.
    private func popFirst(of state: inout State) -> Request? {
        let mayBeLong = state.longOnes < longLimit
        guard let index = state.waiting.firstIndex(where: { mayBeLong || !$0.isLong }) else { return nil }
        let request = state.waiting.remove(at: index)
        if request.isLong { state.longOnes += 1 }
        return request
    }

    // MARK: Patience

    /// Sees to it that whoever waits too long is refused; one plan at a time is enough.
    private func planSweep(_ state: inout State, at deadline: UInt64) {
        guard !state.isSweepPlanned else { return }
        state.isSweepPlanned = true
        DispatchQueue.global().asyncAfter(deadline: DispatchTime(uptimeNanoseconds: deadline)) { [weak self] in
            self?.sweep()
        }
    }

    private func sweep() {
        let now = DispatchTime.now().uptimeNanoseconds
        let refused = monitor.withLock { state -> [Request] in
            state.isSweepPlanned = false
            // All have the same patience, so those that came first are those that wait longest.
            let refused = Array(state.waiting.prefix { $0.deadline <= now })
            state.waiting.removeFirst(refused.count)
            if let first = state.waiting.first {
                planSweep(&state, at: first.deadline)
            }
            return refused
        }
        refused.forEach { $0.job.refuse(DatabaseError.exhausted) }
    }
}

extension Database.Options {
    var patienceNanoseconds: UInt64 {
        let patience = connectionPatience.components
        return UInt64(patience.seconds * 1_000_000_000 + patience.attoseconds / 1_000_000_000)
    }
}

/// How many closures wait at most: at some thousand transactions a second they have a chance within their patience.
private let requestsWaiting = 10_000
