extension FormSpec {
    /// A work report that leads with results; figures that only the author knows are left open.
    static let report = FormSpec(
        .chinese,
        """
        ## 概述 @ weight=0.8
        {P}，{t}围绕既定目标推进，总体进展为【待补充：一句话结论】。
        最重要的成果体现在“{p}”上，最需要关注的问题集中在“{g}”上。
        以下从成果、数据、问题和计划几个方面作简要汇报。
        ## 重点工作与成果 @ weight=2.2 layout=apart
        * **{p}**。目标是{h}；{i}结果以“{m}”衡量，为【待补充：数据】。
        * **{p}**。{j}本期的做法是{h}，成效有待用“{m}”进一步验证。
        * **{p}**。由【待补充：负责人】牵头，{i}目前进展为【待补充】。
        ## 数据一览 @ weight=0.6 layout=rows least=500 number=yes
        = | 指标 | 目标 | 实际 | 完成率 | 说明 |
        = |---|---|---|---|---|
        | {m} | 【待补充】 | 【待补充】 | 【待补充】 | 与上期同口径比较 |
        | {m} | 【待补充】 | 【待补充】 | 【待补充】 | 反映“{p}”的效果 |
        | {m} | 【待补充】 | 【待补充】 | 【待补充】 | 变化明显时说明原因 |
        | {m} | 【待补充】 | 【待补充】 | 【待补充】 | 与“{g}”一并分析 |
        ## 专项：{k} @ each=keyword per=900 most=8 least=700 weight=0.9 own=w from=formalkeyword,formalkeyword fill=formal
        ## “{p}”的推进情况 @ each=point per=1300 least=1600 own=wts fill=formal
        ## 问题与原因 @ weight=1 extras=here fill=formal
        对照目标，{t}仍有三方面不足需要正视。
        一是方法上，存在{x}的现象，根子在于事前没有约定标准。
        二是执行上，“{p}”的进度前松后紧，过程中缺少及时的提醒。
        三是基础上，“{m}”等数据记录不全，影响判断。
        ## 经验与改进 @ weight=0.9 least=450 fill=formal
        值得坚持的做法是“{p}”，它让{t}的每一步都有据可查。
        需要改进的是“{g}”，下一阶段应提前安排，避免临时补救。
        ## 下一步计划 @ weight=0.8 layout=rows least=200
        = | 事项 | 措施 | 负责人 | 完成时间 |
        = |---|---|---|---|
        * | {p} | {h} | 【待补充】 | 【待补充】 |
        ## 需要的支持 @ weight=0.5 least=600 fill=formal
        建议在人员、时间和资料三个方面对{t}给予支持，具体为【待补充】。
        """
    )
}
