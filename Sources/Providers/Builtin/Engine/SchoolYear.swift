/// The school year and the school subject that the title of a lesson begins with: 小学三年级数学 of 小学三年级数学认识分数.
struct SchoolYear {
    /// As they stand in the table of the lesson; nothing where the title says neither.
    var name = ""
    /// What is left of the title.
    var rest: String

    private static let schools = ["幼儿园大班", "幼儿园中班", "幼儿园小班", "幼儿园", "小学", "初中", "高中", "中职", "高职", "大学"]
    private static let years =
        ["一", "二", "三", "四", "五", "六", "七", "八", "九"].map { $0 + "年级" }
        + ["高一", "高二", "高三", "初一", "初二", "初三"]
    private static let terms = ["上册", "下册", "必修一", "必修二", "必修", "选修"]
    private static let subjects = [
        "道德与法治", "信息技术", "信息科技", "语文", "数学", "英语", "物理", "化学", "生物", "历史", "地理", "政治", "科学", "音乐", "美术", "体育", "劳动",
        "班会",
    ]

    /// The edition of the book that the title begins with (人教版), or nothing.
    private(set) var book = ""

    private static let edition = Pattern(/^[\u{4e00}-\u{9fff}]{2,4}版(?=小学|初中|高中|[一二三四五六七八九]年级|[高初][一二三]|[语数英物化生历地])/)
    private static let aside = Pattern(
        /(?:小学|初中|高中)?(?:[一二三四五六七八九]年级|[高初][一二三])(?:上册|下册)?(?:语文|数学|英语|物理|化学|生物|历史|地理|政治|科学)?/
    )

    init(_ title: String) {
        rest = title
        if let match = rest.firstMatch(of: SchoolYear.edition.regex) {
            book = String(match.0)
            rest.removeSubrange(match.range)
        }
        for words in [
            SchoolYear.schools, SchoolYear.years, SchoolYear.terms, SchoolYear.subjects, SchoolYear.terms,
        ] {
            if let word = words.first(where: { rest.hasPrefix($0) && rest.count > $0.count + 1 }) {
                name += word
                rest.removeFirst(word.count)
            }
        }
        while let first = rest.first, "：:，,《“ 课".contains(first), rest.count > 2 { rest.removeFirst() }
        if rest.hasPrefix("的") { rest.removeFirst() }
        takeWork(in: title)
        if name.isEmpty { return }
        while let last = rest.last, "》”".contains(last), rest.count > 2 { rest.removeLast() }
    }

    /// Keeps of the rest no more than the work that the title names (《背影》朱自清 初二语文), where the year stands behind.
    private mutating func takeWork(in title: String) {
        guard let open = title.firstIndex(of: "《"), let close = title[open...].firstIndex(of: "》") else { return }
        let work = String(title[title.index(after: open)..<close])
        guard work.count >= 2, title.firstIndex(of: "《") == title.lastIndex(of: "《") else { return }
        let around = title[title.index(after: close)...]
        if name.isEmpty, let match = around.firstMatch(of: SchoolYear.aside.regex) { name = String(match.0) }
        if !name.isEmpty { rest = work }
    }
}
