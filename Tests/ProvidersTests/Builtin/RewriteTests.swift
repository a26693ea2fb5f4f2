import Testing

@testable import Providers

@Suite struct RewriteTests {
    static let source = """
        因为上周服务器宕机了3小时，所以有27位客户受到影响。虽然团队很快恢复了服务，但是客户仍然非常不满。张伟说：“我们必须在5天内给出方案。”
        目前已经完成了初步排查，发现是磁盘写满导致的。此外，监控系统没有及时报警，因此我们一直到早上8点才知道。大家建议增加磁盘告警，并且每周检查一次。
        总之，预防比补救更加重要。
        """

    private func numbers(_ text: String) -> Set<Substring> {
        Set(text.split { !$0.isNumber }).filter { !$0.isEmpty }
    }

    @Test func `a rewritten text keeps every figure, name and quotation`() throws {
        let text = try Samples.draft("content_rewrite", "故障说明", content: Self.source)
        #expect(numbers(Self.source).isSubset(of: numbers(text)))
        #expect(text.contains("张伟说：“我们必须在5天内给出方案。”"))
        #expect(text.contains("磁盘") && text.contains("监控系统"))
    }

    @Test func `a rewritten text is no echo and leads with its conclusion`() throws {
        let text = try Samples.draft("content_rewrite", "故障说明", content: Self.source)
        let source = Set(Sentences.split(Self.source))
        let kept = Sentences.split(text).filter(source.contains)
        #expect(kept.count * 2 < source.count)
        #expect(text.hasPrefix("# 故障说明\n\n预防比补救更为重要。"))
        #expect(text.contains("有27位客户受到影响，这是因为") || text.contains("有27位客户受到影响，这是由于"))
    }

    @Test func `a shorter length condenses, a longer one invents nothing`() throws {
        let long = (1...80).map { "第\($0)件事发生在第\($0 + 100)天，经过并不复杂。" }.joined()
        let short = try Samples.draft("content_rewrite", "摘要", content: long, length: 500)
        #expect((425...575).contains(Draft.length(of: short)))
        let full = try Samples.draft("content_rewrite", "全文", content: Self.source, length: 3_000)
        #expect(full.contains("未添加原文没有的内容"))
        #expect(Draft.length(of: full) < 300)
    }

    @Test func `code, tables, lists and headings stay as they are`() throws {
        let content = "# 说明\n因为有代码，所以要保留。\n```\nlet x = 1 // 因为\n```\n| 甲 | 乙 |\n|---|---|\n| 1 | 非常 |\n- 非常重要"
        let text = try Samples.draft("content_rewrite", "保留", content: content)
        #expect(text.contains("```\nlet x = 1 // 因为\n```"))
        #expect(text.contains("| 甲 | 乙 |\n|---|---|\n| 1 | 非常 |"))
        #expect(text.contains("- 非常重要"))
    }

    @Test func `an English text is rewritten too`() throws {
        let content =
            "However, the server was down for 3 hours because the disk was full. 27 users noticed. “However hard it was”, said Ann. In short, watch the disk."
        let text = try Samples.draft("content_rewrite", "Report", content: content)
        #expect(text.contains("\n\nwatch the disk.") || text.contains("Watch the disk."))
        #expect(text.contains("Yet, the server was down for 3 hours since the disk was full."))
        #expect(text.contains("“However hard it was”"))
    }

    @Test func `the longest content is rewritten at once, and a repeated sentence stands once`() throws {
        let content = String(repeating: "这是一句会反复出现的话。", count: 4_166)
        let text = try Samples.draft("content_rewrite", "去重", content: content)
        #expect(text.ranges(of: "会反复出现").count == 1)
    }
}
