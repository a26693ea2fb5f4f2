import DequeModule
import Foundation

/// Writes of one statement, on a bounded number of connections that share one thread.
///
/// A thread for each connection costs some three changes of threads a statement; here those that wait go out together
/// as soon as an answer has come, or nothing is under way. Whoever waits in the queue is refused when it is too long or
/// moves too slowly.
final class PostgresSingles: Sendable {
    /// What the thread and those who bring it work share.
    struct State {
        var waiting: Deque<SingleJob> = []
        /// What other threads have done for this one.
        var arrived: [Arrival] = []
        /// True while the thread sleeps and would have something to do for whoever comes.
        var needsBell = false
        var connectionsInUse = 0
        var hasThread = false
        var isClosing = false
        var closing: [@Sendable () -> Void] = []
    }

    enum Arrival {
        /// A new connection, or none because there is no server.
        case opened(PostgresConnection?)
        /// A connection that had been lent.
        case returned(PostgresConnection)
    }

    let server: PostgresServer
    let options: Database.Options
    let limit: Int
    let patienceNanoseconds: UInt64
    let bell: Bell
    /// A connection that arrives in here changes hands: whoever has put it in keeps nothing of it.
    let monitor = Monitor(State())

    init(_ server: PostgresServer, options: Database.Options) throws {
        self.server = server
        self.options = options
        limit = max(options.singleConnections, 1)
        patienceNanoseconds = options.patienceNanoseconds
        bell = try Bell()
    }

    /// Queues a statement; it is answered exactly once, whatever happens.
    func submit(_ job: SingleJob) {
        enum Turn {
            case wait
            case ring
            case startThread
            case refuse(DatabaseError)
        }
        job.deadline = job.askedAt + patienceNanoseconds
        let turn = monitor.withLock { state -> Turn in
            if state.isClosing {
                return .refuse(.closed)
            }
            if state.waiting.count >= statementsWaiting {
                return .refuse(.exhausted)
            }
            state.waiting.append(job)
            if !state.hasThread {
                state.hasThread = true
                return .startThread
            }
            defer { state.needsBell = false }
            return state.needsBell ? .ring : .wait
        }
        switch turn {
        case .wait:
            break
        case .ring:
            bell.ring()
        case .startThread:
            let thread = Thread { PostgresSinglesLoop(self).runUntilClosed() }
            thread.name = "postgres single"
            thread.start()
        case .refuse(let error):
            job.refuse(error)
        }
    }

    var load: Database.Load {
        monitor.withLock { state in
            Database.Load(
                inUse: state.connectionsInUse,
                limit: limit,
                waiting: state.waiting.count,
                writesWaiting: nil
            )
        }
    }

    /// Refuses further statements, finishes those that wait, and calls `done` when every connection is closed.
    func close(_ done: @escaping @Sendable () -> Void) {
        let isClosed = monitor.withLock { state -> Bool in
            state.isClosing = true
            if state.hasThread {
                state.closing.append(done)
            }
            return !state.hasThread
        }
        if isClosed {
            done()
        } else {
            bell.ring()
        }
    }

    // MARK: What blocks, on threads of its own

    /// Opens a connection, which arrives here.
    ///
    /// - Parameters:
    ///   - deadline: Until when to go on trying, in nanoseconds of the machine's uptime.
    ///   - isFirst: Whether there is no other one, so that a long outage has to be told at once.
    func open(until deadline: UInt64, isFirst: Bool) {
        let thread = Thread {
            let connection = PostgresConnection(self.server, onStatement: self.options.onStatement)
            do {
                try connection.connect(until: deadline)
                self.arrive(.opened(connection))
            } catch {
                if !isFirst || self.server.refusal == nil {
                    usleep(pauseAfterFailureMicroseconds)
                }
                self.arrive(.opened(nil))
            }
        }
        thread.name = "postgres opener"
        thread.start()
    }

    /// Asks the server what a failure means and refuses the job with that; the connection arrives here afterwards.
    func explain(_ failed: PostgresRows, of text: String, to job: SingleJob, asking connection: PostgresConnection) {
        let lent = Lent(connection: connection, failed: failed)
        let thread = Thread {
            job.refuse(lent.connection.explain(lent.failed, text).error)
            self.arrive(.returned(lent.connection))
        }
        thread.name = "postgres explain"
        thread.start()
    }

    private func arrive(_ arrival: Arrival) {
        monitor.withLock { $0.arrived.append(arrival) }
        bell.ring()
    }
}

/// What goes to another thread for a while.
///
/// `@unchecked Sendable` is sound: the loop lets go of the connection and the answer before it lends them, and gets the
/// connection back through the monitor when the other thread is done with it.
private struct Lent: @unchecked Sendable {
    let connection: PostgresConnection
    let failed: PostgresRows
}

/// How many statements wait at most: at some thousand a second they have a chance within their patience.
private let statementsWaiting = 10_000

/// Between two attempts to open a connection, where the server takes no more.
private let pauseAfterFailureMicroseconds: UInt32 = 100_000
