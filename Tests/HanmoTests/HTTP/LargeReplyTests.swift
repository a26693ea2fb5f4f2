import HTTPTypes
import JSON
import NIOCore
import Testing

@testable import Hanmo

/// Replies of many megabytes, and readers who take them slowly or not at all.
@Suite struct LargeReplyTests {
    private static let text = String(repeating: "汉", count: Creations.contentLength.upperBound)

    private func fill(_ lin: Person, _ count: Int) async throws {
        for number in 1...count { _ = try await lin.create(title: "第\(number)篇", content: LargeReplyTests.text) }
    }

    @Test func `a large reply comes whole`() async throws {
        try await withTestApp(over: .socket) { app in
            let lin = try await app.signUp("lin", credits: 30)
            try await fill(lin, 3)

            let reply = try await lin.get("/creations")

            #expect(reply.header("Content-Length") == "\(reply.bytes.count)")
            #expect(reply.bytes.count > 3 * LargeReplyTests.text.utf8.count)
            #expect(reply.items.map { $0["content"]?.string } == Array(repeating: LargeReplyTests.text, count: 3))
        }
    }

    @Test func `beyond what may be held for readers a large reply is refused, and small ones are not`() async throws {
        // Room for two of these texts and not for four.
        try await withTestApp(over: .socket, serving: { $0.limits.outgoing = 2 << 20 }) { app in
            let lin = try await app.signUp("lin", credits: 40)
            try await fill(lin, 4)

            let all = try await lin.get("/creations")
            let some = try await lin.get("/creations?page_size=2")

            #expect(all.code == 500)
            #expect(all.message == "服务器繁忙，请稍后再试")
            #expect(all.header("Retry-After") == "1")
            #expect(some.items.count == 2)
            #expect(try await lin.balance() == 0)
        }
    }

    /// More than a connection holds by itself, on either side.
    private static let count = 30
    /// Room for one such page of a reader.
    private static let room = 4 * (count + 1) * text.utf8.count

    @Test func `what is held for a reader is free again when they leave`() async throws {
        try await withTestApp(over: .socket, serving: { $0.limits.outgoing = LargeReplyTests.room }) { app in
            let lin = try await app.signUp("lin", credits: LargeReplyTests.count * 10)
            try await fill(lin, LargeReplyTests.count)
            let all = "/creations?page_size=\(LargeReplyTests.count)"

            try await app.talk { talk in
                try await talk.send(lin.raw(.get, "/api/v1\(all)"))
                try await talk.read(until: "HTTP/1.1 200")
                #expect(try await lin.get(all).code == 500)
            }

            try await app.until { try await lin.get(all).code == 200 }
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `whoever takes nothing of a large reply is left`() async throws {
        let outgoing = Recorder<Outgoing>()
        let limits: @Sendable (inout ExchangeServer) -> Void = {
            $0.limits.write = .milliseconds(100)
            outgoing.record($0.outgoing)
        }
        try await withTestApp(over: .socket, serving: limits) { app in
            let lin = try await app.signUp("lin", credits: LargeReplyTests.count * 10)
            try await fill(lin, LargeReplyTests.count)

            try await app.talk { talk in
                try await talk.send(lin.raw(.get, "/api/v1/creations?page_size=\(LargeReplyTests.count)"))
                try await talk.read(until: "HTTP/1.1 200")
                try await app.until { outgoing.recorded.first?.bytes == 0 }
            }
        }
    }
}
