import AsyncHTTPClient
import FakesForTests
import NIOCore
import NIOPosix
import Testing

@testable import Providers

/// What happens when the connection is at fault, and what is left of it afterwards.
@Suite(.timeLimit(.minutes(5)))
struct ConnectionTests {
    /// How an answer is asked for.
    enum Way: String, CaseIterable, Sendable {
        case whole, streamed

        func ask(_ provider: any TextProvider, _ request: TextRequest = .spring) async throws -> TextResult {
            switch self {
            case .whole: try await provider.complete(request)
            case .streamed: try await provider.stream(request) { _ in }
            }
        }
    }

    @Test(arguments: Way.allCases)
    func `a port where nobody listens is tried three times`(_ way: Way) async throws {
        let gone = try await FakeServer.start([])
        await gone.stop()
        try await withStage([]) { stage in
            let provider = OpenAIText(http: stage.http, base: gone.base, key: "", retry: stage.retry)

            let error = await failure { try await way.ask(provider) }

            #expect(error?.kind == .unreachable)
            #expect(error?.message == "no connection to \(gone.base)/chat/completions: Connection refused")
            #expect(stage.pauses.all == [.milliseconds(500), .seconds(1)])
        }
    }

    @Test(arguments: Way.allCases)
    func `a connection reset before the answer is tried again`(_ way: Way) async throws {
        let good = Reply(Sample.native)
        try await withStage([Reply(.reset), Reply(.close), good]) { stage in
            let result = try await way.ask(stage.dashScope)

            #expect(result.text == "春天来了")
            #expect(stage.server.requests.count == 3)
        }
    }

    @Test(arguments: Way.allCases)
    func `an answer cut off in the middle is not tried again, as it may have been charged`(_ way: Way) async throws {
        let half = Reply.head(200, ["content-length": "1000"]) + Sample.native
        try await withStage([Reply(.send(half), .close), Reply(.send(half), .close)]) { stage in
            let error = await failure { try await way.ask(stage.dashScope) }

            #expect(error?.kind == .truncatedStream)
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test(arguments: [Reply.Step.close, .reset])
    func `a stream cut off after a piece is not tried again`(_ end: Reply.Step) async throws {
        let gate = Gate()
        let reply = Reply.chunked([.send(Sample.frame("春")), .wait(gate), end], ends: false)
        try await withStage([reply, reply]) { stage in
            let pieces = Recorder<String>()

            let error = await failure {
                try await stage.dashScope.stream(.spring) { piece in
                    pieces.record(piece)
                    gate.open()
                }
            }

            #expect(error?.kind == .truncatedStream)
            #expect(pieces.all == ["春"])
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test(arguments: Way.allCases)
    func `what is no HTTP is a bad answer`(_ way: Way) async throws {
        let reply = Reply(.send("SSH-2.0-OpenSSH_9.2\r\n\r\n"), .close)
        try await withStage([reply, reply, reply]) { stage in
            let error = await failure { try await way.ask(stage.dashScope) }

            #expect(error?.kind == .badResponse)
        }
    }

    @Test(arguments: Way.allCases)
    func `a provider that never answers is given up in time, and the connection closed`(_ way: Way) async throws {
        try await withStage([Reply(.hang)]) { stage in
            let error = await failure {
                try await way.ask(stage.dashScope, .spring.with { $0.timeout = .milliseconds(50) })
            }

            #expect(error?.kind == .timedOut)
            #expect(stage.server.requests.count <= 1)
            await stage.server.isLeftAlone()
        }
    }

    @Test(arguments: Way.allCases)
    func `the time allowed covers the whole answer, not its head alone`(_ way: Way) async throws {
        let head = Reply.head(200, ["content-length": "1000"])
        try await withStage([Reply(.send(head + "data:"), .hang)]) { stage in
            let error = await failure {
                try await way.ask(stage.dashScope, .spring.with { $0.timeout = .milliseconds(50) })
            }

            #expect(error?.kind == .timedOut)
            await stage.server.isLeftAlone()
        }
    }

    @Test func `a stream that falls silent is given up, and the connection closed`() async throws {
        var limits = HTTP.Limits()
        limits.silence = .milliseconds(20)
        try await withStage([.chunked([.send(Sample.frame("春")), .hang])], limits: limits) { stage in
            let error = await failure { try await stage.dashScope.stream(.spring) { _ in } }

            #expect(error?.kind == .timedOut)
            #expect(stage.server.requests.count == 1)
            await stage.server.isLeftAlone()
        }
    }

    @Test func `a stream that falls silent after its end is a whole text`() async throws {
        var limits = HTTP.Limits()
        limits.silence = .milliseconds(20)
        let reply = Reply.chunked([.send(Sample.frame("春", "stop")), .hang])
        try await withStage([reply, reply, reply], limits: limits) { stage in
            let result = try await stage.dashScope.stream(.spring) { _ in }

            #expect(result.text == "春")
            await stage.server.isLeftAlone()
        }
    }

    @Test(arguments: Way.allCases)
    func `a cancelled task ends its request`(_ way: Way) async throws {
        try await withStage([Reply(.hang)]) { stage in
            let task = Task { await failure { try await way.ask(stage.dashScope) } }
            await stage.server.receives(1)

            task.cancel()

            #expect(await task.value?.kind == .cancelled)
            #expect(stage.server.requests.count == 1)
            await stage.server.isLeftAlone()
        }
    }

    @Test func `a task cancelled in the midst of a stream hears no more of it`() async throws {
        let gate = Gate()
        try await withStage([.chunked([.send(Sample.frame("春")), .hang])]) { stage in
            let task = Task { await failure { try await stage.dashScope.stream(.spring) { _ in gate.open() } } }
            await gate.isOpened()

            task.cancel()

            #expect(await task.value?.kind == .cancelled)
            await stage.server.isLeftAlone()
        }
    }

    @Test(arguments: Way.allCases)
    func `a task cancelled before it asks sends nothing`(_ way: Way) async throws {
        try await withStage([]) { stage in
            let gate = Gate()
            let task = Task {
                await gate.isOpened()
                return await failure { try await way.ask(stage.dashScope) }
            }

            task.cancel()
            gate.open()

            #expect(await task.value?.kind == .cancelled)
            #expect(stage.server.requests.isEmpty)
        }
    }

    @Test(arguments: Way.allCases)
    func `a task cancelled in a pause sends nothing more`(_ way: Way) async throws {
        try await withStage([Reply(status: 503)]) { stage in
            var retry = stage.retry
            retry.sleep = { _ in throw CancellationError() }
            let provider = OpenAIText(http: stage.http, base: stage.server.base, key: "", retry: retry)

            let error = await failure { try await way.ask(provider) }

            #expect(error?.kind == .cancelled)
            #expect(stage.server.requests.count == 1)
        }
    }

    @Test(arguments: Way.allCases)
    func `a connection is used again`(_ way: Way) async throws {
        let reply = Reply(Sample.native)
        try await withStage([reply, reply, reply]) { stage in
            for _ in 0..<3 { _ = try await way.ask(stage.dashScope) }

            #expect(stage.server.requests.count == 3)
            #expect(stage.server.acceptedConnections == 1)
        }
    }

    @Test(arguments: Way.allCases)
    func `a redirect is not followed, so the key goes nowhere else`(_ way: Way) async throws {
        let elsewhere = try await FakeServer.start([Reply(Sample.native)])
        let error = try await withStage([Reply(status: 307, headers: ["location": elsewhere.base])]) { stage in
            await failure { try await way.ask(stage.dashScope) }
        }
        await elsewhere.stop()

        #expect(error?.kind == .badResponse)
        #expect(error?.status == 307)
        #expect(elsewhere.requests.isEmpty)
    }
}
