import Testing

@testable import Providers

/// What an order asks for besides title and length, and what becomes of it.
@Suite struct DraftWishTests {
    @Test(
        arguments: [
            ("时长60秒", 60), ("3分钟", 180), ("1分30秒", 90), ("一分半", 90), ("半分钟", 30), ("30秒以内", 30), ("60-90秒", 75),
            ("90 seconds, lively", 90), ("a 2-minute clip", 120), ("前3秒抓人，总长45秒", 45), ("每天10分钟", nil), ("分3个部分", nil),
            ("三分之一", nil),
            ("800字", nil), ("0到0秒", nil), ("0-0秒，时长45秒", 45), ("30-0秒", nil),
        ] as [(String, Int?)]
    )
    func `a duration is found in a sentence`(text: String, seconds: Int?) {
        #expect(DurationWish.find(in: text) == seconds)
    }

    @Test(arguments: [15, 30, 60, 90, 180, 300]) func `the shots add up to the duration`(seconds: Int) throws {
        for title in ["夏天防晒小知识", "如何提高工作效率", "The future of remote work"] {
            for length in [nil, 900] {
                let text = try Samples.draft(
                    "video_script",
                    title,
                    requirements: "时长\(seconds)秒",
                    language: title.hasPrefix("The") ? "en" : nil,
                    length: length
                )
                let rows = text.split(separator: "\n").filter { $0.hasSuffix("秒 |") || $0.hasSuffix(" s |") }
                let times = rows.compactMap { row in
                    row.split(separator: "|").last.flatMap { Int($0.filter(\.isNumber)) }
                }
                let sum = times.reduce(0, +)
                #expect(abs(sum - seconds) * 10 <= seconds, "\(title) \(length ?? 0): \(sum) of \(times)")
            }
        }
    }

    @Test(arguments: [
        ("2万5千字", 25_000), ("1万2000字", 12_000), ("1万2千字", 12_000), ("两万五千字", 25_000), ("两万五字", 25_000),
        ("1万2字", 12_000), ("3千5百字", 3_500),
        ("1千字", 1_000),
    ])
    func `a length of mixed units is one number`(text: String, count: Int) {
        #expect(LengthWish.find(in: text)?.count == count)
    }

    @Test func `an article comes in the parts that were ordered, or without headings`() throws {
        for (words, parts) in [("分三部分", 3), ("分为4个部分", 4), ("正文分2部分", 2)] {
            let text = try Samples.draft("wechat_article", "如何提高工作效率", requirements: "\(words)，1200字")
            #expect(Samples.headings(text).count == parts, "\(words)")
        }
        for tool in ["wechat_article", "story_novel", "news_article"] {
            let text = try Samples.draft(tool, "社区咖啡店", requirements: "不要分小标题，900字")
            #expect(Samples.headings(text).isEmpty && !text.contains("未能照办"), "\(tool)")
            #expect(abs(Draft.length(of: text) - 900) <= 135)
        }
    }

    @Test(arguments: [
        ("wechat_article", "第一人称", "“第一人称”"), ("academic_paper", "不要小标题", "“不要小标题”"), ("work_report", "分三部分", "“分3部分”"),
        ("wechat_article", "引用两句古诗", "“引用两句古诗”"), ("news_article", "结尾押韵", "“结尾押韵”"),
    ])
    func `what was left out is named in the closing note`(tool: String, wish: String, named: String) throws {
        let text = try Samples.draft(tool, "社区咖啡店", requirements: "800字，\(wish)")
        let note = try #require(text.split(separator: "\n").last)
        #expect(note.contains("未能照办") && note.contains(named), "\(note)")
        let plain = try Samples.draft("wechat_article", "社区咖啡店", requirements: "约800字，语气幽默，包含实用技巧，突出口味，面向大学生")
        #expect(!plain.contains("未能照办"))
    }

    @Test(
        arguments: [
            ("如何提高工作效率", "en", Draft.Refusal.otherLanguage("en")), ("如何提高工作效率", "英文", .otherLanguage("英文")),
            ("How to learn Swift in 30 days", "zh", .otherLanguage("zh")), ("如何提高工作效率", "繁體中文", .language("繁體中文")),
            ("如何提高工作效率", "zh-TW", .language("zh-TW")), ("如何提高工作效率", "klingon", .language("klingon")),
        ]
    )
    func `a language that is not the title's is refused`(title: String, language: String, refusal: Draft.Refusal) {
        for tool in Samples.tools {
            #expect(throws: refusal) { try Samples.draft(tool, title, language: language) }
        }
    }

    @Test func `the title's own language may be asked for, and a foreign name may stand in Chinese sentences`() throws {
        for language in ["zh", "中文", "简体中文", "Chinese", "zh-CN", "现代汉语", "Chinese (modern)", "中文，术语保留英文"] {
            #expect(try Samples.draft("wechat_article", "如何提高工作效率", language: language).contains("内置草稿引擎"))
            #expect(try Samples.draft("wechat_article", "Swift", language: language).contains("内置草稿引擎"))
        }
        let phone = try Samples.draft("wechat_article", "iPhone 17 Pro Max", requirements: "写给新手", language: "zh")
        #expect(phone.contains("内置草稿引擎"))
        #expect(try Samples.draft("wechat_article", "How to learn Swift", language: "English").contains("Drafted by"))
        let mixed = try Samples.draft("wechat_article", "How to manage your time", requirements: "800字左右")
        #expect(mixed.contains("Drafted by"))
    }
}
