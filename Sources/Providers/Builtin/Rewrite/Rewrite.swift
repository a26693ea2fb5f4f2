/// Rewrites a text without a model: leads with its conclusion, regroups it, turns its sentences around.
///
/// It changes connecting words besides. Names, figures, quotations and every other content word stay as they are.
enum Rewrite {
    /// The longest source text that is read, in characters; the API's own limit.
    private static let longestContent = 50_000

    static func compose(_ brief: Brief, wishes: Wishes, isEnglish: Bool) throws(Draft.Refusal) -> String {
        let content = String(brief.content.prefix(longestContent))
        let isChinese = content.contains(where: \.isHan)
        let style = Style(requirements: brief.requirements, tone: brief.tone)
        var known: Set<String> = []
        var sentences = blocks(of: content).filter { known.insert($0).inserted }
        guard !sentences.isEmpty else { throw .noContent }
        let available = Draft.length(of: sentences.joined(separator: "\n"))
        var wasShort = false
        if let wish = wishes.length {
            let target = wish.unit == .words ? wish.count * (isChinese ? 1 : 5) : wish.count
            if target < available * 9 / 10 { sentences = condensed(sentences, to: target, keywords: brief.keywords) }
            wasShort = target > available * 115 / 100
        }
        let lead = takeConclusion(from: &sentences)
        let turned = Set(sentences)
        let rewritten = sentences.map { turn($0, style, isChinese: isChinese) }
        var parts: [String] = []
        if let lead { parts.append(turn(lead, style, isChinese: isChinese)) }
        let merged = merge(rewritten, isChinese: isChinese)
        let isLong = Draft.length(of: sentences.joined()) >= (isChinese ? longText : longText * 2)
        parts += group(merged, keywords: isLong ? brief.keywords : nil, isChinese: isChinese)
        if parts.count == 1, turned.contains(parts[0]) || parts[0] == lead {
            parts[0] = (isChinese ? "**要点**：" : "**In short**: ") + parts[0]
        }
        let title = Markdown.escape(brief.title)
        return
            "# \(title)\n\n\(parts.joined(separator: "\n\n"))\n\n\(notice(isChinese: isChinese, wasShort: wasShort))\n"
    }

    /// Sentences, with lines of code, tables, lists and headings whole.
    private static func blocks(of content: String) -> [String] {
        var result: [String] = []
        var prose = ""
        var fence: String?
        for line in content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let text = line.trimmed
            if let open = fence {
                fence = open + "\n" + line
                if text.hasPrefix("```") {
                    result.append(open + "\n" + line)
                    fence = nil
                }
            } else if text.hasPrefix("```") {
                result += Sentences.split(prose)
                prose = ""
                fence = String(line)
            } else if isWhole(text) {
                result += Sentences.split(prose)
                prose = ""
                result.append(text)
            } else {
                prose += text + "\n"
            }
        }
        if let fence { prose += fence }
        return result + Sentences.split(prose)
    }

    /// Whether a line is kept as it is: a heading, a table row, a list item, a quotation, code.
    private static func isWhole(_ line: String) -> Bool {
        ["#", "|", "- ", "* ", "> ", "```"].contains { line.hasPrefix($0) }
    }

    // MARK: - Choosing

    private static let conclusions = [
        "总之", "综上", "总的来说", "总而言之", "由此可见", "归根结底", "In short", "In conclusion", "Overall", "To sum up",
    ]

    /// Takes the concluding sentence out of the last third, to stand in front.
    private static func takeConclusion(from sentences: inout [String]) -> String? {
        guard sentences.count >= 3 else { return nil }
        let start = sentences.count * 2 / 3
        guard
            let index = sentences.indices[start...].last(where: { index in
                conclusions.contains { sentences[index].hasPrefix($0) }
            })
        else { return nil }
        var sentence = sentences.remove(at: index)
        for word in conclusions where sentence.hasPrefix(word) {
            let rest = sentence.dropFirst(word.count)
            if let mark = rest.first, "，, ：:".contains(mark) { sentence = rest.dropFirst().trimmed }
            break
        }
        return sentence
    }

    /// Keeps the sentences that say most, in their order: those with figures, keywords, conclusions, and first ones.
    private static func condensed(_ sentences: [String], to target: Int, keywords: [String]) -> [String] {
        var scored: [(index: Int, score: Int, length: Int)] = []
        for (index, sentence) in sentences.enumerated() {
            var score = index == 0 ? 4 : 0
            if sentence.contains(where: \.isNumber) { score += 2 }
            if keywords.contains(where: { !$0.isEmpty && sentence.contains($0) }) { score += 3 }
            if conclusions.contains(where: { sentence.hasPrefix($0) }) { score += 4 }
            scored.append((index, score, Draft.length(of: sentence)))
        }
        scored.sort { ($0.score, $1.index) > ($1.score, $0.index) }
        var kept: [Int] = []
        var length = 0
        for item in scored where length + item.length <= target * 108 / 100 {
            kept.append(item.index)
            length += item.length
            if length >= target * 95 / 100 { break }
        }
        if kept.isEmpty { kept = [scored[0].index] }
        return kept.sorted().map { sentences[$0] }
    }

    // MARK: - Sentences

    private static func turn(_ sentence: String, _ style: Style, isChinese: Bool) -> String {
        if isWhole(sentence) { return sentence }
        let turned = isChinese && style != .colloquial ? Clauses.turn(sentence) : sentence
        return Synonyms.replace(in: turned, style: style, isChinese: isChinese)
    }

    /// Sentences this short are joined in pairs, in characters.
    private static let shortSentence = 12

    private static func merge(_ sentences: [String], isChinese: Bool) -> [String] {
        guard isChinese else { return sentences }
        var result: [String] = []
        var canJoin = false
        for sentence in sentences {
            let isShort = sentence.count <= shortSentence && sentence.hasSuffix("。") && !isWhole(sentence)
            if isShort, canJoin, let last = result.popLast() {
                result.append(last.dropLast() + "；" + sentence)
                canJoin = false
            } else {
                result.append(sentence)
                canJoin = isShort
            }
        }
        return result
    }

    private static let chineseHeadings = ["先看情况", "展开来说", "再看细节", "进一步看", "值得留意的地方", "补充几句", "接着往下", "最后一部分"]
    private static let englishHeadings = [
        "The situation", "In detail", "A closer look", "Going further", "Worth noting", "To add", "What follows",
        "Last part",
    ]

    /// From how many characters on a rewritten text has headings; English ones count half.
    private static let longText = 600

    /// Puts sentences into paragraphs of three or four; with keywords, that is in a long text, under headings.
    private static func group(_ sentences: [String], keywords: [String]?, isChinese: Bool) -> [String] {
        var paragraphs: [String] = []
        var current: [String] = []
        func flush() {
            if !current.isEmpty { paragraphs.append(current.joined(separator: isChinese ? "" : " ")) }
            current = []
        }
        for sentence in sentences {
            if isWhole(sentence) {
                flush()
                if let last = paragraphs.last, isWhole(last), !sentence.hasPrefix("#"), !last.hasPrefix("#") {
                    paragraphs[paragraphs.count - 1] += "\n" + sentence
                } else {
                    paragraphs.append(sentence)
                }
            } else {
                current.append(sentence)
                if current.count == 3 + sentence.count % 2 { flush() }
            }
        }
        flush()
        guard let keywords, paragraphs.count >= 2, !paragraphs.contains(where: { $0.hasPrefix("#") }) else {
            return paragraphs
        }
        let labels = isChinese ? chineseHeadings : englishHeadings
        let every = (paragraphs.count + labels.count - 1) / labels.count
        var result: [String] = []
        var named: Set<String> = []
        for (index, paragraph) in paragraphs.enumerated() {
            if index % every == 0 {
                let keyword = keywords.first { !$0.isEmpty && paragraph.contains($0) && !named.contains($0) }
                if let keyword { named.insert(keyword) }
                let about = keyword.map { (isChinese ? "关于" : "On ") + Markdown.escape($0) }
                result.append("## " + (about ?? labels[index / every]))
            }
            result.append(paragraph)
        }
        return result
    }

    private static func notice(isChinese: Bool, wasShort: Bool) -> String {
        guard isChinese else {
            return "> Rewritten by Hanmo's built-in draft engine (AI-generated, " + Order.label
                + "): facts and figures as in the source."
                + (wasShort ? " The source holds too little for the length asked for, and nothing was made up." : "")
        }
        return "> 本文由翰墨内置草稿引擎改写生成（AI生成），事实与数字以原文为准。"
            + (wasShort ? "原文材料不足以扩写到要求的篇幅，未添加原文没有的内容。" : "")
    }
}
