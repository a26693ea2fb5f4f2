import Database
import JSON
import Providers
import PostgresForTests
import Testing

@testable import Hanmo

@Suite struct ConcurrencyTests {
    /// The promise kept here: the balance is never negative, under any concurrency.
    @Test func `of thousands of generations at once exactly those succeed that can be paid for`() async throws {
        // All of them want the same row, which PostgreSQL locks and unlocks for each.
        let orders = TestServer.isPostgres ? 1000 : 5000
        let affordable = 137
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: affordable * 10 + 9)

            let codes = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<orders {
                    group.addTask { try await lin.generate(title: "第\(number)篇").code ?? 0 }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }

            #expect(codes == [200: affordable, 40001: orders - affordable])
            #expect(try await lin.balance() == 9)
            #expect(try await lin.get("/creations").data["total"] == .int(affordable))
            #expect(try await lin.get("/credit/transactions?type=consume").data["total"] == .int(affordable))
            #expect(app.provider.requests.count == affordable)
        }
    }

    @Test func `where some fail, what they took is given back to be spent again`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 50)
            for _ in 0..<20 { app.provider.failNext(.unavailable) }

            let codes = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<60 { group.addTask { try await lin.generate().code ?? 0 } }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }

            let kept = codes[200, default: 0]
            #expect(codes.values.reduce(0, +) == 60)
            #expect(Set(codes.keys).isSubset(of: [200, 40001, 40006]))
            #expect(try await lin.balance() == 50 - 10 * kept)
        }
    }

    @Test func `a tenth generation may run at once, an eleventh may not`() async throws {
        try await withTestApp(limits: .on) { app in
            let lin = try await app.signUp("lin", credits: 1000)
            let mei = try await app.signUp("mei", credits: 10)
            let works = (0..<Generations.defaultRunningLimit).map { _ in app.provider.holdNext() }

            let running = works.map { _ in Task { try await lin.generate() } }
            for work in works { await work.hasBegun() }
            let eleventh = try await lin.generate()
            let somebodyElse = try await mei.generate()
            works[0].say("写好了")
            works[0].finish()
            try await app.untilRunning(is: 9)
            let afterOneEnded = try await lin.generate()
            for work in works.dropFirst() {
                work.say("写好了")
                work.finish()
            }
            for task in running { #expect(try await task.value.code == 200) }

            #expect(eleventh.status == 429)
            #expect(eleventh.code == 429)
            #expect(eleventh.header("Retry-After") == "5")
            #expect([somebodyElse.code, afterOneEnded.code] == [200, 200])
            #expect(try await lin.balance() == 1000 - 11 * 10)
        }
    }

    @Test func `without limits any number may run at once`() async throws {
        try await withTestApp(limits: .off) { app in
            let lin = try await app.signUp("lin", credits: 1000)
            let works = (0..<12).map { _ in app.provider.holdNext() }

            let running = works.map { _ in Task { try await lin.generate() } }
            for work in works {
                await work.hasBegun()
                work.say("写好了")
                work.finish()
            }

            for task in running { #expect(try await task.value.code == 200) }
        }
    }

    @Test func `credits are taken before the provider is called`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            let work = app.provider.holdNext()

            let writing = Task { try await lin.generate() }
            await work.hasBegun()
            let meanwhile = try await lin.balance()
            let second = try await lin.generate()
            work.fail(.refused)
            _ = try await writing.value

            #expect(meanwhile == 0)
            #expect(second.code == 40001)
            #expect(try await lin.balance() == 10)
        }
    }
}

extension TestApp {
    /// Returns once that many generations are recorded as running, or after that patience.
    fileprivate func untilRunning(is count: Int) async throws {
        try await until { try await number("SELECT count(*) FROM generations WHERE state = 'running'") == count }
    }
}
