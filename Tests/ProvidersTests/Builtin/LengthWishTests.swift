import Testing

@testable import Providers

@Suite struct LengthWishTests {
    @Test(
        arguments: [
            ("字数2000字，包含实用技巧", 2_000), ("约1500字", 1_500), ("800-1000字", 900), ("800～1000字左右", 900), ("800字到1000字", 900),
            ("写3000字", 3_000), ("1,200字", 1_200), ("２０００字", 2_000), ("两千字", 2_000), ("一千五百字", 1_500), ("2千字", 2_000),
            ("1万字", 10_000),
            ("1.5k字", 1_500), ("字数：1200", 1_200), ("每段100字，全文2000字", 2_000), ("摘要300字以内，正文不限", nil), ("面向20岁的年轻人", nil),
            ("分3个部分，每部分有小标题", nil), ("1200个字", 1_200), ("正好 600 字", 600), ("", nil),
        ] as [(String, Int?)]
    )
    func `a length in characters is found in a sentence`(text: String, count: Int?) {
        #expect(LengthWish.find(in: text) == count.map { LengthWish(count: $0, unit: .characters) })
    }

    @Test(arguments: [("3000 words", 3_000), ("a 600-word article", 600), ("Between 500 and 800 words", 800)])
    func `a length in words is found in an English sentence`(text: String, count: Int) {
        #expect(LengthWish.find(in: text) == LengthWish(count: count, unit: .words))
    }

    @Test(arguments: ["不少于500字", "至少500字", "500字以上", "at least 500 words"]) func `at least aims a little above`(
        text: String
    ) throws {
        let count = try #require(LengthWish.find(in: text)).count
        #expect((500...575).contains(count))
    }

    @Test(arguments: ["不超过500字", "500字以内", "控制在500字", "up to 500 words"]) func `at most aims a little below`(
        text: String
    ) throws {
        let count = try #require(LengthWish.find(in: text)).count
        #expect((425...500).contains(count))
    }

    @Test func `the requirements win over the length field`() {
        #expect(Wishes(requirements: "写800字", tone: nil, length: 2_000).length?.count == 800)
        #expect(Wishes(requirements: "写得好", tone: nil, length: 2_000).length?.count == 2_000)
    }

    @Test func `features, manner, readers and emphases are read from the requirements`() {
        let wishes = Wishes(requirements: "面向大学生，包含实用技巧和案例，突出续航与屏幕，语气幽默，做一个对比", tone: nil, length: nil)
        #expect(Set(wishes.features) == [.tips, .example, .comparison])
        #expect(wishes.manner == .humorous)
        #expect(wishes.audience == ["大学生"])
        #expect(wishes.emphases == ["续航", "屏幕"])
    }
}
