import Testing

@testable import Providers

/// A rewrite never makes a wrong word of a right text.
@Suite struct RewriteGuardTests {
    private func rewritten(_ text: String, _ requirements: String = "") throws -> String {
        try Samples.rewritten(text, requirements)
    }

    /// Sentences with words inside of other words, or words that only look like ones that could be exchanged.
    static let kept = [
        "小说的主题体现在人物的选择上。", "工厂的制造成本比去年下降了。", "改造成果得到了居民的认可。", "他之所以迟到，是因为堵车。",
        "他把全部收入都交给了家里。", "我等了十分钟，车还没来。", "油腻的东西会让消化不良的人更难受。", "手机使用者应该了解隐私设置。",
        "东西方文化有很大差异。", "你喝茶还是咖啡？", "今天感觉好一些了。", "老板说的话你别往心里去。", "我们可以及时处理客户的投诉。",
        "任务必须在周五之前完成。", "地方法院受理了此案。", "自然而然，他们成了朋友。", "公司成立刻不容缓。", "这件事已经过去三年了。",
        "手续已经过审批，可以领取执照。", "来来往往的行人没有注意到他。", "事情太突然了，谁都没有准备。", "车辆发生冲突然后离开。",
        "这台机器功能够用了。", "她得了九十分，全班第一。", "也许多年以后，我们会再见面。", "来的人很多，座位不够。", "这更加重了他的负担。",
        "其实际情况还有待核实。", "案例如下：", "截至目前，共有27家企业报名。", "会议主题目前还没有定。", "你最近感觉如何？", "他能否认得出来，谁也不知道。",
        "建立即时通讯群。", "困难以及解决办法如下。", "随即可见一片湖水。", "他被认为是最好的人选。", "他所拥有的一切都是自己挣来的。",
        "你怎么了？", "可能不能来了。", "没法子，只好走了。", "一定要求他写检讨。", "万一直播中断怎么办？", "很快乐的一天过去了。",
    ]

    @Test(arguments: kept, ["", "口语化", "正式"])
    func `a word is no part of others`(sentence: String, style: String) throws {
        #expect(try rewritten(sentence, style) == sentence)
    }

    @Test(arguments: [
        ("", "天气非常热，非常规的办法才有效。", "天气十分热，非常规的办法才有效。"),
        ("", "项目前期的调研已经完成，项目目前进展顺利。", "项目前期的调研已经完成，项目现在进展顺利。"),
        ("", "因为小明生病了，所以没去上学。", "由于小明生病了，因此没去上学。"),
        ("", "由于工作需要，我下个月要搬到北京。", "我下个月要搬到北京，这是因为工作需要。"),
        ("口语化", "我购买了两张票，购买力有限。", "我买了两张票，购买力有限。"),
        ("口语化", "我无需求证，也无需解释。", "我无需求证，也不用解释。"),
        ("口语化", "申请人应当如实填写表格。", "申请人应该如实填写表格。"),
        ("正式", "特别好吃的面，特别感谢大家。", "特别好吃的面，十分感谢大家。"),
        ("正式", "天慢慢变黑了，慢慢走，别着急。", "天逐渐变黑了，慢慢走，别着急。"),
        ("正式", "我还没有钱，还没完成作业。", "我还没有钱，尚未完成作业。"),
    ])
    func `a word is exchanged only where it is meant`(style: String, sentence: String, wanted: String) throws {
        #expect(try rewritten(sentence, style) == wanted)
    }

    @Test func `quotations, titles, links, keywords and code stay`() throws {
        let text = "《目前的形势》见 https://example.com/目前/非常 一页，他说“非常好”，又说\"好。非常好。\"，我非常感谢。"
        let wanted = "《目前的形势》见 https://example.com/目前/非常 一页，他说“非常好”，又说\"好。非常好。\"，我十分感谢。"
        #expect(try rewritten(text) == wanted)
        let draft = try Samples.draft("content_rewrite", "题", keywords: ["提升效率"], content: "我们要提升效率，提升质量。")
        #expect(draft.contains("提升效率，提高质量。"))
    }

    @Test func `lines stay lines`() throws {
        let text = "姓名：张三\n电话：138\n1. 目前进展顺利。\n2. 但是还有问题。\n（一）由于预算不足，停工。"
        #expect(
            try rewritten(text) == "姓名：张三\n电话：138\n1. 现在进展顺利。\n2. 不过还有问题。\n（一）因为预算不足，停工。"
        )
    }
}
