/// What a business plan dwells on by its trade.
extension Domain {
    /// The points of the trade that a title shows; none when it shows none.
    static func venturePoints(of title: String) -> [Point] { VentureTrade.of(title).points }
}

/// A trade: the words that show it in a title, what its plans say of customers, prices and costs, and its own points.
///
/// Each line of its text that begins with one of the letters below gives that slot of the form; the other lines are a
/// ``Domain``'s.
///
/// | slot | stands for | slot | stands for |
/// |---|---|---|---|
/// | `C` | for whom | `N` | what for, in a few words |
/// | `B` | how they manage so far | `E` | what is paid for |
/// | `F` | how prices are set | `S` | where the first customers come from |
/// | `J` | the posts of the team | `V` | what costs most |
/// | `W` | the first trial | `Q` | permits |
/// | `Z` | the main risk and its remedy | | |
struct VentureTrade: Sendable {
    let words: [String]
    let slots: Slots
    let points: [Point]

    init(_ words: [String], _ text: String) {
        self.words = words
        var slots: Slots = [:]
        for line in Template.lines(text) {
            guard let letter = line.first, letter.isUppercase, line.dropFirst().first == " " else { continue }
            slots[letter] = String(line.dropFirst(2))
        }
        self.slots = slots
        points = Domain("venture-trade", verb: "做好", text).points
    }

    /// The trade whose word stands last in a title; the general one when there is none.
    static func of(_ title: String) -> VentureTrade {
        let places = title.lowercased().wholeWords(all.flatMap(\.words) + strangers)
        func end(of trade: VentureTrade) -> Int {
            trade.words.compactMap { word in places[word].map { $0 + word.count } }.max() ?? 0
        }
        guard let trade = all.max(by: { end(of: $0) < end(of: $1) }), end(of: trade) > 0 else { return general }
        return trade
    }

    /// The slots of a plan, with the name of its subject.
    func slots(naming name: String) -> Slots {
        slots.compactMapValues { Template.fill($0, ["t": name]) }
    }

    private static let all = [
        home, software, dining, farming, retail, schooling, lodging, leisure, clinic, eldercare, infants,
        making, gadgets, energy, commerce, media, decorating, goods, advising, celebrating, motoring, logistics,
        fitness,
    ]

    /// Longer words that hold one of a trade and are of another, or of none that is known here.
    private static let strangers = [
        "宠物殡葬", "宠物食品", "宠物用品", "宠物零食", "洗衣液", "美容仪", "效果", "成果", "结果", "果然", "系统门窗", "无人机表演", "无人机培训", "农民工", "汽车站",
        "公益", "门店", "儿童摄影", "婴儿摄影", "亲子鉴定",
    ]

    static let general = VentureTrade(
        [],
        """
        C 【待补充：目标客户】
        N 解决【待补充：一句话说清的痛点】
        B 靠【待补充：访谈所得】将就
        E 产品销售、服务订阅和增值服务
        F 按客户省下的时间或费用的一部分收取，而不是在成本上简单加成
        S 访谈过的目标客户和他们的介绍
        J 产品、运营、销售与财务
        V 采购、交付和售后
        W 访谈{t}的目标客户，用最小的版本收到第一批付费
        Q 【待补充：相关资质与规定】
        Z 客户说喜欢却不付费。对策是先收小额定金，用行为代替口头意愿。
        """
    )
}
