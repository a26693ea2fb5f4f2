import Providers
import HTTPTypes
import Database
import JSON
import Testing

@testable import Hanmo

@Suite struct WritingTests {
    @Test func `what no database could keep is taken out of a text`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            app.provider.answerNext("春天\0来了")

            let reply = try await lin.generate()

            #expect(reply.data["content"] == "春天来了")
            #expect(try await app.text("SELECT content FROM creations") == "春天来了")
        }
    }

    @Test func `a generated article answers what the API document shows, is charged and kept`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            app.provider.answerNext("# 如何提高工作效率\n\n正文")

            let reply = try await lin.generate(
                "wechat_article",
                title: "如何提高工作效率",
                ["keywords": ["时间管理", "效率工具"], "requirements": "字数2000字,包含实用技巧", "model_id": 1]
            )

            #expect(
                reply.text == """
                    {"code":200,"message":"生成成功","data":{"creation_id":1,\
                    "content":"# 如何提高工作效率\\n\\n正文","credits_used":10,"model":"内置草稿引擎"}}
                    """
            )
            #expect(try await lin.balance() == 90)
            #expect(try await lin.ledger() == ["consume -10"])
            #expect(
                try await lin.get("/creations/1").data == [
                    "id": 1, "type": "writing", "tool_type": "wechat_article", "title": "如何提高工作效率",
                    "content": "# 如何提高工作效率\n\n正文", "model": "内置草稿引擎", "credits_used": 10,
                    "created_at": "2026-01-22T10:00:00", "updated_at": "2026-01-22T10:00:00",
                ]
            )
        }
    }

    @Test(arguments: WritingTests.tools)
    func `every tool writes`(tool: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)

            let reply = try await lin.generate(tool, title: "春天", ["content": "原文"])

            #expect(reply.code == 200)
            #expect(reply.data["credits_used"] == 10)
            #expect(try await lin.get("/creations?tool_type=\(tool)").data["total"] == 1)
        }
    }

    @Test func `the tools are listed for everybody, in the API document's order, at the default model's price`()
        async throws
    {
        try await withTestApp { app in
            let admin = try await app.admin()
            let before = try await app.send(.get, "/api/v1/writing/tools")
            try await admin.put("/models/1", ["credits_cost": 7])
            let after = try await app.send(.get, "/api/v1/writing/tools")
            try await admin.put("/models/1", ["is_active": false])
            let without = try await app.send(.get, "/api/v1/writing/tools")

            #expect(before.items.compactMap { $0["type"]?.string } == WritingTests.tools)
            #expect(before.items.first?["name"] == "公众号文章")
            #expect(before.items.first?["description"] == "生成适合微信公众号的文章")
            #expect(Set(before.items.compactMap { $0["credits_cost"]?.int }) == [10])
            #expect(Set(after.items.compactMap { $0["credits_cost"]?.int }) == [7])
            #expect(without.items.count == WritingTests.tools.count)
            for tool in before.items {
                let required = tool["fields"]?.array?.filter { $0["required"] == true }.compactMap {
                    $0["name"]?.string
                }
                let needsSource = ["content_rewrite", "translation"].contains(tool["type"]?.string)
                #expect(required == (needsSource ? ["title", "content"] : ["title"]))
            }
        }
    }

    // MARK: Price

    @Test func `a model's own price is what its texts cost`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 100)
            try await admin.post(
                "/models",
                ["name": "大模型", "provider": "deepseek", "model_name": "deepseek-chat", "credits_cost": 35]
            )

            let reply = try await lin.generate("resume", title: "春天", ["model_id": 5])

            #expect(reply.data["credits_used"] == 35)
            #expect(reply.data["model"] == "大模型")
            #expect(try await lin.balance() == 65)
        }
    }

    @Test func `a model that costs nothing leaves the ledger alone`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            try await admin.put("/models/1", ["credits_cost": 0])

            let reply = try await lin.generate()

            #expect(reply.data["credits_used"] == 0)
            #expect(try await lin.ledger() == [])
        }
    }

    @Test func `members write for nothing while their membership runs`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            try await app.arrangeMembership(of: lin, until: "2026-01-22T10:00:01")

            let asMember = try await lin.generate()
            app.clock.advance(seconds: 1)
            let afterwards = try await lin.generate()

            #expect(asMember.data["credits_used"] == 0)
            #expect(afterwards.data["credits_used"] == 10)
            #expect(try await lin.ledger() == ["consume -10"])
        }
    }

    @Test func `members pay the operator's member price where there is one`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 10)
            let mei = try await app.signUp("mei", credits: 10)
            try await app.arrangeMembership(of: lin, until: "2026-02-22T10:00:00")
            try await admin.put("/models/1", ["config": ["member_price": 3]])

            let member = try await lin.generate()
            let other = try await mei.generate()

            #expect(member.data["credits_used"] == 3)
            #expect(other.data["credits_used"] == 10)
            #expect(try await lin.ledger() == ["consume -3"])
        }
    }

    // MARK: Models

    @Test(arguments: [99, 2, 5])
    func `an unknown, a wrong-kind and an inactive model are refused, and nothing is taken`(model: Int) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 10)
            try await admin.post(
                "/models",
                [
                    "name": "休眠", "provider": "deepseek", "model_name": "x", "credits_cost": 1, "is_active": false,
                ]
            )

            let reply = try await lin.generate("resume", title: "春天", ["model_id": .int(model)])

            #expect(reply.code == 400)
            #expect(reply.faultyFields == ["model_id"])
            #expect(try await lin.ledger() == [])
        }
    }

    @Test func `without any active text model nothing is written`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 10)
            try await admin.put("/models/1", ["is_active": false])

            let reply = try await lin.generate()

            #expect(reply.code == 400)
            #expect(reply.faultyFields == [], "nobody is blamed for a number they did not send")
        }
    }

    @Test func `a model's options reach its provider, the operator's price does not`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 10)
            try await admin.put(
                "/models/1",
                [
                    "config": [
                        "temperature": 0.3, "max_tokens": 900, "thinking": true, "member_price": 1, "top_p": 0.5,
                    ]
                ]
            )
            try await lin.generate()

            let request = try #require(app.provider.requests.first)
            #expect(request.model == "hanmo-draft")
            #expect(request.temperature == 0.3)
            #expect(request.maxTokens == 900)
            #expect(request.thinking)
            #expect(request.extra == ["top_p": 0.5])
        }
    }

    @Test func `tokens are remembered with each generation`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            try await lin.generate()

            #expect(try await app.number("SELECT input_tokens FROM generations") == FakeProvider.tokens.input)
            #expect(try await app.number("SELECT output_tokens FROM generations") == FakeProvider.tokens.output)
        }
    }

    // MARK: The order

    @Test(
        arguments: [
            (["title": ""], "title"), (["title": JSON.null], "title"), (["title": 5], "title"),
            (["title": "   "], "title"), (["title": .string(String(repeating: "字", count: 201))], "title"),
            (["title": "a\u{0}b"], "title"), (["keywords": "春天"], "keywords"), (["keywords": [1]], "keywords[0]"),
            (["keywords": ["a", ""]], "keywords[1]"),
            (["keywords": .array(Array(repeating: "a", count: 21))], "keywords"),
            (["keywords": [.string(String(repeating: "a", count: 51))]], "keywords[0]"),
            (["requirements": .string(String(repeating: "a", count: 5001))], "requirements"),
            (["requirements": ["a"]], "requirements"), (["language": ""], "language"),
            (["tone": .string(String(repeating: "a", count: 41))], "tone"), (["length": 99], "length"),
            (["length": 20_001], "length"), (["length": "1000"], "length"), (["length": 1000.5], "length"),
            (["model_id": 0], "model_id"), (["model_id": "1"], "model_id"), (["stream": 1], "stream"),
            (["content": .string(String(repeating: "a", count: 50_001))], "content"),
        ] as [(JSON, String)]
    )
    func `what cannot be an order is refused by the name of the field`(change: JSON, field: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)

            let reply = try await lin.generate("wechat_article", title: "春天", change)

            #expect(reply.code == 400)
            #expect(reply.faultyFields == [field])
            #expect(reply.message?.contains(field) ?? false)
            #expect(try await lin.ledger() == [])
        }
    }

    @Test func `the longest order of all is accepted`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)

            let reply = try await lin.generate(
                "content_rewrite",
                title: String(repeating: "😀", count: 200),
                [
                    "keywords": .array(Array(repeating: .string(String(repeating: "词", count: 50)), count: 20)),
                    "requirements": .string(String(repeating: "求", count: 5000)),
                    "content": .string(String(repeating: "文", count: 50_000)), "length": 20_000,
                ]
            )

            #expect(reply.code == 200)
        }
    }

    @Test(arguments: ["content_rewrite", "translation"])
    func `a tool that works on a text needs one`(tool: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)

            #expect(try await lin.generate(tool).faultyFields == ["content"])
            #expect(try await lin.generate(tool, title: "春天", ["content": "  "]).faultyFields == ["content"])
        }
    }

    @Test(arguments: ["poem", "WECHAT_ARTICLE", "", "..", "wechat_article%20"])
    func `a tool that does not exist is 404`(tool: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)

            #expect(try await lin.generate(tool).code == 404)
        }
    }

    @Test func `the built-in engine writes by itself, and says what it cannot do`() async throws {
        try await withTestApp(adjusting: { _, parts in parts.provider = { _ in nil } }) { app in
            let lin = try await app.signUp("lin", credits: 100)

            let article = try await lin.generate("wechat_article", title: "如何提高工作效率")
            let translation = try await lin.generate("translation", ["content": "春天来了"])

            #expect(article.code == 200)
            #expect(article.data["content"]?.string?.contains("工作效率") ?? false)
            #expect(translation.code == 40006)
            #expect(translation.message?.contains("模型") ?? false)
            #expect(try await lin.ledger() == ["consume -10"])
        }
    }

    @Test func `what a model can't do takes no credits and no allowance, and asks for neither`() async throws {
        try await withTestApp(limits: .on, adjusting: { _, parts in parts.provider = { _ in nil } }) { app in
            let poor = try await app.signUp("poor")
            let lin = try await app.signUp("lin", credits: 10)

            let translation = try await poor.generate("translation", title: "春天", ["content": "春天来了"])
            let japanese = try await lin.generate("resume", title: "春天", ["language": "日语"])
            let streamed = try await lin.generate("translation", title: "春天", ["content": "文", "stream": true])
            let article = try await lin.generate("resume")

            #expect([translation.code, japanese.code, streamed.code] == [40006, 40006, 40006])
            #expect(translation.message?.contains("内置草稿引擎不能翻译，未扣积分") ?? false)
            #expect(japanese.message?.contains("只能写中文和英文，不能写“日语”") ?? false)
            #expect(streamed.header("Content-Type") == "application/json; charset=utf-8")
            #expect(article.header("X-RateLimit-Remaining") == "19")
            #expect(try await poor.ledger() == [])
            #expect(try await lin.ledger() == ["consume -10"])
            #expect(try await app.number("SELECT count(*) FROM generations") == 1)
        }
    }

    @Test func `the list of tools says which of them the default model can do`() async throws {
        try await withTestApp(adjusting: { _, parts in parts.provider = { _ in nil } }) { app in
            let admin = try await app.admin()
            func missing() async throws -> [String] {
                try await app.send(.get, "/api/v1/writing/tools").items
                    .filter { $0["is_available"] == false }.compactMap { $0["type"]?.string }
            }

            #expect(try await missing() == ["translation"])
            try await admin.put("/models/1", ["is_active": false])
            #expect(try await missing() == WritingTests.tools)
            try await admin.post(
                "/models",
                ["name": "大模型", "provider": "deepseek", "model_name": "deepseek-chat", "credits_cost": 5]
            )
            #expect(try await missing() == [])
        }
    }

    @Test func `a model that is not for texts is refused by what it is not`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)

            let reply = try await lin.generate("resume", title: "春天", ["model_id": 2])

            #expect(reply.faultyFields == ["model_id"])
            #expect(reply.message == "请求参数错误：model_id 不是可用的文本模型")
        }
    }

    /// The API document's tools, in its order.
    static let tools = [
        "wechat_article", "xiaohongshu_note", "official_document", "academic_paper", "marketing_copy", "news_article",
        "video_script", "story_novel", "business_plan", "work_report", "resume", "lesson_plan", "content_rewrite",
        "translation",
    ]
}

extension Person {
    fileprivate func generate(_ tool: String, _ more: JSON) async throws -> Answer {
        try await generate(tool, title: "春天", more)
    }
}
