import Testing

@testable import Providers

@Suite struct TopicTests {
    @Test(
        arguments: [
            ("如何提高工作效率", "工作效率", "提高工作效率"), ("《如何提高工作效率？》", "工作效率", "提高工作效率"), ("提高工作效率的10个技巧", "工作效率", "提高工作效率"),
            ("为什么猫喜欢纸箱", "猫喜欢纸箱这件事", "看懂猫喜欢纸箱这件事"), ("为什么要早睡", "早睡这件事", "看懂早睡这件事"), ("ChatGPT使用指南", "ChatGPT", nil),
            ("春天", "春天", nil), ("关于加强校园安全管理的通知", "校园安全管理", "加强校园安全管理"), ("2026年第一季度销售总结", "销售", nil),
            ("低糖酸奶新品上市", "低糖酸奶", nil),
            ("一只想飞的企鹅", "想飞的企鹅", nil), ("时间管理：如何高效利用每一天", "时间管理", nil), ("10个存钱小技巧", "存钱", nil),
            ("中文 English 混排🎉", "中文 English 混排", nil),
            ("我在北京漂了十年", "“我在北京漂了十年”这段经历", nil), ("如何高效学习英语", "英语", "高效学习英语"), ("什么是量子纠缠", "量子纠缠", nil),
            ("的", "的", nil),
            ("🎉", "庆祝", nil), ("！！！", "这个主题", nil),
        ] as [(String, String, String?)]
    )
    func `a title gives its subject and its activity`(title: String, name: String, act: String?) {
        let topic = Topic(title: title, fallback: nil)
        #expect(topic.name == name)
        #expect(topic.act == act)
    }

    @Test(arguments: [
        ("如何提高工作效率", Topic.Intent.how), ("为什么猫喜欢纸箱", .why), ("ChatGPT使用指南", .guide), ("2026年第一季度销售总结", .summary),
        ("低糖酸奶新品上市", .announce), ("关于加强校园安全管理的通知", .notice), ("10个存钱小技巧", .list), ("扫地机器人测评", .review), ("春天", .theme),
    ])
    func `a title shows what it sets out to do`(title: String, intent: Topic.Intent) {
        #expect(Topic(title: title, fallback: nil).intent == intent)
    }

    @Test func `the stretch of time and the kind of document are read from the title`() {
        let topic = Topic(title: "2026年第一季度销售总结", fallback: nil)
        #expect(topic.period == "2026年第一季度")
        #expect(topic.kind == "总结")
    }

    @Test func `a title without words takes the first keyword as its subject`() {
        #expect(Topic(title: "？？？", fallback: "读书").name == "读书")
    }

    @Test(
        arguments: [
            ("How to learn Swift in 30 days", "learning Swift", "learn Swift in 30 days"),
            ("How to run a cafe", "running a cafe", "run a cafe"),
            ("The future of remote work", "the future of remote work", nil), ("Q1 sales report", "Q1 sales", nil),
            ("Why cats love boxes", "the question of why cats love boxes", nil), ("ChatGPT guide", "ChatGPT", nil),
        ] as [(String, String, String?)]
    )
    func `an English title gives its subject and its activity`(title: String, name: String, act: String?) {
        let topic = Topic(english: title, fallback: nil)
        #expect(topic.name == name)
        #expect(topic.act == act)
    }

    @Test func `fields are recognised by their words, Latin ones only as whole words`() {
        func field(_ title: String, _ keywords: [String] = []) -> String? {
            Field.recognise(title: title, keywords: keywords, among: Field.chinese)
        }
        #expect(field("如何提高工作效率") == "work")
        #expect(field("为什么猫喜欢纸箱") == "pets")
        #expect(field("AI绘画入门") == "technology")
        #expect(field("email礼仪") == nil)
        #expect(field("量子纠缠") == "science")
        #expect(field("慢下来") == nil)
        #expect(field("慢下来", ["睡眠", "减压"]) == "sleep")
    }

    @Test(arguments: Field.chinese.map(\.id)) func `every field has enough to say`(id: String) throws {
        let domain = try #require(Domain.named(id))
        #expect(domain.points.count >= 6)
        #expect(domain.people.count >= 4 && domain.metrics.count >= 4 && domain.things.count >= 4)
        #expect(domain.scenes.count >= 3 && domain.mistakes.count >= 4)
        for point in domain.points {
            for sentence in [point.why, point.how, point.trap, point.sign] {
                #expect(sentence.hasSuffix("。"), "\(id) \(point.name)")
            }
            #expect(!point.head.hasSuffix("。"))
        }
        #expect(Set(domain.points.map(\.name)).count == domain.points.count)
    }
}
