/// Sentences that join several keywords, for texts too short to give each its own; `{z}` names them in quotation marks,
/// `{Z}` without.
enum KeywordFrames {
    static let plain = Template.lines(
        """
        说到{t}，离不开{z}。
        除此之外，{z}也和{t}连在一起。
        还有{z}，同样值得放进{t}里来看。
        最后别忘了{z}。
        把{z}放在一起看，{t}的样子更完整。
        """
    )
    static let note = Template.lines(
        """
        🔖 {t}里还想聊聊：{z}。
        🏷 也别漏掉{z}，慢慢安排就好。
        📎 另外记一笔：{z}。
        """
    )
    static let formal = Template.lines(
        """
        {t}要统筹做好{z}等方面。
        同时，将{z}一并纳入{t}的安排。
        对{z}也要明确责任和时限。
        """
    )
    static let academic = Template.lines(
        """
        与{t}相关的概念还包括{z}，其边界有待说明。
        本文同时涉及{z}，并讨论其与{t}的关系。
        对{z}的界定，见后文的分析。
        """
    )
    static let copy = Template.lines(
        """
        {z}，{t}都替你想到了。
        再加上{z}，{t}更合心意。
        还有{z}，等你来体验。
        """
    )
    static let lesson = Template.lines(
        """
        能结合{z}说明{t}的含义。（评价：口头表达）
        能把{t}与{z}联系起来。（评价：练习单）
        对{z}提出自己的问题。（评价：课堂记录）
        """
    )
    static let resume = Template.lines(
        """
        熟悉{z}，能将其用于{t}的日常。
        同时具备{z}方面的积累【待补充：例子】。
        了解{z}，并愿意继续学习。
        """
    )
    static let story = Template.lines(
        """
        {n}在纸角写下{z}，打算一样一样弄明白。
        {n}掰着手指数了数：{z}，一样也没有少。
        后来说起{t}，他们总会提到{z}。
        """
    )

    static let resumeAbout = Template.lines(
        """
        在“{k}”上有实际积累【待补充：年限或项目】，可以较快承担{t}的任务。
        能独立处理与“{k}”有关的事项，习惯留下书面记录。
        对“{k}”有持续的学习和总结，最近的一次实践为【待补充】。
        做过与“{k}”相关的工作，成果为【待补充：成果】。
        把“{k}”视为{t}的基本功，愿意从细节做起。
        曾以“{k}”为重点完成【待补充：项目名称】。
        了解“{k}”的常见问题，能够提前提醒同事。
        “{k}”方面的代表作品为【待补充：链接或名称】。
        """
    )
    static let resumeProject = Template.lines(
        """
        - 概述：以{t}的身份负责“{k}”，起止时间与规模为【待补充】。
        - 概述：围绕“{k}”参与{t}相关项目，本人角色为【待补充】。
        - 概述：以“{k}”为主要任务，面向{w}交付成果。
        - 概述：从零开始承担“{k}”，团队人数为【待补充】。
        - 概述：接手已有的“{k}”并逐步改进，改进前后的差别为【待补充】。
        - 概述：协助完成“{k}”，重点落在“{p}”上。
        - 概述：“{k}”为期【待补充】，贯穿需求、执行和总结三个阶段。
        - 概述：独立完成一次“{k}”，产出为【待补充】。
        """
    )
    /// Where somebody is alone, or among strangers.
    static let storyKeyword = Template.lines(
        """
        {n}忽然想到{k}，想到了就放不下。
        有人说起{k}，说到一半，四周静了下来。
        关于{k}，{n}只知道一半，另一半没有人肯说。
        如果没有{k}，事情也许不是后来的样子。
        那一晚{n}翻来覆去，想的都是{k}。
        路过的人正聊着{k}，{n}忍不住放慢脚步听了一会儿。
        很久以后，{n}还记得那天和{k}有关的一句话。
        “{k}”两个字到了嘴边，{n}又咽了回去。
        墙上不知是谁用粉笔写着“{k}”，雨淋过几回，还看得清。
        {n}以为自己早忘了{k}，原来没有。
        """
    )
    /// Where the companion stands by.
    static let storyTogether =
        Template.lines(
            """
            提到{k}，{f}的眼睛亮了一下：“这个我倒知道一点。”
            “要是少了{k}，会怎样？”{f}忽然问。
            {f}压低了声音，说的是{k}。
            {n}和{f}为了{k}争了几句，谁也没有说服谁。
            """
        ) + storyKeyword
}
