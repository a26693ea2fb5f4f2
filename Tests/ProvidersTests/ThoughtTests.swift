import FakesForTests
import Testing

@testable import Providers

/// Thoughts that come ahead of a text in tags, as Ollama and vLLM hand them on.
@Suite(.timeLimit(.minutes(5)))
struct ThoughtTests {
    @Test(
        arguments: [
            ("<think>想</think>春天", "春天"), ("\n<think>\n想\n</think>\n\n春天\n", "春天\n"),
            ("<think></think>春天", "春天"), ("<think>a</think><think>b</think>", "<think>b</think>"),
            ("<think>还在想", ""), ("<think>想</think>", ""), ("<think>a < b </thin</think>春", "春"),
            ("春天<think>想</think>来了", "春天<think>想</think>来了"), ("<thinking>春</thinking>", "<thinking>春</thinking>"),
            ("<thi", "<thi"), ("  春", "  春"), ("<", "<"), ("", ""), ("<b>春</b>", "<b>春</b>"),
        ]
    )
    func `thoughts are taken off the beginning, wherever the text is cut`(answer: String, text: String) {
        #expect(Thoughts.removed(from: answer) == text)
        let characters = Array(answer)
        for size in 1...3 {
            var thoughts = Thoughts()
            var pieces: [String] = []
            for start in stride(from: 0, to: characters.count, by: size) {
                pieces.append(thoughts.read(String(characters[start..<min(start + size, characters.count)])))
            }
            pieces.append(thoughts.finish())
            #expect(pieces.joined() == text, "cut into \(size)")
        }
    }

    @Test func `a whole answer is the text without its thoughts`() async throws {
        let answer = Sample.openAI.replacing("春天来了", with: "<think>hm</think>真正的文章")
        try await withStage([Reply(answer)]) { stage in
            let result = try await stage.openAI("ollama").complete(.spring)

            #expect(result.text == "真正的文章")
        }
    }

    @Test func `a stream delivers the text without its thoughts`() async throws {
        let stream = ["<th", "ink>h", "m</thi", "nk>\\n", "\\n真正", "的<b", ">文章"].map { Sample.text($0) }.joined()
        try await withStage([.events(stream + Sample.text("", "stop"))]) { stage in
            let pieces = Recorder<String>()

            let result = try await stage.openAI("vllm").stream(.spring) { pieces.record($0) }

            #expect(result.text == "真正的<b>文章")
            #expect(pieces.all == ["真正", "的<b", ">文章"])
        }
    }

    @Test func `a text that only began like thoughts is delivered at the end`() async throws {
        let stream = Sample.text("<thi") + Sample.text("", "stop") + "data: [DONE]\n\n"
        try await withStage([.events(stream)]) { stage in
            let pieces = Recorder<String>()

            let result = try await stage.openAI().stream(.spring) { pieces.record($0) }

            #expect(result.text == "<thi")
            #expect(pieces.all == ["<thi"])
        }
    }

    @Test(arguments: ["<think>hm", "<think>hm</think>", "<think>hm</think>\\n "])
    func `nothing but thoughts is no text`(answer: String) async throws {
        let whole = Reply(Sample.openAI.replacing("春天来了", with: answer))
        try await withStage([whole, .events(Sample.text(answer) + Sample.text("", "length"))]) { stage in
            let error = await failure { try await stage.openAI().complete(.spring) }
            let streamed = await failure { try await stage.openAI().stream(.spring) { _ in } }

            #expect(error?.kind == .empty)
            #expect(streamed?.kind == .empty)
        }
    }
}
