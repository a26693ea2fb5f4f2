extension FormSpec {
    /// A script for a short video: the setting, the first three seconds, a table of shots, notes for the crew.
    ///
    /// Something to see is opened and shown otherwise than something to do.
    ///
    /// `steps` are shown first and in their order.
    static func video(isInsight: Bool, steps: [Point]) -> FormSpec {
        let first = steps.map { "| § | {v} | \($0.how) | \($0.name) | ¤秒 |\n" }.joined()
        let rows = isInsight ? insight : practice
        let opening = isInsight ? insightOpening : practiceOpening
        guard let end = rows.firstIndex(of: "\n"), !first.isEmpty else {
            return FormSpec(outline(opening: opening, rows: rows))
        }
        return FormSpec(outline(opening: opening, rows: rows[...end] + first + rows[rows.index(after: end)...]))
    }

    private static let practiceOpening = "开场不报幕，直接给出{t}里最让人为难的一个瞬间，让观众认出自己。"
    private static let insightOpening = "开场不报幕，先给{t}一个最安静的画面，停足两秒再开口。"

    private static func outline(opening: String, rows: String) -> String {
        """
        ## 基本设定 @ weight=0.5 layout=list least=200
        - 画幅：竖屏 9:16，总时长为{D}
        - 核心信息：谈{t}，先讲“{p}”
        - 目标观众：{w}
        - 形式：口播加情景画面，语速每秒四到五个字
        ## 黄金三秒 @ weight=0.4 least=320
        \(opening)
        ## 分镜表 @ weight=3 layout=rows keys=videokeyword
        = | 镜号 | 画面 | 台词 | 字幕 | 时长 |
        = |---|---|---|---|---|
        \(rows)
        ## {p} @ each=point per=1600 least=1800 own=wh weight=0.7 fill=plain
        ## 结尾引导 @ closes=yes weight=0.4 extras=here least=200
        关于{t}，你最想问什么？评论区告诉我，下一条就讲它。
        ## 拍摄提示 @ weight=0.8 layout=list least=420 upto=4
        * - 道具：{o}，提前摆在手边
        * - 人物：贴近{w}的日常穿着，不用浓妆
        * - 场地：选在{w}平常真会待的地方，背景留出放字幕的位置
        * - 空镜：多拍几条{o}的特写，剪辑时用来过渡
        * - 节奏：讲到“{p}”时停一秒，再接下一句
        * - 转场：用拿起、放下{o}的动作相接
        * - 收音：台词单独录一遍，避开现场杂声
        * - 字幕：“{p}”三秒内出现，字不超过一行
        * - 光线：靠窗自然光，拍“{g}”时换一个方向
        * - 提醒：别拍成{x}的样子，让观众照着学错
        ## 发布标题与话题 @ weight=0.5 layout=list least=520
        - {t}，先做这一步
        - 关于{t}，{w}最容易忽略的是它
        - 别再{x}了
        + {#}
        """
    }

    private static let practice = """
        | § | {v} | 说到{t}，你是不是也卡在同一步？ | {t}，卡在哪？ | ¤秒 |
        | § | {v} | 别急着找新办法，先看看“{p}”。 | 先看{p} | ¤秒 |
        * | § | {v} | “{p}”，先试一次。 | {p} | ¤秒 |
        * | § | {v} | 别忘了“{g}”。 | 别忘了 | ¤秒 |
        * | § | {v} | 第一件事，{h}。 | {p} | ¤秒 |
        * | § | {v} | 很多人会{x}，其实可以{y}。 | 换个做法 | ¤秒 |
        * | § | {v} | 差别不在力气大小，在“{p}”有没有先做。 | 差在{p} | ¤秒 |
        * | § | {v} | 只记住三个字也行：慢慢来，先把“{p}”做一遍。 | 先做一遍 | ¤秒 |
        * | § | {v} | 先把{o}备好，{t}就少一半麻烦。 | 先备好 | ¤秒 |
        * | § | {v} | 试几天，看看“{m}”有没有不一样。 | 看{m} | ¤秒 |
        * | § | {v} | “{p}”配上“{g}”，{t}就顺了一半。 | {p}＋{g} | ¤秒 |
        * | § | {v} | 不用和别人比，只和昨天比“{p}”。 | 和昨天比 | ¤秒 |
        * | § | {v} | 原来{t}没有想的那么难，难的是一直没开始“{p}”。 | 开始就好 | ¤秒 |
        * | § | {v} | 找个人一起做“{g}”，坚持会容易一些。 | 找个同伴 | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | {p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | {p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | {p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {h}，就从这里开始。 | {p} | ¤秒 |
        * | § | {v} | 做到这一步，“{p}”就成了习惯。 | 成了习惯 | ¤秒 |
        * | § | {v} | 有人问我{t}怎么开始，我都说“{p}”。 | 从这里开始 | ¤秒 |
        * | § | {v} | 别{x}，绕过这一步，省下的都是时间。 | 绕过弯路 | ¤秒 |
        * | § | {v} | 注意这个细节，“{p}”好不好，全看这里。 | 注意细节 | ¤秒 |
        * | § | {v} | {w}每天都会遇到{t}，差别是谁先看见“{g}”。 | 先看见 | ¤秒 |
        """

    private static let insight = """
        | § | {v} | 提起{t}，你先想到的是哪一个画面？ | {t} | ¤秒 |
        | § | {v} | 先别急着下结论，看看“{p}”。 | 先看{p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | {p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | {p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | {p} | ¤秒 |
        * | § | {v} | 换成{w}来看，又是另一番样子。 | 换个人看 | ¤秒 |
        * | § | {v} | “{p}”和“{g}”放在一起，就看出门道了。 | {p}＋{g} | ¤秒 |
        * | § | {v} | 这一处很小，却最说明“{p}”。 | 停一停 | ¤秒 |
        * | § | {v} | 多数人走过去了，没有看见“{g}”。 | 没看见的 | ¤秒 |
        * | § | {v} | 关于{t}，最容易忽略的就是“{p}”。 | 容易忽略 | ¤秒 |
        * | § | {v} | 很多人会{x}，其实可以{y}。 | 换个看法 | ¤秒 |
        * | § | {v} | 安静三秒，只听现场的声音。 | 听 | ¤秒 |
        * | § | {v} | 再看一遍{t}，和刚才不一样了吧？ | 再看一遍 | ¤秒 |
        * | § | {v} | 留意“{m}”，它会悄悄变化。 | 留意变化 | ¤秒 |
        * | § | {v} | {w}说得最多的，也是“{p}”。 | {p} | ¤秒 |
        * | § | {v} | 把镜头交给{o}，不说话也能说明白。 | 不说话 | ¤秒 |
        * | § | {v} | 记住这个画面，下次遇到{t}会想起来。 | 记住它 | ¤秒 |
        """
}

/// What the camera shows while something is said.
enum VideoShots {
    /// Pictures with the people and the things of a subject in them, and a few that suit any.
    static func all(things: [String], people: [String]) -> [String] {
        var result: [String] = []
        for thing in things { result += ofThings.map { $0.replacing("_", with: thing) } }
        for person in people { result += ofPeople.map { $0.replacing("_", with: person) } }
        for (index, frame) in frames.enumerated() {
            result.append("\(frame)，\(subjects[index])")
            result.append("\(frame)，\(subjects[subjects.count - 1 - index])")
        }
        return result
    }

    private static let ofThings = ["特写，_", "俯拍，_摆在手边", "慢推，_由虚到实", "近景，一双手拿起_", "侧拍，_旁边的光线变亮", "特写，_用完之后的样子"]
    private static let ofPeople = ["中景，_抬头看镜头", "近景，_手上的动作", "跟拍，_走过镜头", "特写，_的表情松开", "全景，_和身边的人", "固定机位，_坐下来说话"]

    private static let frames = ["特写", "近景", "中景", "全景", "俯拍", "侧拍", "跟拍", "慢推", "固定机位"]
    private static let subjects = [
        "双手停住", "主角抬头看镜头", "桌上的小物件", "笔尖写下一行字", "窗边的光线变亮", "手机屏幕弹出文字", "背影由快走变慢", "表情从皱眉到松开", "朋友走进画面",
        "一只手圈出重点", "主角点头微笑", "脚步踏上台阶", "两人对坐交谈", "清晨的街道",
    ]

    /// Rows of the table about a keyword, and about several.
    static let keyword = Template.lines(
        """
        | § | {v} | 说到“{k}”，先问自己要什么。 | {k} | ¤秒 |
        | § | {v} | 很多人一提{t}就问“{k}”，今天一次说清。 | {k} | ¤秒 |
        | § | {v} | “{k}”到底怎么做？看下一个镜头。 | {k} | ¤秒 |
        | § | {v} | 记住“{k}”，{t}就抓住了一半。 | 记住{k} | ¤秒 |
        | § | {v} | 别小看“{k}”，细节都在这里。 | {k}的细节 | ¤秒 |
        | § | {v} | 换到“{k}”这一步，动作要慢下来。 | 慢一点 | ¤秒 |
        | § | {v} | 第一次接触“{k}”的人，最容易忽略这里。 | {k} | ¤秒 |
        | § | {v} | 把“{k}”放进{t}，画面一下就清楚了。 | {k} | ¤秒 |
        | § | {v} | 关于“{k}”，评论区问得最多的写在字幕里【待补充：常见提问】。 | {k} | ¤秒 |
        | § | {v} | 要是只拍一个细节，就拍“{k}”。 | 就拍{k} | ¤秒 |
        """
    )
    static let keywords = Template.lines(
        """
        | § | {v} | 这一段讲{z}。 | {t} | ¤秒 |
        | § | {v} | 还有{z}，一个一个来。 | 还有这些 | ¤秒 |
        | § | {v} | 最后别漏掉{z}。 | 别漏掉 | ¤秒 |
        """
    )
}
