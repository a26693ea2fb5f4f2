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
        for plot in StoryPlot.allCases where plot != .sentence {
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

    /// Titles that tell something instead of naming it.
    static let sentences = [
        "AI爱上了人类", "她终于离开了那座城", "重生之我在古代当县令", "我的室友是外星人", "我在北京漂了十年", "当月亮不再升起", "猫偷走了月亮", "不要回头",
    ]

    @Test(arguments: sentences) func `a title that is a sentence is quoted as one`(title: String) throws {
        for length in [600, 2_000, 6_000] {
            for line in Samples.body(try Samples.draft("story_novel", title, length: length)) {
                for range in line.ranges(of: title) {
                    let before = line[..<range.lowerBound].last
                    let after = line[range.upperBound...].first
                    #expect(before == "：" || before == "“", "\(line)")
                    #expect(after.map { "。？”".contains($0) } ?? true, "\(line)")
                }
            }
        }
    }

    @Test func `a title finds the plot of its own things`() {
        var dice = Dice(seededBy: ["plot"])
        for (title, plot) in [
            ("小米汽车起火事件", StoryPlot.incident), ("父亲的自行车", .repair), ("末班地铁上的陌生人", .subway), ("雪夜归人", .home),
            ("最后一班岗", .shift), ("消失的画家", .picture), ("火星上的邮局", .outpost), ("高三那年", .classroom),
        ] {
            #expect(StoryPlot.of(Topic(title: title, fallback: nil), dice: &dice) == plot, "\(title)")
        }
    }

    @Test func `no absent companion speaks of a keyword`() throws {
        for keyword in ["咖啡", "背叛", "雨伞", "旧信", "口琴"] {
            let text = try Samples.draft("story_novel", "雨夜", keywords: [keyword], length: 1_200)
            let lines = Samples.spoken(text).filter { $0.contains(keyword) }
            #expect(!lines.isEmpty)
            for friend in StoryCast.friends { #expect(!lines.contains { $0.contains(friend + "忽然问") }, "\(lines)") }
        }
    }

    @Test func `a scene on the way is told whole`() throws {
        let text = try Samples.draft("story_novel", "消失的围巾", length: 6_000)
        let told = StoryEpisodes.all.map { scene in
            scene.filter { line in
                let parts = line.split { "{}“”".contains($0) }.filter { $0.count > 4 }
                return !parts.isEmpty && parts.allSatisfy { text.contains($0) }
            }.count * 3 > scene.count
        }
        #expect(told.filter { $0 }.count >= 6)
        #expect(text.contains("“输了也告诉你，”") == text.contains("这一回输得慢了一些"))
    }

    @Test(arguments: ["存在主义咖啡馆", "会飞的猫", "爱上了人类的AI", "消失的围巾", "一对老夫妻", "同学会的秘密", "了不起的盖茨比", "雨夜"])
    func `a title that names something is no sentence`(title: String) {
        #expect(!StoryCast.isSentence(Topic(title: title, fallback: nil)))
    }

    @Test func `somebody met on the way is called by a short name after the first time`() throws {
        let text = try Samples.draft("story_novel", "消失的围巾", length: 4_000)
        for part in text.split(separator: "#") {
            for role in StoryCast.townsfolk { #expect(part.ranges(of: role).count <= 1, "\(part)") }
        }
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
