import Testing

@testable import Providers

/// What a draft owes its order: to speak of all that was named, to say nothing twice, to invent nothing.
@Suite struct DraftOrderTests {
    @Test(arguments: Samples.tools) func `every keyword is spoken of, also one that no field knows`(tool: String) throws
    {
        for title in Samples.occasions {
            for (keywords, lengths) in zip(
                Samples.strangers,
                [[160, 300, nil], [300, 800, nil], [300, 800, nil, 2_000]]
            ) {
                for length in lengths {
                    let text = try Samples.draft(tool, title, keywords: keywords, length: length)
                    let spoken = Samples.spoken(text).joined(separator: "\n")
                    let missing = keywords.filter { !spoken.contains($0) }
                    #expect(missing.isEmpty, "\(tool) \(title) \(length ?? 0): \(missing)")
                }
            }
        }
    }

    @Test(arguments: Samples.tools) func `no frame stands twice, with whatever words in it`(tool: String) throws {
        for title in Samples.occasions {
            for keywords in [[]] + Samples.strangers {
                for length in [nil, 800, 2_000] {
                    let text = try Samples.draft(tool, title, keywords: keywords, length: length)
                    var seen: Set<String> = []
                    let repeated = Samples.frames(text, title: title, keywords: keywords)
                        .filter { !seen.insert($0).inserted }
                    #expect(repeated.isEmpty, "\(tool) \(title) \(length ?? 0): \(repeated.prefix(3))")
                    let headings = Samples.headings(text)
                    #expect(Set(headings).count == headings.count, "\(tool) \(title): \(headings)")
                }
            }
        }
    }

    @Test(arguments: [
        ("如何提高工作效率", ["时间管理", "效率工具"], "字数2000字，包含实用技巧", "wechat_article"), ("周末去哪儿", [], "", "xiaohongshu_note"),
    ])
    func `the orders that newcomers try first say nothing twice`(
        title: String,
        keywords: [String],
        requirements: String,
        tool: String
    ) throws {
        let text = try Samples.draft(tool, title, keywords: keywords, requirements: requirements)
        let frames = Samples.frames(text, title: title, keywords: keywords)
        #expect(frames.count > 8 && Set(frames).count == frames.count)
        let labels = text.split(separator: "**").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        #expect(Set(labels).count == labels.count, "\(labels)")
    }

    @Test func `a frame is what stands between the slots`() {
        #expect(Frame("谈{t}，绕不开“{p}”这一层。").marks == Frame("谈{k}，绕不开“{g}”这一层。").marks)
        #expect(Frame("谈{t}，绕不开“{p}”这一层。").marks.count == 1)
        #expect(Frame("**（№）{p}**。{i}").marks.isEmpty)
        #expect(Frame("{p}为【待补充：随便写什么都可以】。").marks.isEmpty)
        #expect(Frame("- **{p}**：{h}").isLabelled && !Frame("“{p}”").isLabelled)
    }

    @Test func `an outing draws on parks and picnics, not on bringing up children`() throws {
        let text = try Samples.draft("xiaohongshu_note", "周末去哪儿", keywords: ["公园", "野餐", "亲子"])
        for word in ["公园", "野餐", "亲子"] { #expect(Samples.spoken(text).contains { $0.contains(word) }) }
        let parenting = Domain.parenting.points.flatMap { [$0.how, $0.why] }
        #expect(!parenting.contains { text.contains($0) })
        let article = try Samples.draft("wechat_article", "周末去哪儿")
        #expect(!["两面", "第一印象", "留下的问题"].contains { article.contains($0) })
    }

    @Test func `a technique in an industry is no manual of a chat program`() throws {
        let text = try Samples.draft("wechat_article", "人工智能在医疗中的应用", length: 2_000)
        #expect(text.contains("人工智能") && text.contains("医疗的"))
        #expect(!Domain.technology.points.contains { text.contains($0.how) })
        #expect(Topic(title: "大数据在城市交通领域的应用研究", fallback: nil).application?.field == "城市交通")
        #expect(Topic(title: "我在北京漂了十年", fallback: nil).application == nil)
    }

    @Test func `only the gaps of a text are spoken of in its closing note`() throws {
        for tool in Samples.tools {
            let text = try Samples.draft(tool, "春天")
            let hasGaps = text.split(separator: "\n").dropLast().contains { $0.contains("【待补充") }
            let notice = try #require(text.split(separator: "\n").last)
            #expect(notice.contains("【待补充】") == hasGaps, "\(tool)")
        }
    }
}
