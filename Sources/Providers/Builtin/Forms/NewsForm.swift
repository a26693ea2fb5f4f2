extension FormSpec {
    /// A news release: dateline and lead first, then by falling weight; every fact that the order lacks is left open.
    static let news = FormSpec(
        """
        ## @ weight=1 keys=newskeyword
        = {B}　{C}
        {1}
        {2}
        {0}
        ## {k} @ each=keyword per=450 most=5 least=700 weight=0.5 own=w fill=news
        ## {p} @ each=point per=150 least=220 most=15 own=whts fill=news
        ## 现场与反响 @ weight=0.8 least=500 fill=news extras=here
        {3}
        {4}
        ## 下一步 @ closes=yes weight=0.5 least=260 fill=news
        下一步，{t}的安排为【待补充：后续安排】。
        读者如需了解详情，可关注【待补充：官方渠道】。
        ## @ weight=0 least=160 closes=yes
        + 关于发布单位：【待补充：机构简介】
        + 媒体联络：【待补充：姓名、电话、邮箱】
        """
    )
}

/// What news says of any part of its subject, without a claim, a figure or a quotation of its own.
enum NewsFrames {
    static let patterns = Template.lines(
        """
        在{p}方面，{t}的有关情况为【待补充：{p}】。
        就{p}而言，{w}可查阅【待补充：公开资料】。
        有关{p}的问题，发布单位的答复为【待补充：答复】。
        {p}与{g}一并列入此次发布的内容。
        截至发稿，{p}的最新情况为【待补充：情况及时间】。
        {t}中涉及{p}的部分，以正式文件为准。
        对{p}的进一步说明，将在【待补充：时间】公布。
        {w}关注的{p}，在资料中的表述为【待补充：原文】。
        {p}的依据为【待补充：文件或数据来源】。
        谈到{p}，发布单位提供的材料显示【待补充：材料内容】。
        核实{p}时，采用的来源为【待补充：来源】。
        关于{p}，目前没有公布的内容为【待补充：未公布部分】。
        发布单位就{p}给出的时间表为【待补充：时间表】。
        从{p}看{t}，可供核对的事实为【待补充：事实】。
        {g}的说明中也提到了{p}【待补充：相关表述】。
        媒体如需{p}的图片或文件，可联系【待补充：联系人】。
        {w}对{p}的意见，可通过【待补充：渠道】反映。
        """
    )
    static let keyword = Template.lines(
        """
        {k}是{t}的重要内容，具体情况为【待补充：{k}的有关事实】。
        在{k}方面，{t}提供的资料为【待补充：资料及来源】。
        {w}所关心的{k}，目前的说明为【待补充：说明】。
        {t}与{k}的关系，发布单位的解释为【待补充：解释】。
        {k}的主要参数或做法为【待补充：内容】。
        有关{k}的数据，统计口径为【待补充：口径】。
        此次发布中，{k}由【待补充：人员】作了介绍。
        {k}与以往相比的变化为【待补充：变化及依据】。
        围绕{k}，后续还有【待补充：安排】。
        {k}的标准或依据为【待补充：文件名称】。
        {k}的进展将由【待补充：单位】对外公布。
        涉及{k}的疑问，答复为【待补充：答复】。
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
        {t}的详情以公告为准。
        {t}的联系方式为【待补充】。
        {t}的补充说明为【待补充】。
        {t}的正式名称为【待补充】。
        """
    )
}
