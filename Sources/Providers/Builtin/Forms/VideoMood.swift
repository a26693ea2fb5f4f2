/// How a film tells what it tells: with a joke on oneself, warmly, in high spirits, against the clock, or with a
/// secret.
enum VideoMood: String, CaseIterable {
    case humorous, warm, lively, tense, mysterious

    /// The words of an order that ask for a mood, besides those that ask for a manner of any text.
    private var cues: [String] {
        switch self {
        case .humorous: ["喜剧", "逗趣", "逗乐", "沙雕", "好笑", "爆笑"]
        case .warm: ["温情", "感人", "感动", "催泪", "暖心", "动人"]
        case .lively: ["欢快", "元气", "热血"]
        case .tense: ["紧张", "惊险", "紧迫感", "刺激感"]
        case .mysterious: ["悬疑", "悬念", "烧脑", "神秘"]
        }
    }

    /// The mood that the wishes ask for; nil where they ask for none that a film shows.
    init?(_ wishes: Wishes) {
        switch wishes.manner {
        case .humorous: self = .humorous
        case .warm: self = .warm
        case .lively: self = .lively
        case .plain, .formal:
            let phrases = wishes.unknown + [wishes.mannerPhrase ?? ""]
            let named = VideoMood.allCases.first { phrases.contains(where: $0.isNamed) }
            guard let named else { return nil }
            self = named
        }
    }

    /// The longest phrase that asks for nothing but a mood (带点悬疑的风格), in characters.
    private static let longestPhrase = 10

    /// Whether a phrase asks for this mood and little else.
    func isNamed(in phrase: String) -> Bool {
        phrase.count <= VideoMood.longestPhrase && !phrase.contains("不") && cues.contains { phrase.holds($0) }
    }

    /// Whether a script shows this mood: one of its pictures is in it.
    func isShown(in body: String) -> Bool {
        (rows + rowsSee).contains { row in
            let picture = row.split(separator: "|").dropFirst().first.map(String.init) ?? ""
            let words = picture.split { "{}".contains($0) }.map { $0.trimmed }
            return words.max { $0.count < $1.count }.map { body.holds($0) } ?? false
        }
    }

    // MARK: - Shots and notes

    /// Rows of the table of shots, of something to do.
    var rows: [String] { Template.lines(VideoMood.practice[self] ?? "") }
    /// The same of something to see.
    var rowsSee: [String] { Template.lines(VideoMood.insight[self] ?? "") }
    /// Notes for the crew.
    var notes: [String] { Template.lines(VideoMood.crew[self] ?? "") }
    /// Whether the shots are told in their order, each leading on to the next.
    var isOrdered: Bool { self == .mysterious }
    /// The line that ends the film, where the mood needs one.
    var ending: String? { self == .mysterious ? "镜头回到开头那一瞬，这一次灯亮着：答案一直都在“{p}”里。" : nil }

    private static let practice: [VideoMood: String] = [
        .humorous: """
        | § | 近景，主角信心满满地点头，下一秒手忙脚乱 | 说到{T}，我以为一看就会，结果是一看就以为会。 | 一看就以为会 | ¤秒 |
        | § | 分屏，左边是想象，右边是现实 | 想象里的“{p}”，行云流水；现实里的我，请再说一遍。 | 想象和现实 | ¤秒 |
        | § | 定格，主角愣在原地，画面变成黑白 | 别问我怎么知道“{p}”要紧，问就是翻过车。 | 问就是翻过车 | ¤秒 |
        | § | 特写，{o}摆得整整齐齐，主角凑过来看 | 东西全备好了，就差一个靠谱的我。 | 就差一个我 | ¤秒 |
        | § | 跟拍，主角大步走进画面，又默默退了出去 | “{p}”我练了三遍，第四遍的时候，连镜头都不忍心拍了。 | 第四遍 | ¤秒 |
        | § | 近景，主角对着镜头竖起大拇指，身后的人直摇头 | 我说“{p}”我会了，旁边的人说：你再想想。 | 你再想想 | ¤秒 |
        """,
        .warm: """
        | § | 特写，一只手轻轻搭在另一只手上 | 说到{T}，最后记住的，往往是身边的人。 | 身边的人 | ¤秒 |
        | § | 中景，窗边的光慢慢移过桌面 | 慢一点也没有关系，有人等着就好。 | 慢一点 | ¤秒 |
        | § | 近景，{w}低头笑了一下 | 有些话平时说不出口，就放在这一镜里。 | 说不出口的话 | ¤秒 |
        | § | 背影，两个人并肩走远 | 做好“{p}”，也是在照顾那个等你的人。 | 为了那个人 | ¤秒 |
        """,
        .lively: """
        | § | 快切，起身、开门、跑进阳光里 | 别等了，“{p}”现在就可以开始！ | 现在开始 | ¤秒 |
        | § | 近景，主角用力点头，画面弹出大字 | 说到{T}，今天这一步先走出去！ | 先走一步 | ¤秒 |
        | § | 跟拍，{w}笑着冲镜头招手 | 一个人会累，那就叫上{w}一起！ | 一起来 | ¤秒 |
        """,
        .tense: """
        | § | 手持跟拍，脚步越来越快，画面一角出现倒计时 | 时间不多了，“{p}”这一步还没有做。 | 时间不多了 | ¤秒 |
        | § | 快切，双手、钟面、额头的汗 | 再错一次，就要从头来过。 | 再错一次 | ¤秒 |
        | § | 特写，手停在半空，四周忽然安静 | 就差“{p}”，做还是不做？ | 做还是不做 | ¤秒 |
        """,
        .mysterious: """
        | § | 黑场，只听见脚步声，灯亮的一瞬切走 | 关于{T}，有一处先不说，看到最后你就知道。 | 先不说 | ¤秒 |
        | § | 镜头慢慢推近，停在{o}上，随即转开 | 线索已经出现过一次，你看到了吗？ | 看到了吗 | ¤秒 |
        | § | 特写，一只手合上本子，只露出一角 | 再往前一步，答案就在那里。 | 再往前一步 | ¤秒 |
        """,
    ]

    private static let insight: [VideoMood: String] = [
        .humorous: """
        | § | 近景，主角一本正经地开口，三秒后绷不住 | 说到{T}，我准备了很深刻的话，一开机全忘了。 | 全忘了 | ¤秒 |
        | § | 分屏，左边是照片，右边是拍照的人 | 照片里的{T}，岁月静好；镜头后面的我，头发都没顾上梳。 | 镜头前后 | ¤秒 |
        | § | 定格，主角张着嘴，画面变成黑白 | 我一开口讲{T}，家里人就默默把电视声音调大了。 | 家人的反应 | ¤秒 |
        | § | 跟拍，主角深情地望向远方，撞上了门框 | 看得太入神，差点忘了看路。 | 忘了看路 | ¤秒 |
        """,
        .warm: """
        | § | 特写，一只手轻轻搭在另一只手上 | 说到{T}，最后记住的，往往是身边的人。 | 身边的人 | ¤秒 |
        | § | 中景，窗边的光慢慢移过桌面 | 有些东西不必说，坐下来一起看就好。 | 一起看 | ¤秒 |
        | § | 近景，{w}低头笑了一下 | 有些话平时说不出口，就放在这一镜里。 | 说不出口的话 | ¤秒 |
        """,
        .lively: """
        | § | 快切，推窗、抬头、跑进阳光里 | 别光听我说，{T}要自己去看！ | 自己去看 | ¤秒 |
        | § | 跟拍，{w}笑着冲镜头招手 | 一个人看不过瘾，那就叫上{w}一起！ | 一起来 | ¤秒 |
        """,
        .tense: """
        | § | 快切，脚步、钟面、回头的一瞬 | 就在这时，谁也没有再说话。 | 就在这时 | ¤秒 |
        | § | 手持跟拍，呼吸声越来越近 | 再晚一点，就看不到了。 | 再晚一点 | ¤秒 |
        """,
        .mysterious: """
        | § | 黑场，只听见脚步声，灯亮的一瞬切走 | 关于{T}，有一处先不说，看到最后你就知道。 | 先不说 | ¤秒 |
        | § | 镜头慢慢推近，停在{o}上，随即转开 | 线索已经出现过一次，你看到了吗？ | 看到了吗 | ¤秒 |
        """,
    ]

    private static let crew: [VideoMood: String] = [
        .humorous: """
        - 笑点：包袱之前停半秒，说完自己不笑，把笑留给观众
        - 音效：转折处加一声“叮”，全片只用一次
        - 反转：主角刚说完“我会了”，下一镜就做错第一步
        - 花絮：说错、笑场的那一遍留三秒，放在片尾
        - 表情：翻车的那一镜给足两秒特写，不配台词
        """,
        .warm: """
        - 配乐：钢琴或木吉他，音量压低，人声停下时让它走两秒
        - 停顿：最动情的一句之后留两秒空白，不加字幕
        - 细节：多拍手、背影和空着的座位，少拍流泪的脸
        """,
        .lively: """
        - 配乐：鼓点明快，动作踩在拍子上
        - 剪辑：每镜不超过三秒，用推门、转身这样的动作相接
        - 字幕：大字弹出，一次只出一个词
        """,
        .tense: """
        - 剪辑：紧要处每镜不超过一秒，放松处再给长镜头
        - 声音：钟摆声渐强，说到结果时全部静下来
        - 机位：手持微晃，贴近人物，少用全景
        """,
        .mysterious: """
        - 悬念：要紧的东西只露一角，最后一镜才给全貌
        - 声音：环境声放大，配乐压到几乎听不见
        - 光线：只留一处光源，人物半明半暗
        """,
    ]
}

extension Writer {
    /// From how many characters on a script takes a second shot in its mood, and a third.
    private static let roomForShots = [0, 520, 1_100]
    /// A shorter script has no room for a shot that only sets a mood.
    private static let shortestMood = 150
    /// Behind how many rows the second and the third of these stand.
    private static let betweenShots = 2

    /// Puts shots and a note in a mood into a script.
    func play(_ mood: VideoMood, in sections: inout [Section]) {
        guard target >= Writer.shortestMood else { return }
        let isSeen = subject.core.first?.mode == .insight
        let rows = isSeen ? mood.rowsSee : mood.rows
        var inOrder = rows.compactMap { mood.isOrdered ? write($0) : nil }[...]
        let dealt = supply("mood", mood.isOrdered ? [] : rows)
        func next() -> String? { inOrder.popFirst() ?? dealt() }
        if let table = sections.firstIndex(where: { $0.layout == .rows }), let first = next() {
            open(&sections[table], with: first)
            for (number, room) in Writer.roomForShots.enumerated().dropFirst() where target >= room {
                guard let shot = next() else { break }
                let place = min(number * Writer.betweenShots, sections[table].leads.count)
                sections[table].leads.insert(shot, at: place)
            }
        }
        if let crew = sections.firstIndex(where: { $0.heading == "拍摄提示" }) {
            sections[crew].required += [supply("crew", mood.notes)()].compactMap { $0 }
        }
        if let ending = mood.ending.flatMap({ render($0) }),
            let last = sections.firstIndex(where: { $0.heading == "结尾引导" })
        {
            sections[last].required.append(ending)
        }
    }
}
