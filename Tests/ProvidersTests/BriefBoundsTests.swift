import Testing

@testable import Providers

/// Orders that nobody writes who wants a text.
@Suite struct BriefBoundsTests {
    @Test(
        arguments: [
            "如何提高工作效率？100% 有用！", "Café, naïve, Ünïcödé", "👨‍👩‍👧‍👦👍🏽🇨🇳🇫🇷", "か\u{3099}き\u{3099}", "한국어 각",
            String(repeating: "🇨🇳", count: 250), "हिन्दी क्षत्रिय", "",
        ]
    )
    func `what people write stays as it is`(text: String) {
        #expect(BriefBounds.readable(text) == text)
    }

    @Test func `marks heaped on a letter and endless rows of flags are cut`() {
        let heap = "a" + String(repeating: "\u{301}", count: 5_000) + "b"
        let chain = String(repeating: "👨\u{200D}", count: 5_000)
        let flags = String(repeating: "🇨", count: 5_000) + "完"

        #expect(BriefBounds.readable(heap).unicodeScalars.count == 33)
        #expect(BriefBounds.readable(chain).unicodeScalars.count == 32)
        #expect(BriefBounds.readable(flags).unicodeScalars.count == 601)
        #expect(BriefBounds.readable(flags).hasSuffix("完"))
    }

    /// Shapes that once kept the engine busy for a minute each, and cousins of theirs.
    private static let shapes = [
        "🇨", "a\u{301}", "👨\u{200D}", "不要a，", "1月1日，", "b", "甲\n", "时间：", "“", "《", "（", "姓名", "a@", "第1部分1000字，",
        "导入5分钟，", "增长5%，", "案例，步骤，",
    ]

    @Test(.timeLimit(.minutes(10)), arguments: shapes)
    func `no order keeps the engine busy for long`(shape: String) throws {
        for tool in Forms.defaultLengths.keys.sorted() {
            let long = String(repeating: shape, count: 5_000 / shape.unicodeScalars.count)
            let text = try Draft.compose(Brief(tool: tool, title: "如何提高工作效率", requirements: long, content: long))
            #expect(!text.isEmpty)
        }
    }
}
