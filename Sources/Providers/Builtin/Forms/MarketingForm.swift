extension FormSpec {
    /// Marketing copy: a claim, a main text, variants for several places, headlines, a call.
    ///
    /// `wordings` picks the wording of what every text of this kind holds, so that two of them don't read alike.
    static func marketing(_ wordings: CopyFrames.Wordings) -> FormSpec {
        FormSpec(
            """
            ## 核心主张 @ weight=0.3
            **{t}：{h}**
            ## 主文案 @ weight=2 from=scene,copyturn keys=copykeyword fill=copy
            ## 看得见的理由 @ weight=1.2 layout=list least=260 below=1100 upto=6
            * - **{p}**：{i}
            ## {k} @ each=keyword per=500 most=8 least=420 weight=0.8 own=w fill=copy
            ## 短文案 @ weight=1.1 layout=apart least=200 below=420
            **海报版**：\(wordings.poster)
            ## 短文案三版 @ weight=1.1 layout=apart least=420 upto=3
            ! **朋友圈版**：\(wordings.moments)
            ! **海报版**：\(wordings.poster)
            ! **短信版**：\(wordings.message)
            ## {p} @ each=point per=200 least=1100 most=10 own=whts weight=1 fill=copy
            ## 标题备选 @ weight=0.8 layout=list extras=here least=260 upto=6
            * - {w}，可以看看{t}
            * - {t}里的“{p}”
            * - {t}来了，{w}看过来
            * - {t}，答一答“{x}”
            * - 关于{t}，先说“{p}”
            * - {t}：从“{p}”到“{g}”
            * - 认准“{p}”，看看{t}
            * - {t}，“{p}”看得见
            ## 打消顾虑 @ closes=yes weight=0.7 least=500 layout=apart upto=4
            * **{x}？** {y}。
            ## 行动号召 @ closes=yes weight=0 least=160
            = {E}
            """
        )
    }
}

/// What is going on with an offer: newly on sale, opening, enrolling, cheaper for a time.
enum Occasion: CaseIterable {
    case opening, enrolment, visit, sale, launch

    private var words: [String] {
        switch self {
        case .opening: ["开业", "新店"]
        case .enrolment: ["招生", "招募", "报名"]
        case .visit: ["开放日", "体验日", "品鉴会"]
        case .sale: ["优惠", "促销", "特价", "打折", "满减", "团购", "特惠", "双十一", "双11", "双十二", "618", "年货节", "周年庆"]
        case .launch: ["新品", "上新", "上市", "首发", "上线", "预售", "发布"]
        }
    }

    init?(title: String) {
        guard let known = Occasion.allCases.first(where: { $0.words.contains { title.holds($0) } }) else { return nil }
        self = known
    }

    /// The words of an occasion at either end of a title, longest first; what they leave is the offer itself.
    private static let around = [
        "开业大酬宾", "开业优惠", "开业推广", "开业活动", "盛大开业", "暑期招生", "暑假招生", "寒假招生", "秋季招生", "春季招生", "优惠活动", "限时优惠", "限时特惠",
        "新品上市", "新品首发", "新品发布", "新品推广", "周年庆", "大促销", "大促", "新品", "开业", "招生", "上新", "上市", "首发", "预售", "促销", "优惠", "特惠",
        "推广", "宣传",
        "团购", "开放日", "体验日", "品鉴会", "双十一", "双十二", "双11", "618", "年货节", "推荐",
    ]

    /// The offer in the name of a subject: 宠物洗护店 of 宠物洗护店开业优惠.
    static func offer(in name: String) -> String {
        for word in around where name.count >= word.count + 2 {
            if name.hasSuffix(word) { return offer(in: String(name.dropLast(word.count))) }
            if name.hasPrefix(word) { return offer(in: String(name.dropFirst(word.count))) }
        }
        return name
    }

    /// What to do now, and what has to be known for it; `verb` is how one takes up the offer.
    static func call(_ occasion: Occasion?, name: String, verb: String) -> String {
        switch occasion {
        case .opening: "\(name)新开业，地址与营业时间为【待补充：地址与时间】，开业活动为【待补充：活动】，欢迎\(verb == "到店" ? "来坐坐" : verb)。"
        case .enrolment: "\(name)开始报名，时间、名额与费用为【待补充：时间、名额、费用】，报名方式为【待补充：联系方式】。"
        case .visit: "\(name)开放参观与体验，日期与流程为【待补充：日期与流程】，请提前预约：【待补充：联系方式】。"
        case .sale: "\(name)的优惠时间与规则为【待补充：起止时间与规则】，想好需要再\(verb)：【待补充：渠道】。"
        case .launch: "\(name)新上架，价格与到货时间为【待补充：价格与时间】，\(verb)请走【待补充：渠道】。"
        case nil: "想了解\(name)，价格与详情见【待补充：价格与链接】，\(verb)或咨询请联系【待补充：联系方式】。"
        }
    }
}

enum CopyFrames {
    /// The wording of one text's variants.
    struct Wordings {
        var moments: String
        var poster: String
        var message: String

        init(_ dice: inout Dice) {
            moments = dice.pick(CopyFrames.moments)
            poster = dice.pick(CopyFrames.posters)
            message = dice.pick(CopyFrames.messages)
        }
    }

    private static let moments = Template.lines(
        """
        {j}所以这次想说说{t}。
        身边有{w}吗？把{t}转给对方：“{p}”想在了前面。
        认真看了看{t}，最想记下的是“{p}”。
        {t}，{w}可以留意一下。{j}
        不刷屏，只说一件事：{t}的“{p}”。想问的在评论里问。
        """
    )
    private static let posters = Template.lines(
        """
        {t}｜“{p}”，看得见
        “{p}”｜{t}，{w}看过来
        {t}｜先看“{p}”，再{U}
        “{p}”与“{g}”｜{t}，现已开放{U}
        """
    )
    private static let messages = Template.lines(
        """
        【待补充：品牌】{t}把“{p}”放在前面，{U}请点【待补充：链接】，拒收请回复R
        【待补充：品牌】您好，{t}现可{U}，详情与价格【待补充：链接】，拒收请回复R
        【待补充：品牌】“{p}”与“{g}”，{t}等您来看：【待补充：链接】，拒收请回复R
        """
    )

    /// From the scene to the offer.
    static let turn = Template.lines(
        """
        {t}，就是为这样的时刻准备的。
        这样的时刻，{t}帮得上忙。
        {t}要做的，就从这一刻说起。
        这一幕谁都熟悉，{t}想把它变一变。
        也许，这时候差的只是{t}。
        这样的一刻，{t}可以搭一把手。
        """
    )

    static let practice = Template.lines(
        """
        {j}{t}想做的，就是{h}。
        {j}{t}给出的回答是：{h}。
        {j}{h}，这件事交给{t}。
        {j}{t}愿意从这里做起。
        {j}{w}懂得这一点，{t}也懂。
        {j}
        {j}
        {j}{i}
        {i}
        说到“{p}”，{t}的想法很简单：{h}。
        {h}，听着平常，{t}愿意一样一样做到。
        {h}，是{t}给自己定下的规矩。
        {w}在意的那一点，{t}也在意：{h}。
        {t}的“{p}”，说的就是{h}。
        {w}要的，不过是{h}，{t}正是这样想的。
        若是{w}，不妨先看“{p}”，再看“{g}”。
        关于{t}，还想说的是“{p}”：{h}。
        {t}没有捷径，“{p}”是一点一点做出来的。
        若问{t}和别家差在哪里，先看“{p}”。
        少一点形容，多一点实在，{t}先说“{p}”。
        {w}要是犹豫，先把“{p}”问明白。
        有人看重“{g}”，也有人为“{p}”而来，{t}两样都放在心上。
        “{p}”有没有做到，{w}用过才算。
        选{t}不必着急，看清“{p}”再决定。
        选{t}，不必听人怎么说，看“{p}”合不合自己。
        {t}合不合适，过一阵自己最清楚。
        广告说得再多，也不如自己看上一眼。
        {t}记得一件小事：{h}。
        把“{p}”说清楚，再请{w}{U}，{t}守这个规矩。
        {h}，{t}把它放在每一天里。
        {w}不用记住太多，记住{t}的“{p}”就够。
        {t}不求样样都说，“{p}”这一样先讲明白。
        谁都可以说好，{t}愿意请{w}自己来看“{p}”。
        挑{t}的时候，“{p}”值得多看一眼。
        用过一阵再回头看，{w}记住的多半是“{p}”。
        {t}里的“{p}”，为的是让人省一份心。
        """
    )
    static let keyword = Template.lines(
        """
        说到“{k}”，{t}的做法与依据为【待补充：说明】。
        看重“{k}”，不妨先看看{t}的样子再决定。
        “{k}”不只写在宣传页上，也看得见、用得着。
        {w}问得多的“{k}”，答复写在说明里【待补充：说明】。
        “{k}”做得怎么样，{w}用过才算数。
        有人在意样子，有人在意价钱，也有人只看“{k}”。
        谈“{k}”不用大词，{t}把做到了什么写清楚就够。
        “{k}”这一点，{t}经得起{w}多问几句。
        若只留一个理由，{t}选“{k}”。
        看“{k}”，不妨拿{t}和手边正在用的比一比。
        """
    )

    static let shorts = Template.lines(
        """
        {t}，就在身边。
        {t}，{h}。
        “{p}”，做给人看。
        {t}，欢迎来看看。
        多想一步，再多想一步。
        不急着说好，先来试试。
        {h}，就这么简单。
        合适的，才留得久。
        “{p}”与“{g}”，都算数。
        """
    )
}
