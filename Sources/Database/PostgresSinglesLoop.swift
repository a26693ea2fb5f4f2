import DequeModule
import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The thread of ``PostgresSingles``: it alone uses the connections, and it never waits for one of them in particular.
///
/// Statements that wait together go out together, as one transaction; where one of them fails, or would have to wait
/// for a row, all are undone and each is sent again alone. Groups grow because only two are under way: more of them
/// have to wait for an answer, unless it is late.
///
/// One turn: sleep until an answer, the bell or a deadline; read the answers that have come and send what waits; then
/// answer those who wait, and look after what is left.
final class PostgresSinglesLoop {
    /// Statements that are under way.
    private struct Flight {
        let connection: PostgresConnection
        let jobs: [SingleJob]
        /// False while the server has not taken all of it.
        var isSent: Bool
        /// In nanoseconds of the machine's uptime.
        let sentAt: UInt64
        /// When the connection is given up; nil for never.
        let endsAt: UInt64?

        /// From when on others need not wait for its answer.
        var lateAt: UInt64 {
            sentAt + lateAfterNanoseconds
        }
    }

    private let singles: PostgresSingles
    private var flights: [Flight] = []
    private var idle: [PostgresConnection] = []
    /// Connections that another thread uses.
    private var lent = 0
    private var isOpening = false
    /// What has to be sent again, each alone, before anything else.
    private var again: Deque<SingleJob> = []
    /// What has to be sent again, but not before its time.
    private var later: [(job: SingleJob, dueAt: UInt64)] = []
    /// Those who are answered at the end of a turn.
    private var answers: [(job: SingleJob, rows: PostgresRows)] = []
    /// The bell, then `flights`, then `idle`, as they were when the thread went to sleep.
    private var sources: [pollfd] = []

    init(_ singles: PostgresSingles) {
        self.singles = singles
    }

    func runUntilClosed() {
        while let timeout = timeoutOfSleep() {
            sleep(atMost: timeout)
            dropIdleThatEnded()
            readAnswers()
            giveUpOverdue()
            takeArrivals()
            sendWaiting()
            giveAnswers()
            refuseOverdue()
            openIfNeeded()
        }
        let closing = singles.monitor.withLock { state in
            state.hasThread = false
            defer { state.closing = [] }
            return state.closing
        }
        idle = []
        closing.forEach { $0() }
    }

    // MARK: Sleeping

    /// How many milliseconds the thread may sleep, -1 for as long as it takes; nil when all is done and closed.
    private func timeoutOfSleep() -> Int32? {
        let now = DispatchTime.now().uptimeNanoseconds
        let mayGo = mayGo(at: now)
        let isAtRest = flights.isEmpty && again.isEmpty && later.isEmpty && lent == 0 && !isOpening
        let next = singles.monitor.withLock { state -> (isOver: Bool, wakeAt: UInt64?) in
            state.connectionsInUse = flights.count + lent
            let first = state.waiting.first
            if state.isClosing, isAtRest, first == nil {
                return (true, nil)
            }
            if first != nil, mayGo {
                return (false, 0)
            }
            state.needsBell = mayGo
            return (false, first?.deadline)
        }
        guard !next.isOver else { return nil }
        let moments = [
            next.wakeAt, again.map(\.deadline).min(), later.map(\.dueAt).min(), flights.compactMap(\.endsAt).min(),
            // Whoever comes while nothing may go does not ring: these moments lie before its own.
            flights.map(\.lateAt).filter { $0 > now }.min(),
            mayGo ? nil : now + singles.patienceNanoseconds,
        ]
        guard let wakeAt = moments.compactMap(\.self).min() else { return -1 }
        return wakeAt > now ? milliseconds(wakeAt - now) : 0
    }

    private func milliseconds(_ nanoseconds: UInt64) -> Int32 {
        Int32(clamping: nanoseconds / 1_000_000 + 1)
    }

    private func sleep(atMost timeout: Int32) {
        sources.removeAll(keepingCapacity: true)
        sources.append(source(singles.bell.readEnd))
        for flight in flights {
            sources.append(source(flight.connection.socket ?? -1, isWriting: !flight.isSent))
        }
        for connection in idle {
            sources.append(source(connection.socket ?? -1))
        }
        _ = poll(&sources, nfds_t(sources.count), timeout)
        if sources[0].revents != 0 {
            singles.bell.silence()
        }
    }

    private func source(_ descriptor: Int32, isWriting: Bool = false) -> pollfd {
        pollfd(fd: descriptor, events: Int16(isWriting ? POLLIN | POLLOUT : POLLIN), revents: 0)
    }

    // MARK: Reading

    /// A server that goes away says so, or hangs up.
    private func dropIdleThatEnded() {
        for index in idle.indices.reversed() where sources[1 + flights.count + index].revents != 0 {
            if !idle[index].isAliveWhileIdle {
                idle.remove(at: index)
            }
        }
    }

    private func readAnswers() {
        // From the end, because whatever is removed is replaced by the last one.
        for index in flights.indices.reversed() where sources[1 + index].revents != 0 {
            if !flights[index].isSent {
                flights[index].isSent = flights[index].connection.flush()
            }
            readAnswer(at: index)
        }
    }

    private func readAnswer(at index: Int) {
        take(flights[index].connection.takeAnswer(), at: index)
    }

    /// A server that owes an answer for too long hangs, or the network swallows what is sent.
    private func giveUpOverdue() {
        guard flights.contains(where: { $0.endsAt != nil }) else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        for index in flights.indices.reversed() where flights[index].endsAt.map({ $0 <= now }) ?? false {
            take(flights[index].connection.giveUpAnswer(), at: index)
        }
    }

    private func take(_ answer: PostgresConnection.SingleAnswer, at index: Int) {
        let (connection, jobs) = (flights[index].connection, flights[index].jobs)
        switch answer {
        case .pending:
            return
        case .committed(let rows):
            answers += zip(jobs, rows).map { ($0, $1) }
        case .refused where jobs.count > 1:
            let deadline = DispatchTime.now().uptimeNanoseconds + singles.patienceNanoseconds
            jobs.forEach { $0.deadline = deadline }
            again += jobs
        case .refused(let failed, let text) where connection.canExplain(failed):
            settle(jobs[0], connection.explain(failed, text))
        case .refused(let failed, let text):
            remove(at: index)
            lent += 1
            singles.explain(failed, of: text, to: jobs[0], asking: connection)
            return
        case .lost(let error):
            jobs.forEach { $0.refuse(error) }
        }
        remove(at: index)
        if connection.isConnected {
            idle.append(connection)
        }
    }

    private func remove(at index: Int) {
        flights.swapAt(index, flights.count - 1)
        flights.removeLast()
    }

    /// Refuses a statement that failed, or has it sent again where that may help.
    private func settle(_ job: SingleJob, _ failure: PostgresFailure) {
        guard failure.remedy != .none, job.attempts < attemptsAtMost else {
            job.refuse(failure.error)
            return
        }
        let now = DispatchTime.now().uptimeNanoseconds
        job.deadline = now + singles.patienceNanoseconds
        if failure.remedy == .again {
            // Some milliseconds, by chance, so that those who met do not meet again.
            let longest = min(UInt64(1_000_000) << UInt64(job.attempts), pauseAtMostNanoseconds)
            later.append((job, now + .random(in: 0...longest)))
        } else {
            again.append(job)
        }
    }

    // MARK: Sending

    private func takeArrivals() {
        let arrived = singles.monitor.withLock { state in
            state.needsBell = false
            defer { state.arrived = [] }
            return state.arrived
        }
        for arrival in arrived {
            switch arrival {
            case .opened(let connection):
                isOpening = false
                if let connection {
                    idle.append(connection)
                } else if isCutOff, let refusal = singles.server.refusal {
                    refuseAll(refusal)
                }
            case .returned(let connection):
                lent -= 1
                if connection.isConnected {
                    idle.append(connection)
                }
            }
        }
        guard !later.isEmpty else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        again += later.filter { $0.dueAt <= now }.map(\.job)
        later.removeAll { $0.dueAt <= now }
    }

    private func sendWaiting() {
        while let connection = idle.last {
            let now = DispatchTime.now().uptimeNanoseconds
            let jobs = again.popFirst().map { [$0] } ?? (isBusy(at: now) ? [] : takeGroup())
            guard !jobs.isEmpty else { return }
            idle.removeLast()
            send(jobs, on: connection, at: now)
        }
    }

    /// Those who have waited longest.
    ///
    /// They go in the order of their values, so that two groups with rows in common, be it of two processes, take them
    /// in the same order, and neither waits for the other in a circle.
    private func takeGroup() -> [SingleJob] {
        let jobs = singles.monitor.withLock { state in
            let jobs = Array(state.waiting.prefix(statementsTogether))
            state.waiting.removeFirst(jobs.count)
            return jobs
        }
        return jobs.count > 1 ? jobs.sorted { $0.sql.parts.precede($1.sql.parts) } : jobs
    }

    private func send(_ jobs: [SingleJob], on connection: PostgresConnection, at now: UInt64) {
        jobs.forEach { $0.attempts += 1 }
        guard connection.send(jobs) else {
            jobs.forEach { settle($0, .lost("the connection was lost")) }
            return
        }
        flights.append(
            Flight(
                connection: connection,
                jobs: jobs,
                isSent: connection.flush(),
                sentAt: now,
                endsAt: connection.silenceAtMostNanoseconds.map { now + $0 }
            )
        )
    }

    /// True while those who come wait for one of the answers.
    private func isBusy(at now: UInt64) -> Bool {
        flights.count { $0.lateAt > now } >= groupsAtOnce
    }

    /// True where a group could be sent, or a connection be opened for it.
    private func mayGo(at now: UInt64) -> Bool {
        (!idle.isEmpty || mayOpen) && !isBusy(at: now)
    }

    private func giveAnswers() {
        for (job, rows) in answers {
            singles.options.onWrite(job.waitedNanoseconds)
            job.answer(rows)
        }
        answers.removeAll(keepingCapacity: true)
    }

    // MARK: Patience

    private func refuseOverdue() {
        guard idle.isEmpty else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        var overdue = again.filter { $0.deadline <= now }
        again.removeAll { $0.deadline <= now }
        singles.monitor.withLock { state in
            // All have the same patience, so those that came first are those that wait longest.
            let late = Array(state.waiting.prefix { $0.deadline <= now })
            state.waiting.removeFirst(late.count)
            overdue += late
        }
        guard !overdue.isEmpty else { return }
        let error = isCutOff ? singles.server.outageError ?? DatabaseError.exhausted : DatabaseError.exhausted
        overdue.forEach { $0.refuse(error) }
    }

    /// A server that has been away for long keeps nobody waiting.
    private func refuseAll(_ error: any Error) {
        let refused = singles.monitor.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        (again + refused).forEach { $0.refuse(error) }
        again = []
    }

    // MARK: Opening

    /// True while there is no connection at all.
    private var isCutOff: Bool {
        flights.isEmpty && idle.isEmpty && lent == 0
    }

    private var mayOpen: Bool {
        !isOpening && flights.count + idle.count + lent < singles.limit
    }

    /// Has one connection opened at a time, while somebody waits for it.
    private func openIfNeeded() {
        guard idle.isEmpty, mayOpen else { return }
        let isBusy = isBusy(at: DispatchTime.now().uptimeNanoseconds)
        let first = again.first ?? (isBusy ? nil : singles.monitor.withLock { $0.waiting.first })
        guard let first else { return }
        isOpening = true
        singles.open(until: first.deadline, isFirst: isCutOff)
    }
}

/// How many groups are under way before others wait for their answers: while the server works on one, the next is made
/// and the last is answered.
private let groupsAtOnce = 2

/// When an answer is late, so that nobody waits for it any more: the server's disk takes its time, or a row is held.
private let lateAfterNanoseconds: UInt64 = 5_000_000

/// How many statements share a commit at most.
private let statementsTogether = 128

/// How often a statement is sent at most before whoever asked gets the failure.
private let attemptsAtMost = 10

/// Between two attempts.
private let pauseAtMostNanoseconds: UInt64 = 50_000_000
