/// Keywords that state a figure, a date or an offer: they are passed on as facts, for no sentence that treats them as
/// an idea reads well (“销售额1200万”的培训和交流).
extension StatedFact {
    /// The tools whose texts state facts of the user's.
    static let statingTools: Set<String> = [
        "wechat_article", "xiaohongshu_note", "official_document", "marketing_copy", "news_article", "video_script",
        "business_plan", "work_report",
    ]

    /// The fact that a keyword states; nil where it names a topic (5G, 三年级, 30天计划).
    init?(keyword: String) {
        let word = Markdown.oneLine(keyword)
        guard (2...24).contains(word.count), let kind = StatedFact.kind(of: word) else { return nil }
        let isMoment = kind == .time && StatedFact.isMoment(word)
        self.init(kind: kind, label: isMoment ? "时间" : "", value: word, source: word)
    }

    /// The fact that a clause of the requirements states without a label (6月19日至21日放假调休, 共3天).
    init?(bareClause line: String) {
        self.init(keyword: line)
        guard kind != .figure || line.contains(bareFigure) else { return nil }
    }

    private static func kind(of word: String) -> Kind? {
        if isOffer(word) { return .offer }
        if word.contains(date) { return .time }
        if isMoment(word), word.holds("月") { return .time }
        guard !word.contains(ordinal) else { return nil }
        if word.contains(price) || word.contains(sum) { return .money }
        guard let match = word.firstMatch(of: amount.regex) else { return nil }
        var unit = String(match.2)
        for tail in ["以上", "以内", "左右"] where unit.hasSuffix(tail) { unit.removeLast(tail.count) }
        if unit.isEmpty { return word.hasSuffix("万") || word.hasSuffix("亿") ? .figure : nil }
        return units.contains(unit) ? .figure : nil
    }

    private static let units: Set<String> = [
        "%", "％", "‰", "个百分点", "平方米", "平米", "㎡", "公里", "千米", "千瓦时", "千瓦", "公斤", "小时", "分钟", "千克", "毫升", "人次",
        "家", "人", "名", "次", "件", "项", "台", "套", "米", "亩", "吨", "斤", "克", "度", "天", "倍", "户", "位",
        "场", "篇", "辆", "份", "盒", "箱", "瓶",
        "公顷", "册", "所", "座", "处", "km", "kg", "m",
    ]

    private static func isOffer(_ word: String) -> Bool {
        offers.contains { word.contains($0) }
    }
}

private let bareFigure = Pattern(/^(共|全程|全长|总|同比|环比|增长|新增|团队|员工|现有|完成|累计|实现|预计|约)/)
private let date = Pattern(/^(\d{4}年)?\d{1,2}月\d{1,2}日/)
private let ordinal = Pattern(/第\d+[^\d]+$/)
private let price = Pattern(/\d[\d,.]*[万亿千百]?(多|余)?(元|块|块钱|美元|欧元)(起|\/.{1,3}|每.{1,3})?$/)
private let sum = Pattern(/(额|预算|经费|投资|收入|支出|利润|产值|营收|成本)(约|达|为)?\d[\d,.]*[万亿]$/)
private let amount = Pattern(/\d[\d,.]*[万亿千百]?(多|余)?([^\d,.万亿千百多余]*|[万亿])$/)
private let offers = [
    Pattern(/^买.{1,4}[送赠].{1,6}$/),
    Pattern(/满\d+.{0,3}[减送返赠]/),
    Pattern(/第[二2].半价/),
    Pattern(/立减\d+/),
    Pattern(/充\d+.{0,2}送\d+/),
    Pattern(/^.{0,6}包邮$/),
    Pattern(/[\d一二三四五六七八九.]折(?:起|优惠)?$/),
    Pattern(/^(?:全场)?半价(?:优惠)?$/),
    Pattern(/^免费(?:试用|试吃|试听|试课|试喝|停车|办卡|体验|领取|配送|上门|送货)/),
]
