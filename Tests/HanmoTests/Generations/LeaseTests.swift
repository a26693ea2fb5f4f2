import Database
import JSON
import PostgresForTests
import Testing

@testable import Hanmo

/// Where several processes share a database, none may take another one's work, and none may leave it for ever.
@Suite(.enabled(if: TestServer.isPostgres)) struct LeaseTests {
    @Test func `a generation is left to its process until that has been silent for too long, then refunded once`()
        async throws
    {
        try await withTestApp { app in
            let generations = app.services.generations
            let held = try await HeldGeneration.begin(in: app)

            let early = try await generations.recover()
            try await app.arrange("UPDATE generations SET lease_until = 0")
            try await generations.renewLeases()
            let renewed = try await generations.recover()
            try await app.arrange("UPDATE generations SET lease_until = 0")
            let late = try await generations.recover()
            let again = try await generations.recover()
            let reply = try await held.end()

            #expect([early, renewed, late, again] == [0, 0, 1, 0])
            #expect(reply.code == 500)
            #expect(try await held.lin.ledger() == ["consume -10", "refund +10"])
            #expect(try await held.lin.get("/creations").data["total"] == 0)
        }
    }

    @Test func `what a process owns but does not work on, since the line broke as it was reserved, is refunded`()
        async throws
    {
        try await withTestApp { app in
            let generations = app.services.generations
            let held = try await HeldGeneration.begin(in: app)
            let id = try #require(try await app.number("SELECT id FROM generations"))

            generations.running.leave(id)
            try await app.arrange("UPDATE generations SET lease_until = 0")
            try await generations.renewLeases()
            let refunded = try await generations.recover()
            let reply = try await held.end()

            #expect(refunded == 1)
            #expect(reply.code == 500)
            #expect(try await held.lin.ledger() == ["consume -10", "refund +10"])
        }
    }

    @Test func `leases from before the database's clock was set back end as soon as new ones`() async throws {
        try await withTestApp { app in
            let generations = app.services.generations
            let held = try await HeldGeneration.begin(in: app)
            let hour = 3_600_000

            try await app.arrange("UPDATE generations SET lease_until = lease_until + \(hour)")
            let found = try await generations.recover()

            let late = try await app.number(
                "SELECT count(*) FROM generations WHERE lease_until > \(SQL.serverNow) + \(GenerationStore.leaseMilliseconds)"
            )

            #expect(found == 0)
            #expect(late == 0)
            try await app.arrange("UPDATE generations SET lease_until = 0")
            #expect(try await generations.recover() == 1)
            #expect(try await held.end().code == 500)
        }
    }

    @Test func `a reservation of which nobody knows whether it was committed is withdrawn, and no other`()
        async throws
    {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let mei = try await app.signUp("mei", credits: 100)
            let works = [app.provider.holdNext(), app.provider.holdNext()]
            let running = [Task { try await lin.generate() }, Task { try await mei.generate() }]
            for work in works { await work.hasBegun() }
            let owner = try await app.services.database.read { connection in
                try connection.string(
                    """
                    SELECT owner
                      FROM generations
                     WHERE user_id = (SELECT id FROM users WHERE username = 'lin')
                    """
                )
            }

            try await app.services.generations.withdraw(try #require(owner))
            try await app.services.generations.withdraw("another")
            for work in works {
                work.say("写好了")
                work.finish()
            }

            #expect(try await running[0].value.code == 500)
            #expect(try await running[1].value.code == 200)
            #expect(try await lin.ledger() == ["consume -10", "refund +10"])
            #expect(try await mei.ledger() == ["consume -10"])
        }
    }
}

/// A generation of lin's that has begun, and goes on when the test says so.
private struct HeldGeneration {
    let lin: Person
    let work: HeldWork
    let reply: Task<Answer, any Error>

    static func begin(in app: TestApp) async throws -> HeldGeneration {
        let lin = try await app.signUp("lin", credits: 100)
        let work = app.provider.holdNext()
        let reply = Task { try await lin.generate() }
        await work.hasBegun()
        return HeldGeneration(lin: lin, work: work, reply: reply)
    }

    /// Lets it end well, and returns what lin is told.
    func end() async throws -> Answer {
        work.say("写好了")
        work.finish()
        return try await reply.value
    }
}
