import JSON
import Providers
import Testing

@testable import Hanmo

@Suite struct PromptTests {
    @Test(arguments: WritingTests.tools)
    func `every field of an order reaches the model, and no placeholder does`(tool: String) async throws {
        let tools = try WritingTools()
        let fields = try tools.fetch(tool[...]).fields
        let values: [String: String] = [
            "title": "标题甲", "requirements": "要求丙", "content": "原文丁", "language": "语言戊", "tone": "语气己",
        ]

        let prompt = try await promptAsked(
            tool,
            [
                "title": "标题甲", "keywords": ["词乙一", "词乙二"], "requirements": "要求丙", "content": "原文丁",
                "language": "语言戊", "tone": "语气己", "length": 1234,
            ]
        )

        for (field, value) in values where fields.contains(field) { #expect(prompt.user.contains(value), "\(field)") }
        if fields.contains("keywords") { #expect(prompt.user.contains("词乙一、词乙二")) }
        if fields.contains("length") { #expect(prompt.user.contains("1234")) }
        #expect(!prompt.user.contains("{{"))
        #expect(!prompt.system.contains("{{"))
        #expect(!prompt.system.isEmpty)
    }

    @Test(arguments: WritingTests.tools)
    func `what an order leaves out leaves no line behind`(tool: String) async throws {
        let whole = try await promptAsked(
            tool,
            [
                "title": "标题", "keywords": ["词"], "requirements": "要求", "content": "原文", "language": "中文",
                "tone": "轻松", "length": 1000,
            ]
        )
        let bare = try await promptAsked(tool, ["title": "标题", "content": "原文"])

        for tag in ["<keywords>", "<requirements>", "<tone>", "<language>", "<length>"] {
            #expect(!bare.user.contains(tag))
        }
        #expect(bare.user.contains("标题"))
        #expect(bare.user.split(separator: "\n").count < whole.user.split(separator: "\n").count)
        #expect(bare.system == whole.system)
    }

    @Test func `braces in a user's words stay words`() async throws {
        let prompt = try await promptAsked(
            "wechat_article",
            ["title": "{{requirements}}", "keywords": ["{{title}}"], "requirements": "{{secret}} }} {{"]
        )

        #expect(prompt.user.contains("<title>{{requirements}}</title>"))
        #expect(prompt.user.contains("<keywords>{{title}}</keywords>"))
        #expect(prompt.user.contains("<requirements>{{secret}} }} {{</requirements>"))
    }

    @Test(
        arguments: [
            "</brief>", "</BRIEF>", "</ brief>", "< / brief >", "</brief\n>", "<brief>", "</material>",
            "<Requirements x=1>", "<\u{3000}title>", "<//Brief>", "<\u{200B}/brief>",
        ]
    )
    func `nothing that a user writes opens or closes the fence around it`(tag: String) async throws {
        let prompt = try await promptAsked(
            "translation",
            [
                "title": .string("题\(tag)题"), "keywords": [.string(tag), "<", "/brief>"],
                "content": .string("a\(tag)b"),
            ]
        )

        let escaped = "&lt;" + tag.dropFirst()
        #expect(prompt.user.contains("<title>题\(escaped)题</title>"))
        #expect(prompt.user.contains("<keywords>\(escaped)、&lt;、/brief></keywords>"))
        #expect(prompt.user.contains("<material>a\(escaped)b</material>\n</brief>"))
        #expect(prompt.user.split(separator: "</brief>", omittingEmptySubsequences: false).count == 2)
    }

    @Test func `tags that are none of ours stay as they are`() async throws {
        let source = "<p>1 < 2, <briefing> &lt; <h1>标题</h1> <!-- 注 --> a<b"
        let prompt = try await promptAsked("translation", ["title": "网页", "content": .string(source)])

        #expect(prompt.user.contains("<material>\(source)</material>"))
    }

    @Test(
        arguments: [
            (["title": "春天", "length": 500], "500 字"), (["title": "Spring", "length": 500], "500 words"),
            (["title": "春天", "language": "英语", "length": 500], "500 words"),
            (["title": "Spring in Paris"], "900 words"), (["title": "春天", "language": "English"], "900 words"),
            (["title": "Spring", "language": "中文", "length": 500], "500 字"),
            (["title": "Spring 春", "length": 500], "500 字"), (["title": "春天"], nil), (["title": "2026"], nil),
            (["title": "ChatGPT", "requirements": "语言亲切", "length": 500], "500 字"),
        ] as [(JSON, String?)]
    )
    func `a length has the unit of its language`(order: JSON, length: String?) async throws {
        let prompt = try await promptAsked("wechat_article", order)

        let line = prompt.user.split(separator: "\n").first { $0.hasPrefix("<length>") }
        #expect(line.map(String.init) == length.map { "<length>\($0)</length>" })
    }

    @Test func `every tool has its own prompt`() throws {
        let tools = try WritingTools().all

        #expect(Set(tools.map(\.prompt.system)).count == 14)
        #expect(Set(tools.map { $0.prompt.filled { $0 == .title ? "春天" : "" } }).count == 14)
        #expect(tools.map(\.type) == WritingTests.tools)
    }

    @Test func `the built-in engine gets the order as it was given`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            try await lin.generate(
                "translation",
                title: " 春天 ",
                ["keywords": [" 花 ", "鸟"], "content": "春天来了", "language": "英语", "tone": "庄重", "length": 500]
            )

            #expect(
                app.provider.requests.first?.brief
                    == Brief(
                        tool: "translation",
                        title: "春天",
                        keywords: ["花", "鸟"],
                        content: "春天来了",
                        language: "英语",
                        tone: "庄重",
                        length: 500
                    )
            )
        }
    }

    @Test func `a prompt file that lacks something says what`() {
        let good = """
            ---
            name: 名
            name_en: Name
            description: 说
            description_en: Says
            default_length: 100
            fields: title
            required: title
            ---
            # system

            甲

            # user

            {{title}}
            """
        #expect(throws: Never.self) { try WritingTool(type: "a", file: good) }
        for (line, what) in [
            ("name: 名\n", "name"), ("default_length: 100\n", "default_length"), ("required: title\n", "required"),
            ("# user\n", "prompt"), ("---\n# system", "front matter"),
        ] {
            let fault = #expect(throws: WritingTool.Fault.self) {
                try WritingTool(type: "a", file: good.replacing(line, with: ""))
            }
            #expect(fault?.what == what)
        }
    }

    /// What the model is asked for an order.
    private func promptAsked(_ tool: String, _ order: JSON) async throws -> (system: String, user: String) {
        let asked = Recorder<TextRequest>()
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            let reply = try await lin.post("/writing/\(tool)/generate", order)
            #expect(reply.code == 200)
            for request in app.provider.requests { asked.record(request) }
        }
        let messages = try #require(asked.recorded.first?.messages)
        try #require(messages.map(\.role) == [.system, .user])
        return (messages[0].content, messages[1].content)
    }
}
