import Testing

@testable import Providers

@Suite struct DraftTests {
    static let lengths = [100, 160, 300, 500, 800, 1_500, 2_000, 5_000, 12_000, 20_000]

    @Test(arguments: Samples.tools) func `a draft keeps within 15 % of the length that was ordered`(tool: String) throws
    {
        for (index, title) in (Samples.titles + Samples.oddTitles.prefix(14)).enumerated() {
            for (place, length) in Self.lengths.enumerated()
            where (index + place).isMultiple(of: length < 5_000 ? 2 : 6) {
                let text = try Samples.draft(tool, title, keywords: ["时间管理", "效率工具"], requirements: "字数\(length)字")
                let count = Draft.length(of: text)
                #expect(abs(count - length) * 100 <= length * 15, "\(tool) \(title.prefix(20)) \(length): \(count)")
            }
        }
    }

    @Test(arguments: Samples.tools) func `an English draft keeps its length too`(tool: String) throws {
        for title in Samples.englishTitles {
            for length in [300, 1_000, 3_000, 12_000, 20_000] {
                let text = try Samples.draft(tool, title, length: length)
                let count = Draft.length(of: text)
                #expect(abs(count - length) * 100 <= length * 15, "\(tool) \(title) \(length): \(count)")
            }
            for words in [100, 600, 3_000] {
                let text = try Samples.draft(tool, title, requirements: "about \(words) words, with practical tips")
                let count = Draft.words(in: text)
                #expect(abs(count - words) * 100 <= words * 15, "\(tool) \(title) \(words) words: \(count)")
            }
        }
    }

    @Test(arguments: Samples.tools) func `no sentence stands twice in a draft`(tool: String) throws {
        for title in Samples.titles + Samples.englishTitles {
            for length in title.count % 2 == 0 ? [800, 5_000] : [2_000, 20_000] {
                let text = try Samples.draft(tool, title, keywords: ["方法", "习惯"], length: length)
                let sentences = Samples.sentences(text)
                var seen: Set<String> = []
                let repeated = sentences.filter { !seen.insert($0).inserted }
                #expect(repeated.isEmpty, "\(tool) \(title) \(length): \(repeated.prefix(3))")
            }
        }
    }

    @Test(arguments: Samples.tools) func `every section of a draft speaks of its subject`(tool: String) throws {
        for (title, words) in [
            ("如何提高工作效率", ["工作效率", "时间管理"]), ("为什么猫喜欢纸箱", ["猫喜欢纸箱", "时间管理"]), ("ChatGPT使用指南", ["ChatGPT", "时间管理"]),
        ] {
            let text = try Samples.draft(tool, title, keywords: ["时间管理"], length: 2_500)
            #expect(words.reduce(0) { $0 + text.components(of: $1) } >= 6, "\(tool) \(title)")
        }
    }

    @Test func `every section of an article names the topic or a keyword`() throws {
        let text = try Samples.draft(
            "wechat_article",
            "如何提高工作效率",
            keywords: ["时间管理", "效率工具"],
            requirements: "字数2000字，包含实用技巧"
        )
        let sections = text.split(separator: "\n## ").dropFirst().dropLast()
        #expect(sections.count >= 5)
        for section in sections where !section.hasPrefix("实用技巧") {
            #expect(["工作效率", "时间管理", "效率工具"].contains { section.contains($0) }, "\(section)")
        }
    }

    @Test(arguments: Samples.tools) func `the same order gives the same draft, another title another one`(
        tool: String
    ) throws {
        let first = try Samples.draft(tool, "如何提高工作效率")
        #expect(try Samples.draft(tool, "如何提高工作效率") == first)
        let second = try Samples.draft(tool, "如何提高学习效率")
        let sentences = Set(Samples.sentences(first).filter { !$0.hasPrefix("#") })
        let shared = sentences.intersection(Samples.sentences(second))
        #expect(shared.count * 3 <= sentences.count * 2, "\(tool): \(shared.count) of \(sentences.count)")
    }

    @Test(arguments: Samples.tools) func `a draft says that an engine drafted it`(tool: String) throws {
        for title in ["春天", "How to learn Swift in 30 days"] {
            let last = try #require(Samples.draft(tool, title).split(separator: "\n").last)
            #expect(last.hasPrefix("> ") && last.contains("AI") && last.contains("生成"))
            #expect(last.contains("草稿引擎") || last.contains("draft engine"))
        }
    }

    @Test(arguments: Samples.tools) func `odd titles and keywords break neither tables nor headings`(
        tool: String
    ) throws {
        let keywords = ["|", "a|b", "# x", "**", String(repeating: "长", count: 300), "", "🎉", "\n"]
        for title in Samples.oddTitles {
            let text = try Samples.draft(tool, title, keywords: keywords, length: 900)
            let lines = text.split(separator: "\n")
            #expect(lines.filter { $0.hasPrefix("# ") }.count == 1, "\(tool) \(title.prefix(20))")
            #expect(!text.contains("{t}") || title.contains("{t}"))
            var columns = 0
            for line in lines {
                guard line.hasPrefix("|") else {
                    columns = 0
                    continue
                }
                let bars = line.barCount
                if columns == 0 { columns = bars }
                #expect(bars == columns, "\(tool) \(title.prefix(20)): \(line)")
            }
        }
    }

    @Test(arguments: Samples.tools) func `large input is drafted all the same`(tool: String) throws {
        let keywords = (0..<20).map { "关键词\($0)" + String(repeating: "长", count: 80) }
        let text = try Samples.draft(
            tool,
            "如何提高工作效率",
            keywords: keywords,
            requirements: String(repeating: "要求写得具体，1500字，", count: 400),
            content: String(repeating: "这是一句材料。", count: 7_000)
        )
        #expect((1_275...1_725).contains(Draft.length(of: text)))
    }

    @Test(arguments: Samples.tools) func `Chinese prose has no broken joints`(tool: String) throws {
        for title in Samples.titles {
            for length in [300, 3_000] {
                let text = try Samples.draft(tool, title, keywords: ["时间管理"], length: length)
                for joint in ["的的", "，，", "。。", "、、", "，。", "：。", "。，", "提高提高", "了了", "这件事这件事", "工作工作", "做好做好", "；。"] {
                    let context = text.around(joint)
                    #expect(context == nil, "\(tool) \(title): \(context ?? "")")
                }
                #expect(!text.contains("{") && !text.contains("}"), "\(tool) \(title)")
            }
        }
    }

    @Test func `lengths outside of the range are drawn in, and the draft says so`() throws {
        let short = try Samples.draft("wechat_article", "春天", length: 10)
        #expect((85...115).contains(Draft.length(of: short)))
        #expect(short.contains("超出引擎范围"))
        let long = try Samples.draft("wechat_article", "春天", requirements: "写10万字")
        #expect((17_000...23_000).contains(Draft.length(of: long)))
        #expect(long.contains("超出引擎范围"))
    }

    @Test func `what the engine cannot do is refused with the remedy`() {
        #expect(throws: Draft.Refusal.translation) { try Samples.draft("translation", "标题", content: "你好") }
        #expect(throws: Draft.Refusal.unknownTool("poem")) { try Samples.draft("poem", "标题") }
        #expect(throws: Draft.Refusal.noContent) { try Samples.draft("content_rewrite", "标题", content: " \n ") }
        #expect(throws: Draft.Refusal.language("ja")) { try Samples.draft("wechat_article", "标题", language: "ja") }
        #expect(Draft.Refusal.translation.message.contains("模型管理"))
    }

    @Test func `the closing note and the title are not counted`() {
        #expect(Draft.length(of: "# 标题\n\n## 一、小节\n\n**正文**，十个字 abc。\n\n> 说明") == 14)
        #expect(Draft.length(of: "| 甲 | 乙 |\n|---|---|\n| 丙 | \\| |") == 3)
        #expect(Draft.length(of: "- 甲\n1. 乙") == 2)
        #expect(Draft.words(in: "# T\n\nOne **two** three – four.") == 4)
    }
}

extension String {
    /// How often a text occurs.
    func components(of part: String) -> Int { ranges(of: part).count }

    /// The neighbourhood of a text, to show where it was found.
    fileprivate func around(_ part: String) -> String? {
        guard let range = firstRange(of: part) else { return nil }
        let start = index(range.lowerBound, offsetBy: -10, limitedBy: startIndex) ?? startIndex
        return String(self[start...].prefix(24))
    }
}

extension Substring {
    /// How many bars of a table row part cells, without those that are escaped.
    fileprivate var barCount: Int {
        var count = 0
        var isEscaped = false
        for character in self {
            if character == "|", !isEscaped { count += 1 }
            isEscaped = character == "\\" && !isEscaped
        }
        return count
    }
}
