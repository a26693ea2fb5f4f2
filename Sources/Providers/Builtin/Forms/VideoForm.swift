extension FormSpec {
    /// A script for a short video: the setting, the first three seconds, a table of shots, notes for the crew.
    ///
    /// Something to see is opened and shown otherwise than something to do.
    ///
    /// `steps` are shown first and in their order.
    static func video(isInsight: Bool, steps: [Point]) -> FormSpec {
        let first = steps.map { "| § | {v} | \($0.how) | \($0.name) | ¤秒 |\n" }.joined()
        return FormSpec(outline(rows: first + (isInsight ? insight : practice)))
    }

    private static func outline(rows: String) -> String {
        """
        ## 基本设定 @ weight=0.5 layout=list least=200
        - 画幅：竖屏 9:16，总时长为{D}
        - 核心信息：{T}，先讲“{p}”
        - 目标观众：{w}
        - 形式：口播加情景画面，语速每秒四到五个字
        ## 黄金三秒 @ weight=0.4 least=320 from=scene,videofirst
        ## 分镜表 @ weight=3 layout=rows keys=videokeyword from=videoopen
        = | 镜号 | 画面 | 台词 | 字幕 | 时长 |
        = |---|---|---|---|---|
        \(rows)
        ## {p} @ each=point per=1600 least=1800 own=wh weight=0.7 fill=plain
        ## 结尾引导 @ closes=yes weight=0.4 extras=here least=200 from=manner,videoclose
        ## 拍摄提示 @ weight=0.8 layout=list least=420 upto=4
        * - 道具：{o}，开拍之前备好
        * - 道具：{o}只留一样，别的都收走
        * - 人物：贴近{w}的日常穿着，不用浓妆
        * - 人物：找一位{w}出镜，说自己的话
        * - 场地：选在{w}平常真会待的地方，背景留出放字幕的位置
        * - 空镜：多拍几条{o}的特写，剪辑时用来过渡
        * - 节奏：讲到“{p}”时停一秒，再接下一句
        * - 节奏：“{g}”那一镜放慢，前后剪快
        * - 转场：前后两镜用{o}的特写相接
        * - 转场：从“{p}”切到“{g}”，保持同一机位
        * - 收音：讲“{p}”的台词单独录一遍，避开杂声
        * - 字幕：“{p}”三秒内出现，字不超过一行
        * - 字幕：“{p}”和“{g}”用不同颜色
        * - 光线：靠窗自然光，拍“{g}”时换一个方向
        * - 提醒：“{x}”只作反例，别让观众照着学错
        * - 补拍：一组“{x}”，一组“{y}”，剪成对比
        * - 配乐：{w}爱听的轻一点，讲“{p}”时收掉
        ## 发布标题与话题 @ weight=0.5 layout=list least=520 upto=3
        * - {T}，记住“{p}”就够
        * - {T}，从“{p}”开始
        * - {w}看过来：{T}
        * - {T}，先说说“{x}”
        * - {T}，“{p}”和“{g}”先看哪个？
        * - {T}，{w}可以看看
        * - {T}：{x}？{y}
        + {#}
        """
    }

    private static let practice = """
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | 看{p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | 看{p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | 看{p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | 看{p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | 看{p} | ¤秒 |
        * | § | {v} | {j}所以，{h}。 | 先做{p} | ¤秒 |
        * | § | {v} | 常见的弯路是{x}，换个做法：{y}。 | 换个做法 | ¤秒 |
        * | § | {v} | {x}，看着省事，不如这样：{y}。 | 换成这样 | ¤秒 |
        * | § | {v} | {x}？{y}。 | 别走弯路 | ¤秒 |
        * | § | {v} | 用得上的有{o}，接着看“{p}”。 | 先备好 | ¤秒 |
        * | § | {v} | 过几天看看“{m}”，再回来调“{p}”。 | 看{m} | ¤秒 |
        * | § | {v} | “{p}”配上“{g}”，{t}就顺了一半。 | {p}＋{g} | ¤秒 |
        * | § | {v} | {w}先做“{p}”，“{g}”放到后面。 | 分个先后 | ¤秒 |
        * | § | {v} | 停一下，“{p}”这里看仔细。 | 注意{p} | ¤秒 |
        """

    private static let insight = """
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | 看{p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | 看{p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | 看{p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | 看{p} | ¤秒 |
        * | § | {v} | {i} | {p} | ¤秒 |
        * | § | {v} | {j} | 看{p} | ¤秒 |
        * | § | {v} | 有人是{x}，换个看法：{y}。 | 换个看法 | ¤秒 |
        * | § | {v} | {x}，还有另一种做法：{y}。 | 换一种看法 | ¤秒 |
        * | § | {v} | 换一处再看{t}，又是另一个样子。 | {p} | ¤秒 |
        * | § | {v} | {w}说起{t}，和旁人说的常常不一样。 | {p} | ¤秒 |
        * | § | {v} | 再看一遍{t}，会看到刚才没有留意的。 | 再看一遍 | ¤秒 |
        * | § | {v} | 留意“{m}”，它会悄悄变化。 | 留意变化 | ¤秒 |
        * | § | {v} | 先看看{o}，再往下说。 | 先看一眼 | ¤秒 |
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

    private static let ofThings = ["特写，_", "俯拍，_和周围的东西", "慢推，_由虚到实", "近景，镜头推到_跟前", "侧拍，_旁边的光线变亮", "特写，_用完之后的样子"]
    private static let ofPeople = ["中景，_抬头看镜头", "近景，_手上的动作", "跟拍，_走过镜头", "特写，_的表情松开", "全景，_和身边的人", "固定机位，_坐下来说话"]

    private static let frames = ["特写", "近景", "中景", "全景", "俯拍", "侧拍", "跟拍", "慢推", "固定机位"]
    private static let subjects = [
        "双手停住", "主角抬头看镜头", "桌上的小物件", "笔尖写下一行字", "窗边的光线变亮", "手机屏幕弹出文字", "背影由快走变慢", "表情从皱眉到松开", "朋友走进画面",
        "一只手圈出重点", "主角点头微笑", "脚步踏上台阶", "两人对坐交谈", "清晨的街道",
    ]

    /// What follows the scene that opens the script.
    static let first = Template.lines(
        """
        这一幕不配台词，停足两秒，再报出{T}。
        画面先行，三秒之内字幕打出“{T}”。
        不报幕，就从这一幕切到{o}的特写。
        镜头停在{w}脸上，第三秒才开口。
        只留现场声，随后一句话点题：{T}。
        """
    )
    /// The first spoken line, of something to do and of something to see.
    static let open = Template.lines(
        """
        | § | {v} | {T}，你是不是也卡在“{p}”？ | {p} | ¤秒 |
        | § | {v} | {x}？先看完这一条。 | 先看完 | ¤秒 |
        | § | {v} | 今天讲{T}，{w}先听“{p}”。 | {p} | ¤秒 |
        | § | {v} | {T}，今天只讲“{p}”和“{g}”。 | {p} | ¤秒 |
        | § | {v} | {x}，你也这样过吗？今天讲讲{T}。 | 你也这样？ | ¤秒 |
        | § | {v} | {T}，记住“{p}”这一条。 | {p} | ¤秒 |
        """
    )
    static let openSee = Template.lines(
        """
        | § | {v} | {T}，你先想到的是哪一个画面？ | 哪一个画面？ | ¤秒 |
        | § | {v} | 说起{T}，有一处很少有人先提。 | {p} | ¤秒 |
        | § | {v} | 今天说{T}，从一个小地方说起。 | {p} | ¤秒 |
        | § | {v} | 换一个角度看{T}，会看到什么？ | {p} | ¤秒 |
        | § | {v} | {w}看{T}，和你想的也许不一样。 | 不一样的看法 | ¤秒 |
        """
    )
    static let close = Template.lines(
        """
        “{p}”和“{g}”，你卡在哪一个？评论区告诉我。
        试过“{p}”的，回来说说怎么样了。
        身边有{w}吗？把这一条转给对方。
        下一条讲“{g}”，想先看的留个言。
        关于{T}，还想看哪一步？写在评论区，一个一个来。
        """
    )
    static let closeSee = Template.lines(
        """
        看完{T}，你先想起哪一个画面？评论区说给我听。
        关于{T}，你还有什么想说的？评论区见。
        把这一条发给想一起看{T}的人。
        说到{T}，还有哪一处没有讲到？写在评论区。
        """
    )

    /// Rows of the table about a keyword, and about several.
    static let keyword = Template.lines(
        """
        | § | {v} | 说到{t}，不能不提“{k}”。 | {k} | ¤秒 |
        | § | {v} | “{k}”，先弄清是怎么回事，再看合不合自己。 | 弄清{k} | ¤秒 |
        | § | {v} | 关于“{k}”，别人的经验只作参考。 | {k} | ¤秒 |
        | § | {v} | 别小看“{k}”，差别常常就在这里。 | {k}的差别 | ¤秒 |
        | § | {v} | 拿不准“{k}”，就问问懂行的人。 | 问懂行的人 | ¤秒 |
        | § | {v} | 少了“{k}”，{t}就缺一块。 | 少不了{k} | ¤秒 |
        | § | {v} | 第一次听说“{k}”？先看和自己有关的那一点。 | {k} | ¤秒 |
        | § | {v} | 把“{k}”和{t}放在一起看，一下就清楚了。 | {k} | ¤秒 |
        | § | {v} | “{k}”的说法很多，先看有没有依据。 | 看依据 | ¤秒 |
        | § | {v} | 记住“{k}”，{t}就好懂一半。 | 记住{k} | ¤秒 |
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
