/// How a rewritten text should sound, with the pairs of words by which it does.
enum Style {
    case plain, colloquial, formal

    init(requirements: String, tone: String?) {
        let text = (requirements + " " + (tone ?? "")).lowercased()
        let colloquial = [
            "口语", "通俗", "大白话", "接地气", "白话", "聊天", "casual", "informal", "colloquial", "conversational", "spoken",
            "friendly",
        ]
        let formal = ["书面", "正式", "严肃", "严谨", "专业", "公文", "formal", "professional", "academic"]
        self =
            colloquial.contains { text.holds($0) } ? .colloquial : formal.contains { text.holds($0) } ? .formal : .plain
    }

    /// The words to replace and what stands for them; longer words stand before those that they begin with.
    func pairs(isChinese: Bool) -> [(word: String, other: String)] {
        switch (self, isChinese) {
        case (.plain, _): []
        case (.colloquial, true): Style.toColloquial
        case (.formal, true): Style.toFormal
        case (.colloquial, false): Style.toCasual
        case (.formal, false): Style.toFormalEnglish
        }
    }

    private static let toColloquial: [(word: String, other: String)] = [
        ("因此", "所以"), ("因而", "所以"), ("由此", "这样一来"), ("然而", "不过"), ("但是", "不过"), ("尽管如此", "就算这样"), ("尽管", "虽然"),
        ("此外", "还有"),
        ("另外", "还有"), ("并且", "而且"), ("以及", "还有"), ("由于", "因为"), ("倘若", "要是"), ("如果", "要是"), ("例如", "比如"), ("如何", "怎么"),
        ("是否", "是不是"), ("为何", "为什么"), ("能够", "能"), ("无法", "没法"), ("不能够", "不能"), ("尚未", "还没"), ("务必", "一定要"),
        ("应当", "应该"),
        ("必须", "得"), ("无需", "不用"), ("无须", "不用"), ("目前", "现在"), ("当前", "现在"), ("此时", "这时候"), ("随后", "后来"), ("立即", "马上"),
        ("立刻", "马上"),
        ("迅速", "很快"), ("逐渐", "慢慢"), ("逐步", "一步一步"), ("始终", "一直"), ("仍然", "还是"), ("依然", "还是"), ("几乎", "差不多"),
        ("十分", "很"), ("非常", "特别"),
        ("极其", "特别"), ("更加", "更"), ("较为", "比较"), ("诸多", "很多"), ("众多", "很多"), ("许多", "很多"), ("若干", "几个"), ("各类", "各种"),
        ("予以", "给"),
        ("给予", "给"), ("进行了", "做了"), ("导致", "让"), ("获得", "得到"), ("取得", "拿到"), ("购买", "买"), ("出售", "卖"), ("告知", "告诉"),
        ("询问", "问"),
        ("寻找", "找"), ("协助", "帮"), ("知晓", "知道"), ("认为", "觉得"), ("居住", "住"), ("返回", "回到"), ("前往", "去"), ("使用", "用"),
        ("采用", "用"), ("具备", "有"),
        ("拥有", "有"), ("存在", "有"), ("开始着手", "动手"), ("共计", "一共"), ("总计", "一共"), ("大约", "差不多"), ("约为", "差不多是"),
        ("即可", "就行"), ("即将", "快要"),
        ("与此同时", "同时"), ("总而言之", "总之"), ("综上所述", "总的来说"), ("显著", "明显"), ("优良", "好"), ("困难", "难处"), ("迟缓", "慢"),
        ("难以", "很难"),
    ]

    private static let toFormal: [(word: String, other: String)] = [
        ("所以", "因此"), ("不过", "然而"), ("可是", "然而"), ("但是", "然而"), ("还有就是", "此外"), ("另外", "此外"), ("而且", "并且"),
        ("因为", "由于"), ("要是", "如果"),
        ("比如说", "例如"), ("比如", "例如"), ("怎么办", "如何应对"), ("怎么样", "如何"), ("怎么", "如何"), ("是不是", "是否"), ("能不能", "能否"),
        ("会不会", "是否会"),
        ("有没有", "是否有"), ("没法", "无法"), ("还没有", "尚未"), ("还没", "尚未"), ("一定要", "务必"), ("应该", "应当"), ("不用", "无需"),
        ("现在", "目前"), ("这时候", "此时"),
        ("后来", "随后"), ("马上", "立即"), ("很快", "迅速"), ("慢慢", "逐渐"), ("一直", "始终"), ("还是", "仍然"), ("差不多", "几乎"),
        ("特别是", "尤其是"), ("特别", "十分"),
        ("挺", "较为"), ("好多", "众多"), ("很多", "诸多"), ("一些", "若干"), ("各种各样", "各类"), ("得到", "获得"), ("拿到", "取得"), ("告诉", "告知"),
        ("觉得", "认为"),
        ("知道", "了解"), ("想办法", "设法"), ("搞清楚", "明确"), ("弄清楚", "明确"), ("搞定", "完成"), ("弄好", "完成"), ("帮忙", "协助"),
        ("一共", "共计"), ("就行", "即可"), ("快要", "即将"),
        ("大家", "各位"), ("小孩", "儿童"), ("老板", "负责人"), ("东西", "物品"), ("啥", "什么"), ("咋", "如何"), ("这么", "如此"),
        ("那么多", "如此之多"), ("说白了", "简言之"),
        ("越来越", "日益"), ("的话", ""), ("坏了", "损坏"), ("好坏", "优劣"), ("不行", "不可行"),
    ]

    private static let contractions: [(word: String, other: String)] = [
        ("shouldn't", "should not"), ("can't", "cannot"), ("couldn't", "could not"), ("won't", "will not"),
        ("wouldn't", "would not"), ("don't", "do not"), ("doesn't", "does not"), ("didn't", "did not"),
        ("isn't", "is not"), ("aren't", "are not"), ("wasn't", "was not"), ("weren't", "were not"),
        ("haven't", "have not"), ("hasn't", "has not"), ("hadn't", "had not"), ("mustn't", "must not"),
        ("it's", "it is"), ("that's", "that is"), ("there's", "there is"), ("we're", "we are"), ("they're", "they are"),
        ("you're", "you are"), ("i'm", "I am"), ("i've", "I have"), ("we've", "we have"), ("they've", "they have"),
        ("you've", "you have"), ("i'll", "I will"), ("we'll", "we will"), ("you'll", "you will"),
        ("they'll", "they will"), ("let's", "let us"), ("what's", "what is"), ("who's", "who is"),
    ]

    private static let toFormalEnglish: [(word: String, other: String)] =
        contractions + [
            ("a lot of", "a great deal of"), ("lots of", "a great deal of"), ("kind of", "rather"),
            ("sort of", "rather"),
            ("gonna", "going to"), ("wanna", "want to"), ("gotta", "have to"), ("kids", "children"),
            ("guys", "colleagues"),
            ("got", "obtained"), ("buy", "purchase"), ("show", "demonstrate"), ("start", "commence"),
            ("try", "attempt"),
            ("fix", "repair"), ("find out", "determine"), ("set up", "establish"), ("look into", "investigate"),
            ("point out", "indicate"), ("go up", "increase"), ("put off", "postpone"), ("think about", "consider"),
            ("also", "additionally"), ("anyway", "in any case"),
            ("really", "particularly"), ("pretty", "fairly"), ("big", "substantial"), ("huge", "considerable"),
            ("bad", "unsatisfactory"), ("ok", "acceptable"), ("okay", "acceptable"),
            ("enough", "sufficient"), ("maybe", "possibly"),
            ("soon", "shortly"), ("right away", "immediately"), ("thanks", "thank you"), ("boss", "manager"),
            ("so we", "therefore we"), ("so they", "therefore they"), ("so it", "therefore it"),
            ("good idea", "sound idea"),
            ("get rid of", "remove"), ("need to", "have to"),
        ]

    private static let toCasual: [(word: String, other: String)] =
        contractions.map { ($0.other.lowercased(), $0.other.hasPrefix("I ") ? "I" + $0.word.dropFirst() : $0.word) } + [
            ("therefore", "so"), ("however", "but"), ("furthermore", "also"), ("additionally", "also"),
            ("moreover", "also"), ("consequently", "so"), ("numerous", "lots of"), ("many", "a lot of"),
            ("obtain", "get"), ("obtained", "got"), ("require", "need"), ("requires", "needs"), ("assist", "help"),
            ("purchase", "buy"), ("purchased", "bought"), ("commence", "start"), ("conclude", "end"),
            ("attempt", "try"), ("utilize", "use"), ("utilise", "use"), ("demonstrate", "show"),
            ("sufficient", "enough"),
            ("children", "kids"), ("approximately", "about"), ("immediately", "right away"), ("perhaps", "maybe"),
            ("prior to", "before"), ("in order to", "to"), ("regarding", "about"), ("substantial", "big"),
            ("investigate", "look into"), ("establish", "set up"), ("determine", "find out"), ("postpone", "put off"),
            ("very", "really"), ("at present", "now"), ("inform", "tell"), ("receive", "get"), ("received", "got"),
        ]
}
