import Database
import HTTPTypes
import JSON
import Providers
import Testing

@testable import Hanmo

/// How much room a model is given, and what is said where that did not do.
@Suite struct TextLengthTests {
    @Test func `a text that broke off says so, costs the same and is counted`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            for reason in ["length", "length", "stop"] { app.provider.answerNext("春天来", because: reason) }

            let cut = try await lin.generate("resume")
            let streamed = try await lin.generate("resume", title: "春天", ["stream": true])
            let whole = try await lin.generate("resume")

            #expect(cut.data["truncated"] == true)
            #expect(cut.data["credits_used"] == 10)
            #expect(streamed.events.last?.data["data"]?["truncated"] == true)
            #expect(whole.data["truncated"] == nil)
            let told = try await app.text("SELECT data FROM events WHERE id = 1")
            #expect(told?.contains(#""truncated":true"#) ?? false)
            let figure = #"hanmo_generations_truncated_total{kind="text",tool="resume"}"#
            #expect(try await app.figures()[figure] == 2)
        }
    }

    @Test(
        arguments: [
            (["requirements": "写得好"], 8_192), (["length": 8_000], 17_024), (["requirements": "约1万字"], 21_024),
            (["requirements": "9万字"], 101_024),
        ] as [(JSON, Int)]
    )
    func `the model is given room for the length that is asked`(order: JSON, tokens: Int) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)

            #expect(try await lin.generate("resume", title: "春天", order).code == 200)

            #expect(app.provider.requests.first?.expectedTokens == tokens)
        }
    }

    @Test func `what is rewritten needs room for the whole of it`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            let source = String(repeating: "春天来了", count: 5_000)

            #expect(try await lin.generate("content_rewrite", title: "春天", ["content": .string(source)]).code == 200)

            #expect(app.provider.requests.first?.expectedTokens == 41_024)
        }
    }
}
