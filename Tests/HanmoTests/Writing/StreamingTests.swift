import HTTPTypes
import JSON
import Providers
import Testing

@testable import Hanmo

@Suite struct StreamingTests {
    @Test func `a streamed text arrives piece by piece, then whole in the usual envelope`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            let work = app.provider.holdNext()
            for piece in ["春", "天\n来", "了\"。"] { work.say(piece) }
            work.finish()

            let reply = try await lin.stream()

            #expect(reply.status == 200)
            #expect(reply.header("Content-Type") == "text/event-stream; charset=utf-8")
            #expect(
                reply.events == [
                    ServerEvent(name: "delta", data: ["content": "春"]),
                    ServerEvent(name: "delta", data: ["content": "天\n来"]),
                    ServerEvent(name: "delta", data: ["content": "了\"。"]),
                    ServerEvent(
                        name: "done",
                        data: [
                            "code": 200, "message": "生成成功",
                            "data": [
                                "creation_id": 1, "content": "春天\n来了\"。", "credits_used": 10, "model": "内置草稿引擎",
                            ],
                        ]
                    ),
                ]
            )
            #expect(try await lin.ledger() == ["consume -10"])
            #expect(try await lin.creations() == ["春天"])
        }
    }

    @Test func `a stream that fails ends with one error event, and the credits are back`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            let work = app.provider.holdNext()
            work.say("春")
            work.fail(.truncatedStream)

            let reply = try await lin.stream()

            #expect(reply.events.map(\.name) == ["delta", "error"])
            #expect(reply.events.last?.data == ["code": 40006, "message": "AI服务调用失败", "data": nil])
            #expect(try await lin.ledger() == ["consume -10", "refund +10"])
            #expect(try await lin.creations() == [])
        }
    }

    @Test func `what is wrong before anything is written is answered as an ordinary reply`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 5)

            let poor = try await lin.stream()
            let unknownModel = try await lin.stream(["model_id": 99])
            let untitled = try await lin.stream(["title": ""])

            #expect([poor.code, unknownModel.code, untitled.code] == [40001, 400, 400])
            #expect(poor.header("Content-Type") == "application/json; charset=utf-8")
        }
    }

    @Test func `pieces reach the client while the rest is still being written`() async throws {
        try await withTestApp(over: .socket) { app in
            let lin = try await app.signUp("lin", credits: 10)
            let work = app.provider.holdNext()

            try await app.talk { talk in
                try await talk.send(lin.rawGeneration(["stream": true]))
                await work.hasBegun()
                work.say("第一段")
                try await talk.read(until: "第一段")
                #expect(!talk.received.contains("event: done"))
                work.say("第二段")
                try await talk.read(until: "第二段")
                #expect(!talk.received.contains("event: done"))
                work.finish()
                try await talk.read(until: "0\r\n\r\n")
                #expect(talk.received.contains("event: done"))
                #expect(talk.received.contains("Transfer-Encoding: chunked"))
            }
        }
    }

    @Test func `while a model thinks the stream gives signs of life`() async throws {
        try await withTestApp(over: .socket, adjusting: { _, parts in parts.streamPulse = .milliseconds(1) }) { app in
            let lin = try await app.signUp("lin", credits: 10)
            let work = app.provider.holdNext()

            try await app.talk { talk in
                try await talk.send(lin.rawGeneration(["stream": true]))
                await work.hasBegun()
                try await expectLifeUntilTheEnd(of: work, in: &talk)
            }
        }
    }

    /// Comments while the work goes on, and `done` once it is.
    private func expectLifeUntilTheEnd(of work: HeldWork, in talk: inout RawConnection.Talk) async throws {
        try await talk.read(until: ":\n\n")
        #expect(!talk.received.contains("event:"))
        work.say("春天")
        work.finish()
        try await talk.read(until: "0\r\n\r\n")
        #expect(talk.received.contains("event: done"))
    }

    @Test func `the repeat of a stream under way gives signs of life until it is told the end`() async throws {
        try await withTestApp(over: .socket, adjusting: { _, parts in parts.streamPulse = .milliseconds(1) }) { app in
            let lin = try await app.signUp("lin", credits: 10)
            let work = app.provider.holdNext()
            let first = Task { try await lin.stream(key: "a") }
            await work.hasBegun()

            try await app.talk { talk in
                try await talk.send(lin.rawGeneration(["stream": true], key: "a"))
                try await expectLifeUntilTheEnd(of: work, in: &talk)
            }
            #expect(try await first.value.events.last?.data["data"]?["content"] == "春天")
            #expect(try await lin.ledger() == ["consume -10"])
        }
    }

    @Test(arguments: [false, true])
    func `a client that goes away is charged once and finds its text kept`(isStreamed: Bool) async throws {
        try await withTestApp(over: .socket) { app in
            let lin = try await app.signUp("lin", credits: 30)
            let work = app.provider.holdNext()

            try await app.talk { talk in
                try await talk.send(lin.rawGeneration(["stream": .bool(isStreamed)]))
                await work.hasBegun()
                work.say("上半篇")
            }
            work.say(",下半篇")
            work.finish()
            try await app.untilNothingRuns()

            #expect(try await lin.ledger() == ["consume -10"])
            #expect(try await lin.get("/creations/1").data["content"] == "上半篇,下半篇")
            #expect(try await lin.get("/creations").data["total"] == 1)
        }
    }

    @Test(arguments: [false, true])
    func `a request whose task is cancelled is charged and kept all the same`(isStreamed: Bool) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)
            let work = app.provider.holdNext()

            let request = Task { try await lin.generate("resume", title: "春天", ["stream": .bool(isStreamed)]) }
            await work.hasBegun()
            request.cancel()
            work.say("一份简历")
            work.finish()
            _ = await request.result
            try await app.untilNothingRuns()

            #expect(try await lin.ledger() == ["consume -10"])
            #expect(try await lin.get("/creations/1").data["content"] == "一份简历")
        }
    }

    @Test func `the repeat of a streamed request ends the way the first one did`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)

            let first = try await lin.stream(key: "a")
            let repeated = try await lin.stream(key: "a")
            app.provider.failNext(.refused)
            let failed = try await lin.stream(key: "b")
            let repeatedFailure = try await lin.stream(key: "b")

            #expect(repeated.events.map(\.name) == ["delta", "done"])
            #expect(repeated.events[0].data["content"] == first.events.last?.data["data"]?["content"])
            #expect(repeated.events.last == first.events.last)
            #expect(failed.events.last?.data["code"] == 40007)
            #expect(repeatedFailure.events == [try #require(failed.events.last)])
            #expect(try await lin.ledger() == ["consume -10", "consume -10", "refund +10"])
        }
    }
}

extension Person {
    fileprivate func stream(_ more: JSON = [:], key: String? = nil) async throws -> Answer {
        try await generate("wechat_article", title: "春天", JSON.object([.init("stream", true)]).with(more), key: key)
    }

    /// The bytes of a generation's request.
    fileprivate func rawGeneration(_ more: JSON, key: String? = nil) -> String {
        let body = String(decoding: JSON.object([.init("title", "春天")]).with(more).bytes, as: UTF8.self)
        return """
            POST /api/v1/writing/wechat_article/generate HTTP/1.1\r
            Host: localhost\r
            Authorization: Bearer \(accessToken)\r\(key.map { "\nIdempotency-Key: \($0)\r" } ?? "")
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """
    }
}
