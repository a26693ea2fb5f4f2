/// What an order to rewrite asks for, and what of it ``Rewrite`` can't do.
///
/// Other tools grant other wishes, so the phrases are judged here: what remains of one when everything is taken away
/// that a rewrite does, or that only says to rewrite, is a wish that nothing came of.
struct RewriteWishes {
    let style: Style
    /// Whether pictures are wanted, and the manner of a note with them.
    let wantsEmoji: Bool
    let isNote: Bool
    /// Whether nothing but pictures is asked for.
    let wantsOnlyEmoji: Bool
    /// Whether the text is to be shorter, by no matter how much.
    let shortens: Bool
    private let requirements: String
    private let tone: String

    /// How many wishes the closing note names, and how much of each, in characters.
    private static let named = 3
    private static let longestNamed = 24

    private static let notes = ["小红书", "种草文", "种草笔记"]
    private static let pictures = ["表情符号", "表情包", "小表情", "表情", "emoji", "颜文字"]
    private static let shorter = ["精简", "缩写", "压缩", "浓缩", "缩短", "简短", "简洁", "简练", "精炼"]
    private static let refusals = ["不", "别", "无", "避免", "去掉", "删"]

    init(_ brief: Brief, isChinese: Bool) {
        let order = brief.requirements
        let manner = (brief.tone ?? "").trimmed
        let all = RewriteWishes.phrases(of: (order + "，" + manner).lowercased())
        let wanted = all.filter { phrase in !RewriteWishes.refusals.contains { phrase.hasPrefix($0) } }
        func asks(_ words: [String]) -> Bool {
            isChinese && wanted.contains { phrase in words.contains { phrase.holds($0) } }
        }
        let plain = Style(requirements: order, tone: brief.tone)
        isNote = asks(RewriteWishes.notes)
        style = isNote && plain == .plain ? .colloquial : plain
        wantsEmoji = isNote || asks(RewriteWishes.pictures)
        shortens = asks(RewriteWishes.shorter)
        let others = all.filter { phrase in !RewriteWishes.pictures.contains { phrase.holds($0) } }
        wantsOnlyEmoji = wantsEmoji && !isNote && others.isEmpty
        requirements = order
        tone = manner
    }

    /// The wishes that nothing came of.
    func unmet(wasShort: Bool, wasCondensed: Bool) -> [String] {
        var result: [String] = []
        var granted = style == .plain ? [] : style == .colloquial ? Style.colloquialNames : Style.formalNames
        if isNote { granted += RewriteWishes.notes + ["笔记"] }
        if wantsEmoji { granted += RewriteWishes.pictures + ["适当", "加上", "添加", "加", "带"] }
        if wasCondensed { granted += RewriteWishes.shorter }
        if wasShort { granted += ["扩写", "扩充"] }
        for phrase in RewriteWishes.phrases(of: requirements) + (tone.isEmpty ? [] : [tone])
        where !RewriteWishes.isMet(phrase, granted) && !result.contains(phrase) {
            result.append(phrase)
        }
        return result.prefix(RewriteWishes.named).map { Markdown.escape(String($0.prefix(RewriteWishes.longestNamed))) }
    }

    private static func phrases(of text: String) -> [String] {
        text.prefix(5_000).split { "，。；、;,.\n！!？?".contains($0) }.map { $0.trimmed }.filter { $0.count >= 2 }
    }

    private static func isMet(_ phrase: String, _ granted: [String]) -> Bool {
        let text = phrase.lowercased()
        if kept.contains(where: { text.hasPrefix($0) }) { return true }
        let isLength = LengthWish.find(in: text) != nil
        if !text.contains(where: \.isHan) { return isLength || (english + granted).contains { text.holds($0) } }
        let names = granted + (isLength ? lengths : [])
        var rest = (names + fillers).reduce(text) { $0.replacing($1, with: "") }
        if isLength { rest = rest.filter { !$0.isNumber && !"一二三四五六七八九十百千两".contains($0) } }
        if rest.contains(where: { otherWork.contains($0) }) { return false }
        return rest.filter { $0.isLetter || $0.isNumber }.count < 2
    }

    /// What is left of 扩写, 缩写, 续写, 仿写 and 翻译 when what rewriting is called is taken away.
    private static let otherWork: Set<Character> = ["扩", "缩", "续", "仿", "译"]

    /// How a wish begins for what a rewrite leaves alone anyway.
    private static let kept = [
        "保留", "保持", "不改变", "不要改变", "不改", "不变", "不丢", "忠于", "尊重原", "不要编", "不编", "不增加", "不要小标题", "不要标题", "不加",
        "原意", "不要加", "不要添", "别加", "别改", "不要正式", "不要太正式", "不要口语", "不要太口语",
    ]

    private static let english = ["keep", "rewrite", "paraphrase", "neutral"]

    private static let lengths = [
        "不超过", "不少于", "控制在", "压缩", "缩写", "精简", "缩短", "简短", "浓缩", "篇幅", "字数", "左右", "以内", "以上", "之内", "字符", "字",
        "到", "约", "至", "在", "不要",
    ]

    /// Words of an order that say to rewrite, or nothing; longer ones stand before those that they begin with.
    private static let fillers = [
        "通俗易懂", "严肃认真", "这段文字", "这篇文章", "这段话", "换一种说法", "换种说法", "换个说法", "换一种表达", "重新表述", "同义替换", "改写", "重写",
        "改一下", "润色", "文字", "文章", "内容", "原文", "全文", "语言", "语气", "文风", "风格", "表达", "表述", "口吻", "说法", "一下", "一些",
        "一点", "更加", "比较", "通顺", "流畅", "自然", "中性", "中立", "客观", "默认", "平实", "普通", "帮我", "使用", "采用", "要求", "易懂",
        "版本", "请", "把", "将", "对", "为", "成", "更", "要", "用", "改", "写", "得", "的", "地", "化", "些", "点", "语", "体",
        "式", "较", "版", "和", "且", "让", "给",
    ]
}
