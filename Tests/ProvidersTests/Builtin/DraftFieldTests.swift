import Testing

@testable import Providers

/// Drafts that speak of their own field of life and not of everything.
@Suite struct DraftFieldTests {
    /// Titles of fields that have nothing to do with each other, and the lexicon that each asks for.
    static let titles = [
        ("油皮夏天底妆不脱妆的秘密", "beauty"), ("小个子女生秋冬穿搭", "fashion"), ("新手怎么养多肉", "gardening"), ("第一次养猫要准备什么", "petcare"),
        ("红烧肉怎么做才不腻", "dish"), ("羽毛球入门指南", "sport"), ("三分钟学会换备胎", "car"), ("试用期被辞退怎么维权", "law"),
        ("小户型收纳的10个妙招", "tidying"),
        ("二手房避坑指南", "housing"), ("剧本杀新手攻略", "games"), ("零基础学吉他", "music"), ("手机摄影构图技巧", "photography"),
        ("毛线编织入门", "craft"),
        ("大棚蔬菜病虫害防治", "farming"), ("高血压患者的日常护理", "medicine"), ("异地恋如何维持", "feelings"), ("工厂车间精益改善方法", "making"),
        ("公众号涨粉的方法", "media"), ("黑洞是怎样形成的", "science"), ("百年孤独读后感", "works"), ("婚礼布置的思路", "celebration"),
        ("儿子沉迷手机游戏怎么办", "parenting"), ("如何攒下第一笔钱", "finance"),
        ("成都三日游攻略", "travel"),
    ]

    @Test(arguments: titles) func `a draft draws on the field of its title`(title: String, field: String) throws {
        let topic = Topic(title: title, fallback: nil)
        let found =
            Domain.isDish(title)
            ? "dish" : Field.recognise(title: topic.title + topic.bare, keywords: [], among: Field.chinese)
        #expect(found == field)
        let domain = try #require(Domain.named(field))
        for tool in ["wechat_article", "xiaohongshu_note"] {
            let text = try Samples.draft(tool, title, length: 1_500)
            let own = domain.points.flatMap { [$0.why, $0.how, $0.trap, $0.sign] }
            let held = own.filter { !$0.contains("{") && text.contains($0.dropLast()) }
            #expect(held.count >= (tool == "wechat_article" ? 12 : 5), "\(tool): \(held.count)")
        }
    }

    /// The share of a draft's sentences that another one of another field may hold too, in percent.
    static let mostShared = 12
    /// In how many of the drafts one sentence may stand: an opening is dealt from a handful.
    static let mostDrafts = 8

    @Test func `drafts of unrelated titles share hardly a sentence`() throws {
        let texts = try Self.titles.map { title, _ -> Set<String> in
            let text = try Samples.draft("wechat_article", title, length: 1_500)
            return Set(Samples.sentences(text).filter { !$0.hasPrefix("#") })
        }
        var places: [String: Int] = [:]
        for text in texts {
            for sentence in text { places[sentence, default: 0] += 1 }
        }
        let common = places.filter { $0.value > Self.mostDrafts }
        #expect(common.isEmpty, "\(common)")
        for (index, first) in texts.enumerated() {
            for (other, second) in texts.enumerated().dropFirst(index + 1) {
                let shared = first.intersection(second)
                #expect(
                    shared.count * 100 <= min(first.count, second.count) * Self.mostShared,
                    "\(Self.titles[index].0) \(Self.titles[other].0): \(shared.count) of \(first.count)"
                )
            }
        }
    }

    @Test(arguments: Field.chinese.map(\.id)) func `every field that can be recognised has a lexicon`(id: String) {
        #expect(Domain.named(id)?.id == id)
    }

    static let englishTitles = [
        ("How to grow tomatoes on a balcony", "garden"), ("Why cats love boxes", "pets"),
        ("Skin care for oily skin", "skin"),
        ("How to bake bread at home", "food"), ("A weekend trip to Vienna", "travel"),
        ("How to get out of debt", "money"),
        ("How to learn Swift in 30 days", "software"), ("Preparing for final exams", "study"),
        ("How to start a podcast", "media"), ("Better sleep for shift workers", "health"),
        ("Decluttering a small apartment", "home"), ("Bedtime with a toddler", "family"),
    ]

    @Test(arguments: englishTitles) func `an English draft does so too`(title: String, field: String) throws {
        #expect(Field.recognise(title: title, keywords: [], among: Field.english) == field)
        let domain = try #require(Domain.english(field))
        let text = try Samples.draft("wechat_article", title)
        let own = domain.points.flatMap { [$0.why, $0.how, $0.trap, $0.sign] }
        let held = own.filter { text.contains($0) }
        #expect(held.count >= 6, "\(held.count)")
    }
}
