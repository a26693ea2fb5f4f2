/// Reads in which city the order of a news item says that it happened.
enum NewsPlace {
    private static let cities = [
        "北京", "上海", "天津", "重庆", "广州", "深圳", "杭州", "南京", "武汉", "成都", "西安", "苏州", "长沙", "郑州", "青岛", "济南", "合肥", "福州",
        "厦门",
        "宁波", "无锡", "沈阳", "大连", "哈尔滨", "长春", "石家庄", "太原", "南昌", "南宁", "昆明", "贵阳", "海口", "三亚", "兰州", "西宁", "银川", "乌鲁木齐",
        "拉萨", "呼和浩特", "香港", "澳门", "台北", "珠海", "佛山", "东莞", "温州", "嘉兴", "绍兴", "金华", "常州", "南通", "徐州", "扬州", "烟台",
        "潍坊",
        "洛阳", "宜昌", "襄阳", "桂林", "泉州", "绵阳", "保定", "唐山", "雄安",
    ]
    private static let labels = ["地点", "城市", "地址"]
    private static let named = Pattern(/([\u{4e00}-\u{9fff}]{2,3}[市县州])/)

    /// The city that a clause of an order names, or that the place in it begins with (上海国际会议中心).
    static func city(in order: String) -> String? {
        for clause in order.split(whereSeparator: { "，。；;,\n！!？?".contains($0) }).map({ $0.trimmed }) {
            let place = StatedFact.all(in: clause).first { $0.kind == .place }?.value
            if let city = cities.first(where: { city in place.map { lies($0, in: city) } ?? (clause == city) }) {
                return city
            }
            if let label = labels.first(where: { clause.hasPrefix($0) }),
                let city = cities.first(where: { clause.dropFirst(label.count) == $0 })
            {
                return city
            }
            if let place, let match = place.prefixMatch(of: named.regex) { return String(match.1) }
            if let match = clause.wholeMatch(of: named.regex) { return String(match.1) }
        }
        return nil
    }

    /// Whether a place lies in a city; 南京路 does not lie in 南京.
    private static func lies(_ place: String, in city: String) -> Bool {
        guard place.hasPrefix(city) else { return false }
        return !["路", "街", "大街", "大道", "东路", "西路", "南路", "北路", "中路"].contains {
            place.dropFirst(city.count).hasPrefix($0)
        }
    }
}
