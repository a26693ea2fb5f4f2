import FakesForTests
import Testing

@testable import Providers

/// Every limit, from both sides.
@Suite(.timeLimit(.minutes(5)))
struct LimitTests {
    @Test(arguments: [0, 1])
    func `an answer may be as long as the limit and no longer`(_ excess: Int) async throws {
        var limits = HTTP.Limits()
        limits.answerBytes = Sample.native.utf8.count - excess
        // The server has more to say than it is let.
        let head = Reply.head(200, ["content-length": "\(Sample.native.utf8.count + excess)"])
        try await withStage([Reply(.send(head + Sample.native), .hang)], limits: limits) { stage in
            let error = await failure { try await stage.dashScope.complete(.spring) }

            #expect(error?.kind == (excess == 0 ? nil : .tooLarge))
            if excess > 0 { await stage.server.isLeftAlone() }
        }
    }

    @Test(arguments: [0, 1])
    func `an event may be as long as the limit and no longer`(_ excess: Int) async throws {
        let frame = Sample.frame("春天来了", "stop")
        var limits = HTTP.Limits()
        limits.eventBytes = frame.split(separator: "\n").joined().utf8.count - excess
        // Cut within the long line, so that it has to be kept meanwhile.
        let reply = Reply.chunked([.send(String(frame.dropLast(3))), .send(String(frame.suffix(3)))])
        try await withStage([reply], limits: limits) { stage in
            let error = await failure { try await stage.dashScope.stream(.spring) { _ in } }

            #expect(error?.kind == (excess == 0 ? nil : .tooLarge))
        }
    }

    @Test(arguments: [0, 1])
    func `a stream may be as long as the limit and no longer`(_ excess: Int) async throws {
        let stream = Sample.frame("春") + Sample.frame("天", "stop")
        var limits = HTTP.Limits()
        limits.streamBytes = stream.utf8.count - excess
        try await withStage([.events(stream)], limits: limits) { stage in
            let error = await failure { try await stage.dashScope.stream(.spring) { _ in } }

            #expect(error?.kind == (excess == 0 ? nil : .tooLarge))
        }
    }

    @Test(arguments: [false, true])
    func `an error that never ends is read up to the limit and told`(_ streams: Bool) async throws {
        var limits = HTTP.Limits()
        limits.errorBytes = 32
        let reply = Reply.chunked(
            status: 401,
            headers: [:],
            [.send("no such key "), .send(String(repeating: "x", count: 100)), .hang],
            ends: false
        )
        try await withStage([reply], limits: limits) { stage in
            let error = await failure {
                streams
                    ? try await stage.dashScope.stream(.spring) { _ in }
                    : try await stage.dashScope.complete(.spring)
            }

            #expect(error?.kind == .unauthorized)
            #expect(error?.message == "no such key " + String(repeating: "x", count: 20))
            await stage.server.isLeftAlone()
        }
    }

    @Test func `a long message is cut`() async throws {
        let words = String(repeating: "说", count: 600)
        try await withStage([Reply(status: 400, #"{"code":"InvalidParameter","message":"\#(words)"}"#)]) { stage in
            let error = await failure { try await stage.dashScope.complete(.spring) }

            #expect(error?.message == String(words.prefix(500)))
        }
    }

    @Test(arguments: ["qwen", "openai"])
    func `a key that the provider repeats is not told`(_ provider: String) async throws {
        let words = String(repeating: "a", count: 495) + "sk-test sk-test"
        let reply = Reply(status: 401, #"{"message":"\#(words) sk-test","code":"InvalidApiKey"}"#)
        try await withStage([reply]) { stage in
            let error = await failure { try await stage.provider(provider).complete(.spring) }

            #expect(error?.kind == .unauthorized)
            #expect(error?.message.contains("sk-te") == false)
        }
    }
}
