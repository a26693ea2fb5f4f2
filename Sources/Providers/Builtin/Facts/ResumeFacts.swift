/// What the material of a resume says of the applicant, line by line.
struct ResumeFacts {
    var name: String?
    var phone: String?
    var email: String?
    var city: String?
    var years: String?
    /// Where somebody worked, and where somebody learnt.
    var jobs: [String] = []
    var schools: [String] = []
    var rest: [String] = []

    /// How many lines of a kind a resume shows.
    private static let mostLines = 8

    init(_ content: String, keywords: [String] = []) {
        let text = String(content.prefix(8_000))
        name = ResumeFacts.name(in: text)
        phone = text.firstMatch(of: /1\d{10}/).map { String($0.0) }
        email = text.firstMatch(of: /[A-Za-z0-9._+\-]{1,64}@[A-Za-z0-9.\-]{1,128}\.[A-Za-z]{2,}/).map { String($0.0) }
        city = text.firstMatch(of: /(?:现居|居住地|所在地|城市)[：:\s]*([\u{4e00}-\u{9fff}]{2,6})/).map { String($0.1) }
        years = ResumeFacts.years(in: ([text] + keywords).joined(separator: "\n"))
        for line in Sentences.split(text) {
            let bare = line.trimmed.trimmingEnd("。；;，,")
            if bare.count < 2 || isContact(bare) { continue }
            if ResumeFacts.isSchool(bare) {
                schools.append(bare)
            } else if ResumeFacts.isJob(bare) {
                jobs.append(bare)
            } else {
                rest.append(bare)
            }
        }
        jobs = Array(jobs.prefix(ResumeFacts.mostLines))
        schools = Array(schools.prefix(ResumeFacts.mostLines))
        rest = rest.prefix(ResumeFacts.mostLines).map { $0 + "。" }
    }

    /// 李娜 of 姓名李娜; 我是 is followed by a trade as often as by a name.
    private static func name(in text: String) -> String? {
        let said = /(姓名[：:\s]*|我叫|我是)([\u{4e00}-\u{9fff}]{2,4})(?=[，,。；;\s、]|$)/
        return text.matches(of: said).first { $0.1 != "我是" || Applicant.isName(String($0.2)) }.map { String($0.2) }
    }

    private static let degrees = ["博士", "硕士", "研究生", "本科", "大专", "专科", "中专", "高中"]

    /// The highest degree that an order or its keywords name.
    static func degree(in text: String) -> String? { degrees.first { text.holds($0) } }

    /// 5年 of 5年经验 and 三年 of 三年工作经验.
    static func years(in text: String) -> String? {
        text.firstMatch(of: /([0-9一二三四五六七八九十两]{1,3}年)(以上)?(?:的)?(?:[\u{4e00}-\u{9fff}]{0,6})经验/).map {
            String($0.1) + ($0.2.map(String.init) ?? "")
        }
    }

    /// Whether a keyword tells of years or of a degree rather than of a skill.
    static func isNoSkill(_ keyword: String) -> Bool {
        years(in: keyword) != nil
            || ["应届", "本科", "硕士", "博士", "大专", "研究生", "毕业生", "岁"].contains { keyword.hasSuffix($0) }
    }

    private func isContact(_ line: String) -> Bool {
        let known = [name, phone, email, city].compactMap { $0 }
        guard known.contains(where: { line.holds($0) }) else { return false }
        var rest = line
        for word in known + ["姓名", "电话", "手机", "邮箱", "现居", "所在地", "居住地", "城市", "我叫", "我是"] {
            rest = rest.replacing(word, with: "")
        }
        return rest.count { $0.isLetter || $0.isNumber } < 4
    }

    private static func isSchool(_ line: String) -> Bool {
        let isPlace = ["大学", "学院", "学校", "中学", "职院"].contains { line.holds($0) }
        return isPlace && ["毕业", "专业", "本科", "硕士", "博士", "大专", "学历", "学位", "就读", "系", "级"].contains { line.holds($0) }
    }

    private static func isJob(_ line: String) -> Bool {
        ["公司", "集团", "任职", "就职", "担任", "工作于", "科技", "银行", "医院", "至今", "实习"].contains { line.holds($0) }
    }
}

extension String {
    /// Without any of `marks` at its end.
    func trimmingEnd(_ marks: String) -> String {
        var text = Substring(self)
        while let last = text.last, marks.contains(last) { text.removeLast() }
        return String(text)
    }
}
