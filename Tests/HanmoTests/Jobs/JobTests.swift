import Database
import Synchronization
import Testing

@testable import Hanmo

/// Jobs on their way from the act that enqueues them to their end.
@Suite struct JobTests {
    @Test func `a job runs once the act it belongs to is committed, and never when that is undone`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            try await app.enqueue(Note(text: "kept"))
            await #expect(throws: SomethingWrong.self) {
                try await app.services.database.write { connection in
                    try app.services.jobs.enqueue(Note(text: "undone"), in: connection)
                    throw SomethingWrong()
                }
            }

            try await app.runner([notes.handler]).drain()

            #expect(notes.attempts.recorded == ["kept 1"])
            #expect(try await app.jobs() == ["kept done 1"])
        }
    }

    @Test func `a runner that has nothing to do starts a job as soon as it is committed`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            let runner = app.runner([notes.handler])
            let hearing = try await runner.begin()
            try await runner.untilQuiet()
            let held = notes.holdNext()

            try await app.enqueue(Note(text: "a"))
            try await held.hasBegun()
            #expect(try await app.jobs() == ["a running 1"])

            held.release()
            try await runner.untilQuiet()
            hearing.cancel()
            await runner.stop(finishing: .zero)
            #expect(try await app.jobs() == ["a done 1"])
        }
    }

    @Test func `a job runs once, however many processes look for it`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            let count = 1000
            for _ in 0..<10 {
                try await app.services.database.write { connection in
                    for _ in 0..<count / 10 { try app.services.jobs.enqueue(Note(text: "n"), in: connection) }
                }
            }

            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await app.runner([notes.handler], batchLimit: 16).drain() }
                }
                try await group.waitForAll()
            }

            #expect(notes.attempts.recorded.count == count)
            #expect(try await app.number("SELECT count(*) FROM jobs WHERE state = 'done' AND attempts = 1") == count)
        }
    }

    @Test func `while a job of a key is open there is no second one`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()

            let first = try await app.enqueue(Note(text: "a"), key: "k")
            let again = try await app.enqueue(Note(text: "b"), key: "k")
            let other = try await app.enqueue(Note(text: "c"), key: "l")
            try await app.runner([notes.handler]).drain()
            let later = try await app.enqueue(Note(text: "d"), key: "k")
            try await app.runner([notes.handler]).drain()

            #expect([first, again, other, later].map { $0 != nil } == [true, false, true, true])
            #expect(notes.attempts.recorded.sorted() == ["a 1", "c 1", "d 1"])
        }
    }

    @Test func `a job waits for its moment`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            try await app.enqueue(Note(text: "later"), at: app.clock.now + 60_000)
            try await app.enqueue(Note(text: "past"), at: app.clock.now - 60_000)

            app.clock.advance(seconds: 59)
            try await app.runner([notes.handler]).drain()
            let before = notes.attempts.recorded
            app.clock.advance(seconds: 1)
            try await app.runner([notes.handler]).drain()

            #expect(before == ["past 1"])
            #expect(notes.attempts.recorded == ["past 1", "later 1"])
        }
    }

    @Test func `a job that fails is tried again after longer and longer waits, and is parked at last`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            notes.failNext(SomethingWrong(), times: 3)
            try await app.enqueue(Note(text: "a"))
            let start = app.clock.now
            var waits: [Int?] = []

            for _ in 0..<2 {
                try await app.runner([notes.handler]).drain()
                waits.append(try await app.number("SELECT run_at FROM jobs WHERE state = 'queued'").map { $0 - start })
                app.clock.advance(seconds: 4)
            }
            try await app.runner([notes.handler]).drain()

            // Half of 4 seconds, then half of 8 seconds 4 seconds later.
            #expect(waits == [2_000, 8_000])
            #expect(notes.attempts.recorded == ["a 1", "a 2", "a 3"])
            #expect(try await app.jobs() == ["a parked 3"])
            #expect(try await app.text("SELECT last_error FROM jobs") == "something went wrong")
            let said = app.log.recorded.map(\.message)
            #expect(said == ["a job is tried again", "a job is tried again", "a job is parked"])
            try await app.forgetJobs()
        }
    }

    @Test func `waits double up to ten minutes, and half of each is chance`() {
        let backOff = BackOff(first: .seconds(2))

        #expect((1...4).map { backOff.delay(after: $0, dice: 0) } == [1_000, 2_000, 4_000, 8_000])
        #expect((1...4).map { backOff.delay(after: $0, dice: 0.5) } == [1_500, 3_000, 6_000, 12_000])
        #expect(backOff.delay(after: 60, dice: 0) == 300_000)
        #expect(backOff.delay(after: 60, dice: 0.999) < 600_000)
    }

    @Test func `what no repeat can help is parked at once`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            notes.failNext(JobFailure.permanent("the account was closed"))
            try await app.enqueue(Note(text: "a"))
            try await app.enqueue(Note(text: "b"))
            try await app.arrange("UPDATE jobs SET payload = '{\"words\": 1}' WHERE id = 2")

            try await app.runner([notes.handler], places: 1).drain()

            #expect(try await app.jobs() == ["a parked 1", "test.note parked 1"])
            #expect(try await app.text("SELECT last_error FROM jobs WHERE id = 1") == "the account was closed")
            #expect(try await app.text("SELECT last_error FROM jobs WHERE id = 2")?.contains("payload") == true)
            try await app.forgetJobs()
        }
    }

    @Test func `a handler may say when the next attempt makes sense, and that waiting was no failure`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            notes.failNext(JobFailure.notYet(after: .seconds(5)))
            notes.failNext(JobFailure.retry(after: .seconds(7), because: "busy"))
            try await app.enqueue(Note(text: "a"))
            let start = app.clock.now
            var moments: [Int?] = []

            for _ in 0..<2 {
                try await app.runner([notes.handler]).drain()
                moments.append(try await app.number("SELECT run_at FROM jobs").map { $0 - start })
                app.clock.advance(seconds: 7)
            }
            try await app.runner([notes.handler]).drain()

            #expect(moments == [5_000, 14_000])
            #expect(notes.attempts.recorded == ["a 1", "a 1", "a 2"])
            #expect(try await app.jobs() == ["a done 2"])
        }
    }

    @Test func `an attempt that takes too long is cancelled and counts as failed`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            let held = notes.holdNext()
            try await app.enqueue(Note(text: "a"))
            let runner = app.runner([notes.handler])
            let hearing = try await runner.begin()
            try await held.hasBegun()

            runner.desk.withLock { $0.interruptOverdue(at: .now + .seconds(31)) }
            try await runner.untilQuiet()
            hearing.cancel()
            await runner.stop(finishing: .zero)

            #expect(try await app.jobs() == ["a queued 1"])
            #expect(try await app.text("SELECT last_error FROM jobs")?.contains("took longer") == true)
            try await app.forgetJobs()
        }
    }

    @Test func `a job of a kind that this version does not know is left to others`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            try await app.enqueue(Note(text: "a"))

            try await app.runner([]).drain()
            let left = try await app.jobs()
            app.clock.advance(seconds: 10)
            try await app.runner([notes.handler]).drain()

            #expect(left == ["a queued 0"])
            #expect(try await app.jobs() == ["a done 1"])
        }
    }

    @Test func `a clock that was set back an hour neither stalls nor doubles a job`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            notes.failNext(SomethingWrong())
            try await app.enqueue(Note(text: "failed"))
            try await app.runner([notes.handler]).drain()
            try await app.enqueue(Note(text: "before"))

            app.clock.advance(hours: -1)
            try await app.enqueue(Note(text: "after"))
            try await app.runner([notes.handler], places: 1).drain()

            #expect(notes.attempts.recorded.sorted() == ["after 1", "before 1", "failed 1", "failed 2"])
            #expect(Set(try await app.jobs()) == ["after done 1", "before done 1", "failed done 2"])
        }
    }

    @Test func `finished jobs are forgotten, those that failed last of all`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            for text in ["done", "cancelled", "parked"] { try await app.enqueue(Note(text: text)) }
            try await app.services.jobs.cancel(2, by: .command)
            try await app.runner([notes.handler]).drain()
            try await app.arrange("UPDATE jobs SET state = 'parked' WHERE id = 3")
            var left: [[String]] = []

            for days in [7, 1, 22, 1, 59, 1] {
                app.clock.advance(days: days)
                try await app.services.jobs.sweep()
                left.append(try await app.jobs().map { String($0.prefix { $0 != " " }) })
            }

            #expect(
                left == [
                    ["done", "cancelled", "parked"], ["cancelled", "parked"], ["cancelled", "parked"], ["parked"],
                    ["parked"], [],
                ]
            )
        }
    }

    @Test func `any number of finished jobs is swept, and open ones stay`() async throws {
        try await withTestApp { app in
            let notes = NoteDesk()
            try await app.services.database.write { connection in
                for _ in 0..<1_201 { try app.services.jobs.enqueue(Note(text: "n"), in: connection) }
            }
            try await app.runner([notes.handler]).drain()
            try await app.enqueue(Note(text: "open"), at: app.clock.now + 30 * 86_400_000)
            app.clock.advance(days: 8)

            try await app.services.jobs.sweep()

            #expect(try await app.jobs() == ["open queued 0"])
            try await app.forgetJobs()
        }
    }
}
