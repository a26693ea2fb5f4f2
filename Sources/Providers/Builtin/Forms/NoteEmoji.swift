/// The one or two pictures that the title of a note ends with.
enum NoteEmoji {
    private static let pairs: [(words: [String], pair: String)] = [
        (["护肤", "口红", "妆", "穿搭", "裙", "发型", "短发", "面膜", "洗面", "防晒", "皮"], "💄💕"),
        (["吃", "菜", "饭", "炒", "面条", "面包", "拉面", "面食", "火锅", "甜", "食", "米粉", "螺蛳粉", "汤", "蛋"], "🍳😋"),
        (["咖啡", "茶", "奶"], "☕✨"),
        (["旅", "游", "云南", "海边", "海岛", "上海", "爬山", "自驾", "出行", "徒步"], "✈️🌿"), (["收纳", "整理", "家", "租房", "装修"], "🏠✨"),
        (["猫", "狗", "宠", "熊猫"], "🐾💛"),
        (["学", "考", "书", "读", "论文", "英语", "志愿"], "📚💪"), (["孩子", "宝宝", "娃", "亲子", "妈"], "👶💗"),
        (["跑", "健身", "瘦", "运动", "瑜伽", "球"], "🏃💦"), (["睡", "失眠", "早起", "焦虑"], "🌙💤"),
        (["工作", "面试", "职场", "效率", "周报"], "💼✅"), (["钱", "理财", "省"], "💰📒"), (["花", "多肉", "植", "春"], "🌱🌸"),
        (["节", "婚", "生日", "礼"], "🎁🎉"),
    ]

    static func pair(for topic: Topic) -> String {
        if let known = pairs.first(where: { $0.words.contains { topic.title.holds($0) } }) { return known.pair }
        // A place may be known by its name alone (长沙攻略).
        let field = Field.recognise(title: topic.title + topic.bare, keywords: [], among: Field.chinese)
        return ["travel", "sight", "outing"].contains(field) ? "✈️🌿" : "✨📒"
    }
}
