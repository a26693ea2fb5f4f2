import Testing

@testable import Providers

/// Letters have the form of letters, whichever of the tools for documents they are ordered from.
@Suite struct LetterTests {
    @Test(arguments: ["resume", "official_document", "wechat_article"], ["辞职信", "员工推荐信", "感谢信", "道歉信", "校庆邀请函"])
    func `a letter opens with its reader and closes with a greeting`(tool: String, title: String) throws {
        let text = try Samples.draft(tool, title)
        let lines = Samples.body(text)
        #expect(lines.first?.hasPrefix("尊敬的") == true && lines.first?.hasSuffix("：") == true, "\(title)")
        #expect(lines.contains("此致") && lines.contains("敬礼！"), "\(title)")
        for word in ["## ", "目标岗位", "重点任务", "招聘【", "特此通知"] { #expect(!text.contains(word), "\(title) \(word)") }
    }

    @Test func `a resignation takes its facts and asks for none that was given`() throws {
        let text = try Samples.draft(
            "official_document",
            "销售经理辞职报告",
            requirements: "姓名李娜，工作三年，原因是照顾父母，6月30日离职，300字，语气诚恳"
        )
        for words in ["销售经理一职", "因为要照顾父母", "在这里的三年里", "最后的工作日为6月30日", "申请人：李娜"] {
            #expect(text.contains(words), "\(words)")
        }
        for words in ["未能照办", "【待补充：姓名】", "要求的篇幅"] { #expect(!text.contains(words), "\(words)") }
    }

    @Test func `a recommendation is for a school or for an employer`() throws {
        let study = try Samples.draft("resume", "出国留学推荐信", requirements: "申请牛津大学计算机硕士")
        #expect(study.contains("尊敬的招生负责人：") && study.contains("申请牛津大学计算机硕士。") && study.contains("该生"))
        let work = try Samples.draft("resume", "员工推荐信", keywords: ["王小明"])
        #expect(work.contains("尊敬的招聘负责人：") && work.contains("推荐王小明到贵单位工作"))
        for text in [study, work] { #expect(!text.contains("表达应聘意愿")) }
    }

    @Test(arguments: [
        ("致医护人员的感谢信", "", "尊敬的医护人员："), ("王医生感谢信", "", "尊敬的王医生："), ("致客户的感谢信", "", "谢"),
        ("关于快递延误的致歉函", "公司：顺达快递", "就快递延误一事"), ("关于快递延误的致歉函", "公司：顺达快递", "\n\n顺达快递\n\n"),
        ("客户答谢会邀请函", "时间：2026年12月20日下午2点，地点：国际饭店三楼", "时间：2026年12月20日下午2点；地点：国际饭店三楼。"),
        ("在职证明", "姓名张伟，职务软件工程师，单位：云帆科技", "兹证明张伟，"), ("在职证明", "姓名张伟，职务软件工程师，单位：云帆科技", "云帆科技（盖章）"),
        ("介绍信", "", "请予接洽"), ("上班迟到检讨书", "", "就上班迟到一事"), ("春节慰问信", "", "值此春节之际"), ("公司成立十周年贺信", "", "公司成立十周年"),
        ("请假条", "姓名张伟，因家中有事请假，时间12月1日至3日", "因家中有事，我需要请假，时间为12月1日至3日，恳请批准。"), ("班长辞职信", "", "同学们"),
        ("辞职信：身体原因", "", "由于身体原因，"),
    ])
    func `title and order tell whom and what it is about`(title: String, order: String, words: String) throws {
        #expect(try Samples.draft("official_document", title, requirements: order).contains(words))
    }

    @Test(arguments: [
        ("辞职信", "落款写李明，岗位交接要写清楚", ["岗位交接要写清楚", "落款写李明"], ["申请人：写李明", "交接要写清楚一职"]),
        ("推荐信", "姓名请留空，时间：2026年3月，原因：表现突出", ["表现突出"], ["推荐请留空"]),
        ("感谢信", "感谢李医生的精心治疗，感谢护士长的细心照料", ["“感谢护士长的细心照料”"], []),
        ("道歉信", "落款日期：2026年6月2日", ["2026年6月2日"], ["日期：2026年6月2日", "未能照办"]),
    ])
    func `what is no value is none, and what has no place is named`(
        title: String,
        order: String,
        told: [String],
        untold: [String]
    ) throws {
        let text = try Samples.draft("official_document", title, requirements: order)
        for words in told { #expect(text.contains(words), "\(words)") }
        for words in untold { #expect(!text.contains(words), "\(words)") }
    }

    @Test(arguments: [
        ("wechat_article", "如何写好一封推荐信"), ("wechat_article", "老板收到我的辞职信"), ("wechat_article", "辞职信怎么写"),
        ("wechat_article", "小学生暑假推荐书"),
        ("official_document", "关于规范开具证明的通知"), ("official_document", "用实力作出证明"), ("news_article", "市民送来感谢信"),
    ])
    func `a text about letters is no letter`(tool: String, title: String) throws {
        #expect(try !Samples.body(Samples.draft(tool, title)).contains("此致"))
    }

    @Test(arguments: ["辞职信", "员工推荐信", "留学推荐信", "感谢信", "道歉信"], [300, 500])
    func `a letter keeps its length, and says so where it can't`(title: String, length: Int) throws {
        let text = try Samples.draft("official_document", title, length: length)
        #expect((length * 85 / 100...length * 115 / 100).contains(Draft.length(of: text)), "\(title) \(length)")
        #expect(!text.contains("要求的篇幅"))
        #expect(try Samples.draft("official_document", title, length: 5_000).contains("要求的篇幅为5000字"))
    }

    @Test func `the user's own sentences and keywords stand in the letter`() throws {
        let text = try Samples.draft(
            "resume",
            "辞职信",
            keywords: ["客户资料"],
            content: "姓名：张伟，职位：前端工程师。我在公司负责过两个大项目。"
        )
        for words in ["我在公司负责过两个大项目。", "前端工程师一职", "申请人：张伟", "“客户资料”"] { #expect(text.contains(words), "\(words)") }
        #expect(!text.contains("姓名："))
    }

    @Test func `a letter of application comes from other tools too`() throws {
        #expect(try Samples.draft("official_document", "幼儿园老师自荐信").contains("贵校正在招聘幼儿园老师"))
    }
}
