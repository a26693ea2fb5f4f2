/// A source of choices that rolls the same for the same seed, on every machine and in every release.
///
/// Swift's `Hasher` is seeded per process, so a draft made with it could not be repeated.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// Seeds from texts: FNV-1a over their UTF-8, with a separator between them.
    init(seededBy texts: [String]) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for text in texts {
            for byte in text.utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
            hash = (hash ^ 0x1f) &* 0x100_0000_01b3
        }
        state = hash
    }

    /// The next number (SplitMix64).
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, `bound`.
    mutating func roll(_ bound: Int) -> Int {
        bound > 1 ? Int(next() % UInt64(bound)) : 0
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[roll(elements.count)]
    }

    /// A text with one of the wordings of each line that has several, parted by ／.
    mutating func reworded(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(pick(line.split(separator: "／", omittingEmptySubsequences: false)))
        }.joined(separator: "\n")
    }

    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var result = elements
        guard result.count > 1 else { return result }
        for index in stride(from: result.count - 1, to: 0, by: -1) {
            result.swapAt(index, roll(index + 1))
        }
        return result
    }
}

/// A list dealt in shuffled order; when all were dealt it is shuffled again.
struct Deck<Card> {
    private let cards: [Card]
    private var order: [Card] = []

    init(_ cards: [Card]) {
        self.cards = cards
    }

    mutating func deal(_ dice: inout Dice) -> Card? {
        if order.isEmpty { order = dice.shuffled(cards) }
        return order.popLast()
    }

    /// The next card that suits; the others keep their places.
    mutating func deal(_ dice: inout Dice, where suits: (Card) -> Bool) -> Card? {
        if !order.contains(where: suits) {
            guard cards.contains(where: suits) else { return nil }
            order = dice.shuffled(cards)
        }
        guard let index = order.lastIndex(where: suits) else { return nil }
        return order.remove(at: index)
    }
}
