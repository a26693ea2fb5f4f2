extension FormSpec {
    /// A news release: dateline and lead first, then by falling weight; facts that the order lacks are left open.
    ///
    /// A short item has paragraphs only, a long one headings.
    static let news = FormSpec(
        """
        ## @ weight=1 keys=newskeyword
        = {B}　{C}
        ! {1}
        ! {2}
        ## @ each=point per=100 least=130 below=1200 most=10 own=whts
        ## {k} @ each=keyword per=450 most=5 least=1200 weight=0.5 own=w fill=news
        ## {p} @ each=point per=150 least=1200 most=9 own=whts fill=news
        ## @ weight=0.8 least=500 below=1200 layout=apart extras=here
        {3}
        {4}
        ## 现场与反响 @ weight=0.8 least=1200 layout=apart
        {3}
        {4}
        ## @ closes=yes weight=0.3 least=260 below=1200
        下一步，{t}的安排为【待补充：后续安排】。
        ## 下一步 @ closes=yes weight=0.5 least=1200 fill=news
        下一步，{t}的安排为【待补充：后续安排】。
        详情可关注有关单位发布的消息。
        ## @ weight=0 least=160 closes=yes
        + （【待补充：记者或通讯员姓名】）
        """
    )
}

/// What news says of any part of its subject, without a claim, a figure or a quotation of its own.
enum NewsFrames {
    static let patterns = Template.lines(
        """
        {p}一项，更多情况有待有关单位公布。
        有关{p}的信息，以正式公布的为准。
        截至发稿，有关{p}的最新消息为【待补充：情况及时间】。
        {w}对{p}的意见，可以通过公开渠道反映。
        就{p}，记者将继续采访【待补充：采访对象】。
        {w}如需了解{p}，可以查阅公开资料。
        关于{p}，【待补充：单位】的说明为【待补充：说明】。
        {p}的细节，有待进一步核实。
        与{p}有关的图片和材料，由【待补充：单位】提供。
        除{p}外，{g}也值得留意。
        对{p}，{w}的不同看法为【待补充：看法】。
        {p}之外，{t}还涉及{g}。
        {t}的{p}，需要专门说明【待补充：说明】。
        {p}可以与{g}对照来看。
        {w}谈到{p}时怎样说，见【待补充：{w}的讲述】。
        在{p}与{g}之间，{w}更看重哪一样，有待采访。
        {t}里的{p}，{w}接触得较多。
        从{g}到{p}，还有一段路要走。
        {p}做得如何，不妨听听{w}的评价【待补充：评价】。
        有关{p}的数据为【待补充：数据及来源】。
        {p}由谁负责、何时完成，将在【待补充：时间】公布。
        对{w}来说，{p}与{g}是同一件事的两面。
        {p}此前的情况为【待补充：此前情况】。
        {w}可以就{p}提出建议，由【待补充：单位】汇总。
        {p}是否调整，取决于{g}的进展。
        把{p}讲清楚，{w}才好安排自己的事。
        记者注意到，{p}与{w}的日常联系在一起。
        {g}有了眉目，{p}才谈得上下一步。
        """
    )
    static let keyword = Template.lines(
        """
        {k}是{t}的重要内容，具体情况为【待补充：{k}的有关事实】。
        在{k}方面，{t}的做法为【待补充：做法及来源】。
        {w}关心的{k}，目前的说明为【待补充：说明】。
        {k}的由来和现状为【待补充：有关事实】。
        {k}的情况，以有关单位公布的为准。
        {k}的具体安排为【待补充：安排】。
        关于{k}，有关单位的介绍为【待补充：介绍】。
        {k}与以往相比的变化为【待补充：变化及依据】。
        {k}的进展，由有关单位对外公布。
        对{k}，{w}的看法为【待补充：看法】。
        """
    )
    static let keywords = Template.lines(
        """
        {t}的内容涉及{Z}，具体情况为【待补充】。
        此外，{t}还包括{Z}，说明为【待补充】。
        {Z}也在发布的内容之列【待补充：说明】。
        """
    )

    static let shorts = Template.lines(
        """
        详情以正式公告为准。
        更多情况有待公布。
        {t}的进展，本报将继续关注。
        咨询电话为【待补充】。
        {w}可以留意后续消息。
        {t}的安排以通知为准。
        """
    )
}
