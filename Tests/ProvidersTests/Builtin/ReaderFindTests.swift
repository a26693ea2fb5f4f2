import Testing

@testable import Providers

/// Words that led a draft into the wrong field or the wrong wording.
@Suite struct ReaderFindTests {
    @Test func `cleaning a machine is no tidying of rooms`() throws {
        let text = try Samples.draft("wechat_article", "洗衣机清洗教程")
        for word in ["胶圈", "滤网"] { #expect(text.contains(word)) }
        for word in ["收纳", "租房", "断舍离"] { #expect(!text.contains(word)) }
    }

    @Test(arguments: [
        ("新手养猫攻略", "🐾💛"), ("雅思7分备考攻略", "📚💪"), ("成都三日游攻略", "✈️🌿"), ("面试攻略", "💼✅"), ("长沙攻略", "✈️🌿"),
    ])
    func `the pictures of a title are those of its matter`(title: String, pair: String) {
        #expect(NoteEmoji.pair(for: Topic(title: title, fallback: nil)) == pair)
    }

    @Test(arguments: ["买菜攻略", "会计考试攻略", "养猫攻略"]) func `advice is no journey`(title: String) throws {
        #expect(try !Samples.draft("wechat_article", title).contains("之行"))
    }

    @Test(arguments: [("双11洗衣机大促", "洗衣机"), ("学习机新品推广", "学习机"), ("宠物洗护店开业优惠", "宠物洗护店")])
    func `what is sold is the thing and not its sale`(title: String, name: String) {
        #expect(Occasion.offer(in: title) == name)
    }

    @Test func `no sentence says of a thing that it puts itself anywhere`() throws {
        for seed in ["", "活泼", "500字", "800字", "正式", "年轻人"] {
            let text = try Samples.draft("marketing_copy", "健身房开业", keywords: ["私教"], requirements: seed)
            #expect(!text.contains("它把它"))
        }
    }

    @Test func `a question word is no topic`() throws {
        #expect(try !Samples.draft("xiaohongshu_note", "周末去哪儿").contains("#去哪#"))
    }

    @Test(arguments: [
        ("短视频对青少年的影响", "短视频；青少年"), ("教育公平问题研究", "教育公平；"), ("人工智能在医疗中的应用", "人工智能；医疗"),
        ("鲁迅小说中的母亲形象", "鲁迅小说；母亲形象"), ("数字经济与制造业升级的关系", "数字经济；制造业升级；"),
    ])
    func `the keywords of a paper are terms and not its title`(title: String, terms: String) throws {
        #expect(try Samples.draft("academic_paper", title).contains("**关键词**：" + terms))
    }

    @Test func `English copy speaks of an offer and states its terms`() throws {
        let text = try Samples.draft(
            "marketing_copy",
            "Wireless earbuds launch",
            requirements: "price $49, free shipping"
        )
        #expect(text.contains("price $49, free shipping"))
        #expect(!text.contains("honest starting point"))
        #expect(!text.contains("Left out"))
    }

    @Test func `English coffee is brewed and not salted`() throws {
        let text = try Samples.draft("wechat_article", "How to make better coffee at home")
        #expect(!text.contains("salt"))
        #expect(text.contains("grind") || text.contains("kettle"))
    }
}
