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
        "前台", "客服", "销售", "出纳", "导游", "实习生", "翻译", "律师", "总裁", "校长", "记者", "主播", "厨师", "月嫂", "保姆", "护工", "电工",
        "焊工", "保安",
    ]
    /// What the title says of the document and of the applicant's standing, after the position.
    private static let tails = [
        "求职简历", "个人简历", "应聘简历", "中文简历", "简历模板", "简历", "求职信", "自荐信", "应聘信", "申请信",
        "求职", "应聘", "个人", "竞聘", "岗位", "职位", "一职", "的", "岗",
    ]
    private static let heads = ["应届毕业生", "应届生", "我的", "个人", "一份"]
    /// Who somebody is rather than what somebody wants to be.
    private static let standings = ["应届生", "毕业生", "大学生", "研究生", "留学", "转行", "实习", "辞职", "离职", "个人", "求职"]

    /// Reads the title, then `order` (应聘市场主管), then the keywords.
    init(_ topic: Topic, order: String = "", keywords: [String]) {
        self.init(title: topic)
        position = position ?? Applicant.position(in: order) ?? keywords.first(where: Applicant.isPosition)
    }

    static func isPosition(_ word: String) -> Bool { positionEndings.contains { word.hasSuffix($0) } }

    /// 市场主管 of 应聘市场主管 or of 求职意向：市场主管.
    private static func position(in order: String) -> String? {
        let said = /(?:应聘|竞聘|求职意向|目标岗位|应聘岗位)(?:岗位)?[：:为是\s]*([^，,。；;、：:\s]{2,16})/
        return order.firstMatch(of: said).map { Markdown.escape(bare(String($0.1))) }
    }

    private init(title topic: Topic) {
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
        text = Applicant.bare(text)
        if Applicant.isName(text) {
            name = name ?? text
        } else if text.count >= 2, !Applicant.standings.contains(where: { text.hasSuffix($0) }) {
            position = Markdown.escape(LongName.cut(text))
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
            } else if !["求职", "应聘", "简历", "个人简历", "求职简历", "的"].contains(word) {
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

    /// Without the words around the position.
    private static func bare(_ text: String) -> String {
        var rest = text
        for head in heads where rest.hasPrefix(head) && rest.count > head.count { rest.removeFirst(head.count) }
        while let tail = tails.first(where: { rest.hasSuffix($0) }) {
            rest.removeLast(tail.count)
        }
        return rest
    }
}
