import Testing

@testable import Hanmo

/// Texts that would keep cmark-gfm busy for minutes, and those that only look a little like them.
@Suite struct MarkdownBoundsTests {
    private static let hostile = [
        repeated("- ", 9_999) + "a", repeated("> ", 9_999) + "a", repeated(">", 9_999), repeated("1. ", 9_999),
        repeated("1. a\n", 9_999), repeated("  ", 200) + "- a", repeated("- ", 30) + "a\n" + repeated("\n", 50_000),
        repeated("*", 9_999) + "a" + repeated("*", 9_999), repeated("*a ", 9_999), repeated("_a\n", 9_999),
        repeated("~a", 9_999), repeated("[", 9_999), repeated("![[]()", 9_999), repeated("a <? ", 9_999),
        repeated("a <![CDATA[ ", 9_999), repeated("www.a_", 9_999), repeated("a@", 9_999),
        "www.a" + repeated(")", 9_999), repeated("|a", 999) + "\n" + repeated("|-", 999),
        "[a]: /" + repeated("x", 50_000) + "\n\n" + repeated("[a]\n\n", 9_999),
        "<!--\n```\n-->\n" + repeated("*a ", 9_999), "> a\n" + repeated(">      >\n*a *b ", 9_999),
        "|a|\n|-|-|\n" + repeated("|*a *b|\n", 9_999), repeated("a\n", 33_000) + "|-|\n",
        "a\r" + repeated("*a\r\n", 9_999),
    ]

    private static let ordinary = [
        "", "文", "**重点**：见[文档](https://example.com/a_b)。\n\n> > - 引用\n", repeated("一段*话*。\n\n", 20_000),
        "```json\n" + repeated("\"a_b\": [\"*\", 1],\n", 9_999) + "```\n",
        "| 甲 | 乙 |\n|:--|--:|\n" + repeated("| `a_b` | [丙](https://a.b) **丁** |\n", 4_000),
        repeated("- **甲**：[乙](https://a.b)\n", 4_000), repeated("1. 甲\n", 4_000),
        repeated("[甲](https://a.b/c_d)，", 300), "姓名：" + repeated("_", 100), repeated("-", 9_999),
    ]

    private static func repeated(_ text: String, _ times: Int) -> String { String(repeating: text, count: times) }

    @Test(arguments: hostile.indices)
    func `a text out of bounds is exported as it stands`(index: Int) {
        let text = MarkdownBoundsTests.hostile[index]

        #expect(!MarkdownBounds.hold(text))
        #expect(Markdown.plainText(text) == text + "\n")
        let html = Markdown.html(text)
        #expect(html.hasPrefix("<pre ") && html.hasSuffix(">\n\(Markdown.escaped(text))</pre>\n"))
    }

    @Test(arguments: ordinary.indices)
    func `what articles hold is within bounds, however long`(index: Int) {
        let text = MarkdownBoundsTests.ordinary[index]

        #expect(MarkdownBounds.hold(text))
        #expect(!Markdown.html(text).contains("<pre style"))
    }

    @Test func `a text within bounds is rendered`() {
        let text = "**甲** `a_b`\n\n- 乙\n  - [丙](https://a.b)\n\n|丁|\n|-|\n|戊|\n"

        let html = Markdown.html(text)

        for part in ["<strong>甲</strong>", "<code>a_b</code>", "<a href=\"https://a.b\">丙</a>", "<td>戊</td>"] {
            #expect(html.contains(part), "\(part)")
        }
    }

    @Test func `what is escaped keeps every scalar, also those that join`() {
        #expect(Markdown.escaped("a\u{0600}<\u{301}&\">") == "a\u{0600}&lt;\u{301}&amp;&quot;&gt;")
    }
}
