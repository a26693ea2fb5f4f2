extension Forms {
    /// Gives a resume or a letter of application what is known of the applicant, and the work of the trade.
    static func prepare(resume subject: inout Subject, brief: Brief, size: Int, dice: inout Dice) {
        let facts = ResumeFacts(brief.content, keywords: subject.keywords)
        let stated = ResumeOrder(brief.requirements)
        let said = stated.facts
        let jobs = facts.jobs.isEmpty ? said.jobs : facts.jobs
        let texts = [brief.requirements, String(brief.content.prefix(8_000))]
        let order = (texts + subject.keywords).joined(separator: "\n")
        subject.keywords.removeAll { ResumeFacts.isNoSkill($0) }
        let applicant = Applicant(subject.topic, order: order, keywords: subject.keywords)
        let position = applicant.position
        takeTrade(of: position, into: &subject, size: size, dice: &dice)
        subject.slots["t"] = position ?? "这一职位"
        subject.slots["a"] = "胜任" + (position ?? "这一职位")
        subject.slots["T"] = position ?? "【待补充：目标岗位】"
        let name = facts.name ?? said.name ?? applicant.name
        subject.slots["N"] = name.map(Markdown.escape) ?? "【待补充】"
        subject.slots["Y"] = applicant.years ?? facts.years ?? said.years ?? "【待补充：年限】"
        let isSchool = ["教师", "老师", "校长", "辅导员"].contains { position?.hasSuffix($0) == true }
        subject.slots["G"] = isSchool ? "贵校" : "贵单位"
        subject.slots["1"] = facts.phone ?? said.phone ?? "【待补充】"
        subject.slots["2"] = (facts.email ?? said.email).map(Markdown.escape) ?? "【待补充】"
        subject.slots["3"] = facts.city ?? said.city ?? "【待补充】"
        let gap = "**【待补充：单位】｜【待补充：职位】｜【待补充：起止时间】**"
        subject.slots["4"] = jobs.isEmpty ? gap : list(jobs)
        let degree = ResumeFacts.degree(in: order) ?? "【待补充：学历】"
        let education = stated.education ?? "【待补充：学校】｜【待补充：专业】｜\(degree)｜【待补充：起止时间】"
        subject.slots["5"] = facts.schools.isEmpty ? education : list(facts.schools)
        subject.slots["6"] = jobs.first.map(Markdown.escape) ?? "在【待补充：单位或学校】，我负责过与岗位有关的工作"
        subject.keywords.removeAll { $0 == position }
        let skills = subject.keywords + stated.skills.filter { !subject.keywords.contains($0) }
        subject.slots["K"] = skills.prefix(mostSkills).joined(separator: "；")
        if skills.isEmpty { subject.slots["K"] = position ?? "【待补充：专业能力】" }
    }

    /// How many skills a resume lists.
    private static let mostSkills = 8

    private static func list(_ lines: [String]) -> String {
        lines.map { "- " + Markdown.escape($0) }.joined(separator: "\n")
    }

    /// Up to how many characters the work of a trade fills a resume; a longer one needs that of any office too.
    private static let enoughForTrade = 2_500

    /// What somebody of a trade does comes before what is done in any office; without a trade the office's own stands.
    private static func takeTrade(of position: String?, into subject: inout Subject, size: Int, dice: inout Dice) {
        guard let trade = position.flatMap({ Domain.craft(of: $0) ?? Domain.trade(of: $0) }) else { return }
        let more = size < enoughForTrade ? [] : Domain.implementation.points + Domain.support.points
        subject.core = trade.points + more
        subject.points = dice.shuffled(trade.points) + dice.shuffled(more)
        subject.metrics = trade.metrics
        subject.people = trade.people.isEmpty ? ["同事", "服务对象", "新来的同事"] : trade.people
        subject.things = ["工作记录", "检查清单", "操作说明", "交接本"]
        subject.mistakes = [
            ("交接不清", "当面交接并留下记录"), ("同类差错重复出现", "列成清单逐项核对"), ("临时任务打乱安排", "分清先后、先办急件"),
            ("意见没有回音", "当天答复、办结后回访"), ("准备不足", "提前一天核对所需的东西"),
        ]
    }
}
