extension Forms {
    /// Gives an item of news its dateline, its lead and the words in which people speak.
    static func prepare(news subject: inout Subject, brief: Brief, moment: String?) {
        let headline = NewsHeadline(subject.topic)
        let title = subject.topic.title
        if let first = headline.first { subject.topic = first }
        // What is told is the first part; above it stands all of it.
        defer { subject.topic.title = title }
        mendName(of: &subject)
        let facts = NewsFacts(brief.content)
        let date = facts.date ?? moment ?? "【待补充：日期】"
        let place = NewsPlace.city(in: brief.requirements)
        let city = (facts.city ?? place).map(Markdown.escape)
        if let place, let event = subject.topic.event, !event.what.isEmpty, !title.holds(place) {
            // 某公司在上海发布新能源重卡.
            subject.topic.event?.who = event.who + "在" + Markdown.escape(place)
        }
        let topic = subject.topic
        subject.slots["N"] = event(of: topic)
        subject.slots["C"] = date
        subject.slots["B"] = city ?? "【待补充：城市】"
        if !facts.hasLead {
            subject.slots["1"] =
                headline.isSentence
                ? "记者\(date)从\(headline.source ?? "【待补充：单位】")获悉，\(headline.told)。"
                : "\(date)，\(([event(of: topic)] + headline.rest).joined(separator: "，"))。"
            subject.slots["2"] = "据介绍，【待补充：最重要的一条事实】。"
        }
        if headline.isSentence { subject.topic.name = headline.reference }
        let name = subject.topic.name
        subject.slots["t"] = name
        let quotes = facts.quotes.map(Markdown.escape)
        subject.slots["3"] = quotes.first ?? "谈到\(name)，【待补充：姓名与职务】表示：“【待补充：负责人引语】”"
        subject.slots["4"] =
            quotes.count > 1 ? quotes[1] : quotes.isEmpty ? "“【待补充：参与者引语】”【待补充：受访者】说。" : nil
    }

    /// Takes off what is left of a day at the front of a name: 六 of 本周六社区义诊, 15日 of 3月15日全市停水.
    private static func mendName(of subject: inout Subject) {
        let period = subject.topic.period
        guard !subject.topic.isClause else { return }
        nameWhatOpened(in: &subject.topic)
        guard !period.isEmpty else { return }
        var name = Substring(subject.topic.name)
        if period.hasSuffix("周"), let day = name.first, "一二三四五六日末天".contains(day) {
            name = name.dropFirst()
        } else if period.hasSuffix("月"), let end = name.firstMatch(of: /^(\d{1,2}[日号]|底|初|中旬|上旬|下旬)(起)?/) {
            name = name[end.range.upperBound...]
        }
        guard name.count >= 2, name.count < subject.topic.name.count else { return }
        subject.topic.name = String(name)
    }

    /// What opens is the canteen and not its opening: 社区食堂 of 社区食堂开张.
    private static func nameWhatOpened(in topic: inout Topic) {
        let opened = ["开张", "重新开业", "开业", "恢复开放"].first { topic.name.hasSuffix($0) }
        guard let opened, topic.name.count >= opened.count + 2 else { return }
        topic.name.removeLast(opened.count)
    }
}
