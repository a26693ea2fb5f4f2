import Testing

@testable import Providers

/// A note is posted under what readers look for, not under the names of its sections.
@Suite struct HashtagTests {
    private func tags(_ title: String, keywords: [String] = [], length: Int? = nil) throws -> [String] {
        let text = try Samples.draft("xiaohongshu_note", title, keywords: keywords, length: length)
        let line = text.split(separator: "\n").last { $0.hasPrefix("#") && !$0.hasPrefix("# ") } ?? ""
        return line.split { "# ".contains($0) }.map(String.init)
    }

    @Test(arguments: [
        ("成都三日游攻略", ["成都三日游", "成都", "旅游攻略"]), ("卸妆的正确顺序", ["卸妆", "护肤"]), ("红烧肉的做法", ["红烧肉的做法", "家常菜"]),
        ("如何提高工作效率", ["工作效率", "职场干货"]), ("我在北京漂了十年", ["日常分享"]),
    ])
    func `hashtags name subject and field`(title: String, wanted: [String]) throws {
        let tags = try tags(title)
        for tag in wanted { #expect(tags.contains(tag), "\(title) \(tag)") }
        for point in ["错峰出行", "卸妆留心", "吃得适量", "要事优先", "指的是哪一种"] { #expect(!tags.contains(point), "\(title) \(point)") }
        #expect(Set(tags).count == tags.count)
    }

    @Test func `keywords come before the field`() throws {
        let tags = try tags("成都三日游攻略", keywords: ["火锅", "大熊猫"])
        #expect(tags.prefix(3) == ["成都三日游", "火锅", "大熊猫"])
    }

    @Test func `each field has topics`() {
        for field in Field.chinese where !["application", "works"].contains(field.id) {
            #expect(Hashtags.known(in: field.id).count >= 2, "\(field.id)")
        }
    }
}
