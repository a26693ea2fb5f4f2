/// Documents by which a superior decides: replies to requests, decisions, commendations.
extension FormSpec {
    static let reply = FormSpec(
        """
        ## @ weight=1 keys=formalkeyword
        = 【待补充：来文机关】：
        = 你单位《【待补充：来文标题】》（【待补充：来文字号】）收悉。经研究，现批复如下。
        ## @ weight=2 layout=apart extras=here
        №、原则同意{t}，具体范围、时间和规模为【待补充】。
        №、{t}由你单位负责组织实施，牵头部门和责任人为【待补充】。
        * №、做好{p}。{i}
        * №、注重{p}。请{h}，并将有关情况留存备查。
        * №、抓好{p}。{j}{i}
        ## @ weight=0.9 layout=apart closes=yes least=240
        所需经费的来源和额度为【待补充】，应当专款专用，接受监督检查。
        实施中遇有重大情况，请及时报告；需要调整的事项，须另行报批。
        请于【待补充：日期】前将{t}的落实情况书面报告。
        ## @ weight=0.1 closes=yes
        + 此复。
        \(DocumentLines.signature)
        """
    )

    static let decision = FormSpec(
        .chinese,
        """
        ## @ weight=0.6 keys=formalkeyword
        = 【待补充：主送机关】：
        = 根据【待补充：依据文件或会议】，结合工作实际，经研究，决定{a}。现将有关事项明确如下。
        作出这一决定的主要考虑为【待补充：背景和理由】。
        ## 决定事项 @ weight=1 layout=apart
        （№）{t}的具体内容为【待补充：范围、对象和标准】。
        （№）本决定自【待补充：日期】起执行，此前有关规定与本决定不一致的，以本决定为准。
        （№）由【待补充：部门】负责{t}的组织实施和解释工作。
        ## 组织实施 @ weight=2 layout=apart upto=10 extras=here
        * **（№）{p}**。{i}
        * **（№）{p}**。{j}有关责任人员要{h}。
        * **（№）{p}**。{i}责任单位为【待补充】，以“{m}”检验成效。
        ## {h} @ each=point per=600 most=8 least=1600 own=wh fill=formal
        ## 有关要求 @ weight=1 layout=apart closes=yes
        （№）各单位要统一认识，主要负责同志亲自抓{t}的落实。
        （№）有关部门要做好衔接，避免出现工作空档。
        （№）执行中的问题和建议，请于【待补充：日期】前报送【待补充：部门】。
        （№）对落实情况适时进行检查，结果予以通报。
        ## @ weight=0.1
        + 特此决定。
        \(DocumentLines.signature)
        """
    )

    /// A decision that honours persons or units.
    static let commendation = FormSpec(
        .chinese,
        """
        ## @ weight=1 keys=formalkeyword
        = 【待补充：主送机关】：
        【待补充：起止时间】，各单位认真履行职责，扎实推进各项工作，涌现出一批事迹突出的集体和个人。
        = 为树立榜样、鼓舞干劲，经【待补充：审定机关】研究，决定{a}，并予以通报。
        主要事迹为【待补充：一至两句事实】。
        ## 表彰名单 @ weight=0.6 layout=apart least=160
        （№）先进集体：【待补充：名单】。
        （№）先进个人：【待补充：姓名、单位和职务】。
        ## 主要事迹 @ weight=2 layout=apart upto=10 least=300 extras=here
        * **（№）{p}方面**。【待补充：单位或姓名】{h}。{i}
        * **（№）{p}方面**。【待补充：单位或姓名】{h}，取得的成效为【待补充：数据或事实】。
        * **（№）{p}方面**。{j}【待补充：单位或姓名】的事迹为【待补充：事实】。
        * **（№）{p}方面**。代表为【待补充：单位或姓名】。{i}
        * **（№）{p}方面**。{j}突出的有【待补充：单位或姓名】。{i}
        * **（№）{p}方面**。由【待补充：推荐单位】推荐的【待补充：姓名】{h}，推荐理由为【待补充：推荐理由】。
        * **（№）{p}方面**。经民主推荐和审核，推选出【待补充：单位或姓名】。{i}
        * **（№）{p}方面**。【待补充：单位或姓名】数年如一日，{h}。
        ## {h} @ each=point per=700 most=6 least=1800 own=wh
        ## 希望和要求 @ weight=1.2 layout=apart closes=yes
        （№）希望受到表彰的集体和个人珍惜荣誉、再接再厉，在今后的工作中发挥带头作用。
        （№）各单位要以先进为榜样，对照差距、改进做法，把学习成果落实到岗位上。
        （№）有关部门要做好先进事迹的宣传，用身边事教育身边人。
        （№）本次表彰的奖励办法为【待补充：奖励形式和标准】。
        （№）全体干部职工要向先进学习，立足岗位、扎实工作，为完成各项任务作出新的贡献。
        （№）先进事迹材料由【待补充：部门】汇总归档，并在【待补充：范围】公布。
        ## @ weight=0.1
        + 特此决定。
        \(DocumentLines.signature)
        """
    )
}
