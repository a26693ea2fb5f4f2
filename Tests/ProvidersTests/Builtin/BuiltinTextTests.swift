import Synchronization
import Testing

@testable import Providers

@Suite struct BuiltinTextTests {
    private func request(_ brief: Brief?) -> TextRequest {
        TextRequest(model: "hanmo-draft", messages: [], brief: brief)
    }

    @Test func `the engine answers with a draft of the brief`() async throws {
        let brief = Brief(tool: "wechat_article", title: "春天")
        let result = try await BuiltinText().complete(request(brief))
        #expect(result.text == (try Draft.compose(brief)))
        #expect(result.finishReason == "stop")
    }

    @Test func `the pieces of a stream make up the draft`() async throws {
        let pieces = Mutex<[String]>([])
        let result = try await BuiltinText().stream(request(Brief(tool: "story_novel", title: "春天"))) { piece in
            pieces.withLock { $0.append(piece) }
        }
        let delivered = pieces.withLock { $0 }
        #expect(delivered.count > 20)
        #expect(delivered.joined() == result.text)
        #expect(!delivered.contains(""))
    }

    @Test(
        arguments: [
            Brief(tool: "translation", title: "译", content: "你好"), Brief(tool: "poem", title: "春天"),
            Brief(tool: "resume", title: "春天", language: "日语"), Brief(tool: "resume", title: "春天", language: "English"),
            Brief(tool: "content_rewrite", title: "春天", content: "春天来了。"),
        ]
    )
    func `the engine knows beforehand what it is going to refuse`(brief: Brief) async {
        let foretold = BuiltinText().refusal(of: brief)
        var real: ProviderError?
        do { _ = try await BuiltinText().complete(request(brief)) } catch { real = error }
        #expect(foretold == real)
    }

    @Test func `translating is refused with the remedy, and so is an order without a brief`() async {
        let translation = Brief(tool: "translation", title: "译", content: "你好")
        let error = await #expect(throws: ProviderError.self) { try await BuiltinText().complete(request(translation)) }
        #expect(error?.kind == .unsupported)
        #expect(error?.message.contains("模型管理") == true)
        #expect(error?.isRetryable == false)
        let other = await #expect(throws: ProviderError.self) { try await BuiltinText().complete(request(nil)) }
        #expect(other?.kind == .unsupported)
    }
}
