import Testing

@testable import Providers

/// The closing note of a rewrite says what did not come of an order.
@Suite struct RewriteRemarkTests {
    private func note(
        _ requirements: String,
        tone: String? = nil,
        _ content: String = "现在天气非常热，所以没法出门。"
    ) throws -> String {
        let draft = try Samples.draft(
            "content_rewrite",
            "题",
            requirements: requirements,
            content: content,
            tone: tone
        )
        return draft.split(separator: "\n").last.map(String.init) ?? ""
    }

    @Test(arguments: ["降重改写", "扩写", "仿写一篇", "改成幽默的语气", "用第一人称", "面向大学生", "分三段"])
    func `a wish that a rewrite can't grant is told`(wish: String) throws {
        #expect(try note(wish).hasSuffix("以下要求引擎未能照办，请修改时留意：“\(wish)”。"))
    }

    @Test(arguments: [
        "", "更口语化", "请改得正式一些", "语言通俗易懂", "保留专有名词", "不改变原意", "润色一下，让文章更通顺", "不要加表情", "改写成小红书风格", "加表情", "适当添加一些表情",
    ])
    func `a wish that was granted is not`(wish: String) throws {
        #expect(try !note(wish).contains("未能照办"))
    }

    @Test func `a tone is a wish too`() throws {
        #expect(try note("", tone: "幽默").contains("“幽默”"))
        #expect(try !note("", tone: "正式").contains("未能照办"))
        #expect(
            try note("informal, add jokes", "We do not know.").hasSuffix("Left out of the requirements: “add jokes”.")
        )
    }

    @Test(arguments: ["水烧开以后把火关小，再煮三分钟，最后放盐。", "The sun rose."])
    func `a text in which nothing can be changed safely is refused instead of given back`(text: String) throws {
        for wish in ["", "降重改写"] {
            #expect(throws: Draft.Refusal.unchanged) { try note(wish, text) }
        }
    }

    @Test func `a Chinese name makes no English text Chinese`() throws {
        let text = "The meeting was very good. 张三 said that it was very important. However, we need help."
        #expect(try Samples.rewritten(text, "") != text)
    }

    @Test func `the rows of a table stay together in a note`() throws {
        let table = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"
        let draft = try Samples.draft("content_rewrite", "题", requirements: "小红书风格", content: table + "\n现在天气非常热。")
        #expect(draft.contains(table))
    }
}
