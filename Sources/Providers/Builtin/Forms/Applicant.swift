/// Who applies for what, read from the title of a resume or a letter of application.
struct Applicant {
    /// The position; nil when neither the title nor a keyword names one.
    var position: String?
    var name: String?
    /// How long somebody has worked, as the title says it (5年).
    var years: String?

    private static let surnames = Set(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
    )
    private static let positionEndings = [
        "经理", "工程师", "师", "员", "专员", "助理", "主管", "总监", "教师", "老师", "护士", "医生", "顾问", "会计", "编辑", "运营", "秘书", "司机", "店长",
        "开发",
        "前台", "客服", "销售", "出纳", "导游", "实习生", "翻译", "律师", "总裁", "校长", "记者", "主播", "厨师",
    ]

    init(_ topic: Topic, keywords: [String]) {
        var text = topic.isWordless ? "" : topic.bare
        if topic.isLetter, let wanted = topic.title.split(whereSeparator: { "：:，, ".contains($0) }).last {
            text = String(wanted)
        }
        text = takeTokens(of: text)
        for word in ["应聘", "竞聘", "求职", "申请", "面试", "投递"] {
            guard let range = text.firstRange(of: word) else { continue }
            let wanted = Applicant.bare(String(text[range.upperBound...]))
            if wanted.count >= 2 {
                position = Markdown.escape(LongName.cut(wanted))
                let who = text[..<range.lowerBound].trimmed
                if Applicant.isName(who) { name = who }
                return
            }
        }
        if Applicant.isName(text) {
            name = name ?? text
            position = keywords.first { keyword in Applicant.positionEndings.contains { keyword.hasSuffix($0) } }
        } else if !text.isEmpty {
            position = Markdown.escape(Applicant.bare(LongName.cut(text)))
        }
    }

    /// Reads a title of several words (张三 Java后端 5年 求职): takes name and years out of it and returns the rest.
    private mutating func takeTokens(of text: String) -> String {
        let words = text.split { $0 == " " || $0 == "\u{3000}" || "｜|/-—".contains($0) }.map(String.init)
        guard words.count > 1 else { return text }
        var rest: [String] = []
        for word in words {
            if name == nil, Applicant.isName(word) {
                name = word
            } else if word.first?.isNumber == true, word.hasSuffix("年") || word.hasSuffix("年经验") {
                years = word.hasSuffix("经验") ? String(word.dropLast(2)) : word
            } else if !["求职", "应聘", "简历", "个人简历", "的"].contains(word) {
                rest.append(word)
            }
        }
        return rest.isEmpty ? text : rest.joined(separator: " ")
    }

    private static let doubleSurnames = ["诸葛", "欧阳", "司马", "上官", "慕容", "夏侯", "皇甫", "尉迟", "令狐"]

    static func isName(_ text: String) -> Bool {
        if (3...4).contains(text.count), doubleSurnames.contains(where: { text.hasPrefix($0) }) { return true }
        guard (2...3).contains(text.count), text.allSatisfy(\.isHan), let first = text.first else { return false }
        return surnames.contains(first) && !positionEndings.contains { text.hasSuffix($0) }
    }

    private static func bare(_ text: String) -> String {
        var rest = text
        for ending in ["的", "岗位", "职位", "一职", "岗"] where rest.hasSuffix(ending) && rest.count > ending.count + 1 {
            rest.removeLast(ending.count)
        }
        return rest
    }
}
