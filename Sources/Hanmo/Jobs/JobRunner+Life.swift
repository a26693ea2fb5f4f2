import Database
import Logging
import ServiceLifecycle
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How a runner begins, shows that it lives, watches the others, and ends.
extension JobRunner {
    /// How often it looks at its own jobs: time limits, and jobs that wait here for too long.
    private static let tick = Duration.seconds(1)
    /// Ticks from one sign of life to the next, and from one look at the others to the next.
    private static let ticksPerBeat = 5
    /// Ticks after which jobs are looked for whose owner is on no list.
    private static let ticksPerSearch = 60
    /// Ticks after which recurring kinds that have no open job, because somebody cancelled it, get one again.
    private static let ticksPerSchedule = 600
    /// How long jobs may go on once the process is to stop.
    private static let finishPatience = Duration.seconds(2)
    /// How long jobs may take to notice that they were cancelled.
    private static let cancelPatience = Duration.seconds(8)
    /// How often a stop looks whether all is done.
    private static let pause = Duration.milliseconds(10)
    private static let drainPause = Duration.milliseconds(1)

    /// Lasts until the process is to stop.
    package func run() async throws {
        try await open()
        let news = database.notifications(on: Jobs.channel)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await notification in news { self.hear(notification) } }
            group.addTask { await self.keepTime() }
            proceed()
            options.onReady()
            let isOrderly = (try? await gracefulShutdown()) != nil
            await stop(finishing: isOrderly ? JobRunner.finishPatience : .zero)
            group.cancelAll()
        }
    }

    /// Enters the runner's name, and takes over what dead processes left where there can be no others.
    func open() async throws {
        let name = "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier)"
        let kinds = recurringKinds
        let isAlone = options.isAlone
        let (runner, found) = try await database.write { connection in
            let store = JobStore(connection)
            let runner = try store.insertRunner(name)
            var found = 0
            if isAlone {
                let others = try store.listRunners(except: runner).map(\.id)
                found = try store.takeOver(from: others)
                for other in others { try store.deleteRunner(other) }
            }
            found += try store.takeOver(from: store.listLostOwners())
            for kind in kinds { try store.schedule(kind) }
            return (runner, found)
        }
        if found > 0 {
            logger.notice("took over jobs that an earlier process had left", metadata: ["jobs": "\(found)"])
        }
        desk.withLock { $0.open(as: runner) }
    }

    private func keepTime() async {
        var ticks = 0
        while (try? await Task.sleep(for: JobRunner.tick)) != nil {
            ticks += 1
            desk.withLock { desk in
                desk.interruptOverdue(at: .now)
                desk.giveBackStale()
            }
            do {
                if ticks % JobRunner.ticksPerBeat == 0 { try await beat() }
                if ticks % JobRunner.ticksPerSearch == 0 { try await takeOverLost() }
                if ticks % JobRunner.ticksPerSchedule == 0 { try await scheduleAll() }
            } catch {
                logger.error("the runner can't say that it lives", metadata: ["error": "\(explain(error))"])
            }
            proceed()
        }
    }

    private func scheduleAll() async throws {
        let kinds = recurringKinds
        try await database.write { connection in
            for kind in kinds { try JobStore(connection).schedule(kind) }
        }
    }

    /// Says that this runner lives, ends those that don't, hears of what was cancelled, and looks through the queue for
    /// what no signal told of.
    func beat() async throws {
        let (runner, ids) = desk.withLock { ($0.runner, $0.held) }
        guard let runner else {
            try await open()
            return
        }
        // Nobody else can be there to see a beat.
        let isAlone = options.isAlone
        let (lives, others, cancelled) = try await database.write { connection in
            let store = JobStore(connection)
            return (
                isAlone ? true : try store.beat(runner),
                isAlone ? [] : try store.listRunners(except: runner),
                try store.cancelled(among: ids)
            )
        }
        guard lives else {
            logger.error("this runner was silent for too long; other processes have taken its jobs over")
            desk.withLock { $0.lose() }
            try await open()
            return
        }
        desk.withLock { desk in
            for id in cancelled { desk.cancel(id) }
            desk.lookEverywhere(at: .now)
        }
        try await takeOver(others)
    }

    private func takeOver(_ others: [JobStore.Runner]) async throws {
        let silent = watch.withLock { $0.look(at: others) }
        let ended = others.filter(\.hasEnded).map(\.id)
        guard !silent.isEmpty || !ended.isEmpty else { return }
        let found = try await database.write { connection in
            let store = JobStore(connection)
            let dead = try silent.filter { try store.end($0) }
            // Those that ended before, too: what they were taking in that moment may have become theirs afterwards.
            return try store.takeOver(from: dead.map(\.id) + ended)
        }
        if found > 0 { logger.notice("took over jobs of processes that have ended", metadata: ["jobs": "\(found)"]) }
    }

    private func takeOverLost() async throws {
        let found = try await database.write { connection in
            let store = JobStore(connection)
            return try store.takeOver(from: store.listLostOwners())
        }
        if found > 0 { logger.warning("took over jobs whose owner is on no list", metadata: ["jobs": "\(found)"]) }
    }

    // MARK: The end

    /// Ends in order: nothing more is taken, jobs may finish for a moment, the others are cancelled and given back.
    func stop(finishing patience: Duration) async {
        dropAlarm()
        desk.withLock { $0.beginStopping() }
        proceed()
        await untilNothingRuns(for: patience)
        desk.withLock { $0.interruptAll(because: .stopping) }
        await untilNothingRuns(for: patience > .zero ? JobRunner.cancelPatience : .zero)
        desk.withLock { $0.abandonRunning() }
        proceed()
        await until(JobRunner.cancelPatience) { $0.hasNothing }
        guard let runner = desk.withLock({ $0.runner }) else { return }
        do {
            let isFree = try await database.write { try JobStore($0).deleteRunner(runner) }
            if !isFree { logger.warning("some jobs could not be given back; they are taken over in half a minute") }
        } catch {
            logger.warning("the runner could not take leave", metadata: ["error": "\(explain(error))"])
        }
        desk.withLock { $0.close() }
    }

    private func untilNothingRuns(for patience: Duration) async {
        await until(patience) { $0.running.isEmpty }
    }

    /// Waits until the desk is so, or patience is at its end; also in a task that was cancelled.
    private func until(_ patience: Duration, _ isSo: (borrowing JobDesk) -> Bool) async {
        let end = ContinuousClock.now + patience
        while !desk.withLock({ isSo($0) }), .now < end {
            let pause = Task.detached { try? await Task.sleep(for: JobRunner.pause) }
            await pause.value
        }
    }

    /// Runs everything that may run now, and what that enqueues, then ends; for tests and for the measuring of speed.
    package func drain() async throws {
        try await open()
        let news = database.notifications(on: Jobs.channel)
        let hearing = Task { for await notification in news { hear(notification) } }
        var begun: Int
        repeat {
            begun = desk.withLock { desk in
                desk.lookEverywhere()
                return desk.begun
            }
            proceed()
            while !desk.withLock({ $0.isQuiet(at: clock.now) }) { try await Task.sleep(for: JobRunner.drainPause) }
        } while desk.withLock({ $0.begun }) > begun
        hearing.cancel()
        await stop(finishing: .zero)
    }
}

/// Remembers when which runner last gave a sign of life, counted in one's own looks.
struct RunnerWatch: Sendable {
    private var silence: [Int: (beats: Int, looks: Int)] = [:]

    /// Looks, five seconds apart, that a runner may stay silent; with the first one it makes 25 seconds at most.
    static let patience = 4

    /// Takes a look.
    ///
    /// - Returns: those that have been silent for too long.
    mutating func look(at runners: [JobStore.Runner]) -> [JobStore.Runner] {
        var seen: [Int: (beats: Int, looks: Int)] = [:]
        var silent: [JobStore.Runner] = []
        for runner in runners where !runner.hasEnded {
            let before = silence[runner.id]
            let looks = before?.beats == runner.beats ? (before?.looks ?? 0) + 1 : 0
            seen[runner.id] = (runner.beats, looks)
            if looks >= RunnerWatch.patience { silent.append(runner) }
        }
        silence = seen
        return silent
    }
}
