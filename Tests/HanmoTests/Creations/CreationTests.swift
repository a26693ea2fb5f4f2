import Database
import JSON
import Testing

@testable import Hanmo

@Suite struct CreationTests {
    @Test func `the list answers what the API document shows, newest first`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            _ = try await lin.create(title: "旧的", content: "旧文")
            app.clock.advance(hours: 1)
            _ = try await lin.create("resume", title: "新的", content: "新文 \"引\"\n")

            let reply = try await lin.get("/creations")

            #expect(
                reply.text == """
                    {"code":200,"message":"success","data":{"total":2,"page":1,"page_size":20,"items":[\
                    {"id":2,"type":"writing","tool_type":"resume","title":"新的","content":"新文 \\"引\\"\\n",\
                    "created_at":"2026-01-22T11:00:00"},\
                    {"id":1,"type":"writing","tool_type":"wechat_article","title":"旧的","content":"旧文",\
                    "created_at":"2026-01-22T10:00:00"}]}}
                    """
            )
        }
    }

    @Test func `of things made in the same moment the last made comes first`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            for title in ["一", "二", "三"] { _ = try await lin.create(title: title, content: "文") }

            #expect(try await lin.creations() == ["三", "二", "一"])
        }
    }

    @Test func `the list is filtered by type, tool and keyword, each with its own total`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            _ = try await lin.create("resume", title: "简历", content: "会写春联")
            _ = try await lin.create("wechat_article", title: "春天", content: "花开")
            _ = try await lin.create("wechat_article", title: "夏天", content: "蝉鸣")
            func totalled(_ query: String) async throws -> [String] {
                let reply = try await lin.get("/creations\(query)")
                let titles = reply.items.compactMap { $0["title"]?.string }
                #expect(reply.data["total"] == .int(titles.count), "\(query)")
                return titles
            }

            #expect(try await totalled("?type=writing") == ["夏天", "春天", "简历"])
            #expect(try await totalled("?type=image") == [])
            #expect(try await totalled("?tool_type=wechat_article") == ["夏天", "春天"])
            #expect(try await totalled("?type=writing&tool_type=resume") == ["简历"])
            #expect(try await totalled("?tool_type=lesson_plan") == [])
            let poem = try await lin.get("/creations?tool_type=poem")
            #expect(poem.code == 400)
            #expect(poem.message?.hasPrefix("请求参数错误：tool_type 应为以下之一：wechat_article") == true)
            #expect(try await totalled("?keyword=%E6%98%A5") == ["春天", "简历"])
            #expect(try await totalled("?keyword=%E6%98%A5&tool_type=resume") == ["简历"])
            #expect(try await totalled("?keyword=") == ["夏天", "春天", "简历"])
            #expect(try await lin.get("/creations?type=song").faultyFields == ["type"])
        }
    }

    @Test(
        arguments: [
            ("%25", ["100% 棉"]), ("_", ["a_b"]), ("!", ["真的!"]), ("a_b", ["a_b"]), ("0%25", ["100% 棉"]),
            ("%5C", ["反\\斜"]), ("'", ["it's"]), ("A_B", ["a_b"]), ("%25%25", []), ("100", ["100% 棉"]),
        ]
    )
    func `what one looks for stands for itself`(keyword: String, titles: [String]) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            for title in ["100% 棉", "a_b", "axb", "真的!", "反\\斜", "it's"] {
                _ = try await lin.create(title: title, content: "文")
            }

            #expect(try await lin.creations("?keyword=\(keyword)") == titles)
        }
    }

    @Test func `a list is read page by page, to its very edge`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            for number in 1...5 { _ = try await lin.create(title: "\(number)", content: "文") }

            #expect(try await lin.creations("?page_size=2") == ["5", "4"])
            #expect(try await lin.creations("?page=3&page_size=2") == ["1"])
            #expect(try await lin.creations("?page=4&page_size=2") == [])
            #expect(try await lin.creations("?page=1&page_size=5").count == 5)
            let beyond = try await lin.get("/creations?page=1000000000&page_size=100")
            #expect(beyond.data["total"] == 5)
            #expect(beyond.items.isEmpty)
        }
    }

    @Test func `one changes the title, the content or both, and sees when`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let id = try await lin.create(title: "春天", content: "花开")
            app.clock.advance(minutes: 5)

            let title = try await lin.put("/creations/\(id)", ["title": " 夏天 "])
            let content = try await lin.put("/creations/\(id)", ["content": "  蝉鸣\n"])
            let nothing = try await lin.put("/creations/\(id)", [:])

            #expect(title.data["title"] == "夏天")
            #expect(title.data["content"] == "花开")
            #expect(title.data["updated_at"] == "2026-01-22T10:05:00")
            #expect(title.data["created_at"] == "2026-01-22T10:00:00")
            #expect(content.data["content"] == "  蝉鸣\n")
            #expect(content.data["title"] == "夏天")
            #expect(nothing.data == content.data)
            #expect(try await lin.get("/creations/\(id)").data == content.data)
        }
    }

    @Test func `a title is 1 to 200 characters, a content at most 200,000`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let id = try await lin.create(title: "春天", content: "花开")
            func change(_ json: JSON) async throws -> [String] {
                try await lin.put("/creations/\(id)", json).faultyFields
            }

            #expect(try await change(["title": ""]) == ["title"])
            #expect(try await change(["title": .string(String(repeating: "字", count: 201))]) == ["title"])
            #expect(try await change(["title": .string(String(repeating: "字", count: 200))]) == [])
            #expect(try await change(["content": .string(String(repeating: "字", count: 200_001))]) == ["content"])
            #expect(try await change(["content": .string(String(repeating: "字", count: 200_000))]) == [])
            #expect(try await change(["content": ""]) == [])
            #expect(try await change(["title": 1, "content": [:]]) == ["title", "content"])
        }
    }

    @Test func `what is deleted is gone, the credits it cost are not given back`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let first = try await lin.create(title: "春天", content: "花开")
            _ = try await lin.create(title: "夏天", content: "蝉鸣")

            let deleted = try await lin.delete("/creations/\(first)")

            #expect(deleted.text == #"{"code":200,"message":"success","data":null}"#)
            #expect(try await lin.delete("/creations/\(first)").code == 404)
            #expect(try await lin.get("/creations/\(first)").code == 404)
            #expect(try await lin.get("/creations").data["total"] == 1)
            #expect(try await lin.creations() == ["夏天"])
            #expect(try await lin.ledger() == ["consume -10", "consume -10"])
        }
    }

    @Test func `another's creation does not exist`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let mei = try await app.signUp("mei", credits: 100)
            let id = try await lin.create(title: "春天", content: "花开")

            let missing = try await mei.get("/creations/999")
            for reply in [
                try await mei.get("/creations/\(id)"), try await mei.put("/creations/\(id)", ["title": "偷"]),
                try await mei.delete("/creations/\(id)"), try await mei.get("/creations/\(id)/export"),
                try await app.admin().get("/creations/\(id)"),
            ] {
                #expect(reply.status == 404)
                #expect(reply.text == missing.text)
            }
            #expect(try await mei.creations() == [])
            #expect(try await lin.get("/creations/\(id)").data["title"] == "春天")
        }
    }

    @Test(arguments: ["0", "-1", "x", "1.0", "+1", "99999999999999999999", "%31", "1%20", "１"])
    func `what is no number is no creation`(id: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            _ = try await lin.create(title: "春天", content: "花开")

            #expect(try await lin.get("/creations/\(id)").code == 404)
        }
    }

    @Test func `a page of very long texts is whole`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let texts = ["春", "夏", "秋"].map { String(repeating: $0, count: 200_000) }
            for text in texts { _ = try await lin.create(title: "四季", content: text) }

            let page = try await lin.get("/creations")

            #expect(page.data["total"] == 3)
            #expect(page.items.map { $0["content"]?.string } == texts.reversed())
        }
    }

    @Test func `an export is a file of the format that was asked for`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let id = try await lin.create(title: "春天", content: "# 春天\n\n**花**开了。")

            let usual = try await lin.get("/creations/\(id)/export")
            let txt = try await lin.get("/creations/\(id)/export?format=txt")
            let html = try await lin.get("/creations/\(id)/export?format=html")
            let unknown = try await lin.get("/creations/\(id)/export?format=exe")

            #expect(usual.header("Content-Type") == "text/markdown; charset=utf-8")
            #expect(
                usual.header("Content-Disposition")
                    == "attachment; filename=\"creation-\(id).md\"; filename*=UTF-8''%E6%98%A5%E5%A4%A9.md"
            )
            #expect(usual.text.contains("# 春天\n\n**花**开了。"))
            #expect(txt.header("Content-Type") == "text/plain; charset=utf-8")
            #expect(txt.text.contains("花开了。"))
            #expect(!txt.text.contains("**"))
            #expect(html.header("Content-Type") == "text/html; charset=utf-8")
            #expect(html.text.contains("<strong>花</strong>开了。"))
            #expect(html.text.contains("<title>春天</title>"))
            #expect(unknown.faultyFields == ["format"])
        }
    }

    @Test(arguments: ["md", "txt", "html"])
    func `every export says once that AI made it`(format: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let id = try await lin.create(title: "春天", content: "花开了。")

            let text = try await lin.get("/creations/\(id)/export?format=\(format)").text

            #expect(text.split(separator: AIGCLabel.sentence, omittingEmptySubsequences: false).count == 2)
            #expect(AIGCLabel.sentence.contains("人工智能") && AIGCLabel.sentence.contains("生成"))
            if format != "txt" {
                #expect(text.split(separator: "ContentProducer", omittingEmptySubsequences: false).count == 2)
                #expect(text.contains("hanmo-creation-\(id)"))
            }
        }
    }

    @Test func `plain text says where links lead, and what is struck out`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let id = try await lin.create(
                title: "春天",
                content: """
                    [官网](https://hanmo.cn/a "题") 和 **[论坛](/bbs)**，见 www.w3.org 和 <me@hanmo.cn>，[空]()

                    ![花](https://hanmo.cn/花.png)：原价~~399元~~ 199元
                    """
            )

            let txt = try await lin.get("/creations/\(id)/export?format=txt").text

            #expect(
                txt.contains(
                    """
                    官网 <https://hanmo.cn/a> 和 论坛 </bbs>，见 www.w3.org 和 me@hanmo.cn，空

                    花 <https://hanmo.cn/花.png>：原价~399元~ 199元
                    """
                ),
                "\(txt)"
            )
        }
    }

    @Test func `plain text shows where a text is parted`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let id = try await lin.create(title: "春天", content: "上\n\n---\n\n下\n\n> 引\n>\n> ***\n>\n> 文")

            let txt = try await lin.get("/creations/\(id)/export?format=txt").text

            #expect(txt.hasPrefix("上\n\n---\n\n下\n") && txt.contains("引\n\n---\n\n文"), "\(txt)")
        }
    }

    @Test func `an article about HTML keeps its HTML, to be read and not to be run`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let id = try await lin.create(
                title: "网页",
                content: """
                    先写 <b>粗体</b> 和 <br> 标签。

                    <script>
                    alert("春天" & 1)
                    </script>

                    <!-- 注释 -->

                    | 标签 | 用处 |
                    |---|---|
                    | <hr> | 横线 |
                    """
            )

            let txt = try await lin.get("/creations/\(id)/export?format=txt").text
            let html = try await lin.get("/creations/\(id)/export?format=html").text

            for line in [
                "先写 <b>粗体</b> 和 <br> 标签。", "<script>\nalert(\"春天\" & 1)\n</script>", "<!-- 注释 -->", "<hr>",
            ] {
                #expect(txt.contains(line), "\(line)")
            }
            for line in [
                "先写 &lt;b&gt;粗体&lt;/b&gt; 和 &lt;br&gt; 标签。",
                "<p>&lt;script&gt;<br />\nalert(&quot;春天&quot; &amp; 1)<br />\n&lt;/script&gt;</p>",
                "<p>&lt;!-- 注释 --&gt;</p>", "<td>&lt;hr&gt;</td>",
            ] {
                #expect(html.contains(line), "\(line)")
            }
        }
    }

    @Test(
        arguments: [
            ("a/b\\c:d*e?f\"g<h>i|j", "a%20b%20c%20d%20e%20f%20g%20h%20i%20j"), ("..隐藏. ", "%E9%9A%90%E8%97%8F"),
            ("第一行\n第二行", "%E7%AC%AC%E4%B8%80%E8%A1%8C%20%E7%AC%AC%E4%BA%8C%E8%A1%8C"), ("\u{202E}txt.exe", "txt.exe"),
            ("100% 'it'", "100%25%20%27it%27"), ("😀", "%F0%9F%98%80"), ("///", nil), ("\u{200B}", nil),
            (String(repeating: "a", count: 200), String(repeating: "a", count: 50)),
        ] as [(String, String?)]
    )
    func `a file bears its title as far as a file may be called that`(title: String, name: String?) {
        let disposition = FileName.attachment(title, plainly: "creation-7", extension: "txt")

        let plain = "attachment; filename=\"creation-7.txt\""
        #expect(disposition == plain + (name.map { "; filename*=UTF-8''\($0).txt" } ?? ""))
    }

    @Test func `an exported page carries no script, whatever title and text hold`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let id = try await lin.create(
                title: #"</title><script>alert(1)</script>"&"#,
                content: """
                    <script>alert(2)</script>

                    文 <img src=x onerror=alert(3)> [链](javascript:alert(4)) ![图](data:text/html,x) <a onclick=x>

                    <iframe src="https://example.com"></iframe>
                    """
            )

            let page = try await lin.get("/creations/\(id)/export?format=html").text

            let tags = page.split(separator: "<").dropFirst().map { "<" + ($0.split(separator: ">").first ?? "") }
            #expect(tags.contains("<a href=\"\""))
            for word in ["<script", "onerror=", "javascript:", "<iframe", "onclick", "data:text/html"] {
                #expect(!tags.contains { $0.lowercased().contains(word) }, "\(word)")
            }
            #expect(page.contains("<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;</title>"))
        }
    }
}
