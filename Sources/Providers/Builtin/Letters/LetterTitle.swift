/// What a title says of the letter that it asks for: its kind, and whom or what it is about.
struct LetterTitle {
    let kind: Letter.Kind
    /// What stands before the kind's name (销售经理 of 销售经理辞职信), without linking words.
    private(set) var lead = ""
    /// To whom it goes (班主任 of 给班主任的感谢信).
    private(set) var addressee: String?
    /// What it is about (快递延误 of 关于快递延误的致歉信).
    private(set) var matter: String?
    /// Who writes it (某某公司 of 某某公司致客户的感谢信).
    private(set) var sender: String?
    /// What is applied for, where it is an application.
    private(set) var application: Application?

    /// The letters that an article may be; others are documents only.
    private static let ofArticles: [Letter.Kind] = [
        .resignation, .recommendation, .thanks, .apology, .invitation, .comfort, .praise, .congratulation,
        .application,
    ]
    /// Words of an article about letters rather than of a letter.
    private static let aboutLetters = [
        "收到", "写", "怎", "如何", "为什么", "那封", "这封", "读", "看", "递", "火了", "最美", "史上", "背后", "什么", "吗", "？", "?", "技巧",
        "晒", "送来", "寄来", "发来", "来自", "格式", "自己", "青春", "未来", "岁月", "时光", "童年",
    ]
    private static let samples = ["模板", "范文", "范本", "样本", "样板", "格式", "怎么写", "怎样写", "写法", "简短", "通用", "大全"]

    /// Nil when the title asks for none, or the tool writes none of the kind.
    init?(_ title: String, tool: String) {
        guard ["resume", "official_document", "wechat_article"].contains(tool) else { return nil }
        let isArticle = tool == "wechat_article"
        let line = Markdown.oneLine(title)
        var found: (kind: Letter.Kind, lead: String)?
        var others: [String] = []
        for part in line.split(whereSeparator: { "：:（）()—｜|，, ".contains($0) }).map({ String($0).trimmed }) {
            if found == nil, let own = LetterTitle.kind(atEndOf: part) {
                found = own
            } else if !LetterTitle.samples.contains(part) {
                others.append(part)
            }
        }
        guard let found else { return nil }
        if isArticle {
            guard LetterTitle.ofArticles.contains(found.kind) else { return nil }
            guard !LetterTitle.isAboutLetters(line) else { return nil }
        }
        if tool == "official_document", found.lead.hasPrefix("关于"), found.kind == .certificate { return nil }
        if isArticle, found.kind == .application, !line.holds("申请书") { return nil }
        kind = found.kind
        read(found.lead)
        if let other = others.first, lead.isEmpty, matter == nil, addressee == nil { read(other) }
        guard kind == .application else { return }
        application = Application(matter ?? lead)
        if application == nil { return nil }
    }

    /// Whether a title of an article only speaks of letters (收到一封感谢信).
    static func isAboutLetters(_ title: String) -> Bool {
        let text = title.replacing("写给", with: "给")
        return aboutLetters.contains { text.holds($0) }
    }

    private static func kind(atEndOf part: String) -> (Letter.Kind, String)? {
        var text = part.filter { !"《》“”\"".contains($0) && !$0.isPictograph }
        while let sample = samples.first(where: { text.hasSuffix($0) && text.count > $0.count }) {
            text.removeLast(sample.count)
            if text.hasSuffix("的") { text.removeLast() }
        }
        for kind in Letter.Kind.allCases {
            guard let name = kind.names.first(where: { text.hasSuffix($0) }) else { continue }
            let lead = String(text.dropLast(name.count))
            if name == "证明", !lead.isEmpty, !certified.contains(where: { lead.holds($0) }) { return nil }
            return (kind, lead)
        }
        return nil
    }

    /// What is certified: 在职收入证明 is a certificate, 用实力作出证明 a headline.
    private static let certified = [
        "在职", "收入", "离职", "实习", "在读", "就读", "学籍", "工作", "居住", "住房", "贫困", "单身", "婚姻", "亲属", "关系", "身份", "学历", "学位",
        "实践", "志愿", "工龄", "经历", "资产", "存款", "授权", "无犯罪", "出生", "死亡", "身体", "健康", "缴费", "获奖", "参赛", "毕业",
    ]

    private mutating func read(_ text: String) {
        var rest = text
        for tail in ["的一封", "一封", "的一份", "一份", "的"] where rest.hasSuffix(tail) { rest.removeLast(tail.count) }
        for head in ["一封", "一份", "我的", "帮我写", "感谢", "对", "关于"] where rest.hasPrefix(head) && rest.count > head.count {
            rest.removeFirst(head.count)
            if head == "关于" { matter = rest.trimmed }
        }
        if matter != nil { return }
        for head in ["写给", "致", "给", "向"] where rest.hasPrefix(head) && rest.count > head.count + 1 {
            addressee = String(rest.dropFirst(head.count))
            return
        }
        if let match = rest.wholeMatch(of: /(.{2,14})(?:写给|致)(.{2,14})/) {
            (sender, addressee) = (String(match.1), String(match.2))
            return
        }
        lead = rest.trimmed
    }
}
