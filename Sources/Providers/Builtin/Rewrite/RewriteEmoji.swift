/// Dresses a Chinese text with pictures of what it speaks of, and in the manner of a note where that was asked for.
enum RewriteEmoji {
    /// Words, the picture that goes with them, and the topic that they belong to, the more telling ones first.
    private static let known: [(words: [String], emoji: String, tag: String)] = [
        (["餐", "饭店", "菜品", "味道", "好吃", "美食", "火锅"], "😋", "美食"), (["咖啡", "奶茶", "茶"], "☕", "下午茶"),
        (["风筝"], "🪁", ""), (["柳", "发芽", "春"], "🌱", "春天"), (["花"], "🌸", ""), (["落叶", "树叶", "秋"], "🍂", "秋天"),
        (["雪", "冬"], "❄️", "冬天"), (["彩虹"], "🌈", ""), (["雨"], "🌧️", ""), (["太阳", "阳光", "夏"], "☀️", ""),
        (["星星", "月亮", "夜景", "夜里"], "🌙", ""), (["大海", "海边", "沙滩"], "🌊", "海边"), (["爬山", "登山", "山顶", "山上"], "⛰️", "登山"),
        (["旅行", "旅游", "景点", "风景"], "✈️", "旅行"), (["猫", "狗", "宠物"], "🐾", "宠物"), (["动物", "猴", "大象"], "🐒", ""),
        (["生日", "庆祝", "节日"], "🎉", ""), (["学习", "考试", "作业", "读书", "看书", "课"], "📚", "学习"),
        (["跑步", "运动", "健身", "踢球", "足球"], "🏃", "运动"), (["医院", "医生", "健康"], "🩺", "健康"),
        (["项目", "工作", "公司", "会议"], "💼", "职场"), (["价格", "钱", "优惠", "划算"], "💰", ""), (["感谢", "谢谢"], "🙏", ""),
        (["难过", "哭"], "🥺", ""), (["高兴", "开心", "快乐", "笑"], "😄", ""), (["朋友", "同学", "大家"], "🤝", ""),
        (["妈妈", "爸爸", "奶奶", "家"], "🏠", ""), (["喜欢", "爱"], "❤️", ""), (["推荐", "值得"], "👍", ""),
    ]

    private static func match(_ text: String) -> (words: [String], emoji: String, tag: String)? {
        known.first { $0.words.contains { text.holds($0) } }
    }

    /// Puts a picture behind the sentences of whose matter there is one, each once in a row, and one at the end at
    /// least.
    static func marked(_ pieces: [Piece]) -> [Piece] {
        var result = pieces
        var last = ""
        for index in result.indices where isOpen(result[index]) {
            guard let emoji = match(result[index].text)?.emoji, emoji != last else { continue }
            result[index].text += emoji
            last = emoji
        }
        if last.isEmpty, let index = result.lastIndex(where: isOpen) { result[index].text += "✨" }
        return result
    }

    /// A line for each sentence, a picture in front of each, and the topics below.
    static func note(_ pieces: [Piece], title: String, keywords: [String]) -> [Piece] {
        var result: [Piece] = []
        var number = 0
        for (index, piece) in pieces.enumerated() {
            var line = piece
            // Rows of a table stay together.
            number += piece.isFixed && index > 0 && pieces[index - 1].isFixed ? 1 : 2
            (line.line, line.firstLine) = (number, number)
            guard isOpen(piece) else {
                result.append(line)
                continue
            }
            for (count, part) in RewriteNote.lines(of: piece.text).enumerated() {
                number += count == 0 ? 0 : 1
                (line.line, line.firstLine) = (number, number)
                line.text = count == 0 ? (match(piece.text)?.emoji ?? "✨") + " " + part : part
                result.append(line)
                line.lead = ""
            }
        }
        let tags = tags(pieces, title: title, keywords: keywords)
        if !tags.isEmpty {
            result.append(Piece(line: number + 2, lead: "", text: tags, isFixed: false))
        }
        return result
    }

    /// How many topics a note names.
    private static let mostTags = 5
    private static let longestTag = 10

    /// Titles that say what is done with the text and not what it is about.
    private static let orders = ["改写", "扩写", "缩写", "续写", "仿写", "重写", "润色", "降重", "改成", "改为", "优化", "翻译"]

    private static func tags(_ pieces: [Piece], title: String, keywords: [String]) -> String {
        let found = pieces.compactMap { match($0.text)?.tag }.filter { !$0.isEmpty }
        var names: [String] = []
        let isOrder = orders.contains { title.holds($0) }
        for raw in keywords + found + (isOrder ? [] : [Markdown.oneLine(title)]) {
            let name = raw.filter { $0.isLetter || $0.isNumber }
            if (2...longestTag).contains(name.count), !names.contains(name) { names.append(name) }
        }
        return names.prefix(mostTags).map { "#\($0)#" }.joined(separator: " ")
    }

    private static func isOpen(_ piece: Piece) -> Bool { !piece.isFixed && piece.text.contains(where: \.isHan) }
}
