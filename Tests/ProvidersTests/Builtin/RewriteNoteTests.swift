import Testing

@testable import Providers

/// A note is written anew, or not at all: pictures and topics alone are no rewriting.
@Suite struct RewriteNoteTests {
    private func rewritten(_ content: String, _ requirements: String, title: String = "改写") throws -> String {
        try Samples.draft("content_rewrite", title, requirements: requirements, content: content)
    }

    @Test func `a review becomes short spoken lines without a topic named after the order`() throws {
        let text = try rewritten("我觉得这个手机很好用，因为电池很大，所以可以用两天。", "改成小红书风格")
        #expect(text.contains("说真的，这个手机真的好用"))
        #expect(text.contains("电池超大"))
        #expect(!text.contains("因为"))
        #expect(!text.contains("#改写#"))
    }

    @Test func `a text in which only pictures would be new is refused`() {
        #expect(throws: Draft.Refusal.unchanged) { try rewritten("水烧开以后把火关小。", "改成小红书风格") }
        #expect(throws: Draft.Refusal.unchanged) { try rewritten("水烧开以后把火关小。", "扩写，加表情") }
    }

    @Test func `who asks for nothing but pictures gets them`() throws {
        #expect(try rewritten("妈妈煮了一锅汤。", "加表情").contains("🏠"))
    }

    @Test(arguments: ["等了十分钟", "香港特别行政区", "很大程度上", "非常规做法", "很快就到了", "三点十分"])
    func `words of other meaning keep it`(phrase: String) {
        #expect(RewriteNote.said(phrase + "，我就走了。") == phrase + "，我就走了。")
    }

    @Test func `a quotation keeps its words in a note`() throws {
        let text = try rewritten("他说：“这里非常安静，因为没有车，所以很好。”现在天气非常热，所以没法出门。", "小红书风格")
        #expect(text.contains("“这里非常安静，因为没有车，所以很好。”"))
    }
}
