extension FormSpec {
    /// A work report that leads with results; figures that only the author knows are left open.
    static let report = FormSpec(
        .chinese,
        """
        ## 概述 @ weight=0.8 keys=formalkeyword
        {P}，{t}围绕既定目标推进，总体进展为【待补充：一句话结论】。
        ! 最重要的成果为【待补充：成果】；最需要关注的问题为【待补充：问题】。
        以下从成果、数据、问题和计划几个方面作简要汇报。
        ## 重点工作与成果 @ weight=2.2 upto=6 layout=apart
        * **{p}**。{i}本期结果为【待补充：结果】。
        * **{p}**。{j}本期{h}，“{m}”为【待补充：数据】。
        * **{p}**。{i}进展为【待补充：进展】，尚需推进的是【待补充】。
        * **{p}**。{j}本期的具体做法为【待补充：做法】。
        * **{p}**。本期重点是{h}，完成情况为【待补充：完成情况】。
        * **{p}**。{i}与上期相比，变化为【待补充：变化】。
        ## 数据一览 @ weight=0.6 layout=rows least=500 number=yes
        = | 指标 | 目标 | 实际 | 完成率 | 说明 |
        = |---|---|---|---|---|
        | {m} | 【待补充】 | 【待补充】 | 【待补充】 | 与上期同口径比较 |
        | {m} | 【待补充】 | 【待补充】 | 【待补充】 | 反映“{p}”的效果 |
        | {m} | 【待补充】 | 【待补充】 | 【待补充】 | 变化明显时说明原因 |
        | {m} | 【待补充】 | 【待补充】 | 【待补充】 | 与“{g}”一并分析 |
        ## {k} @ each=keyword per=800 most=4 least=1000 weight=0.8 own=w fill=formal
        ## {p} @ each=point per=1300 least=1600 own=wts fill=formal
        ## 问题与原因 @ weight=1 extras=here fill=formal
        对照目标，{t}的主要不足为【待补充：问题】。
        在方法上，是否存在{x}的情况，需要对照记录核实【待补充：核实结果】。
        在执行上，“{p}”与计划的偏差为【待补充：偏差】，原因为【待补充：原因】。
        在数据上，“{m}”的记录情况为【待补充：是否完整】。
        ## 经验与改进 @ weight=0.9 least=450 fill=formal
        值得坚持的做法为【待补充：做法及依据】，可与“{p}”结合起来推进。
        需要改进的是“{g}”，下一阶段应提前安排，避免临时补救。
        ## 下一步计划 @ closes=yes weight=0.8 layout=rows least=200 upto=6
        = | 事项 | 措施 | 负责人 | 完成时间 |
        = |---|---|---|---|
        * | {p} | {h} | 【待补充】 | 【待补充】 |
        ## 需要的支持 @ weight=0.5 least=600 fill=formal
        建议在人员、时间和资料三个方面对{t}给予支持，具体为【待补充】。
        """
    )
}
