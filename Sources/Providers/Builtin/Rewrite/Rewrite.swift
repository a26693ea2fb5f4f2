/// Rewrites a text without a model: leads with its conclusion, turns its sentences around, exchanges connecting words.
///
/// Names, figures, quotations, links, code and every other content word stay as they are, and so do the lines. A
/// sentence in which nothing can be changed safely stays as it is; where that is all of them, the order is refused.
enum Rewrite {
    /// The longest source text that is read, in characters; the API's own limit.
    private static let longestContent = 50_000

    static func compose(_ brief: Brief, wishes: Wishes, isEnglish: Bool) throws(Draft.Refusal) -> String {
        let content = String(brief.content.prefix(longestContent))
        let isChinese = isChinese(content)
        let order = RewriteWishes(brief, isChinese: isChinese)
        let style = order.style
        var pieces = withoutEchoes(Piece.pieces(of: content))
        guard !pieces.isEmpty else { throw .noContent }
        let available = Draft.length(of: pieces.map(\.text).joined(separator: "\n"))
        var wasShort = false
        var wasCondensed = false
        if let wish = wishes.length {
            let target = wish.unit == .words ? wish.count * (isChinese ? 1 : 5) : wish.count
            if target < available * 9 / 10 { pieces = condensed(pieces, to: target, keywords: brief.keywords) }
            wasShort = target > available * 115 / 100
            wasCondensed = target < available * 9 / 10
        } else if order.shortens {
            let shorter = condensed(pieces, to: available * Rewrite.shorterShare / 100, keywords: brief.keywords)
            wasCondensed = shorter.count < pieces.count
            pieces = shorter
        }
        if let lead = takeConclusion(from: &pieces) { pieces.insert(lead, at: 0) }
        if isChinese { pieces = joined(pieces) }
        for index in pieces.indices where !pieces[index].isFixed {
            pieces[index].text = turn(pieces[index].text, style, isChinese: isChinese, keeping: brief.keywords)
        }
        if isChinese, style != .colloquial { pieces = merge(pieces) }
        if order.isNote {
            for index in pieces.indices where !pieces[index].isFixed {
                pieces[index].text = RewriteNote.said(pieces[index].text)
            }
        }
        // Pictures and topics alone make no new text, unless nothing but pictures was asked for.
        let isSame = letters(of: Piece.text(of: pieces)) == letters(of: content)
        if isSame, !order.wantsOnlyEmoji { throw .unchanged }
        if order.isNote {
            pieces = RewriteEmoji.note(pieces, title: brief.title, keywords: brief.keywords)
        } else if order.wantsEmoji {
            pieces = RewriteEmoji.marked(pieces)
        }
        let body = Piece.text(of: pieces)
        var notice = notice(isChinese: isChinese, wasShort: wasShort)
        let unmet = order.unmet(wasShort: wasShort, wasCondensed: wasCondensed)
        notice += Draft.remark(on: unmet, isEnglish: !isChinese)
        return "# \(Markdown.escape(brief.title))\n\n\(body)\n\n\(notice)\n"
    }

    /// How much of a text is left that was only asked to be shorter, in percent.
    private static let shorterShare = 60

    /// Whether most of a text is Chinese: a name in an English one does not make it so.
    static func isChinese(_ text: String) -> Bool {
        let signs = text.count(where: \.isHan)
        // An English word, which a Chinese sign comes near to, has five letters or so.
        return signs > 0 && signs * 5 >= text.count(where: \.isLatin)
    }

    private static func letters(of text: String) -> String {
        String(text.filter { !$0.isWhitespace })
    }

    // MARK: - Choosing

    /// Repeated sentences this short may be meant, as in a song or a talk.
    private static let longestRefrain = 8

    /// Without the sentences that only repeat the one before them on their line.
    private static func withoutEchoes(_ pieces: [Piece]) -> [Piece] {
        var result: [Piece] = []
        for piece in pieces {
            if let last = result.last, !piece.isFixed, last.text == piece.text, last.line == piece.line,
                piece.text.count > longestRefrain
            {
                continue
            }
            result.append(piece)
        }
        return result
    }

    private static let conclusions = [
        "总之", "综上", "总的来说", "总而言之", "由此可见", "归根结底", "In short", "In conclusion", "Overall", "To sum up",
    ]

    /// Takes the concluding sentence out of the last third, to stand in front; not one that points back to others.
    private static func takeConclusion(from pieces: inout [Piece]) -> Piece? {
        guard pieces.count >= 3, let first = pieces.first, !first.isFixed else { return nil }
        guard
            let index = pieces.indices[(pieces.count * 2 / 3)...].last(where: { index in
                !pieces[index].isFixed && conclusions.contains { pieces[index].text.hasPrefix($0) }
            })
        else { return nil }
        var sentence = pieces[index].text
        for word in conclusions where sentence.hasPrefix(word) {
            let rest = sentence.dropFirst(word.count)
            guard let mark = rest.first, "，,：:".contains(mark) else { return nil }
            sentence = rest.dropFirst().trimmed
            break
        }
        let pointers = ["这", "那", "此", "其", "他", "她", "它", "该", "以上", "上述", "前面", "我", "还", "也", "就"]
        guard sentence.count >= 4, !pointers.contains(where: { sentence.holds($0) }) else { return nil }
        pieces.remove(at: index)
        return Piece(line: -2, lead: "", text: sentence.prefix(1).uppercased() + sentence.dropFirst())
    }

    /// Keeps the sentences that say most, in their order: those with figures, keywords, conclusions, and first ones.
    private static func condensed(_ pieces: [Piece], to target: Int, keywords: [String]) -> [Piece] {
        var scored: [(index: Int, score: Int, length: Int)] = []
        for (index, piece) in pieces.enumerated() {
            let sentence = piece.text
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
        return kept.sorted().map { pieces[$0] }
    }

    // MARK: - Sentences

    /// What is longer without a stop is no sentence, and to compare each word with all of it would take too long.
    private static let longestSentence = 1_000

    private static func turn(_ sentence: String, _ style: Style, isChinese: Bool, keeping kept: [String]) -> String {
        guard sentence.count <= longestSentence else { return sentence }
        var turned = isChinese && style != .colloquial ? Clauses.turn(sentence) : sentence
        if isChinese, style != .colloquial, turned == sentence { turned = Turns.turn(sentence) }
        return Synonyms.replace(in: turned, style: style, isChinese: isChinese, keeping: kept)
    }

    /// Sentences of such lengths are joined in pairs when they are as good as equally long.
    private static let shortSentence = 6...12
    private static let unlike = 2

    /// Joins sentences that go on about one subject.
    private static func joined(_ pieces: [Piece]) -> [Piece] {
        var result: [Piece] = []
        for piece in pieces {
            if !piece.isFixed, piece.lead.isEmpty, let last = result.last, !last.isFixed, last.line == piece.line,
                let pair = Turns.joined(last.text, piece.text)
            {
                result[result.count - 1].text = pair
            } else {
                result.append(piece)
            }
        }
        return result
    }

    private static func merge(_ pieces: [Piece]) -> [Piece] {
        var result: [Piece] = []
        var canJoin = false
        for piece in pieces {
            let text = piece.text
            let isShort = !piece.isFixed && shortSentence.contains(text.count) && text.hasSuffix("。")
            let greets = text.hasSuffix("好。") || text.hasPrefix("请") || text.hasPrefix("谢")
            if isShort, !greets, canJoin, let last = result.last, last.line == piece.line, piece.lead.isEmpty,
                abs(last.text.count - text.count) <= unlike
            {
                result[result.count - 1].text = last.text.dropLast() + "；" + text
                canJoin = false
            } else {
                result.append(piece)
                canJoin = isShort && !greets
            }
        }
        return result
    }

    // MARK: - Closing note

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
