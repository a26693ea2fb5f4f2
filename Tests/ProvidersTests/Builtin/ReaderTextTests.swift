import Testing

@testable import Providers

/// What stands in an article, or is spoken in a film, is for its reader and never advice to its author.
@Suite struct ReaderTextTests {
    /// Words by which a text tells its author what to write.
    static let tasks = ["写一句", "写一种", "写下", "写清", "先写", "再写", "读的人", "记下原话", "画面里应当有谁", "【待补充"]

    @Test func `what suits any subject sets its reader no task of writing`() {
        for domain in [Domain.theme, .why] {
            for point in domain.points {
                for sentence in [point.head, point.why, point.how, point.trap, point.sign] {
                    #expect(!Self.tasks.contains { sentence.contains($0) }, "\(domain.id): \(sentence)")
                }
            }
        }
    }

    @Test func `a keyword of which nothing is known gets sentences, not questions to the author`() throws {
        for sentence in PlainFrames.keyword + NoteFrames.keyword + VideoShots.keyword {
            #expect(!Self.tasks.contains { sentence.contains($0) }, "\(sentence)")
        }
        for (title, keywords) in [
            ("春季养肝食谱", ["枸杞", "菠菜", "猪肝"]), ("普通人如何学Python", ["函数", "列表"]), ("房屋租赁", ["押金", "转租"]),
        ] {
            let text = try Samples.draft("wechat_article", title, keywords: keywords, length: 1_200)
            for keyword in keywords { #expect(text.contains("“\(keyword)”"), "\(title)") }
            let about = Samples.sentences(text).filter { line in keywords.contains { line.contains("“\($0)”") } }
            #expect(!about.contains { line in Self.tasks.contains { line.contains($0) } }, "\(about)")
        }
    }

    @Test(arguments: ["新手爸爸第一次换尿布", "外卖骑手的一天", "苔藓之美"]) func `a film speaks to who watches it`(title: String) throws {
        let text = try Samples.draft("video_script", title, requirements: "60秒")
        let rows = text.split(separator: "\n").filter { $0.hasSuffix("秒 |") }
        #expect(rows.count > 4)
        for row in rows {
            let spoken = row.split(separator: "|")[2]
            #expect(!Self.tasks.contains { spoken.contains($0) } && !spoken.contains("把镜头"), "\(row)")
        }
    }

    /// A mistake may be a clause (人云亦云, 吃什么就喂什么), which follows neither 别 nor 会.
    @Test func `a mistake and its remedy stand where clauses may stand`() {
        let forms = [FormSpec.note, .article(0), .article(parts: 3), .video(isInsight: true, steps: [])]
        let patterns =
            forms.flatMap(\.sections).flatMap { $0.cycle + $0.leads } + NoteFrames.hook + NoteFrames.hookSee
            + VideoShots.open + PlainFrames.practice + PlainFrames.mistake
        for pattern in patterns {
            for joint in ["别{x}", "别再{x}", "会{x}", "不如{y}", "换成{y}", "可以{y}", "一开始就{y}"] {
                #expect(!pattern.contains(joint), "\(pattern)")
            }
        }
    }

    @Test(arguments: ["wechat_article", "xiaohongshu_note", "marketing_copy", "video_script"])
    func `no preposition and no noun stands twice in a row`(tool: String) throws {
        for title in ["婚礼布置的思路", "儿童绘本套装", "驾校招生", "一个人吃饭这件事", "全家福摄影", "红烧肉的做法"] {
            for length in [500, 3_000] {
                let text = try Samples.draft(tool, title, keywords: ["预算"], length: length)
                for joint in ["给给", "从从", "替替", "和和", "对对", "这件事这件事"] {
                    #expect(!text.contains(joint), "\(tool) \(title): \(joint)")
                }
            }
        }
    }

    @Test(arguments: [("马拉松新手备赛指南", 5), ("如何提高工作效率", 4), ("苔藓之美", 3)])
    func `a long article in parts goes on with further points`(title: String, parts: Int) throws {
        let text = try Samples.draft("wechat_article", title, requirements: "3000字，分\(parts)个部分")
        #expect(Samples.headings(text).count == parts)
        #expect(abs(Draft.length(of: text) - 3_000) <= 450)
        let further = text.split(separator: "\n").filter { $0.hasPrefix("**") && $0.contains("**：") }
        #expect(further.count >= 2 * parts, "\(further.count)")
        let sentences = Samples.sentences(text)
        #expect(Set(sentences).count == sentences.count)
    }
}
