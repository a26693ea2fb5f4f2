import Testing

@testable import Providers

/// An application is a letter that says what is asked for and why, and promises what follows.
@Suite struct ApplicationTests {
    @Test(
        arguments: ["resume", "official_document", "wechat_article"],
        ["入党申请书", "入团申请书", "调岗申请书", "国家助学金申请书", "三好学生申请书", "学生会申请书", "休学申请书", "申请书"]
    )
    func `an application addresses somebody, asks, gives reasons and is signed`(tool: String, title: String) throws {
        let text = try Samples.draft(tool, title)
        let lines = Samples.body(text)
        #expect(lines.first?.hasSuffix("：") == true && lines.first?.contains("敬") == true, "\(title)")
        #expect(Array(lines.suffix(4)) == ["此致", "敬礼！", "申请人：【待补充：姓名】", "【待补充：日期】"], "\(title)")
        #expect(text.contains("申请") && (text.contains("原因是") || text.contains("认识") || text.contains("成绩为")))
        for word in ["## ", "目标岗位", "重点任务", "特此通知"] { #expect(!text.contains(word), "\(title) \(word)") }
        #expect((383...517).contains(Draft.length(of: text)), "\(title)")
    }

    @Test(arguments: [
        ("入党申请书", "", ["敬爱的党组织：", "我志愿加入中国共产党", "请党组织在实践中考验我！"]),
        ("销售经理转正申请书", "入职三个月，姓名李娜", ["我目前担任销售经理", "转正", "在这里的三个月里", "申请人：李娜"]),
        ("调岗申请书", "从技术部调到市场部，因为想发挥沟通方面的特长", ["申请从技术部调到市场部", "原因是想发挥沟通方面的特长", "办妥交接"]),
        ("助学金申请书", "申请理由：父亲患病", ["申请助学金", "申请的主要原因是父亲患病。", "学校"]), ("学生会申请书", "", ["申请加入学生会", "尊敬的老师："]),
        ("班长申请书", "", ["担任班长"]), ("三好学生申请书", "", ["申请三好学生称号"]), ("贫困生申请", "", ["申请贫困生认定"]),
        ("关于购置实验设备的申请", "", ["购置实验设备", "尊敬的领导："]),
    ])
    func `an application asks for what its title names`(title: String, order: String, words: [String]) throws {
        let text = try Samples.draft("official_document", title, requirements: order)
        for word in words { #expect(text.contains(word), "\(title) \(word)") }
        #expect(!text.contains("未能照办"))
    }

    @Test(arguments: [
        ("wechat_article", "入党申请书怎么写"), ("wechat_article", "签证申请"), ("official_document", "商标注册申请书"),
        ("official_document", "关于做好助学金申请工作的通知"), ("news_article", "助学金申请"),
    ])
    func `a text about applications is none`(tool: String, title: String) throws {
        #expect(try !Samples.body(Samples.draft(tool, title)).contains("此致"))
    }

    @Test(arguments: ["入党申请书", "调岗申请书", "助学金申请书", "加入志愿者协会申请书"], [300, 500])
    func `an application keeps its length`(title: String, length: Int) throws {
        let count = Draft.length(of: try Samples.draft("official_document", title, length: length))
        #expect((length * 85 / 100...length * 115 / 100).contains(count), "\(title) \(length): \(count)")
    }
}
