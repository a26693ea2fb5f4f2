extension FormSpec {
    /// A notice of a meeting: when, where, who and what about come first, then what to prepare and to observe.
    static func call(to gathering: Topic.Gathering) -> FormSpec {
        gathering == .meeting ? meeting : activity
    }

    private static let activity = FormSpec(
        .chinese,
        """
        ## @ weight=0.4
        = 【待补充：主送机关】：
        为{a}，经研究，现将有关事项通知如下。
        {t}的主题为【待补充：活动主题】，由【待补充：主办单位】主办。
        ## 活动时间 @ weight=0
        = {1}
        ## 活动地点 @ weight=0
        = {2}
        ## 参加人员 @ weight=0
        = {3}
        ## 活动议程 @ weight=0.1 layout=apart
        = {4}
        ## 活动内容 @ weight=0.8 keys=formalkeyword fill=formal
        {t}分为【待补充：环节名称】等环节，各环节的时间和规则为【待补充】。
        ## 组织安排 @ weight=1.6 layout=apart least=300 extras=here
        * **（№）{p}**。{i}
        * **（№）{p}**。{j}{i}
        \(DocumentLines.calledSections)
        ## 有关要求 @ weight=1.3 layout=apart least=240 closes=yes
        **（№）认真组织**。请各单位明确一名联系人，做好报名、带队和现场联络。
        **（№）确保安全**。落实场地、人员和交通各环节的安全措施，准备应急预案。
        **（№）按时报名**。请于【待补充：日期】前将报名表报送【待补充：部门】。
        **（№）文明参加**。遵守现场秩序，爱护公共设施，活动结束后清理场地。
        **（№）节俭办事**。经费来源为【待补充】，不铺张、不攀比。
        **（№）做好宣传**。收集活动资料，及时报送【待补充：部门】。
        ## @ weight=0.1
        + 特此通知。
        \(DocumentLines.signature)
        \(DocumentLines.contact)
        """
    )

    private static let meeting = FormSpec(
        .chinese,
        """
        ## @ weight=0.3 keys=meetingkeyword
        = 【待补充：主送机关】：
        现将{c}有关事项通知如下。
        ## 会议时间 @ weight=0
        = {1}
        ## 会议地点 @ weight=0
        = {2}
        ## 参会人员 @ weight=0
        = {3}
        ## 会议议程 @ weight=0.1 layout=apart
        = {4}
        ## 会议内容 @ weight=0.7 least=240 keys=meetingkeyword fill=meeting
        会议围绕{t}展开，学习传达的文件为【待补充：文件名称】。
        会上通报的情况和作出的部署为【待补充：内容】。
        ## 会前准备 @ weight=1.6 layout=apart least=300 extras=here
        * **（№）{p}**。{i}
        * **（№）{p}**。{j}请{h}，并将有关情况带到会上。
        * **（№）{p}**。{j}{i}
        \(DocumentLines.calledSections)
        ## 有关要求 @ weight=1 layout=apart below=240 least=140 closes=yes keys=meetingkeyword
        **（№）按时参会**。请提前到场签到，因故不能参会的须书面请假。
        ## 有关要求 @ weight=1.3 layout=apart least=240 closes=yes
        **（№）按时参会**。请参会人员提前到场签到，无特殊情况不得缺席或由他人代替。
        **（№）履行请假手续**。确因工作不能参会的，须书面说明原因，经【待补充：批准人】同意。
        **（№）报送回执**。请各单位于【待补充：日期】前将参会人员名单报送【待补充：部门】。
        **（№）准备材料**。需要发言的单位请提前提交发言提纲，时长为【待补充】。
        **（№）遵守会场纪律**。会议期间请将手机调至静音，不随意走动，做好记录。
        **（№）抓好会后落实**。会后及时向本单位传达会议精神，明确责任人和完成时限。
        **（№）厉行节约**。会议从简安排，不摆花草、不发纪念品，材料尽量采用电子文本。
        **（№）食宿与交通**。用餐、住宿和停车安排为【待补充】。
        ## @ weight=0.1
        + 特此通知。
        ## @ weight=0.1 least=160
        + 附件：【待补充：参会回执】
        ## @ weight=0.1
        \(DocumentLines.signature)
        ## @ weight=0.1 least=160
        \(DocumentLines.contact)
        """
    )
}

enum MeetingFrames {
    static let patterns = Template.lines(
        """
        请各单位结合“{p}”梳理进展和困难，形成简要的书面材料。
        交流发言可以从“{p}”切入，讲清做法、问题和建议。
        对“{p}”需要会议研究的事项，请提前与【待补充：会务组】沟通。
        涉及“{p}”的数据以“{m}”为口径，会前由专人核对。
        会议材料中与“{g}”有关的部分，由【待补充：部门】统一汇总。
        关于“{p}”的讨论意见，将写入会议纪要并分送各单位。
        """
    )

    static let keyword = Template.lines(
        """
        会议将把“{k}”作为重要内容进行研究，具体议题为【待补充】。
        请各单位围绕“{k}”准备情况说明，讲清现状、问题和打算。
        与“{k}”有关的分工和时限，将在会上予以明确【待补充：分工方案】。
        “{k}”方面需要协调解决的事项，请会前书面提出。
        会议将通报“{k}”的有关情况【待补充：通报内容】。
        落实“{k}”的具体要求，以会议部署为准。
        对“{k}”的意见和建议，请在讨论环节一并提出。
        请负责“{k}”的同志列席会议【待补充：名单】。
        """
    )
}

/// What an order says about a meeting.
struct MeetingDetails {
    private static let slots: [(slot: Character, kind: StatedFact.Kind, name: String)] = [
        ("1", .time, "会议时间"), ("2", .place, "会议地点"), ("3", .people, "参会人员"), ("4", .agenda, "会议议程"),
    ]

    /// The slots of the form: what the order states of time, place and so on, else a gap to fill.
    static func slots(in order: String, for gathering: Topic.Gathering?) -> Slots {
        var result: Slots = [:]
        let clauses = order.split { "，。；;,\n\u{FF0C}\u{FF1B}".contains($0) }.prefix(Wishes.mostPhrases)
        let facts = clauses.flatMap { StatedFact.all(in: String($0)) }
        for (slot, kind, name) in slots {
            let said = facts.first { $0.kind == kind }?.value
            let label = gathering == .activity ? name.replacing("会议", with: "活动").replacing("参会", with: "参加") : name
            result[slot] = said.map(Markdown.escape) ?? "【待补充：\(label)】"
        }
        return result
    }
}
