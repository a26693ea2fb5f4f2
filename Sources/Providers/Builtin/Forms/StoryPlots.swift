/// Plots that differ in place, opening, turn and ending; the title's own thing, `{d}`, acts in each.
enum StoryPlot: CaseIterable {
    case notebook, vanished, lastBus, shop, letters, promise, sentence
    case subway, home, shift, repair, incident, outpost, classroom, picture

    /// Words of a title by which it asks for one of the plots.
    private var cues: [String] {
        switch self {
        case .notebook: ["日记", "本子", "外婆", "奶奶", "爷爷", "记忆", "回忆", "故乡", "书", "旧"]
        case .vanished: ["消失", "失踪", "谜", "影子", "机器人", "未来", "月", "灯塔", "海", "猫", "狗", "塔", "雕像"]
        case .lastBus: ["雨", "夜", "公交", "末班车", "北京", "上海", "深圳", "漂", "相遇", "告别", "路"]
        case .shop: ["店", "馆", "面", "茶", "咖啡", "糖", "味", "厨", "铺", "手艺", "匠", "酒"]
        case .letters: ["信", "邮", "远方", "思念", "等待", "战争", "异乡"]
        case .sentence: []
        case .promise: ["约定", "毕业", "同学", "青春", "友", "少年", "十年", "夏天", "比赛", "重逢"]
        case .subway: ["地铁", "列车", "车厢", "陌生人", "站台", "火车", "城市"]
        case .home: ["雪", "归", "回家", "故乡", "院子", "老屋", "村", "年夜", "团圆", "老家", "乡"]
        case .shift: ["岗", "值班", "退休", "最后一班", "守夜", "巡", "消防", "矿", "工厂", "护士", "警"]
        case .repair: ["自行车", "父亲", "母亲", "爸", "妈", "钟", "鞋", "收音机", "伞", "修", "缝纫机", "旧物", "手表"]
        case .incident: ["事件", "起火", "事故", "案", "真相", "火灾", "凶", "记者", "失火", "地震", "爆炸"]
        case .outpost: ["火星", "星球", "太空", "宇宙", "飞船", "星际", "月球", "外星", "2077", "科幻", "AI"]
        case .classroom: ["高三", "高考", "同桌", "教室", "班主任", "学校", "老师", "校园", "课", "班"]
        case .picture: ["画家", "画", "肖像", "琴", "曲", "歌", "雕", "博物馆", "艺术", "照片"]
        }
    }

    /// The plot that a title asks for, else one by chance.
    static func of(_ topic: Topic, dice: inout Dice) -> StoryPlot {
        if StoryCast.isSentence(topic) { return .sentence }
        let title = topic.title
        let named = allCases.map { plot in (plot, plot.cues.reduce(0) { $0 + (title.holds($1) ? $1.count : 0) }) }
        if let best = named.max(by: { $0.1 < $1.1 }), best.1 > 0 { return best.0 }
        return dice.pick(general)
    }

    /// The plots that suit a title of any kind.
    private static let general: [StoryPlot] = [
        .notebook, .vanished, .lastBus, .shop, .letters, .promise, .subway, .home, .picture,
    ]

    /// Whether the plot is told by 我 whatever the order says.
    var isTold: Bool { self == .letters }

    var form: FormSpec {
        switch self {
        case .notebook: .notebook
        case .vanished:
            FormSpec(.chinese, StoryPlot.outline(Self.vanishedOpening, Self.vanishedStops, Self.vanishedEnding))
        case .lastBus: FormSpec(.chinese, StoryPlot.outline(Self.busOpening, Self.busStops, Self.busEnding))
        case .shop: FormSpec(.chinese, StoryPlot.outline(Self.shopOpening, Self.shopStops, Self.shopEnding))
        case .letters: FormSpec(.chinese, StoryPlot.outline(Self.lettersOpening, Self.lettersStops, Self.lettersEnding))
        case .sentence:
            FormSpec(.chinese, StoryPlot.outline(Self.sentenceOpening, Self.sentenceStops, Self.sentenceEnding))
        case .subway: FormSpec(.chinese, StoryPlot.outline(Self.subwayOpening, Self.subwayStops, Self.subwayEnding))
        case .home: FormSpec(.chinese, StoryPlot.outline(Self.homeOpening, Self.homeStops, Self.homeEnding))
        case .shift: FormSpec(.chinese, StoryPlot.outline(Self.shiftOpening, Self.shiftStops, Self.shiftEnding))
        case .repair: FormSpec(.chinese, StoryPlot.outline(Self.repairOpening, Self.repairStops, Self.repairEnding))
        case .incident:
            FormSpec(.chinese, StoryPlot.outline(Self.incidentOpening, Self.incidentStops, Self.incidentEnding))
        case .outpost:
            FormSpec(
                .chinese,
                StoryPlot.outline(Self.outpostOpening, Self.outpostStops, Self.outpostEnding, Self.outpostLingering)
            )
        case .classroom: FormSpec(.chinese, StoryPlot.outline(Self.classOpening, Self.classStops, Self.classEnding))
        case .picture: FormSpec(.chinese, StoryPlot.outline(Self.pictureOpening, Self.pictureStops, Self.pictureEnding))
        case .promise: FormSpec(.chinese, StoryPlot.outline(Self.promiseOpening, Self.promiseStops, Self.promiseEnding))
        }
    }

    /// A plot between its opening and its ending: stops on the way, each with lines of the plot and lines of any.
    private static func outline(
        _ opening: String,
        _ stops: String,
        _ ending: String,
        _ lingering: String = lingering
    )
        -> String
    {
        opening + "\n## {l} @ each=l per=600 most=6 least=700 weight=1 hold=eb from=arrive,see,meet\n" + stops
            + "\n"
            + lingering + "\n" + ending
    }

    private static let lingering = """
        * {s}，{n}在{l}多站了一会儿，把要问的话在心里排了一遍。
        * {n}低头看见{b}，不知道是谁落在{l}的，擦干净放回了原处。
        * {e}倒了一杯热水推过来，杯口的白气慢慢散开。
        * “年轻的时候，我也为{t}睡不着觉。”{e}说着，自己先笑了。
        * {l}的光一点一点移过去，照亮了{b}。
        * {n}想说什么，{s}，话又咽了回去。
        * {e}从口袋里摸出{b}，看了看，又放了回去。
        * “你问的这件事，{l}的人心里都有一个答案。”{e}说。
        * {n}数了数身上的零钱，还够走到下一个地方。
        * 离{l}不远的墙上有一道旧刻痕，高度正好到{n}的肩膀。
        * {e}讲得很慢，讲到要紧的地方就停一停，听着{s}。
        * 有个孩子跟了{n}一路，到{l}才转身跑开。
        * {n}把听来的话在心里又说了一遍，怕走到半路忘掉。
        """

    // MARK: - A sentence on the wall

    private static let sentenceOpening = """
        ## 墙上的一句话 @ weight=1.2 keys=storytogether
        一夜之间，巷口的白墙上多了一行字：{q}。
        字是用粉笔写的，一笔一画，像怕人看不清。
        “谁家孩子写的？”路过的人都这么问，问完就走，只有{n}停了下来。
        “这不是孩子的字，”{f}凑近了看，“孩子写不出这么用力的一横。”
        {n}念了一遍，又念了一遍，心里有什么地方轻轻响了一下。
        傍晚下了一场雨，墙洗得干干净净，那一行字却还在。
        “我想知道是谁写的，”{n}说，“也想知道后面还有没有。”
        “后面？”{f}笑了，“你怎么知道有后面？”
        “因为没有句号。”{u}指了指墙。
        ## 另一面墙 @ weight=1 least=320 keys=storytogether
        第二天，河对岸的墙上也出现了同样的字，下面多了一个很小的箭头。
        {n}顺着箭头走，走到岔路口，箭头断了。
        “也许写的人也不知道往哪里去。”{f}说。
        “也许是等人来接着写。”{u}蹲下来，从地上捡起半截粉笔。
        “别，”{f}拉住{n}，“先弄明白它在说什么。”
        """
    private static let sentenceStops = """
        “{q}？”{e}在{l}听完，把手里的活放下了，“这话我听过。”
        “是谁说的？”{n}问。{e}摇头：“说的人早走了，话留下了。”
        * {e}用手指在桌上把那句话写了一遍，写到最后一个字，停住了。
        * “要是真有这样的事，”{e}说，“最难的不是开头，是后来怎么办。”
        * {n}发现{l}的门背后也有一行旧字，笔迹和墙上的一样。
        * “你信吗？”{e}问。“还没想好，”{n}说，“所以才来问。”
        * “{q}。”{e}又念了一遍，像在尝一口很久没有吃过的东西。
        * {n}把那行字抄在手心里：{q}。
        * 有人在{l}的桌上也刻过：{q}。
        """
    private static let sentenceEnding = """
        ## 写字的人 @ weight=1 least=500 closes=yes
        写字的人是{f}找到的，在旧学校的器材室里，袖口沾满了粉笔灰。
        “是你？”{n}站在门口，不敢相信。
        “年轻的时候，有人跟我说过这句话，”那人把粉笔放下，“我没有信，等信了，已经没有人可以说了。”
        “所以写在墙上？”
        “写在墙上，总会有一个人停下来。”那人看着{n}，“你停了。”
        ## 后面的话 @ weight=1.1 closes=yes
        {n}把一路上听来的话讲给那人听，有笑的，有骂的，有讲着讲着不作声的。
        “原来{d}有这么多种意思。”那人听得很仔细。
        “只少一种，”{u}说，“你自己的。”
        那人沉默了很久，站起来，把半截粉笔递给{n}：“我的那一种太晚了，写你的吧。”
        ## 句号 @ weight=0.7 closes=yes
        天亮之前，{n}回到巷口，在那一行字后面补了一句，退后两步看了看。
        没有人知道{u}补的是什么，因为太阳一出来，整面墙都照得发白。
        {f}只记得最后有一个句号，又圆又小，像一颗刚落下的种子。
        """

    // MARK: - Something is gone

    private static let vanishedOpening = """
        ## 少了什么 @ weight=1.2 keys=storytogether
        那天清早，镇上的人都觉得少了点什么，只是一时说不上来。
        最先开口的是个孩子：“{d}不见了。”
        大人们笑他胡说，笑到一半，笑声停在半空。
        确实不见了，原来的地方空空荡荡，只有地面比别处干净一些。
        “昨天夜里还在。”{f}压低声音，“我收摊的时候亲眼看见的。”
        有人主张去报案，有人主张算了，谁也说不清{t}到底值多少钱。
        {n}蹲下去用指尖碰了碰地面，凉的，像是刚刚有谁从这里起身。
        “我去找。”{u}站起来说。
        ## 第一条线索 @ weight=1 least=320 keys=storytogether
        线索是一行湿脚印，从空处一直通到镇口，在那里断了。
        {f}提着灯跟上来：“你知道去哪里找吗？”
        “不知道。先问问最后见过它的人。”
        “每个人都见过，”{f}说，“可是每个人记得的样子都不一样。”
        {n}愣了一下，忽然发现，自己也说不准{d}原本是什么颜色。
        """
    private static let vanishedStops = """
        “您最后一次看见{d}，是什么时候？”{n}在{l}问。
        {e}想了很久：“我天天从旁边走过，可是真正看一眼，大概是好几年前了。”
        * “找它做什么？”{e}在{l}反问，“没有它，日子不也照样过？”
        * {n}在{l}画下{e}说的样子，和上一张完全不同。
        * “我家里留着一小块。”{e}把声音放得很低，不肯再往下说。
        """
    private static let vanishedEnding = """
        ## 真相 @ weight=1 least=500 closes=yes
        真相是一个雨天漏出来的。
        {n}敲开最后一扇门，桌上摆着的，正是{d}的一角。
        “我没有偷，”屋里的人慌了，“我只是怕它有一天没有了，先拿一点回家收着。”
        {u}又去敲别的门，每一家都有一点，藏在柜子里、枕头下、米缸底。
        原来{t}不是被谁拿走的，是被所有人一点一点舍不得光的。
        ## 还回来 @ weight=1.1 closes=yes
        第二天，{n}把自己的那一份先放回了原处，小得像一粒米。
        “就你一个人，有什么用？”{f}站在旁边问。
        “总得有人先放。”
        中午来了第二个人，傍晚来了一群，谁也不看谁，放下就走。
        天黑的时候，{d}又站在那里了，有缝，有补丁，却比从前亮。
        ## 很久以后 @ weight=0.7 closes=yes
        很久以后，镇上的人养成了一个习惯：路过的时候看它一眼。
        {f}问{n}究竟藏起来的是哪一块，{u}笑着不说。
        最小的那个孩子指着一道缝：“这里缺了一点。”
        “不缺，”{n}说，“那是留着看的。”
        """

    // MARK: - The last bus

    private static let busOpening = """
        ## 末班车 @ weight=1.2 keys=storykeyword
        雨下到夜里十一点，末班车上只剩{n}和司机。
        后排座位上放着一个没人认领的信封，封面写着：{q}。
        {u}朝前面喊：“师傅，有人落了东西。”
        司机从后视镜里看了一眼：“放着吧，每隔一阵就有一个，写的都是{t}。”
        “没有人来领？”
        “领的人总在下一站下车。”司机说完，打了一把方向盘。
        雨刷来回摆着，街灯一盏接一盏退到后面去。
        {n}在终点前一站站了起来，信封已经在怀里了。
        ## 第一个地址 @ weight=1 least=320 keys=storykeyword
        信封里没有信，只有一张手画的路线图，圈着几个地方。
        {f}在电话里打了个哈欠：“大半夜的，谁会按着它走？”
        “我想知道，写的人是怎么看{d}的。”
        “你明天还要上班。”
        {n}望着站牌上的时刻表，第一次没有去算还剩几个小时可以睡。
        """
    private static let busStops = """
        图上的这个圈落在{l}，旁边写着一个很小的问号。
        “有没有人来这里说起过{d}？”{n}把信封递给{e}看。
        “有，上个月也有人拿着一样的信封来。”{e}说。
        * {e}认出了那笔字，却怎么也想不起是谁的。
        * 末班车从{l}前面开过去，没有停。
        * {n}在图上把{l}划掉，剩下的圈看起来更远了。
        """
    private static let busEnding = """
        ## 终点 @ weight=1 least=500 closes=yes
        最后一个圈画在车库，司机正坐在台阶上吃一碗凉掉的面。
        “是您写的？”{n}把信封放在他旁边。
        “我写了十一年。”司机擦了擦嘴，“开这条线的人，一辈子到不了乘客要去的地方。”
        “所以您让别人替您去看？”
        “我想知道，{t}在别人那里是什么样子。”
        ## 一路说到天亮 @ weight=1.1 closes=yes
        {n}把走过的地方一处一处讲给他听，讲到第三处，雨停了。
        司机听得很认真，碗搁在膝盖上忘了放下。
        “{d}，原来是这样的。”他说，“和我想的差不多，又差很多。”
        东边亮起来，第一班车的发动机响了。
        ## 头班车 @ weight=0.7 closes=yes
        {n}坐头班车回去，座位还是昨夜的那一个。
        {f}发来消息问找到了没有，{u}回了两个字：到了。
        下车之前，{n}把一个新的信封留在座位上，封面空着。
        """

    // MARK: - The shop at the end of the lane

    private static let shopOpening = """
        ## 巷子尽头 @ weight=1.2 keys=storykeyword
        巷子尽头开了一间铺子，招牌上写的是：{q}。
        没有人知道里面卖什么，玻璃后面只有一张长桌和一盏灯。
        {n}推门进去躲太阳，掌柜头也不抬：“买，还是换？”
        “换什么？”
        “这里只收和{t}有关的事，讲得真，换一碗热汤；讲得假，门在后面。”
        {f}在门外使劲摆手，{u}却已经坐下了。
        那天{n}讲了半个钟头，汤是咸的，刚刚好。
        “明天来上工吧，”掌柜收了碗，“缺一个跑腿的。”
        ## 学徒 @ weight=1 least=320 keys=storytogether
        跑腿的活只有一样：把一只木盒送到该送的地方去，再原样带回来。
        “盒子里装的什么？”{f}问。
        “掌柜说，是{d}。”{n}掂了掂，轻得像什么也没有。
        “你信？”
        “汤是真的。”{u}把盒子抱紧了一点。
        """
    private static let shopStops = """
        盒子今天要送到{l}，单子上写着收件人的样子：{e}。
        {e}打开盒盖看了一眼，眼圈红了：“还是老样子。”
        “里面到底有什么？”{n}没有忍住。
        * {e}往盒子里放了一句话，盖上，递还给{n}。
        * 回来的路上，{n}觉得盒子比去{l}的时候重了一些。
        * “告诉你们掌柜，”{e}说，“{d}我没有忘。”
        """
    private static let shopEnding = """
        ## 空盒子 @ weight=1 least=500 closes=yes
        入冬那天，铺子没有开门，钥匙压在{n}常坐的凳子下面。
        {u}在桌上找到那只木盒，第一次打开了它。
        里面是空的，盒底刻着一行小字：轮到听的人讲。
        “人走了？”{f}站在门口，说话带着白气。
        “没走，”{n}摸着那行字，“话都在这里。”
        ## 开张 @ weight=1.1 closes=yes
        第二天一早，{n}把灯点上，烧了一锅水。
        进来的第一位客人看着招牌：“{t}，多少钱一份？”
        “不卖，”{u}说，“坐下来讲一段，汤就好了。”
        客人犹豫了一会儿，放下了手里的包。
        那天的汤有点淡，谁也没有说。
        ## 招牌 @ weight=0.7 closes=yes
        后来招牌旧了，{f}提议换一块新的。
        {n}只把{d}几个字重新描了一遍。
        巷子还是那条巷子，天黑以后，尽头总有一盏灯。
        """

    // MARK: - Letters

    private static let lettersOpening = """
        ## 第一封信 @ weight=1.2 keys=storykeyword
        {f}，见信好。
        你走的时候说，要我替你留意{d}，我当时只顾着看车有没有来，没有答应。
        今天忽然想起来，就坐下写这封信，信纸是从旧账本上撕的。
        你一定会问：“怎么现在才写？”
        我也问过自己，大概是因为从前总觉得{t}一直在那里，不用写。
        昨天有人当面问我：“它是什么样子？”我张了张嘴，竟然说不出来。
        所以我决定出一趟门，替你，也替自己去看一看。
        ## 第二封信 @ weight=1 least=320 keys=storykeyword
        {f}，行李很轻，只带了笔和你留下的那把伞。
        出门时邻居问：“去哪里？”我说：“去看{d}。”
        她笑我：“这也值得专门跑一趟？”
        我没有辩解，因为车开的时候，我已经觉得值得了。
        你的回信请寄到下一个地方，我会在那里等三天。
        """
    private static let lettersStops = """
        这封信写于{l}，桌子有点晃，字写得不好看。
        在这里我遇见了{e}，聊的自然还是{t}。
        “你写信的那个人，会回来吗？”{e}看着我的信纸问。
        * 我把{b}夹在信里，你拆的时候小心一点。
        * {e}托我问候你，说虽然没有见过，听着像是认识。
        * 你若在{l}，一定也会坐到关门才走。
        * 写到这里停了一停，{s}，像是你在催我。
        """
    private static let lettersEnding = """
        ## 没有寄出的一封 @ weight=1 least=500 closes=yes
        {f}，三天过去，没有等到你的信，等到的是一个包裹。
        里面是我寄给你的每一封，一封也没有拆，只在信封背面写着日期。
        送来的人说：“他临走前交代，等你走完了再给。”
        “他自己为什么不看？”我问。
        “他说，这些信不是写给他的。”
        ## 最后一封信 @ weight=1.1 closes=yes
        {f}，我把信一封一封拆开，读了一整夜。
        读到后来才明白，你要我看的不是{d}，是看着它的那个人。
        从前我说{t}没有什么可写，如今一张纸写不下。
        “回来了？”早上邻居隔着墙问。
        “回来了。”我说，“这回看清了。”
        ## 附言 @ weight=0.7 closes=yes
        又及：那把伞我留在门口，谁淋了雨谁拿去用。
        信纸还剩一张，我空着，给你。
        """

    // MARK: - A promise of ten years

    private static let promiseOpening = """
        ## 铁盒 @ weight=1.2 keys=storytogether
        毕业那天，{n}和{f}在学校后墙下埋了一只铁盒，盖子上刻着：{q}。
        “十年以后来挖。”{f}把土踩实，“谁不来谁是小狗。”
        “里面写的什么？”
        “十年以后你就知道了，反正和{t}有关。”
        两个人沿着操场跑了一圈，跑得满头是汗，谁也没有回头看那堵墙。
        十年后的同一天，{n}请了假，坐了六个小时的车，站在墙下。
        墙还在，树高了一倍，{f}没有来。
        ## 挖开 @ weight=1 least=320 keys=storykeyword
        {n}等到太阳偏西，借了一把铲子自己动手。
        铁盒锈得打不开，{u}用石头敲了三下，盖子弹到一边。
        里面没有当年的纸，只有一张新的字条：“先别急，去我说过的地方看看{d}。”
        “这家伙来过。”{n}又好气又好笑。
        守门的人探出头：“昨天也有一个人在这里挖，挖完又埋上了。”
        """
    private static let promiseStops = """
        字条上的第一句话指向{l}，那是从前逃课常去的地方。
        “是不是有人让你来找{d}？”{e}不等{n}开口就问。
        {e}从身后拿出又一张字条，折得和当年传纸条一样小。
        * “他在{l}坐了很久，”{e}说，“一直在笑。”
        * {n}在{l}想起一句当年说过的大话，脸有点发烫。
        * 字条背面画着一只小狗，{n}看了半天，笑出了声。
        """
    private static let promiseEnding = """
        ## 最后一张字条 @ weight=1 least=500 closes=yes
        最后一张字条只有一个地址，是医院对面的小公园。
        {n}跑到的时候，{f}坐在长椅上，头发剪得很短，膝上盖着毯子。
        “你迟到了。”{f}说。
        “是你没来。”
        “我走不了那么远，只好把你一步一步骗过来。”
        ## 两个人的{d} @ weight=1.1 closes=yes
        他们在长椅上坐到路灯亮起来，把十年的事拣要紧的说。
        “当年盒子里写的到底是什么？”{n}终于问。
        {f}从口袋里掏出那张发黄的纸，上面是两个人的笔迹：{t}。
        “我怕你忘了，”{f}说，“又怕你没忘，只有我忘了。”
        {n}没有说话，把毯子往上拉了拉。
        ## 再埋一次 @ weight=0.7 closes=yes
        春天的时候，铁盒又埋回了墙下，这回埋得浅。
        “还是十年？”{n}问。
        “一年，”{f}说，“贪心一点，年年都来。”
        """
}
