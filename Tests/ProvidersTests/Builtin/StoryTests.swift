import Testing

@testable import Providers

/// Stories that differ, with the title's own things in them.
@Suite struct StoryTests {
    static let titles = [
        "灯塔守望者的最后一封信", "雨夜", "深夜面馆", "消失的围巾", "那年夏天的约定", "春天", "外婆的日记", "老钟", "回家", "蓝色的门", "一碗热汤", "海边的机器人",
    ]

    private func opening(_ text: String) -> String {
        String(Samples.spoken(text).first?.prefix(12) ?? "")
    }

    @Test func `stories begin, turn and end in different ways`() throws {
        let texts = try Self.titles.map { try Samples.draft("story_novel", $0) }
        #expect(Set(texts.map { Samples.headings($0).first ?? "" }).count >= 5)
        #expect(Set(texts.map { Samples.headings($0).last ?? "" }).count >= 5)
        for plot in StoryPlot.allCases {
            let shared = texts.filter { text in
                text.contains("## \(plot.form.sections[0].heading)\n")
                    || text.contains("、\(plot.form.sections[0].heading)\n")
            }
            #expect(shared.count < Self.titles.count / 2, "\(plot)")
        }
    }

    @Test(arguments: titles) func `a story speaks of its title and keeps its length`(title: String) throws {
        for length in [300, 800, 2_000, 6_000, 15_000] {
            let text = try Samples.draft("story_novel", title, length: length)
            let count = Draft.length(of: text)
            #expect(abs(count - length) * 100 <= length * 15, "\(length): \(count)")
            #expect(!text.contains("{"))
            let pairs = Set(title.filter(\.isHan).adjacentPairs)
            #expect(pairs.contains { pair in Samples.body(text).contains { $0.contains(pair) } })
            if length == 2_000 { #expect(text.ranges(of: "“").count >= 8) }
        }
    }

    @Test(arguments: titles + ["一只想飞的企鹅"]) func `a story is told by 我 on request`(title: String) throws {
        let text = try Samples.draft("story_novel", title, requirements: "第一人称，1200字")
        #expect(text.ranges(of: "我").count >= 12)
        #expect(!StoryCast.people.contains { text.contains($0.name) })
        #expect(!text.contains("未能照办"))
    }

    @Test func `the one whom the title names acts in the story`() throws {
        let topic = Topic(title: "灯塔守望者的最后一封信", fallback: nil)
        #expect(StoryCast.hero(in: topic)?.name == "灯塔守望者")
        #expect(StoryCast.hero(in: topic)?.thing == "最后一封信")
        #expect(StoryCast.hero(in: Topic(title: "春天的故事", fallback: nil)) == nil)
    }
}

/// The same of English stories.
@Suite struct EnglishStoryTests {
    static let titles = [
        "The lighthouse keeper's last letter", "Rain over the city", "The tea shop", "A summer promise", "Old clock",
        "Blue door", "The missing star",
    ]

    @Test func `English stories differ too`() throws {
        let texts = try Self.titles.map { try Samples.draft("story_novel", $0) }
        #expect(Set(texts.map { Samples.headings($0).first ?? "" }).count >= 4)
        for (title, text) in zip(Self.titles, texts) {
            #expect(text.lowercased().ranges(of: title.lowercased()).count >= 4, "\(title)")
        }
    }

    @Test(arguments: titles) func `an English story keeps its length`(title: String) throws {
        for length in [600, 2_000, 6_000, 15_000] {
            let count = Draft.length(of: try Samples.draft("story_novel", title, length: length))
            #expect(abs(count - length) * 100 <= length * 15, "\(length): \(count)")
        }
    }
}
