import Database
import JSON
import Testing

@testable import Hanmo

/// A job of tests that comes again every hour.
private struct Chime: Job {
    static let kind = JobKind("test.chime", attempts: 2, every: .seconds(3600))
}

/// Jobs that come again and again, and those of today: the sweeps.
@Suite struct RecurringTests {
    @Test func `a recurring job runs once an hour, however many processes there are`() async throws {
        try await withTestApp(at: "2026-01-22T10:30:00") { app in
            let rings = Recorder<Int>()
            let ring = JobHandler(Chime.self) { _, _ in rings.record(app.clock.now) }
            let everybody = {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 { group.addTask { try await app.runner([ring]).drain() } }
                    try await group.waitForAll()
                }
            }
            try await everybody()
            let before = rings.recorded
            app.clock.advance(minutes: 30)
            for _ in 0..<2 { try await everybody() }
            app.clock.advance(minutes: 59)
            try await everybody()
            let first = rings.recorded.count
            app.clock.advance(minutes: 1)
            try await everybody()

            #expect(before.isEmpty)
            #expect(first == 1)
            #expect(rings.recorded.count == 2)
            #expect(try await app.number("SELECT count(*) FROM jobs WHERE state = 'queued'") == 1)
        }
    }

    @Test func `runs that were missed are made up for once`() async throws {
        try await withTestApp(at: "2026-01-22T10:30:00") { app in
            let rings = Recorder<Int>()
            let ring = JobHandler(Chime.self) { _, _ in rings.record(app.clock.now) }
            try await app.runner([ring]).drain()

            app.clock.advance(hours: 5)
            try await app.runner([ring]).drain()

            #expect(rings.recorded.count == 1)
            let next = try TestClock.milliseconds(of: "2026-01-22T16:00:00")
            #expect(try await app.number("SELECT run_at FROM jobs WHERE state = 'queued'") == next)
        }
    }

    @Test func `a clock that was set back does not bring the same run again`() async throws {
        try await withTestApp(at: "2026-01-22T10:59:00") { app in
            let rings = Recorder<Int>()
            let ring = JobHandler(Chime.self) { _, _ in
                rings.record(app.clock.now)
                app.clock.advance(hours: -1)
            }
            try await app.runner([ring]).drain()

            app.clock.advance(minutes: 1)
            try await app.runner([ring]).drain()
            app.clock.advance(hours: 1)
            try await app.runner([ring]).drain()

            #expect(rings.recorded.count == 1)
        }
    }

    @Test func `a recurring job that is parked comes again all the same`() async throws {
        try await withTestApp(at: "2026-01-22T10:59:59") { app in
            let ring = JobHandler(Chime.self) { _, _ in throw JobFailure.permanent("broken") }
            try await app.runner([ring]).drain()

            app.clock.advance(seconds: 1)
            try await app.runner([ring]).drain()

            #expect(try await app.jobs() == ["test.chime parked 1", "test.chime queued 0"])
        }
    }

    @Test func `sessions that have ended and idempotency keys of yesterday are swept`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 20)
            try await lin.generate(key: "old")
            try await app.runJobs()
            app.clock.advance(days: 8)
            let mei = try await app.signUp("mei", credits: 10)
            try await mei.generate(key: "new")

            try await app.runJobs()

            #expect(try await app.number("SELECT count(*) FROM sessions") == 1)
            #expect(try await app.text("SELECT idempotency_key FROM idempotent_requests") == "new")
            #expect(try await mei.get("/auth/me").code == 200)
        }
    }

    @Test func `any number of old keys is swept`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            try await app.services.database.write { connection in
                for number in 0..<450 {
                    try connection.execute(
                        """
                        INSERT INTO idempotent_requests (user_id, idempotency_key, fingerprint, created_at)
                        VALUES (\(lin.id), \(String(number)), \([UInt8](repeating: 0, count: 32)), \(connection.now))
                        """
                    )
                }
            }
            app.clock.advance(hours: 24, milliseconds: 1)

            try await IdempotencySweep.run(in: app.services.database)

            #expect(try await app.number("SELECT count(*) FROM idempotent_requests") == 0)
        }
    }
}
