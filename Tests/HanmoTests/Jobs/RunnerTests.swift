import Database
import Synchronization
import Testing

@testable import Hanmo

/// Processes that die, stall and stop while they run jobs.
@Suite struct RunnerTests {
    /// Looks after which a silent runner has ended: one to see it, and those that it may stay silent.
    private static let looks = RunnerWatch.patience + 1

    @Test func `what a dead process was running is taken over, and its own word counts no more`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            let held = notes.holdNext()
            held.isStubborn.withLock { $0 = true }
            try await app.enqueue(Note(text: "a"))
            let silent = app.runner([notes.handler])
            let hearing = try await silent.begin()
            let context = try await held.hasBegun()
            let other = app.runner([notes.handler])
            try await other.open()

            for _ in 1..<RunnerTests.looks { try await other.beat() }
            let before = try await app.jobs()
            try await other.beat()
            other.proceed()
            try await other.untilQuiet()
            let after = try await app.jobs()
            await #expect(throws: CancellationError.self) { try await context.write { _ in () } }
            held.release()
            try await silent.untilQuiet()

            #expect(before == ["a running 1"])
            #expect(after == ["a done 2"])
            #expect(try await app.jobs() == ["a done 2"])
            #expect(notes.attempts.recorded == ["a 1", "a 2"])
            #expect(app.log.recorded.contains { $0.message.contains("taken over by another process") })
            hearing.cancel()
            await silent.stop(finishing: .zero)
            await other.stop(finishing: .zero)
        }
    }

    @Test func `a runner takes no leave while it holds a job, and a job whose owner is gone is taken over`()
        async throws
    {
        try await withTestApp { app in
            let notes = NoteDesk()
            try await app.enqueue(Note(text: "a"))
            let isFree = try await app.services.database.write { connection in
                let store = JobStore(connection)
                let runner = try store.insertRunner("gone")
                try connection.execute(
                    "UPDATE jobs SET state = 'running', lane = NULL, owner = \(runner), attempts = 1"
                )
                let isFree = try store.deleteRunner(runner)
                try connection.execute("DELETE FROM job_runners WHERE id = \(runner)")
                return isFree
            }
            let next = app.runner([notes.handler])
            let hearing = try await next.begin()
            try await next.untilQuiet()

            #expect(!isFree)
            #expect(try await app.jobs() == ["a done 2"])
            hearing.cancel()
            await next.stop(finishing: .zero)
        }
    }

    @Test func `a process that beats keeps its jobs, whatever the clocks say`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            let held = notes.holdNext()
            try await app.enqueue(Note(text: "a"))
            let busy = app.runner([notes.handler])
            let hearing = try await busy.begin()
            try await held.hasBegun()
            let other = app.runner([notes.handler])
            try await other.open()

            for round in 0..<20 {
                app.clock.advance(hours: round % 2 == 0 ? -2 : 5)
                if round % RunnerWatch.patience == 0 { try await busy.beat() }
                try await other.beat()
            }
            held.release()
            try await busy.untilQuiet()

            #expect(notes.attempts.recorded == ["a 1"])
            #expect(try await app.jobs() == ["a done 1"])
            hearing.cancel()
            await busy.stop(finishing: .zero)
            await other.stop(finishing: .zero)
        }
    }

    @Test func `a process that was given up on finds out, drops what it had, and begins anew`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            let held = notes.holdNext()
            try await app.enqueue(Note(text: "a"))
            let stalled = app.runner([notes.handler])
            let hearing = try await stalled.begin()
            try await held.hasBegun()
            let other = app.runner([])
            try await other.open()
            for _ in 0..<RunnerTests.looks { try await other.beat() }
            await other.stop(finishing: .zero)

            try await stalled.beat()
            stalled.proceed()
            try await stalled.untilQuiet()

            #expect(notes.attempts.recorded == ["a 1", "a 2"])
            #expect(try await app.jobs() == ["a done 2"])
            #expect(app.log.recorded.contains { $0.message.contains("silent for too long") })
            hearing.cancel()
            await stalled.stop(finishing: .zero)
        }
    }

    @Test func `a job that ends every process that runs it is parked`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            try await app.enqueue(Note(text: "poison"))
            for _ in 0..<Note.kind.attempts {
                try await app.takeAndDie()
                let next = app.aloneRunner([])
                try await next.open()
                await next.stop(finishing: .zero)
            }

            try await app.runner([notes.handler]).drain()

            #expect(notes.attempts.recorded == [])
            #expect(try await app.jobs() == ["poison parked 3"])
            try await app.forgetJobs()
        }
    }

    @Test func `where only one process can be, what the last one left is run at once`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            try await app.enqueue(Note(text: "a"))
            try await app.takeAndDie()
            let left = try await app.jobs()

            try await app.aloneRunner([notes.handler]).drain()

            #expect(left == ["a running 1"])
            #expect(notes.attempts.recorded == ["a 2"])
            #expect(try await app.number("SELECT count(*) FROM job_runners") == 0)
        }
    }

    @Test func `a process that stops gives back what it has begun and what it has taken, and no attempt is counted`()
        async throws
    {
        try await withTestApp { app in
            let notes = NoteDesk()
            let held = notes.holdNext()
            for text in ["a", "b"] { try await app.enqueue(Note(text: text)) }
            let leaving = app.runner([notes.handler], places: 1)
            let hearing = try await leaving.begin()
            try await held.hasBegun()

            await leaving.stop(finishing: .zero)
            hearing.cancel()
            let left = try await app.jobs()
            try await app.runner([notes.handler]).drain()

            #expect(left == ["a queued 0", "b queued 0"])
            #expect(notes.attempts.recorded == ["a 1", "a 1", "b 1"])
            #expect(try await app.jobs() == ["a done 1", "b done 1"])
            #expect(try await app.number("SELECT count(*) FROM job_runners") == 0)
        }
    }

    @Test func `a job that can finish while the process stops is done`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            let held = notes.holdNext()
            try await app.enqueue(Note(text: "a"))
            let leaving = app.runner([notes.handler])
            let hearing = try await leaving.begin()
            try await held.hasBegun()

            async let stopped: Void = leaving.stop(finishing: .seconds(60))
            held.release()
            await stopped
            hearing.cancel()

            #expect(try await app.jobs() == ["a done 1"])
        }
    }

    @Test func `a cancelled job ends, whether it waits or runs`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            let held = notes.holdNext()
            let ids = [try await app.enqueue(Note(text: "running")), try await app.enqueue(Note(text: "queued"))]
            let runner = app.runner([notes.handler], places: 1)
            let hearing = try await runner.begin()
            try await held.hasBegun()

            // The one that waits first: the other one's end would give it a place.
            for id in ids.reversed() { try await app.services.jobs.cancel(try #require(id), by: .command) }
            try await runner.untilQuiet()
            hearing.cancel()
            await runner.stop(finishing: .zero)

            #expect(try await app.jobs() == ["running cancelled 1", "queued cancelled 0"])
            #expect(notes.attempts.recorded == ["running 1"])
        }
    }

    @Test func `a cancellation that was not heard of is seen at the next beat`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            let held = notes.holdNext()
            let id = try #require(await app.enqueue(Note(text: "a")))
            let runner = app.runner([notes.handler])
            let hearing = try await runner.begin()
            try await held.hasBegun()
            hearing.cancel()
            await hearing.value

            try await app.services.jobs.cancel(id, by: .command)
            try await runner.beat()
            try await runner.untilQuiet()
            await runner.stop(finishing: .zero)

            #expect(try await app.jobs() == ["a cancelled 1"])
        }
    }

    @Test func `what waits behind jobs that turn out long is given to others`() throws {
        var desk = JobDesk(places: 1, batchLimit: 16)
        desk.open(as: 1)
        desk.takeAll((1...8).map { .sample($0) })
        while desk.finishOne() {}
        let first = desk.beginTurn(at: 0)
        desk.end(try #require(first), .init(ready: (9...16).map { .sample($0) }), took: .zero)
        _ = desk.beginJob { _, _ in (Task {}, .seconds(1)) }

        desk.giveBackStale()
        let fresh = desk.outcomes.count
        desk.giveBackStale()

        #expect(fresh == 0)
        #expect(desk.queue.isEmpty)
        #expect(desk.outcomes.map(\.ending) == Array(repeating: .handedBack, count: 7))
    }

    @Test func `a job that waits in the process for a place is cancelled, too`() {
        var desk = JobDesk(places: 1, batchLimit: 16)
        desk.open(as: 1)
        desk.takeAll((1...8).map { .sample($0) })

        desk.cancel(5)

        #expect(desk.queue.map(\.id) == [1, 2, 3, 4, 6, 7, 8])
        #expect(desk.outcomes.map(\.ending) == [.cancelled])
    }

    @Test func `what a transaction may have taken, though its answer was lost, comes back into the queue`() async throws
    {
        try await withTestApp { app in
            let notes = NoteDesk()
            for text in ["a", "b"] { try await app.enqueue(Note(text: text)) }
            let runner = app.runner([notes.handler])
            try await runner.open()
            let turn = try #require(runner.desk.withLock { $0.beginTurn(at: app.clock.now) })
            try await app.services.database.write { connection in
                _ = try JobStore(connection).takeReady(after: .start, limit: 1, for: turn.runner)
            }
            let left = try await app.jobs()

            runner.desk.withLock { desk in
                desk.fail(turn)
                desk.resume()
            }
            runner.proceed()
            try await runner.untilQuiet()
            await runner.stop(finishing: .zero)

            #expect(left == ["a running 1", "b queued 0"])
            #expect(try await app.jobs() == ["a done 1", "b done 1"])
            #expect(notes.attempts.recorded.sorted() == ["a 1", "b 1"])
        }
    }

    @Test func `taking goes on behind what was taken, and goes back for what it hears of`() {
        var desk = JobDesk(places: 4, batchLimit: 16)
        desk.open(as: 1)
        let first = desk.beginTurn(at: 0)?.take
        desk.hear(ofReady: 50)
        desk.end(
            .init(runner: 1, number: 1, take: first),
            .init(ready: (1...4).map { .sample($0, runAt: 100) }),
            took: .zero
        )
        while desk.finishOne() {}
        let second = desk.beginTurn(at: 0)?.take
        desk.end(
            .init(runner: 1, number: 2, take: second),
            .init(ready: (5...8).map { .sample($0, runAt: 200) }),
            took: .zero
        )
        while desk.finishOne() {}
        let third = desk.beginTurn(at: 0)?.take

        #expect(first?.place == .start)
        #expect(second?.place == QueuePlace(runAt: 50, id: 0))
        #expect(third?.place == QueuePlace(runAt: 200, id: 8))
    }
}

extension ClaimedJob {
    fileprivate static func sample(_ id: Int, runAt: Int = 0) -> ClaimedJob {
        ClaimedJob(id: id, kind: "k", payload: "{}", attempt: 1, maxAttempts: 3, runAt: runAt, owner: 1)
    }
}

extension JobDesk {
    fileprivate mutating func takeAll(_ jobs: [ClaimedJob]) {
        guard let turn = beginTurn(at: 0) else { return }
        end(turn, Taken(ready: jobs), took: .zero)
    }

    /// Begins and ends a job; false where there is none.
    fileprivate mutating func finishOne() -> Bool {
        var place = 0
        guard
            beginJob({ number, _ in
                place = number; return (Task {}, .seconds(1))
            })
        else { return false }
        endJob(at: place) { _ in .done }
        return true
    }
}

extension TestApp {
    /// A process takes everything there is and is killed.
    fileprivate func takeAndDie() async throws {
        try await services.database.write { connection in
            let store = JobStore(connection)
            _ = try store.takeReady(after: .start, limit: 100, for: store.insertRunner("dead"))
        }
    }

    /// A runner that is alone on its database, as on SQLite.
    fileprivate func aloneRunner(_ handlers: [JobHandler]) -> JobRunner {
        JobRunner(
            database: services.database,
            handlers: handlers,
            options: JobRunner.Options(places: 1, isAlone: true),
            clock: services.clock,
            logger: services.logger
        )
    }
}
