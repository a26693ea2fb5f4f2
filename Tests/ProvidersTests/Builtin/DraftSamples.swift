import Testing

@testable import Providers

/// Orders that the tests of the draft engine share.
enum Samples {
    static let tools = [
        "wechat_article", "xiaohongshu_note", "official_document", "academic_paper", "marketing_copy", "news_article",
        "video_script", "story_novel", "business_plan", "work_report", "resume", "lesson_plan",
    ]

    static let titles = [
        "如何提高工作效率", "春天", "为什么猫喜欢纸箱", "ChatGPT使用指南", "2026年第一季度销售总结", "关于加强校园安全管理的通知", "一只想飞的企鹅",
        "低糖酸奶新品上市", "中文 English 混排🎉", "我在北京漂了十年", "10个存钱小技巧", "量子纠缠",
    ]

    /// Titles of the README, of the API document's examples, and of kinds that say little by themselves.
    static let occasions = [
        "如何提高工作效率", "周末去哪儿", "春天", "人工智能在医疗中的应用", "关于召开2026年度安全生产工作会议的通知", "某公司发布新能源重卡", "社区咖啡店", "张伟", "猫",
        "人工智能会取代老师吗", "第三届社区读书节开幕",
    ]

    /// Keywords that no field of the engine knows.
    static let strangers = [["祖母绿"], ["拓扑", "榫卯", "靛蓝"], ["玄武岩", "会员制", "青铜器", "换电", "琥珀", "皮影", "竹编"]]

    static let englishTitles = ["How to learn Swift in 30 days", "Why cats love boxes", "The future of remote work"]

    static let oddTitles = [
        "🎉🎉🎉", "！！！？？", "。", "a", "1", "|", "| 表格 | 标题 |", "# 标题 *粗* _斜_ `码` [链](x) <b>", "{t} {p} {k}", "\\",
        "\u{202e}反向", "第一行\n第二行", String(repeating: "很长的标题", count: 40), String(repeating: "🎉", count: 200), "مرحبا",
        "こんにちは",
        "的", "如何", "为什么", "关于的通知", "《》", "2026年", "第一季度总结",
    ]

    static func draft(
        _ tool: String,
        _ title: String,
        keywords: [String] = [],
        requirements: String = "",
        content: String = "",
        language: String? = nil,
        tone: String? = nil,
        length: Int? = nil
    ) throws -> String {
        try Draft.compose(
            Brief(
                tool: tool,
                title: title,
                keywords: keywords,
                requirements: requirements,
                content: content,
                language: language,
                tone: tone,
                length: length
            )
        )
    }

    /// Expects that of each two titles' texts the shorter one shares at most so many percent of its frames.
    static func expectUnlike(_ tool: String, _ titles: [String], atMost percent: Int) throws {
        let texts = try titles.map { title in Set(frames(try draft(tool, title), title: title, keywords: [])) }
        for first in texts.indices {
            for second in texts.indices where second > first {
                let shared = texts[first].intersection(texts[second])
                let least = min(texts[first].count, texts[second].count)
                #expect(shared.count * 100 <= least * percent, "\(tool) \(titles[first]) \(titles[second]): \(shared)")
            }
        }
    }

    /// The lines of a rewritten text; its own where nothing in them can be changed.
    static func rewritten(
        _ text: String,
        _ requirements: String,
        title: String = "题",
        keywords: [String] = []
    ) throws
        -> String
    {
        do {
            let draft = try draft(
                "content_rewrite",
                title,
                keywords: keywords,
                requirements: requirements,
                content: text
            )
            return body(draft).joined(separator: "\n")
        } catch Draft.Refusal.unchanged {
            return text
        }
    }

    /// The lines between the title and the closing note.
    static func body(_ draft: String) -> [String] {
        draft.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("# ") && !$0.hasPrefix("> ") }
    }

    /// The lines of the body that speak: no headings, no hashtags, no list of keywords.
    static func spoken(_ draft: String) -> [String] {
        body(draft).filter { !$0.hasPrefix("#") && !$0.hasPrefix("**关键词**") }
    }

    /// The headings of a draft without their numbers.
    static func headings(_ draft: String) -> [String] {
        body(draft).filter { $0.hasPrefix("## ") }.map { line in
            let text = line.dropFirst(3)
            let number = text.prefix { "一二三四五六七八九十0123456789、 ".contains($0) }
            return String(number.contains("、") || number.contains(" ") ? text.dropFirst(number.count) : text)
        }
    }

    /// What remains of each sentence when the title, the keywords, everything quoted and everything left open is
    /// masked.
    ///
    /// Sentences that are nothing but such words are left out.
    static func frames(_ draft: String, title: String, keywords: [String]) -> [String] {
        let words = ([title, Topic(title: title, fallback: nil).name] + keywords).sorted { $0.count > $1.count }
        return spoken(draft).flatMap { line -> [String] in
            line.split { "。！？；｜|".contains($0) }.map { sentence in
                var text = String(sentence)
                for word in words { text = text.replacing(word, with: "“”") }
                var depth = 0
                var frame = ""
                for character in text {
                    if "“【".contains(character) { depth += 1 }
                    if depth == 0, character.isLetter { frame.append(character) }
                    if "”】".contains(character) { depth -= 1 }
                }
                return frame
            }
        }.filter { $0.count >= 7 }
    }

    /// Sentences of seven characters and more, and cells of twelve, without those that are left to be filled in.
    static func sentences(_ draft: String) -> [String] {
        let stops: Set<Character> = ["。", "！", "？", "｜", "|", "\n"]
        let isEnglish = !draft.split(separator: "\n").dropLast().contains { $0.contains(where: \.isHan) }
        return body(draft).flatMap { line -> [String] in
            let shortest = line.hasPrefix("|") ? 12 : 7
            return line.split { stops.contains($0) || (isEnglish && ".!?".contains($0)) }.map { $0.trimmed }
                .filter { $0.count >= shortest }
        }.filter { !$0.contains("待补充") && !$0.contains("to be filled in") }
    }
}
