extension FormSpec {
    /// A Xiaohongshu note: short lines with emoji, a question at the end, and a line of hashtags.
    static let note = FormSpec(
        """
        ## @ weight=0.7 layout=apart from=notehook,manner
        * {t}这件小事，值得认真聊聊💬
        ## @ weight=0.5 layout=apart least=220
        👀 适合谁看：{w}
        ## @ weight=3 layout=apart fill=note
        * ✅ **{p}**｜{h}。{i}
        * 📌 **{p}**｜{i}
        * 💡 **{p}**｜{j}不妨{h}。
        * 🌿 **{p}**｜{h}，{w}尤其可以留意。
        * 🎯 **{p}**｜{j}
        ## @ weight=0.6 layout=apart least=320
        ⚠️ 避坑：别{x}，可以{y}。
        ⚠️ 还有一个小坑：{x}。换成{y}会好很多。
        * 🚧 {x}，看着省事，其实不如{y}。
        ## @ each=keyword per=220 most=6 least=420 layout=apart own= weight=0.5 from=notekeyword
        ## @ weight=0.4 from=noteclose extras=here
        ## @ weight=0
        + {#}
        """
    )
}

enum NoteFrames {
    static let hook = Template.lines(
        """
        聊聊{t}✨ 不讲大道理，只说能马上试的小办法。
        关于{t}，整理了一份不费劲的笔记📒 收藏起来慢慢看～
        {t}到底怎么下手？把思路捋了一遍，分享给同样在纠结的你🙌
        最近总有人问起{t}🤔 干脆写成一篇，想到哪儿写到哪儿。
        先说结论👉 {t}不用一步到位，从“{p}”开始最省心。
        """
    )
    static let keyword = Template.lines(
        """
        🔖 关于“{k}”：先想清楚自己要什么，再看{t}里哪一步用得上它。
        🔖 “{k}”不用一次到位，跟“{p}”一起慢慢来就好。
        🔖 说到“{k}”，准备得刚刚好最舒服，带上{o}就够啦。
        🔖 想把“{k}”安排进来，先留出一小段不赶时间的空当。
        """
    )
    static let close = Template.lines(
        """
        你们在{t}上还有什么小妙招？评论区告诉我👇
        {t}里你最头疼的是哪一步？留言一起聊聊💭
        如果只选一个先试，你会选“{p}”还是“{g}”？👇
        觉得有用就先收藏⭐ 试完回来说说感受呀～
        """
    )
    static let frames = Template.lines(
        """
        🍀 **{p}**｜不求多，每天一点点，{t}也会慢慢变样。
        ☕ **{p}**｜累的时候做一半就好，不中断比做满更要紧。
        🎯 **{p}**｜开始之前先想一句：做到什么样就算完成？
        🧩 **{p}**｜卡住了就换到“{g}”，过两天再回来，常常就通了。
        📝 **{p}**｜用{o}随手记一笔，一周后翻出来看很有意思。
        🌟 **{p}**｜{w}尤其可以留意，省心程度会不太一样。
        🪄 **{p}**｜小技巧：把它接在每天本来就要做的事后面。
        🫶 **{p}**｜拉上朋友一起，互相提醒，{t}就没那么难了。
        🔍 **{p}**｜先看清自己卡在哪里，再决定要不要换办法。
        ⏰ **{p}**｜给它固定一个时间，到点就做，不用纠结。
        🌈 **{p}**｜别和别人比进度，和上周的自己比就好。
        📷 **{p}**｜拍张照留个底，过阵子对比会很惊喜。
        🧡 **{p}**｜说到底，{t}是为了让日子更舒服。
        🐾 **{p}**｜迈出第一步之后，后面真的没有想象中难。
        🗂 **{p}**｜列三条以内的清单就够，多了反而不想动。
        """
    )
    static let insight = Template.lines(
        """
        🌸 **{p}**｜慢下来多看一会儿，{t}就有了不一样的味道。
        🍃 **{p}**｜{w}可以试着写一句只有自己看见的细节。
        ☁️ **{p}**｜和“{g}”放在一起想，会更有意思。
        📷 **{p}**｜拍之前先看一分钟，照片会更耐看。
        📝 **{p}**｜用{o}记一笔，过些日子翻出来很惊喜。
        🫶 **{p}**｜约个朋友一起，{t}会多一份回忆。
        🔍 **{p}**｜换个角度再看一次，{t}又是新的。
        🌙 **{p}**｜睡前想一想今天的“{m}”，心会静下来。
        """
    )
    static let shorts = Template.lines(
        """
        慢慢来就好🌱
        先试一次再说👌
        {t}，从今天开始☀️
        “{p}”真的可以试试💛
        记得收藏📌
        不用急，一步一步来🐢
        “{g}”也别忘啦🍃
        小事也值得认真💪
        """
    )
}
