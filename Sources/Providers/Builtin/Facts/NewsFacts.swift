/// What the material of a news item says of date, place and speakers, so that no gap asks for what is known.
struct NewsFacts {
    var date: String?
    var city: String?
    /// Everything but the sentences in which somebody speaks.
    var report: [String] = []
    /// The sentences in which somebody speaks.
    var quotes: [String] = []

    /// How much of a material is read, in sentences.
    private static let mostSentences = 60

    init(_ content: String) {
        let text = String(content.prefix(8_000))
        date = text.firstMatch(of: /(\d{4}年)?\d{1,2}月\d{1,2}日/).map { String($0.0) }
        city =
            text.firstMatch(of: /([\u{4e00}-\u{9fff}]{2,3})\d{1,2}月\d{1,2}日(电|讯)/).map { String($0.1) }
            ?? text.firstMatch(of: /(?:本报|记者|在)?([\u{4e00}-\u{9fff}]{2}(?:市|县|州))/).map { String($0.1) }
        for sentence in Sentences.split(text).prefix(NewsFacts.mostSentences) {
            let speaks = ["表示", "说", "介绍", "指出", "称", "认为"].contains { sentence.holds($0) }
            if speaks, sentence.holds("“") || sentence.holds("：") {
                quotes.append(sentence)
            } else {
                report.append(sentence)
            }
        }
        if let first = report.first, let line = first.firstMatch(of: /^.{0,14}\d{1,2}月\d{1,2}日(电|讯)[：:\s]*/) {
            report[0] = String(first[line.range.upperBound...])
        }
        report.removeAll { $0.trimmed.count < 4 }
    }

    /// Whether there is enough to lead with.
    var hasLead: Bool { !report.isEmpty }
}
