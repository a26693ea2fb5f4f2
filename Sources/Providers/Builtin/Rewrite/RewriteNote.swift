/// The manner of a note: short lines, spoken openings, no 因为 before 所以.
enum RewriteNote {
    /// What a sentence may begin with, and how a note says it.
    private static let openings = [
        ("我个人觉得", "说真的，"), ("我觉得", "说真的，"), ("我认为", "真心觉得"), ("我建议", "真心建议"), ("总的来说，", "一句话总结："), ("总之，", "一句话总结："),
        ("首先，", "先说重点，"), ("此外，", "还有一点，"), ("另外，", "还有一点，"), ("最后，", "最后唠一句，"), ("需要注意的是，", "划重点，"),
        ("值得注意的是，", "划重点，"),
    ]
    /// Words that a note says with more warmth, which change no fact; 十分钟 and 特别行政区 are why there are no more.
    private static let words = [
        ("很多人", "好多人"), ("很多", "好多"), ("很好", "真的好"), ("很方便", "超方便"), ("很舒服", "超舒服"), ("很喜欢", "超喜欢"), ("很漂亮", "超漂亮"),
        ("很便宜", "超便宜"), ("很实用", "超实用"), ("很满意", "超满意"), ("很简单", "超简单"),
    ]
    private static let degree = Pattern(/非常(?![规态人时任])|很(?=大(?!程度|一部分|可能|概率|的))/)
    private static let cause = Pattern(/^(.*?)因为([^，。]+)，所以(.+)$/)

    /// A sentence as a note says it; one with a quotation or code in it stays as it is.
    static func said(_ sentence: String) -> String {
        guard !sentence.contains(where: { "“”\"`「」『』".contains($0) }) else { return sentence }
        var text = sentence
        if let match = text.wholeMatch(of: cause.regex) { text = "\(match.1)\(match.2)，所以\(match.3)" }
        for (word, said) in openings where text.hasPrefix(word) && text.count > word.count + 2 {
            text = said + text.dropFirst(word.count)
            break
        }
        if !text.holds("不非常"), !text.holds("不很") { text = text.replacing(degree.regex, with: "超") }
        for (word, said) in words where !text.holds("不" + word) { text = text.replacing(word, with: said) }
        return text
    }

    /// Up to how many characters a line of a note holds, and how few a line may have by itself.
    private static let longestLine = 18
    private static let shortestLine = 5

    /// A sentence in lines, cut at its commas.
    static func lines(of sentence: String) -> [String] {
        guard sentence.count > longestLine, !sentence.contains(where: { "“”\"`「」『』（(".contains($0) }) else {
            return [sentence]
        }
        var result: [String] = []
        var line = ""
        for part in sentence.split(separator: "，", omittingEmptySubsequences: false) {
            let isFull =
                line.count >= shortestLine && line.count + part.count >= longestLine && part.count >= shortestLine
            if isFull {
                result.append(line)
                line = String(part)
            } else {
                line += (line.isEmpty ? "" : "，") + part
            }
        }
        return result + [line]
    }
}
