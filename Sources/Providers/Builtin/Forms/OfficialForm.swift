extension FormSpec {
    /// An official document in the order of GB/T 9704: title, addressee, text, author, date.
    static func official(_ topic: Topic) -> FormSpec {
        if let matter = NoticeMatter(topic) { return notice(of: matter, DocumentKind(topic), title: topic.title) }
        return switch DocumentKind(topic) {
        case .request: request
        case .account: account
        case .letter: letter
        case .minutes: minutes
        case .reply: reply
        case .decision: topic.isCommendation ? commendation : decision
        case .notice where topic.gathering != nil: call(to: topic.gathering ?? .meeting)
        case let kind: notice(kind)
        }
    }

    private static func notice(_ kind: DocumentKind) -> FormSpec {
        FormSpec(
            .chinese,
            """
            ## @ weight=0.7 below=420 keys=formalkeyword
            = 【待补充：主送机关】：
            = {A}
            {t}关系到日常工作的有序运行，各单位要高度重视，结合实际抓好落实。
            当前需要着力解决的问题为【待补充：主要问题】。
            ## @ weight=0.5 least=420
            = 【待补充：主送机关】：
            = {A}
            当前需要着力解决的问题为【待补充：主要问题】，各单位要结合实际抓好落实。
            ## 总体要求 @ weight=0.8 least=420 keys=formalkeyword
            坚持问题导向和结果导向，把{t}的各项要求落实到具体岗位、具体环节。
            坚持突出重点、分步实施，先解决反映集中、影响面大的问题。
            坚持简便易行、务求实效，不搞形式，不额外增加基层负担。
            通过一个阶段的努力，使{t}的责任更加清楚、措施更加具体、成效更加明显。
            ## 重点任务 @ weight=2.6 upto=10 layout=apart extras=here
            * **（№）{p}**。{i}
            * **（№）{p}**。{j}有关责任人员要{h}，遇有困难及时报告。
            * **（№）{p}**。{j}{i}
            * **（№）{p}**。{i}责任单位为【待补充】，以“{m}”检验成效。
            * **（№）{p}**。{i}落实情况列入日常检查。
            ## {k} @ each=keyword per=700 most=4 least=1000 weight=0.8 own=w fill=formal
            ## {h} @ each=point per=600 most=8 least=1600 own=wh fill=formal
            ## 步骤安排 @ weight=0.9 layout=apart least=600
            **（№）部署阶段**。制定具体安排，明确{t}的牵头人员、任务分工和完成时限。
            **（№）实施阶段**。按照任务分工逐项推进，每月汇总一次进展，重点关注“{m}”。
            **（№）检查阶段**。对{t}的落实情况进行检查，问题列入台账，限期整改。
            **（№）总结阶段**。梳理有效做法，固化为制度，形成书面总结。
            ## 工作要求 @ weight=1.2 layout=apart closes=yes
            **（№）加强组织领导**。主要负责同志要亲自过问，明确一名具体联系人，确保{t}有人抓、有人管。
            **（№）压实工作责任**。任务分解到人，时限明确到天，不得层层转发了事。
            **（№）强化督促检查**。适时对落实情况进行抽查，对进展缓慢的予以提醒。
            **（№）防止走过场**。不得{x}，应当{y}。
            **（№）做好信息报送**。请于【待补充：日期】前将{t}落实情况书面报送【待补充：部门】。
            **（№）注重宣传引导**。通过会议、公开栏等方式说明要求，争取各方面理解和配合。
            ## @ weight=0.1
            + CLOSING
            \(DocumentLines.signature)
            \(DocumentLines.contact)
            """.replacing("CLOSING", with: kind.closing)
        )
    }

    private static let request = FormSpec(
        .chinese,
        """
        ## @ weight=0.8
        = 【待补充：主送机关】：
        因工作需要，现就{V}有关事项请示如下。
        目前遇到现有条件难以解决的困难，需要上级予以支持。
        经初步研究，认为有必要尽快作出安排，以免影响后续工作。
        ## 基本情况和理由 @ weight=1.4 keys=formalkeyword
        {t}的背景和依据为【待补充：文件名称或会议要求】。
        目前已有的基础是【待补充：人员、场地、经费等情况】。
        主要困难为【待补充：困难】，单靠现有力量难以按期解决。
        若不及时解决，将影响【待补充：受影响的工作或群众】。
        此前已经采取的办法为【待补充：办法及结果】。
        经测算，{t}的规模和数量为{L}。
        涉及的单位和群众为【待补充：单位和人数】，各方意见为【待补充：意见】。
        同类事项的既往做法为【待补充：做法】，可供参考。
        事项获准之后，能够解决的问题为【待补充：预期效果】。
        ## 拟采取的措施 @ weight=1.6 upto=8 layout=apart extras=here
        * **（№）{p}**。{i}
        * **（№）{p}**。由专人负责，{j}{i}
        \(DocumentLines.reportedSections)
        ## 请示事项 @ weight=0.9 layout=apart closes=yes
        （№）恳请同意{V}，并明确实施范围和时间。
        （№）恳请安排所需经费{M}。
        （№）恳请明确配合部门，建立必要的协调机制。
        ## @ weight=0.1
        + 妥否，请批示。
        \(DocumentLines.signature)
        ## @ weight=0 least=200
        \(DocumentLines.contact)
        """
    )

    private static let account = FormSpec(
        .chinese,
        """
        ## @ weight=0.6 keys=formalkeyword
        = 【待补充：主送机关】：
        现将{s}报告如下。
        按照【待补充：要求或文件】，扎实推进各项任务，总体进展为【待补充】。
        ## 主要工作情况 @ weight=2 upto=8 layout=apart
        * **（№）{p}**。{i}此项进展为【待补充】。
        * **（№）{p}**。以“{m}”为主要指标，目前为【待补充：数据】。
        * **（№）{p}**。主要做法为【待补充：做法】，取得的成效为【待补充：成效】。
        * **（№）{p}**。{i}已经完成的部分为【待补充：完成情况】。
        * **（№）{p}**。{j}本阶段的工作为【待补充：具体工作】。
        * **（№）{p}**。与上一阶段相比，变化为【待补充：变化】。
        * **（№）{p}**。{i}
        \(DocumentLines.reportedSections)
        ## 存在的主要问题 @ weight=1.1 extras=here
        对照要求，{t}的主要不足为【待补充：问题】。
        对“{x}”的情况，要对照检查【待补充：检查结果】，并做到{y}。
        “{p}”的薄弱环节为【待补充】，原因为【待补充】。
        “{m}”等基础数据的记录情况为【待补充】。
        群众和服务对象反映较多的问题为【待补充：问题】。
        人员、经费和设备方面的困难为【待补充：困难】。
        制度和机制方面需要完善的是【待补充：内容】。
        ## 下一步打算 @ weight=1.2 upto=6 layout=apart closes=yes
        * **（№）{p}**。继续推进，做到{h}，责任落实到人。
        * **（№）{p}**。列入下一阶段重点，与“{g}”统筹安排。
        * **（№）{p}**。{i}完成时限为【待补充：时限】。
        * **（№）{p}**。针对存在的不足，拟采取的措施为【待补充：措施】。
        * **（№）{p}**。{i}
        ## @ weight=0.1
        + 特此报告。
        \(DocumentLines.signature)
        """
    )

    private static let letter = FormSpec(
        .chinese,
        """
        ## @ weight=1 keys=formalkeyword
        = 【待补充：主送单位】：
        为{a}，现就有关事项函商如下。
        商请的缘由为【待补充：背景】，恳请对{t}给予支持。
        我单位已经做好的准备为【待补充：准备情况】。
        ## 商请事项 @ weight=2.6 layout=apart extras=here
        （№）主要内容。商请贵单位在{t}方面给予的支持为【待补充：具体事项】。
        * （№）{p}。{i}
        * （№）{p}。{j}{i}
        * （№）{p}。{i}如有不便，请提出意见。
        ## 有关说明 @ weight=1.2 least=600 layout=apart
        （№）涉及贵单位职责的部分，以贵单位的意见为准。
        （№）有关材料随函附后【待补充：附件名称】，需要补充的请告知。
        （№）如需当面商谈，我单位将按贵单位方便的时间派员前往。
        （№）商定后的事项，由双方以书面形式确认。
        （№）如贵单位另有安排，请提出可以调整的时间和方式。
        （№）我单位将做好{t}的组织和服务，不给贵单位增加不必要的负担。
        （№）往返、食宿等由我单位按规定安排，标准为【待补充：标准】。
        （№）如有需要我单位配合的工作，也请一并告知。
        ## 复函时间 @ weight=0.5 closes=yes least=300
        上述事项如无不妥，请于【待补充：日期】前函复。
        ## @ weight=0.1
        + 请予支持为盼。
        + 【待补充：发文单位署名】
        + 【待补充：成文日期】
        \(DocumentLines.contact)
        """
    )

    private static let minutes = FormSpec(
        .chinese,
        """
        ## @ weight=0.7
        = 时间：{1}
        = 地点：{2}
        = 主持：【待补充】　出席：{3}　记录：【待补充】
        会议围绕{t}进行了讨论，现将议定事项纪要如下。
        ## 会议认为 @ weight=1 keys=formalkeyword fill=formal
        {t}是当前的一项重要工作，应当统一认识、形成合力。
        会议指出，“{p}”和“{g}”是做好{t}的两个关键。
        ## 会议议定 @ weight=2 upto=8 layout=apart extras=here
        * **（№）关于{p}**。由【待补充：负责人】负责，{i}
        * **（№）关于{p}**。原则同意有关安排，以“{m}”检验落实情况，完成时限为【待补充】。
        ## 会议要求 @ weight=0.8 closes=yes fill=formal
        会后由【待补充：部门】汇总落实情况，在下次会议上通报。
        """
    )
}
