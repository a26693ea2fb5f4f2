/// How a rewritten text should sound, with the pairs of words by which it does.
enum Style {
    case plain, colloquial, formal

    /// Words of an order that name a style, lowercased.
    static let colloquialNames = [
        "口语", "通俗", "大白话", "接地气", "白话", "聊天", "casual", "informal", "colloquial", "conversational", "spoken",
        "friendly",
    ]
    static let formalNames = ["书面", "正式", "严肃", "严谨", "专业", "公文", "formal", "professional", "academic"]

    /// How a phrase begins that names the style that is not wanted.
    private static let refusals = ["不要", "不用", "不必", "不能", "别", "避免", "not ", "don't ", "avoid "]

    init(requirements: String, tone: String?) {
        let text = (requirements + "，" + (tone ?? "")).lowercased().split { "，。；、,.;\n！!".contains($0) }
            .filter { phrase in !Style.refusals.contains { phrase.hasPrefix($0) } }.joined(separator: " ")
        self =
            Style.colloquialNames.contains { text.holds($0) }
            ? .colloquial : Style.formalNames.contains { text.holds($0) } ? .formal : .plain
    }

    /// The Chinese words to replace, by their first character.
    var swaps: [Character: [Swap]] {
        switch self {
        case .plain: Style.plainSwaps
        case .colloquial: Style.colloquialSwaps
        case .formal: Style.formalSwaps
        }
    }

    private static let plainSwaps = byFirst(PlainSwaps.all + SceneSwaps.plain + PhraseSwaps.all)
    private static let colloquialSwaps = byFirst(ColloquialSwaps.all + SceneSwaps.colloquial)
    private static let formalSwaps = byFirst(FormalSwaps.all + SceneSwaps.formal)

    private static func byFirst(_ swaps: [Swap]) -> [Character: [Swap]] {
        Dictionary(grouping: swaps) { $0.word.first ?? " " }.mapValues { list in
            // Longer words come before those that they begin with; the order of the rest is that of the list.
            list.enumerated().sorted { ($1.element.word.count, $0.offset) < ($0.element.word.count, $1.offset) }
                .map(\.element)
        }
    }
}
