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
            let lin = try await app.signUp("lin", credits: 100)
            let generations = app.services.generations
            let work = app.provider.holdNext()
            let running = Task { try await lin.generate() }
            await work.hasBegun()

            let early = try await generations.recover()
            try await app.arrange("UPDATE generations SET lease_until = 0")
            try await generations.renewLeases()
            let renewed = try await generations.recover()
            try await app.arrange("UPDATE generations SET lease_until = 0")
            let late = try await generations.recover()
            let again = try await generations.recover()
            work.say("写好了")
            work.finish()
            let reply = try await running.value

            #expect([early, renewed, late, again] == [0, 0, 1, 0])
            #expect(reply.code == 500)
            #expect(try await lin.ledger() == ["consume -10", "refund +10"])
            #expect(try await lin.get("/creations").data["total"] == 0)
        }
    }

    @Test func `a process renews its own leases and no others`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let work = app.provider.holdNext()
            let running = Task { try await lin.generate() }
            await work.hasBegun()

            try await app.arrange("UPDATE generations SET lease_until = 0, owner = 'another'")
            try await app.services.generations.renewLeases()

            #expect(try await app.number("SELECT lease_until FROM generations") == 0)
            work.say("写好了")
            work.finish()
            #expect(try await running.value.code == 200)
        }
    }
}
