extension Forms {
    /// Gives an item of news its dateline, its lead and the words in which people speak.
    static func prepare(news subject: inout Subject, brief: Brief) {
        mendName(of: &subject)
        let topic = subject.topic
        let facts = NewsFacts(brief.content)
        let gap = "【待补充：日期】"
        let isSentence = NewsHeadline.isSentence(topic)
        subject.slots["N"] = event(of: topic)
        subject.slots["C"] = facts.date ?? gap
        subject.slots["B"] = facts.city.map(Markdown.escape) ?? "【待补充：城市】"
        if !facts.hasLead {
            let told = topic.title.split(separator: " ").joined(separator: "，")
            subject.slots["1"] =
                isSentence
                ? "记者\(facts.date ?? gap)从【待补充：单位】获悉，\(told)。" : "\(facts.date ?? gap)，\(event(of: topic))。"
            subject.slots["2"] = "据介绍，【待补充：最重要的一条事实】。"
        }
        if isSentence {
            subject.slots["t"] = NewsHeadline.reference(to: topic.title)
            subject.topic.name = NewsHeadline.reference(to: topic.title)
        }
        let name = subject.topic.name
        let quotes = facts.quotes.map(Markdown.escape)
        subject.slots["3"] = quotes.first ?? "谈到\(name)，【待补充：姓名与职务】表示：“【待补充：负责人引语】”"
        subject.slots["4"] =
            quotes.count > 1 ? quotes[1] : quotes.isEmpty ? "“【待补充：参与者引语】”【待补充：受访者】说。" : nil
    }

    /// Takes off what is left of a day at the front of a name: 六 of 本周六社区义诊, 15日 of 3月15日全市停水.
    private static func mendName(of subject: inout Subject) {
        let period = subject.topic.period
        guard !period.isEmpty, !subject.topic.isClause else { return }
        var name = Substring(subject.topic.name)
        if period.hasSuffix("周"), let day = name.first, "一二三四五六日末天".contains(day) {
            name = name.dropFirst()
        } else if period.hasSuffix("月"), let end = name.firstMatch(of: /^(\d{1,2}[日号]|底|初|中旬|上旬|下旬)(起)?/) {
            name = name[end.range.upperBound...]
        }
        guard name.count >= 2, name.count < subject.topic.name.count else { return }
        subject.topic.name = String(name)
        subject.slots["t"] = subject.topic.name
    }
}

/// Headlines that are sentences (警方破获特大电信诈骗案), which a lead repeats and a later sentence only refers to.
enum NewsHeadline {
    private static let verbs = [
        "成功", "破获", "抓获", "开张", "吃上", "用上", "住上", "喝上", "引起", "救人", "增收", "获救", "落网", "打响", "走红", "热销", "惠及",
        "打通", "首飞", "升空",
        "宣判", "出台", "调研", "视察", "慰问", "带队", "举行", "举办", "召开", "迎客流", "迎来", "重新开业", "过半", "见效", "攻克", "斩获",
        "夺得", "突破", "参加",
        "前往", "下线", "停电", "停水", "上涨", "下跌", "涨价", "降价", "送到", "送上", "捐赠", "捐出", "资助", "脱贫", "回应", "提醒", "呼吁",
        "曝光", "查处", "通报",
    ]
    /// Endings of names that hold such a verb.
    private static let nouns = ["会", "赛", "节", "展", "报告", "办法", "方案", "计划", "经验", "故事", "指南", "政策", "案例", "晚会", "论坛"]

    static func isSentence(_ topic: Topic) -> Bool {
        guard topic.event == nil, !topic.isClause else { return false }
        let title = topic.title
        if Topic.tells(topic.bare) || title.split(separator: " ").count == 2 && title.allSatisfy({ !$0.isLatin }) {
            return true
        }
        return !nouns.contains { title.hasSuffix($0) } && verbs.contains { title.dropFirst(2).contains($0) }
    }

    private static let references = [
        "coverage-event": "此次活动", "coverage-drive": "此次活动", "coverage-school": "此次活动", "coverage-match": "此次比赛",
        "coverage-contest": "此次比赛", "coverage-opening": "这一项目", "coverage-policy": "这一做法", "coverage-award": "此次评选",
        "coverage-cooperation": "此次合作", "coverage-weather": "此次天气", "coverage-launch": "这次发布", "coverage-feat": "此次任务",
        "coverage-visit": "此次调研", "coverage-economy": "此次变动", "coverage-justice": "此案",
    ]

    /// What later sentences call what the headline tells.
    static func reference(to title: String) -> String {
        Domain.coverage(of: title).flatMap { references[$0.id] } ?? "此事"
    }
}
