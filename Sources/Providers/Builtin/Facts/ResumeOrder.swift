/// What the requirements of a resume state of the applicant, clause by clause: 毕业于武汉大学, 熟悉Vue和TypeScript.
struct ResumeOrder {
    /// Name, years and ways to reach somebody; its jobs are those that a clause states and none that it wishes for.
    var facts: ResumeFacts
    /// School, subject and degree as the line of an education; nil where no school is named.
    var education: String?
    var skills: [String] = []

    private static let schooled = ["毕业", "就读", "院校", "学校", "专业", "本科", "硕士", "博士", "大专", "研究生", "学历", "学位"]
    private static let worked = ["任职", "就职", "工作于", "担任", "至今", "实习于", "曾在", "工作过"]
    /// What is wished for rather than stated.
    private static let wishes = ["应聘", "投递", "申请", "目标", "面向", "针对", "突出", "强调", "体现", "要求", "不要", "适合", "侧重", "重点"]
    private static let known = Pattern(/^(?:技能|熟练掌握|熟练使用|熟练运用|熟悉|掌握|精通|擅长|会用|会使用|了解)[：:为是]?\s*([^的].{1,30})$/)
    private static let labelledSchool = Pattern(
        /(?:毕业于|毕业院校|就读于|就读|学校|院校)[：:为是\s]*([\u{4e00}-\u{9fff}]{2,12}(?:大学|学院|职院|学校|中学|中专))/
    )
    private static let bareSchool = Pattern(/([\u{4e00}-\u{9fff}]{2,12}(?:大学|学院|职院|中学|中专))/)
    private static let subject = Pattern(/专业[：:为是]\s*([\u{4e00}-\u{9fff}]{2,10})|([\u{4e00}-\u{9fff}]{2,10}?)(?:专业|系)/)

    init(_ requirements: String) {
        let clauses = ResumeOrder.clauses(of: requirements)
        let stated = clauses.filter { clause in !ResumeOrder.wishes.contains { clause.holds($0) } }
        facts = ResumeFacts(clauses.joined(separator: "\n"))
        facts.jobs = facts.jobs.filter { job in
            stated.contains(job) && ResumeOrder.worked.contains { job.holds($0) }
        }
        for clause in stated {
            if let match = clause.firstMatch(of: ResumeOrder.known.regex) { skills += ResumeOrder.items(of: match.1) }
            guard education == nil, ResumeOrder.schooled.contains(where: { clause.holds($0) }),
                let match = clause.firstMatch(of: ResumeOrder.labelledSchool.regex)
                    ?? clause.prefixMatch(of: ResumeOrder.bareSchool.regex)
            else { continue }
            let rest = String(clause[match.range.upperBound...])
            let subject = ([rest] + stated).lazy.compactMap(ResumeOrder.subject).first ?? "【待补充：专业】"
            let degree = ResumeFacts.degree(in: requirements) ?? "【待补充：学历】"
            education = "\(Markdown.escape(String(match.1)))｜\(subject)｜\(degree)｜【待补充：起止时间】"
        }
    }

    private static func clauses(of text: String) -> [String] {
        text.prefix(5_000).split { "，。；;,\n！!？?".contains($0) }.map { $0.trimmed }.filter { $0.count >= 2 }
    }

    private static func items(of text: Substring) -> [String] {
        text.replacing(/以及|[、和与及\/]/, with: "、").split(separator: "、").map { Markdown.escape($0.trimmed) }
            .filter { !$0.isEmpty }
    }

    private static func subject(in text: String) -> String? {
        guard let match = text.firstMatch(of: subject.regex), let name = match.1 ?? match.2 else { return nil }
        let bare = name.drop { "的读学是".contains($0) }
        return bare.count >= 2 ? String(bare) : nil
    }

    /// Whether a phrase states something of the applicant, and a text says all of that.
    static func isTold(_ phrase: String, in body: String) -> Bool {
        let order = ResumeOrder(phrase)
        let facts = order.facts
        var values = [facts.name, facts.phone, facts.email, facts.city, facts.years].compactMap { $0 } + order.skills
        values += facts.jobs.map(Markdown.escape)
        values += order.education.map { $0.split(separator: "｜").map(String.init).filter { !$0.hasPrefix("【") } } ?? []
        return !values.isEmpty && values.allSatisfy { body.holds($0) }
    }
}
